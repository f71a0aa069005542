"""From groups of parts to a document: entries, roles, problems; what no group holds is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bibtools.formats.seeds import problems, wording
from bibtools.formats.seeds.dates import date, submitted
from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.lines import Line, Places
from bibtools.formats.seeds.parts import DOCUMENT, Part
from bibtools.formats.seeds.persons import persons
from bibtools.formats.seeds.two_papers import second_paper, second_reference
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Problem, Role, State
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

_CATEGORY = re.compile(
    r"(?<![\w./-])(?:(?:cs|math|stat|eess|econ|nlin|q-bio|q-fin)\.[A-Z]{2}|physics\.[a-z]+(?:-[a-z]+)?|astro-ph(?:\.[A-Z]{2})?"
    r"|cond-mat(?:\.[a-z]+(?:-[a-z]+)?)?|hep-(?:ex|lat|ph|th)|nucl-(?:ex|th)|gr-qc|math-ph|quant-ph)(?![\w/-])"
)
_SECOND = {"abstract": second_paper, "reference": second_reference}
_FINDABLE = ("title", "abstract", "reference")


@dataclass(slots=True)
class Reading:
    """What has been read so far."""

    places: Places
    entries: list[Entry] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build(groups: Sequence[Group], places: Places) -> Reading:
    """The entries, roles and problems that groups of parts amount to."""
    reading = Reading(places)
    for group in groups:
        if all(part.role in DOCUMENT for part in group):
            reading.roles += [_role(part, places) for part in group]
        elif any(part.role == "overlong" for part in group):
            start, end = group[0].start, group[-1].end
            message = f"this passage has {end - start:,} characters, too many for one paper"
            reading.problems.append(problems.OVERLONG.at(places, start, end, message))
        else:
            _entry(group, reading)
    reading.problems += _twice(reading.entries, places)
    return reading


def unread(lines: Sequence[Line], reading: Reading) -> Iterator[Problem]:
    """A problem for every run of lines that no entry, role or problem holds."""
    held: set[int] = set()
    for one in (
        *(role.origin for entry in reading.entries for role in entry.roles),
        *(r.origin for r in reading.roles),
        *(p.origin for p in reading.problems),
    ):
        held.update(range(one.line, one.end_line + 1))
    run: list[Line] = []
    for line in (*(line for line in lines if line.number not in held), None):
        if run and (line is None or line.number > run[-1].number + 1):
            count = "this line was" if len(run) == 1 else f"these {len(run)} lines were"
            yield problems.UNREAD.at(reading.places, run[0].start, run[-1].end, f"{count} not understood")
            run = []
        if line is not None:
            run.append(line)


def _entry(group: Group, reading: Reading) -> None:
    places = reading.places
    start, end = min(part.start for part in group), max(part.end for part in group)
    origin = places.origin(start, end)
    found = list(_problems(group, places))
    state: State = (
        "suspect" if any(p.code in (problems.TWO_PAPERS.code, problems.TWO_IDS.code) for p in found) else "clean"
    )
    if not any(part.ids or (part.role in _FINDABLE and part.text.strip()) for part in group):
        if not found:
            found.append(
                problems.NOTHING_TO_FIND.at(places, start, end, "nothing here by which a paper could be found")
            )
        state = "broken"
    every = [one for part in group for one in (part, *part.within)]
    roles = tuple(_role(part, places) for part in sorted(every, key=lambda part: (part.start, -part.end)))
    text = next((wording.one_line(part.text) for part in group if part.role == "reference"), None)
    identifier = f"L{origin.line}"
    reading.entries.append(Entry(identifier, _reference(every), origin, state, roles, text))
    reading.problems += found


def _role(part: Part, places: Places) -> Role:
    name = "date" if part.role == "updated" else part.role
    return Role(name, places.origin(part.start, part.end), round(part.confidence, 2))


def _reference(parts: Sequence[Part]) -> Reference:
    issued, updated = _dates(parts)
    comments = [wording.one_line(part.text) for part in parts if part.role == "comment"]
    return Reference(
        title=_first(parts, "title", wording.title),
        author=tuple(name for part in parts if part.role == "authors" for name in persons(part.text)),
        abstract=_first(parts, "abstract", wording.abstract),
        issued=issued,
        updated=updated,
        url=_first(parts, "link", wording.one_line),
        ids=_ids(parts),
        categories=tuple(
            found for part in parts if part.role in ("categories", "id") for found in _CATEGORY.findall(part.text)
        ),
        journal_ref=_first(parts, "journal", wording.one_line),
        comment="; ".join(comment for comment in comments if comment) or None,
    )


def _first(parts: Sequence[Part], role: str, words: wording.Words) -> str | None:
    return next((text for part in parts if part.role == role if (text := words(part.text))), None)


def _ids(parts: Sequence[Part]) -> tuple[Identifier, ...]:
    """Each identifier once; one with its version stands for the same without."""
    found: dict[tuple[str, str], Identifier] = {}
    for part in parts:
        for one in part.ids:
            key = one.scheme, one.value.lower()
            if key not in found or (one.version and not found[key].version):
                found[key] = one
    return tuple(found.values())


def _dates(parts: Sequence[Part]) -> tuple[PartialDate | None, PartialDate | None]:
    issued = updated = None
    for part in parts:
        if part.role == "date":
            first, last = submitted(part.text)
            issued = issued or first
            updated = updated or last
        elif part.role == "updated":
            updated = date(part.text) or updated
    return issued, updated


def _problems(group: Group, places: Places) -> Iterator[Problem]:
    for part in group:
        judge = _SECOND.get(part.role)
        if judge and (second := judge(part.text)):
            offset, why = second
            at = part.end - len(part.text) + offset
            yield problems.TWO_PAPERS.at(places, at, part.end, f"this passage seems to describe two papers: {why}")
        if part.role == "id" and part.labelled and not part.ids:
            yield problems.NO_ID.at(places, part.start, part.end, f"{wording.one_line(part.text)!r} is no identifier")
        if part.role in ("date", "updated") and part.labelled and submitted(part.text)[0] is None:
            yield problems.NO_DATE.at(places, part.start, part.end, f"{wording.one_line(part.text)!r} is no date")
    for scheme in ("arxiv", "doi"):
        stated = [one for one in _ids(group) if one.scheme == scheme]
        versions = {one.version for part in group for one in part.ids if one.scheme == scheme and one.version}
        if len(stated) > 1 or len(versions) > 1:
            names = ", ".join(one.versioned() for one in stated)
            last = [part for part in group if any(one in stated for one in part.ids)][-1]
            yield problems.TWO_IDS.at(
                places, last.start, last.end, f"this entry states identifiers of several works: {names}"
            )


def _twice(entries: Sequence[Entry], places: Places) -> Iterator[Problem]:
    seen: dict[object, Entry] = {}
    for entry in entries:
        known = entry.reference
        keys: list[object] = [one.unversioned() for one in known.ids]
        keys += [text for text in (known.abstract, known.title if not known.ids else None, entry.text) if text]
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            message = f"this entry states the same paper as the one in line {first.origin.line}"
            yield problems.TWICE.at(places, entry.origin.start, entry.origin.end, message)
        for key in keys:
            seen.setdefault(key, entry)
