"""Each guard on pairs of real titles that are other works, and on spellings of one title that are not."""

from __future__ import annotations

import pytest

from bibtools.match.distance import distance
from bibtools.match.guards import GUARDS, guards
from bibtools.match.settings import Settings
from bibtools.match.sides import Ours, Pair
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Guard
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Overlap

SETTINGS = Settings()


def found(
    ours: Reference, theirs: Reference, *, overlap: Overlap | None = None, text: str | None = None
) -> dict[str, Guard]:
    entry = Entry("L1", ours, Origin("titles.txt"), text=text)
    pair = Pair.of(Ours.of(entry), Hit(0, theirs, "test", overlap))
    return {guard.name: guard for guard in guards(pair, distance(pair, SETTINGS), SETTINGS)}


def between(ours: str, theirs: str) -> dict[str, Guard]:
    return found(Reference(title=ours), Reference(title=theirs))


# Every pair but those marked "made up" is a pair of titles of two arXiv records.
OTHER_WORKS = [
    ("part-or-number", "Solution of the Pompeiu problem (II)", "Solution of the Pompeiu problem (I)", {"i", "ii"}),
    (
        "part-or-number",
        "Operator algebras with contractive approximate identities II",
        "Operator algebras with contractive approximate identities, III",
        {"ii", "iii"},
    ),
    (
        "part-or-number",
        "Crossed modules and quantum groups in braided categories II",
        "Crossed modules and quantum groups in braided categories",
        {"ii"},
    ),
    (
        "part-or-number",
        "NTIRE 2024 Challenge on Low Light Image Enhancement: Methods and Results",
        "NTIRE 2025 Challenge on Low Light Image Enhancement: Methods and Results",
        {"2024", "2025"},
    ),
    (
        "part-or-number",
        "User Guide for the Discrete Dipole Approximation Code DDSCAT 7.0",
        "User Guide for the Discrete Dipole Approximation Code DDSCAT 7.1",
        {"0", "1"},
    ),
    (
        "part-or-number",
        "PINN surrogate of Li-ion battery models for parameter inference. Part I: Implementation",
        "PINN surrogate of Li-ion battery models for parameter inference. Part II: Regularization",
        {"i", "ii"},
    ),
    ("part-or-number", "What GPT-3 knows about chess", "What GPT-4 knows about chess", {"3", "4"}),  # made up
    ("model-version", "Segment Any 3D Gaussians", "Segment Any 4D Gaussians", {"3d", "4d"}),
    ("model-version", "The 7th AI City Challenge", "The 8th AI City Challenge", {"7th", "8th"}),
    (
        "model-version",
        "Fast detection with YOLOv7 on drones",
        "Fast detection with YOLOv8 on drones",
        {"yolov7", "yolov8"},
    ),  # made up
    (
        "negation",
        "Multipath Channels of Unbounded Capacity",
        "Multipath Channels of Bounded Capacity",
        {"bounded", "unbounded"},
    ),
    ("negation", "Non-SUSY Searches at the Tevatron", "SUSY Searches at the Tevatron", {"non"}),
    ("negation", "Direct detection of WIMPs", "Indirect Detection of WIMPs", {"direct", "indirect"}),
    (
        "negation",
        "Large models can plan their answers",
        "Large models cannot plan their answers",
        {"cannot"},
    ),  # made up
    ("negation", "Segmentation with labels", "Segmentation without labels", {"without"}),  # made up
    ("about-another-work", "Comments on Black Holes in String Theory", "On Black Holes In String Theory", {"comment"}),
    ("about-another-work", "Comment on: Slow light in cold gases", "Slow light in cold gases", {"comment"}),  # made up
    ("about-another-work", "Reply to “Slow light in cold gases”", "Slow light in cold gases", {"reply"}),  # made up
    ("about-another-work", "Slow light in cold gases", "Erratum: Slow light in cold gases", {"erratum"}),  # made up
    (
        "about-another-work",
        "Slow light in cold gases",
        "Slow light in cold gases: Corrigendum",
        {"corrigendum"},
    ),  # made up
    (
        "about-another-work",
        "Slow light in cold gases",
        "Addendum to: Slow light in cold gases",
        {"addendum"},
    ),  # made up
    (
        "about-another-work",
        "Slow light in cold gases",
        "Retraction: Slow light in cold gases",
        {"retraction"},
    ),  # made up
    ("edition", "A primer of lattice sums, second edition", "A primer of lattice sums", {"second"}),  # made up
    (
        "plus-sign",
        "MTMamba++: Enhancing Multi-Task Dense Scene Understanding via Mamba-Based Decoders",
        "MTMamba: Enhancing Multi-Task Dense Scene Understanding by Mamba-Based Decoders",
        {"mtmamba++"},
    ),
    (
        "other-words",
        "Measurement of the lepton charge asymmetry in inclusive W production in pp collisions",
        "Measurement of the electron charge asymmetry in inclusive W production in pp collisions",
        {"lepton/electron"},
    ),
    ("other-words", "Neural Networks Learn Distance Metrics", "Neural Networks Use Distance Metrics", {"learn/use"}),
    (
        "other-words",
        "A Survey on Benchmarks of Multimodal Large Language Models",
        "A Survey on Evaluation of Multimodal Large Language Models",
        {"benchmarks/evaluation"},
    ),
    (
        "other-words",
        "Universal Chaotic Scattering on Quantum Graphs",
        "Chaotic Scattering on Individual Quantum Graphs",
        {"universal", "individual"},
    ),
    (
        "word-order",
        "Reconnection of Unstable/Stable Manifolds of the Harper Map",
        "Reconnection of Stable/Unstable Manifolds of the Harper Map",
        None,
    ),
    (
        "containment",
        "Few-shot 3D Point Cloud Semantic Segmentation",
        "Rethinking Few-shot 3D Point Cloud Semantic Segmentation",
        {"rethinking"},
    ),
    (
        "containment",
        "Towards End-to-End Spoken Grammatical Error Correction",
        "End-to-End Spoken Grammatical Error Correction",
        {"towards"},
    ),
    (
        "containment",
        "Attention Is All You Need",
        "Channel Attention Is All You Need for Video Frame Interpolation",
        None,
    ),
    (
        "containment",
        "Low-Rank Knowledge Decomposition for Medical Foundation Models",
        "LoRKD: Low-Rank Knowledge Decomposition for Medical Foundation Models",
        {"lorkd"},
    ),
    ("generic-title", "Introduction", "Introduction", {"introduction"}),
    ("generic-title", "Dark Matter", "Dark matter", {"dark", "matter"}),
]


@pytest.mark.parametrize(("name", "ours", "theirs", "words"), OTHER_WORKS, ids=lambda value: str(value)[:40])
def test_other_works_trigger_the_guard(name: str, ours: str, theirs: str, words: set[str] | None) -> None:
    for left, right in ((ours, theirs), (theirs, ours)):
        triggered = between(left, right)
        assert name in triggered, triggered
        if words is not None:
            swapped = {"/".join(reversed(word.split("/"))) for word in words}
            assert set(triggered[name].words) in (words, swapped)
        assert triggered[name].note


SAME_WORK = [
    ("Deep Residual Learning for Image Recognition", "Deep residual learning for image recognition."),
    ("Schrödinger operators with H$_2$O potentials", r"Schr{\"o}dinger Operators with H2O Potentials"),
    ("Spatial-Temporal alignment for visual dubbing", "Spatial Temporal Alignment for Visual Dubbing"),
    ("Multi-task learning of colour naming behaviour", "Multitask Learning of Color Naming Behavior"),
    (
        "Improving the semnatic segmentation of medical volumes",
        "Improving the Semantic Segmentation of Medical Volumes",
    ),
    ("Low resource wtih transfer from related languages", "Low Resource with Transfer from Related Languages"),
    ("Search for lepton-flavor violation at HERA", "Search for Lepton Flavour Violation at HERA"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME_WORK, ids=lambda value: value[:40])
def test_spellings_of_one_title_trigger_none(ours: str, theirs: str) -> None:
    assert between(ours, theirs) == {}


def people(*families: str) -> tuple[Name, ...]:
    return tuple(Name(family=family) for family in families)


def test_authors_vouch_for_a_missing_subtitle_but_not_for_another_word() -> None:
    title = "The Dielectric Breakdown Model at Small η"
    short = Reference(title=title, author=people("Hastings"))
    whole = Reference(title=f"{title}: Pole Dynamics", author=people("Hastings"))
    assert "containment" in between(title, f"{title}: Pole Dynamics")
    assert found(short, whole) == {}
    other = Reference(title="The Dielectric Breakdown Model at Large η", author=people("Hastings"))
    assert "other-words" in found(short, other)


def test_authors_vouch_for_a_short_title_and_speak_against_an_equal_one() -> None:
    ours = Reference(title="Reinforcement Unlearning", author=people("Ye", "Zhu"))
    assert found(ours, Reference(title="Reinforcement Unlearning", author=people("Ye", "Zhu"))) == {}
    assert set(found(ours, Reference(title="Reinforcement Unlearning", author=people("Moss", "Stone")))) == {
        "generic-title",
        "other-authors",
    }


def test_agreeing_abstracts_settle_a_small_difference_of_titles() -> None:
    ours = Reference(title="Image captioning with memory of earlier scenes and dialogue", abstract="x")
    theirs = Reference(title="Video captioning with memory of earlier scenes and dialogue")
    assert "other-words" in found(ours, theirs, overlap=Overlap(0.1, 0.1, 10))
    assert "other-words" in found(ours, theirs, overlap=Overlap(0.9, 0.8, 90))
    assert "other-words" not in found(ours, theirs, overlap=Overlap(0.97, 0.97, 90))


def test_a_word_perhaps_mistyped_needs_less_of_the_abstracts() -> None:
    ours = Reference(title="Modes of captioning with memory of earlier scenes and dialogue", abstract="x")
    theirs = Reference(title="Models of captioning with memory of earlier scenes and dialogue")
    assert "other-words" in found(ours, theirs, overlap=Overlap(0.1, 0.1, 10))
    assert "other-words" not in found(ours, theirs, overlap=Overlap(0.7, 0.6, 90))


def test_what_stands_before_a_comma_is_no_title_with_a_subtitle() -> None:
    authors = people("Stone", "Moss")
    ours = Reference(title="Dressed loops and center symmetry from Dirac spectra", author=authors)
    longer = Reference(title="Dual condensate, dressed loops and center symmetry from Dirac spectra", author=authors)
    assert "containment" in found(ours, longer)
    subtitle = Reference(title="Dressed loops and center symmetry from Dirac spectra: a review", author=authors)
    assert "containment" not in found(ours, subtitle)


def test_supplementary_information_is_another_work() -> None:
    title = "Selective sweeps in growing microbial colonies"
    guard = between(title, f'Supplementary information for "{title}"')["about-another-work"]
    assert guard.words == ("addendum",)


def test_an_abstract_alone_must_be_nearly_that_of_a_part_or_a_yearly_report() -> None:
    ours = Reference(abstract="word " * 100)
    for title in ("Status of the collimation system. Part II", "Recommended values of the constants: 2006"):
        assert "partial-abstract" in found(ours, Reference(title=title), overlap=Overlap(0.94, 0.93, 90))
        assert found(ours, Reference(title=title), overlap=Overlap(1.0, 1.0, 98)) == {}
    assert found(ours, Reference(title="Status of the collimation system"), overlap=Overlap(0.94, 0.93, 90)) == {}


def test_agreeing_abstracts_do_not_settle_a_large_one() -> None:
    ours = "Identifying and attacking the saddle point problem in high-dimensional non-convex optimization"
    theirs = "On the saddle point problem for non-convex optimization"
    authors = people("Dauphin", "Pascanu", "Ganguli", "Bengio")
    long, short = Reference(title=ours, author=authors, abstract="x"), Reference(title=theirs, author=authors)
    assert "containment" in found(long, short, overlap=Overlap(0.8, 0.9, 150))
    retitled = Reference(title="Why plateaus slow down learning", author=authors, abstract="x")
    assert "other-title" in found(retitled, short, overlap=Overlap(0.8, 0.9, 150))


def test_numbers_differ_whatever_abstracts_say() -> None:
    ours = Reference(title="Prehomogeneous vector spaces and ergodic theory I", abstract="x")
    theirs = Reference(title="Prehomogeneous vector spaces and ergodic theory III")
    assert "part-or-number" in found(ours, theirs, overlap=Overlap(0.9, 0.9, 90))


def test_a_partly_equal_abstract_alone_is_not_enough() -> None:
    ours = Reference(abstract="word " * 100)
    assert "partial-abstract" in found(ours, Reference(), overlap=Overlap(0.59, 0.47, 60))
    assert found(ours, Reference(), overlap=Overlap(1.0, 0.4, 60)) == {}
    dated = Reference(abstract="word " * 100, issued=PartialDate(2024, 3, 22))
    assert found(dated, Reference(issued=PartialDate(2024, 3, 22)), overlap=Overlap(0.59, 0.47, 60)) == {}


def test_equal_titles_over_other_abstracts() -> None:
    ours = Reference(title="Dissipative time crystals in driven cavities", abstract="the word " * 50)
    theirs = Reference(title="Dissipative time crystals in driven cavities")
    assert "other-abstract" in found(ours, theirs, overlap=Overlap(0.01, 0.01, 1))


def test_identifiers_that_contradict() -> None:
    title = "Consensus clustering in complex networks"
    stated = Reference(title=title, ids=(Identifier("arxiv", "1203.6093"),))
    other = Reference(title=title, ids=(Identifier("arxiv", "1710.02249"),))
    assert found(stated, other)["contradicting-id"].words == ("1203.6093",)
    wrong = Reference(title="Magnetic fields in neutron stars", ids=(Identifier("arxiv", "1203.6093"),))
    assert found(stated, wrong)["id-against-text"].words == ("1203.6093",)
    assert found(stated, Reference(title=title, ids=(Identifier("arxiv", "1203.6093", 2),))) == {}


IN_TEXT = [
    (
        "[3] M. Kwan and L. Sauermann. On the permanent of a random symmetric matrix. Selecta Math., 2022.",
        "On the permanent of a random symmetric matrix",
        None,
    ),
    (
        "Doe, J. (2021). Rethinking attention maps for object search. In ICCV.",
        "Attention Maps for Object Search",
        "containment",
    ),
    ("J. Doe, Theory of quasi-orbits II, Acta 3 (1999) 14.", "Theory of quasi-orbits I", "part-or-number"),
    (
        "J. Doe, Comment on “Slow light in cold gases”, PRL 3 (1999) 14.",
        "Slow light in cold gases",
        "about-another-work",
    ),
    ("J. Doe, Slow light in cold gases, Part 2, PRL 3 (1999) 14.", "Slow light in cold gases", "part-or-number"),
    ("J. Doe, Slow light in cold gases. III. PRL 3 (1999) 14.", "Slow light in cold gases", "part-or-number"),
    ("J. Doe, Slow light in cold gases, vol. 2, 1999.", "Slow light in cold gases", None),
    ("J. Doe, Slow light in cold gases. IV International Workshop, 1999.", "Slow light in cold gases", None),
]  # made up but for the first


@pytest.mark.parametrize(("text", "title", "name"), IN_TEXT, ids=lambda value: str(value)[:30])
def test_titles_within_reference_strings(text: str, title: str, name: str | None) -> None:
    authors = people("Kwan", "Sauermann") if "Kwan" in text else people("Doe")
    triggered = found(Reference(), Reference(title=title, author=authors), text=text)
    assert (name in triggered) if name else not triggered, triggered


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("J. Doe, Comment on “Slow light in cold gases,” PRL 3 (1999) 14.", "about-another-work"),
        ("J. Doe, A reply to the comment on “Slow light in cold gases”, 1999.", "about-another-work"),
        ("J. Doe, Erratum: Slow light in cold gases, 1999.", "about-another-work"),
        ("J. Doe, Slow light in cold gases, Part II, 1999.", "part-or-number"),
        ("J. Doe, “Slow light in cold gases,” PRL 3 (1999) 14.", None),
    ],
)  # made up
def test_what_stands_around_a_title_that_was_told_from_a_reference_string(text: str, name: str | None) -> None:
    title = Reference(title="Slow light in cold gases", author=people("Doe"))
    assert set(found(title, title, text=text)) == ({name} if name else set())


def test_every_guard_has_a_name_of_its_own_and_a_docstring() -> None:
    assert len({guard.__name__ for guard in GUARDS}) == len(GUARDS)
    assert all(guard.__doc__ for guard in GUARDS)
