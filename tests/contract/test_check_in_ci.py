"""What docs/how-to/check-in-ci.md gives for pre-commit and GitHub does what the page says.

The blocks are read as far as the test needs them: every line is a comment, `key: value` or `- …`, indented by two.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PAGE = (ROOT / "docs" / "how-to" / "check-in-ci.md").read_text("utf-8")
HOOK, WORKFLOW = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LINE = re.compile(r"(?:  )*(?:- )?(?P<key>[\w-]+):(?: (?P<value>\S.*))?")
CLEAN = """\
@article{doe2021lakes,
  author = {Doe, Jane},
  title = {The lakes of the north},
  journal = {Journal of Lakes},
  year = 2021,
}
"""
FAULTY = CLEAN.replace("lakes of", "lakes & rivers of")


def pairs(block: str) -> list[tuple[str, str]]:
    """Keys and values of a block, in its order."""
    found = [LINE.fullmatch(line) for line in block.splitlines()]
    assert None not in found, block
    return [(line["key"], line["value"] or "") for line in found if line]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A step, as a shell runs it; `bibtools` is the one under test."""
    shell = command.replace("bibtools ", f"{sys.executable} -m bibtools ", 1)
    return subprocess.run(["bash", "-c", shell], cwd=folder, text=True, capture_output=True, check=False)


@pytest.mark.parametrize(("text", "passes"), [(CLEAN, True), (FAULTY, False)], ids=["clean", "faulty"])
def test_the_hook(tmp_path: Path, text: str, passes: bool) -> None:
    hook = dict(pairs(HOOK))
    assert {"repos", "repo", "hooks", "id", "name", "language", "entry", "files"} == set(hook)
    assert re.search(hook["files"], "chapters/refs.bib")
    (tmp_path / "refs.bib").write_text(text)
    # pre-commit appends the names of the files that are about to be committed.
    assert (run(f"{hook['entry']} refs.bib", tmp_path).returncode == 0) == passes


@pytest.mark.parametrize(("text", "passes"), [(CLEAN, True), (FAULTY, False)], ids=["clean", "faulty"])
def test_the_workflow(tmp_path: Path, text: str, passes: bool) -> None:
    steps = pairs(WORKFLOW)
    commands = [value for key, value in steps if key == "run" and value.startswith("bibtools ")]
    report, gate = commands
    (tmp_path / "refs.bib").write_text(text)
    assert run(report, tmp_path).returncode == 0
    (log,) = (value for key, value in steps if key == "sarif_file")
    results = json.loads((tmp_path / log).read_text("utf-8"))["runs"][0]["results"]
    assert (results == []) == passes
    done = run(gate, tmp_path)
    assert (done.returncode == 0) == passes
    assert done.stdout.startswith("::error file=refs.bib,line=3") != passes
