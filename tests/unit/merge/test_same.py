"""Which entry is the same work: never Part I for Part II, never by an identifier alone, across forms of publication."""

from __future__ import annotations

import pytest
from unit.merge.bibs import entries

from bibtools.merge.same import Works, says_nothing, shares_identifier
from bibtools.model.match import Recommendation
from bibtools.model.reference import Reference

ACCEPT, REVIEW, REJECT = Recommendation.ACCEPT, Recommendation.REVIEW, Recommendation.REJECT
PEOPLE = "author = {Dove, Ceri and Quill, Ada}"
LANTERNS = f"title = {{Lanterns over silent harbours}}, {PEOPLE}"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        # preprint and published form, across types
        (
            f"@misc{{a, {LANTERNS}, year = 2019, eprint = {{1901.00001}}, archivePrefix = {{arXiv}}}}",
            f"@inproceedings{{b, {LANTERNS}, booktitle = {{Proc. Moon}}, year = 2020, doi = {{10.1000/moon.7}}}}",
            ACCEPT,
        ),
        # initials, accents, capitals, LaTeX
        (
            f"@misc{{a, {LANTERNS}}}",
            "@article{b, title = {{L}anterns Over {Silent} Harbours}, author = {C. Dove and A. Quill}, year = 2020}",
            ACCEPT,
        ),
        # one identifier, other titles
        (
            f"@misc{{a, {LANTERNS}, eprint = {{1901.00001}}, archivePrefix = {{arXiv}}}}",
            "@misc{b, title = {A theory of wet stones}, author = {Reed, Bo}, eprint = {1901.00001}, "
            "archivePrefix = {arXiv}}",
            REVIEW,
        ),
        # one title, other people
        (
            f"@misc{{a, {LANTERNS}}}",
            "@misc{b, title = {Lanterns over silent harbours}, author = {Reed, Bo and Sand, Cy}}",
            REVIEW,
        ),
        # parts, without and with identifiers
        (
            f"@article{{a, title = {{Gradient flows on moduli spaces, Part I: existence}}, {PEOPLE}}}",
            f"@article{{b, title = {{Gradient flows on moduli spaces, Part II: existence}}, {PEOPLE}}}",
            REVIEW,
        ),
        (
            f"@article{{a, title = {{Gradient flows on moduli spaces I}}, {PEOPLE}, doi = {{10.1000/1}}}}",
            f"@article{{b, title = {{Gradient flows on moduli spaces II}}, {PEOPLE}, doi = {{10.1000/2}}}}",
            REJECT,
        ),
        # nothing in common
        (f"@misc{{a, {LANTERNS}}}", "@misc{b, title = {A theory of wet stones}, author = {Reed, Bo}}", REJECT),
        # titles of one group's two works
        (
            f"@misc{{a, title = {{Measuring craters with lanterns at night}}, {PEOPLE}}}",
            f"@misc{{b, title = {{Measuring craters with ladders by day}}, {PEOPLE}}}",
            REJECT,
        ),
        # little, but all of it the same
        ("@misc{a, author = {Reed, Bo}, note = {in preparation}}", "@misc{b, author = {Reed, Bo}, "
         "note = {in preparation}}", ACCEPT),
    ],
)  # fmt: skip
def test_the_decision(theirs: str, ours: str, expected: Recommendation) -> None:
    held, asked = entries(theirs)[0], entries(ours)[0]
    works = Works([held])
    found = works.find(asked)
    assert found.recommendation is expected, found.why
    if expected is not REJECT:
        assert works.entry(found) is held
    assert works.judge(held, asked).recommendation is not ACCEPT or expected is ACCEPT


def test_a_wrong_identifier_does_not_lead_away_from_the_right_entry() -> None:
    right, wrong = entries(f"""
        @misc{{right, {LANTERNS}, year = 2019}}
        @misc{{wrong, title = {{A theory of wet stones}}, author = {{Reed, Bo}}, doi = {{10.1000/moon.7}}}}
        """)
    (asked,) = entries(f"@article{{x, {LANTERNS}, year = 2019, doi = {{10.1000/moon.7}}}}")
    works = Works([wrong, right])
    found = works.find(asked)
    assert works.entry(found) is right
    assert found.recommendation is REVIEW
    assert found.why == ("its identifier is that of another work, “A theory of wet stones”",)


def test_an_entry_is_not_a_candidate_for_itself() -> None:
    (one,) = entries(f"@misc{{a, {LANTERNS}}}")
    assert Works([one]).find(one, but=one).recommendation is REJECT
    assert list(Works([one]).resembling(one)) == []


def test_entries_may_be_added_later() -> None:
    one, asked = entries(f"@misc{{a, {LANTERNS}}} @misc{{b, {LANTERNS}, year = 2019}}")
    works = Works()
    assert works.entry(works.find(asked)) is None
    works.add(one)
    assert works.entry(works.find(asked)) is one


def test_the_same_doi_in_any_case_and_the_doi_of_an_eprint() -> None:
    doi, upper, eprint, other = entries("""
        @misc{a, doi = {10.48550/arXiv.1901.00001}}
        @misc{b, doi = {10.48550/ARXIV.1901.00001}}
        @misc{c, eprint = {1901.00001v3}, archivePrefix = {arXiv}}
        @book{d, isbn = {978-0-306-40615-7}}
        """)
    assert shares_identifier(doi.reference, upper.reference)
    assert shares_identifier(doi.reference, eprint.reference)
    assert not shares_identifier(other.reference, other.reference)  # an ISBN names more than one work


@pytest.mark.parametrize(("reference", "nothing"), [(Reference(), True), (Reference(volume="7"), False)])
def test_saying_nothing(reference: Reference, nothing: bool) -> None:
    assert says_nothing(reference) is nothing
