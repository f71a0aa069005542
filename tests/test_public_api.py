"""The public names: all there, none loaded before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import bibtools


@pytest.mark.parametrize("name", dir(bibtools))
def test_every_public_name_leads_somewhere(name: str) -> None:
    assert getattr(bibtools, name).__doc__


def test_other_names_do_not_exist() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Referenz'"):
        bibtools.Referenz  # noqa: B018


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, bibtools; print(*[name for name in sys.modules if name.startswith('bibtools.')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_main_job_in_python(root: object) -> None:
    """What README and docs show for the command line, by the functions it calls."""
    from bibtools.config import load

    config = load(environ={}, folder=None, user_file=None, flags={"source.use": "starter", "source.offline": True})
    document = bibtools.pipeline.read(f"{root}/seeds/000_e4e77f6a97019bba.txt")
    assert isinstance(document, bibtools.Document)
    matches = bibtools.pipeline.match(
        document.entries,
        list(bibtools.pipeline.sources(config)),
        bibtools.pipeline.match_settings(config),
        on_failure=pytest.fail,
    )
    made = bibtools.pipeline.bibliography(list(bibtools.pipeline.enrich(matches)), config, "bibtex")
    assert made.count == 2
    assert "@misc{ye2023reinforcement," in made.text
