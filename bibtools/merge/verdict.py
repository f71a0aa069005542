"""Does a reference exist as it is described? What the sources that were asked say about it, and nothing beyond."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bibtools.merge.differences import compared
from bibtools.merge.earlier import earlier_title
from bibtools.model.document import Entry
from bibtools.model.reference import Reference

# One source's record may itself be wrong: so many must give another title before an entry's title is doubted, and so
# many must know nothing of a work before it counts as not found.
ENOUGH = 2


class Verdict(StrEnum):
    """What can be said about an entry."""

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    NOT_FOUND = "not found"
    COULD_NOT_CHECK = "could not check"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A variable that the entry states otherwise than every source that knows it: both values, and those sources."""

    variable: str
    stated: str
    found: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says about an entry.

    `same` are records of the work that the entry describes, `same_id` those that only bear an identifier it states;
    `unsure` says that something resembles it. `covers`: the source would know the work if it existed; `authority`: it
    gives out the identifiers that the entry states. `failed` says that the source could not be asked, and why.
    """

    source: str
    same: tuple[Reference, ...] = ()
    same_id: tuple[Reference, ...] = ()
    unsure: bool = False
    covers: bool = True
    authority: bool = False
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """An entry with its verdict; `sources` are those that know the work, `why` explains what is not verified.

    Of what is verified it says so where the title is one that the work had before.
    """

    entry: Entry
    verdict: Verdict
    mismatches: tuple[Mismatch, ...] = ()
    sources: tuple[str, ...] = ()
    why: str = ""


def verify(entry: Entry, answers: Sequence[Said]) -> Verified:
    """The verdict about an entry, given what each source says.

    A value counts as a mismatch when no source agrees with it. The title needs two sources that give another one, as
    does *not found* unless the one gives out the identifier; with only one, the verdict is *could not check*.

    >>> from bibtools.model.document import Origin
    >>> entry = Entry("doe", Reference(title="On X", volume="7"), Origin("refs.bib"))
    >>> found = verify(entry, [Said("crossref", same=(Reference(title="On X", volume="8"),))])
    >>> found.verdict.value, [(m.variable, m.stated, m.found) for m in found.mismatches]
    ('mismatch', [('volume', '7', '8')])
    >>> verify(entry, [Said("crossref"), Said("openalex")]).verdict.value
    'not found'
    """
    records = {said.source: said.same for said in answers if said.same}
    if not records:
        return _not_the_same(entry, answers)
    found = _mismatches(entry.reference, records)
    sure = tuple(m for m in found if m.variable != "title" or len(m.sources) >= ENOUGH)
    if sure:
        return Verified(entry, Verdict.MISMATCH, sure, tuple(records))
    if found:
        doubt = found[0]
        why = f"only {doubt.sources[0]} gives another title, “{doubt.found}”: a second source must say so"
        return Verified(entry, Verdict.COULD_NOT_CHECK, (), tuple(records), why)
    same = (record for references in records.values() for record in references)
    earlier = next(filter(None, (earlier_title(entry.reference, record) for record in same)), "")
    return Verified(entry, Verdict.VERIFIED, (), tuple(records), earlier)


def _not_the_same(entry: Entry, answers: Sequence[Said]) -> Verified:
    """The verdict where no source has the work that the entry describes."""
    titles = {said.source: said.same_id[0].title or "" for said in answers if said.same_id}
    if len(titles) >= ENOUGH:
        other = Mismatch("title", entry.reference.title or "", next(iter(titles.values())), tuple(titles))
        return Verified(entry, Verdict.MISMATCH, (other,), tuple(titles))
    failed = [f"{said.source}: {said.failed}" for said in answers if said.failed]
    silent = [said.source for said in answers if said.covers and not (said.failed or said.unsure or said.same_id)]
    unsure = [said.source for said in answers if said.unsure]
    if titles:
        [(source, title)] = titles.items()
        why = f"{source} has “{title}” under its identifier: a second source must say so"
    elif unsure:
        why = f"{_listed(unsure)} has something like it: `bibtools match --explain` shows what"
    elif issuers := [said.source for said in answers if said.authority and said.source in silent]:
        return Verified(entry, Verdict.NOT_FOUND, (), (), f"{issuers[0]} does not know its identifier")
    elif failed:
        why = "; ".join(failed)
    elif len(silent) >= ENOUGH:
        return Verified(entry, Verdict.NOT_FOUND, (), (), f"neither {' nor '.join(silent)} knows it")
    elif silent:
        why = f"{silent[0]} does not know it: a second source must say so"
    else:
        why = "no source that was asked need know it"
    return Verified(entry, Verdict.COULD_NOT_CHECK, (), (), why)


def _mismatches(stated: Reference, records: Mapping[str, Sequence[Reference]]) -> tuple[Mismatch, ...]:
    """The variables that some source gives otherwise and none gives as stated."""
    agreed: set[str] = set()
    found: dict[str, Mismatch] = {}
    for source, references in records.items():
        for reference in references:
            for variable, difference in compared(stated, reference):
                if difference is None:
                    agreed.add(variable)
                    continue
                first = found.get(variable, Mismatch(variable, difference.theirs, difference.ours, ()))
                sources = tuple(dict.fromkeys((*first.sources, source)))
                found[variable] = Mismatch(variable, first.stated, first.found, sources)
    return tuple(mismatch for variable, mismatch in found.items() if variable not in agreed)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)
