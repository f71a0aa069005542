"""Verdicts: what each source says beside what is made of it."""

from __future__ import annotations

import pytest

from bibtools.merge.verdict import Said, Verdict, verify
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import EarlierTitle, Reference

DOE = Name("Doe", "Jane")
STATED = Reference(
    type="article-journal",
    title="Counting Sheep",
    author=(DOE,),
    issued=PartialDate(2020),
    container_title="Journal of Meadows",
    volume="7",
)
PREPRINT = Reference(
    type="article",
    title="Counting Sheep",
    author=(DOE,),
    issued=PartialDate(2018, 3, 1),
    ids=(Identifier("arxiv", "1803.00001"),),
)


def entry(reference: Reference = STATED) -> Entry:
    return Entry("doe", reference, Origin("refs.bib"))


def changed(**fields: object) -> Reference:
    from dataclasses import replace

    return replace(STATED, **fields)  # type: ignore[arg-type]


def test_a_source_that_has_it_verifies_it() -> None:
    found = verify(entry(), [Said("crossref", same=(STATED,)), Said("dblp")])
    assert (found.verdict, found.sources, found.mismatches) == (Verdict.VERIFIED, ("crossref",), ())


def test_a_preprint_says_nothing_about_the_year_and_venue_of_the_published_form() -> None:
    assert verify(entry(), [Said("arxiv-index", same=(PREPRINT,))]).verdict is Verdict.VERIFIED


def test_an_earlier_title_is_no_mismatch_and_is_told() -> None:
    from dataclasses import replace

    known = replace(PREPRINT, title="Lambs Counted", earlier_titles=(EarlierTitle("Counting sheep", 1),))
    found = verify(entry(), [Said("arxiv-index", same=(known,)), Said("arxiv-api", same=(known,))])
    assert (found.verdict, found.mismatches) == (Verdict.VERIFIED, ())
    assert found.why == "has the title of version 1 of arXiv:1803.00001; today it is titled “Lambs Counted”"


@pytest.mark.parametrize(
    ("field", "value", "stated", "told"),
    [
        ("author", (Name("Roe", "Richard"),), "Jane Doe", "Richard Roe"),
        ("issued", PartialDate(2015), "2020", "2015"),
        ("volume", "8", "7", "8"),
        ("container_title", "Annals of Wool", "Journal of Meadows", "Annals of Wool"),
    ],
)
def test_a_value_that_no_source_gives_is_a_mismatch(field: str, value: object, stated: str, told: str) -> None:
    other = changed(**{field: value})
    found = verify(entry(), [Said("crossref", same=(other,)), Said("openalex", same=(other,))])
    assert found.verdict is Verdict.MISMATCH
    assert [(m.variable, m.stated, m.found, m.sources) for m in found.mismatches] == [
        (field, stated, told, ("crossref", "openalex"))
    ]


def test_one_source_that_agrees_settles_a_value() -> None:
    said = [Said("crossref", same=(changed(volume="8"),)), Said("dblp", same=(STATED,))]
    assert verify(entry(), said).verdict is Verdict.VERIFIED


def test_another_form_in_the_same_source_settles_it_too() -> None:
    said = [Said("crossref", same=(changed(issued=PartialDate(2016)), STATED))]
    assert verify(entry(), said).verdict is Verdict.VERIFIED


def test_another_title_needs_two_sources() -> None:
    retitled = changed(title="Counting Sheep Twice")
    alone = verify(entry(), [Said("crossref", same=(retitled,))])
    assert alone.verdict is Verdict.COULD_NOT_CHECK
    assert alone.why == "only crossref gives another title, “Counting Sheep Twice”: a second source must say so"
    both = verify(entry(), [Said("crossref", same=(retitled,)), Said("dblp", same=(retitled,))])
    assert (both.verdict, both.mismatches[0].variable) == (Verdict.MISMATCH, "title")


def test_an_identifier_of_another_work_needs_two_sources() -> None:
    other = Reference(title="A Theory of Wet Stones")
    alone = verify(entry(), [Said("arxiv-index", same_id=(other,))])
    assert (alone.verdict, alone.why) == (
        Verdict.COULD_NOT_CHECK,
        "arxiv-index has “A Theory of Wet Stones” under its identifier: a second source must say so",
    )
    both = verify(entry(), [Said("arxiv-index", same_id=(other,)), Said("semantic-scholar", same_id=(other,))])
    assert [(m.variable, m.stated, m.found) for m in both.mismatches] == [
        ("title", "Counting Sheep", "A Theory of Wet Stones")
    ]


@pytest.mark.parametrize(
    ("said", "verdict", "why"),
    [
        ([Said("crossref"), Said("dblp")], "not found", "neither crossref nor dblp knows it"),
        ([Said("crossref")], "could not check", "crossref does not know it: a second source must say so"),
        ([Said("arxiv-api", authority=True)], "not found", "arxiv-api does not know its identifier"),
        (
            [Said("arxiv-api", authority=True, failed="HTTP 503"), Said("crossref")],
            "could not check",
            "arxiv-api: HTTP 503",
        ),
        ([Said("crossref", failed="HTTP 503"), Said("dblp")], "could not check", "crossref: HTTP 503"),
        ([Said("arxiv-index", covers=False)], "could not check", "no source that was asked need know it"),
        ([Said("arxiv-index", covers=False), Said("dblp")], "could not check", "dblp does not know it"),
        (
            [Said("crossref", unsure=True), Said("dblp"), Said("openalex")],
            "could not check",
            "crossref has something like it",
        ),
        ([], "could not check", "no source that was asked need know it"),
    ],
)
def test_what_no_source_has(said: list[Said], verdict: str, why: str) -> None:
    found = verify(entry(), said)
    assert found.verdict == verdict
    assert found.why.startswith(why)
