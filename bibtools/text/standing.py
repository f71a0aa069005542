"""How a paper stands, by what its authors wrote in the comment or the abstract: withdrawn, or superseded by another.

arXiv keeps withdrawn papers and marks them in words alone ("This paper has been withdrawn by the author …" in the
comment, often in the abstract's place as well).
Source: arXiv, "To withdraw an article" (https://info.arxiv.org/help/withdraw.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtools.model.standing import Kind, Standing
from bibtools.text.identifiers import find_identifiers

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
# Most texts say nothing of the kind, and have none of these: that is found out many times as fast, one by one.
_TELLING = ("withdr", "retract", "superseded", "subsumed")
# These count only together with an id, which few texts have. To search for both signs at once would take longer.
_TELLING_WITH_ID = ("absorbed", "replaced", "merged", "incorporated", "duplicate")
_OLD_ID, _NEW_ID = re.compile(r"/\d{7}"), re.compile(r"\.(?<=\d{4}\.)\d{4}")
_SENTENCE_END = re.compile(r"(?<=[a-z)\]\d])(?:;|\.(?= [A-Z]))")


def standings(*texts: str) -> tuple[Standing, ...]:
    """What texts say became of the paper they stand with, once for each kind; nothing for nearly all.

    Of several sentences that say the same, the one that says more.

    >>> [found] = standings("8 pages. This preprint is superseded by arXiv:0806.4540; 2 figures")
    >>> found.kind, found.words, found.ids[0].value
    ('superseded', 'This preprint is superseded by arXiv:0806.4540', '0806.4540')
    >>> standings("This version supersedes the conference contribution")
    ()
    """
    said = [each for text in texts if may_say(text) for each in _standings(" ".join(text.split()))]
    found: dict[Kind, Standing] = {}
    for each in said:
        found[each.kind] = max(found.get(each.kind, each), each, key=lambda one: len(one.words or ""))
    return tuple(found[kind] for kind, _ in _KINDS if kind in found)


def may_say(text: str) -> bool:
    """Whether a text has a word that what `standings` finds has: a quick answer, nearly always no."""
    lower = text.lower()
    if any(sign in lower for sign in _TELLING):
        return True
    with_id = "arxiv" in lower or _OLD_ID.search(lower) or _NEW_ID.search(lower)
    return bool(with_id) and any(sign in lower for sign in _TELLING_WITH_ID)


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (("withdrawn", _WITHDRAWN), ("superseded", _SUPERSEDED))


def _standings(text: str) -> Iterator[Standing]:
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            if not _NOT_THIS.search(text, max(0, match.start() - _FAR_ENOUGH), match.start()):
                words = _sentence(text, match)
                ids = (found.identifier for found in find_identifiers(words))
                yield Standing(kind, tuple(dict.fromkeys(each for each in ids if each.scheme == "arxiv")), words)
                break


def _sentence(text: str, match: re.Match[str]) -> str:
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= match.start())
    end = min(end for end in ends if end >= match.end())
    return " ".join(text[start:end].strip(" .;").split())
