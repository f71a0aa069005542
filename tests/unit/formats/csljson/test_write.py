"""Fresh CSL-JSON: the item of a preprint, of a published work, and what becomes of all the rest."""

from __future__ import annotations

import json

import pytest

from bibtools.formats.csljson.read import read
from bibtools.formats.csljson.rules import violations
from bibtools.formats.csljson.write import Options, is_preprint, to_item, write
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference, Relation

PREPRINT = Reference(
    type="article",
    title="Attention Is All You Need",
    author=(Name(family="Vaswani", given="Ashish"), Name(family="Waals", given="Johannes", particle="van der")),
    issued=PartialDate(2017, 6, 12),
    updated=PartialDate(2023, 8, 2),
    ids=(Identifier("arxiv", "1706.03762"),),
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
)
PUBLISHED = Reference(
    type="article-journal",
    title="Dispersion of $N=4$ waves in H<sub>2</sub>O",
    author=(Name(literal="Lake Collaboration"), OTHERS),
    issued=PartialDate(2015, 3),
    container_title="Journal of Lakes",
    volume="12",
    issue="3",
    page="101-110",
    ids=(Identifier("arxiv", "1406.00012", 2), Identifier("doi", "10.1000/182")),
    categories=("physics.flu-dyn",),
    note="Read twice.",
)


def test_a_preprint_is_written_as_zotero_writes_it() -> None:
    assert (
        write([("vaswani2017attention", PREPRINT)])
        == """\
[
  {
    "id": "vaswani2017attention",
    "citation-key": "vaswani2017attention",
    "type": "article",
    "title": "Attention Is All You Need",
    "author": [{"family": "Vaswani", "given": "Ashish"}, {"family": "van der Waals", "given": "Johannes"}],
    "issued": {"date-parts": [[2017, 6, 12]]},
    "number": "arXiv:1706.03762",
    "publisher": "arXiv",
    "DOI": "10.48550/arXiv.1706.03762",
    "URL": "https://arxiv.org/abs/1706.03762",
    "source": "arXiv.org",
    "note": "arXiv:1706.03762 [cs.CL]"
  }
]
"""
    )


def test_a_published_work_keeps_its_arxiv_id_in_the_note() -> None:
    assert to_item(PUBLISHED, "lake2015") == {
        "id": "lake2015",
        "citation-key": "lake2015",
        "type": "article-journal",
        "title": "Dispersion of $N=4$ waves in H<sub>2</sub>O",
        "author": [{"literal": "Lake Collaboration"}, {"literal": "others"}],
        "issued": {"date-parts": [[2015, 3]]},
        "container-title": "Journal of Lakes",
        "volume": "12",
        "issue": "3",
        "page": "101-110",
        "version": "2",
        "DOI": "10.1000/182",
        "note": "arXiv:1406.00012 [physics.flu-dyn]\nversion: 2\nRead twice.",
    }


def test_arxivs_record_on_request() -> None:
    reference = Reference(
        **{**_fields(PREPRINT), "related": (Relation("published-as", Identifier("doi", "10.1000/182")),)}
    )
    item = to_item(reference, "a", Options(record=True))
    assert item["categories"] == ["cs.CL", "cs.LG"]
    assert item["custom"] == {
        "arxiv-comment": "15 pages, 5 figures",
        "arxiv-updated": "2023-08-02",
        "related": ["published-as doi:10.1000/182"],
    }
    assert "custom" not in to_item(reference, "a")


def test_separate_name_parts_on_request() -> None:
    name = Name(family="Waals", given="Johannes", particle="van der", suffix="Jr.")
    reference = Reference(type="book", author=(name,))
    assert to_item(reference, "a")["author"] == [{"family": "van der Waals", "given": "Johannes, Jr."}]
    assert to_item(reference, "a", Options(separate_name_parts=True))["author"] == [
        {"family": "Waals", "given": "Johannes", "non-dropping-particle": "van der", "suffix": "Jr."}
    ]


@pytest.mark.parametrize(
    ("reference", "type_"),
    [
        (Reference(), "document"),
        (Reference(ids=(Identifier("arxiv", "1706.03762"),)), "article"),
        (Reference(type="gizmo"), "document"),
    ],
)
def test_no_item_is_without_a_type(reference: Reference, type_: str) -> None:
    item = to_item(reference, "a")
    assert item["type"] == type_
    assert violations(item) == ()
    assert item.get("custom") == ({"csl-type": "gizmo"} if reference.type else None)


def test_what_csl_has_no_variable_for_goes_into_custom() -> None:
    reference = Reference(
        type="book",
        ids=(
            Identifier("doi", "10.1000/1"),
            Identifier("doi", "10.1000/2"),
            Identifier("isbn", "9780306406157"),
            Identifier("isbn", "9783161484100"),
        ),
        extra={"medium": "print", "file": "a.pdf", "translator": "A and B", "tex.owner": "me", "chapter-number": "7"},
    )
    item = to_item(reference, "a")
    assert violations(item) == ()
    assert item["ISBN"] == "9780306406157 9783161484100"
    assert item["medium"] == "print"
    assert item["chapter-number"] == "7"
    assert item["note"] == "tex.owner: me"
    assert item["custom"] == {"other-ids": ["doi:10.1000/2"], "file": "a.pdf", "translator": "A and B"}
    assert read(json.dumps([item]), "x").entries[0].reference == reference


def test_an_own_publisher_and_url_are_kept() -> None:
    reference = Reference(type="article", publisher="Shore Press", url="https://a.b", ids=PREPRINT.ids)
    item = to_item(reference, "a")
    assert (item["publisher"], item["URL"], item["number"]) == ("Shore Press", "https://a.b", "arXiv:1706.03762")


def test_what_counts_as_a_preprint() -> None:
    assert is_preprint(PREPRINT)
    assert not is_preprint(PUBLISHED)
    assert not is_preprint(Reference(type="article"))


def test_nothing_to_write() -> None:
    assert write([]) == "[]\n"


def test_half_a_character_can_be_stored() -> None:
    text = write([("a", Reference(type="book", title="broken \ud835 here"))])
    text.encode("utf-8")
    assert json.loads(text)[0]["title"] == "broken \ud835 here"


def _fields(reference: Reference) -> dict[str, object]:
    return {name: getattr(reference, name) for name in Reference.__slots__}
