"""What accepted matches make of entries: of running text the version of record, of a library's what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin, Role
from bibtools.model.identifier import Identifier
from bibtools.model.match import Candidate, Distance, Match, Recommendation
from bibtools.model.reference import Reference
from bibtools.pipeline.enrich import enrich

ORIGIN = Origin("seed.txt")
ARXIV, DOI = Identifier("arxiv", "0704.0007"), Identifier("doi", "10.1103/PhysRevD.76.044016")
RECORD = Reference(
    type="article",
    title="Polymer Quantum Mechanics and its Continuum Limit",
    issued=PartialDate(2007, 4, 1),
    ids=(ARXIV, DOI),
    journal_ref="Phys.Rev.D76:044016,2007",
    extra={"report-no": "IGPG-07/03-2"},
)
SEED = Entry("L1", Reference(title="polymer quantum mechanics"), ORIGIN, roles=(Role("title", ORIGIN),))


def made(entry: Entry, record: Reference, recommendation: Recommendation = Recommendation.ACCEPT) -> list[Reference]:
    match = Match(entry, (Candidate(record, "arxiv-index", Distance(())),), recommendation, 1.0)
    return [done.reference for done in enrich([match])]


def test_running_text_becomes_the_version_of_record_with_eprint_and_both_dois() -> None:
    [done] = made(SEED, RECORD)
    assert (done.type, done.container_title, done.volume, done.page) == (
        "article-journal",
        "Phys. Rev. D",
        "76",
        "044016",
    )
    assert [found.value for found in done.ids] == [ARXIV.value, DOI.value, "10.48550/arXiv.0704.0007"]
    assert done.issued == PartialDate(2007)
    assert done.extra == {}


@pytest.mark.parametrize("journal_ref", [None, "submitted to Phys. Rev. D", "see also Part II"])
def test_what_is_not_surely_published_stays_a_preprint(journal_ref: str | None) -> None:
    [done] = made(SEED, replace(RECORD, journal_ref=journal_ref, ids=(ARXIV,)))
    assert (done.type, done.container_title, done.issued) == ("article", None, PartialDate(2007, 4, 1))


def test_an_entry_of_a_library_stays_what_it_is() -> None:
    [done] = made(Entry("polymer", Reference(type="article", title="My spelling"), ORIGIN), RECORD)
    assert (done.type, done.title, done.container_title) == ("article", "My spelling", None)


@pytest.mark.parametrize("recommendation", [Recommendation.REVIEW, Recommendation.REJECT])
def test_nothing_is_made_of_what_is_not_accepted(recommendation: Recommendation) -> None:
    assert made(SEED, RECORD, recommendation) == []
