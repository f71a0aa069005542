"""Where items hide arXiv ids: every place and spelling that importers leave, and what must not be taken for one."""

from __future__ import annotations

import pytest

from bibtools.formats.zotero.amend import lacking, replacing, rulings
from bibtools.formats.zotero.identifiers import arxiv_ids, dois
from bibtools.formats.zotero.read import entry
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

NEW, OLD = "1706.03762", "hep-th/9901001"

# (who leaves it so, the item's data, the id). `{}` in a text stands for the id.
DISGUISES = [
    ("arXiv.org translator, since 2022", {"itemType": "preprint", "archiveID": "arXiv:{}"}, NEW),
    ("arXiv.org translator, old ids", {"itemType": "preprint", "archiveID": "arXiv:{}"}, OLD),
    ("a person's hand", {"itemType": "preprint", "archiveID": "{}"}, NEW),
    ("a person's hand, with the version", {"itemType": "preprint", "archiveID": "arXiv:{}v5"}, NEW),
    ("CSL-JSON import", {"itemType": "preprint", "archiveID": "arXiv: {}"}, NEW),
    ("DataCite translator", {"itemType": "preprint", "DOI": "10.48550/arXiv.{}"}, NEW),
    ("DataCite REST, capitals", {"itemType": "preprint", "DOI": "10.48550/ARXIV.{}"}, NEW),
    ("a hand, DOI as address", {"itemType": "journalArticle", "DOI": "https://doi.org/10.48550/arXiv.{}"}, OLD),
    ("add by identifier, types without DOI field", {"itemType": "report", "extra": "DOI: 10.48550/arXiv.{}"}, NEW),
    ("arXiv.org translator, address only", {"itemType": "webpage", "url": "http://arxiv.org/abs/{}"}, NEW),
    ("browser connector on the PDF", {"itemType": "webpage", "url": "https://arxiv.org/pdf/{}v7.pdf"}, NEW),
    ("browser connector on the PDF, since 2024", {"itemType": "document", "url": "https://arxiv.org/pdf/{}"}, NEW),
    ("arXiv's HTML", {"itemType": "webpage", "url": "https://arxiv.org/html/{}v3#S2"}, NEW),
    ("arXiv's other formats", {"itemType": "webpage", "url": "http://export.arxiv.org/format/{}"}, NEW),
    ("links with a context", {"itemType": "webpage", "url": "https://arxiv.org/abs/{}?context=cs.CL"}, NEW),
    ("alphaXiv", {"itemType": "webpage", "url": "https://www.alphaxiv.org/abs/{}"}, NEW),
    ("ar5iv", {"itemType": "webpage", "url": "https://ar5iv.labs.arxiv.org/html/{}"}, NEW),
    ("Hugging Face papers", {"itemType": "webpage", "url": "https://huggingface.co/papers/{}"}, NEW),
    ("a library's proxy", {"itemType": "webpage", "url": "https://arxiv-org.proxy.example.edu/abs/{}v2"}, NEW),
    ("DOI resolver as address", {"itemType": "document", "url": "https://doi.org/10.48550/arXiv.{}"}, NEW),
    ("web page saved by its title", {"itemType": "webpage", "title": "[{}] Attention Is All You Need"}, NEW),
    ("web page saved by its title, old id", {"itemType": "webpage", "title": "[{}] A Title"}, OLD),
    ("arXiv.org translator, 2019 to 2022", {"itemType": "journalArticle", "publicationTitle": "arXiv:{} [cs]"}, NEW),
    ("the same, two archives", {"itemType": "journalArticle", "publicationTitle": "arXiv:{} [cs, stat]"}, NEW),
    ("the same, old ids", {"itemType": "journalArticle", "publicationTitle": "arXiv:{}"}, OLD),
    ("Google Scholar", {"itemType": "journalArticle", "publicationTitle": "arXiv preprint arXiv:{}"}, NEW),
    ("Semantic Scholar", {"itemType": "journalArticle", "publicationTitle": "ArXiv", "volume": "abs/{}"}, NEW),
    ("DBLP", {"itemType": "journalArticle", "publicationTitle": "CoRR", "volume": "abs/{}"}, NEW),
    ("NASA ADS", {"itemType": "journalArticle", "publicationTitle": "arXiv e-prints", "pages": "arXiv:{}"}, NEW),
    ("Web of Science, EndNote", {"itemType": "journalArticle", "publicationTitle": "arXiv", "volume": "{}"}, NEW),
    ("Scopus", {"itemType": "journalArticle", "publicationTitle": "arXiv", "pages": "{}v1"}, NEW),
    ("arXiv.org translator, 2021", {"itemType": "report", "reportNumber": "arXiv:{}"}, NEW),
    ("INSPIRE", {"itemType": "report", "institution": "arXiv", "reportNumber": "{}"}, NEW),
    ("INSPIRE, old ids", {"itemType": "journalArticle", "extra": "arXiv: {}"}, OLD),
    ("library catalogues", {"itemType": "manuscript", "callNumber": "arXiv:{} [cs.CL]"}, NEW),
    ("RIS with AN", {"itemType": "journalArticle", "archive": "arXiv", "archiveLocation": "{}"}, NEW),
    ("a report series", {"itemType": "report", "seriesNumber": "arXiv:{}"}, NEW),
    ("data sets", {"itemType": "dataset", "identifier": "arXiv:{}"}, NEW),
    ("proceedings with the id", {"itemType": "conferencePaper", "proceedingsTitle": "arXiv:{}"}, NEW),
    ("arXiv.org translator, published work", {"itemType": "journalArticle", "extra": "arXiv:{} [cs.CL]"}, NEW),
    ("arXiv.org translator, before 2019", {"itemType": "journalArticle", "extra": "arXiv: {}"}, NEW),
    ("arXiv.org translator, page of a version", {"itemType": "preprint", "extra": "arXiv:{} [cs]\nversion: 2"}, NEW),
    ("BibTeX import of Zotero 10", {"itemType": "document", "extra": "_eprint: {}"}, NEW),
    ("BibTeX import, number", {"itemType": "document", "extra": "Issue: arXiv:{}"}, NEW),
    ("BibTeX import, eprinttype", {"itemType": "document", "extra": "arXiv: {}"}, NEW),
    ("BibTeX import, howpublished", {"itemType": "document", "extra": "Published: arXiv:{}"}, NEW),
    ("CSL variable in Extra", {"itemType": "report", "extra": "type: article\nnumber: arXiv:{}"}, NEW),
    ("a change of item type in the client", {"itemType": "journalArticle", "extra": "Archive ID: arXiv:{}"}, NEW),
    ("Mendeley import", {"itemType": "journalArticle", "extra": "arXiv ID: {}"}, NEW),
    ("Mendeley import, old", {"itemType": "journalArticle", "extra": "PMID: 7\narxivId: {}"}, NEW),
    ("Better BibTeX, eprint", {"itemType": "journalArticle", "extra": "eprint: {}"}, NEW),
    ("Better BibTeX, tex", {"itemType": "journalArticle", "extra": "tex.eprint: {}\ntex.eprinttype: arxiv"}, NEW),
    ("Better BibTeX importer", {"itemType": "document", "extra": "tex.ids: v17\narXiv: {} [cs.CL]"}, NEW),
    ("cheater syntax of citeproc", {"itemType": "report", "extra": "read twice {{:number:arXiv:{}}} in May"}, NEW),
    ("NASA ADS, bibcode", {"itemType": "journalArticle", "extra": "ADS Bibcode: 2017arXiv170603762V"}, NEW),
    ("an address in Extra", {"itemType": "journalArticle", "extra": "URL: https://arxiv.org/abs/{}"}, NEW),
    ("an address alone in Extra", {"itemType": "book", "extra": "read\nhttps://arxiv.org/abs/{}\n"}, NEW),
    ("without a colon, alone in Extra", {"itemType": "book", "extra": "arXiv {}"}, NEW),
    ("subject class in an old id", {"itemType": "preprint", "archiveID": "arXiv:math.GT/0309136"}, "math/0309136"),
    ("ids of four digits", {"itemType": "journalArticle", "publicationTitle": "arXiv:{} [hep-th]"}, "0704.0001"),
    ("Windows line ends", {"itemType": "document", "extra": "PMID: 7\r\narXiv:{} [cs]\r\nread"}, NEW),
    ("full-width colon", {"itemType": "document", "extra": "arXiv：{}"}, NEW),
    ("everywhere at once", {"itemType": "preprint", "archiveID": "arXiv:{}", "DOI": "10.48550/arXiv.{}",
                            "url": "http://arxiv.org/abs/{}v5", "extra": "arXiv:{} [cs]\n_eprint: {}"}, NEW),
]  # fmt: skip


def told(data: dict[str, str], value: str) -> dict[str, object]:
    return {name: text.replace("{}", value).replace("{{", "{").replace("}}", "}") for name, text in data.items()}


@pytest.mark.parametrize(("importer", "data", "value"), DISGUISES, ids=[row[0] for row in DISGUISES])
def test_every_disguise_is_seen_through(importer: str, data: dict[str, str], value: str) -> None:
    item = told(data, value)
    assert [found.value for found in arxiv_ids(item)] == [value], importer
    assert entry({"key": "ABCD2345", "data": item}, "zotero:user", 1).reference.id("arxiv").value == value  # type: ignore[union-attr]


def test_there_are_at_least_fifty() -> None:
    assert len({str(row[1]) for row in DISGUISES}) >= 50


@pytest.mark.parametrize(("importer", "data", "value"), DISGUISES, ids=[row[0] for row in DISGUISES])
def test_no_disguise_gets_the_id_once_more(importer: str, data: dict[str, str], value: str) -> None:
    """An item that states the id anywhere gets no line in Extra; a preprint gets its own field, once."""
    item = told(data, value)
    paper = Reference(ids=(Identifier("arxiv", value),), categories=("cs.CL",))
    found = dict(lacking(item, paper, frozenset({"ids.arxiv", "ids.doi"}), FALLBACK))
    assert "extra" not in found, importer
    after = {**item, **found}
    assert [known.value for known in arxiv_ids(after)] == [value]
    assert list(lacking(after, paper, frozenset({"ids.arxiv", "ids.doi"}), FALLBACK)) == []


AMBIGUOUS = [
    ("BibTeX import, two fields", {"itemType": "document", "extra": "Published: arXiv:1706.03762\narXiv: 1810.04805"}),
    ("two lines", {"itemType": "journalArticle", "extra": "arXiv:1706.03762 [cs]\narXiv:1810.04805 [cs]"}),
    ("two in one line", {"itemType": "journalArticle", "extra": "arXiv: 1706.03762, 1810.04805"}),
    ("field and address", {"itemType": "preprint", "archiveID": "arXiv:1706.03762", "url": "https://arxiv.org/abs/1810.04805"}),
    ("DOI and Extra", {"itemType": "preprint", "DOI": "10.48550/arXiv.1706.03762", "extra": "_eprint: 1810.04805"}),
    ("venue and address", {"itemType": "journalArticle", "publicationTitle": "arXiv:1706.03762 [cs]",
                           "url": "http://arxiv.org/abs/hep-th/9901001"}),
    ("title and field", {"itemType": "preprint", "title": "[1810.04805] BERT", "archiveID": "arXiv:1706.03762"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "data"), AMBIGUOUS, ids=[row[0] for row in AMBIGUOUS])
def test_two_ids_are_ambiguous_and_nothing_is_written(what: str, data: dict[str, object]) -> None:
    assert len(arxiv_ids(data)) == 2, what
    found = entry({"key": "ABCD2345", "data": data}, "zotero:user", 1)
    assert found.state == "suspect"
    assert len([known for known in found.reference.ids if known.scheme == "arxiv"]) == 2
    everything = frozenset({"title", "author", "issued", "url", "ids.arxiv", "ids.doi", "abstract"})
    for value in ("1706.03762", "1810.04805"):
        paper = Reference(title="T", url=f"https://arxiv.org/abs/{value}", ids=(Identifier("arxiv", value),))
        assert list(rulings(data, paper, FALLBACK)) == []
        assert list(lacking(data, paper, everything, FALLBACK)) == []
        assert list(replacing(data, paper, everything, FALLBACK)) == []


NOT_ITS_OWN = [
    ("a remark about another paper", {"itemType": "journalArticle", "extra": "See also arXiv:1810.04805"}),
    ("a related work", {"itemType": "journalArticle", "extra": "Related: arXiv:1810.04805"}),
    ("a comment", {"itemType": "preprint", "extra": "Comment: 12 pages, extends arXiv:1810.04805"}),
    ("an abstract", {"itemType": "preprint", "abstractNote": "We extend arXiv:1810.04805."}),
    ("a title that cites", {"itemType": "preprint", "title": "Comment on arXiv:1810.04805"}),
    ("viXra", {"itemType": "preprint", "repository": "viXra.org", "archiveID": "1208.0001"}),
    ("viXra with its prefix", {"itemType": "preprint", "archiveID": "viXra:1208.0001"}),
    ("viXra's page", {"itemType": "webpage", "url": "https://vixra.org/abs/1208.0001"}),
    ("bioRxiv", {"itemType": "preprint", "repository": "bioRxiv", "archiveID": "2020.01.30.927871"}),
    ("a report's own number", {"itemType": "report", "institution": "CERN", "reportNumber": "1706.03762"}),
    ("a volume and a page", {"itemType": "journalArticle", "publicationTitle": "Nature", "volume": "1706.0376"}),
    ("pages of a journal", {"itemType": "journalArticle", "publicationTitle": "Nature", "pages": "1706.03762"}),
    ("a DOI that holds the number", {"itemType": "journalArticle", "DOI": "10.1234/1706.03762"}),
    ("a page about arXiv", {"itemType": "webpage", "url": "https://arxiv.org/list/cs.CL/1706"}),
    ("an impossible month", {"itemType": "preprint", "archiveID": "arXiv:1713.03762"}),
    ("a version line alone", {"itemType": "book", "extra": "version: 2"}),
]


@pytest.mark.parametrize(("what", "data"), NOT_ITS_OWN, ids=[row[0] for row in NOT_ITS_OWN])
def test_what_is_not_the_items_own_id_is_not_taken(what: str, data: dict[str, object]) -> None:
    assert arxiv_ids(data) == (), what


@pytest.mark.parametrize(
    ("data", "values"),
    [
        ({"DOI": "10.1103/PhysRevD.76.013009"}, ["10.1103/PhysRevD.76.013009"]),
        ({"DOI": "https://doi.org/10.1103/PhysRevD.76.013009"}, ["10.1103/PhysRevD.76.013009"]),
        ({"DOI": "doi:10.1103/PhysRevD.76.013009"}, ["10.1103/PhysRevD.76.013009"]),
        ({"extra": "DOI: 10.1103/PhysRevD.76.013009\nread"}, ["10.1103/PhysRevD.76.013009"]),
        ({"extra": "{:DOI: 10.1103/PhysRevD.76.013009}"}, ["10.1103/PhysRevD.76.013009"]),
        ({"url": "https://dx.doi.org/10.1103/PhysRevD.76.013009"}, ["10.1103/PhysRevD.76.013009"]),
        ({"DOI": "10.1000/182", "extra": "DOI: 10.1000/183"}, ["10.1000/182", "10.1000/183"]),
        ({"DOI": "10.1000/ABC", "url": "https://doi.org/10.1000/abc"}, ["10.1000/ABC"]),
        ({"DOI": "10.48550/arXiv.1706.03762"}, []),
        ({"DOI": "none"}, []),
        ({"DOI": None, "extra": 7}, []),
    ],
)
def test_dois(data: dict[str, object], values: list[str]) -> None:
    assert [found.value for found in dois(data)] == values
