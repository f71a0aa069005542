"""What can be told apart in reference strings, and what must not be."""

from __future__ import annotations

import pytest

from bibtools.formats.seeds.citation import cited


def parts(text: str) -> tuple[str | None, str | None, str | None]:
    found = cited(text)
    spans = (found.people, found.title, found.year)
    return tuple(text[slice(*span)] if span else None for span in spans)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "people", "title", "year"),
    [
        ("J. Doe and A. Roe, Title of the thing, 2021.", "J. Doe and A. Roe", "Title of the thing", "2021"),
        (
            "A. Roe and C. Hu. A new proof of things. Ann. Math., pages 1–12, 2019.",
            "A. Roe and C. Hu",
            "A new proof of things",
            "2019",
        ),
        (
            "Ann Roe, Bob Poe, and Cy Coe. On graphs in winter. In GRAPHS, 2019.",
            "Ann Roe, Bob Poe, and Cy Coe",
            "On graphs in winter",
            "2019",
        ),
        (
            "Doe, J., & Roe, A. (2020). Sorting without fear. J. Order, 12(3), 45–67.",
            "Doe, J., & Roe, A.",
            "Sorting without fear",
            "2020",
        ),
        (
            "Doe, J., Roe, A.: Sorting without fear. In: Proc. of Order (2018)",
            "Doe, J., Roe, A.",
            "Sorting without fear",
            "2018",
        ),
        (
            "R. Roe, “Birds that sing at night,” IEEE Trans. Birds, vol. 3, 2018.",
            "R. Roe",
            "Birds that sing at night",
            "2018",
        ),
        ("R.~Roe, ``Birds that sing,'' IEEE Trans. Birds, 2018.", "R.~Roe", "Birds that sing", "2018"),
        (
            'Doe, V., Roe, K. (2006). Keys in a network of gates. Proc. SPIE, Volume 5840, "Gates and Fences", (2005).',
            "Doe, V., Roe, K.",
            "Keys in a network of gates",
            "2005",
        ),
        ("R. Roe, P. Poe, Reply to “Birds that sing: songs at night”, 2018.", "R. Roe, P. Poe", None, "2018"),
        ("R. Roe, Comment on “Birds that sing at night,” IEEE Trans. Birds, 2018.", "R. Roe", None, "2018"),
        (
            'Jane Doe. "Graphs and their colours." J. Graphs 12.3 (2021): 45-67.',
            "Jane Doe",
            "Graphs and their colours",
            "2021",
        ),
        ("A. Roe. Do birds sing at night? Journal of Birds, 2017.", "A. Roe", "Do birds sing at night?", "2017"),
        ("Ann Roe and Bob Poe. 2018. Learning to sing. In ICBIRDS.", "Ann Roe and Bob Poe", "Learning to sing", "2018"),
        (r"J.~Doe. \newblock On graphs. \newblock {\em J. Graphs} 3, 2019.", "J.~Doe", "On graphs", "2019"),
        ("A. Roe. Sorting without fear, December 2021. arXiv:2112.00001.", "A. Roe", "Sorting without fear", "2021"),
        # the title's end is open
        ("P. Poe, Phys. Rev. Lett. 105, 133202 (2010).", "P. Poe", None, "2010"),
        ("Q. Coe et al., Numbers, arXiv:2003.12345 [cs.LG].", "Q. Coe et al", None, None),
        ("Miguel, Y. 2019, MNRAS, 482, 2893", "Miguel, Y.", None, "2019"),
        ("J. Doe, J. A. M. Vermaseren and A. Roe, The loops, in QCD, Nucl. Phys. B 688 (2004) 101", None, None, "2004"),
        ("—. 2020, 898, 97", None, None, "2020"),
        ("The quick brown fox", None, None, None),
        ("", None, None, None),
    ],
)
def test_fields(text: str, people: str | None, title: str | None, year: str | None) -> None:
    found = parts(text)
    assert found[1:] == (title, year)
    if people is not None:
        assert found[0] == people


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("A. Roe, J. Order 12 (2020) 1950–1960.", "2020"),
        ("A. Roe, J. Order 12, pp. 1950-1960.", None),
        ("A. Roe, arXiv:1999.01234", None),
        ("A. Roe, J. Order 2010, 10.1000/2019.12", "2010"),
    ],
)
def test_years_are_no_pages_and_no_identifiers(text: str, year: str | None) -> None:
    assert parts(text)[2] == year
