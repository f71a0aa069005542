"""Which of two values wins, and where each came from."""

from __future__ import annotations

from bibtools.enrich.fill import complete, enrich
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Candidate, Distance, Enriched, Match, Recommendation
from bibtools.model.name import Name
from bibtools.model.reference import Reference

RECORD = Reference(
    title="Sparsity-certifying Graph Decompositions",
    author=(Name(family="Streinu", given="Ileana"), Name(family="Theran", given="Louis")),
    issued=PartialDate(2007, 3, 31),
    ids=(Identifier("arxiv", "0704.0002", 2),),
    categories=("math.CO", "cs.CG"),
)


def enriched(entry: Reference, prefer: str) -> Enriched:
    match = Match(
        Entry("L1", entry, Origin("seed.txt")),
        (Candidate(RECORD, "arxiv-index", Distance(())),),
        Recommendation.ACCEPT,
        1.0,
    )
    return enrich(match, prefer=prefer, retrieved="2026-11-21")  # type: ignore[arg-type]


def test_a_record_brings_its_doi_and_page() -> None:
    done = complete(RECORD)
    assert done.id("doi") == Identifier("doi", "10.48550/arXiv.0704.0002")
    assert done.url == "https://arxiv.org/abs/0704.0002"
    assert done.type == "article"


def test_the_journal_doi_stays_first() -> None:
    journal = Identifier("doi", "10.1007/s00373-008-0834-4")
    done = complete(Reference(ids=(*RECORD.ids, journal)))
    assert done.ids == (*RECORD.ids, journal, Identifier("doi", "10.48550/arXiv.0704.0002"))


def test_seed_text_gives_way_to_the_record() -> None:
    done = enriched(Reference(title="sparsity certifying graph decomp", comment="10 pages"), "record")
    assert done.reference.title == RECORD.title
    assert done.reference.comment == "10 pages"
    assert done.provenance["title"].source == "arxiv-index"
    assert done.provenance["title"].id == "0704.0002v2"
    assert done.provenance["title"].retrieved == "2026-11-21"
    assert done.provenance["comment"].source == "seed.txt"


def test_what_somebody_wrote_stands() -> None:
    done = enriched(Reference(title="My own spelling", volume="7", extra={"keywords": "graphs"}), "entry")
    assert done.reference.title == "My own spelling"
    assert done.reference.author == RECORD.author
    assert done.reference.extra == {"keywords": "graphs"}
    assert done.provenance["title"].source == "seed.txt"
    assert done.provenance["author"].source == "arxiv-index"


def test_no_identifier_is_lost_and_none_comes_twice() -> None:
    own = (Identifier("doi", "10.1000/ABC"), Identifier("arxiv", "0704.0002"))
    done = enriched(Reference(ids=own), "record")
    assert done.reference.ids == (
        Identifier("arxiv", "0704.0002", 2),
        Identifier("doi", "10.48550/arXiv.0704.0002"),
        Identifier("doi", "10.1000/ABC"),
    )


def test_a_wrong_arxiv_id_gives_way_to_the_one_a_person_chose() -> None:
    done = enriched(Reference(ids=(Identifier("arxiv", "9901.00001"),)), "record")
    assert done.reference.id("arxiv") == Identifier("arxiv", "0704.0002", 2)
    assert len([i for i in done.reference.ids if i.scheme == "arxiv"]) == 1
