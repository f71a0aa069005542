"""Which publication is the version of record: what two sources agree on, what arXiv states, what is for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.merge.claims import agree
from bibtools.merge.containers import same_container
from bibtools.merge.published import Published, published
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.match import Recommendation
from bibtools.model.name import Name
from bibtools.model.reference import Reference, Relation

ACCEPT, REVIEW, REJECT = Recommendation.ACCEPT, Recommendation.REVIEW, Recommendation.REJECT
ARXIV = Identifier("arxiv", "1901.00001", 2)
TITLE = "Lanterns over silent harbours"
PEOPLE = (Name(family="Dove", given="Ceri"), Name(family="Quill", given="Ada"))
RECORD = Reference(
    type="article", title=TITLE, author=PEOPLE, issued=PartialDate(2019, 1, 1), ids=(ARXIV,), categories=("cs.LG",)
)


def doi(value: str) -> Identifier:
    return Identifier("doi", value)


def record(journal_ref: str | None = None, *dois: str) -> Reference:
    return Reference(
        type="article",
        title=TITLE,
        author=PEOPLE,
        issued=PartialDate(2019, 1, 1),
        ids=(ARXIV, *map(doi, dois)),
        journal_ref=journal_ref,
    )


def article(*ids: Identifier, title: str = TITLE, **fields: object) -> Reference:
    values = {"container_title": "Journal of Lamps", "volume": "4", "page": "10-20", "issued": PartialDate(2020)}
    return Reference(**{"type": "article-journal", "title": title, "author": PEOPLE, "ids": ids} | values | fields)  # type: ignore[arg-type]


def talk(*ids: Identifier, **fields: object) -> Reference:
    values = {"type": "paper-conference", "container_title": "ICML", "issued": PartialDate(2019)}
    return Reference(**{"title": TITLE, "author": PEOPLE, "ids": ids} | values | fields)  # type: ignore[arg-type]


def fields(found: Published) -> tuple[object, ...]:
    made = found.reference
    assert made is not None
    year = made.issued.year if made.issued else None
    return made.type, made.container_title, made.volume, made.page, year


def test_arxiv_alone_fills_what_its_authors_stated() -> None:
    found = published(record("Phys.Rev.D76:013009,2007", "10.1103/PhysRevD.76.013009"), retrieved="2026-11-21")
    assert found.recommendation is ACCEPT
    assert fields(found) == ("article-journal", "Phys. Rev. D", "76", "013009", 2007)
    assert found.reference is not None
    assert found.reference.ids == (ARXIV, doi("10.1103/PhysRevD.76.013009"), doi("10.48550/arXiv.1901.00001"))
    assert found.provenance["volume"].source == "arxiv"
    assert found.provenance["volume"].id == "1901.00001v2"
    assert found.provenance["volume"].retrieved == "2026-11-21"
    assert not found.differences


def test_a_doi_alone_leaves_the_rest_a_preprint() -> None:
    found = published(record(None, "10.1000/lamps.4"))
    assert found.recommendation is ACCEPT
    assert fields(found) == ("article", None, None, None, 2019)
    assert found.reference is not None
    assert found.reference.ids == (ARXIV, doi("10.1000/lamps.4"), doi("10.48550/arXiv.1901.00001"))
    assert set(found.provenance) == {"ids"}


def test_nothing_known_is_said_so() -> None:
    found = published(RECORD)
    assert (found.recommendation, found.reference, found.why) == (REJECT, None, ("no publication is known",))


def test_a_line_that_is_not_surely_read_fills_nothing() -> None:
    line = "in Lamps and Harbours, edited by C. Dove (2019) 4-8"
    found = published(record(line))
    assert (found.recommendation, found.reference) == (REVIEW, None)
    assert found.why == (f"arxiv: not surely read: “{line}”",)


def test_a_line_that_is_not_surely_read_confirms_what_a_service_says() -> None:
    found = published(record("Intl. Conf. on Machine Learning (ICML), Long Beach, USA, 2019"), [("dblp", talk())])
    assert (found.recommendation, found.why) == (ACCEPT, ("arxiv and dblp agree",))
    assert fields(found) == ("paper-conference", "ICML", None, None, 2019)
    assert {one.source for one in found.provenance.values()} == {"dblp"}
    other = published(record("Intl. Conf. on Machine Vision, Long Beach, USA, 2019"), [("dblp", talk())])
    assert other.recommendation is REVIEW


def test_such_a_line_ties_the_doi_beside_it_to_what_a_service_says() -> None:
    line = record("Intl. Conf. on Machine Learning (ICML), Long Beach, USA, 2019", "10.1000/icml.7")
    found = published(line, [("dblp", talk())])
    assert (found.recommendation, found.why) == (ACCEPT, ("arxiv and dblp agree",))
    assert fields(found)[1] == "ICML"
    assert found.reference is not None
    assert doi("10.1000/icml.7") in found.reference.ids


def test_two_editions_of_one_meeting_are_one_publication() -> None:
    answers = [("crossref", talk(page="9378-9387")), ("dblp", talk(container_title="ICML 2019", page="9377-9386"))]
    found = published(RECORD, answers)
    assert found.recommendation is ACCEPT
    assert [(each.variable, each.theirs, each.ours) for each in found.differences] == [
        ("page", "9378-9387", "9377-9386")
    ]


def test_arxiv_does_not_stand_against_another_name() -> None:
    found = published(record("Journal of Lamps 4 (2020) 10"), [("dblp", article(container_title="Wicks", volume="7"))])
    assert found.recommendation is REVIEW


def test_two_services_that_agree_settle_it() -> None:
    found = published(RECORD, [("crossref", article(doi("10.1000/L.4"))), ("dblp", article(doi("10.1000/l.4")))])
    assert found.recommendation is ACCEPT
    assert found.why == ("crossref and dblp agree",)
    assert fields(found) == ("article-journal", "Journal of Lamps", "4", "10-20", 2020)
    assert found.provenance["container_title"].source == "crossref"
    assert found.provenance["container_title"].id == "10.1000/L.4"


def test_one_service_alone_is_for_a_person() -> None:
    found = published(RECORD, [("crossref", article(doi("10.1000/l.4")))])
    assert (found.recommendation, found.reference) == (REVIEW, None)
    assert found.why == ("crossref alone names a publication",)
    assert [claim.source for claim in found.claims] == ["crossref"]


def test_a_source_that_answers_twice_is_still_one() -> None:
    assert published(RECORD, [("crossref", article()), ("crossref", article())]).recommendation is REVIEW


def test_arxiv_and_a_service_agree_and_the_service_words_it() -> None:
    found = published(record("J. Lamps 4 (2020) 10", "10.1000/l.4"), [("crossref", article(doi("10.1000/l.4")))])
    assert found.why == ("arxiv and crossref agree",)
    assert fields(found) == ("article-journal", "Journal of Lamps", "4", "10-20", 2020)


def test_values_that_differ_are_listed_and_not_filled() -> None:
    answers = [("crossref", article(doi("10.1000/l.4"), volume="5")), ("dblp", article(doi("10.1000/l.4")))]
    found = published(RECORD, answers)
    assert found.recommendation is ACCEPT
    assert fields(found)[2] is None
    assert [(each.variable, each.theirs, each.ours) for each in found.differences] == [("volume", "5", "4")]


def test_what_two_of_three_say_is_taken() -> None:
    identifier = doi("10.1000/l.4")
    answers = [(name, article(identifier, issued=PartialDate(year))) for name, year in
               (("crossref", 2019), ("dblp", 2020), ("openalex", 2020))]  # fmt: skip
    assert fields(published(RECORD, answers))[4] == 2020


def test_proceedings_and_a_journal_are_never_mixed() -> None:
    answers = [("crossref", article(doi("10.1000/l.4"))), ("dblp", talk(ARXIV))]
    found = published(RECORD, answers)
    assert (found.recommendation, found.why) == (REVIEW, ("the sources name different publications",))
    assert len(found.claims) == 2


def test_two_that_agree_stand_beside_another_publication() -> None:
    answers = [("crossref", article(doi("10.1000/l.4"))), ("openalex", article(doi("10.1000/l.4"))), ("dblp", talk())]
    found = published(RECORD, answers)
    assert found.recommendation is ACCEPT
    assert found.why == ("crossref and openalex agree", "dblp also: ICML")
    assert fields(found)[1] == "Journal of Lamps"


def test_a_service_against_the_authors_is_for_a_person() -> None:
    found = published(record("J. Lamps 4 (2020) 10"), [("dblp", talk())])
    assert (found.recommendation, found.reference) == (REVIEW, None)


def test_services_that_agree_against_the_authors_are_for_a_person() -> None:
    answers = [("crossref", talk()), ("dblp", talk())]
    assert published(record("J. Lamps 4 (2020) 10"), answers).recommendation is REVIEW


def test_a_doi_that_contradicts_the_line_beside_it_is_for_a_person() -> None:
    found = published(record("Phys. Rev. B 75, 024519 (2007)", "10.1103/PhysRevB.76.024519"))
    assert found.recommendation is REVIEW
    assert found.why == ("the DOI and the journal reference at arXiv name different publications",)


def test_two_dois_of_the_authors_are_told_apart_by_their_digits() -> None:
    both = record("Phys. Rev. B 76, 024519 (2007)", "10.1103/PhysRevB.76.024519", "10.1000/erratum")
    assert published(both).recommendation is REVIEW


def test_a_preprint_is_no_publication() -> None:
    listed = Reference(type="article", title=TITLE, author=PEOPLE, container_title="CoRR", ids=(ARXIV,))
    assert published(RECORD, [("dblp", listed), ("openalex", listed)]).recommendation is REJECT


def test_a_preprint_may_name_its_published_form() -> None:
    form = doi("10.1000/l.4")
    listed = Reference(
        type="article", title=TITLE, author=PEOPLE, ids=(ARXIV,), related=(Relation("published-as", form),)
    )
    found = published(RECORD, [("openalex", listed), ("crossref", article(form))])
    assert found.recommendation is ACCEPT
    assert found.why == ("crossref and openalex agree",)


def test_what_arxiv_registered_is_no_second_source() -> None:
    form = doi("10.1000/l.4")
    listed = Reference(
        type="article", title=TITLE, author=PEOPLE, ids=(ARXIV,), related=(Relation("published-as", form),)
    )
    assert published(record(None, "10.1000/l.4"), [("datacite", listed)]).why == ("stated by the authors at arXiv",)


def test_a_paper_that_was_retitled_is_known_by_its_identifier() -> None:
    answers = [(name, article(ARXIV, doi("10.1000/l.4"), title="Night signals of small ports")) for name in ("a", "b")]
    found = published(RECORD, answers)
    assert found.recommendation is ACCEPT
    assert [(each.variable, each.ours) for each in found.differences] == [("title", "Night signals of small ports")]
    assert found.reference is not None
    assert found.reference.title == TITLE


def test_another_title_without_an_identifier_is_another_work() -> None:
    answers = [(name, article(doi("10.1000/l.4"), title="Night signals of small ports")) for name in ("a", "b")]
    assert published(RECORD, answers).recommendation is REJECT


def test_an_identifier_with_other_people_and_words_is_for_a_person() -> None:
    other = article(ARXIV, title="A theory of wet stones", author=(Name(family="Reed"), Name(family="Sand")))
    found = published(RECORD, [("crossref", other), ("dblp", other)])
    assert found.recommendation is REVIEW
    assert not any(claim.sure for claim in found.claims)


def test_another_part_is_another_work() -> None:
    first = Reference(title="Gradient flows on moduli spaces I", author=PEOPLE, ids=(ARXIV,), type="article")
    answers = [(name, article(title="Gradient flows on moduli spaces II")) for name in ("crossref", "dblp")]
    assert published(first, answers).recommendation is not ACCEPT


def test_an_answer_about_another_arxiv_paper_is_left_out() -> None:
    other = article(Identifier("arxiv", "1901.99999"))
    assert published(RECORD, [("crossref", other), ("dblp", other)]).claims == ()


def test_types_that_differ_are_for_a_person() -> None:
    answers = [("crossref", article(doi("10.1000/l.4"))), ("dblp", talk(doi("10.1000/l.4"), container_title="Lamps"))]
    found = published(RECORD, answers)
    assert found.recommendation is REVIEW
    assert [each.variable for each in found.differences][:1] == ["type"]


def test_a_meeting_whose_proceedings_are_a_journal_for_some_stays_a_meeting() -> None:
    name = "Proceedings of the AAAI Conference on Artificial Intelligence"
    answers = [
        ("crossref", article(doi("10.1609/aaai.1"), container_title=name)),
        ("dblp", talk(doi("10.1609/aaai.1"), container_title="AAAI", volume="4", issued=PartialDate(2020))),
    ]
    assert fields(published(RECORD, answers))[:2] == ("paper-conference", name)


def test_nothing_of_the_answers_order_changes_the_outcome() -> None:
    answers = [("crossref", article(doi("10.1000/l.4"))), ("dblp", talk()), ("openalex", article(doi("10.1000/l.4")))]
    outcomes = {fields(published(RECORD, order)) for order in (answers, answers[::-1])}
    assert len(outcomes) == 1


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Proceedings of the 35th International Conference on Machine Learning", "ICML 2018", True),
        ("2018 IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR", True),
        ("NIPS", "Advances in Neural Information Processing Systems", True),
        ("NeurIPS", "NIPS 2017", True),
        ("ICLR (Poster)", "International Conference on Learning Representations", True),
        (
            "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)",
            "EMNLP",
            True,
        ),
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI", True),
        ("Mon.Not.Roy.Astron.Soc.", "Monthly Notices of the Royal Astronomical Society", True),
        ("Journal of High Energy Physics", "JHEP", True),
        ("CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2023, Seattle, WA, USA", True),
        ("Forty-first International Conference on Machine Learning",
         "International Conference on Machine Learning (ICML)", True),
        ("NeurIPS", "Advances in Neural Information Processing Systems 29: Annual Conference on Neural Information "
         "Processing Systems 2016, December 5-10, 2016, Barcelona, Spain", True),
        ("IEEE/CVF International Conference on Computer Vision, ICCV 2023, Paris, France",
         "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2023, Paris, France", False),
        ("European Conference on Computer Vision", "International Conference on Computer Vision", False),
        ("Neural Information Processing Systems Track on Datasets and Benchmarks", "NeurIPS", False),
        ("ICML Workshop", "International Conference on Machine Learning", False),
        ("ICCV", "ECCV", False),
        ("Physical Review A", "Physical Review B", False),
        ("International Conference on Machine Learning", "International Conference on Machine Vision", False),
    ],
)  # fmt: skip
def test_names_of_one_container(left: str, right: str, same: bool) -> None:
    assert same_container(left, right) is same
    assert same_container(right, left) is same


def test_what_makes_two_publications_one() -> None:
    lamps = article(doi("10.1000/l.4"))
    assert agree(lamps, article(doi("10.1000/L.4"))) is True
    assert agree(lamps, article(doi("10.1000/l.5"))) is False
    assert agree(lamps, article(container_title="JoL")) is True
    assert agree(lamps, article(container_title="Lampenkunde", volume=None)) is None
    assert agree(lamps, article(issued=PartialDate(2024))) is False
    prd = Reference(ids=(doi("10.1103/PhysRevD.76.013009"),))
    assert agree(prd, article(volume="76", page="013009")) is True
    assert agree(prd, article(volume="77", page="013009")) is False
    assert agree(Reference(ids=(doi("10.1000/l.4"),)), article()) is None


TEXTS = (
    st.none()
    | st.sampled_from([TITLE, "ICML", "Journal of Lamps 4 (2020) 10", "CoRR", "to appear"])
    | st.text(max_size=12)
)
PUBLICATIONS = st.builds(
    Reference,
    type=st.sampled_from([None, "article", "article-journal", "paper-conference", "chapter", "dataset"]),
    title=TEXTS,
    author=st.sampled_from([(), PEOPLE, PEOPLE[:1]]),
    container_title=TEXTS,
    volume=TEXTS,
    page=TEXTS,
    issued=st.none() | st.builds(PartialDate, st.integers(1990, 2030)),
    journal_ref=TEXTS,
    ids=st.lists(st.sampled_from([ARXIV, doi("10.1000/l.4"), doi("10.1103/PhysRevB.76.024519")]), max_size=2).map(
        tuple
    ),
)


@given(PUBLICATIONS, st.lists(st.tuples(st.sampled_from(["crossref", "dblp", "datacite"]), PUBLICATIONS), max_size=3))
def test_any_answers_lead_to_a_decision_that_keeps_the_paper(
    paper: Reference, answers: list[tuple[str, Reference]]
) -> None:
    found = published(paper, answers)
    assert (found.reference is not None) == (found.recommendation is ACCEPT)
    assert found.why
    if found.reference is not None:
        assert (found.reference.title, found.reference.author) == (paper.title, paper.author)
        assert found.reference.id("arxiv") == paper.id("arxiv")
        assert set(found.provenance) <= set(Reference.__dataclass_fields__)
