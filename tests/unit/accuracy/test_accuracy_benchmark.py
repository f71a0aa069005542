"""The benchmark that accuracy is claimed by: its ratchet holds, its look-alikes are two works, its noise is seeded."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.append(str(Path(__file__).resolve().parents[3]))

from benchmarks.accuracy import noise, ratchet
from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.compare import table
from benchmarks.accuracy.lookalikes import Work, lookalikes
from benchmarks.accuracy.peers import Scored, Verdict, accept, thresholds
from benchmarks.accuracy.plot import place, reliability_plot
from benchmarks.accuracy.score import Bin
from benchmarks.accuracy.styles import STYLES, Printed
from bibtools.model.document import Entry, Origin
from bibtools.model.name import Name
from bibtools.model.reference import Reference

ROOT = Path(ratchet.__file__).parents[2]
RUN = {
    "kinds": {
        "title: clean": {"cases": 10, "precision": 1.0, "recall": 0.9, "recall_with_review": 1.0},
        "absent: title": {"cases": 5},
    },
    "wrong ACCEPTs": ["absent: title | 2401.00001 | 2401.00002"],
}


def changed(kind: str, **figures: float) -> dict:
    kinds = {**RUN["kinds"], kind: {**RUN["kinds"][kind], **figures}}
    return {**RUN, "kinds": kinds}


def test_the_same_or_a_better_run_passes() -> None:
    assert ratchet.worse(RUN, RUN) == []
    assert ratchet.worse(RUN, changed("title: clean", recall=0.95)) == []
    assert ratchet.worse(RUN, {**RUN, "wrong ACCEPTs": []}) == []


@pytest.mark.parametrize("figure", ratchet.FIGURES)
def test_each_figure_may_only_rise(figure: str) -> None:
    (complaint,) = ratchet.worse(RUN, changed("title: clean", **{figure: 0.89}))
    assert complaint.startswith(f"title: clean: {figure.replace('_', ' ')} 0.8900, was")


def test_a_new_wrong_accept_fails_even_where_another_one_went() -> None:
    after = {**RUN, "wrong ACCEPTs": ["absent: title | 2401.00003 | 2401.00004"]}
    assert ratchet.worse(RUN, after) == ["new wrong ACCEPT: absent: title | 2401.00003 | 2401.00004"]


def test_kinds_may_not_vanish_nor_change_unseen() -> None:
    assert "no such cases" in ratchet.worse(RUN, {**RUN, "kinds": {}})[0]
    assert "11 cases instead of 10" in ratchet.worse(RUN, changed("title: clean", cases=11))[0]


def test_runs_are_kept_by_name(tmp_path: Path) -> None:
    place_of_baseline = tmp_path / "baseline.json"
    assert ratchet.load("small", place_of_baseline) is None
    ratchet.keep("small", RUN, place_of_baseline)
    ratchet.keep("large", changed("title: clean", recall=1.0), place_of_baseline)
    assert ratchet.load("small", place_of_baseline) == RUN


def pairs(*records: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    return {(pair.kind, pair.told, pair.other) for pair in lookalikes([Work.of(*record) for record in records])}


def test_look_alikes_are_found_both_ways_round() -> None:
    one = ("2401.00001", "Orbits of lattices and forms I", "Ann Stone, Bob Moss")
    two = ("2401.00002", "Orbits of lattices and forms II", "Ann Stone")
    assert pairs(one, two) >= {
        ("part or number", "2401.00001", "2401.00002"),
        ("part or number", "2401.00002", "2401.00001"),
    }
    about = ("2401.00003", "Comment on “Orbits of lattices and forms I”", "Carl Reed")
    assert ("comment, reply, erratum", "2401.00003", "2401.00001") in pairs(one, about)
    namesake = ("2401.00004", "Orbits of lattices and forms I", "Dora Lind (Institute of Forms)")
    assert ("same title, other people", "2401.00004", "2401.00001") in pairs(one, namesake)


def test_one_title_used_twice_by_one_person_is_no_pair() -> None:
    first = ("2401.00001", "Dark lattices", "Ann Stone, Bob Moss")
    again = ("2401.00002", "Dark-lattices", "A. Stone")
    other = ("2401.00003", "Dark forms", "Carl Reed")
    assert pairs(first, again, other) == {("generic title", "2401.00003", "2401.00003")}


PRINTED = Printed(
    (Name(family="Stone", given="Ann Maria"), Name(family="Moss", given="Bob"), Name(family="Reed", given="Carl")),
    "Orbits of lattices",
    "Journal of Forms",
    "2021",
    "12–34",
    7,
)


@pytest.mark.parametrize(("name", "style"), STYLES)
def test_each_style_prints_what_it_is_given(name: str, style: object) -> None:
    text = style(PRINTED)  # type: ignore[operator]
    assert all(part in text for part in ("Stone", "Orbits of lattices", "Journal of Forms", "2021")), name


def test_ten_styles_differ() -> None:
    assert len({style(PRINTED) for _, style in STYLES}) == 10


def test_noise_is_seeded() -> None:
    text = "We study the orbits of lattices. They converge. The constants are found. Forms of two variables suffice."
    for _, spoil in noise.ABSTRACT_NOISE:
        assert spoil(text, random.Random(1)) == spoil(text, random.Random(1))
    assert len(noise.lost_spaces(text, random.Random(1), 0.5).split()) < len(text.split())
    assert noise.sentences_dropped(text, random.Random(1)).count(".") == 3


def case(right: str | None, title: str = "Orbits of lattices") -> Case:
    return Case("title: clean", Entry("L1", Reference(title=title), Origin("cases")), right, "2401.00001")


def test_the_threshold_of_the_baseline_is_the_one_with_the_best_f1() -> None:
    learn = [
        Scored(case("a"), "title", "a", 100.0),
        Scored(case("b"), "title", "b", 90.0),
        Scored(case(None), "title", "c", 80.0),
        Scored(case(None), "title", "d", 70.0),
    ]
    least = thresholds(learn)
    assert least == {"title": 90.0}
    assert [verdict.accepted for verdict in accept(learn, least)] == ["a", "b", None, None]


def test_the_comparison_counts_each_rule_on_the_same_cases() -> None:
    present, absent = case("a"), case(None)
    told = table(
        {
            "bibtools": [Verdict(present, "a"), Verdict(absent, None)],
            "peer": [Verdict(present, "a"), Verdict(absent, "b")],
            "silent": [],
        }
    )
    assert "| title: clean | 2 | 1.000 / 1.000 | 0.500 / 1.000 | – |" in told


def test_the_picture_is_well_formed_and_keeps_to_its_frame() -> None:
    bins = [Bin(0.0, 0.02, 400, 0.0, 0.0), Bin(0.5, 0.75, 90, 0.6, 0.7), Bin(0.999, 1.0, 5000, 1.0, 1.0)]
    picture = ElementTree.fromstring(reliability_plot(bins, "Reliability"))
    dots = [node for node in picture.iter() if node.tag.endswith("circle")]
    assert len(dots) == 3
    assert [place(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([0.0, 0.5, 1.0])


def test_the_rules_of_peers_run_without_this_project() -> None:
    """Their environment has no bibtools: the script may import the standard library and, late, one peer."""
    script = ROOT / "benchmarks/accuracy/peer_rules.py"
    hidden = "import runpy, sys; sys.modules.update(dict.fromkeys(('bibtools', 'benchmarks'))); "
    asked = f"{hidden}runpy.run_path(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", asked, str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_baseline_in_the_repository_can_be_read() -> None:
    for run in json.loads(ratchet.PLACE.read_text("utf-8")).values():
        assert ratchet.worse(run, run) == []
        assert run["kinds"]["all"]["precision"] >= 0.99
