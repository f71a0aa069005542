"""Which parts belong to one entry, told by the order in which parts recur.

A listing repeats one order of parts ("abstract, remark, identifier, date"), with any of them missing here and there.
Of all orders the one is taken that needs the fewest cuts, and fewest where no blank line stands: a dynamic programme
over sets of roles, the linear ordering problem. Then an entry begins wherever a part stands before its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bibtools.formats.seeds.parts import ALONE, Part
from bibtools.model.identifier import Identifier

Group = tuple[Part, ...]

_CONVENTION = (
    "reference", "link", "title", "authors", "abstract", "comment", "journal", "categories", "id:arxiv", "id:doi", "id",
    "date", "updated",
)  # fmt: skip
"""The usual order, which decides where the document's own does not."""
_REPEATED = frozenset(("comment", "journal", "categories", "link"))
_LONELY = frozenset((("title", "abstract"), ("title", "id"), ("id", "title"), ("abstract", "id"), ("id", "abstract")))
"""Pairs that belong together even where only one entry of many has both."""
_TEXTS = frozenset(("title", "authors", "abstract", "comment"))
_CORE = frozenset(("title", "abstract", "reference", "id"))
_CUT = (15, 10, 6)
"""What it costs to cut where no blank line stands, where one does, and where more do."""
_TIED = 1000
_SOFT = "\\\\"
"""arXiv's mails set abstracts off by two backslashes, within one entry."""


def group(parts: Sequence[Part]) -> tuple[Group, ...]:
    """The parts, entry by entry; a part that belongs to the document is a group by itself. The order stays.

    >>> found = [Part(role, n, n + 1, "", 1.0) for n, role in enumerate(("abstract", "date", "abstract", "date"))]
    >>> [[part.role for part in one] for one in group(found)]
    [['abstract', 'date'], ['abstract', 'date']]
    """
    soft = [part for part in parts if part.role == "separator" and part.text == _SOFT]
    if soft:
        return (*group([part for part in parts if part not in soft]), *((part,) for part in soft))
    outer = min((part.indent for part in parts if part.mark), default=0)
    rank = {key: place for place, key in enumerate(order(parts, outer))}
    groups: list[list[Part]] = []
    for part in parts:
        if not groups or _cuts(groups[-1], part, rank, outer):
            groups.append([])
        groups[-1].append(part)
    return tuple(_one_block(_reunited(_unsupported_split(groups))))


def order(parts: Sequence[Part], outer: int = 0) -> tuple[str, ...]:
    """The order of roles that makes the fewest cuts necessary."""
    weights: Counter[tuple[str, str]] = Counter()
    for before, after in pairwise(parts):
        if before.role in ALONE or after.role in ALONE or _begins(after, outer) or _complete(before, after):
            continue
        weights[_key(before), _key(after)] += _TIED if after.tied else _CUT[min(after.gap, 2)]
    keys = sorted({_key(part) for part in parts if part.role not in ALONE}, key=_conventional)
    return _cheapest(keys, weights)


def _cheapest(keys: Sequence[str], weights: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """The order of `keys` with the least weight of pairs that stand the wrong way round; ties go to the given order."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    everything = range(len(keys))
    for chosen in range(1, 1 << len(keys)):
        options = []
        for last in everything:
            if chosen >> last & 1:
                cost, before = best[chosen & ~(1 << last)]
                # `last` stands behind all of `before`: wherever the text has it ahead of one of them, a cut is needed.
                cost += sum(weights[keys[last], keys[other]] for other in before)
                options.append((cost, (*before, last)))
        best[chosen] = min(options)
    return tuple(keys[place] for place in best[(1 << len(keys)) - 1][1])


def _key(part: Part) -> str:
    schemes = {found.scheme for found in part.ids}
    if part.role == "id" and len(schemes) == 1 and schemes <= {"arxiv", "doi"}:
        return f"id:{schemes.pop()}"
    return part.role


def _conventional(key: str) -> tuple[int, str]:
    return (_CONVENTION.index(key) if key in _CONVENTION else len(_CONVENTION), key)


def _begins(part: Part, outer: int) -> bool:
    """A bullet or number begins an entry, unless it stands further to the right than others do."""
    return bool(part.mark) and part.indent <= outer


def _complete(before: Part, after: Part) -> bool:
    """A reference string says all of its paper: no text set off by a blank line belongs to it."""
    return bool(after.gap) and (
        after.role == "reference" or (before.role == "reference" and after.role in ("title", "authors", "abstract"))
    )


def _cuts(current: Sequence[Part], part: Part, rank: dict[str, int], outer: int) -> bool:
    last = current[-1]
    if part.tied:
        return False
    if part.role in ALONE or last.role in ALONE or _begins(part, outer) or _complete(last, part):
        return True
    if part.role == last.role and part.role in _REPEATED:
        return False
    return rank[_key(part)] <= max(rank[_key(one)] for one in current if one.role not in ALONE)


def _cores(one: Iterable[Part]) -> list[Part]:
    return [part for part in one if part.role in _CORE]


def _unsupported_split(groups: Sequence[Sequence[Part]]) -> list[Group]:
    """Groups without those pairs of core parts that hardly ever stand together: they only happen to be neighbours.

    A list of titles above a list of identifiers has one such pair, where the two lists meet.
    """
    has: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for one in groups:
        roles = [part.role for part in _cores(one)]
        has.update(set(roles))
        both.update(pairwise(roles))
    found: list[Group] = []
    for one in groups:
        cut = 0
        cores = _cores(one)
        for before, after in pairwise(cores):
            pair = before.role, after.role
            fewest = min(has[before.role], has[after.role])
            bound = after.gap == 0 and one[0].gap > 0
            usual = both[pair] > 0.5 * fewest and (pair in _LONELY or both[pair] > 1 or len(groups) < 3)
            if after.labelled or before.labelled or bound or before.role == after.role or usual:
                continue
            where = one.index(after)
            if any(part.tied for part in one[one.index(before) + 1 : where + 1]):
                continue
            found.append(tuple(one[cut:where]))
            cut = where
        found.append(tuple(one[cut:]))
    return found


def _reunited(groups: Iterable[Group]) -> list[Group]:
    """Groups, with neighbours joined that state one identifier and complete each other, as arXiv's mails do."""
    found: list[Group] = []
    for one in groups:
        before = found[-1] if found else ()
        if before and _stated(before) & _stated(one) and _complete_each_other(before, one):
            found[-1] = (*before, *one)
        else:
            found.append(one)
    return found


def _one_block(groups: Iterable[Group]) -> list[Group]:
    """Groups, with a second identifier right below the first one joined to its entry: a problem, not another entry."""
    found: list[Group] = []
    for one in groups:
        before = found[-1] if found else ()
        below = bool(before) and before[-1].role == one[0].role == "id" and not one[0].gap and not one[0].mark
        if below and any(part.role in _TEXTS for part in before) and not any(part.role in _TEXTS for part in one):
            found[-1] = (*before, *one)
        else:
            found.append(one)
    return found


def _stated(one: Group) -> set[Identifier]:
    return {known.unversioned() for part in one for known in part.ids}


def _complete_each_other(one: Group, other: Group) -> bool:
    """Whether two groups share no role but identifiers, and one of them has more than these."""
    roles = [{part.role for part in group if part.role not in ("id", "link")} for group in (one, other)]
    return bool(roles[0] | roles[1]) and not roles[0] & roles[1] and not any(part.mark for part in other)
