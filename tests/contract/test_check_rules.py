"""What every rule owes: a code, a name, a docs page, and examples of which it finds exactly the bad ones.

Examples stand in `tests/golden/check/<CODE>/`: `good*` may have no problem at all, of `bad*` the file `expected` beside
it lists every problem of the rule. With UPDATE_GOLDEN=1 the expected files are written anew, to be read before they are
committed.

What repairs make of `bad.bib` stands in `fixed.bib`; what those make of it that need a person's eye, in `unsafe.bib`.
Where such a file is missing, nothing may change.

Rules about matches are asked with the records of `records.json`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT

from bibtools.check import RULES, Rule, check, explain
from bibtools.check.base import MatchRule
from bibtools.check.beside import beside
from bibtools.check.mend import mend
from bibtools.check.page import page
from bibtools.formats.base import detect
from bibtools.libraries.bibfile import BibFile
from bibtools.libraries.cslfile import CslFile
from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.model.change import Plan
from bibtools.model.document import Document, Problem
from bibtools.sources.base import Hit

GOLDEN = ROOT / "tests" / "golden" / "check"
EXAMPLES = {".bib", ".json"}


def read(path: Path) -> Document:
    text = path.read_text("utf-8")
    return detect(text, path.name).read(text, path.name)


def examples(rule: Rule, name: str) -> list[Path]:
    return sorted(path for path in (GOLDEN / rule.code).glob(f"{name}*") if path.suffix in EXAMPLES)


def problems(rule: Rule, path: Path) -> tuple[Problem, ...]:
    """All problems of an example, also those that only records show."""
    document = read(path)
    if not isinstance(rule, MatchRule):
        return check(document)
    hits = [Hit(0, record.reference, "records") for record in read(GOLDEN / rule.code / "records.json").entries]
    matches = [match(entry, hits, Settings()) for entry in document.entries]
    return (*check(document), *beside(document, matches, RULES))


def name_of(rule: Rule) -> str:
    return f"{rule.code}-{rule.slug}"


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_bad_examples_are_found(rule: Rule) -> None:
    bad = examples(rule, "bad")
    assert bad, f"tests/golden/check/{rule.code} has no bad example"
    lines = []
    for path in bad:
        found = [problem for problem in problems(rule, path) if problem.code == rule.code]
        assert found, path
        for problem in found:
            assert problem.severity == rule.severity
            assert problem.source_line, problem
            lines.append(f"{problem.origin} {problem.message}" + (f" | {problem.hint}" if problem.hint else ""))
    expected = GOLDEN / rule.code / "expected"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text("\n".join(lines) + "\n", "utf-8")
    assert expected.read_text("utf-8").splitlines() == lines


BAD = [(rule, path) for rule in RULES for path in examples(rule, "bad")]


def repaired(path: Path, rules: Sequence[Rule], *, unsafe: bool) -> bool:
    """Repair a file as the command line does; whether there was anything to do."""
    library = CslFile(path) if path.suffix == ".json" else BibFile(path)
    document, fingerprint = library.read()
    plan = Plan(str(path), fingerprint, mend(document, rules, unsafe=unsafe, protected=library.protected))
    library.apply(plan)
    return bool(plan)


def what_becomes_of(bad: Path, unsafe: bool) -> Path:
    """The file that says how a bad example looks after repairs."""
    wanted = [bad.with_stem(bad.stem.replace("bad", name)) for name in ("unsafe", "fixed")]
    return next((path for path in wanted[not unsafe :] if path.exists()), bad)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize(("rule", "bad"), BAD, ids=lambda part: part.name if isinstance(part, Path) else name_of(part))
def test_repairs(rule: Rule, bad: Path, unsafe: bool, tmp_path: Path) -> None:
    copy = tmp_path / bad.name
    copy.write_bytes(bad.read_bytes())
    was_bad = repaired(copy, [rule], unsafe=unsafe)
    result = copy.read_bytes()
    if os.environ.get("UPDATE_GOLDEN") and result != what_becomes_of(bad, unsafe).read_bytes():
        bad.with_stem(bad.stem.replace("bad", "unsafe" if unsafe else "fixed")).write_bytes(result)
    assert result.decode("utf-8") == what_becomes_of(bad, unsafe).read_text("utf-8")
    assert was_bad == (result != bad.read_bytes())
    assert not repaired(copy, [rule], unsafe=unsafe), "done twice, there is something left to do"
    assert copy.read_bytes() == result


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_nothing_is_found_in_good_examples(rule: Rule) -> None:
    good = examples(rule, "good")
    assert good, f"tests/golden/check/{rule.code} has no good example"
    for path in good:
        document = read(path)
        assert document.entries
        assert problems(rule, path) == ()
        assert document.problems == ()


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_every_rule_is_documented(rule: Rule) -> None:
    assert re.fullmatch(r"CHK\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)
    assert rule.severity in ("error", "warning", "note")
    summary, blank, *rest = explain(rule.code).split("\n")
    assert summary.startswith(f"{rule.code} {rule.slug} ({rule.severity}): ")
    assert summary.endswith(".")
    assert blank == ""
    assert len(" ".join(rest)) > 80, "say why it matters and what to do"


def test_codes_and_slugs_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.slug for rule in RULES}) == len(RULES)


def test_no_example_is_without_a_rule() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {rule.code for rule in RULES}


def test_every_rule_file_is_in_the_list() -> None:
    files = {path.stem for path in (ROOT / "bibtools" / "check" / "rules").glob("*.py")} - {"__init__"}
    assert {type(rule).__module__.rpartition(".")[2] for rule in RULES} == files
    assert {rule.slug.replace("-", "_") for rule in RULES} == files


def test_the_reference_page_is_fresh() -> None:
    written = (ROOT / "docs" / "reference" / "checks.md").read_text("utf-8")
    assert written == page(), "run: python -m bibtools.check.page > docs/reference/checks.md"
