"""A small snapshot with invented papers, and an index of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bibtools.sources.arxiv_index import ArxivIndex, build, open_index

Record = dict[str, Any]

_SYLLABLES = re.findall(r"\w+", "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu qua stra mon ter ple")


def invented_words(random: Random, count: int) -> list[str]:
    return ["".join(random.choices(_SYLLABLES, k=random.randint(1, 4))) for _ in range(count)]


def invented_records(count: int, seed: int = 1) -> list[Record]:
    """Records with everything the snapshot has; title, names and abstract are nonsense."""
    random = Random(seed)
    records = []
    for number in range(count):
        month, day = number % 12 + 1, number % 28 + 1
        families = [word.title() for word in invented_words(random, 3)]
        records.append(
            {
                "id": f"24{month:02}.{number + 1:05}" if number % 3 else f"math/97{month:02}{number + 1:03}",
                "title": " ".join(invented_words(random, 9)).capitalize(),
                "authors": ", ".join(f"A. {family}" for family in families),
                "authors_parsed": [[family, "A.", ""] for family in families],
                "categories": "math.AG cs.CL" if number % 2 else "cs.CL",
                "comments": f"{number} pages",
                "journal-ref": f"J. Inv. {number} (2024)" if number % 5 == 0 else None,
                "doi": f"10.5555/Inv.{number}" if number % 4 == 0 else None,
                "report-no": None,
                "abstract": " ".join(invented_words(random, 120)).capitalize() + ".",
                "versions": [
                    {"version": "v1", "created": f"Mon, {day} Jan 2024 10:00:00 GMT"},
                    {"version": "v2", "created": f"Tue, {day} Feb 2024 11:00:00 GMT"},
                ][: 1 + number % 2],
                "update_date": "2024-03-01",
            }
        )
    return records


def write_snapshot(path: Path, records: list[Record]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return invented_records(300)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("snapshot") / "papers.jsonl", records)


@pytest.fixture(scope="session")
def index_path(tmp_path_factory: pytest.TempPathFactory, snapshot: Path) -> Path:
    path = tmp_path_factory.mktemp("index") / "arxiv.index"
    build([snapshot], path, keep_abstracts=False, sampling=1)
    return path


@pytest.fixture
def index(index_path: Path) -> ArxivIndex:
    return open_index(index_path)
