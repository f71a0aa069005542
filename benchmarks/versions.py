"""What an index gains from knowing what its records said before: `python -m benchmarks.versions [--save FILE]`.

Two indexes of the same records, without texts: one of them alone (the peer), one given titles and abstracts of other
versions as well, as records that are older. Both are asked for papers by those, by today's titles, and by papers that
they lack. Needs the labelled sets (environment variable BIBTOOLS_SHARED), whose other versions come from public copies;
which version is the newer one in truth is not known of all, and does not matter here.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.accuracy.cases import rows
from bibtools.match.matcher import match
from bibtools.match.similarity import triples
from bibtools.model.document import Entry, Origin
from bibtools.model.match import Recommendation
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import ArxivIndex, build, open_index
from bibtools.sources.base import Hit, Query
from bibtools.sources.records import authors
from bibtools.text.fold import fold

Record = Mapping[str, Any]

# Abstracts that have more of the shorter one's word triples in common are found without any help.
ANOTHER = 0.9
HEAD = """\
| asked for by | cases | index | right record first | ACCEPT, right | ACCEPT, wrong |
|---|--:|---|--:|--:|--:|"""


class Case(NamedTuple):
    """What is asked, and the id of the paper that is right; None where the index lacks it."""

    asked: Reference
    right: str | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", type=Path, help="write the table to this file as well")
    shared = os.environ.get("BIBTOOLS_SHARED")
    arguments = parser.parse_args()
    if not shared:
        print("BIBTOOLS_SHARED must name the folder that holds data/eval", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        told = run(Path(shared) / "data", Path(folder))
    print(told)
    if arguments.save:
        arguments.save.write_text(told + "\n", "utf-8")
    return 0


def run(data: Path, folder: Path) -> str:
    """Everything, as a Markdown table with the sizes below."""
    records = data / "arxiv-haystack.jsonl.zst"
    variants = [row for row in rows(data / "eval/variants.jsonl.zst") if row["in_haystack"]]
    ids = {row["arxiv_id"] for row in variants}
    today = {row["id"]: row for row in rows(records) if row["id"] in ids}
    titles = [(today[row["arxiv_id"]], title) for row in variants for title in other_titles(row, today)]
    abstracts = [(today[row["arxiv_id"]], text) for row in variants for text, *_ in row["abstracts"] or ()]
    older = folder / "older.jsonl"
    with older.open("w", encoding="utf-8") as file:
        for record, title in titles:
            file.write(json.dumps(before(record, title=title)) + "\n")
        for record, text in abstracts:
            file.write(json.dumps(before(record, abstract=text)) + "\n")
    cases = {
        "another title": [Case(Reference(title=title), record["id"]) for record, title in titles],
        "another title, authors": [
            Case(Reference(title=title, author=authors(record)), record["id"]) for record, title in titles
        ],
        "another abstract": [
            Case(Reference(abstract=text), record["id"]) for record, text in abstracts if is_another(record, text)
        ],
        "today's title": [Case(Reference(title=record["title"]), id) for id, record in today.items()],
        "title, abstract of an absent paper": [
            Case(Reference(title=row["title"], abstract=row["abstract"]), None)
            for row in rows(data / "eval/absent.jsonl.zst")
        ],
    }
    found: dict[tuple[str, str], str] = {}
    sizes = []
    for name, inputs in (("without", [records]), ("with", [older, records])):
        info = build(inputs, folder / f"{name}.index", keep_abstracts=False)
        index = open_index(folder / f"{name}.index")
        sizes.append(info.size)
        found |= {(kind, name): counted(index, asked) for kind, asked in cases.items()}
    lines = [
        f"| {kind} | {len(cases[kind]):,} | {name} | {found[kind, name]} |"
        for kind in cases
        for name in ("without", "with")
    ]
    more = (sizes[1] - sizes[0]) / (len(titles) + len(abstracts))
    told = f"{len(titles):,} titles and {len(abstracts):,} abstracts take {more:.0f} bytes each on average."
    return "\n".join([HEAD, *lines, "", told])


def other_titles(row: Record, today: Mapping[str, Record]) -> Iterator[str]:
    """The titles of other versions that are not today's in another spelling."""
    own = fold(today[row["arxiv_id"]]["title"])
    return (title for title, *_ in row["titles"] or () if fold(title) != own)


def before(record: Record, **said: str) -> Record:
    """The record as it may have been before: of unknown days, so that the one that is read last counts as newer."""
    kept = {name: record[name] for name in ("id", "title", "authors", "authors_parsed", "categories")}
    return kept | {"abstract": None, "versions": None, "update_date": None} | said


def is_another(record: Record, text: str) -> bool:
    """Whether an abstract is reworded enough not to be found by what it shares with today's."""
    ours, theirs = (triples(fold(each or "").split()) for each in (text, record["abstract"]))
    return bool(ours and theirs) and len(ours & theirs) < ANOTHER * min(len(ours), len(theirs))


def counted(index: ArxivIndex, cases: Sequence[Case]) -> str:
    """How often the right paper comes first, and how often one is accepted rightly and wrongly."""
    first = right = wrong = 0
    for case, hits in zip(cases, answers(index, [case.asked for case in cases]), strict=True):
        first += bool(hits) and case.right is not None and hits[0].reference.ids[0].value == case.right
        found = match(Entry("case", case.asked, Origin("cases")), hits)
        if found.best and found.recommendation is Recommendation.ACCEPT:
            is_right = found.best.reference.ids[0].value == case.right
            right, wrong = right + is_right, wrong + (not is_right)
    return f"{first:,} | {right:,} | {wrong:,}" if any(case.right for case in cases) else f"– | – | {wrong:,}"


def answers(index: ArxivIndex, asked: Iterable[Reference]) -> list[list[Hit]]:
    """The hits for each, best first."""
    queries = [Query(title=each.title, abstract=each.abstract, author=each.author) for each in asked]
    hits: list[list[Hit]] = [[] for _ in queries]
    for hit in index.search(queries, "text"):
        hits[hit.query].append(hit)
    return hits


if __name__ == "__main__":
    sys.exit(main())
