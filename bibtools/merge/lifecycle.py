"""What became of a paper since an entry cited it: withdrawn, superseded, a newer version, another title, published.

It is told and never written: whether to cite another version, or a withdrawn paper at all, is the author's to decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from bibtools.check.told import NEWER_VERSION, PUBLISHED, RETITLED, SUPERSEDED, WITHDRAWN, Told
from bibtools.merge.earlier import earlier_title, same_title
from bibtools.merge.policy import is_preprint, published_dois
from bibtools.model.document import Entry, Problem
from bibtools.model.reference import Reference
from bibtools.text.standing import standings

_STANDINGS = {"withdrawn": WITHDRAWN, "superseded": SUPERSEDED}


def lifecycle(entry: Entry, record: Reference, *, published: Reference | None = None) -> tuple[Problem, ...]:
    """What a person should know about an entry whose paper at arXiv is `record`, in the order of `check.told.TURNS`.

    `published` is its version of record, if that is sure. Every message quotes what it rests on, where the record has
    it. The entry's own place is the place of the problem.

    >>> from bibtools.model.document import Origin
    >>> from bibtools.model.identifier import Identifier
    >>> from bibtools.model.standing import Standing
    >>> cited = Entry("dove19", Reference(title="T", ids=(Identifier("arxiv", "1901.00001", 1),)), Origin("refs.bib"))
    >>> withdrawn = Standing("withdrawn", words="Withdrawn by the authors")
    >>> record = Reference(title="T", ids=(Identifier("arxiv", "1901.00001", 3),), standing=(withdrawn,))
    >>> for problem in lifecycle(cited, record):
    ...     print(problem.code, problem.message)
    LIF101 dove19: arXiv:1901.00001 is withdrawn: “Withdrawn by the authors”
    LIF103 dove19: cites version 1 of arXiv:1901.00001; there is version 3
    """
    found = (
        *_standing(record),
        *_newer(entry, record),
        *_retitled(entry, record),
        *_published(entry, published),
    )
    return tuple(
        Problem(turn.code, f"{entry.id}: {message}", entry.origin, turn.severity, turn.hint) for turn, message in found
    )


Found = tuple[Told, str]


def _standing(record: Reference) -> Iterator[Found]:
    """What comment and abstract say, in their words where these are known."""
    own = record.id("arxiv")
    name = f"arXiv:{own.value}" if own else "the paper"
    for each in record.standing or standings(record.comment or "", record.abstract or ""):
        others = ", ".join(f"arXiv:{other.value}" for other in each.ids if own is None or other.value != own.value)
        words = f": “{each.words}”" if each.words else ""
        if others and each.kind == "superseded":
            others = f" by {others}"
        elif others:
            others = "" if words else f" in a note that names {others}"
        yield _STANDINGS[each.kind], f"{name} is {each.kind}{others}{words}"


def _newer(entry: Entry, record: Reference) -> Iterator[Found]:
    cited, known = entry.reference.id("arxiv"), record.id("arxiv")
    if cited and known and cited.version and known.version and cited.version < known.version:
        message = f"cites version {cited.version} of arXiv:{cited.value}; there is version {known.version}"
        yield NEWER_VERSION, message


def _retitled(entry: Entry, record: Reference) -> Iterator[Found]:
    """A title that the paper had before. Where none such is known, another title of a paper that has had more than one
    version; with one version it is the entry's own slip.

    Another spelling of the same words is no other title.
    """
    if known := earlier_title(entry.reference, record):
        yield RETITLED, known
        return
    cited, latest = entry.reference.id("arxiv"), record.id("arxiv")
    if not cited or not latest or cited.value != latest.value or (latest.version or 1) < 2:
        return
    ours, today = entry.reference.title, record.title
    if ours and today and not same_title(ours, today):
        yield RETITLED, f"has another title than version {latest.version} of arXiv:{latest.value}: “{today}”"


def _published(entry: Entry, published: Reference | None) -> Iterator[Found]:
    if published is None or not is_preprint(entry.reference):
        return
    doi = next(iter(published_dois(published)), None)
    if doi in published_dois(entry.reference) and published.container_title is None:
        return
    year = str(published.issued.year) if published.issued and published.container_title else None
    told = (published.container_title, published.volume, year, f"doi:{doi.value}" if doi else None)
    if where := ", ".join(part for part in told if part):
        yield PUBLISHED, f"is cited as a preprint and has been published: {where}"
