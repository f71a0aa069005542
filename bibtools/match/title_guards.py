"""Guards that read the titles: small differences that make another work. One function per guard (see `guards.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bibtools.match.settings import Settings
from bibtools.match.sides import Pair, Title
from bibtools.match.spelling import STOP_WORDS, one_word
from bibtools.match.support import abstracts_settle, authors_agree, supported
from bibtools.model.match import Distance, Guard

_NUMBERS = "one two three four five six seven eight nine ten first second third fourth fifth"
_NUMBER_WORDS = frozenset(_NUMBERS.split())
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})\Z")
_PART_WORDS = frozenset({"part", "paper", "chapter", "volume", "vol", "book", "section", "episode", "lecture", "pt"})
_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z\d]+\Z")
_DENYING = "not no cannot without never nor neither non nothing none isnt doesnt dont arent cant wont"
_NEGATIONS = frozenset(_DENYING.split())
_NEGATING = ("un", "in", "im", "ir", "il", "non", "a", "an", "anti", "dis", "de", "counter")
_PLUS = re.compile(r"[A-Za-z][\w-]*\+\+|\b[A-Z]\w*[a-z]\w*\+(?![\w+^-])")
_EDITION = re.compile(r"\b(\w+) (?:edition|ed)\b")
_PERHAPS_ABOUT = re.compile(r"comment|reply|respon|rejoin|rebut|answer|errat|corri|correct|addend|suppl|retract|withdr")
_ABOUT = {
    "comment": re.compile(r"(?:a )?(?:short |brief )?comments? (?:on|to)\b|.*\ba comment\Z"),
    "reply": re.compile(
        r"(?:a )?(?:reply|response|rejoinder|rebuttal|answer) to\b|.*\b(?:a )?(?:reply|rejoinder)\Z|author s reply\b"
    ),
    "erratum": re.compile(r".*\b(?:erratum|errata)\b"),
    "corrigendum": re.compile(r".*\b(?:corrigendum|corrigenda)\b|(?:publisher s |author )?correction to\b"),
    "addendum": re.compile(
        r".*\b(?:addendum|addenda)\b|supplement(?:(?:ary|al) (?:materials?|information|notes?))? (?:to|for|of)\b"
    ),
    "retraction": re.compile(r"(?:retraction|retracted|withdrawn)\b|.*\bretraction(?: note)?\Z"),
}


def part_or_number(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """Part I beside Part II, 1 beside 2: the titles differ in a number.

    Only digits, Roman numerals where a part's number stands, and number words that face another number.
    """
    if pair.title is None or pair.record_title is None:
        return None
    ours = _numerals(pair.title.left_only, _our_words(pair))
    theirs = _numerals(pair.title.right_only, pair.record_title.words)
    swapped = {word for swap in pair.title.swaps if _NUMBER_WORDS.issuperset(swap) for word in swap}
    words = tuple(sorted(ours | theirs | swapped | _part_behind(pair)))
    return Guard("part-or-number", words, "the titles differ in a part or number") if words else None


def one_of_several(title: str) -> bool:
    """Whether a title says that the work has siblings: a part, a number at the end, a year.

    >>> one_of_several("Lattice orbits. Part 1: Averages"), one_of_several("Lattice orbits II")
    (True, True)
    >>> one_of_several("Recommended values of the constants: 2006"), one_of_several("Part of us")
    (True, False)
    """
    folded = Title.of(title)
    words = folded.words
    if not _PART_WORDS.isdisjoint(words):
        parts = (after for word, after in pairwise(words) if word in _PART_WORDS)
        if any(after.isdecimal() or _ROMAN.match(after) for after in parts):
            return True
    at_end = len(words) > 1 and words[-1] != "x" and bool(_ROMAN.match(words[-1]))
    return at_end or bool(_YEAR.search(folded.key))


def _numerals(words: Iterable[str], title: Sequence[str]) -> set[str]:
    found = set()
    for word in words:
        if word.isdecimal():
            found.add(word)
        elif _ROMAN.match(word):
            places = [k for k, other in enumerate(title) if other == word]
            after_part = any(k and title[k - 1] in _PART_WORDS for k in places)
            at_end = word != "x" and any(k == len(title) - 1 for k in places)
            if len(word) > 1 or after_part or at_end:
                found.add(word)
    return found


def _part_behind(pair: Pair) -> set[str]:
    """The number of a part that a reference string names right behind the title: "…, Part 2," or "…, III,"."""
    if pair.place is None:
        return set()
    text, _, last = pair.place
    rest = text.words[last : last + 2]
    if len(rest) == 2 and rest[0] in ("part", "pt") and (rest[1].isdecimal() or _ROMAN.match(rest[1])):
        return {rest[1]}
    alone = len(rest) > 0 and len(rest[0]) > 1 and _ROMAN.match(rest[0]) and last + 1 in text.all_breaks()
    return {rest[0]} if alone else set()


def _our_words(pair: Pair) -> Sequence[str]:
    if pair.ours.title is not None:
        return pair.ours.title.words
    if pair.ours.text is not None and pair.in_text:
        return pair.ours.text.words[slice(*pair.in_text)]
    return ()


def model_version(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """GPT3 beside GPT4, YOLOv7 beside YOLOv8, 2D beside 3D: one name with another version in it."""
    if pair.title is None:
        return None
    ours = {word for word in pair.title.left_only if _MIXED.match(word)}
    theirs = {word for word in pair.title.right_only if _MIXED.match(word)}
    pairs = [(a, b) for a in ours for b in theirs if re.sub(r"\d+", "", a) == re.sub(r"\d+", "", b)]
    words = tuple(sorted({word for found in pairs for word in found}))
    return Guard("model-version", words, "the titles name different versions of one thing") if words else None


def negation(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """Can beside cannot, with beside without, stable beside unstable: one title denies what the other says."""
    if pair.title is None:
        return None
    words = {word for word in (*pair.title.left_only, *pair.title.right_only) if word in _NEGATIONS}
    for swap in pair.title.swaps:
        short, long = sorted(swap, key=len)
        if len(short) > 3 and any(long == prefix + short for prefix in _NEGATING):
            words |= set(swap)
    return Guard("negation", tuple(sorted(words)), "one title denies what the other says") if words else None


def about_another_work(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """A comment, reply, erratum, corrigendum, addendum or retraction beside the work it is about."""
    if pair.title is None or pair.record_title is None:
        return None
    ours = _kinds_of_note(" ".join(_our_words(pair)))
    if pair.place is not None:  # "Comment on" may stand just before the title
        text, first, last = pair.place
        for start in range(max(0, first - 4), first):
            ours |= _kinds_of_note(" ".join(text.words[start:last]))
    words = tuple(sorted(ours ^ _kinds_of_note(pair.record_title.key)))
    return Guard("about-another-work", words, "one is a note about the other") if words else None


def _kinds_of_note(key: str) -> set[str]:
    if not _PERHAPS_ABOUT.search(key):
        return set()
    return {name for name, pattern in _ABOUT.items() if pattern.match(key)}


def edition(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """A second edition beside a first."""
    if pair.title is None or pair.record_title is None:
        return None
    ours = set(_EDITION.findall(" ".join(_our_words(pair))))
    theirs = set(_EDITION.findall(pair.record_title.key))
    if pair.record.edition and pair.ours.reference.edition:
        ours.add(pair.ours.reference.edition.casefold())
        theirs.add(pair.record.edition.casefold())
    words = tuple(sorted(ours ^ theirs))
    return Guard("edition", words, "the editions differ") if words else None


def other_words(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Image beside video: each title has a content word that the other lacks."""
    aligned = pair.title
    if aligned is None or aligned.similarity < settings.same_work_title:
        return None
    if abstracts_settle(aligned, away, settings):
        return None
    ours = [word for word in aligned.left_only if word not in STOP_WORDS]
    theirs = [word for word in aligned.right_only if word not in STOP_WORDS]
    swaps = [f"{a}/{b}" for a, b in aligned.swaps if not {a, b} <= STOP_WORDS]
    slips = [f"{a}/{b}" for a, b in aligned.slips if a in pair.real_words and not one_word(a, b) and " " not in a + b]
    if not swaps and not slips and not (ours and theirs):
        return None
    return Guard("other-words", tuple(swaps + slips) or (*ours, *theirs), "words differ in otherwise equal titles")


def word_order(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Stable/unstable beside unstable/stable: the same words in another order, and no authors to support them."""
    if pair.title is None or not pair.title.moved or supported(away, settings):
        return None
    return Guard("word-order", pair.title.moved, "the titles have the same words in another order")


def plus_sign(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """Motion-X beside Motion-X++: a name with a sign that comparison keys do not show."""
    if pair.title is None or pair.record_title is None or pair.ours.title is None:
        return None
    if "+" not in pair.ours.title.text and "+" not in pair.record_title.text:
        return None
    ours, theirs = _PLUS.findall(pair.ours.title.text), _PLUS.findall(pair.record_title.text)
    words = tuple(sorted({word.casefold() for word in ours} ^ {word.casefold() for word in theirs}))
    return Guard("plus-sign", words, "the titles name different versions of one thing") if words else None


def containment(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """One title stands whole within the other, and it is not a subtitle that authors vouch for."""
    aligned = pair.title
    if aligned is None or pair.record_title is None or abstracts_settle(aligned, away, settings):
        return None
    ours = [word for word in aligned.left_only if word not in STOP_WORDS]
    theirs = [word for word in aligned.right_only if word not in STOP_WORDS]
    if pair.in_text and not ours and not theirs:
        return _runs_on(pair)
    if bool(ours) == bool(theirs):
        return None
    if pair.lacks_subtitle and authors_agree(away, settings):
        return None
    return Guard("containment", tuple(ours or theirs), "one title contains the other")


def _runs_on(pair: Pair) -> Guard | None:
    """In a reference string, a title that does not begin and end where a part of the sentence does."""
    text = pair.ours.text
    if text is None or pair.in_text is None:
        return None
    first, last = pair.in_text
    breaks = text.all_breaks()
    surnames = {word for name in pair.record.author for word in (name.family or "").casefold().split()}
    before = text.words[first - 1] if first else ""
    after = text.words[last] if last < len(text.words) else ""
    starts = first in breaks or len(before) <= 1 or before.isdecimal() or before in surnames
    ends = last in breaks or after in ("", "in", "arxiv", "doi", "preprint", "proc", "corr") or after.isdecimal()
    words = tuple(word for word, clean in ((before, starts), (after, ends)) if not clean)
    return Guard("containment", words, "the title goes on in the text") if words else None
