"""Names in every order and lists of names in every style."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.model.name import OTHERS, Name
from bibtools.text.author_lists import read_with_care
from bibtools.text.fold import fold
from bibtools.text.latex import to_unicode
from bibtools.text.names import initials, parse_author_list, parse_bibtex_names, parse_family_given_run, parse_name


def shown(names: tuple[Name, ...] | None) -> str | None:
    """`particle|family|given|suffix` or `=literal`, joined by semicolons."""
    if names is None:
        return None
    return "; ".join(
        f"={n.literal}" if n.literal else "|".join(part or "" for part in (n.particle, n.family, n.given, n.suffix))
        for n in names
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Donald E. Knuth", "|Knuth|Donald E.|"),
        ("Knuth, Donald~E.", "|Knuth|Donald E.|"),
        ("Charles Louis de la Vall{\\'e}e Poussin", "de la|Vallée Poussin|Charles Louis|"),
        ("de la Fontaine, Jean", "de la|Fontaine|Jean|"),
        ("De La Fontaine, Jean", "|De La Fontaine|Jean|"),
        ("jean de la fontaine", "jean de la|fontaine||"),
        ("King, Jr., Martin Luther", "|King|Martin Luther|Jr."),
        ("John Smith Jr.", "|Smith|John|Jr."),
        ("{Barnes and Noble, Inc.}", "=Barnes and Noble, Inc."),
        ("{{ATLAS Collaboration}}", "=ATLAS Collaboration"),
        ("ATLAS Collaboration and Roe, A.", "=ATLAS Collaboration; |Roe|A.|"),
        ("{NVIDIA and Partners} and Roe, A.", "=NVIDIA and Partners; |Roe|A.|"),
        ("Roe, A. and others", "|Roe|A.|; =others"),
        ("Roe, A. AND Poe, B.", "|Roe|A.|; |Poe|B.|"),
        ("Roe, A. and\n   Poe, B.", "|Roe|A.|; |Poe|B.|"),
        ("{\\'E}douard Masterly", "|Masterly|Édouard|"),
        ("{\\relax Ch}arles Darwin", "|Darwin|Charles|"),
        ("Jean {\\'e}tienne Dupont", "étienne|Dupont|Jean|"),
        ("{van der Waals}, Johannes", "|van der Waals|Johannes|"),
        ("{\\O}rsted, H. C.", "|Ørsted|H. C.|"),
        ("D.E. Knuth", "|Knuth|D. E.|"),
        ("Anderson, and Candy", "|Anderson||; |Candy||"),
        ("Aristotle", "|Aristotle||"),
        ("王小明 and 李 雷", "|王|小明|; |李|雷|"),
        ("Roe, A.,", "|Roe|A.|"),
        ("and and", ""),
        ("Roe~and~Poe", "|Roe||; |Poe||"),
        ("Sand, Andy {and} Band", "|Sand|Andy and Band|"),
        ("R{\\o}e\\ and Co. and Poe, B.", "|Co.|Røe and|; |Poe|B.|"),
        ("Ann\u2009Roe and Poe", "|Roe|Ann|; |Poe||"),
        ("", ""),
    ],
)
def test_bibtex_names(text: str, expected: str) -> None:
    assert shown(parse_bibtex_names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ludwig van Beethoven", "van|Beethoven|Ludwig|"),
        ("van Beethoven, Ludwig", "van|Beethoven|Ludwig|"),
        ("Waals, Johannes van der", "van der|Waals|Johannes|"),
        ("Chris G. Van de Walle", "|Van de Walle|Chris G.|"),
        ("Jan De Boer", "|De Boer|Jan|"),
        ("Valles, James M., Jr.", "|Valles|James M.|Jr."),
        ("James M. Valles Jr.", "|Valles|James M.|Jr."),
        ("James M. Valles, III", "|Valles|James M.|III"),
        ("Nguyen Thi Vi", "|Vi|Nguyen Thi|"),
        ("J.R.R. Tolkien", "|Tolkien|J. R. R.|"),
        ("C. d'Ascoli", "|d'Ascoli|C.|"),
        ("The Pierre Auger Collaboration", "=The Pierre Auger Collaboration"),
        ("{OpenAI and friends}", "=OpenAI and friends"),
        ("诸葛亮", "|诸葛|亮|"),
        ("山田 太郎", "|山田|太郎|"),
        ("김철수", "|김|철수|"),
        ("Plato", "|Plato||"),
        ("et al.", "=others"),
    ],
)
def test_one_name(text: str, expected: str) -> None:
    assert shown((parse_name(text),)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. Roe, B. Poe and C. Doe", "|Roe|A.|; |Poe|B.|; |Doe|C.|"),
        ("Anna Roe, Ben Poe", "|Roe|Anna|; |Poe|Ben|"),
        ("A. Roe (1 and 2), B. Poe (2) ((1) Univ. of X, Y, (2) Z)", "|Roe|A.|; |Poe|B.|"),
        (r"C. Bal\'azs, E. L. Berger, C.-P. Yuan", "|Balázs|C.|; |Berger|E. L.|; |Yuan|C.-P.|"),
        ("J. Valles, Jr., A. Roe", "|Valles|J.|Jr.; |Roe|A.|"),
        ("A. Roe, for the CDF Collaboration", "|Roe|A.|; =CDF Collaboration"),
        ("A. Roe on behalf of the LHCb Collaboration", "|Roe|A.|; =LHCb Collaboration"),
        ("A. Roe, for the CDF and D0 Collaborations", "|Roe|A.|; =CDF; =D0 Collaborations"),
        ("ATLAS Collaboration: G. Aad, B. Abbott", "=ATLAS Collaboration; |Aad|G.|; |Abbott|B.|"),
        ("The BABAR Collaboration, B. Aubert, et al", "=BABAR Collaboration; |Aubert|B.|; =others"),
        ("Belle Collaboration, K. Abe", "=Belle Collaboration; |Abe|K.|"),
        ("Roe, A., Poe, B. C., & Doe, D.", "|Roe|A.|; |Poe|B. C.|; |Doe|D.|"),
        ("Roe, A., Poe, B., et al.", "|Roe|A.|; |Poe|B.|; =others"),
        ("Roe A, Poe BC", "|Roe|A|; |Poe|BC|"),
        ("Roe A., Poe B.C.", "|Roe|A.|; |Poe|B. C.|"),
        ("Roe, Anna; Poe, Ben", "|Roe|Anna|; |Poe|Ben|"),
        ("Roe, Anna and Poe, Ben", "|Roe|Anna|; |Poe|Ben|"),
        ("Roe, Anna, Ben Poe, and Carl Doe", "|Roe|Anna|; |Poe|Ben|; |Doe|Carl|"),
        ("Roe, Anna", "|Roe|Anna|"),
        ("Roe and Poe", "|Roe||; |Poe||"),
        ("Roe & Poe", "|Roe||; |Poe||"),
        ("Rachel Karpman, Yi Su", "|Karpman|Rachel|; |Su|Yi|"),
        ("A. Roe et al.", "|Roe|A.|; =others"),
        ("王小明, 李雷", "|王|小明|; |李|雷|"),
        ("", ""),
    ],
)
def test_author_lists(text: str, expected: str) -> None:
    assert shown(parse_author_list(text)) == expected


NAMES = [
    "Roe",
    "Anna",
    "A.",
    "J.-P.",
    "-B.",
    "Yu.",
    "O'Neil",
    "J.R.Doe",
    "DeVille",
    "É.",
    "Łukasz",
    "ﬁ",
    "e\u0301",
    "王小明",
]
PARTS = [
    "van",
    "der",
    "De",
    "St.",
    "Al",
    "y",
    "Jr.",
    "Jr",
    "III",
    "Ph.D",
    "Md.",
    "AB",
    "(1)",
    ":",
    ";",
    "&",
    '""',
    "--",
]
WORDS = ["others", "et", "al.", "and", "And", "The", "the", "on", "for", "Team", "CDF", "Collaboration", "Group's"]
DIVIDERS = (" ", ", ", " and ", ", and ", "\n", ",", "  ")


@given(st.lists(st.tuples(st.sampled_from(NAMES + PARTS + WORDS), st.sampled_from(DIVIDERS)), max_size=9))
def test_plain_lists_are_read_as_with_care(parts: list[tuple[str, str]]) -> None:
    text = "".join(part for pair in parts for part in pair)
    assert parse_author_list(text) == read_with_care(to_unicode(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ding, Zijun, Xiong, Mingdie", "|Ding|Zijun|; |Xiong|Mingdie|"),
        ("Zhu, Congcong", "|Zhu|Congcong|"),
        ("Roe, A., Poe, B., et al.", "|Roe|A.|; |Poe|B.|; =others"),
        ("van der Waals, J. D., Roe, Anna Maria", "van der|Waals|J. D.|; |Roe|Anna Maria|"),
        ("King, Martin Luther, Jr., Roe, Anna", "|King|Martin Luther|Jr.; |Roe|Anna|"),
        ("Zijun Ding, Mingdie Xiong", None),
        ("Ding, Zijun, Xiong", None),
        ("Learning to see, hear, and speak", None),
        ("Attention, please: a survey", None),
        ("Reinforcement Unlearning", None),
        ("11 pages, 4 figures", None),
        ("", None),
    ],
)
def test_runs(text: str, expected: str | None) -> None:
    assert shown(parse_family_given_run(text)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("Jean-Paul É.", "jpe"), ("J.-P.", "jp"), ("JP", "jp"), ("Yi", "y"), ("", ""), (None, ""), ("小明", "小明")],
)
def test_initials(given: str | None, expected: str) -> None:
    assert initials(given) == expected


def test_agrees_with_arxiv(shared: Path) -> None:
    """Against the names that arXiv's own metadata parsed. Particles may stand with either part of the name."""
    import io

    import orjson
    import zstandard

    right = total = 0
    with (shared / "data" / "arxiv-sample.jsonl.zst").open("rb") as file:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8"):
            record = orjson.loads(line)
            if not record["authors"] or not record["authors_parsed"]:
                continue
            ours = [sorted(words_of(n)) for n in parse_author_list(record["authors"]) if n is not OTHERS]
            theirs = [sorted(fold(" ".join(parts[:3])).split()) for parts in record["authors_parsed"]]
            total += max(len(ours), len(theirs))
            right += sum(one in theirs for one in ours)
    assert total > 30_000
    assert right / total >= 0.99


def words_of(name: Name) -> list[str]:
    if name.literal:
        return fold(name.literal).split()
    return fold(" ".join(filter(None, (name.particle, name.family, name.given, name.suffix)))).split()
