"""Recorded answers of OAI-PMH servers: each is read as it should be, and none is left unread.

Some records were edited by those who recorded them, so what is expected here is what the file says, not what is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bibtools.sources.oai.parse import Page, Refused, parse
from bibtools.sources.records import from_snapshot


@dataclass(frozen=True)
class Expected:
    """The ids; of the first record its first author, their number, the last known day, the DOIs; or what is wrong."""

    ids: tuple[str, ...] = ()
    author: str = ""
    authors: int = 0
    updated: str = ""
    dois: tuple[str, ...] = ()
    unusable: str = ""


def one(id: str, author: str, authors: int, updated: str, *dois: str) -> Expected:
    return Expected((id,), author, authors, updated, dois)


ANSWERS = {
    "ftarxivpreprints_oai_arXiv.org_1112.6130": Expected(unusable="no arXiv id: 'ftarxivpreprints:oai:"),
    "functional_arxiv-physics-hep-ex": Expected(
        ("1706.05371", "1706.09418", "1707.00874"), "Tyler Anderson", 13, "2017-12-12"
    ),
    "functional_arxiv-physics-hep-th": Expected(
        ("1412.8323", "1507.07790", "1607.01710"), "Philipp A Hoehn", 1, "2017-12-13"
    ),
    "functional_arxiv-single": one("1401.2122", "A. Sergyeyev", 1, "2017-10-23", "10.1007/s11005-017-1013-4"),
    "oai_arXiv.org_0704.0001": Expected(unusable="cannotDisseminateFormat: The metadataPrefix `oai_dc2' is not"),
    "sample_arxiv_record": Expected(
        (
            "1601.03238", "1512.07978", "1603.00997", "1603.01251", "1603.05976", "1604.05585",
            "1606.06775", "1606.07066", "1606.07538", "1607.00786", "1606.04259", "1808.04927",
        ),
        "Planck Collaboration", 5, "2016-01-13", ("10.1103/PhysRevD.93.016005",),
    ),
    "sample_arxiv_record0": one(
        "1601.03238", "Planck Collaboration", 5, "2016-01-13",
        "10.1103/PhysRevD.93.016005", "10.1103/PhysRevD.98.079901", "10.1103/PhysRevD.98.079903",
    ),
    "sample_arxiv_record1": one("1512.07978", "Teresa Maria Montaruli for the IceCube Collaboration", 1, "2015-12-25"),
    "sample_arxiv_record2": one("1603.00997", "Sinya for JLQCD Collaboration", 1, "2016-03-03"),
    "sample_arxiv_record3": one("1603.01251", "Mark Scott for the NuPRISM", 2, "2016-03-03"),
    "sample_arxiv_record4": one("1603.05976", "Keck Array", 65, "2016-03-18"),
    "sample_arxiv_record5": one("1604.05585", "Günter Burigana", 5, "2016-04-19"),
    "sample_arxiv_record6": one("1606.06775", "E. Bufanda", 3, "2016-06-21"),
    "sample_arxiv_record7": one("1606.07066", "Curtis J. Saxton Walton", 3, "2016-06-22"),
    "sample_arxiv_record8": one("1606.07538", "Super-Kamiokande Collaboration", 7, "2016-06-23"),
    "sample_arxiv_record9": one("1607.00786", "Ruchi Chudasama", 2, "2016-07-04"),
    "sample_arxiv_record10": one("1606.04259", "Emmanuele Battista", 1, "2016-06-14"),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(shared: Path) -> Path:
    return shared / "fixtures" / "oai_pmh"


def test_every_recorded_answer_is_used(answers: Path) -> None:
    assert {path.stem for path in answers.glob("*")} == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_it_says(answers: Path, name: str) -> None:
    expected = ANSWERS[name]
    body = (answers / f"{name}.xml").read_bytes()
    if expected.unusable:
        with pytest.raises((Refused, ValueError), match=expected.unusable):
            [from_snapshot(record) for record in parse(body).records]
        return
    page: Page = parse(body)
    references = [from_snapshot(record) for record in page.records]
    assert (page.deleted, page.token) == ((), None)
    assert len(page.days) == len(references)
    assert tuple(reference.ids[0].versioned() for reference in references) == expected.ids
    first = references[0]
    assert (first.author[0].display(), len(first.author)) == (expected.author, expected.authors)
    assert first.updated is not None
    assert first.updated.iso() == expected.updated
    assert tuple(id.value for id in first.ids[1:]) == expected.dois
    for record, reference in zip(page.records, references, strict=True):
        # No version is numbered in this format, and the first one's day is not certain.
        assert (reference.issued, reference.ids[0].version) == (None, None)
        assert reference.title
        assert reference.categories == tuple(record["categories"].split())
        assert len(reference.abstract or "") > 300
        assert record["license"].startswith("http")
