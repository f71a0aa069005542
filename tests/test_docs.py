"""The docs do what they say: console blocks are run, links lead somewhere, every verb has its place.

A ```console block holds commands after `$ ` and what they print; a line `...` stands for any lines, `…` inside a line
for any text. The blocks of one page run one after the other in one empty folder that holds a copy of `seeds/`.
A command's exit code must be 0 unless the command ends in `# exit N`. A page with the mark of `docs_zotero` runs beside
a Zotero library.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from docs_zotero import MARK, library

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def steps(page: Path) -> list[tuple[str, str]]:
    """(command, expected output) in the order of the page."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> ") and not found[-1][1]:
                found[-1] = (f"{found[-1][0]}\n{line[2:]}", [])
            else:
                found[-1][1].append(line)
    return [(command, "\n".join(lines).strip("\n")) for command, lines in found]


def as_pattern(expected: str) -> str:
    lines = [
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()).replace("…", ".*?") + r"[ \t]*\n"
        for line in expected.splitlines()
    ]
    return "".join(lines)


@pytest.mark.parametrize("page", [page for page in PAGES if steps(page)], ids=name)
def test_console_blocks(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    beside = library() if MARK in page.read_text("utf-8") else contextlib.nullcontext({})
    with beside as served:
        run_steps(page, tmp_path, {**os.environ, "PATH": path, "COLUMNS": "100", **served})


def run_steps(page: Path, folder: Path, environ: dict[str, str]) -> None:
    for command, expected in steps(page):
        wanted = re.search(r"#\s*exit (\d+)\s*$", command)
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environ,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        assert run.returncode == (int(wanted[1]) if wanted else 0), f"{command}\n{run.stdout}"
        if expected:
            shown = run.stdout if run.stdout.endswith("\n") else run.stdout + "\n"
            assert re.fullmatch(as_pattern(expected), shown), f"$ {command}\n{shown}\n--- the page says ---\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in LINK.findall(text):
        assert (page.parent / target).exists(), f"{name(page)} links to {target}"


def test_every_verb_has_its_place() -> None:
    from bibtools.cli import VERBS

    told = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    for verb in VERBS:
        assert f"## bibtools {verb}" in told, f"docs/reference/cli.md does not tell of {verb}"


def test_the_command_reference_is_fresh() -> None:
    from reference_pages import cli_page

    assert (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8") == cli_page(), (
        "stale: python tests/reference_pages.py"
    )


def test_the_settings_reference_is_fresh() -> None:
    from reference_pages import settings_page

    assert (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8") == settings_page(), (
        "stale: python tests/reference_pages.py"
    )
