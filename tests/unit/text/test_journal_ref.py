"""Publication lines as authors write them: what is read, what is left alone, and how sure that is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.text.journal_ref import FORMS, parse_journal_ref

ARTICLES = [
    ("Phys.Rev.D 60 (1999) 104029", ("Phys. Rev. D", "60", None, "104029", 1999)),
    ("Nature 410, 63-67 (2001)", ("Nature", "410", None, "63-67", 2001)),
    ("Astrophys.J.542:464-473,2000", ("Astrophys. J.", "542", None, "464-473", 2000)),
    ("Nucl. Phys. B812 (2009) 12-45", ("Nucl. Phys. B", "812", None, "12-45", 2009)),
    ("J.Phys.A42:465210,2009", ("J. Phys. A", "42", None, "465210", 2009)),
    ("J. Phys. A: Math. Theor. 42 (2009) 304019", ("J. Phys. A: Math. Theor.", "42", None, "304019", 2009)),
    ("Phys. Rev. B 80, 060501(R) (2009)", ("Phys. Rev. B", "80", None, "060501", 2009)),
    ("New J. Phys. 11 075009 (2009)", ("New J. Phys.", "11", None, "075009", 2009)),
    ("Astrophys.J.698:L174-L177,2009", ("Astrophys. J.", "698", None, "L174-L177", 2009)),
    ("JINST 4:P08004,2009", ("JINST", "4", None, "P08004", 2009)),
    ("2016 JINST 11 P09001", ("JINST", "11", None, "P09001", 2016)),
    # the volume is the month
    ("JHEP 0502:024,2005", ("JHEP", "02", None, "024", 2005)),
    ("JHEP05(2010)012", ("JHEP", "05", None, "012", 2010)),
    # issues
    ("Macromolecules, 2009, 42 (3), 732-736", ("Macromolecules", "42", "3", "732-736", 2009)),
    ("IEEE Trans. Info. Theory, 56(5):2516-2527, 2010", ("IEEE Trans. Info. Theory", "56", "5", "2516-2527", 2010)),
    ("Acta Mathematica 207, 1 (2011) 29-201", ("Acta Mathematica", "207", "1", "29-201", 2011)),
    ("Topology 44:3 (2005) 509-555", ("Topology", "44", "3", "509-555", 2005)),
    ("Arch. Math. (Basel) 91 (2008), no. 1, 1--11.", ("Arch. Math. (Basel)", "91", "1", "1-11", 2008)),
    ("Marketing Theory 5 (4) 2005, 363-396", ("Marketing Theory", "5", "4", "363-396", 2005)),
    # words before the numbers, in any order
    ("Braz. J. Phys. vol.39, n.2, pp. 326-330 (2009).", ("Braz. J. Phys.", "39", "2", "326-330", 2009)),
    ("Icarus, Volume 214, Issue 1, p. 161-178. (2011)", ("Icarus", "214", "1", "161-178", 2011)),
    ("Evolution v. 63, December 2009, pp.: 3076-3084", ("Evolution", "63", None, "3076-3084", 2009)),
    ("Studia Logica April 2013, Volume 101, Issue 2, pp 411-452", ("Studia Logica", "101", "2", "411-452", 2013)),
    (
        "Adv. High Energy Phys., vol. 2014, Article ID 717848, 2014",
        ("Adv. High Energy Phys.", "2014", None, "717848", 2014),
    ),
    # dates and counts of pages beside the year
    ("PLoS One. 2010 Dec 31;5(12):e15788", ("PLoS One.", "5", "12", "e15788", 2010)),
    (
        "The Astrophysical Journal, 767:168 (18pp), 2013 April 20",
        ("The Astrophysical Journal", "767", None, "168", 2013),
    ),
    ("Phys. Rev. A 86, 042308 (2012) [12 pages]", ("Phys. Rev. A", "86", None, "042308", 2012)),
    # an identifier behind it, LaTeX inside, a dash of another kind
    ("Phys. Rev. D80 (2009) 044047 [arXiv:0901.1234]", ("Phys. Rev. D", "80", None, "044047", 2009)),
    ("Physica A 389 (2010) 179-186, doi:10.1016/j.physa.2009.08.036", ("Physica A", "389", None, "179-186", 2010)),
    (r"M\"unster J. Math. {\bf 7} (2014) 115--134", ("Münster J. Math.", "7", None, "115-134", 2014)),
    (
        "Journal of Functional Analysis 251 (2007) 325–345",
        ("Journal of Functional Analysis", "251", None, "325-345", 2007),
    ),
    # serials with proceedings in their names
    (
        "Proc. Natl. Acad. Sci. USA 106, 6483-6488 (2009)",
        ("Proc. Natl. Acad. Sci. USA", "106", None, "6483-6488", 2009),
    ),
    ("IEEE Micro 30 (2010) 5-9", ("IEEE Micro", "30", None, "5-9", 2010)),
    ("J. Phys.: Conf. Ser. 342 012009 (2012)", ("J. Phys.: Conf. Ser.", "342", None, "012009", 2012)),
    ("AIP Conf.Proc.1111:528-531,2009", ("AIP Conf. Proc.", "1111", None, "528-531", 2009)),
]


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_an_article(text: str, expected: tuple[object, ...]) -> None:
    found = parse_journal_ref(text)
    assert found is not None
    assert (found.container_title, found.volume, found.issue, found.page, found.year) == expected
    assert found.type == "article-journal"
    assert found.confidence >= 0.9
    assert found.also == ()


NIPS = "Advances in Neural Information Processing Systems"
ICML = "Proceedings of the 35th International Conference on Machine Learning"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NIPS} 30 (2017) 5998-6008", (NIPS, None, "30", "5998-6008", 2017)),
        (f"{ICML}, PMLR 80:1861-1870, 2018", (ICML, "PMLR", "80", "1861-1870", 2018)),
        ("Proc. of the 35th ICML, PMLR 80:1861-1870, 2018",
         ("Proc. of the 35th ICML", "PMLR", "80", "1861-1870", 2018)),
        ("Proc. 43rd Intl. Conf. on Machine Learning (ICML 2026), PMLR 306",
         ("Proc. 43rd Intl. Conf. on Machine Learning (ICML 2026)", "PMLR", "306", None, 2026)),
        (f"{NIPS} 33 (NeurIPS 2020)", (NIPS, None, "33", None, 2020)),
        ("In IJCAI, pages 898-905, 2020", ("IJCAI", None, None, "898-905", 2020)),
        ("Proceedings of the AAAI Conference on Artificial Intelligence, 39(14), 14930-14939. 2025",
         ("Proceedings of the AAAI Conference on Artificial Intelligence", None, "39", "14930-14939", 2025)),
    ],
)  # fmt: skip
def test_a_paper_of_proceedings(text: str, expected: tuple[object, ...]) -> None:
    found = parse_journal_ref(text)
    assert found is not None
    assert (found.container_title, found.collection_title, found.volume, found.page, found.year) == expected
    assert found.type == "paper-conference"
    assert found.confidence >= 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In ICLR 2019", "ICLR"),
        ("ICLR 2025 (Oral)", "ICLR"),
        ("AAAI-2019", "AAAI"),
        ("Published at NeurIPS2022", "NeurIPS"),
        ("Published in the Thirteenth International Conference on Learning Representations (ICLR 2025)",
         "Thirteenth International Conference on Learning Representations (ICLR 2025)"),
        ("ICLR 2022 Workshop on Geometrical and Topological Representation Learning",
         "ICLR 2022 Workshop on Geometrical and Topological Representation Learning"),
    ],
)  # fmt: skip
def test_a_meeting_alone(text: str, name: str) -> None:
    found = parse_journal_ref(text)
    assert found is not None
    assert (found.container_title, found.type) == (name, "paper-conference")
    assert found.year in (2019, 2022, 2025)


def test_an_erratum_is_no_second_publication() -> None:
    found = parse_journal_ref("Phys.Rev.Lett.82:900-903,1999; Erratum-ibid.83:3972,1999")
    assert found is not None
    assert (found.volume, found.page, found.also) == ("82", "900-903", ("Erratum-ibid.83:3972,1999",))
    assert found.confidence >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        # two publications, and one beside its translation
        "Class.Quant.Grav.25:114032,2008; J.Phys.Conf.Ser.122:012003,2008",
        "Theor.Math.Phys.95:568-570,1993; Teor.Mat.Fiz.95:276-279,1993",
        # people or a title before the name
        "Wei Kang Lim and Alan R. Denton, J. Chem. Phys. 141, 114909 (2014)",
        "Advances in Pre-trained Models for Text: A Systematic Review. ACM Trans. Intell. Syst. 16, 124 (2025)",
        "in Zinc Oxide and Related Materials, edited by S. Durbin (2010) 12-14",
        # a place, an ISSN and a stopgap where pages stand
        "8th IEEE Int. Conf. on Emerging Technologies, Juan les Pins : France (2001)",
        "Transactions on Machine Learning Research, 2835-8856, 2024",
        "IEEE Control Systems Letters, pp. 1-1, June 2025",
        # a number that may be anything, a series alone, neither a journal's name nor a meeting's
        "31st International Joint Conference on Artificial Intelligence. (2022) 700",
        "PMLR 80:1861-1870, 2018",
        "TVCG 2025",
        # the meeting in the volume's place
        "PoS LAT2005:276,2006",
        # numbers that can be read in two ways, or not at all
        "J. Imaginary Res. 25, 1985, 2010",
        "Fibonacci Quart. 54, 2016, no. 4, pp 291 to 295",
        "2012hell.conf...28K",
        "Nature",
        "Journal of Examples 12",
    ],
)
def test_what_is_not_surely_read(text: str) -> None:
    found = parse_journal_ref(text)
    assert found is None or found.confidence < 0.9


@pytest.mark.parametrize(
    "text",
    ["", "   ", ";", "to appear in Annals of Mathematics", "Submitted to Phys. Rev. D", "accepted by ApJ, 2009",
     "Energy and Fuels (2007) sous presse", "https://openreview.net/forum?id=abc", "12, 34 (2009)"],
)  # fmt: skip
def test_what_names_no_publication(text: str) -> None:
    assert parse_journal_ref(text) is None


def test_each_form_is_listed_once() -> None:
    assert len({form.roles for form in FORMS}) == len(FORMS)
    assert all(0 < form.confidence <= 1 for form in FORMS)


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    found = parse_journal_ref(text)
    assert found is None or 0 <= found.confidence <= 1


NUMBERS = st.integers(1, 999).map(str)


@given(NUMBERS, st.integers(10_000, 99_999).map(str), st.integers(1950, 2030), st.sampled_from(
    ["{j} {v} ({y}) {p}", "{j} {v}, {p} ({y})", "{j}{v}:{p},{y}", "{j}, vol. {v}, p. {p}, {y}", "{j} {y}, {v}, {p}"]
))  # fmt: skip
def test_every_order_gives_the_same(volume: str, page: str, year: int, form: str) -> None:
    found = parse_journal_ref(form.format(j="Phys. Rev. Examples", v=volume, p=page, y=year))
    assert found is not None
    assert (found.container_title, found.volume, found.page, found.year) == ("Phys. Rev. Examples", volume, page, year)


def test_no_text_takes_long() -> None:
    assert parse_journal_ref("[" * 1_000_000) is None
