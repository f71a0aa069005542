"""What peers would accept: their rules in their own environment, and a full-text engine with rapidfuzz in ours."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.cases import Case, rows
from benchmarks.accuracy.lookup import held_out, paper_of
from bibtools.model.name import OTHERS, Name
from bibtools.sources.base import Hit

RULES = Path(__file__).with_name("peer_rules.py")
PEERS = ("RefChecker", "bibtex-updater", "bibtexautocomplete", "OneCite")
FULL_TEXT = "tantivy + rapidfuzz"
FIRST = 10
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The arXiv id that a rule accepts for a case, None for none. Cases that a rule cannot read get no verdict."""

    case: Case
    accepted: str | None


def reads(peer: str, case: Case) -> bool:
    """Whether a peer's rule has something to compare: titles, for OneCite also running text; never abstracts alone.

    Entries that state an arXiv id are left out: there, peers ask for the record instead of comparing candidates.
    """
    told = case.entry.reference
    if told.id("arxiv"):
        return False
    return bool(told.title) or (peer == "OneCite" and bool(case.entry.text) and not told.abstract)


def ask(python: str, peer: str, cases: Sequence[Case], hits: Sequence[Sequence[Hit]]) -> list[Verdict]:
    """A peer's verdicts on the cases it reads, given the same candidates in the same order.

    Raises CalledProcessError where the peer's environment does not work.
    """
    asked = [(case, _unique(group)) for case, group in zip(cases, hits, strict=True) if reads(peer, case)]
    lines = "".join(json.dumps(_line(case, group)) + "\n" for case, group in asked)
    done = subprocess.run(
        [python, str(RULES), peer], input=lines, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    chosen = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Verdict(case, None if number is None else paper_of(group[number]))
        for (case, group), number in zip(asked, chosen, strict=True)
    ]


def _unique(group: Sequence[Hit]) -> list[Hit]:
    return list({paper_of(hit): hit for hit in group}.values())


def _line(case: Case, group: Sequence[Hit]) -> dict[str, Any]:
    told = case.entry.reference
    doi = told.id("doi")
    return {
        "title": told.title,
        "authors": _people(told.author),
        "year": told.issued.year if told.issued else None,
        "doi": doi.value if doi else None,
        "text": case.entry.text if not told.title else None,
        "candidates": [
            {
                "id": paper_of(hit),
                "title": hit.reference.title,
                "authors": _people(hit.reference.author),
                "year": hit.reference.issued.year if hit.reference.issued else None,
                "doi": found.value if (found := hit.reference.id("doi")) else None,
            }
            for hit in group
        ],
    }


def _people(names: Sequence[Name]) -> list[tuple[str, str]]:
    return [
        (name.given or "", name.literal or " ".join(part for part in (name.particle, name.family) if part))
        for name in names
        if name != OTHERS
    ]


@dataclass(frozen=True, slots=True)
class Scored:
    """The best of the full-text engine's first answers, by rapidfuzz's token_set_ratio (0 to 100)."""

    case: Case
    field: str
    paper: str | None
    score: float


class FullText:
    """The baseline: tantivy over title, "authors title", and abstract of the same records; the OR of all words."""

    def __init__(self, records: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for field in ("title", "text", "abstract"):
            builder.add_text_field(field, stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for row in rows(records):
            if not held_out(row["id"]):
                text = f"{row['authors'] or ''} {row['title']}"
                abstract = row["abstract"] or ""
                writer.add_document(tantivy.Document(id=row["id"], title=row["title"], text=text, abstract=abstract))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, cases: Sequence[Case]) -> Iterator[Scored]:
        """The best answer for each case that has words and no arXiv id; titles go before abstracts."""
        from rapidfuzz.fuzz import token_set_ratio
        from rapidfuzz.utils import default_process

        for case in cases:
            told = case.entry.reference
            if told.id("arxiv"):
                continue
            given = (("title", told.title), ("abstract", told.abstract), ("text", case.entry.text))
            field, words = next((pair for pair in given if pair[1]), ("", ""))
            query = " ".join(dict.fromkeys(word.lower() for word in _WORD.findall(words or "")))
            if not query:
                continue
            parsed = self._index.parse_query(query, [field])
            scored = []
            for _, address in self._searcher.search(parsed, FIRST).hits:
                document = self._searcher.doc(address)
                paper = document["id"][0]
                if paper != case.hidden:
                    score = token_set_ratio(words, document[field][0], processor=default_process)
                    scored.append((score, paper))
            score, paper = max(scored, key=lambda pair: pair[0], default=(0.0, None))
            yield Scored(case, field, paper, score)


def thresholds(learn: Sequence[Scored]) -> Mapping[str, float]:
    """For each field the threshold with the highest F1 on the cases given."""
    return {field: _best([each for each in learn if each.field == field]) for field in {each.field for each in learn}}


def _best(learn: Sequence[Scored]) -> float:
    present = sum(each.case.right is not None for each in learn)

    def f1(threshold: float) -> float:
        accepted = [each for each in learn if each.paper and each.score >= threshold]
        right = sum(each.paper == each.case.right for each in accepted)
        return 2 * right / (len(accepted) + present) if right else 0.0

    return max(sorted({each.score for each in learn}, reverse=True), key=f1)


def accept(scored: Sequence[Scored], least: Mapping[str, float]) -> list[Verdict]:
    """The baseline's verdicts."""
    return [Verdict(each.case, each.paper if each.score >= least[each.field] else None) for each in scored]


def few_of_each(cases: Sequence[Case], most: int) -> list[int]:
    """The numbers of the first `most` cases of each kind."""
    seen: dict[str, int] = {}
    kept = []
    for number, case in enumerate(cases):
        seen[case.kind] = seen.get(case.kind, 0) + 1
        if seen[case.kind] <= most:
            kept.append(number)
    return kept
