"""Labelled cases: what an entry says, and the arXiv id that is right for it, or None where no record is."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import zstandard

from benchmarks.accuracy import noise
from benchmarks.accuracy.lookalikes import Lookalike, Work, lookalikes
from benchmarks.accuracy.styles import STYLES, Printed
from bibtools.formats.bib.read import read as read_bib
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.text.latex import to_unicode
from bibtools.text.names import parse_author_list, parse_bibtex_names

SEED = 20_240_607
# Labels that the eval data itself calls doubtful.
DOUBTFUL_BELOW = 0.6


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled entry of the paper `paper`; `right` is its arXiv id, or None where the index lacks it.

    `hidden` is a record that candidates must not include, as if the index did not hold it.
    """

    kind: str
    entry: Entry
    right: str | None
    paper: str
    hidden: str | None = None


def chance_for(*parts: str) -> random.Random:
    """A random generator that depends on nothing but the words given."""
    digest = blake2b("|".join((str(SEED), *parts)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest))


def for_fitting(paper: str) -> bool:
    """Whether a paper belongs to the half on which the confidence is fitted; figures are reported on the other."""
    return chance_for("split", paper).random() < 0.5


def rows(path: Path) -> Iterator[dict]:
    """The rows of a JSON-lines file packed with Zstandard."""
    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as plain:
        rest = b""
        while data := plain.read(1 << 20):
            *lines, rest = (rest + data).split(b"\n")
            yield from (json.loads(line) for line in lines if line.strip())
        if rest.strip():
            yield json.loads(rest)


def known_ids(records: Path) -> frozenset[str]:
    """The ids of the records that the index holds."""
    pattern = re.compile(rb'"id":\s*"([^"]+)"')
    found = set()
    with records.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as plain:
        rest = b""
        while data := plain.read(1 << 22):
            *lines, rest = (rest + data).split(b"\n")
            found.update(hit[1].decode() for line in lines if (hit := pattern.search(line, 0, 80)))
    return frozenset(found)


class Builder:
    """Builds the cases of every kind from the labelled sets and the records of one index."""

    def __init__(self, data: Path, records: Path, sample: int) -> None:
        self.eval, self.sample = data / "eval", sample
        self.known = known_ids(records)
        wanted = {row["arxiv_id"] for name in ("variants", "title_lists") for row in self.pick(name)}
        wanted |= {row["arxiv_id"] for row in self.pick("published_pairs")}
        strangers = sorted(self.known, key=lambda paper: chance_for("record", paper).random())[: 2 * sample]
        wanted |= set(strangers)
        works, kept = [], {}
        for row in rows(records):
            works.append(Work.of(row["id"], row["title"], row["authors"] or ""))
            if row["id"] in wanted:
                kept[row["id"]] = row
        self.strangers = [kept[paper] for paper in strangers if paper in kept]
        self.lookalikes = self.pick_lookalikes(works)
        told = {pair.told for pair in self.lookalikes} | {pair.other for pair in self.lookalikes}
        self.records = {**kept, **{row["id"]: row for row in rows(records) if row["id"] in told}}

    def pick(self, name: str, keep: Callable[[dict], bool] = bool) -> list[dict]:
        """At most `sample` rows of a labelled set, chosen by hash; rows whose record the index lacks stay out."""
        found = []
        for number, row in enumerate(rows(self.eval / f"{name}.jsonl.zst")):
            in_index = name in ("absent", "bib_labels", "reference_strings") or row.get("arxiv_id") in self.known
            if in_index and keep(row) and (row.get("title_agreement") or 1.0) >= DOUBTFUL_BELOW:
                found.append((chance_for(name, str(number)).random(), number, row))
        return [row for _, _, row in sorted(found, key=lambda pick: pick[:2])[: self.sample]]

    def pick_lookalikes(self, works: Sequence[Work]) -> list[Lookalike]:
        """At most a quarter of `sample` pairs of each kind, chosen by hash."""
        kinds: dict[str, list[tuple[float, Lookalike]]] = defaultdict(list)
        for pair in lookalikes(works):
            kinds[pair.kind].append((chance_for("pair", pair.kind, pair.told, pair.other).random(), pair))
        picked = (sorted(found, key=lambda pick: pick[0])[: self.sample // 4] for found in kinds.values())
        return [pair for found in picked for _, pair in found]

    def all(self) -> Iterator[Case]:
        """Every case."""
        yield from self.present()
        yield from self.absent()
        for pair in self.lookalikes:
            yield from _lookalike_cases(pair, self.records[pair.told])

    def present(self) -> Iterator[Case]:
        """Entries whose record the index holds."""
        for row in self.strangers[: self.sample]:
            paper, abstract = row["id"], row["abstract"]
            if len(abstract.split()) < 25:
                continue
            yield _case("abstract: clean", paper, paper, abstract=abstract)
            name, spoil = chance_for("which", paper).choice(noise.ABSTRACT_NOISE)
            yield _case(f"abstract: {name}", paper, paper, abstract=spoil(abstract, chance_for("noise", paper)))
        titled = self.strangers[self.sample :]
        for place, row in enumerate(titled):
            yield from _title_cases(row)
            stated = (Identifier("arxiv", titled[place - 1]["id"]),)
            title = " ".join(row["title"].split())
            if stated[0].value != row["id"]:
                yield _case("wrong id, title", row["id"], row["id"], ids=stated, title=title)
        for row in self.pick("variants"):
            for text, *_ in (row["abstracts"] or [])[:1]:
                yield _case("abstract: other version", row["arxiv_id"], row["arxiv_id"], abstract=text)
            for text, *_ in (row["titles"] or [])[:1]:
                authors = parse_author_list(row["authors"] or "")
                yield _case(
                    "title, authors: other version", row["arxiv_id"], row["arxiv_id"], title=text, author=authors
                )
            for text, *_ in (row["author_spellings"] or [])[:1]:
                authors = parse_author_list(text)
                yield _case(
                    "title, authors: other spelling",
                    row["arxiv_id"],
                    row["arxiv_id"],
                    title=row["title"],
                    author=authors,
                )
        for row in self.pick("title_lists"):
            yield _case("title list", row["arxiv_id"], row["arxiv_id"], title=row["title"])
        for row in self.pick("published_pairs"):
            yield from _published_cases(row)
        yield from self.bib_entries()

    def bib_entries(self) -> Iterator[Case]:
        """Real .bib entries with every trace of their arXiv id taken away."""
        for wanted in (True, False):
            for row in self.pick("bib_labels", lambda row, wanted=wanted: (row["arxiv_id"] in self.known) is wanted):
                document = read_bib(row["raw"], row["file"])
                for entry in document.entries[:1]:
                    bare = without_ids(entry.reference)
                    if not bare.title:
                        continue
                    kind = "bib entry without its eprint" if wanted else "absent: bib entry"
                    found = row["arxiv_id"] if wanted else None
                    yield Case(kind, replace(entry, reference=bare), found, row["arxiv_id"])

    def absent(self) -> Iterator[Case]:
        """Entries of papers that the index does not hold."""
        for row in self.pick("absent"):
            paper, authors = row["id"], parse_author_list(row["authors"])
            yield _case("absent: abstract", paper, None, abstract=row["abstract"])
            yield _case("absent: title", paper, None, title=row["title"])
            yield _case("absent: title, authors", paper, None, title=row["title"], author=authors)
        for row in self.pick("reference_strings", lambda row: row["arxiv_id"] and row["arxiv_id"] not in self.known):
            yield _case("absent: reference string", row["arxiv_id"], None, text=row["raw"])


def _case(kind: str, paper: str, right: str | None, *, text: str | None = None, **fields: object) -> Case:
    reference = Reference(**fields)  # type: ignore[arg-type]
    return Case(kind, Entry("L1", reference, Origin(kind), text=text), right, paper)


def first_year(row: dict) -> int | None:
    """The year of a snapshot record's first version, in either of the forms the snapshots use."""
    created = row["versions"][0]["created"] if row.get("versions") else ""
    found = re.search(r"\b(?:19|20)\d\d\b", created or "")
    return int(found[0]) if found else None


def _title_cases(row: dict) -> Iterator[Case]:
    paper, title, authors = row["id"], " ".join(row["title"].split()), parse_author_list(row["authors"] or "")
    chance = chance_for("title", paper)
    year = first_year(row)
    yield _case("title: clean", paper, paper, title=title)
    yield _case("title: two typos", paper, paper, title=noise.two_typos(title, chance))
    name, spoil = chance.choice(
        (
            ("a word dropped", noise.word_dropped),
            ("other case", noise.other_case),
            ("plain math", noise.plain_math),
            ("PDF copy", noise.pdf_title),
        )
    )
    yield _case(f"title: {name}", paper, paper, title=spoil(title, chance))
    issued = PartialDate(year + chance.choice((0, 0, 0, 1, 2, -1))) if year else None
    spoiled = chance.choice((noise.initials(authors), noise.cut_authors(authors, chance), noise.swapped_names(authors)))
    short = noise.no_subtitle(title, chance)
    yield _case(
        "title, authors: two typos", paper, paper, title=noise.two_typos(title, chance), author=spoiled, issued=issued
    )
    if short != title:
        yield _case("title, authors: no subtitle", paper, paper, title=short, author=spoiled, issued=issued)
    abstract = noise.everything(row["abstract"], chance)
    yield _case(
        "title, authors, abstract: noisy",
        paper,
        paper,
        title=noise.two_typos(title, chance),
        author=spoiled,
        abstract=abstract,
    )
    for name, names in (
        ("initials", noise.initials(authors)),
        ("names swapped", noise.swapped_names(authors)),
        ("et al.", noise.cut_authors(authors, chance)),
    ):
        if names != authors:
            yield _case(f"title, authors: {name}", paper, paper, title=title, author=names)
    if year:
        wrong = PartialDate(year + chance.choice((-9, -6, -4, 4, 6, 9)))
        yield _case("title, authors: wrong year", paper, paper, title=title, author=authors, issued=wrong)
    stated = Identifier("arxiv", paper)
    yield _case("id alone", paper, paper, ids=(stated,))
    yield _case("id, title", paper, paper, ids=(stated,), title=title)


def _published_cases(row: dict) -> Iterator[Case]:
    fields, paper = row["published"], row["arxiv_id"]
    title = " ".join(to_unicode(fields["title"]).replace("{", "").replace("}", "").split())
    authors = parse_bibtex_names(fields["author"])
    year = fields.get("year", "")
    venue = " ".join(re.sub(r"[{}]", "", fields.get("booktitle") or fields.get("journal") or "").split())
    issued = PartialDate.parse(year)
    yield _case("published pair", paper, paper, title=title, author=authors, issued=issued, container_title=venue)
    pages = fields.get("pages", "").replace("--", "–")
    chance = chance_for("reference", paper)
    style, printed = chance.choice(STYLES)
    text = printed(Printed(authors, title, venue, year, pages, chance.randint(1, 99)))
    yield _case(f"reference string: {style}", paper, paper, text=text)


def _lookalike_cases(pair: Lookalike, row: dict) -> Iterator[Case]:
    """What the hidden paper of a pair would be told as; a title by other people needs its authors."""
    title, authors = " ".join(row["title"].split()), parse_author_list(row["authors"] or "")
    ways: list[dict] = [{"title": title, "author": authors}]
    if pair.kind != "same title, other people":
        ways.append({"title": title})
    if pair.kind == "same group's other paper":
        ways.append({"abstract": row["abstract"]})
        ways.append({"title": title, "author": authors, "abstract": row["abstract"]})
    for fields in ways:
        yield replace(_case(f"two works: {pair.kind}", pair.told, None, **fields), hidden=pair.told)


def without_ids(reference: Reference) -> Reference:
    """The reference as it would stand in a file that never heard of arXiv ids."""
    kept = tuple(
        found for found in reference.ids if found.scheme not in ("arxiv",) and "arxiv" not in found.value.lower()
    )
    bare = replace(reference, ids=kept, url=None, note=None, number=None, related=(), extra={})
    volume = bare.volume if bare.volume and "abs/" not in bare.volume else None
    return replace(bare, volume=volume, page=None if bare.page and "rxiv" in bare.page else bare.page)
