"""One function per field: what the entry says beside what the record says, as Evidence.

Each takes a prepared pair and the weight of its field; it returns None where one side is silent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from bibtools.match.authors import agreement_of
from bibtools.match.sides import Pair
from bibtools.match.similarity import triples
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.match import Evidence
from bibtools.model.name import OTHERS
from bibtools.model.reference import Reference
from bibtools.text.fold import fold

Comparison = Callable[[Pair, float], Evidence | None]
# A title that lacks its subtitle is cut short rather than another; whether it is, others must vouch for (guards).
WITHOUT_SUBTITLE = 0.9
NOTHING_SHARED = 0.1  # what two abstracts have in common whatever they are about
_YEAR = re.compile(r"(?<![\d.:/])(1[89]\d\d|20\d\d)(?![\d/]|\.\d)")
_NUMBER = re.compile(r"\d+")


def title(pair: Pair, weight: float) -> Evidence | None:
    """The titles, word by word; for a reference string, the record's title where the text has it."""
    aligned = pair.title
    if aligned is None:
        return None
    where = f" (title of {_version(pair.older)})" if pair.older else ""
    where += " in the text" if pair.in_text else ""
    if aligned.similarity == 1.0 and not aligned.slips:
        return Evidence("title", 1.0, weight, f"same words{where}")
    if pair.lacks_subtitle:
        return Evidence("title", max(aligned.similarity, WITHOUT_SUBTITLE), weight, f"same but for a subtitle{where}")
    differences = [f"{a} / {b}" for a, b in (*aligned.swaps, *aligned.slips)]
    paired = {word for swap in aligned.swaps for word in swap}
    differences += [f"only the entry has {word}" for word in aligned.left_only if word not in paired]
    differences += [f"only the record has {word}" for word in aligned.right_only if word not in paired]
    note = "; ".join(differences[:6]) or ("order of words" if aligned.similarity > 0.5 else "other words")
    return Evidence("title", aligned.similarity, weight, note + where)


def _version(older: Reference) -> str:
    number = next((found.version for found in older.ids if found.version), None)
    return f"version {number}" if number else "another version"


def abstract(pair: Pair, weight: float) -> Evidence | None:
    """The abstracts: which part of either text's word triples the other has.

    The larger part counts three times the smaller one: an abstract cut short, or with a sentence gained or lost, is
    still nearly whole in the other, while two papers of one group share sentences and each has its own.
    Text is compared with text; where the source keeps fingerprints only, its own overlap of the same triples counts.
    A translation shares no wording with its original: that it shares none says nothing.
    """
    if pair.overlap is not None and pair.ours.abstract:
        shared = [(pair.overlap.of_query, pair.overlap.of_record, False)]
    else:
        texts = [other.abstract for other in (pair.record, *pair.other_versions) if other.abstract]
        if not pair.ours.triples or not texts:
            return None
        shared = [(*_shares(pair.ours.triples, text), place > 0) for place, text in enumerate(texts)]
    similarity, of_ours, of_record, older = max(
        (0.75 * max(a, b) + 0.25 * min(a, b), a, b, old) for a, b, old in shared
    )
    if similarity < NOTHING_SHARED and pair.ours.is_foreign:
        return Evidence("abstract", None, weight, "in another language than the record's")
    # An index may keep a sample of the triples only, so its own count would depend on how it was built.
    count = round(of_ours * max(0, len(pair.ours.abstract) - 2))
    note = f"{count} shared word triples, {of_ours:.0%} of the entry's and {of_record:.0%} of the record's"
    return Evidence("abstract", min(1.0, similarity), weight, note + (" (another version)" if older else ""))


def _shares(ours: frozenset[tuple[str, str, str]], text: str) -> tuple[float, float]:
    theirs = triples(fold(text).split())
    common = len(ours & theirs)
    return common / len(ours), common / max(1, len(theirs))


def author(pair: Pair, weight: float) -> Evidence | None:
    """The authors in order; for a reference string, the surnames that stand in the text before or around the title."""
    ours, theirs = pair.ours.reference.author, pair.record.author
    if not ours and pair.ours.text is not None and theirs:
        return _author_in_text(pair, weight)
    found = agreement_of(pair.ours.people, theirs)
    if found is None:
        return None
    note = f"{found.found} of {found.of} names"
    return Evidence("author", found.similarity, weight, note if found.same_first else note + ", not the same first")


def _author_in_text(pair: Pair, weight: float) -> Evidence | None:
    text = pair.ours.text
    if text is None:
        return None
    first, last = pair.in_text or (0, 0)
    words = text.words[:first] + text.words[last:]
    around = " ".join(words)
    names = islice((name for name in pair.record.author if name != OTHERS), 5)
    head = [name for name in (fold(name.literal or name.family or "") for name in names) if name]
    if not head:
        return None
    present = [name for name in head if f" {name} " in f" {around} " or name.replace(" ", "") in words]
    cut_short = " et al" in f" {around}" or " and others" in around
    similarity = 1.0 if cut_short and head[0] in present else len(present) / len(head)
    return Evidence("author", similarity, weight, f"{len(present)} of the first {len(head)} surnames stand in the text")


def issued(pair: Pair, weight: float) -> Evidence | None:
    """The dates, with patience: a listing shows the first or the last version's day, a publication comes later."""
    dates = [pair.ours.reference.issued, pair.ours.reference.updated]
    if pair.ours.text is not None and not any(dates):
        dates = [PartialDate(int(year)) for year in _YEAR.findall(pair.ours.entry.text or "")]
    theirs = pair.record.issued
    scored = [(_date_likeness(date, theirs, pair.record.updated), date) for date in dates if date and theirs]
    if not scored or theirs is None:
        return None
    similarity, date = max(scored)
    updated = f", updated {pair.record.updated.iso()}" if pair.record.updated else ""
    return Evidence("issued", similarity, weight, f"{date.iso()} beside {theirs.iso()}{updated}")


def _date_likeness(ours: PartialDate, first: PartialDate, last: PartialDate | None) -> float:
    if ours.day and first.day:
        if ours in (first, last):
            return 1.0
        if min(abs(_days(ours) - _days(date)) for date in (first, last or first) if date.day) <= 1:
            return 0.95
    later = ours.year - first.year
    if later < 0:
        return 0.5 if later == -1 else 0.0
    if last and ours.year <= last.year:
        return 0.9
    return {0: 0.9, 1: 0.9, 2: 0.8, 3: 0.65, 4: 0.5}.get(later, 0.3)


def _days(date: PartialDate) -> int:
    return date.year * 372 + date.month * 31 + date.day


def identifier(pair: Pair, weight: float) -> Evidence | None:
    """The identifiers both sides have: equal or contradicting. An arXiv DOI counts as the arXiv id it stands for."""
    if not pair.ours.reference.ids:
        return None
    ours, theirs = (_by_scheme(ids) for ids in (pair.ours.reference.ids, pair.record.ids))
    equal = [scheme for scheme in ours if ours[scheme] & theirs.get(scheme, frozenset())]
    if equal:
        return Evidence("id", 1.0, weight, f"same {equal[0]} {min(ours[equal[0]] & theirs[equal[0]])}")
    other = [scheme for scheme in ours if scheme in theirs]
    if not other:
        return None
    scheme = "arxiv" if "arxiv" in other else other[0]
    # Two DOIs may name one work's preprint, conference and journal forms; two arXiv ids hardly ever do.
    similarity = 0.0 if scheme == "arxiv" else 0.4
    note = f"{scheme} {min(ours[scheme])} is not {min(theirs[scheme])}"
    return Evidence("id", similarity, weight, note)


def _by_scheme(ids: tuple[Identifier, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for identifier in ids:
        plain = (arxiv_from_doi(identifier) if identifier.scheme == "doi" else None) or identifier
        found[plain.scheme] = found.get(plain.scheme, frozenset()) | {plain.value.casefold()}
    return found


def container(pair: Pair, weight: float) -> Evidence | None:
    """Volume, page and year beside the record's journal reference. It supports, it never vetoes.

    A preprint and its published form differ in type and container, so disagreement says nothing.
    """
    if not pair.record.journal_ref:
        return None
    reference = pair.ours.reference
    if pair.ours.text is not None:
        ours = set(_NUMBER.findall(pair.ours.entry.text or ""))
    else:
        first_page = re.split(r"[-–]", reference.page or "")[0]
        ours = set(_NUMBER.findall(f"{reference.volume or ''} {first_page} {reference.number or ''}"))
    if len(ours) < 2:
        return None
    theirs = {number for number in _NUMBER.findall(pair.record.journal_ref) if not _YEAR.fullmatch(number)}
    shared = ours & theirs
    telling = {number for number in shared if len(number) > 1}
    if len(shared) < 2 or not telling:
        return None
    return Evidence("container", 1.0, weight, f"volume and page as in {pair.record.journal_ref}")


COMPARISONS: tuple[tuple[str, Comparison], ...] = (
    ("title", title),
    ("abstract", abstract),
    ("author", author),
    ("issued", issued),
    ("id", identifier),
    ("container", container),
)
"""Every comparison with the name of its weight; a new field is one function and one line here."""
