"""How a paper stands, by what its authors wrote in the comment or the abstract: withdrawn, or superseded by another.

arXiv keeps withdrawn papers and marks them in words alone ("This paper has been withdrawn by the author …" in the
comment, often in the abstract's place as well).
Source: arXiv, "To withdraw an article" (https://info.arxiv.org/help/withdraw.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bibtools.model.identifier import Identifier
from bibtools.text.identifiers import find_identifiers

Kind = Literal["withdrawn", "superseded"]

_STARTS = r"(?:\A|(?<=[.;:] )|(?<=-- ))\W{0,3}"
_PAPER = (
    rf"(?:\b(?:this|our|the present) (?:present )?|{_STARTS}(?:the )?)\b"
    r"(?:paper|article|preprint|e-?print|manuscript|submission|work|note|version|report|letter|study|draft|document)\b"
    r"(?: in its present form|,? which [^.;]{1,80},)?"
)
_IS = r"(?: (?:is|was|has|have|been|being|now|thereby|largely|entirely|temporarily|hereby|partly|completely))+"
_WITHDRAWN = re.compile(
    rf"{_PAPER}(?:{_IS})? (?:withdrawn?|retracted)\b"
    rf"|{_STARTS}(?:temporarily )?(?:withdrawn|retracted)\b"
    r"|\b(?:withdrawn|retracted) by (?:the )?(?:submitter|authors?|arxiv)\b"
    r"|\b(?:we|I|authors?)\b(?: [a-z]+){0,5} (?:withdraw(?:ing)?|retract(?:ing)?)"
    r" (?:this|our|the) (?:paper|article|preprint|manuscript|submission|work|version)\b",
    re.IGNORECASE,
)
# What is told of the past, or of a part.
_NOT_THIS = re.compile(r"\b(?:had been|previous version|earlier version|part|section|claim)\W+(?:\w+\W+){0,3}\Z", re.I)
_FAR_ENOUGH = 60
_ID_AHEAD = r"(?=[^.;]{0,120}(?:arxiv|\b[a-z-]+(?:\.[a-z]{2})?/\d{7}|\b\d{4}\.\d{4}))"
_SUPERSEDED = re.compile(
    rf"{_PAPER}{_IS} (?:superseded|subsumed) by\b"
    rf"|{_PAPER}{_IS} (?:replaced|absorbed|merged|incorporated|a duplicate) (?:by|in|into|with|of)\b{_ID_AHEAD}"
    rf"|{_STARTS}(?:superseded by|merged (?:into|with))\b{_ID_AHEAD}"
    rf"|\bit is superseded by\b",
    re.IGNORECASE,
)
# Most texts say nothing of the kind: a far cheaper search says so first.
_WORTH_A_LOOK = re.compile("withdr|retract|supersed|subsum|absorb|replac|merged|incorporat|duplicate", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-z)\]\d])(?:;|\.(?= [A-Z]))")


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is what became of the paper, `words` the sentence that says so, `ids` the arXiv papers that it names."""

    kind: Kind
    words: str
    ids: tuple[Identifier, ...] = ()


def standings(text: str) -> tuple[Standing, ...]:
    """What a text says became of the paper it stands with; nothing for nearly all.

    >>> [found] = standings("8 pages. This preprint is superseded by arXiv:0806.4540; 2 figures")
    >>> found.kind, found.words, found.ids[0].value
    ('superseded', 'This preprint is superseded by arXiv:0806.4540', '0806.4540')
    >>> standings("This version supersedes the conference contribution")
    ()
    """
    if not _WORTH_A_LOOK.search(text):
        return ()
    return tuple(_standings(" ".join(text.split())))


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (("withdrawn", _WITHDRAWN), ("superseded", _SUPERSEDED))


def _standings(text: str) -> Iterator[Standing]:
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            if not _NOT_THIS.search(text, max(0, match.start() - _FAR_ENOUGH), match.start()):
                words = _sentence(text, match)
                ids = (found.identifier for found in find_identifiers(words))
                yield Standing(kind, words, tuple(dict.fromkeys(each for each in ids if each.scheme == "arxiv")))
                break


def _sentence(text: str, match: re.Match[str]) -> str:
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= match.start())
    end = min(end for end in ends if end >= match.end())
    return " ".join(text[start:end].strip(" .;").split())
