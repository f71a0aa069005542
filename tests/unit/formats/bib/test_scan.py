"""Blocks, parts and findings of small files, and linear time on hostile ones."""

from __future__ import annotations

import time

import pytest

from bibtools.formats.bib.inspect import inspect, problems, state
from bibtools.formats.bib.parse import parse, parts_of
from bibtools.formats.bib.scan import scan


def kinds(text: str) -> list[tuple[str, str]]:
    blocks = scan(text)
    return [(block.kind, blocks.source(block)) for block in blocks]


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(scan(text), "refs.bib")]


def states(text: str) -> list[str]:
    blocks = scan(text)
    found = inspect(blocks)
    return [state(found.get(number, ())) for number in blocks.of_kind("entry", "broken")]


def fields(text: str) -> list[tuple[str, str]]:
    return [(field.name.of(text), field.value.of(text)) for field in parse(text, 0).fields]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n", [("text", "\n")]),
        ("no entry here", [("text", "no entry here")]),
        ("@misc{a}@misc{b}", [("entry", "@misc{a}"), ("entry", "@misc{b}")]),
        ("% x\r\n@misc{a}\r\n", [("text", "% x\r\n"), ("entry", "@misc{a}"), ("text", "\r\n")]),
        ('@string{a = "A"}', [("string", '@string{a = "A"}')]),
        ('@STRING(a = "A" # b)', [("string", '@STRING(a = "A" # b)')]),
        ('@preamble{"a" # b}', [("preamble", '@preamble{"a" # b}')]),
        ("@comment{a {b} c}d", [("comment", "@comment{a {b} c}"), ("text", "d")]),
        ("@Comment(a (b) c)", [("comment", "@Comment(a (b) c)")]),
        ("@comment to the end\n@misc{a}", [("comment", "@comment to the end"), ("text", "\n"), ("entry", "@misc{a}")]),
        ("@commented{a}", [("entry", "@commented{a}")]),
        ("@comment{@misc{a, title = {A}}}", [("comment", "@comment{@misc{a, title = {A}}}")]),
        ("@misc(a, title = {)})", [("entry", "@misc(a, title = {)})")]),
        ("@ misc {a, title = {@}}", [("entry", "@ misc {a, title = {@}}")]),
        ("me@example.org {at}", [("text", "me@example.org {at}")]),
        ("x@misc{a, b = 1}", [("text", "x"), ("entry", "@misc{a, b = 1}")]),
        ("@misc{a, title = {\\}}", [("entry", "@misc{a, title = {\\}}")]),
        ('@misc{a, title = "{"}"}', [("entry", '@misc{a, title = "{"}"}')]),
        ("@misc{a, t = {{{{{{{{{x}}}}}}}}}}", [("entry", "@misc{a, t = {{{{{{{{{x}}}}}}}}}}")]),
        ("@misc{a, x = {\udce9}}", [("entry", "@misc{a, x = {\udce9}}")]),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_broken_entry_costs_no_other_entry(newline: str) -> None:
    lines = ["@misc{a,", "  title = {A,", "  year = 2001", "}", "", "  @misc{b, title = {B}}", "@misc{c}"]
    text = newline.join(lines)
    broken = newline.join(lines[:5]) + newline + "  "
    assert kinds(text) == [
        ("broken", broken),
        ("entry", "@misc{b, title = {B}}"),
        ("text", newline),
        ("entry", "@misc{c}"),
    ]


def test_an_entry_within_a_value_is_swallowed_only_where_the_braces_close() -> None:
    whole = "@misc{a, note = {\n@misc{b, title = {B}}\n}}\n@misc{c}"
    assert [kind for kind, _ in kinds(whole)] == ["entry", "text", "entry"]
    assert codes(whole) == ["BIB112"]
    assert states(whole) == ["suspect", "clean"]
    unclosed = "@misc{a, note = {{\n@misc{b, title = {B}}\n}\n@misc{c}"
    assert [kind for kind, _ in kinds(unclosed)] == ["broken", "entry", "text", "entry"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@misc{a, Title = {A} # b # "C", year=2001,}', [("Title", '{A} # b # "C"'), ("year", "2001")]),
        ("@misc{a, bdsk-url-1 = {x}, date+x:y.z/w_v = jan}", [("bdsk-url-1", "{x}"), ("date+x:y.z/w_v", "jan")]),
        ("@misc{title = {A}}", [("title", "{A}")]),
        ("@misc{a\n title = {A}\n year = 2001 }", [("title", "{A}"), ("year", "2001")]),
        ("@misc{a, % no\n title = {A} % {\n, year = 1}", [("title", "{A}"), ("year", "1")]),
        ("@misc{a, pages = 1--2, year = {1}}", [("pages", "1--2"), ("year", "{1}")]),
        ("@misc{a, title = , year = {1}}", [("title", ""), ("year", "{1}")]),
        ("@misc{a, title = {A}, year = ", [("title", "{A}")]),
        ("@misc{a, title = {A}, year 2001}", [("title", "{A}")]),
    ],
)
def test_fields_as_far_as_they_can_be_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert fields(text) == expected


def test_spans_of_parts() -> None:
    text = 'x @Article ( some/key , title = "A" # jan , )'
    block = scan(text)[1]
    parts = parts_of(text, block)
    assert parts.key is not None
    assert (parts.type.of(text), text[parts.opening], parts.key.of(text)) == ("Article", "(", "some/key")
    assert [(term.kind, term.of(text)) for term in parts.fields[0].terms] == [("quoted", "A"), ("macro", "jan")]
    assert parts.trailing_comma
    assert parts.closing == len(text) - 1


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("@misc{a, title = {A}", "BIB101", "broken"),
        ("@misc{a, title = {A}}\n@comment{never closed", "BIB101", "clean"),
        ('@misc{a, title = "A}', "BIB121", "broken"),
        ('@misc{a, title = "A', "BIB102", "broken"),
        ("@misc{a, title {A}}", "BIB103", "broken"),
        ("@misc{a, title = {A} year = 2001}", "BIB104", "suspect"),
        ("@misc{a title = {A}}", "BIB104", "suspect"),
        ("@misc{a, title = , year = 2001}", "BIB105", "suspect"),
        ("@misc{, title = {A}}", "BIB106", "suspect"),
        ("@misc{title = {A}}", "BIB106", "suspect"),
        ("@misc{title={A}}", "BIB106", "suspect"),
        ("@misc{my key, title = {A}}", "BIB107", "suspect"),
        ("@misc{a, \u00a0title = {A}}", "BIB107", "suspect"),
        ("@misc{a,\n% note\ntitle = {A}}", "BIB108", "suspect"),
        ("@misc{a, pages = 1--2}", "BIB109", "suspect"),
        ("@misc{a, title = {A { \\} B}}", "BIB110", "suspect"),
        ("@misc{a, title = {A,\n  year = {2001}}}", "BIB111", "suspect"),
        ("@misc{a, title = {A}},\n  year = {2001}\n}", "BIB113", "suspect"),
        ("% @misc{a, title = {A}}", "BIB114", "suspect"),
        ("@misc{a,, title = {A}}", "BIB115", "suspect"),
        ('@misc{a}\n@string{a = "A",}', "BIB115", "clean"),
        ("@misc{a, title = {A}) year = 2001}", "BIB116", "broken"),
        ("@misc{a, title = {A}, Title = {B}}", "BIB118", "clean"),
        ("write to me@example.org\n@misc{a}", "BIB119", "clean"),
        ("@comment{@misc{b}}@misc{a}", "BIB120", "clean"),
    ],
)
def test_flaws(text: str, code: str, expected: str) -> None:
    assert codes(text)[0] == code
    assert states(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title = {A \\{B\\} \\\\ \\& C}}",
        '@misc{a, title = {50% of {\\"o}}}',
        "@misc{a, title = {f(x) = {y}, z = 2}}",
        "@misc{a, title = {A}},\n\n@misc{b}\n",
        "@misc{a, note = {see @misc or me@example.org}}",
        "@misc{a,\n}\n",
        "@string{a = {A}}\n@preamble{{x}}\n@comment{jabref-meta: databaseType:bibtex;}\n@misc{k, note = a # 1}",
    ],
)
def test_no_flaw(text: str) -> None:
    assert codes(text) == []


def test_a_repeated_key_is_clean_where_it_stands_first() -> None:
    assert states("@misc{Key}\n@misc{key}\n@misc{other}") == ["clean", "suspect", "clean"]
    assert scan("@misc{Key}\n@misc{key}").keys() == {"key": 0}


def test_problems_say_where_and_what_to_do() -> None:
    (problem,) = problems(scan("% mine\r\n@misc{a,\r\n  title = {A}\r\n  year = 2001\r\n}\r\n"), "refs.bib")
    assert (
        f"{problem.origin} {problem.code} {problem.message}" == "refs.bib:3:14 BIB104 expected ',' after field 'title'"
    )
    assert problem.source_line == "  title = {A}"
    assert problem.hint == "add a comma; BibTeX skips the rest of this entry"


@pytest.mark.parametrize(
    "hostile",
    [
        "@misc{a, b = {\n",
        "@misc{a, b = {{\n",
        '@misc{a, b = "\n',
        "@comment{\n",
        "x @a{b, c = {",
        "@a{b, c = {}, ",
        "{",
        "@",
        "@a{b,c={ x@",
        "@a(b, c = {\n",
        "    @",
        "@misc{a, b = {c}} \n",
    ],
)
def test_time_grows_with_length_and_not_faster(hostile: str) -> None:
    def seconds(size: int) -> float:
        text = hostile * (size // len(hostile))
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            scan(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(5_000), seconds(40_000)
    assert large < 0.05 or large < 24 * small, "eight times the text must not take much more than eight times as long"


def test_blocks_are_a_sequence() -> None:
    blocks = scan("@misc{a}\n@misc{b}")
    assert len(blocks) == 3
    assert [block.kind for block in blocks[::2]] == ["entry", "entry"]
    assert blocks[-1] == blocks[2]
    with pytest.raises(IndexError):
        blocks[3]
