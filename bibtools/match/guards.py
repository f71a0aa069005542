"""Signs that a similar record is yet another work; each caps the recommendation at REVIEW and names its words.

A guard looks at one pair and at the evidence already found. Guards about small differences in titles step back only
where the abstracts agree, since the words of an abstract tell two works apart better than any title.
"""

from __future__ import annotations

from collections.abc import Callable

from bibtools.match import title_guards
from bibtools.match.distance import similarity
from bibtools.match.settings import Settings
from bibtools.match.sides import WORTH_ALIGNING, Pair
from bibtools.match.spelling import STOP_WORDS
from bibtools.match.support import abstracts_agree, authors_agree, supported
from bibtools.match.title_guards import one_of_several
from bibtools.model.match import Distance, Guard

# The likeness of two dates that name the same day, give or take one for the time zone.
SAME_DAY = 0.95

Rule = Callable[[Pair, Distance, Settings], Guard | None]

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


def generic_title(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """A title too short or too general to name one work, with no authors to support it."""
    if pair.record_title is None or supported(away, settings):
        return None
    words = pair.record_title.words
    specific = sum(
        0.0 if w in STOP_WORDS else 0.5 if w in _GENERIC or len(w) < 3 else 1.0 for w in dict.fromkeys(words)
    )
    if specific >= settings.specific_words or not words:
        return None
    return Guard("generic-title", words[:6], "the title is too general to tell one work")


def other_title(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """Another title over abstracts that agree: a retitled version, or the longer form of a workshop paper.

    An equal identifier tells that it is the former.
    """
    alike = similarity(away, "title")
    if alike is None or pair.ours.title is None or alike >= settings.same_work_title:
        return None
    if not abstracts_agree(away, settings) or similarity(away, "id") == 1.0:
        return None
    return Guard("other-title", (), "the titles are others")


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


def partial_abstract(pair: Pair, away: Distance, settings: Settings) -> Guard | None:
    """An abstract that shares only part of its wording, where nothing else could be compared.

    It may be an older version, or the same group's other paper: sentences about a method are used again, and the
    parts of one work, or reports of each year, may have nearly one abstract.
    """
    found = similarity(away, "abstract")
    if found is None or pair.title is not None:
        return None
    of_part = bool(pair.record.title and one_of_several(pair.record.title))
    if found >= (settings.abstract_of_part if of_part else settings.abstract_alone):
        return None
    vouched = authors_agree(away, settings) or similarity(away, "id") == 1.0
    if vouched or (similarity(away, "issued") or 0.0) >= SAME_DAY:
        return None
    return Guard("partial-abstract", (), "only a part of the abstract's wording is the same")


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


TITLE_GUARDS: tuple[Rule, ...] = (
    title_guards.part_or_number,
    title_guards.model_version,
    title_guards.negation,
    title_guards.about_another_work,
    title_guards.edition,
    title_guards.plus_sign,
    title_guards.other_words,
    title_guards.word_order,
    title_guards.containment,
    generic_title,
    other_abstract,
)
"""Guards that have something to say only about titles that resemble one another."""

EVIDENCE_GUARDS: tuple[Rule, ...] = (
    other_title,
    other_authors,
    partial_abstract,
    contradicting_id,
    id_against_text,
)
"""Guards that read other evidence."""

GUARDS: tuple[Rule, ...] = TITLE_GUARDS + EVIDENCE_GUARDS
"""Every guard; a new one is one function and one line in the tuple it belongs to."""


def guards(pair: Pair, away: Distance, settings: Settings) -> tuple[Guard, ...]:
    """What speaks against taking a pair for one work, in the order of GUARDS."""
    resembling = pair.title is not None and pair.title.similarity >= WORTH_ALIGNING
    found = [guard(pair, away, settings) for guard in (GUARDS if resembling else EVIDENCE_GUARDS)]
    return tuple([guard for guard in found if guard is not None])
