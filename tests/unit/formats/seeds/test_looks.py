"""What single lines look like."""

from __future__ import annotations

import pytest

from bibtools.formats.seeds import people, remarks, strings
from bibtools.formats.seeds.looks import LONGEST, look, only_ids

ABSTRACT = "We study the colour of graphs. It is shown that each planar graph has a colouring with few colours."


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Attention Is All You Need", "title"),
        ("Why Do Birds Sing?", "title"),
        ("p-adic Numbers and the Like", "title"),
        ("Black Holes, Strings, and Quantum Gravity", "title"),
        ("Learning to Accept Submitted Papers", "title"),
        ("In-Context Learning of Everything", "title"),
        ("In the Era of Large Models", "title"),
        ("Über die Farben der Graphen", "title"),
        ("A " + "very " * 25 + "long title about the colours of graphs", "title"),
        (ABSTRACT, "abstract"),
        ("We prove that every tree has a leaf.", "abstract"),
        ("In this paper we give a short survey of trees.", "abstract"),
        ("This paper concerns itself with trees.", "abstract"),
        ("Abstract:" + ABSTRACT, "abstract"),
        ("Abstract—" + ABSTRACT, "abstract"),
        ("**Abstract:** " + ABSTRACT, "abstract"),
        ("Ding, Zijun, Xiong, Mingdie, Zhu, Congcong, Chen, Jingrun", "authors"),
        ("Knuth, Donald E.", "authors"),
        ("Zhu, Congcong", "authors"),
        ("Jane Doe, Richard Roe and Peter Poe", "authors"),
        ("J. Doe, A.-B. Roe, C. van der Berg", "authors"),
        ("王小明, 李雷", "authors"),
        ("Nguyễn, Văn An, Ó Briain, Seán, O'Neil, Kate", "authors"),
        ("ATLAS Collaboration, J. Doe", "authors"),
        ("11 pages, 4 figures", "comment"),
        ("LaTeX, 8 pp., no figures", "comment"),
        ("Accepted by LREC-COLING-2024", "comment"),
        ("This paper was accepted by AAAI 2024", "comment"),
        ("To appear in the Journal of Order", "comment"),
        ("Code is available at https://example.org/x", "comment"),
        ("9 pages, 5 figures. Code is avalable at https://example.org/x", "comment"),
        ("v2: typos corrected, references added", "comment"),
        ("ICML 2024 (spotlight)", "comment"),
        ("CVPR'23 workshop", "comment"),
        ("arXiv:2403.14987", "id"),
        ("arXiv:2403.14987v2 [cs.CV]", "id"),
        ("arXiv:2403.14987  [pdf, other]  cs.CV cs.LG", "id"),
        ("arXiv:2403.14987 - doi: 10.1000/182", "id"),
        ("2403.14987", "id"),
        ("hep-th/9901001", "id"),
        ("https://arxiv.org/pdf/2403.14987v1.pdf", "id"),
        ("doi:10.1000/182", "id"),
        ("DOI: none", "title"),
        ("Created: 2024-03-22", "date"),
        ("Updated: 2024-03-22", "updated"),
        ("Submitted 3 May, 2021; originally announced May 2021.", "date"),
        ("22 March 2024", "date"),
        ("March 2024", "date"),
        ("Title: Graphs", "title"),
        ("Authors: Somebody", "authors"),
        ("Journal-ref: J. Graphs 3 (2020) 12", "journal"),
        ("Subjects: Machine Learning (cs.LG)", "categories"),
        ("Journal of Graphs 12 (3), 45-67, 2021", "journal"),
        ("J. Doe and A. Roe. Trees in winter. Journal of Trees, 12:1-9, 2019.", "reference"),
        ("Doe, J., & Roe, A. (2020). Sorting. Journal of Order, 12(3), 45–67.", "reference"),
        ("Attention is all you need. Vaswani et al.", "reference"),
        ("Trees in winter. By J. Doe and A. Roe.", "reference"),
        ("We extend the colouring of trees. This improves work of Roe et al.", "abstract"),
        ("Jane Doe, Ann Roe: Trees in winter. Garden Journal 3(1), 2019", "reference"),
        ("Roe K, Poe AB, van der Loe C. Trees in winter. Garden J. 2019", "reference"),
        (r"Ann Roe and Bob Poe, ``Trees in winter,'' \href{https://arxiv.org/abs/2208.11148}{arXiv}", "reference"),
        ("Save Cite Cited by 12 Related articles All 3 versions", "furniture"),
        ("arXiv 2019", "journal"),
        ("Publications of Vanessa Doe-Roe", "heading"),
        ("Publications of the Institute", "title"),
        ("To: Jane Roe <jane@example.org>", "furniture"),
        ("# Reading list", "heading"),
        ("References", "heading"),
        ("Selected publications", "heading"),
        ("2021", "heading"),
        ("Papers I should read:", "heading"),
        ("-----", "separator"),
        ("* * *", "separator"),
        (r"\\", "separator"),
        ("|---|:--:|", "separator"),
        ("Showing 1–50 of 321 results", "furniture"),
        ("[pdf] [bibtex]", "furniture"),
        ("x" * (LONGEST + 1), "overlong"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert look(text).role == role


def test_a_mark_makes_headings_entries() -> None:
    assert look("References").role == "heading"
    assert look("References", "- ").role != "heading"


def test_a_label_says_the_role_whatever_follows() -> None:
    found = look("Title: Doe, Jane, Roe, Richard")
    assert (found.role, found.labelled, found.value) == ("title", True, 7)


@pytest.mark.parametrize(
    "text",
    [
        "See arXiv:2403.14987 for a proof",
        "Graphs 2403.14987",
        "pages 12-45",
        "2021",
        "",
        "arXiv:2413.99999",
        "x" * 2000,
    ],
)
def test_what_is_more_or_less_than_identifiers(text: str) -> None:
    assert only_ids(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Deep Learning, Neural Networks, and Birds",
        "Attention Is All You Need",
        "A Note on Trees",
        "Is Sorting Without Fear Possible?",
        "Learning",
        "Graphs, 2021, Trees",
        "",
    ],
)
def test_what_is_no_people(text: str) -> None:
    assert people.likeness(text) == 0.0


def test_one_odd_name_makes_no_title_of_a_long_list() -> None:
    assert people.likeness("J. Doe, A. Roe, P. Poe, C. Coe, Hui zhang, B. Boe") > 0.8


def test_remarks_and_strings_leave_prose_alone() -> None:
    assert remarks.likeness(ABSTRACT) == 0.0
    assert strings.likeness(ABSTRACT) == 0.0
    assert remarks.likeness("In this paper, we accept that 4 tables have 11 pages. " * 40) == 0.0
