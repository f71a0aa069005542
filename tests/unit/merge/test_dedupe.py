"""Duplicates within one library: groups, which entry is kept, aliases, and that nothing is ever deleted."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from unit.merge.bibs import entries, told

from bibtools.libraries.bibfile import BibFile
from bibtools.libraries.cslfile import CslFile
from bibtools.merge.dedupe import Duplicates, aliases, duplicates, plan, repeated
from bibtools.model.change import Plan

WORK = "title = {Lanterns over silent harbours}, author = {Dove, Ceri and Quill, Ada}"
OTHER = "title = {A theory of wet stones}, author = {Reed, Bo}"


def groups(text: str, kept: frozenset[str] = frozenset()) -> list[tuple[str, list[str]]]:
    return [(g.kept.id, [other.id for other in g.others]) for g in duplicates(entries(text), kept).groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (f"@misc{{a, {WORK}}} @misc{{b, {OTHER}}}", []),
        (f"@misc{{a, {WORK}}} @misc{{b, {OTHER}}} @misc{{c, {WORK}}}", [("a", ["c"])]),
        (f"@misc{{a, {WORK}}} @misc{{b, {WORK}, year = 2019}}", [("b", ["a"])]),
        # the published form before the preprint, even where less is known about it
        (
            f"@misc{{a, {WORK}, year = 2019, month = jan, eprint = {{1901.00001}}, archivePrefix = {{arXiv}}, "
            f"note = {{n}}}} @article{{b, {WORK}, journal = {{J. Moon}}}}",
            [("b", ["a"])],
        ),
        # what cannot be edited is not kept
        (f"@misc{{a, {WORK} year = 2019, note = {{n}}}} @misc{{b, {WORK}}}", [("b", ["a"])]),
        (
            f"@misc{{a, {WORK}}} @misc{{b, {OTHER}}} @misc{{c, {WORK}}} @book{{d, {OTHER}, publisher = {{P}}}} "
            f"@misc{{e, {WORK}}}",
            [("a", ["c", "e"]), ("d", ["b"])],
        ),
    ],
)  # fmt: skip
def test_groups_and_the_entry_that_is_kept(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert groups(text) == expected


def test_what_was_kept_before_is_kept_again() -> None:
    text = f"@misc{{a, {WORK}}} @misc{{b, {WORK}, year = 2019}}"
    assert groups(text, frozenset({"a"})) == [("a", ["b"])]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (f"{WORK}, volume = 3, journal = {{J. Moon}}", f"{WORK}, volume = 4, journal = {{J. Moon}}", "volumes differ"),
        (WORK, WORK.replace("harbours", "harbours: a night study"), "not quite the same"),
        (
            f"{WORK}, eprint = {{1901.00001}}, archivePrefix = {{arXiv}}",
            f"{WORK}, eprint = {{1902.00002}}, archivePrefix = {{arXiv}}",
            "another identifier",
        ),
        (f"{OTHER}, doi = {{10.1000/1}}", f"{WORK}, doi = {{10.1000/1}}", "identifier is the same"),
    ],
)
def test_what_a_person_must_say(one: str, other: str, why: str) -> None:
    found = duplicates(entries(f"@article{{a, {one}}} @article{{b, {other}}}"))
    assert found.groups == ()
    (pair,) = found.unsure
    assert why in "; ".join(pair.found.why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gradient flows on moduli spaces, Part I", "Gradient flows on moduli spaces, Part II"),
        ("Report of the moon survey 1984--2004", "Report of the moon survey 1984--2009"),
        ("Measuring craters with lanterns", "Measuring craters with ladders"),
    ],
)
def test_similar_titles_of_one_group_of_people_are_other_works(one: str, other: str) -> None:
    people = "author = {Dove, Ceri and Quill, Ada}"
    found = duplicates(entries(f"@misc{{a, title = {{{one}}}, {people}}} @misc{{b, title = {{{other}}}, {people}}}"))
    assert found == Duplicates()


def test_a_group_holds_only_what_is_the_same_as_each_other() -> None:
    found = duplicates(entries(f"""
        @article{{short, {WORK}}}
        @article{{three, {WORK}, journal = {{J. Moon}}, volume = 3}}
        @article{{four, {WORK}, journal = {{J. Moon}}, volume = 4}}
        """))  # fmt: skip
    assert [(g.kept.id, [o.id for o in g.others]) for g in found.groups] == [("three", ["short"])]
    assert {(pair.entry.id, pair.other.id) for pair in found.unsure} == {("short", "four"), ("three", "four")}


def test_one_key_twice_is_reported() -> None:
    read = entries(f"@misc{{a, {WORK}}}\n@misc{{A, {OTHER}}}\n")
    assert [entry.origin.line for entry in repeated(read)] == [2]
    assert [entry.id for entry in duplicates(read).repeated] == ["A:L2"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, {"b": "a"}),
        ({"old": "b"}, {"b": "a", "old": "a"}),
        ({"b": "gone"}, {"b": "a"}),
        ({"a": "b"}, {"b": "a"}),
        ({"x": "y", "y": "x"}, {"b": "a"}),
        ({"old": "elsewhere"}, {"b": "a", "old": "elsewhere"}),
    ],
)
def test_aliases_of_earlier_runs(known: dict[str, str], expected: dict[str, str]) -> None:
    read = entries(f"@misc{{a, {WORK}, year = 2019}} @misc{{b, {WORK}}}")
    assert aliases(duplicates(read), read, known) == expected


def deduped(path: Path, text: str, known: dict[str, str] | None = None) -> tuple[BibFile, Plan]:
    path.write_text(dedent(text), "utf-8")
    library = BibFile(path)
    document, fingerprint = library.read()
    found = duplicates(document.entries, frozenset((known or {}).values()))
    return library, plan(document, fingerprint, found, library, aliases(found, document.entries, known or {}))


TWICE = """\
    @article{a,
      author = {Dove, Ceri and Quill, Ada},
      title = {Lanterns over silent harbours},
      journal = {Journal of Moonlight},
      volume = {7},
    }
    @article{b,
      author = {Ceri Dove and Ada Quill},
      title = {Lanterns over Silent Harbours},
      journal = {J. Moonl.},
      abstract = {They shine.},
      keywords = {moon},
    }
    """


def test_the_kept_entry_gets_what_only_the_others_have_and_no_entry_goes(tmp_path: Path) -> None:
    library, made = deduped(tmp_path / "refs.bib", TWICE.replace("volume = {7}", "volume = {7},\n      number = {2}"))
    assert told(made) == [
        ("a", "add-field", "abstract", None, "{They shine.}"),
        ("a", "add-field", "keywords", None, "{moon}"),
    ]
    assert {change.why for change in made.changes} == {"missing, from b"}
    library.apply(made)
    assert library.path.read_text("utf-8") == dedent("""\
        @article{a,
          author = {Dove, Ceri and Quill, Ada},
          title = {Lanterns over silent harbours},
          journal = {Journal of Moonlight},
          volume = {7},
          number = {2},
          abstract = {They shine.},
          keywords = {moon},
        }
        @article{b,
          author = {Ceri Dove and Ada Quill},
          title = {Lanterns over Silent Harbours},
          journal = {J. Moonl.},
          abstract = {They shine.},
          keywords = {moon},
        }
        """)


MODERN = """\
    @online{a,
      author = {Dove, Ceri and Quill, Ada},
      title = {Lanterns over silent harbours},
      date = {2019-01},
    }
    """


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("date = {2019-01},", "date = {2019-01},\n      ids = {b, c},"),
        ("ids = {c},", "ids = {c, b},"),
        ("ids = {b, c},", "ids = {b, c},"),
    ],
)
def test_keys_that_are_gone_become_aliases_in_biblatex(tmp_path: Path, before: str, after: str) -> None:
    library, made = deduped(tmp_path / "refs.bib", MODERN.replace("date = {2019-01},", before), {"b": "a", "c": "a"})
    if "date" not in before:  # the dialect must show
        library, made = deduped(
            tmp_path / "refs.bib",
            MODERN.replace("date = {2019-01},", f"date = {{2019-01}},\n      {before}"),
            {"b": "a", "c": "a"},
        )
        after = f"date = {{2019-01}},\n      {after}"
    library.apply(made)
    assert library.path.read_text("utf-8") == dedent(MODERN.replace("date = {2019-01},", after))


def test_a_key_that_an_entry_has_is_never_an_alias(tmp_path: Path) -> None:
    library, made = deduped(tmp_path / "refs.bib", MODERN + MODERN.replace("{a,", "{b,"))
    assert made.changes == ()
    (entry, _) = library.read()[0].entries
    assert list(library.aliasing(entry, ["b", "B", "a"])) == []
    assert list(library.aliasing(entry, ["b", "gone"])) == [("ids", None, "{gone}")]


def test_bibtex_and_csl_know_no_aliases(tmp_path: Path) -> None:
    _, made = deduped(tmp_path / "refs.bib", TWICE.split("@article{b", maxsplit=1)[0], {"b": "a"})
    assert made.changes == ()
    csl = CslFile(tmp_path / "refs.json")
    csl.path.write_text('[{"id": "a", "type": "book", "title": "T"}]', "utf-8")
    assert list(csl.aliasing(csl.read()[0].entries[0], ["b"])) == []


def test_a_second_run_finds_nothing_more_to_do(tmp_path: Path) -> None:
    library, made = deduped(tmp_path / "refs.bib", TWICE)
    library.apply(made)
    _, again = deduped(library.path, library.path.read_text("utf-8"))
    assert again.changes == ()
