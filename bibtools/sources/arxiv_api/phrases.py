r"""Phrases that find a text in arXiv's search, chosen so that nothing in them is read as something else there.

Inside quotes the server still takes `*` and `?` for wildcards, a `"` breaks the whole request, math goes to a field of
its own, and a word with an apostrophe, an inner full stop or an accent may have been indexed in another form. So a text
is cut into runs of words that are plain on both sides, and phrases are taken from within the runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibtools.text.fold import fold, mend
from bibtools.text.latex import to_unicode

Run = tuple[str, ...]

_MATH = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_EDGES = "\"'`“”‘’„«»()[]{}<>.,;:!?*—–…"
_PLAIN = re.compile(r"[A-Za-z]{2,}|[aAI]")
_PLAIN_IN_TITLE = re.compile(r"[A-Za-z0-9]+")
_JOINT = re.compile(r"[-‐‑–—/:()\[\]&+,;]+")
_SEGMENT = re.compile(r"[.,;:()\[\]“”\"]+\s")

# Words that tell next to nothing: of the language, and of abstracts in general.
_COMMON_WORDS = """
a about above achieve achieves across after algorithm all also although among an and any approach approaches are
around as at based be because been before being between both but by can compared could data demonstrate demonstrates
different do does during each effective effectively either existing experimental experiments extensive first for
framework from further given has have having high how however if important in into is it its large learning less
many may method methods model models more most much new no non not novel of often on one only or other our out
outperforms over paper performance present presents problem propose proposed proposes recent recently results
several show shown shows significant significantly since so some state still study such system task tasks than that
the their them then there these they this those through thus to two under up upon use used using various very via
was we well were what when where which while who will with within without work would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def runs(text: str, *, title: bool = False) -> list[Run]:
    r"""The stretches of plain words in a text, as it was written.

    In a title, hyphens and the like separate words and numbers are words; in an abstract a run ends there.

    >>> runs("We show that $O(n)$ state-of-the-art models don't reach 3.5 points, whatever they do.")
    [('We', 'show', 'that'), ('models',), ('reach',), ('points', 'whatever', 'they', 'do')]
    >>> runs("STSA: Spatial-Temporal Semantic Alignment", title=True)
    [('STSA', 'Spatial', 'Temporal', 'Semantic', 'Alignment')]
    """
    plain = _PLAIN_IN_TITLE if title else _PLAIN
    if title:
        text = to_unicode(text)
    text = _LINK.sub(" \\ ", _MATH.sub(" \\ ", text))
    found: list[list[str]] = [[]]
    for written in text.split():
        for token in _JOINT.sub(" ", written).split() if title else (written,):
            word = token.strip(_EDGES)
            if plain.fullmatch(word):
                found[-1].append(word)
            elif word:
                found.append([])
    return [tuple(run) for run in found if run]


def of_title(title: str, most: int = 12) -> tuple[str, ...]:
    r"""The phrases that must all stand in a title: one where the title is plain enough, up to three where it is not.

    >>> of_title(r"{STSA}: Spatial-Temporal {\em Semantic} Alignment")
    ('STSA Spatial Temporal Semantic Alignment',)
    >>> of_title("On the $T_c$ of Kondo's lattice")
    ('lattice',)
    """
    found = runs(title, title=True)
    order = sorted(range(len(found)), key=lambda at: (-sum(map(_weight, found[at])), -len(found[at]), at))
    telling = [at for at in order if any(map(_weight, found[at]))] or order[:1]
    if telling and len(found[telling[0]]) >= 4 and sum(map(bool, map(_weight, found[telling[0]]))) >= 2:
        telling = telling[:1]
    if found:
        return tuple(" ".join(found[at][:most]) for at in sorted(telling[:3]))
    folded = fold(title)
    return (folded,) if folded else ()


def pieces_of_title(title: str) -> tuple[str, ...]:
    """Two or three telling pieces of a title, far enough apart that one of them survives a slip or a new subtitle.

    >>> pieces_of_title("Attention Is All You Need")
    ('Attention Is', 'You Need')
    >>> pieces_of_title("Compact3D: Smaller and Faster Gaussian Splatting with Vector Quantization")
    ('Splatting with Vector Quantization', 'Compact3D Smaller and Faster')
    """
    found = runs(title, title=True)
    length = sum(map(len, found))
    chosen: list[Place] = []
    for size in (4, 3, 2):
        if length >= 2 * size:
            least = 2 if size == 4 else 1
            chosen += _spread(_stretches(found, size, least), chosen, size, count=3 - len(chosen))
    return tuple(" ".join(found[number][at : at + size]) for number, at, size in chosen)


def rare_words(title: str, count: int = 3) -> tuple[str, ...]:
    """The words of a title that most likely tell it from others, in their order.

    >>> rare_words("A Study of Visual Dubbing with Semantic Alignment")
    ('Dubbing', 'Semantic', 'Alignment')
    """
    known = [word for run in runs(title, title=True) for word in run if _weight(word) > 0]
    chosen = sorted(sorted(range(len(known)), key=lambda at: (-len(known[at]), at))[:count])
    return tuple(known[at] for at in chosen)


def windows(text: str, *, count: int = 2, size: int = 8, avoid: Sequence[str] = ()) -> tuple[str, ...]:
    """The `count` stretches of `size` words with the rarest words in them, none from the same place as another.

    `avoid` are stretches already tried. Where runs are short, shorter stretches (of 5 words at least) are taken.

    >>> windows("Lanthanide hohlraums glow dimly over frozen marshes of Upper Canada", count=1, size=5)
    ('Lanthanide hohlraums glow dimly over',)
    """
    found = runs(mend(text))
    spent = [(number, at, len(phrase)) for phrase in map(str.split, avoid) for number, at in _places(found, phrase)]
    chosen: list[Place] = []
    for length in range(size, 4, -1):
        if not chosen or (len(chosen) < count and length == 5):
            chosen += _spread(_stretches(found, length), [*spent, *chosen], length, count - len(chosen))
    return tuple(" ".join(found[number][at : at + length]) for number, at, length in chosen)


Place = tuple[int, int, int]
"""A stretch of words: the number of its run, where in the run it begins, how long it is."""


def _stretches(found: Sequence[Run], length: int, least: int = 1) -> list[tuple[int, int]]:
    """Where stretches of this length with so many telling words begin, the most telling first."""
    places: list[tuple[int, int, int]] = []
    for number, run in enumerate(found):
        weights = list(map(_weight, run))
        for at in range(len(run) - length + 1):
            own = weights[at : at + length]
            if sum(map(bool, own)) >= least:
                places.append((-sum(own), number, at))
    return [(number, at) for _, number, at in sorted(places)]


def _spread(places: Sequence[tuple[int, int]], taken: Sequence[Place], length: int, count: int) -> list[Place]:
    """The first of these places that share no word with one another nor with what is taken."""
    used = {(number, at + n) for number, at, size in taken for n in range(size)}
    chosen: list[Place] = []
    for number, at in places:
        own = {(number, at + n) for n in range(length)}
        if len(chosen) < count and not own & used:
            chosen.append((number, at, length))
            used |= own
    return chosen


def _places(found: Sequence[Run], phrase: Sequence[str]) -> list[tuple[int, int]]:
    """Where these words stand in a row."""
    size = len(phrase)
    return [
        (number, at)
        for number, run in enumerate(found)
        for at in range(len(run) - size + 1)
        if list(run[at : at + size]) == list(phrase)
    ]


def segments(text: str, count: int = 2, most: int = 8) -> tuple[str, ...]:
    """The longest plain stretches of a reference string: one of them is (within) the title.

    >>> segments('[12] J. Doe and A. Roe, "Counting sheep in very large meadows," J. Sheep 4 (2021).', count=1)
    ('Counting sheep in very large meadows',)
    """
    found = [run for part in _SEGMENT.split(f"{text} ") for run in runs(part, title=True) if len(run) >= 3]
    found.sort(key=lambda run: -sum(len(word) for word in run if _weight(word) > 0))
    return tuple(" ".join(run[:most]) for run in found[:count])


def _weight(word: str) -> int:
    """How much a word tells: nothing if it is common everywhere, else as much as it is long."""
    low = word.lower()
    return 0 if low in _COMMON or len(low) < 3 else min(len(low), 12)
