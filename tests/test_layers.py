"""The house rules that can be checked by reading the code: layers, homes of dependencies, cycles, file length."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "bibtools"
LAYERS = [
    ("errors",),
    ("model",),
    ("text",),
    ("formats", "sources"),
    ("match", "enrich", "check"),
    ("merge", "libraries"),
    ("config",),
    ("pipeline",),
    ("cli",),
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
HOMES = {
    "arxiv": {"bibtools.sources.arxiv_api.feed"},
    "bibtexparser": {"bibtools.formats.bib.write"},
    "pylatexenc": {"bibtools.text.latex_read"},
    "requests": {"bibtools.sources.http", "bibtools.libraries.zotero.transport"},
    "numpy": {"bibtools.sources.arxiv_index"},
    "orjson": {"bibtools.formats.matches", "bibtools.sources.arxiv_index"},
    "zstandard": {"bibtools.sources.arxiv_index"},
    "rapidfuzz": {
        "bibtools.match.authors",
        "bibtools.match.similarity",
        "bibtools.match.spelling",
        "bibtools.sources.arxiv_index",
    },
    "filelock": {
        "bibtools.libraries.files",
        "bibtools.sources.gate",
        "bibtools.sources.arxiv_index",
        "bibtools.sources.oai.spool",
    },
    "platformdirs": {"bibtools.config", "bibtools.cli.writing"},
    "click": {"bibtools.cli"},
}
# A file over 400 lines needs its reason here.
LONG_FOR_A_REASON: dict[str, str] = {}

FILES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function; not what it imports for types only."""
    found: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "bibtools" else None


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_imports_go_down_only(path: Path) -> None:
    here = room(module_name(path))
    if here in (None, "__main__"):
        return
    for name in imports(path):
        there = room(name)
        if there is None or there in (here, "errors") or there.startswith("__"):
            continue
        assert there in LEVEL, f"{path} imports {name}, which has no layer"
        assert LEVEL[there] < LEVEL[here], f"{path}: {here} must not import {there} ({name})"
        if there == "config":
            assert here in ("pipeline", "cli"), f"{path}: configuration is read in pipeline and cli only"


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_dependency_has_a_home(path: Path) -> None:
    here = module_name(path)
    for name in imports(path):
        top = name.split(".", maxsplit=1)[0]
        if top == "bibtools" or top in sys.stdlib_module_names:
            continue
        assert top in HOMES, f"{path} imports {top}: give it a home in this test, with a reason in pyproject.toml"
        assert any(here == home or here.startswith(home + ".") for home in HOMES[top]), f"{path} imports {top}"


def test_homes_are_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert set(HOMES) == {re.match(r"[\w-]+", requirement)[0] for requirement in declared}  # type: ignore[index]


def test_no_cycles() -> None:
    modules = {module_name(path): path for path in FILES}
    graph = {}
    for name, path in modules.items():
        targets = set()
        for imported in imports(path):
            target = imported
            while target and target not in modules:
                target = target.rpartition(".")[0]
            if target and target != name and not name.startswith(target + "."):
                targets.add(target)
        graph[name] = targets
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    limit = 600 if module_name(path) in LONG_FOR_A_REASON else 400
    assert lines <= limit, f"{path} has {lines} lines"
    assert path.read_text("utf-8").startswith(('"""', 'r"""')), f"{path} does not say what it is"


def test_depth() -> None:
    assert all(len(path.relative_to(PACKAGE).parts) <= 3 for path in FILES)
