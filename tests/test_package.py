"""What is installed is the package alone, with its data, and it works away from the clone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_the_package_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"bibtools", "bibtools-0.1.0.dist-info"}
    for wanted in ("py.typed", "defaults.toml", "sources/arxiv_index/starter/arxiv.index", "cli/__init__.py"):
        assert f"bibtools/{wanted}" in names
    tracked = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bibtools").rglob("*.py")}
    assert tracked <= set(names)


@pytest.mark.slow
def test_an_installed_copy_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )
    run = subprocess.run(
        [
            str(python.with_name("bibtools")),
            "match",
            *map(str, sorted((ROOT / "seeds").glob("*.txt"))),
            "--source",
            "starter",
            "--offline",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "40 entries: 40 accepted" in run.stderr
