"""Running the command line in this process, and telling what it did."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bibtools.cli import main


@dataclass(frozen=True)
class Run:
    """The exit code and what was printed."""

    code: int
    out: str
    err: str


Bibtools = Callable[..., Run]


@pytest.fixture
def bibtools(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Bibtools:
    """`bibtools("show", path)` runs the verb and returns a Run; `stdin` are bytes."""

    def run(*arguments: object, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Run(int(left.value.code or 0), printed.out, printed.err)

    return run
