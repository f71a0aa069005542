"""merge, add, apply, undo and dedupe from the command line: the diff, the exit code, the bytes on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest
from cli.conftest import Bibtools, Run
from conftest import ROOT

OFFLINE = ("--source", "starter", "--offline")
LIBRARY = """\
    % kept by hand
    @misc{dove2019,
      author        = {Dove, Ceri and Quill, Ada},
      title         = {Lanterns over Silent Harbours},
      year          = 2019,
      eprint        = {1901.00001},
      archivePrefix = {arXiv},
    }
    """
NEW = """\
    @article{dove,
      author = {C. Dove and A. Quill},
      title = {Lanterns over silent harbours},
      journal = {Journal of Moonlight},
      year = {2020},
      doi = {10.1000/moon.7},
    }

    @article{reed,
      author = {Bo Reed},
      title = {A theory of wet stones},
      journal = {Journal of Moonlight},
      year = {2021},
    }
    """
NOTED = "@misc{dove, title={Lanterns over Silent Harbours}, author={Dove, Ceri}, eprint={1901.00001}, note={N}}\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("refs.bib").write_bytes(dedent(LIBRARY).encode())
    Path("new.bib").write_bytes(dedent(NEW).encode())


def receipt_of(run: Run) -> str:
    return run.err.rsplit("bibtools undo ", 1)[1].split()[0]


FILLED = """\
    --- a/refs.bib
    +++ b/refs.bib
    @@ -5,4 +5,12 @@
       year          = 2019,
       eprint        = {1901.00001},
       archivePrefix = {arXiv},
    +  doi           = {10.1000/moon.7},
     }
    +
    +@article{reed,
    +  author        = {Reed, Bo},
    +  title         = {A theory of wet stones},
    +  journal       = {Journal of Moonlight},
    +  year          = 2021,
    +}
    """


def test_merge_shows_and_writes_nothing(bibtools: Bibtools) -> None:
    run = bibtools("merge", "new.bib", "--into", "refs.bib")
    assert run.out == dedent(FILLED)
    assert run.err == "Nothing written. Run again with --write (1 new entry, 1 field).\n"
    assert run.code == 0
    assert Path("refs.bib").read_text() == dedent(LIBRARY)


def test_merge_writes_what_it_showed_and_undo_restores_the_bytes(bibtools: Bibtools) -> None:
    shown = bibtools("merge", "new.bib", "--into", "refs.bib").out
    run = bibtools("merge", "new.bib", "--into", "refs.bib", "--write", "--backup")
    assert (run.code, run.out) == (0, shown)
    assert run.err.startswith("Written to refs.bib: 1 new entry, 1 field. To take it back: bibtools undo ")
    assert Path("refs.bib.bak").read_text() == dedent(LIBRARY)
    again = bibtools("merge", "new.bib", "--into", "refs.bib", "--write")
    assert (again.code, again.out) == (0, "")
    assert again.err == "Nothing to write: refs.bib has all of it already.\n"
    assert bibtools("undo", receipt_of(run)).code == 0
    assert Path("refs.bib").read_text() == dedent(LIBRARY)
    assert bibtools("undo", receipt_of(run)).code == 5


UPDATED = """\
    --- a/refs.bib
    +++ b/refs.bib
    @@ -1,8 +1,10 @@
     % kept by hand
    -@misc{dove2019,
    +@article{dove2019,
       author        = {Dove, Ceri and Quill, Ada},
       title         = {Lanterns over Silent Harbours},
    -  year          = 2019,
    +  year          = 2020,
       eprint        = {1901.00001},
       archivePrefix = {arXiv},
    +  journal       = {Journal of Moonlight},
    +  doi           = {10.1000/moon.7},
     }
    """


def test_update_replaces_a_preprint_by_the_version_of_record(bibtools: Bibtools) -> None:
    Path("new.bib").write_text(dedent(NEW).split("\n\n")[0])
    run = bibtools("merge", "new.bib", "--into", "refs.bib", "--policy", "update")
    assert (run.code, run.out) == (0, dedent(UPDATED))


def test_a_conflict_is_for_a_person(bibtools: Bibtools) -> None:
    Path("new.bib").write_text(dedent(LIBRARY).replace("Dove, Ceri and Quill, Ada", "Reed, Bo"))
    run = bibtools("merge", "new.bib", "--into", "refs.bib", "--write")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("conflict in dove2019: may be the same work, a person must say (")
    assert Path("refs.bib").read_text() == dedent(LIBRARY)


def test_a_reviewed_plan_is_applied_later_and_only_to_what_it_was_made_for(bibtools: Bibtools) -> None:
    made = bibtools("merge", "new.bib", "--into", "refs.bib", "--json")
    plan = json.loads(made.out)
    assert [(c["entry_id"], c["op"]) for c in plan["changes"]] == [("dove2019", "add-field"), ("reed", "add-entry")]
    Path("plan.json").write_text(made.out)
    dry = bibtools("apply", "plan.json", "--dry-run")
    assert (dry.code, dry.out) == (0, dedent(FILLED))
    assert dry.err == "Nothing written. Run again without --dry-run (1 new entry, 1 field).\n"

    del plan["changes"][1]  # a person takes the new entry out
    applied = bibtools("apply", "-", stdin=json.dumps(plan).encode())
    assert applied.code == 0
    assert "10.1000/moon.7" in Path("refs.bib").read_text()
    assert "reed" not in Path("refs.bib").read_text()

    late = bibtools("apply", "plan.json")
    assert (late.code, late.out) == (5, "")
    assert "refs.bib changed since it was read; nothing was written" in late.err
    assert "reed" not in Path("refs.bib").read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "plan.json:1:2: "),
        ("[]", "not a bibtools-plan"),
        ('{"format": "bibtools-receipt"}', "not a bibtools-plan"),
    ],
)
def test_what_is_no_plan(bibtools: Bibtools, text: str, said: str) -> None:
    Path("plan.json").write_text(text)
    run = bibtools("apply", "plan.json")
    assert run.code == 3
    assert said in run.err


def test_a_broken_end_is_refused_and_untouched(bibtools: Bibtools) -> None:
    broken = "@article{x,\n  title = {never closed\n"
    Path("refs.bib").write_text(broken)
    run = bibtools("merge", "new.bib", "--into", "refs.bib", "--write")
    assert (run.code, run.out) == (5, "")
    assert "never closed" in run.err
    assert Path("refs.bib").read_text() == broken


def test_an_unfit_name_for_a_library(bibtools: Bibtools) -> None:
    run = bibtools("merge", "new.bib", "--into", "refs.docx")
    assert run.code == 2
    assert "refs.docx is not a library bibtools knows" in run.err


def test_a_new_entry_that_would_not_pass_the_checks_is_refused(bibtools: Bibtools) -> None:
    Path("new.bib").write_text("@article{x, author = {Dove, C.}, journal = {J. Moon}, volume = 3, year = 2001}")
    run = bibtools("merge", "new.bib", "--into", "refs.bib", "--write")
    assert (run.code, run.out) == (5, "")
    assert "CHK101 x: there is no title\nhint: --allow CHK101" in run.err
    assert Path("refs.bib").read_text() == dedent(LIBRARY)
    allowed = bibtools("merge", "new.bib", "--into", "refs.bib", "--write", "--allow", "CHK101")
    assert allowed.code == 0
    assert "J. Moon" in Path("refs.bib").read_text()


def test_add_finds_seeds_and_keeps_every_byte(bibtools: Bibtools) -> None:
    seed = next((ROOT / "seeds").glob("000*.txt"))
    before = Path("refs.bib").read_bytes()
    run = bibtools("add", seed, "--into", "refs.bib", *OFFLINE, "--write")
    assert run.code == 0, run.err
    assert run.err.startswith("Written to refs.bib: 2 new entries.")
    after = Path("refs.bib").read_bytes()
    assert after.startswith(before)
    assert after.count(b"@misc{") == 3
    again = bibtools("add", seed, "--into", "refs.bib", *OFFLINE, "--write")
    assert (again.code, again.out) == (0, "")
    assert Path("refs.bib").read_bytes() == after
    assert bibtools("undo", receipt_of(run)).code == 0
    assert Path("refs.bib").read_bytes() == before


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("Dove:2019", "Reed:2020", "Sand:2021a"), ("Ding:2025", "Ye:2023")),
        (("dove19lanterns", "reed20craters", "sand21stones"), ("ding25stsa", "ye23reinforcement")),
        (("x~1", "y~2", "z~3"), ("ding2025stsa", "ye2023reinforcement")),
    ],
)
def test_add_makes_keys_as_the_library_has_them(
    bibtools: Bibtools, keys: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    works = (("Dove", "Lanterns", 2019), ("Reed", "Craters", 2020), ("Sand", "Stones", 2021))
    Path("refs.bib").write_text(
        "".join(
            f"@misc{{{key}, author = {{{name}, A.}}, title = {{{title} of silence}}, year = {year}}}\n"
            for key, (name, title, year) in zip(keys, works, strict=True)
        )
    )
    seed = next((ROOT / "seeds").glob("000*.txt"))
    plan = json.loads(bibtools("add", seed, "--into", "refs.bib", *OFFLINE, "--json").out)
    assert tuple(change["entry_id"] for change in plan["changes"]) == expected


def test_add_makes_a_csl_json_library(bibtools: Bibtools) -> None:
    seed = next((ROOT / "seeds").glob("000*.txt"))
    assert bibtools("add", seed, "--into", "refs.json", *OFFLINE, "--write").code == 0
    assert len(json.loads(Path("refs.json").read_text())) == 2


TWICE = """\
    @misc{Dove:19,
      author        = {Dove, Ceri and Quill, Ada},
      title         = {Lanterns over Silent Harbours},
      year          = {2019},
      eprint        = {1901.00001},
      archivePrefix = {arXiv},
    }
    @article{Dove:20,
      author  = {C. Dove and A. Quill},
      title   = {Lanterns over silent harbours},
      journal = {Journal of Moonlight},
      year    = {2020},
    }
    """
TEXT = "As \\citep[see][p.~1]{Dove:19,other} said\r\n\\citet*{Dove:20}. % \\cite{Dove:19}\r\n\\mycite{Dove:19}"
GROUPS = """\
    refs.bib: 2 entries, 1 work more than once
      Dove:20 (line 8) is the one to cite: Lanterns over silent harbours
        = Dove:19 (line 1)  title: same words; author: 2 of 2 names; issued: 2020 beside 2019

    --- a/refs.bib
    +++ b/refs.bib
    @@ -10,4 +10,6 @@
       title   = {Lanterns over silent harbours},
       journal = {Journal of Moonlight},
       year    = {2020},
    +  eprint  = {1901.00001},
    +  archivePrefix = {arXiv},
     }
    """


def test_dedupe_reports_and_writes_nothing(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    run = bibtools("dedupe", "refs.bib")
    assert (run.code, run.out) == (0, dedent(GROUPS))
    assert run.err == "Nothing written. Run again with --write (2 fields).\n"
    assert Path("refs.bib").read_text() == dedent(TWICE)


def test_dedupe_fills_maps_and_rewrites(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    Path("paper.tex").write_bytes(TEXT.encode("latin-1"))
    Path("other.tex").write_bytes(b"\\cite{nothing}")
    arguments = ("dedupe", "refs.bib", "--key-map", "keys.tsv", "--rewrite-tex", "paper.tex", "other.tex", "--backup")
    shown = bibtools(*arguments)
    assert not Path("keys.tsv").exists()
    assert "-As \\citep[see][p.~1]{Dove:19,other} said" in shown.out
    assert shown.err == "Nothing written. Run again with --write (2 fields, 1 citation; the key map keys.tsv).\n"
    run = bibtools(*arguments, "--write")
    assert (run.code, run.out) == (0, shown.out)
    assert Path("keys.tsv").read_text() == "Dove:19\tDove:20\n"
    assert Path("paper.tex").read_bytes() == TEXT.replace("{Dove:19,other}", "{Dove:20,other}").encode("latin-1")
    assert Path("paper.tex.bak").read_bytes() == TEXT.encode("latin-1")
    assert not Path("other.tex.bak").exists()
    library = Path("refs.bib").read_text()
    assert library.count("@") == 2
    assert library.startswith(dedent(TWICE).split("@article")[0])
    again = bibtools(*arguments, "--write")
    assert again.code == 0
    assert again.err == "Nothing to change in refs.bib.\n"


def test_undo_puts_back_the_library_and_the_texts(bibtools: Bibtools) -> None:
    files = {"refs.bib": dedent(TWICE).encode(), "paper.tex": TEXT.encode("latin-1"), "other.tex": b"\\cite{Dove:19}"}
    for name, data in files.items():
        Path(name).write_bytes(data)
    arguments = ("dedupe", "refs.bib", "--rewrite-tex", "paper.tex", "./paper.tex", "other.tex", "--write")
    receipt = receipt_of(bibtools(*arguments))
    changed = {name: Path(name).read_bytes() for name in files}
    assert all(changed[name] != data for name, data in files.items())
    shown = bibtools("undo", receipt, "--dry-run")
    assert (shown.code, shown.err) == (0, "Nothing taken back. Run again without --dry-run.\n")
    assert [line.rpartition("/")[2] for line in shown.out.splitlines() if line.startswith("+++ ")] == [*files]
    assert {name: Path(name).read_bytes() for name in files} == changed
    run = bibtools("undo", receipt)
    assert (run.code, run.err.count(" is as it was before\n")) == (0, 3)
    assert {name: Path(name).read_bytes() for name in files} == files
    assert bibtools("undo", receipt).code == 5
    assert {name: Path(name).read_bytes() for name in files} == files
    assert receipt_of(bibtools(*arguments)) == receipt, "done again, it is the same change"
    assert {name: Path(name).read_bytes() for name in files} == changed


@pytest.mark.parametrize("name", ["refs.bib", "paper.tex", "other.tex"])
def test_undo_touches_nothing_when_one_file_changed_since(bibtools: Bibtools, name: str) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    Path("paper.tex").write_bytes(TEXT.encode("latin-1"))
    Path("other.tex").write_bytes(b"\\cite{Dove:19}")
    receipt = receipt_of(bibtools("dedupe", "refs.bib", "--rewrite-tex", "paper.tex", "other.tex", "--write"))
    with Path(name).open("ab") as file:
        file.write(b"% by hand\n")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(Path().iterdir()) if path.is_file()}
    run = bibtools("undo", receipt)
    assert run.code == 5
    assert f"{name} changed since that was done; nothing was undone" in run.err
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before}


def test_undo_of_a_run_that_changed_texts_alone(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    first = receipt_of(bibtools("dedupe", "refs.bib", "--write"))
    Path("paper.tex").write_text("\\cite{Dove:19}")
    second = receipt_of(bibtools("dedupe", "refs.bib", "--rewrite-tex", "paper.tex", "--write"))
    assert first != second
    library = Path("refs.bib").read_bytes()
    run = bibtools("undo", second)
    assert (run.code, run.err.count("as it was before")) == (0, 1)
    assert (Path("paper.tex").read_text(), Path("refs.bib").read_bytes()) == ("\\cite{Dove:19}", library)
    assert bibtools("undo", first).code == 0
    assert Path("refs.bib").read_text() == dedent(TWICE)


def test_dedupe_writes_all_files_or_none(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    for path in ("paper.tex", "other.tex"):
        Path(path).write_text("\\cite{Dove:19}")
    Path("other.tex.bak").mkdir()  # so there can be no backup
    run = bibtools("dedupe", "refs.bib", "--rewrite-tex", "paper.tex", "other.tex", "--write", "--backup")
    assert run.code == 5
    assert "other.tex: Is a directory; the file is as it was" in run.err
    assert Path("paper.tex").read_text() == Path("other.tex").read_text() == "\\cite{Dove:19}"
    assert Path("refs.bib").read_text() == dedent(TWICE)


def test_dedupe_aliases_keys_that_a_person_removed(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text("@online{Dove:20,\n  title = {Lanterns},\n  date = {2020},\n}\n")
    Path("keys.tsv").write_text("Dove:19\tDove:20\n")
    run = bibtools("dedupe", "refs.bib", "--key-map", "keys.tsv", "--write")
    assert run.code == 0
    assert Path("refs.bib").read_text().splitlines()[-2] == "  ids = {Dove:19},"


def test_dedupe_as_a_plan(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    plan = bibtools("dedupe", "refs.bib", "--json").out
    assert [change["op"] for change in json.loads(plan)["changes"]] == ["add-field", "add-field"]
    assert bibtools("apply", "-", stdin=plan.encode()).code == 0
    assert "1901.00001" in Path("refs.bib").read_text().split("@article")[1]


def test_dedupe_leaves_doubt_to_a_person(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(
        "@misc{a, title = {Salt}, author = {Dove, C.}}\n"
        "@misc{a, title = {Lanterns over harbours}, author = {Reed, B.}}\n"
        "@misc{c, title = {Lanterns over harbours: a study}, author = {Reed, B.}}\n"
    )
    run = bibtools("dedupe", "refs.bib", "--write")
    assert run.code == 1
    assert "may be the same work as c, a person must say (the titles are not quite the same)" in run.err
    assert "line 2 has the same key as an entry above" in run.err


def test_dedupe_refuses_a_tex_file_that_is_none(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(TWICE))
    Path("paper.tex").write_bytes(b"%PDF-1.7 not TeX at all")
    run = bibtools("dedupe", "refs.bib", "--rewrite-tex", "paper.tex", "--write")
    assert run.code == 3
    assert "paper.tex: this is a PDF" in run.err
    assert Path("refs.bib").read_text() == dedent(TWICE)


def test_dedupe_takes_one_library(bibtools: Bibtools) -> None:
    run = bibtools("dedupe", "refs.bib", "new.bib")
    assert run.code == 2
    assert "one library at a time, not 2" in run.err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.1])
def test_killed_at_any_moment_the_old_or_the_new_file_is_there(delay: float) -> None:
    """Two files' states are compared: whatever the moment, nothing between them is ever seen."""
    many = "".join(
        f"@misc{{key{n},\n  title = {{Invented moon number {n} of nobody}},\n  year = {1000 + n},\n}}\n"
        for n in range(400)
    )
    Path("refs.bib").write_text(many)
    old = Path("refs.bib").read_bytes()
    wait = "import sys, time\nfrom bibtools.libraries import files\nfrom bibtools.cli import main\n"
    slow = (
        "true = files.os.fsync\n"
        "def fsync(handle):\n    print('writing', flush=True)\n    time.sleep(0.05)\n    true(handle)\n"
        "files.os.fsync = fsync\nmain(['merge', 'new.bib', '--into', 'refs.bib', '--write'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", wait + slow], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    assert process.stdout is not None
    while b"writing" not in (line := process.stdout.readline()):
        assert line, "it ended before it wrote"
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.wait()
    data = Path("refs.bib").read_bytes()
    new_entries = data.count(b"@article{")
    assert data == old if new_entries == 0 else (new_entries == 2 and data.startswith(old.rstrip()))


def test_a_key_that_cannot_be_kept_is_told(bibtools: Bibtools) -> None:
    work = "title = {{Tides of {0}}}, author = {{Doe, Jane}}, year = 2001, note = {{{0}}}"
    Path("keys.bib").write_text(
        f"@misc{{müller:2020*, {work.format('one moon')}}}\n@misc{{dove2019, {work.format('nine suns')}}}\n"
    )
    run = bibtools("merge", "keys.bib", "--into", "refs.bib")
    assert "+@misc{müller:2020*,\n" in run.out
    assert "+@misc{doe2001tides,\n" in run.out
    assert run.err.startswith(
        "dove2019 is added under another key, doe2001tides (not in the library; from keys.bib:2)\n"
    )
    Path("items.json").write_text('[{"id": "Doe 2001", "type": "book", "title": "Tides", "publisher": "X"}]')
    run = bibtools("export", "items.json", "--to", "csl-json")
    assert '"id": "tides"' in run.out
    assert "items.json:1:2: OUT104 'Doe 2001' cannot be a key there; the entry is written as tides\n" in run.err


def test_add_tells_what_could_not_be_asked_about(bibtools: Bibtools) -> None:
    run = bibtools("add", "new.bib", "--into", "refs.bib", "--source", "api", "--offline")
    assert run.code == 4
    assert "no answer      -             new.bib:1  Lanterns over silent harbours\n" in run.err
    assert "2 entries could not be asked about: rejected only for want of an answer\n" in run.err
    assert "@article{reed," in run.out, "what the user wrote is merged all the same"


def test_what_was_asked_about_in_vain_is_not_taken_for_unasked(bibtools: Bibtools) -> None:
    run = bibtools("add", "nowhere.bib", "new.bib", "--into", "refs.bib", *OFFLINE)
    assert run.code == 3
    assert "reject <0.001  -             new.bib:9  A theory of wet stones\n" in run.err
    assert "could not be asked" not in run.err


@pytest.mark.parametrize("new", ["seeds.txt", "2312.15910"])
def test_merge_asks_nobody(bibtools: Bibtools, new: str) -> None:
    Path("seeds.txt").write_text("Reinforcement Unlearning\n")
    run = bibtools("merge", "new.bib", new, "--into", "refs.bib", "--write")
    assert (run.code, run.out) == (2, "")
    assert f"{new} is no bibliography, and nothing is matched here\nhint: `bibtools add` finds the papers" in run.err
    assert Path("refs.bib").read_text() == dedent(LIBRARY)


def test_dedupe_tells_what_it_could_not_read(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(LIBRARY) + "@misc{cut, title = {Lanterns over Silent Harbours}\n")
    run = bibtools("dedupe", "refs.bib")
    assert run.code == 1
    assert run.err.startswith("refs.bib:9:1: BIB101 ")


LIMITED = """
import resource, sys
from bibtools.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "arguments",
    [("merge", "new.bib", "--into", "refs.bib"), ("dedupe", "refs.bib", "--rewrite-tex", "paper.tex")],
)
def test_what_no_receipt_can_be_kept_of_is_taken_back(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A disk that has room for the library, but not for the longer receipt."""
    texts = {"refs.bib": dedent(LIBRARY) + NOTED, "paper.tex": "\\cite{dove}\n"}
    for name, text in texts.items():
        Path(name).write_text(text)
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, *arguments, "--write"],
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot keep a receipt there; what was done was taken back\n" in run.stderr, run.stderr
    assert run.returncode == 5
    assert {name: Path(name).read_text() for name in texts} == texts
