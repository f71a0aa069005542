"""Merging into any library: fill removes nothing, a second time does nothing, other entries stay as they are."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from property.bib_strategies import files, mutated

from bibtools.errors import Refused
from bibtools.formats.bib.scan import scan
from bibtools.formats.edits import apply_edits
from bibtools.formats.tex import citations, rename
from bibtools.libraries.bibfile import BibFile
from bibtools.merge.dedupe import aliases, duplicates
from bibtools.merge.dedupe import plan as dedupe_plan
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Plan
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

WORDS = st.sampled_from(
    re.findall(r"\S+", "lanterns harbours craters moons silence Poincaré {BERT} part I II 3 stones theory")
)
TITLES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
NAMES = st.lists(
    st.builds(Name, family=st.sampled_from(["Dove", "Müller", "Reed"]), given=st.sampled_from(["A.", "Ada", None])),
    max_size=3,
    unique=True,
).map(tuple)
IDS = st.lists(
    st.sampled_from(
        [Identifier("arxiv", "1901.00001"), Identifier("arxiv", "1901.00002", 3), Identifier("doi", "10.1000/moon.7")]
    ),
    max_size=2,
    unique_by=lambda found: found.scheme,
).map(tuple)
REFERENCES = st.builds(
    Reference,
    type=st.sampled_from(["article", "article-journal", "paper-conference", "book", None]),
    title=TITLES,
    author=NAMES,
    issued=st.sampled_from([None, PartialDate(2019), PartialDate(2020, 5, 6)]),
    container_title=st.sampled_from([None, "Journal of Moonlight", "Proc. 50 % & more"]),
    volume=st.sampled_from([None, "7", "VII"]),
    page=st.sampled_from([None, "1-20"]),
    ids=IDS,
).map(lambda r: replace(r, container_title=None) if r.type in ("article", "book", None) else r)
# Libraries that hold some of the works, among entries and text of every kind.
HELD = st.lists(
    st.builds(
        lambda title, key, kind, rest: f"@{kind}{{{key},\n  title = {{{title}}},\n{rest}}}\n",
        TITLES,
        st.from_regex(r"[a-z]{1,3}", fullmatch=True),
        st.sampled_from(["misc", "article", "online"]),
        st.sampled_from(
            ["", "  year = 2019,\n", "  eprint={1901.00001}, archivePrefix={arXiv}\n", "  author = {Dove, A.}"]
        ),
    ),
    max_size=3,
)


@st.composite
def libraries(draw: st.DrawFn, others: st.SearchStrategy[str]) -> str:
    return draw(others) + draw(st.sampled_from(["\n", "\n\n"])) + "\n".join(draw(HELD))


def plan_for(library: BibFile, references: list[Reference], **choices: object) -> Plan:
    document, fingerprint = library.read()
    items = [Enriched(Entry(f"L{n}", r, Origin("new.txt", line=n)), r) for n, r in enumerate(references)]
    return plan(document, fingerprint, items, library, Choices(**choices))  # type: ignore[arg-type]


def is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


def sources(text: str) -> dict[str, str]:
    """The text of each entry by its key in lower case; of two with one key the first."""
    blocks = scan(text)
    return {key: blocks.source(blocks[number]) for key, number in blocks.keys().items()}


def check(before: str, references: list[Reference]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = BibFile(Path(folder, "refs.bib"))
        library.path.write_bytes(before.encode("utf-8", "surrogateescape"))
        read = library.read()[0].text
        made = plan_for(library, references)
        assert all(change.op != "set-field" for change in made.changes)
        try:
            library.apply(made)
        except Refused:
            assert library.path.read_bytes() == before.encode("utf-8", "surrogateescape")
            return
        after = library.read()[0].text
        assert is_subsequence(read, after)
        touched = {change.entry_id.lower() for change in made.changes}
        then, now = sources(read), sources(after)
        assert {key: text for key, text in then.items() if key not in touched} == {
            key: text for key, text in now.items() if key not in touched
        }
        assert plan_for(library, references).changes == ()


@given(libraries(files()), st.lists(REFERENCES, max_size=4))
def test_fill_never_removes_and_is_done_at_once(before: str, references: list[Reference]) -> None:
    check(before, references)


@given(libraries(mutated()), st.lists(REFERENCES, max_size=3))
def test_the_same_on_files_where_little_is_well_formed(before: str, references: list[Reference]) -> None:
    assume("\x00" not in before)
    check(before, references)


@given(libraries(files()))
def test_a_library_merged_into_itself_gets_no_entry(before: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = BibFile(Path(folder, "refs.bib"))
        library.path.write_bytes(before.encode("utf-8", "surrogateescape"))
        references = [entry.reference for entry in library.read()[0].entries]
        assert [change for change in plan_for(library, references).changes if change.op == "add-entry"] == []


@given(st.lists(REFERENCES, max_size=6))
def test_groups_are_apart_and_every_alias_leads_to_a_kept_key(references: list[Reference]) -> None:
    held = [Entry(f"k{n}", reference, Origin("refs.bib", line=n)) for n, reference in enumerate(references)]
    found = duplicates(held)
    members = [entry.id for group in found.groups for entry in (group.kept, *group.others)]
    assert len(members) == len(set(members))
    kept = {group.kept.id for group in found.groups}
    assert set(aliases(found, held, {}).values()) == kept
    assert not set(aliases(found, held, {})) & kept


@given(libraries(files()))
def test_deduplicating_removes_nothing(before: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = BibFile(Path(folder, "refs.bib"))
        library.path.write_bytes(before.encode("utf-8", "surrogateescape"))
        document, fingerprint = library.read()
        made = dedupe_plan(document, fingerprint, duplicates(document.entries), library, {})
        try:
            library.apply(made)
        except Refused:
            return
        assert is_subsequence(document.text, library.read()[0].text)


_TEX = st.lists(
    st.sampled_from(
        [
            "\\cite",
            "\\citep*",
            "\\cites",
            "\\nocite",
            "{a,b}",
            "{a}",
            "[p.~1]",
            "[{]}]",
            "(x)",
            "%",
            "\n",
            "\r\n",
            " ",
            "\\verb|",
            "\\begin{verbatim}",
            "\\end{verbatim}",
            "{",
            "}",
            "[",
            "]",
            "\\",
            "ä",
            "\\url{%}",
            "\\mycite",
            "a",
        ]
    ),
    max_size=25,
).map("".join)


@given(_TEX)
def test_renaming_keys_changes_keys_only(text: str) -> None:
    edits = rename(text, {"a": "a-much-longer-key", "b": "c"})
    assert {text[edit.start : edit.end] for edit in edits} <= {"a", "b"}
    after = apply_edits(text, edits)
    instead = {"a": "a-much-longer-key", "b": "c"}
    assert [cited.key for cited in citations(after)] == [instead.get(c.key, c.key) for c in citations(text)]
