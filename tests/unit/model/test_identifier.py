"""One string that is an identifier, in all its spellings."""

from __future__ import annotations

import pytest

from bibtools.model.identifier import ARCHIVES, Identifier, arxiv_doi, arxiv_from_doi, parse_identifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", "arxiv:1706.03762"),
        ("1706.03762v12", "arxiv:1706.03762v12"),
        ("arXiv:1706.03762 [cs.CL]", "arxiv:1706.03762"),
        ("arXiv.1706.03762", "arxiv:1706.03762"),
        ("ARXIV: 1706.03762", "arxiv:1706.03762"),
        ("oai:arXiv.org:1706.03762", "arxiv:1706.03762"),
        ("https://arxiv.org/abs/1706.03762?context=cs", "arxiv:1706.03762"),
        ("<https://export.arxiv.org/abs/1706.03762v1>", "arxiv:1706.03762v1"),
        ("http://arxiv.org/pdf/hep-th/9901001v3.pdf", "arxiv:hep-th/9901001v3"),
        ("https://arxiv.org/html/2401.00001v2", "arxiv:2401.00001v2"),
        ("HEP-TH/9901001", "arxiv:hep-th/9901001"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("1412.6980", "arxiv:1412.6980"),
        ("0704.0001", "arxiv:0704.0001"),
        ("math-ph/0703087", "arxiv:math-ph/0703087"),
        ("1706.03762v5.pdf", "arxiv:1706.03762v5"),
        ("10.48550/ARXIV.1706.03762", "arxiv:1706.03762"),
        ("https://doi.org/10.48550/arXiv.math/0309136", "arxiv:math/0309136"),
        ("10.1103/PhysRevD.76.013009", "doi:10.1103/PhysRevD.76.013009"),
        ("DOI: 10.1000/182.", "doi:10.1000/182"),
        ("info:doi/10.1000/182", "doi:10.1000/182"),
        ("https://doi.org/10.1000%2F182", None),
        ("https://doi.org/10.1000/a%28b%29", "doi:10.1000/a(b)"),
        ("ISBN 0-306-40615-2", "isbn:9780306406157"),
        ("ISBN-13: 978 0 306 40615 7", "isbn:9780306406157"),
        ("080442957X", None),
        ("ISBN 080442957X", "isbn:9780804429573"),
        ("ISSN 2049-3630", "issn:2049-3630"),
        ("ISSN 2049-3631", None),
        ("PMID 12345678", "pmid:12345678"),
        ("PMC1234567", "pmcid:PMC1234567"),
        ("PMC1348748", "pmcid:PMC1348748"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "pmcid:PMC1234567"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"),
        ("0306406152", None),
        ("12345678", None),
        ("1713.03762", None),
        ("1501.0001", None),
        ("1412.00001", None),
        ("0703.0001", None),
        ("1706.00000", None),
        ("1706.03762v0", None),
        ("arXiv:1706.03762 and more", None),
        ("math/0704001", None),
        ("math/9106001", None),
        ("stat/0309136", None),
        ("hello", None),
        ("", None),
    ],
)
def test_parsing(text: str, expected: str | None) -> None:
    found = parse_identifier(text)
    assert (found and f"{found.scheme}:{found.versioned()}") == expected


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_old_archive(archive: str) -> None:
    assert parse_identifier(f"arXiv:{archive}/9901001") == Identifier("arxiv", f"{archive}/9901001")


def test_a_doi_compares_without_case_and_keeps_it() -> None:
    one, other = Identifier("doi", "10.1103/PhysRevD.76"), Identifier("doi", "10.1103/PHYSREVD.76")
    assert one == other
    assert len({one, other}) == 1
    assert one.value == "10.1103/PhysRevD.76"


def test_versions_make_a_difference() -> None:
    assert Identifier("arxiv", "1706.03762", 1) != Identifier("arxiv", "1706.03762", 2)
    assert Identifier("arxiv", "1706.03762", 1).unversioned() == Identifier("arxiv", "1706.03762")


def test_arxiv_dois() -> None:
    old = Identifier("arxiv", "hep-th/9901001", 2)
    assert arxiv_doi(old) == Identifier("doi", "10.48550/arXiv.hep-th/9901001")
    assert arxiv_from_doi(arxiv_doi(old)) == old.unversioned()
    assert arxiv_from_doi(Identifier("doi", "10.48550/arXiv.nonsense")) is None
    assert arxiv_from_doi(Identifier("doi", "10.1000/182")) is None
    with pytest.raises(ValueError, match="not an arXiv identifier"):
        arxiv_doi(Identifier("doi", "10.1000/182"))
