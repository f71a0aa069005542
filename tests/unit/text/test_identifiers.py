"""Identifiers in running text: found where something says so, and nowhere else."""

from __future__ import annotations

import pytest

from bibtools.text.identifiers import find_identifiers


def stated(text: str) -> list[tuple[str, str]]:
    return [(found.identifier.versioned(), text[found.start : found.end]) for found in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arXiv:1706.03762v5 [cs.CL], 1810.04805 and 2005.14165", ["1706.03762v5", "1810.04805", "2005.14165"]),
        ("(see https://arxiv.org/abs/1706.03762).", ["1706.03762"]),
        ("CoRR, abs/1706.03762, 2017", ["1706.03762"]),
        ("CoRR abs/1706.03762 (2017)", ["1706.03762"]),
        ("ArXiv preprint abs/1706.03762", ["1706.03762"]),
        ("arXiv preprint arXiv:1706.03762, 2017.", ["1706.03762"]),
        ("arXiv e-prints, page arXiv:1706.03762", ["1706.03762"]),
        ("arXiv (2017), 1706.03762", ["1706.03762"]),
        ("eprint = {1706.03762}, archivePrefix", ["1706.03762"]),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", ["1706.03762"]),
        ("https://www.alphaxiv.org/abs/1706.03762v2", ["1706.03762v2"]),
        ("https://huggingface.co/papers/1706.03762", ["1706.03762"]),
        ("https://scirate.com/arxiv/1706.03762", ["1706.03762"]),
        ("https://www.semanticscholar.org/arxiv/1706.03762", ["1706.03762"]),
        ("https://api.semanticscholar.org/arXiv:1706.03762", ["1706.03762"]),
        ("http://xxx.lanl.gov/ps/hep-th/9901001", ["hep-th/9901001"]),
        ("hep-th/9901001; hep-ph/0101001v2", ["hep-th/9901001", "hep-ph/0101001v2"]),
        ("math.GT/0309136 and cond-mat.str-el/0701123", ["math/0309136", "cond-mat/0701123"]),
        ("solv-int/9506002 q-alg/9501001 supr-con/9505002", ["solv-int/9506002", "q-alg/9501001", "supr-con/9505002"]),
        ("arXiv:1706.\n03762", ["1706.03762"]),
        ("arXiv:1706.0376\n2 is", ["1706.03762"]),
        ("arXiv:\n1706.03762", ["1706.03762"]),
        ("hep-\nth/9901001", ["hep-th/9901001"]),
        ("hep–th/9901001", ["hep-th/9901001"]),
        ("arXiv:0704.0001\n2 pages", ["0704.0001"]),
        ("attention_1706.03762v2.pdf", ["1706.03762v2"]),
        ("papers/1706.03762.pdf", ["1706.03762"]),
        ("hep-th9901001.pdf", ["hep-th/9901001"]),
        ("2017arXiv170603762V, 2008arXiv0801.1234S", ["1706.03762", "0801.1234"]),
        ("10.48550/arXiv.1706.03762", ["1706.03762"]),
        ("https://doi.org/10.48550/arXiv.hep-th/9901001", ["hep-th/9901001"]),
        ("1706.03762 [cs.CL]", ["1706.03762"]),
        (" * 1706.03762\n", ["1706.03762"]),
        (r"\href{https://arxiv.org/abs/1706.03762}{arXiv:1706.03762}", ["1706.03762", "1706.03762"]),
        ("arXiv:2403.14987 - doi: 10.1109/x.2024.1", ["2403.14987", "10.1109/x.2024.1"]),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert [identifier for identifier, _ in stated(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "pages 1706.03762 to 1706.03790",
        "call 1706.03762 or 1706 03762",
        "In 1998.12345 volts",
        "Journal of X, 2017, 1706.03762",
        "value 0704.0001 m",
        "arXiv:1713.03762",
        "arXiv:1501.0001",
        "arXiv:1412.00001",
        "arXiv:0703.0001",
        "math/0704001",
        "math/0309000",
        "foo/0309136",
        "ISBN 978-0-306-40615-8",
        "ISSN 0028-0837",
        "",
        "no digits",
    ],
)
def test_nothing_there(text: str) -> None:
    assert find_identifiers(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1016/j.x.1706.03762, p. 3", ["10.1016/j.x.1706.03762"]),
        ("10.1234/2017.1706.03762v2.pdf", ["10.1234/2017.1706.03762v2"]),
        ("ISBN 978-0-306-40615-7", ["9780306406157"]),
        ("ISBN-10: 0-306-40615-2 (pbk)", ["9780306406157"]),
        ("PMID: 12345678; PMC1234567", ["12345678", "PMC1234567"]),
        ("ISSN 0028-0836", ["0028-0836"]),
        ("<a href='https://doi.org/10.1000/182'>10.1000/182</a>", ["10.1000/182", "10.1000/182"]),
        ("10.1000/182,10.1000/183;10.1000/184.", ["10.1000/182", "10.1000/183", "10.1000/184"]),
        ("(10.1016/S0370-2693(98)00377-5)", ["10.1016/S0370-2693(98)00377-5"]),
        (r"10.1007/978-3-319\_5", ["10.1007/978-3-319_5"]),
        (
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            ["10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"],
        ),
        ("https://onlinelibrary.wiley.com/doi/10.1002/abc.1/abstract", ["10.1002/abc.1"]),
        ("https://dl.acm.org/doi/pdf/10.1145/1.2?download=true", ["10.1145/1.2"]),
    ],
)
def test_other_schemes(text: str, expected: list[str]) -> None:
    assert [identifier for identifier, _ in stated(text)] == expected


def test_spans_cover_what_states_the_identifier() -> None:
    assert stated("See arXiv:1706.03762v5 [cs.CL], or doi:10.1000/182.") == [
        ("1706.03762v5", "arXiv:1706.03762v5 [cs.CL]"),
        ("10.1000/182", "doi:10.1000/182"),
    ]


@pytest.mark.parametrize(
    "unit", ["a", "a.", "https://a/", "arxiv ", "1706.", "10.1000/", "hep-\n", "isbn 1 ", "1 ", "v"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    find_identifiers("1706.03762 " + unit * (200_000 // len(unit)))
