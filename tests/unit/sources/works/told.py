"""What a reference says, field by field, as short text: expectations can stand beside records."""

from __future__ import annotations

from bibtools.model.reference import Reference


def told(reference: Reference) -> dict[str, str]:
    """Each field that says something; names inverted, dates as in ISO 8601, ids with their scheme."""
    said = {name: getattr(reference, name) for name in reference.__slots__}
    said |= {name: " / ".join(each.inverted() for each in said[name]) for name in ("author", "editor")}
    said |= {name: said[name].iso() for name in ("issued", "updated") if said[name]}
    said["ids"] = " ".join(f"{id.scheme}:{id.versioned()}" for id in reference.ids)
    said["related"] = " ".join(f"{each.kind} {each.id.scheme}:{each.id.value}" for each in reference.related)
    return {name: value for name, value in said.items() if value}
