"""enrich from the command line: what is filled, what stays, what a person is asked."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from cli.conftest import Bibtools

OFFLINE = ("--source", "starter", "--offline")
BIBTEX = """\
    % kept by hand
    @string{cs = "cs.LG"}
    @article{ye23,
      title = "Reinforcement Unlearning",
      journal = {arXiv preprint arXiv:2312.15910v2}
    }

    @misc{liu,
      author={Zheyuan Liu and others},
      title={Breaking the Trilemma of Privacy, Utility, Efficiency via Controllable Machine Unlearning},
      year=2019,
      file = {:home/liu.pdf:PDF}
    }

    @book{knuth,
      title = {The Art of Computer Programming},
      author = {Donald E. Knuth},
      year = 1968,
      publisher = {Addison-Wesley},
    }
    """
FILLED = """\
    @@ -9,6 +17,11 @@
       author={Zheyuan Liu and others},
       title={Breaking the Trilemma of Privacy, Utility, Efficiency via Controllable Machine Unlearning},
       year=2019,
    +  doi={10.48550/arXiv.2310.18574},
    +  eprint={2310.18574},
    +  archivePrefix={arXiv},
    +  primaryClass={cs.CR},
    +  url={https://arxiv.org/abs/2310.18574},
       file = {:home/liu.pdf:PDF}
     }
    """
TOLD = """\
    liu: doi, eprint, archivePrefix, primaryClass, url (missing, from arxiv-index arXiv:2310.18574)
    3 entries: 2 found, 0 to review, 1 not found
    conflict in liu, issued: the years differ
        library: 2019
        new:     2023-10-28
    Nothing written. Run again with --write (13 fields, 1 conflict).
    """


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("refs.bib").write_bytes(dedent(BIBTEX).encode())


def test_the_preview_shows_what_is_missing_and_writes_nothing(bibtools: Bibtools) -> None:
    run = bibtools("enrich", "refs.bib", *OFFLINE)
    assert dedent(FILLED) in run.out
    assert run.err.endswith(dedent(TOLD))
    assert run.code == 1
    assert Path("refs.bib").read_bytes() == dedent(BIBTEX).encode()


def test_a_second_run_has_nothing_to_write_and_undo_restores(bibtools: Bibtools) -> None:
    first = bibtools("enrich", "refs.bib", *OFFLINE, "--write")
    assert "Written to refs.bib: 13 fields, 1 conflict." in first.err
    second = bibtools("enrich", "refs.bib", *OFFLINE, "--write")
    assert second.out == ""
    assert second.err.endswith("Nothing to write: 1 conflict.\n")
    bibtools("undo", first.err.rsplit("bibtools undo ", 1)[1].split()[0])
    assert Path("refs.bib").read_bytes() == dedent(BIBTEX).encode()


def changed(bibtools: Bibtools, *options: str, path: str = "refs.bib") -> dict[str, dict[str, str]]:
    """{key: {field: new value}} of the plan."""
    plan = json.loads(bibtools("enrich", path, *OFFLINE, "--json", *options).out)
    found: dict[str, dict[str, str]] = {}
    for change in plan["changes"]:
        found.setdefault(change["entry_id"], {})[change["field"]] = change["new"]
    return found


def test_only(bibtools: Bibtools) -> None:
    assert changed(bibtools, "--only", "doi", "--only", "year") == {
        "ye23": {"year": "{2023}", "month": "dec", "doi": "{10.48550/arXiv.2312.15910}"},
        "liu": {"doi": "{10.48550/arXiv.2310.18574}"},
    }
    run = bibtools("enrich", "refs.bib", *OFFLINE, "--only", "doi")
    assert "conflict" not in run.err
    assert run.code == 0


def test_update_replaces_the_named_field_only(bibtools: Bibtools) -> None:
    assert changed(bibtools, "--only", "year", "--update", "year")["liu"] == {"year": "{2023}", "month": "oct"}
    bibtools("enrich", "refs.bib", *OFFLINE, "--update", "year", "--write")
    assert "  year=2023,\n" in Path("refs.bib").read_text()
    again = bibtools("enrich", "refs.bib", *OFFLINE, "--update", "year")
    assert (again.code, again.out) == (0, "")


@pytest.mark.parametrize("protected", ["author", "Author", "ye23"])
def test_protect(bibtools: Bibtools, protected: str) -> None:
    assert "author" not in changed(bibtools, "--protect", protected).get("ye23", {})


def test_keywords_on_request(bibtools: Bibtools) -> None:
    assert changed(bibtools, "--keywords", "--only", "keywords") == {
        "ye23": {"keywords": "{cs.CR, cs.LG}"},
        "liu": {"keywords": "{cs.CR}"},
    }


def test_version_policies(bibtools: Bibtools) -> None:
    assert "journal" not in changed(bibtools)["ye23"]
    assert changed(bibtools, "--version", "strip")["ye23"]["journal"] == "{arXiv preprint arXiv:2312.15910}"


CITED = """\
    @article{polymer,
      title = {Polymer Quantum Mechanics and its Continuum Limit},
      author = {Corichi, Alejandro and others},
      journal = {arXiv preprint arXiv:0704.0007v1},
      year = 2007,
      doi = {10.48550/arXiv.0704.0007},
      eprint = {0704.0007v1},
      archivePrefix = {arXiv},
      primaryClass = {gr-qc},
      url = {https://arxiv.org/abs/0704.0007v1},
    }
    """


def test_the_latest_version_is_cited_on_request(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(dedent(CITED))
    assert "LIF103" in bibtools("enrich", "one.bib", *OFFLINE).err
    assert changed(bibtools, "--version", "latest", path="one.bib")["polymer"] == {
        "journal": "{arXiv preprint arXiv:0704.0007v2}",
        "eprint": "{0704.0007v2}",
        "url": "{https://arxiv.org/abs/0704.0007v2}",
    }
    assert "LIF103" not in bibtools("enrich", "one.bib", *OFFLINE, "--version", "latest").err


def test_a_version_does_not_keep_a_journal_from_being_replaced(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(dedent(CITED))
    filled = changed(bibtools, "--version", "strip", "--policy", "update", path="one.bib")["polymer"]
    assert (filled["journal"], filled["eprint"]) == ("{Phys. Rev. D}", "{0704.0007}")


def test_what_changed_underneath_is_refused(bibtools: Bibtools) -> None:
    plan = bibtools("enrich", "refs.bib", *OFFLINE, "--json").out
    Path("plan.json").write_text(plan)
    Path("refs.bib").write_bytes(dedent(BIBTEX).encode() + b"% one more line\n")
    run = bibtools("apply", "plan.json")
    assert run.code == 5
    assert Path("refs.bib").read_bytes() == dedent(BIBTEX).encode() + b"% one more line\n"


DISGUISES = [
    "@misc{x, eprint = {2312.15910}, archivePrefix = {arXiv}}",
    "@online{x, eprint = {2312.15910}, eprinttype = {arxiv}}",
    "@misc{x, eprint = {arXiv:2312.15910v1 [cs.CR]}}",
    "@article{x, journal = {arXiv preprint arXiv:2312.15910}}",
    "@article{x, journal = {CoRR}, volume = {abs/2312.15910}}",
    "@article{x, journal = {arXiv e-prints}, eid = {arXiv:2312.15910}, pages = {arXiv:2312.15910}}",
    "@misc{x, note = {arXiv:2312.15910 [cs]}}",
    "@misc{x, howpublished = {\\url{https://arxiv.org/abs/2312.15910}}}",
    "@misc{x, url = {http://arxiv.org/pdf/2312.15910v2.pdf}}",
    "@misc{x, doi = {10.48550/arXiv.2312.15910}}",
    "@misc{x, number = {arXiv:2312.15910}, publisher = {arXiv}}",
    "@misc{x, extra = {arXiv: 2312.15910}}",
    "@misc{x, archiveID = {arXiv:2312.15910}}",
    "@misc{x, arxivId = {2312.15910}}",
]


@pytest.mark.parametrize("entry", DISGUISES)
def test_an_id_is_found_wherever_it_hides(bibtools: Bibtools, entry: str) -> None:
    Path("one.bib").write_text(entry + "\n")
    filled = changed(bibtools, path="one.bib")["x"]
    assert filled["title"] == "{Reinforcement Unlearning}"
    assert filled["author"].startswith("{Ye, Dayong and ")


def test_an_id_with_the_title_of_another_paper_fills_nothing(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(
        "@misc{x, eprint = {2312.15910}, archivePrefix={arXiv}, title = {A Theory of Wet Stones}}\n"
    )
    run = bibtools("enrich", "one.bib", *OFFLINE)
    assert (run.out, run.code) == ("", 1)
    assert "         it states arXiv:2312.15910, which is “Reinforcement Unlearning”\n" in run.err


def test_an_unknown_id_is_told_of(bibtools: Bibtools) -> None:
    Path("one.bib").write_text("@misc{x, eprint = {9901.00001}, archivePrefix={arXiv}, title = {Wet Stones}}\n")
    run = bibtools("enrich", "one.bib", *OFFLINE)
    assert (run.out, run.code) == ("", 1)


def test_where_arxiv_cannot_be_reached_nothing_is_said_to_be_missing(bibtools: Bibtools) -> None:
    run = bibtools("enrich", "refs.bib", "--source", "api", "--offline")
    assert run.code == 4
    assert run.err.endswith(
        "3 entries: 0 found, 0 to review, 0 not found, 3 could not be asked about\n"
        "Nothing to write: of 3 entries in refs.bib nothing could be learned.\n"
    )


def test_csl_json(bibtools: Bibtools) -> None:
    items = (
        '[\n  {"id": "ye", "type": "article", "URL": "https://arxiv.org/abs/2312.15910", "custom": {"mine": 1}}\n]\n'
    )
    Path("refs.json").write_text(items)
    filled = changed(bibtools, "--keywords", path="refs.json")["ye"]
    assert filled["number"] == '"arXiv:2312.15910"'
    assert filled["keyword"] == '"cs.CR, cs.LG"'
    bibtools("enrich", "refs.json", *OFFLINE, "--write")
    assert json.loads(Path("refs.json").read_text())[0]["custom"] == {"mine": 1}
    assert bibtools("enrich", "refs.json", *OFFLINE).out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("refs.bib", "--only", "titel"), 2, "did you mean title?"),
        (("refs.bib", "refs.bib", "--json"), 2, "give one LIBRARY with --json"),
        (("seeds.txt",), 2, "is not a library"),
        (("missing.bib",), 3, "missing.bib"),
    ],
)
def test_what_cannot_be_done_says_why(bibtools: Bibtools, arguments: tuple[str, ...], code: int, told: str) -> None:
    run = bibtools("enrich", *arguments, *OFFLINE)
    assert run.code == code
    assert told in run.err


def test_a_library_that_cannot_be_read_does_not_keep_the_others_from_being_completed(bibtools: Bibtools) -> None:
    Path("binary.bib").write_bytes(bytes(9))
    run = bibtools("enrich", "nowhere.bib", "binary.bib", "refs.bib", *OFFLINE, "--only", "eprint")
    assert run.code == 3
    assert run.err.startswith("error: nowhere.bib: No such file or directory\nerror: binary.bib: this is not a text")
    assert "+++ b/refs.bib" in run.out


@pytest.mark.parametrize("other", ["seeds.txt", "zotero:nowhere"])
def test_what_is_no_library_is_refused_before_anything_is_written(bibtools: Bibtools, other: str) -> None:
    run = bibtools("enrich", "refs.bib", other, *OFFLINE, "--write")
    assert (run.code, run.out) == (2, "")
    assert Path("refs.bib").read_bytes() == dedent(BIBTEX).encode()


def test_an_entry_whose_key_is_taken_is_left_alone(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(
        "@misc{a, eprint={2312.15910}, archivePrefix={arXiv}}\n@misc{A, eprint={2310.18574}, archivePrefix={arXiv}}\n"
    )
    run = bibtools("enrich", "one.bib", *OFFLINE, "--write")
    assert run.code == 1
    assert "the entry is suspect: `bibtools check` says why; it is not edited" in run.err
    assert Path("one.bib").read_text().endswith("\n@misc{A, eprint={2310.18574}, archivePrefix={arXiv}}\n")


PUBLISHED = """\
    @misc{polymer,
      title = {Polymer Quantum Mechanics and its Continuum Limit},
      doi = {10.48550/arXiv.0704.0007},
      keywords = {mine},
    }
    """
AS_PUBLISHED = """\
    @article{polymer,
      title = {Polymer Quantum Mechanics and its Continuum Limit},
      doi = {10.1103/PhysRevD.76.044016},
      keywords = {mine},
      journal = {Phys. Rev. D},
      volume = {76},
      pages = {044016},
      year = {2007},
      author = {Corichi, Alejandro and Vukasinac, Tatjana and Zapata, Jose A.},
      eprint = {0704.0007},
      archivePrefix = {arXiv},
      primaryClass = {gr-qc},
      url = {https://doi.org/10.48550/arXiv.0704.0007},
    }
    """


def test_a_preprint_becomes_its_version_of_record_and_keeps_its_eprint_and_both_dois(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(dedent(PUBLISHED))
    run = bibtools("enrich", "one.bib", *OFFLINE, "--policy", "update", "--write")
    assert Path("one.bib").read_text() == dedent(AS_PUBLISHED)
    assert "(version of record, from arxiv: stated by the authors at arXiv)" in run.err
    again = bibtools("enrich", "one.bib", *OFFLINE, "--policy", "update")
    assert (again.code, again.out) == (0, "")


def test_by_default_a_preprint_stays_one_and_its_publication_is_told(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(dedent(PUBLISHED))
    told = (
        "polymer: is cited as a preprint and has been published: Phys. Rev. D, 76, 2007, doi:10.1103/PhysRevD.76.044016"
    )
    assert f"one.bib:1:1: LIF105 {told}\n" in bibtools("enrich", "one.bib", *OFFLINE).err
    assert "LIF105" not in bibtools("enrich", "one.bib", *OFFLINE, "--policy", "update").err
    assert sorted(changed(bibtools, path="one.bib")["polymer"]) == [
        *("archivePrefix", "author", "eprint", "month", "primaryClass", "url", "year")
    ]


def test_a_published_entry_gets_what_the_journal_reference_says(bibtools: Bibtools) -> None:
    Path("one.bib").write_text(
        "@article{x, title={Fermionic superstring loop amplitudes in the pure spinor formalism},\n"
        "  author={Christian Stahn}, journal={JHEP}, year=2007}\n"
    )
    assert changed(bibtools, path="one.bib")["x"] == {
        "eprint": "{0704.0015}",
        "archivePrefix": "{arXiv}",
        "primaryClass": "{hep-th}",
        "volume": "{05}",
        "pages": "{034}",
        "doi": "{10.1088/1126-6708/2007/05/034}",
    }
