"""What the neighbours of a part say about it, where its own words leave it open.

Each rule takes all parts and gives all parts back, in the same order and number: only roles change, and never one that
a label states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bibtools.formats.seeds import frames, people
from bibtools.formats.seeds.parts import ALONE, Part
from bibtools.formats.seeds.persons import persons

Rule = Callable[[Sequence[Part]], tuple[Part, ...]]

_SECTION = re.compile(r"(#{1,6}) ")
_BODY = frozenset(("abstract", "comment", "journal", "id", "date", "updated", "categories", "link"))


def settle(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts after all rules, in their order.

    >>> roles = ["authors", "title", "authors", "abstract"]
    >>> people = ["Doe, Jane", "", "Roe, Ann, Doe, Jane", ""]
    >>> parts = [Part(role, n, n, text, 0.9) for n, (role, text) in enumerate(zip(roles, people))]
    >>> [part.role for part in settle(parts)]
    ['owner', 'title', 'authors', 'abstract']
    """
    found = tuple(parts)
    for rule in (
        label_alone,
        headings_as_titles,
        year_below,
        title_before_people,
        owner,
        abstract_after_people,
        remark_between,
        remark_beside_abstract,
    ):
        found = rule(found)
    return found


def label_alone(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A label with nothing behind it ("Abstract" as a heading) speaks of the part after it."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        bare = before is not None and before.labelled and not before.text.strip() and not before.ids
        if bare and before is not None and not part.labelled and part.role not in ALONE:
            found[-1] = Part(
                before.role, before.start, part.end, part.text, before.confidence, before.gap, before.mark,
                before.indent, labelled=True, ids=part.ids if before.role == "id" else (),
            )  # fmt: skip
        else:
            found.append(part)
    return tuple(found)


def headings_as_titles(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Notes with a section for each paper: the innermost headings (`## A title`) are titles where none has another."""
    marks = {n: mark[1] for n, part in enumerate(parts) if (mark := _SECTION.match(part.text)) and _is_heading(part)}
    inner = max(marks.values(), key=len, default="")
    places = [n for n in marks if marks[n] == inner]
    ends = [next((k for k in marks if k > n), len(parts)) for n in places]
    sections = [_with_people(parts[n + 1 : end]) for n, end in zip(places, ends, strict=True)]
    if len(places) < 2 or not all(map(_one_paper, sections)):
        return tuple(parts)
    found = list(parts)
    for n, end, section in zip(places, ends, sections, strict=True):
        title = parts[n].text.lstrip("# ")
        found[n] = replace(parts[n].as_role("title", 0.8), text=title)
        found[n + 1 : end] = section
    return tuple(found)


def _is_heading(part: Part) -> bool:
    return part.role == "heading" and not frames.year(part.text.lstrip("# "))


def _with_people(section: Sequence[Part]) -> list[Part]:
    """A section whose first line may be people in italics, which alone look like a title."""
    first = section[0] if section else None
    if first and first.role == "title" and people.likeness(first.text.strip("*_ ")) >= 0.4:
        return [first.as_role("authors", 0.7), *section[1:]]
    return list(section)


def _one_paper(section: Sequence[Part]) -> bool:
    """Whether a section tells of one paper that has no title besides its heading."""
    roles = [part.role for part in section]
    facts = roles.count("abstract") + roles.count("id") + roles.count("authors")
    return facts > 0 and "title" not in roles and "reference" not in roles and roles.count("abstract") < 2


def year_below(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A line that is only a year dates the entry above it, where most entries end in one; else it is a heading."""
    lines = [n for n, part in enumerate(parts) if part.role == "heading" and frames.year(part.text)]
    titles = sum(part.role == "title" for part in parts)
    usual = len(lines) >= 0.5 * titles or lines == [len(parts) - 1]
    if not lines or lines[0] == 0 or any(parts[n].gap for n in lines) or not usual:
        return tuple(parts)
    return tuple(part.as_role("date", 0.6) if n in set(lines) else part for n, part in enumerate(parts))


def title_before_people(parts: Sequence[Part]) -> tuple[Part, ...]:
    """In a listing of titles with people below them, the line above the people is the title, however it looks."""
    crowds = [n for n, part in enumerate(parts) if part.role == "authors" and part.confidence >= 0.8]
    below = sum(_role(parts, n - 1) == "title" for n in crowds)
    above = sum(_role(parts, n + 1) == "title" and _role(parts, n - 1) != "title" for n in crowds)
    if below <= above:
        return tuple(parts)
    found = list(parts)
    for n in range(len(parts) - 2, -1, -1):
        part, after = parts[n], found[n + 1]
        if part.labelled or after.role != "authors" or part.role in ALONE or part.role in ("title", "id", "date"):
            continue
        if part.role == "abstract" and part.confidence >= 0.9:
            continue  # the people below it own the listing, or have a paper without a title
        if part.role == "authors" and (_role(parts, n - 1) == "title" or part.confidence > 0.9):
            continue
        found[n] = part.as_role("title", 0.6)
    return tuple(found)


def owner(parts: Sequence[Part]) -> tuple[Part, ...]:
    """One person above a title that has people of its own: whose page it is."""
    found = list(parts)
    for n, part in enumerate(parts):
        if part.role != "authors" or part.labelled or part.mark:
            continue
        leads = [_role(parts, n + 1), _role(parts, n + 2)] == ["title", "authors"]
        alone = n == 0 or parts[n - 1].role not in ("title",) or found[n - 1].role in ALONE
        if leads and alone and len(persons(part.text)) == 1:
            confidence = 0.95 if _among(part, parts[n + 2]) else 0.7
            found[n] = part.as_role("owner", confidence)
    return tuple(found)


def abstract_after_people(parts: Sequence[Part]) -> tuple[Part, ...]:
    """In a listing with mostly abstracts below the people, what stands there is one, be it as short as a title."""
    places = [n for n, part in enumerate(parts) if part.role == "authors" and _role(parts, n - 1) == "title"]
    if 2 * sum(_role(parts, n + 1) == "abstract" for n in places) < len(places):
        return tuple(parts)
    found = list(parts)
    for n in places:
        after = parts[n + 1] if n + 1 < len(parts) else None
        if after is None or after.labelled or after.role not in ("title", "comment", "reference", "journal"):
            continue
        nobody = _role(parts, n + 2) != "authors"
        has_one = any(part.role == "abstract" for part in parts[n + 2 : n + 4]) and _role(parts, n + 2) != "title"
        if nobody and not has_one and (after.role != "comment" or after.confidence < 0.8):
            found[n + 1] = after.as_role("abstract", 0.6)
    return tuple(found)


def remark_between(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Where entries have abstracts and hardly any a title, a short line below an abstract is a remark."""
    abstracts = sum(part.role == "abstract" for part in parts)
    titles = [n for n, part in enumerate(parts) if part.role == "title" and not part.labelled]
    below = [
        n
        for n in titles
        if _role(parts, n - 1) in ("abstract", "comment") and _role(parts, n + 1) in _BODY - {"abstract"}
    ]
    first = [n for n in titles if _role(parts, n + 1) in ("abstract", "authors")]
    if not below or first or len(titles) > 0.5 * abstracts:
        return tuple(parts)
    return tuple(part.as_role("comment", 0.6) if n in set(below) else part for n, part in enumerate(parts))


def remark_beside_abstract(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Where each identifier has one abstract, the shorter of two that stand together is a remark."""
    runs = _runs_of_text(parts)
    single = sum(len([n for n in run if parts[n].role == "abstract"]) == 1 for run in runs)
    pairs = [run for run in runs if len(run) == 2 and all(parts[n].role == "abstract" for n in run)]
    if not pairs or single < 2 or single < 3 * len(pairs):
        return tuple(parts)
    found = list(parts)
    first = _remarks_first(parts)
    for run in pairs:
        remark, abstract = run if first else (run[1], run[0])
        words = len(parts[remark].text.split())
        if not parts[remark].labelled and words < 60 and words < len(parts[abstract].text.split()):
            found[remark] = parts[remark].as_role("comment", 0.5)
    return tuple(found)


def _runs_of_text(parts: Sequence[Part]) -> list[list[int]]:
    """The places of abstracts, titles and remarks that stand together between identifiers and dates."""
    runs: list[list[int]] = []
    for n, part in enumerate(parts):
        if part.role in ("abstract", "title", "comment"):
            if not runs or runs[-1][-1] != n - 1:
                runs.append([])
            runs[-1].append(n)
    return runs


def _remarks_first(parts: Sequence[Part]) -> bool:
    """Whether this document has its remarks above its abstracts."""
    above = sum(part.role == "comment" and _role(parts, n + 1) == "abstract" for n, part in enumerate(parts))
    below = sum(part.role == "comment" and _role(parts, n - 1) == "abstract" for n, part in enumerate(parts))
    return above > below


def _role(parts: Sequence[Part], place: int) -> str:
    return parts[place].role if 0 <= place < len(parts) else ""


def _among(one: Part, crowd: Part) -> bool:
    """Whether the one person is among the others."""
    wanted = persons(one.text)[0]
    return any(name.family == wanted.family and name.given == wanted.given for name in persons(crowd.text))
