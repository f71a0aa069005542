"""Signs that a similar record is yet another work; each caps the recommendation at REVIEW and names its words.

A guard looks at one pair and at the evidence already found. Guards about small differences in titles step back only
where the abstracts agree, since the words of an abstract tell two works apart better than any title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bibtools.match.distance import similarity
from bibtools.match.settings import Settings
from bibtools.match.sides import Pair, Title
from bibtools.match.similarity import STOP_WORDS
from bibtools.model.match import Distance, Guard

Rule = Callable[[Pair, Distance, Settings], Guard | None]

_NUMBERS = "one two three four five six seven eight nine ten first second third fourth fifth"
_NUMBER_WORDS = frozenset(_NUMBERS.split())
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})\Z")
_PART_WORDS = frozenset({"part", "paper", "chapter", "volume", "vol", "book", "section", "episode", "lecture", "pt"})
_MIXED = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z\d]+\Z")
_DENYING = "not no cannot without never nor neither non nothing none isnt doesnt dont arent cant wont"
_NEGATIONS = frozenset(_DENYING.split())
_NEGATING = ("un", "in", "im", "ir", "il", "non", "a", "an", "anti", "dis", "de", "counter")
_EDITION = re.compile(r"\b(\w+) (?:edition|ed)\b")
_ABOUT = {
    "comment": re.compile(r"(?:a )?(?:short |brief )?comments? (?:on|to)\b|.*\ba comment\Z"),
    "reply": re.compile(
        r"(?:a )?(?:reply|response|rejoinder|rebuttal|answer) to\b|.*\b(?:a )?(?:reply|rejoinder)\Z|author s reply\b"
    ),
    "erratum": re.compile(r".*\b(?:erratum|errata)\b"),
    "corrigendum": re.compile(r".*\b(?:corrigendum|corrigenda)\b|(?:publisher s |author )?correction to\b"),
    "addendum": re.compile(r".*\b(?:addendum|addenda)\b|supplement(?:ary material)? (?:to|for)\b"),
    "retraction": re.compile(r"(?:retraction|retracted|withdrawn)\b|.*\bretraction(?: note)?\Z"),
}
_TOO_GENERAL = """
introduction review survey overview study studies analysis approach approaches method methods model models theory
theories note notes notions remarks remark results result new novel some problem problems system systems data
learning deep neural network networks machine introductory brief short lecture lectures proceedings report
summary discussion conclusion preface editorial perspective perspectives progress recent advances future
applications application properties general simple based toward first second part i ii iii large language
quantum physics dynamics structure field fields effects effect search evidence measurement observation
observations
"""
_GENERIC = frozenset(_TOO_GENERAL.split())


def part_or_number(pair: Pair, _: Distance, __: Settings) -> Guard | None:
    """Part I beside Part II, 1 beside 2: the titles differ in a number.

    Only digits, Roman numerals where a part's number stands, and number words that face another number.
    """
    if pair.title is None or pair.record_title is None:
        return None
    ours = _numerals(pair.title.left_only, _our_words(pair))
    theirs = _numerals(pair.title.right_only, pair.record_title.words)
    swapped = {word for swap in pair.title.swaps if _NUMBER_WORDS.issuperset(swap) for word in swap}
    words = tuple(sorted(ours | theirs | swapped))
    return Guard("part-or-number", words, "the titles differ in a part or number") if words else None


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
    if pair.in_text and pair.ours.text is not None:  # "Comment on" may stand just before the found title
        ours |= _kinds_of_note(" ".join(pair.ours.text.words[max(0, pair.in_text[0] - 3) : pair.in_text[1]]))
    words = tuple(sorted(ours ^ _kinds_of_note(pair.record_title.key)))
    return Guard("about-another-work", words, "one is a note about the other") if words else None


def _kinds_of_note(key: str) -> set[str]:
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


def swapped_word(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Image beside video: a content word stands where another stood in an otherwise equal title."""
    aligned = pair.title
    if aligned is None or aligned.similarity < settings.same_work_title or _abstracts_agree(away, settings):
        return None
    words = [f"{a}/{b}" for a, b in aligned.swaps if not {a, b} <= STOP_WORDS]
    words += [f"{a}/{b}" for a, b in aligned.slips if a in pair.real_words and " " not in a and not _plural(a, b)]
    return Guard("swapped-word", tuple(words), "a word differs in otherwise equal titles") if words else None


def _plural(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return long.rstrip("s").removesuffix("e") == short.rstrip("s").removesuffix("e") or long == short[:-1] + "ies"


def containment(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """One title stands whole within the other, and it is not a subtitle that authors vouch for."""
    aligned = pair.title
    if aligned is None or pair.record_title is None or _abstracts_agree(away, settings):
        return None
    ours = [word for word in aligned.left_only if word not in STOP_WORDS]
    theirs = [word for word in aligned.right_only if word not in STOP_WORDS]
    if pair.in_text and not ours and not theirs:
        return _runs_on(pair)
    if bool(ours) == bool(theirs):
        return None
    title = pair.ours.title if ours else pair.record_title
    if title is not None and _is_part(title, tuple(aligned.left_only if ours else aligned.right_only)):
        support = similarity(away, "author")
        if support is not None and support >= settings.author_support:
            return None
    return Guard("containment", tuple(ours or theirs), "one title contains the other")


def _is_part(title: Title, extra: tuple[str, ...]) -> bool:
    """Whether the extra words are exactly what stands before or after a colon, dash or bracket."""
    return any(title.words[:at] == extra or title.words[at:] == extra for at in title.breaks())


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


def generic_title(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """A title too short or too general to name one work, with no authors to support it."""
    if pair.record_title is None or _supported(away, settings):
        return None
    words = pair.record_title.words
    specific = sum(
        0.0 if w in STOP_WORDS else 0.5 if w in _GENERIC or len(w) < 3 else 1.0 for w in dict.fromkeys(words)
    )
    if specific >= settings.specific_words or not words:
        return None
    return Guard("generic-title", words[:6], "the title is too general to tell one work")


def _supported(away: Distance, settings: Settings) -> bool:
    return (
        (similarity(away, "author") or 0.0) >= settings.author_support
        or _abstracts_agree(away, settings)
        or similarity(away, "id") == 1.0
    )


def _abstracts_agree(away: Distance, settings: Settings) -> bool:
    return (similarity(away, "abstract") or 0.0) >= settings.abstract_support


def other_authors(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Equal words, but none of the authors."""
    found = similarity(away, "author")
    if found is None or found >= settings.author_contradiction:
        return None
    names = tuple(name.family or name.literal or "" for name in pair.ours.reference.author[:3])
    return Guard("other-authors", names, "the authors are others")


def other_abstract(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Equal titles over abstracts that share nothing, with no authors to support them."""
    found = similarity(away, "abstract")
    if found is None or pair.title is None or found >= settings.abstract_contradiction:
        return None
    if (similarity(away, "author") or 0.0) >= settings.author_support:
        return None
    return Guard("other-abstract", (), "the abstracts share no wording")


def contradicting_id(pair: Pair, away: Distance, _: Settings) -> Guard | None:
    """The entry states another arXiv id than the record has."""
    if similarity(away, "id") != 0.0:
        return None
    words = tuple(found.versioned() for found in pair.ours.reference.ids if found.scheme == "arxiv")
    return Guard("contradicting-id", words, "the entry states another identifier")


def id_against_text(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """The identifier is equal, but what the entry says beside it is not."""
    if similarity(away, "id") != 1.0:
        return None
    title, abstract = similarity(away, "title"), similarity(away, "abstract")
    agrees = (title or 0.0) >= settings.same_work_title or (abstract or 0.0) >= settings.abstract_support / 2
    if agrees or (title is None and abstract is None) or pair.ours.text is not None:
        return None
    words = tuple(found.versioned() for found in pair.record.ids if found.scheme == "arxiv")
    return Guard("id-against-text", words, "the identifier is the same, but title and abstract are others")


GUARDS: tuple[Rule, ...] = (
    part_or_number,
    model_version,
    negation,
    about_another_work,
    edition,
    swapped_word,
    containment,
    generic_title,
    other_authors,
    other_abstract,
    contradicting_id,
    id_against_text,
)
"""Every guard; a new one is one function and one line here."""


def guards(pair: Pair, away: Distance, settings: Settings) -> tuple[Guard, ...]:
    """What speaks against taking a pair for one work, in the order of GUARDS."""
    found = (guard(pair, away, settings) for guard in GUARDS)
    return tuple(guard for guard in found if guard is not None)
