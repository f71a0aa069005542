"""Running rules: which problems, where, in which order; what blocks writing; finding and explaining rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from bibtools.check import RULES, blocking, check, check_references, explain, find
from bibtools.check.base import EntryRule, FieldRule, Finding
from bibtools.check.page import page
from bibtools.check.raw import RawEntry, RawField
from bibtools.check.subject import Subject
from bibtools.check.told import told_codes
from bibtools.errors import UsageError
from bibtools.formats.bib.read import read as read_bib
from bibtools.formats.csljson.read import read as read_csl
from bibtools.formats.seeds.read import read as read_seeds
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Severity
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference

GOOD = Reference(
    type="article",
    title="The lakes of the north",
    author=(Name(family="Doe", given="Jane"),),
    issued=PartialDate(2021, 1, 4),
    ids=(Identifier("arxiv", "2101.00012", 2),),
    categories=("physics.geo-ph",),
)


class Shouting(EntryRule):
    """Titles that shout."""

    code: ClassVar[str] = "TST1"
    slug: ClassVar[str] = "shouting"
    severity: ClassVar[Severity] = "error"

    def look(self, entry: Entry) -> Iterator[Finding]:
        if "!" in (entry.reference.title or ""):
            yield Finding("it shouts", "calm down", "title")


class Sevens(FieldRule):
    """Sevens."""

    code: ClassVar[str] = "TST2"
    slug: ClassVar[str] = "sevens"
    severity: ClassVar[Severity] = "note"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")

    def concerns(self, field: str, entry_type: str) -> bool:  # noqa: ARG002
        return True

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        for at, letter in enumerate(field.value):
            if letter == "7":
                yield Finding(f"a seven in {field.name} of a {entry.type}", at=at)


def told(text: str, read: object) -> list[str]:
    document = read(text, "x")  # type: ignore[operator]
    return [f"{p.origin.line}:{p.origin.column} {p.code} {p.message}" for p in check(document, [Sevens(), Shouting()])]


def test_places_in_a_bib_file() -> None:
    text = "@book{doe,\n  title = {Oh!},\n  volume = 7,\n  series = sev # {7},\n  isbn = {1-7},\n}\n"
    assert told(text, read_bib) == [
        "2:12 TST1 doe: it shouts",
        "3:12 TST2 doe: a seven in volume of a book",
        "5:13 TST2 doe: a seven in isbn of a book",
    ]


def test_places_in_csl_json() -> None:
    text = '[\n  {"id": "doe", "type": "book",\n   "title": "Oh!", "volume": 7}\n]'
    assert told(text, read_csl) == ["3:14 TST1 doe: it shouts", "3:30 TST2 doe: a seven in volume of a book"]


def test_broken_entries_are_left_out() -> None:
    assert told('[{"id": "doe", "title": "Oh!", "volume": 7, "page": x}]', read_csl) == []
    assert told("@book{doe, title = {Oh!}, volume = {7, ", read_bib) == []


def test_references_without_a_file() -> None:
    (found,) = check_references([("good", GOOD), ("doe", Reference(title="Oh!"))], [Shouting(), Sevens()], "output")
    assert (str(found.origin), found.message, found.source_line) == ("output:2:1", "doe: it shouts", None)


def test_a_good_reference_has_no_problem() -> None:
    assert check_references([("doe2021lakes", GOOD)]) == ()


def test_keys_are_compared_without_case() -> None:
    assert [p.code for p in check_references([("doe", GOOD), ("Doe", Reference(**_but_ids()))])] == ["CHK501"]


def test_a_reference_no_csl_item_can_hold() -> None:
    codes = [p.code for p in check_references([("a", Reference(**{**_but_ids(), "volume": 7}))])]  # type: ignore[arg-type]
    assert codes == []
    codes = [
        p.code
        for p in check_references([("a", Reference(**{**_but_ids(), "title": 7, "note": None}))], [find("CHK701")])
    ]  # type: ignore[arg-type]
    assert codes == ["CHK701"]


def test_seed_documents_have_no_fields() -> None:
    assert Subject(read_seeds("arXiv:1706.03762\n", "x")).raw == ()


def test_what_blocks_writing() -> None:
    problems = check_references([("a b", Reference(type="book"))])
    assert {p.code for p in problems} == {"CHK101", "CHK102", "CHK103", "CHK105", "CHK503"}
    assert [p.code for p in blocking(problems)] == ["CHK101", "CHK503"]
    assert [p.code for p in blocking(problems, ["chk101"])] == ["CHK503"]
    assert blocking(problems, ["unsafe-key", "CHK101"]) == ()
    with pytest.raises(UsageError):
        blocking(problems, ["CHK999"])


def test_finding_rules() -> None:
    assert find("chk101") is find("Missing-Title") is RULES[0]
    with pytest.raises(UsageError) as caught:
        find("mising-title")
    assert caught.value.hint == "did you mean missing-title or missing-date or missing-venue?"
    with pytest.raises(UsageError) as caught:
        find("zzz")
    assert caught.value.hint
    assert "CHK101" in caught.value.hint


def test_explaining() -> None:
    assert explain("CHK101").startswith("CHK101 missing-title (error): An entry has no title.\n\nWithout a title")
    assert explain("missing-title") == explain("CHK101")


def test_explaining_what_no_rule_says() -> None:
    assert explain("csl105").startswith("CSL105 (error): an item's type is missing or unknown")
    for code, told in told_codes().items():
        assert explain(code).startswith(f"{code} {told.slug} (" if told.slug else f"{code} (")
        assert "{{" not in explain(code)
        assert f"| {code} |" in page()
    assert explain("withdrawn") == explain("LIF101")


def test_the_page_has_every_rule_once() -> None:
    text = page()
    for rule in RULES:
        assert text.count(f"### {rule.code} {rule.slug}\n") == 1
        assert text.count(f"| [{rule.code}](#{rule.code.lower()}-{rule.slug}) |") == 1


def _but_ids() -> dict[str, object]:
    fields = {name: getattr(GOOD, name) for name in Reference.__slots__}
    return {**fields, "ids": (), "categories": ()}
