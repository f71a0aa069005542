"""Identifiers in running text: the grammar of `bibtools.model.identifier`, plus what a number needs around it.

A bare number such as `1706.03762` is an identifier only where something says so: "arXiv", "CoRR" or an address before
it, a version, a category in brackets or a file ending after it, an identifier just before it in a list, or nothing
else in the text. Digits inside another DOI, an ISBN, a page range or a telephone number never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibtools.model.identifier import (
    ARCHIVES,
    CATEGORY,
    CONTEXT,
    DOI,
    NEW_STYLE,
    OLD_STYLE,
    SUFFIX,
    VERSION,
    Identifier,
    arxiv_identifier,
    doi_identifier,
    numbered_identifier,
    parse_identifier,
    with_plain_dashes,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier and the characters `start:end` (from 0) that state it, with prefix, address and category."""

    identifier: Identifier
    start: int
    end: int


_HYPHENATED = "|".join(archive for archive in ARCHIVES if "-" in archive)
_FIND = re.compile(
    rf"""
    (?P<doiprefix>(?:https?://(?:[\w.-]+/)+|doi\s*[:=]?\s*)?)(?<![\d.])(?P<doi>{DOI})
  | (?P<context>{CONTEXT})?(?:(?<![A-Za-z0-9.-])|(?<=xiv))(?P<id>{NEW_STYLE}|{OLD_STYLE}){VERSION}(?![-.]\d)
    (?P<suffix>{SUFFIX})(?P<category>\s*{CATEGORY})?
  | (?<![A-Za-z])(?P<archive>{_HYPHENATED})_?(?P<serial>(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{{3}})
    (?:v(?P<serialversion>[1-9]\d?))?(?!\w){SUFFIX}
  | (?<!\d)(?P<bibyear>(?:19|20)\d\d)arxiv(?P<bibmonth>\d{{4}})\.?(?P<bibnumber>\d{{4,5}})[A-Z](?!\w)
  | \bisbn(?:-?1[03])?[\s:=]*(?P<isbn>\d(?:[\s-]?\d){{8}}(?:[\s-]?\d){{3}}[\s-]?\d|\d(?:[\s-]?\d){{8}}[\s-]?[\dX])(?!\d)
  | \bissn[\s:=]*(?P<issn>\d{{4}}-?\d{{3}}[\dX])(?!\d)
  | (?:\bpmid[\s:=]*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(?P<pmid>\d{{1,9}})(?!\d)
  | (?<![A-Za-z])(?P<pmcid>PMC\d{{4,9}})(?!\w)
  | (?<!\d)(?P<bareisbn>97[89]-\d{{1,5}}-\d{{1,7}}-\d{{1,7}}-\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Most texts hold nothing that looks like an identifier: a far cheaper search says so first.
_WORTH_A_LOOK = re.compile(r"\d(?:\d{3}\.\s*\d|\d{6}|0\.\d{4}|7[89]-)|(?i:is[bs]n|pmid|pmc\d|pubmed)")
_IN_LIST = re.compile(r"\s*(?:[,;/&+]|and|or)\s*(?:and\s*|or\s*)?", re.IGNORECASE)


def find_identifiers(text: str) -> tuple[Found, ...]:
    """Every identifier stated in `text`, in order; one stated twice is found twice.

    arXiv's own DOIs are found as arXiv identifiers.

    >>> [found.identifier.versioned() for found in find_identifiers("See arXiv:1706.03762v5 [cs.CL], 1810.04805.")]
    ['1706.03762v5', '1810.04805']
    >>> find_identifiers("pages 1706.03762, call 1706.03762, see 10.1234/1706.03762")[0].identifier.value
    '10.1234/1706.03762'
    """
    if not _WORTH_A_LOOK.search(text):
        return ()
    plain = with_plain_dashes(text)
    return tuple(_find(plain))


def _find(text: str) -> Iterator[Found]:
    last = -1
    for match in _FIND.finditer(text):
        identifier = _identify(match, text, last)
        if identifier is None:
            continue
        end = match.end()
        if match["doi"]:
            end = match.start("doi") + _stated_length(match["doi"], identifier)
        if identifier.scheme == "arxiv":
            last = end
        yield Found(identifier, match.start(), end)


def _identify(match: re.Match[str], text: str, last: int) -> Identifier | None:
    if match["id"]:
        certain = match["context"] or match["version"] or match["category"] or match["suffix"] or "/" in match["id"]
        if certain or _continues(match, text, last) or _alone(match, text):
            return arxiv_identifier(match["id"], match["version"])
        return None
    if match["doi"]:
        return doi_identifier(match["doi"])
    if match["archive"]:
        return arxiv_identifier(f"{match['archive']}/{match['serial']}", match["serialversion"])
    if match["bibyear"]:
        return parse_identifier(f"{match['bibmonth']}.{match['bibnumber']}")
    for scheme in ("isbn", "issn", "pmid", "pmcid"):
        if match[scheme]:
            return numbered_identifier(scheme, match[scheme])
    return numbered_identifier("isbn", match["bareisbn"])


def _continues(match: re.Match[str], text: str, last: int) -> bool:
    """Whether only a comma or an "and" stands between the arXiv identifier that ends at `last` and this number."""
    return last >= 0 and _IN_LIST.fullmatch(text, last, match.start()) is not None


def _alone(match: re.Match[str], text: str) -> bool:
    return not (text[: match.start()] + text[match.end() :]).strip(" \t\r\n.,;:()[]<>{}\"'*-•")


def _stated_length(doi: str, identifier: Identifier) -> int:
    """How many characters of a match belong to the DOI: what was trimmed from its end does not."""
    trimmed = doi.rstrip(".,;:!?'\"*’”)]>")
    return len(doi) if len(identifier.value) > len(trimmed) else len(trimmed)
