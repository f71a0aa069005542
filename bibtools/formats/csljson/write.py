"""Fresh CSL-JSON: a reference as the item that the Zotero client itself writes for it, and items as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bibtools.formats.csljson.dates import from_date, to_date
from bibtools.formats.csljson.mapping import IDENTIFIERS, KEPT, MODELLED, NAMES, ORDER, STRINGS
from bibtools.formats.csljson.names import from_names, to_names
from bibtools.formats.csljson.note import write_note
from bibtools.formats.csljson.render import Hand, to_json
from bibtools.formats.csljson.rules import KINDS, TYPES, is_valid
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Options:
    """What is written beyond the usual.

    `separate_name_parts`: particles and suffixes as parts of their own; Zotero's importer drops them, so the default
    is to keep them inside `family` and `given`. `record`: also what only arXiv's record says (all categories, comment,
    journal reference, last update, related works), in `categories` and `custom`.
    """

    separate_name_parts: bool = False
    record: bool = False


DEFAULT = Options()


def write(keyed: Iterable[tuple[str, Reference]], options: Options = DEFAULT) -> str:
    """A file of CSL-JSON with these references under these keys: UTF-8, two spaces a step, a newline at its end.

    >>> print(write([("doe2021", Reference(type="book", title="Élan"))]), end="")
    [
      {
        "id": "doe2021",
        "citation-key": "doe2021",
        "type": "book",
        "title": "Élan"
      }
    ]
    """
    return write_items(to_item(reference, key, options) for key, reference in keyed)


def write_items(items: Iterable[Mapping[str, object]]) -> str:
    """A file of CSL-JSON with items as they are: short lists and objects inside an item on one line."""
    hand = Hand()
    items = list(items)
    if not items:
        return "[]\n"
    return "[\n" + ",\n".join(hand.indent + to_json(item, hand, 1, spread=True) for item in items) + "\n]\n"


def to_item(reference: Reference, key: str, options: Options = DEFAULT) -> dict[str, object]:
    """One reference as a CSL-JSON item, valid by the data rules of CSL 1.0.2, in a stable order of keys.

    A preprint gets arXiv's DOI, number, publisher, source and URL where it has none of its own; a published work keeps
    its own and carries the arXiv id in `note`. What CSL has no variable for goes into `custom`, so nothing is lost.

    >>> paper = Reference(type="article", title="Attention", ids=(Identifier("arxiv", "1706.03762"),))
    >>> item = to_item(paper, "vaswani2017attention")
    >>> item["DOI"], item["number"], item["note"]
    ('10.48550/arXiv.1706.03762', 'arXiv:1706.03762', 'arXiv:1706.03762')
    """
    arxiv = reference.id("arxiv")
    item: dict[str, object] = {"id": key, "citation-key": key, "type": _type(reference, arxiv)}
    custom: dict[str, object] = {}
    for field, variable in STRINGS:
        if (text := getattr(reference, field)) is not None:
            item[variable] = text
    for field, variable in NAMES:
        if names := getattr(reference, field):
            item[variable] = to_names(names, separate=options.separate_name_parts)
    if reference.issued:
        item["issued"] = to_date(reference.issued)
    tex = {name: text for name, text in reference.extra.items() if name.startswith("tex.") and "\n" not in text}
    category = reference.categories[0] if reference.categories else None
    if note := write_note(arxiv, category, tex, reference.note):
        item["note"] = note
    if reference.type and reference.type not in TYPES:
        custom[KEPT + "type"] = reference.type
    if options.record:
        _add_record(item, custom, reference)
    for name, text in reference.extra.items():
        if name not in tex:
            _add_extra(item, custom, reference, name, text)
    _identify(item, custom, reference, arxiv)
    ordered = {name: item[name] for name in (*ORDER, *sorted(item.keys() - set(ORDER))) if name in item}
    return {**ordered, "custom": custom} if custom else ordered


def is_preprint(reference: Reference) -> bool:
    """Whether a reference is an arXiv preprint that is cited as such: no venue has made it something else."""
    return reference.type in (None, "article") and reference.id("arxiv") is not None


def _type(reference: Reference, arxiv: Identifier | None) -> str:
    # An item without a type makes Zotero and pandoc refuse the whole file.
    if reference.type in TYPES:
        return str(reference.type)
    return "article" if arxiv else "document"


def _identify(
    item: dict[str, object], custom: dict[str, object], reference: Reference, arxiv: Identifier | None
) -> None:
    """Add the identifiers, each to its variable; those for which there is no room to `custom`."""
    first_doi = reference.id("doi")
    said = {arxiv, first_doi}
    if first_doi:
        item["DOI"] = first_doi.value
    for scheme, variable in IDENTIFIERS[1:]:
        same = [i for i in reference.ids if i.scheme == scheme]
        # Books and journals have several, for paper and screen: Zotero puts a space between them.
        stated = same if scheme in ("isbn", "issn") else same[:1]
        if stated:
            item[variable] = " ".join(i.value for i in stated)
            said.update(stated)
    if others := [f"{i.scheme}:{i.versioned()}" for i in reference.ids if i not in said]:
        custom["other-ids"] = others
    if arxiv and arxiv.version:
        item.setdefault("version", str(arxiv.version))
    if arxiv and is_preprint(reference):
        item.setdefault("DOI", arxiv_doi(arxiv).value)
        item.setdefault("number", f"arXiv:{arxiv.value}")
        item.setdefault("publisher", "arXiv")
        item.setdefault("source", "arXiv.org")
        item.setdefault("URL", f"https://arxiv.org/abs/{arxiv.value}")


def _add_record(item: dict[str, object], custom: dict[str, object], reference: Reference) -> None:
    if reference.categories:
        item["categories"] = list(reference.categories)
    facts = {
        "arxiv-comment": reference.comment,
        "arxiv-journal-ref": reference.journal_ref,
        "arxiv-updated": reference.updated.iso() if reference.updated else None,
        "related": [f"{r.kind} {r.id.scheme}:{r.id.versioned()}" for r in reference.related] or None,
    }
    custom.update((name, fact) for name, fact in facts.items() if fact is not None)


def _add_extra(item: dict[str, object], custom: dict[str, object], reference: Reference, name: str, text: str) -> None:
    """Put an unmodelled field under its CSL variable where it is valid there, else into `custom`."""
    if name == "custom":
        inner = _decoded(text)
        custom.update(inner if isinstance(inner, dict) else {name: inner})
        return
    variable = name.removeprefix(KEPT)
    value = text if KINDS.get(variable) in ("string", "number") else _decoded(text)
    if name != variable and variable in MODELLED:
        if is_valid(variable, value) and _still_says(reference, variable, value):
            item[variable] = value
            return
    elif name in KINDS and name not in MODELLED and name not in item and is_valid(name, value):
        item[name] = value
        return
    custom[name] = _decoded(text)


def _still_says(reference: Reference, variable: str, value: object) -> bool:
    """Whether a value kept from reading still agrees with the reference, which may have changed since."""
    if variable == "issued":
        return from_date(value)[0] == reference.issued
    if variable in ("author", "editor"):
        return bool(from_names(value)[0] == getattr(reference, variable))
    return any(variable == name and reference.id(scheme) is None for scheme, name in IDENTIFIERS)


def _decoded(text: str) -> object:
    """What an `extra` value stands for: lists and objects were encoded as JSON, anything else is text."""
    if text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text
