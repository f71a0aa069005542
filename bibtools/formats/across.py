"""What the fields that are not modelled are called in the other format: BibTeX's `urldate` is CSL's `accessed`.

Sources: the biblatex manual §2.2.3 and §4.5.12, CSL 1.0.2 appendix IV, and what Zotero's translators make of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from bibtools.formats.bib.values import decode_text, encode_text
from bibtools.formats.csljson.dates import from_date, to_date
from bibtools.model.date import PartialDate
from bibtools.model.reference import Reference

TEXTS: Mapping[str, str] = {
    "shorttitle": "title-short",
    "keywords": "keyword",
    "pagetotal": "number-of-pages",
    "volumes": "number-of-volumes",
    "chapter": "chapter-number",
}
DATES: Mapping[str, str] = {"urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
_CITATION_KEY = re.compile(r"^citation key:.*\n?", re.IGNORECASE | re.MULTILINE)


def across(reference: Reference, into: str) -> tuple[Reference, tuple[str, ...]]:
    r"""A reference of the other format for the format `into` ("bib", "csl-json"), and the fields it has no place for.

    >>> moved, left = across(Reference(extra={"urldate": "2024-03-01", "file": "a.pdf"}), "csl-json")
    >>> dict(moved.extra), left
    ({'accessed': '{"date-parts": [[2024, 3, 1]]}'}, ('file',))
    >>> dict(across(moved, "bib")[0].extra)
    {'urldate': '2024-03-01'}
    """
    convert = _to_csl if into == "csl-json" else _to_bib
    found = {name: convert(name, value) for name, value in reference.extra.items()}
    extra = dict(pair for pair in found.values() if pair)
    # The key stands in `id`; in a .bib file, a note is printed.
    note = _CITATION_KEY.sub("", reference.note).strip() or None if reference.note and into == "bib" else reference.note
    return replace(reference, extra=extra, note=note), tuple(name for name, pair in found.items() if not pair)


def _to_csl(name: str, raw: str) -> tuple[str, str] | None:
    if variable := TEXTS.get(name.lower()):
        return variable, decode_text(raw)
    date = PartialDate.parse(raw.strip()) if name.lower() in DATES else None
    return (DATES[name.lower()], json.dumps(to_date(date))) if date else None


def _to_bib(variable: str, value: str) -> tuple[str, str] | None:
    for field, name in TEXTS.items():
        if name == variable:
            return field, encode_text(value, "biblatex")
    for field, name in DATES.items():
        if name == variable and (date := _date(value)):
            return field, date.iso()
    return None


def _date(value: str) -> PartialDate | None:
    """The date that a CSL variable tells, unless it tells more than a date (a range, a doubt)."""
    try:
        date, whole = from_date(json.loads(value))
    except ValueError:
        return None
    return date if whole else None
