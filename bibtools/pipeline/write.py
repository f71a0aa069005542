"""Write: references as a fresh bibliography, checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bibtools.errors import Refused
from bibtools.model.document import Origin, Problem
from bibtools.model.match import Enriched
from bibtools.model.reference import Reference
from bibtools.pipeline.enrich import is_library
from bibtools.pipeline.zotero import is_zotero

if TYPE_CHECKING:
    from bibtools.config import Config

ZOTERO_RDF = "zotero-rdf"


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A fresh text, how many references are in it, and what a person should know about it."""

    text: str
    count: int
    problems: tuple[Problem, ...] = ()


def bibliography(items: Sequence[Enriched], config: Config, dialect: str, allow: Collection[str] = ()) -> Bibliography:
    """The references as a fresh text in `dialect` ("bibtex", "biblatex", "csl-json", "zotero-rdf"), each work once.

    Entries of libraries keep their keys; the others get keys by the template. The text is read again and checked, of
    RDF, which is not read, the references; `problems` are what the rules found, and works that came twice. Raises
    Refused for problems of severity "error" whose codes are not in `allow`.
    """
    kept, repeated = one_each(items)
    keyed = list(zip(keys(kept, config), (shown(item.reference, config, dialect) for item in kept), strict=True))
    text = write(keyed, dialect, config)
    problems = check_text(text, dialect) if dialect != ZOTERO_RDF else check_items(keyed)
    require_no_errors(problems, allow, "it")
    return Bibliography(text, len(keyed), (*repeated, *_renamed(kept, keyed), *problems))


def _renamed(items: Iterable[Enriched], keyed: Iterable[tuple[str, Reference]]) -> Iterator[Problem]:
    """A warning for each entry of a library that is written under another key: texts cite it by its own."""
    for item, (key, _) in zip(items, keyed, strict=True):
        if is_library(item.entry) and key != item.entry.id and not is_zotero(item.entry.origin.path):
            message = f"{item.entry.id!r} cannot be a key there; the entry is written as {key}"
            hint = "cite it so, or give it a key of letters, digits and -_:.+/ first"
            yield Problem("OUT104", message, item.entry.origin, "warning", hint)


def require_no_errors(problems: Iterable[Problem], allow: Collection[str], what: str) -> None:
    """Raise Refused, naming `what` was to be written, when one of its problems is an error that is not allowed."""
    from bibtools.check import blocking

    if errors := blocking(problems, allow):
        told = "\n".join(f"  {found.code} {found.message}" for found in errors)
        codes = " ".join(f"--allow {code}" for code in dict.fromkeys(found.code for found in errors))
        why = f"nothing was written, because {what} would not pass `bibtools check`:\n{told}"
        raise Refused(f"{errors[0].origin.path}: {why}", hint=codes)


def one_each(items: Iterable[Enriched]) -> tuple[list[Enriched], list[Problem]]:
    """The items with each arXiv paper once, and a note for each that came again."""
    first: dict[str, Enriched] = {}
    kept: list[Enriched] = []
    notes: list[Problem] = []
    for item in items:
        arxiv = item.reference.id("arxiv")
        earlier = first.get(arxiv.value) if arxiv else None
        if arxiv and earlier and not (is_library(item.entry) and is_library(earlier.entry)):
            place = earlier.entry.origin
            message = f"arXiv:{arxiv.value} is the same work as at {place.path}:{place.line}; it is written once"
            notes.append(Problem("OUT101", message, item.entry.origin, "note"))
            continue
        if arxiv:
            first.setdefault(arxiv.value, item)
        kept.append(item)
    return kept, notes


def keys(items: Sequence[Enriched], config: Config) -> list[str]:
    """A citation key for each: its own in a library, a new one by the template otherwise."""
    from bibtools.merge.keys import can_stand, citation_keys

    own = [item.entry.id if is_library(item.entry) and can_stand(item.entry.id) else None for item in items]
    made = citation_keys(
        [item.reference for item, key in zip(items, own, strict=True) if key is None],
        config.text("write.key"),
        existing=[key for key in own if key],
    )
    fresh = iter(made)
    return [key or next(fresh) for key in own]


def abstracts_in(form: str, config: Config) -> bool:
    """Whether abstracts are written in a format: as the settings say, and where they say nothing, as is usual there."""
    setting = config.settings["write.abstract"]
    return form in ("zotero", ZOTERO_RDF) if setting.origin == "defaults" else bool(setting.value)


def shown(reference: Reference, config: Config, form: str) -> Reference:
    """The reference with only what the settings ask to be written in the format `form`."""
    keep = config.text("write.version") == "keep"
    return replace(
        reference,
        abstract=reference.abstract if abstracts_in(form, config) else None,
        ids=tuple(found if keep else found.unversioned() for found in reference.ids),
    )


def write(keyed: Sequence[tuple[str, Reference]], dialect: str, config: Config) -> str:
    """The text of a new file. Raises ValueError for a dialect that does not exist."""
    if dialect == "csl-json":
        from bibtools.formats.csljson import write as csljson

        return csljson.write(keyed)
    if dialect in ("bibtex", "biblatex"):
        from bibtools.formats.bib import write as bib

        options = bib.Options(
            howpublished=config.flag("write.howpublished"),
            categories=config.flag("write.keywords"),
            abstract=config.flag("write.abstract"),
            version=config.text("write.version") == "keep",
        )
        return bib.write(keyed, dialect, options)  # type: ignore[arg-type]
    if dialect == ZOTERO_RDF:
        from bibtools.formats.zotero import rdf

        return rdf.write(keyed, tags=config.flag("write.keywords"))
    raise ValueError(f"no format is called {dialect!r}")


def check_text(text: str, dialect: str, path: str = "<output>") -> tuple[Problem, ...]:
    """What the rules find in a text that is about to be written."""
    from bibtools.check import check
    from bibtools.formats import base

    return check(base.writer(dialect).read(text, path))


def check_items(keyed: Sequence[tuple[str, Reference]], path: str = "<output>") -> tuple[Problem, ...]:
    """What the rules find in references that are about to become Zotero's items, and what Zotero could not store."""
    from bibtools.check import check_references
    from bibtools.formats.zotero.schema import FALLBACK, violations
    from bibtools.formats.zotero.write import new_item

    found = list(check_references(keyed, path=path))
    for number, (key, reference) in enumerate(keyed, start=1):
        item = new_item(reference, FALLBACK)
        place = Origin(path, number, number, number, 1, number)
        hint = "shorten it, or Zotero will import it and never sync it"
        for why in violations(item, str(item["itemType"]), FALLBACK):
            found.append(Problem("OUT103", f"{key}: {why}", place, "warning", hint))
    return tuple(found)
