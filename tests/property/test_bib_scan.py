"""What holds for the `.bib` engine whatever the text: spans tile, edits read back, nothing else changes."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from property import bib_strategies as bib

from bibtools.errors import Refused
from bibtools.formats.bib import grammar
from bibtools.formats.bib.braces import Braces, closing_brace
from bibtools.formats.bib.edit import edit
from bibtools.formats.bib.fields import every_field, scan_with_fields
from bibtools.formats.bib.inspect import inspect, problems, state
from bibtools.formats.bib.parse import parse, parts_of, raw_fields
from bibtools.formats.bib.regular import regular_parts
from bibtools.formats.bib.safety import same_value
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.style import NewEntry, observe
from bibtools.formats.bib.verify import verify
from bibtools.formats.edits import apply_edits
from bibtools.model.change import Change


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


@given(bib.ANY_TEXT)
def test_spans_tile_any_text(text: str) -> None:
    blocks = scan(text)
    assert "".join(blocks.source(block) for block in blocks) == text
    assert all(block.start < block.end for block in blocks)
    assert [(kind, start, end) for kind, start, end, _ in blocks.outline()] == [
        (b.kind, b.start, b.end) for b in blocks
    ]


@given(bib.ANY_TEXT)
def test_parts_lie_in_their_block_in_order(text: str) -> None:
    blocks = scan(text)
    for block in blocks:
        if block.kind in ("text", "comment"):
            continue
        parts = parts_of(text, block)
        offsets = [block.start, parts.type.start, parts.type.end, parts.opening]
        if parts.key:
            offsets += [parts.key.start, parts.key.end]
        for field in parts.fields:
            offsets += [field.name.start, field.name.end, field.equals, field.value.start]
            offsets += [each for term in field.terms for each in (term.start, term.end)]
            offsets += [field.value.end] + ([field.comma] if field.comma is not None else [])
        offsets += [block.end]
        assert offsets == sorted(offsets)
        assert (parts.closing is None) == (block.kind == "broken")


@given(bib.ANY_TEXT)
def test_both_ways_to_read_an_entry_agree(text: str) -> None:
    blocks = scan(text)
    for block in blocks:
        if block.kind != "entry":
            continue
        slow = parse(text, block.start, block.end)
        fast = regular_parts(text, block)
        assert fast is None or fast == slow
        assert raw_fields(text, block) == [(field.name.of(text), field.value.of(text)) for field in slow.fields]
        assert not (block.regular and slow.findings)


@given(bib.ANY_TEXT)
def test_reading_all_fields_in_one_pass_finds_what_the_scanner_finds(text: str) -> None:
    entries = [block for block in scan(text) if block.kind == "entry"]
    found = [(block.key.of(text) if block.key else "", raw_fields(text, block)) for block in entries]
    assert list(every_field(text)) == found
    blocks, fields = scan_with_fields(text)
    assert list(blocks) == list(scan(text))
    assert fields == {n: raw_fields(text, blocks[n]) for n in blocks.of_kind("entry", "broken")}


@given(st.text("{}ab", max_size=40))
def test_braces_pair_alike_however_they_are_counted(text: str) -> None:
    braces = Braces(text)
    for found in grammar.BRACE.finditer(text):
        if found[0] == "{":
            assert braces.closing(found.start()) == closing_brace(text, found.start(), len(text))


@given(bib.ANY_TEXT)
def test_every_problem_has_a_place_in_the_file(text: str) -> None:
    for problem in problems(scan(text), "refs.bib"):
        assert 0 <= problem.origin.start <= len(text)
        assert problem.origin.line >= 1
        assert problem.source_line is not None
        assert problem.hint


@given(bib.files())
def test_a_well_formed_file_has_nothing_broken(text: str) -> None:
    kinds = {block.kind for block in scan(text)}
    assert "broken" not in kinds


@given(bib.mutated())
def test_nothing_to_do_is_no_edit(text: str) -> None:
    assert edit(scan(text), []) == ()


@given(
    bib.mutated(),
    st.lists(st.tuples(bib.NAMES, bib.PLAIN_VALUES), min_size=1, max_size=3, unique_by=lambda p: p[0].lower()),
)
def test_added_fields_read_back_and_touch_nothing_else(text: str, wanted: list[tuple[str, str]]) -> None:
    blocks = scan(text)
    found = inspect(blocks)
    changes = []
    for number in blocks.of_kind("entry"):
        block = blocks[number]
        if state(found.get(number, ())) != "clean" or not block.key:
            continue
        has = {name.lower() for name, _ in raw_fields(text, block)}
        key = block.key.of(text)
        changes += [Change(key, "add-field", "test", n, new=v) for n, v in wanted if n.lower() not in has]
    assume(changes)
    edits = edit(blocks, changes)
    assert all(each.start == each.end for each in edits)
    after = apply_edits(text, edits)
    assert is_subsequence(text, after)
    now = verify(blocks, after, changes)
    assert edit(now, changes) == ()
    assert len(now) == len(blocks)
    keys = now.keys()
    for change in changes:
        values = {name.lower(): value for name, value in raw_fields(after, now[keys[change.entry_id.lower()]])}
        assert same_value(values[change.field.lower()], change.new)


@given(bib.files(), bib.PLAIN_VALUES, st.data())
def test_a_replaced_value_reads_back_and_only_it_differs(text: str, value: str, data: st.DataObject) -> None:
    blocks = scan(text)
    found = inspect(blocks)
    fields = [
        (blocks[number].key.of(text), name, old)
        for number in blocks.of_kind("entry")
        if state(found.get(number, ())) == "clean"
        for name, old in raw_fields(text, blocks[number])
    ]
    assume(fields)
    key, name, old = data.draw(st.sampled_from(fields))
    change = Change(key, "set-field", "test", name, old=old, new=value)
    edits = edit(blocks, [change])
    assert len(edits) == (0 if same_value(old, value) else 1)
    assert all(text[each.start : each.end] == old for each in edits)
    verify(blocks, apply_edits(text, edits), [change])


@given(
    bib.mutated(),
    st.lists(bib.KEYS, min_size=1, max_size=3, unique_by=str.lower),
    st.lists(bib.PLAIN_VALUES, max_size=3),
)
def test_new_entries_read_back_and_touch_nothing_else(text: str, keys: list[str], values: list[str]) -> None:
    blocks = scan(text)
    fields = tuple(zip(("title", "year", "note"), values, strict=False))
    entries = [NewEntry(key, "misc", fields) for key in keys]
    try:
        edits = edit(blocks, entries)
    except Refused:
        taken = {block.key.of(text).lower() for block in blocks if block.key and block.kind in ("entry", "broken")}
        last = next((b for b in reversed(blocks) if b.kind != "text"), None)
        assert taken & {key.lower() for key in keys} or (last and last.kind in ("broken", "comment"))
        return
    after = apply_edits(text, edits)
    assert is_subsequence(text, after)
    verify(blocks, after, entries)


@given(bib.ANY_TEXT)
def test_every_file_has_a_style(text: str) -> None:
    style = observe(scan(text))
    assert style.layout.newline in ("\n", "\r\n", "\r")
    assert style.blank_lines >= 0
