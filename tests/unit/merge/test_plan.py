"""Plans on .bib texts: what is filled, updated, added, and left to a person."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
from unit.merge.bibs import Shelf, told

PREPRINT = """\
    % mine
    @misc{dove2019,
      author        = {Dove, Ceri and Quill, Ada},
      title         = {Lanterns over Silent Harbours},
      year          = 2019,
      eprint        = {1901.00001},
      archivePrefix = {arXiv},
      note          = {read in {March}},
    }
    """
PUBLISHED = """\
    @article{x,
      author  = {C. Dove and A. Quill},
      title   = {Lanterns over silent harbours},
      journal = {Journal of Moonlight},
      volume  = {7},
      pages   = {1--20},
      year    = {2020},
      doi     = {10.1000/moon.7},
    }
    """


def test_fill_gives_a_preprint_nothing_but_the_doi_of_the_version_of_record(tmp_path: Path) -> None:
    assert Shelf(tmp_path, PREPRINT).merged(PUBLISHED) == dedent("""\
        % mine
        @misc{dove2019,
          author        = {Dove, Ceri and Quill, Ada},
          title         = {Lanterns over Silent Harbours},
          year          = 2019,
          eprint        = {1901.00001},
          archivePrefix = {arXiv},
          note          = {read in {March}},
          doi           = {10.1000/moon.7},
        }
        """)


def test_update_replaces_type_venue_and_year_and_keeps_the_eprint(tmp_path: Path) -> None:
    assert Shelf(tmp_path, PREPRINT).merged(PUBLISHED, policy="update") == dedent("""\
        % mine
        @article{dove2019,
          author        = {Dove, Ceri and Quill, Ada},
          title         = {Lanterns over Silent Harbours},
          year          = 2020,
          eprint        = {1901.00001},
          archivePrefix = {arXiv},
          note          = {read in {March}},
          journal       = {Journal of Moonlight},
          volume        = 7,
          pages         = {1--20},
          doi           = {10.1000/moon.7},
        }
        """)


@pytest.mark.parametrize(
    ("month", "published", "then"),
    [
        ("month = jun", "year = {2020}", "month = {}"),
        ("month = {June}", "year = {2020}", "month = {}"),
        ('month = "12~" # jun', "year = {2020}", "month = {}"),
        ("month = jun", "year = {2020}, month = sep", "month = sep"),
        ("month = jun", "year = {2019}", "month = jun"),
        ("month = jun", "volume = {7}", "month = jun"),
    ],
)
def test_another_year_leaves_no_month_of_the_old_one(tmp_path: Path, month: str, published: str, then: str) -> None:
    preprint = PREPRINT.replace("year ", f"{month},\n      year ")
    lines = Shelf(tmp_path, preprint).merged(PUBLISHED.replace("year    = {2020}", published), policy="update")
    assert f"\n  {then},\n  year          = {2019 if then == 'month = jun' else 2020},\n" in lines


def test_a_month_that_goes_says_where_the_new_date_is_from(tmp_path: Path) -> None:
    preprint = PREPRINT.replace("year ", "month = jun,\n      year ")
    made = Shelf(tmp_path, preprint).plan(PUBLISHED, policy="update")
    (change,) = [change for change in made.changes if change.field == "month"]
    assert (change.op, change.old, change.new, change.why) == (
        "set-field",
        "jun",
        "{}",
        "version of record, from new.bib (x)",
    )


def test_every_replacement_says_why_and_keeps_the_old_value(tmp_path: Path) -> None:
    made = Shelf(tmp_path, PREPRINT).plan(PUBLISHED, policy="update")
    replaced = [(c.field, c.old, c.new, c.why) for c in made.changes if c.op == "set-field"]
    assert replaced == [
        ("entrytype", "misc", "article", "version of record, from new.bib (x)"),
        ("year", "2019", "{2020}", "version of record, from new.bib (x)"),
    ]


def test_a_published_entry_gets_the_eprint_and_nothing_else_from_a_preprint(tmp_path: Path) -> None:
    made = Shelf(tmp_path, PUBLISHED).plan(PREPRINT, policy="update")
    assert told(made) == [
        ("x", "add-field", "eprint", None, "{1901.00001}"),
        ("x", "add-field", "archivePrefix", None, "{arXiv}"),
    ]
    assert made.conflicts == ()


def test_another_publication_of_the_work_fills_nothing_about_publication(tmp_path: Path) -> None:
    talk = """\
        @inproceedings{talk,
          author    = {Ceri Dove and Ada Quill},
          title     = {Lanterns over silent harbours},
          booktitle = {Proceedings of the Moon Workshop},
          pages     = {301--309},
          year      = 2018,
        }
        """
    made = Shelf(tmp_path, talk).plan(PUBLISHED)
    assert told(made) == []
    assert {(c.entry_id, c.field) for c in made.conflicts} == {
        ("talk", "issued"),
        ("talk", "container_title"),
        ("talk", "page"),
    }


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("pages", "101--130", "the values differ"),
        ("year", "1999", "the years differ"),
        ("doi", "10.1000/other", "the identifiers differ"),
        ("author", "Dove, Ceri", "2 names against 1"),
    ],
)
def test_what_differs_is_a_conflict_and_stays(tmp_path: Path, field: str, value: str, reason: str) -> None:
    stated = re.compile(rf"^( *{field} *= )\{{.*\}},$", re.MULTILINE)
    made = Shelf(tmp_path, PUBLISHED).plan(stated.sub(rf"\1{{{value}}},", PUBLISHED))
    assert made.changes == ()
    assert reason in [conflict.reason for conflict in made.conflicts]


def test_a_journal_may_be_abbreviated(tmp_path: Path) -> None:
    made = Shelf(tmp_path, PUBLISHED).plan(PUBLISHED.replace("Journal of Moonlight", "J. Moonl."))
    assert not made.changes
    assert not made.conflicts


@pytest.mark.parametrize(
    ("protect", "fields"),
    [
        (frozenset[str](), {"entrytype", "year", "journal", "volume", "pages", "doi"}),
        (frozenset({"YEAR", "Journal"}), {"entrytype", "volume", "pages", "doi"}),
        (frozenset({"Dove2019"}), set[str]()),
    ],
)
def test_what_is_protected_stays(tmp_path: Path, protect: frozenset[str], fields: set[str]) -> None:
    made = Shelf(tmp_path, PREPRINT).plan(PUBLISHED, policy="update", protect=protect)
    assert {change.field for change in made.changes} == fields


def test_an_entry_protects_itself(tmp_path: Path) -> None:
    marked = PREPRINT.replace("note          = {read", "bibtools = {protect = year},\n  note          = {read")
    made = Shelf(tmp_path, marked).plan(PUBLISHED, policy="update")
    assert "year" not in {change.field for change in made.changes}
    assert "entrytype" in {change.field for change in made.changes}


def test_what_may_be_the_same_is_left_to_a_person(tmp_path: Path) -> None:
    other = PUBLISHED.replace("Lanterns over", "Nineteen lanterns over").replace("10.1000/moon.7", "")
    made = Shelf(tmp_path, PUBLISHED).plan(other)
    assert made.changes == ()
    (conflict,) = made.conflicts
    assert (conflict.entry_id, conflict.field) == ("x", "")
    assert (conflict.theirs, conflict.ours) == (
        "Lanterns over silent harbours",
        "Nineteen lanterns over silent harbours",
    )
    assert "a person must say" in conflict.reason


def test_a_doubt_between_two_newcomers_names_them_by_their_own_keys(tmp_path: Path) -> None:
    parts = [f"@misc{{p{n}, title = {{Gradient flows on moduli spaces, Part {n * 'I'}}}, year = 2001}}" for n in (1, 2)]
    made = Shelf(tmp_path, "").plan("\n".join(parts))
    assert [change.entry_id for change in made.changes] == ["p1"]
    assert [conflict.entry_id for conflict in made.conflicts] == ["p1"]


def test_the_same_work_twice_among_the_newcomers_is_added_once_with_what_both_know(tmp_path: Path) -> None:
    text = Shelf(tmp_path, "").merged(PREPRINT + PUBLISHED.replace("{x,", "{y,"))
    assert text.count("@") == 1
    assert "1901.00001" in text
    assert "10.1000/moon.7" in text


@pytest.mark.parametrize("third", ["", ", eprint = {1901.00002}, archivePrefix = {arXiv}"])
def test_a_doi_under_two_titles_is_given_to_neither_the_second_time(tmp_path: Path, third: str) -> None:
    """The second entry's title (and eprint) lead to the third, its DOI to the first, which is another work."""
    shelf = Shelf(tmp_path, "")
    new = f"""\
        @misc{{one, title = {{Lanterns}}, doi = {{10.1000/moon.7}}}}
        @misc{{two, title = {{Craters, harbours, lanterns}}, doi = {{10.1000/moon.7}}{third}}}
        @misc{{three, title = {{Craters, harbours, lanterns}}{third}}}
        """
    assert {change.entry_id for change in shelf.plan(new).changes} == {"one", "three"}
    shelf.merged(new)
    (conflict,) = shelf.plan(new).conflicts
    assert conflict.entry_id == "three"
    assert "its identifier is that of another work, “Lanterns”" in conflict.reason


def test_what_is_in_doubt_is_asked_about_again_when_all_others_stand(tmp_path: Path) -> None:
    """The title is too general to lead anywhere; the DOI leads the second entry to the third."""
    merged = Shelf(tmp_path, "").merged("""\
        @misc{one, title = {Part}, eprint = {1901.00002}, archivePrefix = {arXiv}}
        @misc{two, title = {Part}, author = {Dove, A.}, doi = {10.1000/moon.7}}
        @misc{three, title = {Part}, doi = {10.1000/moon.7}, eprint = {1901.00001}, archivePrefix = {arXiv}}
        """)
    assert re.findall(r"@misc\{(\w+),\s+(\w+)", merged) == [("one", "title"), ("three", "author")]


def test_an_id_leads_to_its_own_work_where_that_stands_twice(tmp_path: Path) -> None:
    """One copy of the work has the id and a slip in its title, the other has the title alone."""
    twice = PREPRINT.replace("Silent", "Slient") + PREPRINT.replace("2019,", "2019b,", 1).replace("eprint ", "x ")
    made = Shelf(tmp_path, twice).plan(PREPRINT)
    assert made.conflicts == ()


def test_an_entry_that_reads_differently_for_bibtex_is_never_changed(tmp_path: Path) -> None:
    suspect = PREPRINT.replace("year          = 2019,", "year          = 2019")
    made = Shelf(tmp_path, suspect).plan(PUBLISHED, policy="update")
    assert made.changes == ()
    (conflict,) = made.conflicts
    assert conflict.reason == "the entry is suspect: `bibtools check` says why; it is not edited"
    assert "container_title" in conflict.theirs


def test_new_keys_collide_with_none_in_any_case_and_own_keys_are_kept(tmp_path: Path) -> None:
    library = """\
        @misc{SMITH, title = {One}, year = 2001}
        @online{two, title = {Two invented moons}, ids = {jones, Brown}, date = {2002}}
        """
    new = """\
        @misc{smith, title = {Three quiet craters}, author = {Smith, A.}, year = 2003}
        @misc{Jones, title = {Four quiet craters and a lake}, author = {Jones, B.}, year = 2004}
        @misc{free, title = {Five quiet craters and a hill}, author = {Dove, C.}, year = 2005}
        """
    made = Shelf(tmp_path, library).plan(new)
    assert [change.entry_id for change in made.changes] == ["smith2003three", "jones2004four", "free"]


def test_a_key_that_looks_like_a_number_of_a_newcomer_is_only_a_key(tmp_path: Path) -> None:
    library = PREPRINT.replace("dove2019", "+0")
    made = Shelf(tmp_path, library).plan("@misc{a, title = {Seven rivers of salt}, year = 2001}" + dedent(PUBLISHED))
    assert [(change.entry_id, change.op) for change in made.changes] == [("+0", "add-field"), ("a", "add-entry")]


def test_what_says_nothing_is_not_added(tmp_path: Path) -> None:
    made = Shelf(tmp_path, PREPRINT).plan("@article{empty, keywords = {later}}")
    assert made.changes == ()
    assert [conflict.entry_id for conflict in made.conflicts] == ["empty"]


def test_what_has_no_title_is_not_added_again_under_another_key(tmp_path: Path) -> None:
    """Classic BibTeX knows no @collection: the entry reads otherwise where it has been added."""
    shelf, new = Shelf(tmp_path, PUBLISHED), "@collection{hsu93, booktitle={Workflows}, editor={Hsu, M.}, number={2}}\n"
    assert "{hsu93,\n" in shelf.merged(new)
    (conflict,) = shelf.plan(new).conflicts
    assert (conflict.entry_id, conflict.reason) == (
        "hsu93",
        "it has no title to tell it by, and its key is there already; it was not added",
    )


def test_what_belongs_to_one_entry_is_not_carried_over(tmp_path: Path) -> None:
    new = PUBLISHED.replace("doi ", "ids = {a, b}, bibtools = {protect}, crossref = {}, keywords = {moon}, doi ")
    made = Shelf(tmp_path, PREPRINT).plan(new)
    assert [change.field for change in made.changes] == ["doi", "keywords"]


def test_a_library_with_the_work_twice_still_knows_it(tmp_path: Path) -> None:
    twice = dedent(PUBLISHED) + dedent(PUBLISHED).replace("{x,", "{again,").replace("doi     = {10.1000/moon.7},\n", "")
    made = Shelf(tmp_path, twice).plan(PUBLISHED.replace("{x,", "{z,\n      language = {english},"))
    assert [(c.entry_id, c.field) for c in made.changes] == [("x", "language")]
    assert made.conflicts == ()


def test_forty_works_with_one_title_are_still_told_apart(tmp_path: Path) -> None:
    many = "".join(
        f"@misc{{k{n}, title = {{Editorial Remarks on Moons}}, author = {{Writer{n}, A.}}, year = {1900 + n}}}\n"
        for n in range(60)
    )
    made = Shelf(tmp_path, many).plan(many.replace("{k", "{other"))
    assert made.changes == ()
