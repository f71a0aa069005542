"""Decisions: from an entry and hits, as an index (overlap) and as an API (text) gives them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.match.similarity import triples
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin, Role
from bibtools.model.identifier import Identifier
from bibtools.model.match import Match, Recommendation
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Overlap
from bibtools.text.fold import fold, mend

# Abstracts are made up; titles and names too.
DUBBING = (
    "Audio-driven dubbing of faces has come far, and yet lips drift when the speaker turns. We trace the drift to a "
    "mismatch of what single frames and their sequence say about the mouth, and propose to align both in one latent "
    "space with a contrastive term that needs no extra labels. On three public sets our alignment halves the drift "
    "at equal image quality, and it can be added to any decoder in a dozen lines of code."
)
UNLEARNING = (
    "We ask how much of a training set a policy can be made to forget without being trained again. Two protocols, one "
    "that perturbs the environment and one that rewards ignorance, remove the trace of a chosen environment, and a "
    "membership test written for policies finds nothing left while the return elsewhere stays the same."
)
PART_ONE = (
    "We study averages over orbits of lattices in spaces with a dense action. In this first part we prove that the "
    "averages converge for forms of two variables, and give the constants in closed form for small level."
)


def record(paper: str, title: str, abstract: str, *families: str, year: int = 2024) -> Reference:
    authors = tuple(Name(family=family, given="A. B.") for family in families)
    return Reference(
        title=title,
        author=authors,
        abstract=abstract,
        issued=PartialDate(year, 3, 22),
        ids=(Identifier("arxiv", paper, 1),),
    )


RECORDS = (
    record("2403.11111", "Aligning frames and sequences for visual dubbing", DUBBING, "Ding", "Xiong", "Zhu"),
    record("2403.22222", "Policies that forget: unlearning in reinforcement learning", UNLEARNING, "Ye", "Zhu"),
    record("2403.33333", "Lattice orbits and averages of forms I", PART_ONE, "Sato"),
    record("2403.44444", "Lattice orbits and averages of forms II", PART_ONE.replace("first", "second"), "Sato"),
)


def entry(text: str | None = None, **fields: object) -> Entry:
    return Entry("L1", Reference(**fields), Origin("seeds.txt"), text=text)  # type: ignore[arg-type]


def hits(asked: Entry, records: tuple[Reference, ...], form: str) -> list[Hit]:
    """What a source would answer: texts, or the overlap of all triples and no text."""
    if form == "api":
        return [Hit(0, each, "arxiv-api") for each in records]
    ours = triples(fold(mend(asked.reference.abstract or "")).split())
    found = []
    for each in records:
        theirs = triples(fold(each.abstract or "").split())
        shared = len(ours & theirs)
        overlap = Overlap(shared / len(ours), shared / len(theirs), shared) if ours else None
        found.append(Hit(0, replace(each, abstract=None), "arxiv-index", overlap))
    return found


def decide(asked: Entry, records: tuple[Reference, ...] = RECORDS, form: str = "api") -> Match:
    return match(asked, hits(asked, records, form))


def best(found: Match) -> str | None:
    stated = found.best.reference.id("arxiv") if found.best else None
    return stated.value if stated else None


SPOILED = {
    "clean": DUBBING,
    "label": "Abstract:" + DUBBING,
    "PDF copy": "--" + DUBBING.replace("single frames", "sin-\ngle frames").replace("ff", "ﬀ").replace("The ", "T he "),
    "first half": DUBBING[: len(DUBBING) // 2],
    "sentence lost and gained": DUBBING.split(". ", 1)[1] + " Code is available at our page.",
    "typos": DUBBING.replace("contrastive", "contrastvie").replace("sequence", "sequnce").replace("image", "imgae"),
    "LaTeX": DUBBING.replace("drift", r"\emph{drift}", 1).replace("three", "$3$", 1),
}


@pytest.mark.parametrize("form", ["api", "index"])
@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_abstract_finds_its_record(name: str, form: str) -> None:
    found = decide(entry(abstract=SPOILED[name]), form=form)
    assert (found.recommendation, best(found)) == (Recommendation.ACCEPT, "2403.11111"), found.why
    assert found.confidence > 0.97
    assert any("abstract" in reason for reason in found.why)


@pytest.mark.parametrize("form", ["api", "index"])
def test_an_absent_abstract_is_not_matched_to_a_neighbour(form: str) -> None:
    neighbours = tuple(each for each in RECORDS if each.ids[0].value != "2403.11111")
    found = decide(entry(abstract=DUBBING), neighbours, form)
    assert found.recommendation is Recommendation.REJECT
    assert found.confidence < 0.1


@pytest.mark.parametrize("form", ["api", "index"])
def test_nearly_equal_abstracts_of_two_parts(form: str) -> None:
    found = decide(entry(title="Lattice orbits and averages of forms I", abstract=PART_ONE), form=form)
    assert (found.recommendation, best(found)) == (Recommendation.ACCEPT, "2403.33333"), found.why
    second = next(c for c in found.candidates if c.reference.ids[0].value == "2403.44444")
    assert "part-or-number" in {guard.name for guard in second.guards}
    only_the_other = tuple(each for each in RECORDS if each.ids[0].value != "2403.33333")
    missing = decide(entry(title="Lattice orbits and averages of forms I", abstract=PART_ONE), only_the_other, form)
    assert missing.recommendation is Recommendation.REVIEW
    assert any("part or number" in reason for reason in missing.why)


def test_titles() -> None:
    assert decide(entry(title="Policies that forget: unlearning in reinforcement learning")).recommendation is (
        Recommendation.ACCEPT
    )
    typos = decide(entry(title="Policies that forgte: unlearning in reinforcemnt learning"))
    assert (typos.recommendation, best(typos)) == (Recommendation.ACCEPT, "2403.22222"), typos.why
    swapped = decide(entry(title="Policies that remember: unlearning in reinforcement learning"))
    assert swapped.recommendation is Recommendation.REVIEW
    assert decide(entry(title="On the permanent of a random symmetric matrix")).recommendation is Recommendation.REJECT


def test_a_generic_title_needs_authors() -> None:
    records = (record("2403.55555", "Introduction", "x", "Ye", "Zhu"),)
    assert decide(entry(title="Introduction"), records).recommendation is Recommendation.REVIEW
    authors = (Name(family="Ye", given="A."), Name(family="Zhu", given="A."))
    assert decide(entry(title="Introduction", author=authors), records).recommendation is Recommendation.ACCEPT


def test_a_reference_string() -> None:
    text = "[7] D. Ye and T. Zhu. Policies that forget: unlearning in reinforcement learning. In NDSS, 2025."
    records = tuple(replace(each, abstract=None) for each in RECORDS)
    found = decide(entry(text=text), records)
    assert (found.recommendation, best(found)) == (Recommendation.ACCEPT, "2403.22222"), found.why
    assert {e.field for e in found.candidates[0].distance.evidence} >= {"title", "author", "issued"}


def test_one_paper_twice_is_for_a_person() -> None:
    twice = (RECORDS[0], replace(RECORDS[0], ids=(Identifier("arxiv", "2403.99999", 1),)))
    found = decide(entry(abstract=DUBBING), twice)
    assert found.recommendation is Recommendation.REVIEW
    assert found.confidence == pytest.approx(0.5, abs=0.01)
    assert any("perhaps one paper twice" in reason for reason in found.why)


def test_one_record_from_two_sources_is_no_tie() -> None:
    asked = entry(abstract=DUBBING)
    both = [*hits(asked, RECORDS[:1], "api"), *hits(asked, RECORDS[:1], "index")]
    found = match(asked, both)
    assert (len(found.candidates), found.recommendation) == (1, Recommendation.ACCEPT)


def stated(paper: str) -> tuple[Identifier, ...]:
    return (Identifier("arxiv", paper),)


def test_an_id_alone_is_taken_at_its_word() -> None:
    found = decide(entry(ids=stated("2403.11111")), RECORDS[:1])
    assert (found.recommendation, best(found)) == (Recommendation.ACCEPT, "2403.11111")
    assert any(reason.startswith("id:") for reason in found.why)


def test_an_id_with_its_own_text() -> None:
    found = decide(entry(ids=stated("2403.11111"), abstract=DUBBING, issued=PartialDate(2024, 3, 22)))
    assert (found.recommendation, best(found)) == (Recommendation.ACCEPT, "2403.11111")
    assert found.confidence > 0.99


@pytest.mark.parametrize("form", ["api", "index"])
@pytest.mark.parametrize("fields", [{"abstract": DUBBING}, {"title": RECORDS[0].title}], ids=["abstract", "title"])
def test_an_id_that_contradicts_its_text_shows_both(fields: dict[str, str], form: str) -> None:
    found = decide(entry(ids=stated("2403.22222"), **fields), form=form)
    assert found.recommendation is Recommendation.REVIEW, found.why
    papers = {c.reference.ids[0].value: {guard.name for guard in c.guards} for c in found.candidates}
    assert "contradicting-id" in papers["2403.11111"]
    assert "id-against-text" in papers["2403.22222"]


def test_an_older_versions_title_counts() -> None:
    old = Reference(title="Frames against sequences in speech-driven faces")
    hit = Hit(0, replace(RECORDS[0], abstract=None), "arxiv-index", alternatives=(old,))
    found = match(entry(title=old.title), [hit])
    assert found.recommendation is Recommendation.ACCEPT
    assert "title of another version" in found.why[0]


def test_the_version_whose_title_it_is_is_named() -> None:
    title = "Frames against sequences in speech-driven faces"
    old = Reference(title=title, ids=(Identifier("arxiv", "2401.00001", 1),))
    found = match(entry(title=title), [Hit(0, RECORDS[0], "arxiv-index", alternatives=(old,))])
    assert found.best
    (told,) = [each.note for each in found.best.distance.evidence if each.field == "title"]
    assert told == "same words (title of version 1)"


def test_nothing_found() -> None:
    found = match(entry(title="Anything at all"), [])
    assert (found.recommendation, found.confidence, found.candidates) == (Recommendation.REJECT, 0.0, ())
    assert found.why


def test_the_order_of_hits_does_not_matter() -> None:
    asked = entry(abstract=DUBBING, title="Aligning frames and sequences for visual dubbing")
    assert decide(asked) == match(asked, list(reversed(hits(asked, RECORDS, "api"))))


def test_settings_of_the_package_are_the_defaults(root: Path) -> None:
    table = tomllib.loads((root / "bibtools/defaults.toml").read_text("utf-8"))["match"]
    assert Settings.from_mapping(table) == Settings()


def test_settings_decide() -> None:
    asked = entry(abstract=DUBBING)
    assert match(asked, hits(asked, RECORDS, "api"), Settings.from_mapping({"accept": 1.1})).recommendation is (
        Recommendation.REVIEW
    )
    with pytest.raises(KeyError):
        Settings.from_mapping({"acept": 0.9})


def test_a_passage_that_may_hold_two_papers_is_not_accepted() -> None:
    place = Origin("seed.txt")
    known = Reference(title="Lips that drift: latent alignment for dubbed faces", abstract=DUBBING)
    hit = Hit(0, replace(known, ids=(Identifier("arxiv", "2101.00001"),)), "arxiv-index")
    sound = Entry("L1", known, place, roles=(Role("abstract", place),))
    assert match(sound, [hit]).recommendation is Recommendation.ACCEPT
    decided = match(replace(sound, state="suspect"), [hit])
    assert decided.recommendation is Recommendation.REVIEW
    assert decided.why[0] == "the text may describe more than one paper"
