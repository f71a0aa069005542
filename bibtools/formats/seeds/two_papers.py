"""Whether one passage describes two papers: the signs of it, each with what to say.

Figures: of 19,795 real abstracts the rules suspect 39; of 1,500 pairs of abstracts run together they find 1,037, most
of the others being short. A suspicion costs a person a look; it never divides a passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibtools.text.fold import fold
from bibtools.text.identifiers import find_identifiers

_LONGEST_ABSTRACT = 2000
"""Characters. arXiv takes 1,920 (arXiv, "Metadata: abstract"); a handful of old ones are longer."""
_WORTH_DIVIDING = 1200
"""Characters. Below, the words of one abstract are too few to tell a change of subject."""
_FEWEST_WORDS = 25
_UNLIKE, _UNLIKE_AND_OPENED = 0.05, 0.08
"""How much of the smaller side's vocabulary both sides may share, to be two subjects; and where both sides open."""

_LABEL = re.compile(r"(?<=[\s.!?])(?:Abstract|ABSTRACT)\s*[:—–-]+\s*(?=\S)")
_NUMBER = re.compile(r"(?<=[.\])])\s+(?P<mark>\[\d{1,4}\])\s+(?=[^\W\d_])")
_AFTER = re.compile(r"[.!?]\s+\Z")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\\$])")
_OPENS = re.compile(
    r"""(?:\A|(?<=[.!?]\s))(?:
        In\ this\ (?:paper|work|article|letter|note|study|report)
      | This\ (?:paper|work|article|letter|note|study|report)\b
      | Here,?\ we
      | We\ (?:propose|present|introduce|study|investigate|consider|show|prove|develop|report|describe|analy[sz]e)
    )""",
    re.VERBOSE,
)
_ENDING = re.compile(r"(?:ing|ed|es|s|ly|al|ity|ization|ation|ions?)\Z")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """the and for with from using that which are its our this can has have not these such also their more than been
        was were between into both two one new show based results paper propose method methods approach""",
    )
)


def second_paper(text: str) -> tuple[int, str] | None:
    """Where in `text` a second paper seems to begin, and why; None where nothing says so.

    >>> second_paper("Abstract:We study graphs. Abstract:We study trees.")
    (26, 'a second “Abstract” begins in it')
    """
    if found := _LABEL.search(text, 20):
        return found.start(), "a second “Abstract” begins in it"
    ids = [
        one for one in find_identifiers(text) if one.identifier.scheme == "arxiv" and _AFTER.search(text[: one.start])
    ]
    if len({one.identifier.unversioned() for one in ids}) > 1:
        return ids[1].start, "two identifiers stand between its sentences"
    return _change_of_subject(text)


def second_reference(text: str) -> tuple[int, str] | None:
    """Where in a reference string another one begins, and why.

    >>> second_reference("J. Doe, A title, 2020. [13] A. Roe, Another, 2021.")
    (23, 'a reference numbered [13] begins in it')
    """
    found = _NUMBER.search(text, 20)
    return (found.start("mark"), f"a reference numbered {found['mark']} begins in it") if found else None


def _change_of_subject(text: str) -> tuple[int, str] | None:
    """The cut between sentences that leaves the fewest words on both sides, if it leaves next to none."""
    if len(text) < _WORTH_DIVIDING:
        return None
    cuts = [found.end() for found in _SENTENCE.finditer(text)]
    starts = [0, *cuts]
    words = [_words(text[start:end]) for start, end in zip(starts, [*cuts, len(text)], strict=True)]
    before, after = _heaps(words), _heaps(words[::-1])[::-1]
    best: tuple[float, int] | None = None
    for n in range(2, len(words) - 1):
        left, right = before[n - 1], after[n]
        fewest = min(len(left), len(right))
        shared = len(left & right) / fewest if fewest >= _FEWEST_WORDS else 1.0
        if best is None or shared < best[0]:
            best = shared, starts[n]
    if best is None:
        return (0, _too_long(text)) if len(text) > _LONGEST_ABSTRACT else None
    shared, place = best
    opened = bool(_OPENS.search(text, 0, place) and _OPENS.search(text, place))
    if shared <= (_UNLIKE_AND_OPENED if opened else _UNLIKE):
        return place, "its subject changes"
    return (place, _too_long(text)) if len(text) > _LONGEST_ABSTRACT else None


def _too_long(text: str) -> str:
    return f"its {len(text):,} characters are too many for one abstract"


def _heaps(words: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """All words up to and with each sentence."""
    heaps: list[frozenset[str]] = []
    for some in words:
        heaps.append(heaps[-1] | some if heaps else some)
    return heaps


def _words(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(_ENDING.sub("", word) for word in fold(text).split() if len(word) > 2 and word not in _COMMON)
