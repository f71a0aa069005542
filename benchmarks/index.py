"""The local index beside tantivy: build, size, and look-ups of damaged abstracts and titles, in one run.

    python -m benchmarks.index SNAPSHOT [--queries 300] [--peer-queries 100] [--sampling 2] [--save FILE]
    python -m benchmarks.index --synthetic 100000 300000 [--queries 300] [--peer-queries 20] [--save FILE]

With `--synthetic` it shows growth: indexes of so many invented records, built by two processes. With `--peer-queries 0`
the peer is left out.

tantivy gets the same folded text (so the same words), one thread, and is asked as the design asks such engines: the OR
of all words, for titles the best 40 by score compared with rapidfuzz. Times are CPU time of one core; read the ratios.
The peer is asked fewer queries of each kind, as it takes longer; both are asked the same kinds with the same seed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import NamedTuple

import orjson

from benchmarks import synthetic
from benchmarks.building import built
from benchmarks.noise import ABSTRACT, TITLE
from bibtools.sources.arxiv_index import build, open_index
from bibtools.sources.arxiv_index.index import ArxivIndex
from bibtools.sources.arxiv_index.snapshot import read_lines
from bibtools.sources.base import Query
from bibtools.text.fold import fold, mend

SEED = 20260101
SHORTEST_ABSTRACT = 300
SHORTEST_TITLE = 20


class Asked(NamedTuple):
    """A damaged text and the id of the record it was."""

    text: str
    id: str


class Result(NamedTuple):
    """How often the right record came first, and queries answered per second."""

    recall: float
    rate: float


def sample(path: Path, count: int) -> dict[str, list[Asked]]:
    """For each kind of damage the same records, drawn by seed from all that have enough text."""
    random = Random(SEED)
    records: list[dict[str, str]] = []
    seen = 0
    for _, line in read_lines(path):
        record = orjson.loads(line)
        if len(record["abstract"] or "") < SHORTEST_ABSTRACT or len(record["title"]) < SHORTEST_TITLE:
            continue
        seen += 1
        if len(records) < count:
            records.append(record)
        elif (place := random.randrange(seen)) < count:
            records[place] = record
    asked = {}
    for field, kinds in (("abstract", ABSTRACT), ("title", TITLE)):
        for kind, damage in kinds.items():
            random = Random(f"{SEED} {kind}")
            asked[kind] = [Asked(damage(" ".join(each[field].split()), random), each["id"]) for each in records]
    return asked


def measure(asked: Sequence[Asked], answer: Callable[[Sequence[Asked]], Sequence[str | None]]) -> Result:
    """Median of three rounds of CPU time, and the recall."""
    times = []
    for _ in range(3):
        start = process_time()
        answers = answer(asked)
        times.append(process_time() - start)
    right = sum(found == each.id for found, each in zip(answers, asked, strict=True))
    return Result(right / len(asked), len(asked) / sorted(times)[1])


def ask_us(index: ArxivIndex, field: str) -> Callable[[Sequence[Asked]], list[str | None]]:
    def answer(asked: Sequence[Asked]) -> list[str | None]:
        best: dict[int, str] = {}
        queries = [Query(title=each.text) if field == "title" else Query(abstract=each.text) for each in asked]
        for hit in index.search(queries, "text"):
            best.setdefault(hit.query, hit.reference.ids[0].value)
        return [best.get(number) for number in range(len(asked))]

    return answer


class Tantivy:
    """The peer: title and abstract of every record, folded, in one index on disk."""

    def __init__(self, path: Path, folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("title", stored=True)
        builder.add_text_field("abstract", stored=False)
        self._index = tantivy.Index(builder.build(), path=str(folder))
        start = process_time()
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for _, line in read_lines(path):
            record = orjson.loads(line)
            title, abstract = fold(record["title"]), fold(record["abstract"] or "")
            writer.add_document(tantivy.Document(id=record["id"], title=title, abstract=abstract))
        writer.commit()
        writer.wait_merging_threads()
        self.seconds = process_time() - start
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask_all(self, asked: Sequence[Asked]) -> list[str | None]:
        """The OR of all words of an abstract."""
        return [next(iter(self._hits(fold(mend(each.text)), "abstract", 1)), (None, ""))[0] for each in asked]

    def ask_titles(self, asked: Sequence[Asked]) -> list[str | None]:
        """The OR of all words of a title, the best 40 put in order by rapidfuzz."""
        from rapidfuzz import fuzz

        answers: list[str | None] = []
        for each in asked:
            key = fold(mend(each.text))
            hits = self._hits(key, "title", 40)
            answers.append(max(hits, key=lambda hit: fuzz.ratio(key, hit[1]))[0] if hits else None)
        return answers

    def _hits(self, words: str, field: str, limit: int) -> list[tuple[str | None, str]]:
        query = self._index.parse_query(words, [field])
        hits = self._searcher.search(query, limit).hits
        documents = [self._searcher.doc(address) for _, address in hits]
        return [(document["id"][0], document["title"][0]) for document in documents]


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def run(path: Path, *, queries: int, peer_queries: int, sampling: int) -> str:
    """Everything, as a Markdown table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = process_time()
        info = build([path], folder / "ours", keep_abstracts=False, sampling=sampling)
        ours = process_time() - start
        (folder / "tantivy").mkdir()
        peer = Tantivy(path, folder / "tantivy")
        opening = perf_counter()
        index = open_index(folder / "ours")
        opened = perf_counter() - opening
        each = info.records / 1e6
        lines = [
            f"{info.records:,} records of `{path.name}`, sampling 1/{sampling}; {queries} queries of each kind, "
            f"{peer_queries} for tantivy. The index was opened in {opened * 1000:.0f} ms.",
            "",
            "| | bibtools | tantivy | ratio |",
            "|---|---|---|---|",
            f"| build, µs CPU a record | {ours / each:.0f} | {peer.seconds / each:.0f} "
            f"| {ours / peer.seconds:.1f} × the time |",
            f"| size, MB | {info.size / 1e6:.1f} | {size(folder / 'tantivy') / 1e6:.1f} "
            f"| {info.size / size(folder / 'tantivy'):.1f} × |",
        ]
        for kind, asked in sample(path, queries).items():
            field = "title" if kind in TITLE else "abstract"
            mine = measure(asked, ask_us(index, field))
            theirs = measure(asked[:peer_queries], peer.ask_titles if field == "title" else peer.ask_all)
            lines.append(
                f"| {kind} | {mine.rate:,.0f}/s ({mine.recall:.3f}) | {theirs.rate:,.0f}/s ({theirs.recall:.3f}) "
                f"| {mine.rate / theirs.rate:.1f} × the rate |"
            )
        return "\n".join(lines)


GROWN = ("abstract, mix", "title, two typos")
WORKERS = 2


def growth(counts: Sequence[int], *, queries: int, peer_queries: int, sampling: int) -> str:
    """A Markdown table: one row for each number of invented records, which should ascend (peaks of memory do)."""
    lines = [
        f"Invented records (`benchmarks/synthetic.py`), sampling 1/{sampling}, built by {WORKERS} processes "
        f"without the abstracts' text; {queries} queries of each kind, {peer_queries} for tantivy.",
        "",
        "| records | build, µs CPU a record | tantivy | ratio | wall, s | own memory of all processes, MB "
        "| most of one with pages of files, MB | bytes a record | opened "
        f"| {' | '.join(f'{kind} | × tantivy' for kind in GROWN)} |",
        "|---|---|---|---|---|---|---|---|---|" + "---|---|" * len(GROWN),
    ]
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            lines.append(_grown(Path(name), count, queries, peer_queries, sampling))
    return "\n".join(lines)


def _grown(folder: Path, count: int, queries: int, peer_queries: int, sampling: int) -> str:
    snapshot, ours = folder / "invented.jsonl", folder / "ours"
    synthetic.write(snapshot, count)
    cost = built(snapshot, ours, sampling=sampling, workers=WORKERS)
    peer = None
    if peer_queries:
        (folder / "tantivy").mkdir()
        peer = Tantivy(snapshot, folder / "tantivy")
    opening = perf_counter()
    index = open_index(ours)
    opened = perf_counter() - opening
    cells = [
        f"{count:,}",
        f"{cost.processor / count * 1e6:.0f}",
        f"{peer.seconds / count * 1e6:.0f}" if peer else "",
        f"{cost.processor / peer.seconds:.2f} × the time" if peer else "",
        f"{cost.wall:.0f}",
        f"{cost.own / 1e6:.0f}",
        f"{cost.with_files / 1e6:.0f}",
        f"{ours.stat().st_size / count:.0f}",
        f"{opened * 1000:.0f} ms",
    ]
    asked = sample(snapshot, queries)
    for kind in GROWN:
        field = "title" if kind in TITLE else "abstract"
        mine = measure(asked[kind], ask_us(index, field))
        cells.append(f"{mine.rate:,.0f}/s ({mine.recall:.3f})")
        if peer:
            theirs = measure(asked[kind][:peer_queries], peer.ask_titles if field == "title" else peer.ask_all)
            cells.append(f"{mine.rate / theirs.rate:.0f} ({theirs.recall:.3f})")
        else:
            cells.append("")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path, nargs="?")
    parser.add_argument("--synthetic", type=int, nargs="+", metavar="N", help="numbers of invented records, ascending")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--peer-queries", type=int, default=100)
    parser.add_argument("--sampling", type=int, default=2)
    parser.add_argument("--save", type=Path, help="append the table to this file")
    options = parser.parse_args()
    if bool(options.snapshot) == bool(options.synthetic):
        parser.error("give a snapshot, or --synthetic with numbers of records")
    choices = {"queries": options.queries, "peer_queries": options.peer_queries, "sampling": options.sampling}
    table = growth(options.synthetic, **choices) if options.synthetic else run(options.snapshot, **choices)
    print(table)
    if options.save:
        with options.save.open("a", encoding="utf-8") as file:
            file.write(f"\n{table}\n")


if __name__ == "__main__":
    main()
