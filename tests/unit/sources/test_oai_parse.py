"""OAI-PMH answers: both formats, deletions, errors, and what is no answer at all."""

from __future__ import annotations

import pytest

from bibtools.sources.oai.parse import NotOai, Refused, parse
from bibtools.sources.records import from_snapshot

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
RAW = """<record><header><identifier>oai:arXiv.org:hep-th/9901017</identifier><datestamp>2024-01-03</datestamp>
<setSpec>physics:hep-th</setSpec></header><metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>hep-th/9901017</id><submitter>Baa Woolsey</submitter>
<version version="v1"><date>Tue, 5 Jan 1999 09:00:00 GMT</date><size>14kb</size></version>
<version version="v10"><date>Wed, 3 Jan 2024 08:00:00 GMT</date><size>15kb</size></version>
<version version="v2"><date>Wed, 6 Jan 1999 09:00:00 GMT</date><size>14kb</size></version>
<title>Lanterns &amp; Clotheslines at
  Strong Coupling, $x &lt; y$</title>
<authors>B. B. Woolsey (1), P. van Hoorn (2) and In\\'es N\\'u\\~nez ((1) Attic, (2) Cellar)</authors>
<categories>hep-th gr-qc</categories><comments>13 pages</comments><report-no>ATTIC-1</report-no>
<journal-ref>J. Lanterns 4 (1999) 17</journal-ref><doi>10.1000/lantern.1</doi>
<license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license>
<abstract>  Paper lanterns obey a postcard.
</abstract></arXivRaw></metadata></record>"""
DELETED = (
    '<record><header status="deleted"><identifier>oai:arXiv.org:2401.00002</identifier>'
    "<datestamp>2024-01-04T10:00:00Z</datestamp></header></record>"
)


def page(inside: str, verb: str = "ListRecords") -> bytes:
    return f"{HEAD}<{verb}>{inside}</{verb}></OAI-PMH>".encode()


def test_a_raw_record_becomes_a_reference() -> None:
    found = parse(page(RAW + DELETED + "<resumptionToken expires='x'>verb%3DListRecords%26skip%3D2</resumptionToken>"))
    assert found.deleted == ("2401.00002",)
    assert found.days == ("2024-01-03", "2024-01-04")
    assert found.token == "verb%3DListRecords%26skip%3D2"
    (record,) = found.records
    assert (record["submitter"], record["license"]) == (
        "Baa Woolsey",
        "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    )
    assert record["update_date"] == "2024-01-03"
    reference = from_snapshot(record)
    assert reference.ids[0].versioned() == "hep-th/9901017v10"
    assert reference.title == "Lanterns & Clotheslines at Strong Coupling, $x < y$"
    assert [name.family for name in reference.author] == ["Woolsey", "Hoorn", "Núñez"]
    assert (reference.issued.iso(), reference.updated.iso()) == ("1999-01-05", "2024-01-03")  # type: ignore[union-attr]
    assert reference.categories == ("hep-th", "gr-qc")
    assert (reference.abstract, reference.comment) == ("Paper lanterns obey a postcard.", "13 pages")
    assert (reference.journal_ref, reference.ids[1].value) == ("J. Lanterns 4 (1999) 17", "10.1000/lantern.1")
    assert reference.extra == {"report-no": "ATTIC-1"}


def test_the_format_arxiv_states_names_and_no_version() -> None:
    body = page(
        "<record><header><identifier>oai:arXiv.org:1706.00001</identifier><datestamp>2024-01-03</datestamp></header>"
        '<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1706.00001</id><created>2023-12-12</created><authors>'
        "<author><keyname>Collaboration</keyname><forenames>Super-Woolly</forenames></author>"
        "<author><keyname>:</keyname></author>"
        "<author><keyname>van Hoorn</keyname><forenames>Pieter</forenames><suffix>Jr.</suffix>"
        "<affiliation>Cellar</affiliation></author></authors><title>A</title><categories>cs.DL</categories>"
        "</arXiv></metadata></record>"
    )
    (record,) = parse(body).records
    reference = from_snapshot(record)
    assert [name.display() for name in reference.author] == ["Super-Woolly Collaboration", "Pieter van Hoorn, Jr."]
    # `created` is the first version's day in old answers and the latest one's in new ones.
    assert (reference.issued, reference.ids[0].version) == (None, None)
    assert reference.updated is not None
    assert reference.updated.iso() == "2023-12-12"


def test_the_end_of_a_list() -> None:
    assert parse(page("<resumptionToken/>")).token is None
    assert parse(page(RAW)).token is None
    assert parse(page(RAW, "GetRecord")).records


def test_a_record_without_metadata_or_in_another_format_is_passed_on() -> None:
    header = "<header><identifier>oai:arXiv.org:2401.00001</identifier></header>"
    inside = "<metadata><dc><title>A</title></dc></metadata>"
    for body in (f"<record>{header}</record>", f"<record>{header}{inside}</record>", "<record></record>"):
        found = parse(page(body))
        assert len(found.records) == 1
        with pytest.raises(ValueError, match=r"2401.00001 has no title|no arXiv id"):
            from_snapshot(found.records[0])


def test_errors_of_the_protocol() -> None:
    with pytest.raises(Refused, match="badResumptionToken: It expired") as caught:
        parse(f'{HEAD}<error code="badResumptionToken">It\n expired</error></OAI-PMH>'.encode())
    assert caught.value.code == "badResumptionToken"


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE OAI-PMH [<!ENTITY a "' + b"x" * 50 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b"]><OAI-PMH><ListRecords><record>&b;</record></ListRecords></OAI-PMH>"
)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "cut short"),
        (page(RAW)[:900], "cut short"),
        (page(RAW).replace(b"</title>", b""), "not well-formed"),
        (page(RAW).replace(b"Attic", b"\xff\xfe"), "not well-formed"),
        (b"<!DOCTYPE html>\n<html><body>Rate exceeded.</body></html>", "a web page"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "<feed> instead"),
        (f"{HEAD}<Identify/></OAI-PMH>".encode(), "without records"),
        (BOMB, "document type declaration"),
        (BOMB.decode().encode("utf-16"), "document type declaration"),
        (b'<!DOCTYPE OAI-PMH SYSTEM "file:///etc/passwd"><OAI-PMH/>', "document type declaration"),
    ],
)
def test_what_is_no_answer(body: bytes, told: str) -> None:
    with pytest.raises(NotOai, match=told):
        parse(body)
