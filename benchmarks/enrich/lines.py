"""Journal references: what is read of them, held against the DOI's own digits and against bibliographies."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bibtools.merge.claims import SURELY_READ
from bibtools.merge.containers import same_container
from bibtools.merge.policy import published_dois
from bibtools.model.reference import Reference
from bibtools.text.doi_facts import doi_facts, same_number
from bibtools.text.journal_ref import FORMS, JournalRef, parse_journal_ref

PEER = Path(__file__).with_name("peer.py")
FIELDS = ("volume", "issue", "page", "year")


@dataclass(frozen=True, slots=True)
class Line:
    """A journal reference, what is read of it, and what its DOI says in so many digits."""

    text: str
    read: JournalRef | None
    said: Mapping[str, str]
    record: Reference

    @property
    def surely(self) -> bool:
        """Whether it would be taken over."""
        return self.read is not None and self.read.confidence >= SURELY_READ


def lines(found: Sequence[Reference]) -> list[Line]:
    """The lines of all records that have one."""
    return [
        Line(record.journal_ref, parse_journal_ref(record.journal_ref), _said(record), record)
        for record in found
        if record.journal_ref
    ]


def _said(record: Reference) -> Mapping[str, str]:
    """What the DOI says; nothing where there are several, of which one may be an erratum's."""
    dois = published_dois(record)
    return doi_facts(dois[0].value) if len(dois) == 1 else {}


def wrong(read: Mapping[str, object], said: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that both have and that differ; none where there is nothing to compare."""
    return tuple(
        name for name in FIELDS if read.get(name) and name in said and not same_number(str(read[name]), said[name])
    )


def compared(read: Mapping[str, object], said: Mapping[str, str]) -> bool:
    """Whether there is a field that both have."""
    return any(read.get(name) and name in said for name in FIELDS)


def fields(read: JournalRef) -> Mapping[str, object]:
    """The fields that are compared; a month that stands for a volume has no counterpart in a DOI."""
    month_as_volume = (
        read.year is not None and read.volume is not None and len(read.volume) == 2 and read.volume[0] == "0"
    )
    values = {name: getattr(read, name) for name in FIELDS}
    return values | {"volume": None} if month_as_volume else values


def score(found: Sequence[Line]) -> tuple[int, int]:
    """How many lines can be held against their DOI, and how many of them are right in all fields."""
    asked = [(fields(line.read), line.said) for line in found if line.read]
    checked = [(read, said) for read, said in asked if compared(read, said)]
    return len(checked), sum(not wrong(read, said) for read, said in checked)


def by_form(found: Sequence[Line]) -> Iterator[tuple[str, int, int, int, float]]:
    """(form, lines surely read by it, of them checked, of them right in all fields, stated confidence)."""
    stated = {form.roles: form.confidence for form in FORMS}
    sure = [(line, line.read) for line in found if line.read and line.surely]
    counts = Counter(read.form for _, read in sure)
    checked = [(read.form, wrong(fields(read), line.said)) for line, read in sure if compared(fields(read), line.said)]
    asked, right = Counter(form for form, _ in checked), Counter(form for form, bad in checked if not bad)
    for form, count in counts.most_common():
        yield form or "(the year in the name)", count, asked[form], right[form], stated[form]


def against_bibliographies(
    found: Sequence[Line], cited: Mapping[str, Sequence[Reference]]
) -> tuple[Counter[str], list[str]]:
    """For each field, how often it is right against a bibliography's entry of the same venue; and what is not."""
    counts: Counter[str] = Counter()
    bad = []
    for line in found:
        own = line.record.id("arxiv")
        for entry in cited.get(own.value, ()) if own and line.surely else ():
            read = line.read
            assert read is not None
            if not entry.container_title or not same_container(read.container_title, entry.container_title):
                continue
            theirs = {"year": str(entry.issued.year) if entry.issued else None}
            theirs |= {name: getattr(entry, name) for name in ("volume", "issue", "page")}
            for name, value in fields(read).items():
                if value and theirs[name]:
                    counts[name] += 1
                    same = same_number(str(value), str(theirs[name]))
                    counts[f"{name} right"] += same
                    bad += [] if same else [f"{name}: `{line.text}` / {entry.container_title}: {theirs[name]}"]
            counts["type"] += 1
            counts["type right"] += read.type == entry.type
    return counts, bad


def peer(python: str, asked: Sequence[Line]) -> list[Mapping[str, object]]:
    """What refextract reads of each line; nothing where it gives no answer."""
    done = subprocess.run(
        [python, str(PEER)],
        input="".join(json.dumps(line.text) + "\n" for line in asked),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return [json.loads(answer) or {} for answer in done.stdout.splitlines()]


def peer_score(read: Sequence[Mapping[str, object]], asked: Sequence[Line]) -> tuple[int, int]:
    """As `score`, for what a peer read."""
    pairs = [(found, line.said) for found, line in zip(read, asked, strict=True) if compared(found, line.said)]
    return len(pairs), sum(not wrong(found, said) for found, said in pairs)
