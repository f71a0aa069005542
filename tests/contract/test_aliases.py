"""What biber says of the aliases that dedupe writes, and of those that it does not write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from bibtools.libraries.bibfile import BibFile
from bibtools.merge.dedupe import aliases, duplicates, plan

pytestmark = [pytest.mark.tex, pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not installed")]

KEPT = """\
    @online{dove,
      author = {Dove, Ceri and Quill, Ada},
      title  = {Lanterns over Silent Harbours},
      date   = {2019-01},
      url    = {https://example.org/lanterns},
    }
    """
OTHER = KEPT.replace("{dove,", "{other,").replace("Dove, Ceri", "Dove, C.")


def warnings(path: Path) -> list[str]:
    run = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [line for line in run.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]


def deduped(path: Path, known: dict[str, str]) -> str:
    library = BibFile(path)
    document, fingerprint = library.read()
    found = duplicates(document.entries)
    library.apply(plan(document, fingerprint, found, library, aliases(found, document.entries, known)))
    return path.read_text("utf-8")


def test_while_both_entries_stand_there_is_no_alias_and_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(dedent(KEPT) + dedent(OTHER), "utf-8")
    assert "ids" not in deduped(path, {})
    assert warnings(path) == []


def test_when_the_other_is_gone_the_alias_is_one_that_biber_takes(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(dedent(KEPT), "utf-8")
    assert "ids    = {other}," in deduped(path, {"other": "dove"})
    assert warnings(path) == []


def test_an_alias_that_is_a_key_makes_biber_warn(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(dedent(KEPT).replace("date ", "ids = {other}, date ") + dedent(OTHER), "utf-8")
    assert warnings(path) == ["WARN - Citekey alias 'other' is also a real entry key, skipping ..."]
