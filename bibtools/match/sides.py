"""An entry and a record, prepared for comparison: folded once, compared often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bibtools.match.authors import NOBODY, People
from bibtools.match.similarity import EQUAL, Alignment, align, find_window, triples, word_dice
from bibtools.match.spelling import STOP_WORDS
from bibtools.model.document import Entry
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Overlap
from bibtools.text.fold import fold, mend

# Titles that share less than this of their words are not laid side by side: it would explain nothing.
WORTH_ALIGNING = 0.4
# An eighth at least of an English abstract's words are such as "the" and "of": so in all of 40,973 at arXiv but two,
# which are in French and have hardly any. Shorter texts are not judged.
ENGLISH, ENOUGH_WORDS = 0.1, 20
_SENTENCE_BREAK = re.compile(r"[:;?!.,\"“”„()\[\]]+(?=\s|$|[\"“”)\]])|\s[-–—]+\s|--+|—|(?<=\s)[\"“„(\[]|^[\"“„(\[]")
_SUBTITLE_BREAK = re.compile(_SENTENCE_BREAK.pattern.replace("!.,", "!."))
_MARKUP = re.compile(r"</?(?:span|sub|sup|i|b)\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands, as folded words, and the word counts at which its sentence parts end."""

    text: str
    words: tuple[str, ...]
    key: str

    @staticmethod
    def of(text: str) -> Title:
        """A title prepared for comparison."""
        return _title(text)

    def breaks(self) -> frozenset[int]:
        """Numbers of words after which a colon, a dash, a bracket … stands: where a subtitle may begin.

        A comma begins none: what stands before it is one of the things that the title lists.

        >>> sorted(Title.of("SAM: A Model, Small (Extended)").breaks())
        [1, 4]
        """
        return word_breaks(self.text, _SUBTITLE_BREAK) - {0, len(self.words)}

    def all_breaks(self) -> frozenset[int]:
        """The same with the text's two ends."""
        return word_breaks(self.text)


@lru_cache(maxsize=4096)
def _title(text: str) -> Title:
    key = fold(_without_markup(text))
    return Title(text, tuple(key.split()), key)


def _without_markup(text: str) -> str:
    return _MARKUP.sub("", text) if "<" in text else text


def word_breaks(text: str, pattern: re.Pattern[str] = _SENTENCE_BREAK) -> frozenset[int]:
    """Numbers of folded words of a text after which punctuation stands (0 and the last included).

    >>> sorted(word_breaks("J. Doe, Deep nets, 2015"))
    [0, 1, 2, 4, 5]
    """
    ends = [0]
    for part in pattern.split(_without_markup(text)):
        ends.append(ends[-1] + len(fold(part).split()) if part.strip() else ends[-1])
    return frozenset(ends)


def _is_foreign(words: Sequence[str]) -> bool:
    return len(words) >= ENOUGH_WORDS and sum(map(STOP_WORDS.__contains__, words)) < ENGLISH * len(words)


@dataclass(frozen=True, slots=True)
class Ours:
    """The entry's side: its reference, its title (if any), its whole text where fields could not be told apart.

    `abstract` are its abstract's folded words, `triples` their runs of three, `people` its authors; `is_foreign` says
    that the abstract is not in English.
    """

    entry: Entry
    reference: Reference
    title: Title | None
    text: Title | None
    abstract: tuple[str, ...] = ()
    triples: frozenset[tuple[str, str, str]] = frozenset()
    people: People = NOBODY
    is_foreign: bool = False

    @classmethod
    def of(cls, entry: Entry, *, with_triples: bool = True) -> Ours:
        """The entry, folded; without the triples of its abstract where no text will be compared with it."""
        reference = entry.reference
        title = Title.of(reference.title) if reference.title and reference.title.strip() else None
        text = Title.of(entry.text) if entry.text and not title and not reference.abstract else None
        words = tuple(fold(mend(reference.abstract)).split()) if reference.abstract else ()
        runs = triples(words) if with_triples else frozenset()
        people = People.of(reference.author) if reference.author else NOBODY
        title = title if title and title.words else None
        return cls(entry, reference, title, text, words, runs, people, _is_foreign(words))


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry beside one record.

    `title` is the alignment of the two titles (left: the entry's), None where there is nothing to lay side by side;
    `record_title` the record's title that fits best; `older` is the other version, if it is the title of one.
    `in_text` tells where the record's title stands in the text of a reference string, as word numbers.
    """

    ours: Ours
    record: Reference
    overlap: Overlap | None = None
    other_versions: tuple[Reference, ...] = ()
    title: Alignment | None = None
    record_title: Title | None = None
    older: Reference | None = None
    in_text: tuple[int, int] | None = None
    real_words: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, ours: Ours, hit: Hit, real_words: frozenset[str] = frozenset()) -> Pair:
        """The entry beside the record of a hit; `real_words` are words known not to be typing errors."""
        record = hit.reference
        best: tuple[Alignment, Title, Reference | None, tuple[int, int] | None] | None = None
        for title, older in _titles(record, hit.alternatives):
            aligned, place = _compare(ours, title)
            if aligned is not None and (best is None or aligned.similarity > best[0].similarity):
                best = (aligned, title, older, place)
            if best is not None and best[0].similarity == 1.0:
                break
        if best is None:
            return cls(ours, record, hit.abstract, hit.alternatives, real_words=real_words)
        return cls(ours, record, hit.abstract, hit.alternatives, *best, real_words)

    @property
    def place(self) -> tuple[Title, int, int] | None:
        """The text of a reference string and where the title stands in it, as word numbers; None without either."""
        if self.ours.text is not None:
            return (self.ours.text, *self.in_text) if self.in_text else None
        if self.ours.title is None or not self.ours.entry.text:
            return None
        text = Title.of(self.ours.entry.text)
        at = f" {text.key} ".find(f" {self.ours.title.key} ")
        first = text.key.count(" ", 0, at)
        return (text, first, first + len(self.ours.title.words)) if at >= 0 else None

    @property
    def lacks_subtitle(self) -> bool:
        """Whether one title is the other without the words on one side of a colon, a dash or a bracket."""
        aligned = self.title
        if aligned is None or self.record_title is None or self.ours.title is None or aligned.moved:
            return False
        if bool(aligned.left_only) == bool(aligned.right_only):
            return False
        longer, extra = (
            (self.ours.title, aligned.left_only) if aligned.left_only else (self.record_title, aligned.right_only)
        )
        return any(longer.words[:at] == extra or longer.words[at:] == extra for at in longer.breaks())


def _titles(record: Reference, alternatives: Iterable[Reference]) -> Iterable[tuple[Title, Reference | None]]:
    if record.title:
        yield Title.of(record.title), None
    for other in alternatives:
        if other.title and other.title != record.title:
            yield Title.of(other.title), other


def _compare(ours: Ours, title: Title) -> tuple[Alignment | None, tuple[int, int] | None]:
    if ours.title is not None:
        if ours.title.key == title.key:
            return EQUAL, None
        rough = word_dice(frozenset(ours.title.words), frozenset(title.words))
        close = rough >= WORTH_ALIGNING or len(ours.title.words) == len(title.words)
        return (align(ours.title.words, title.words) if close else Alignment(rough)), None
    if ours.text is None or not title.words:
        return None, None
    window = find_window(title.key, ours.text.key)
    if window is None:
        return Alignment(0.0), None
    first = ours.text.key.count(" ", 0, window[0])
    last = first + ours.text.key.count(" ", *window) + 1
    return align(ours.text.words[first:last], title.words), (first, last)
