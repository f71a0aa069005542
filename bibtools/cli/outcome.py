"""What a run came to: everything that needs a person goes to standard error, and counts towards the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bibtools.cli import render
from bibtools.errors import BibtoolsError, UnreadableInput

if TYPE_CHECKING:
    from bibtools.model.document import Problem
    from bibtools.sources.notice import Notice

NEEDS_A_PERSON = 1


class Outcome:
    """Reports problems and failures as they come, and remembers the worst of them.

    >>> Outcome().exit_code
    0
    """

    def __init__(self, *, verbose: bool = False) -> None:
        self.exit_code = 0
        self.failures = 0
        self.unread = 0
        self.verbose = verbose

    def needs_a_person(self) -> None:
        """Something is left for a person to decide."""
        self.exit_code = max(self.exit_code, NEEDS_A_PERSON)

    def problems(self, problems: Iterable[Problem], *, quiet: bool = False) -> None:
        """Print problems; a mere note does not change the exit code. `quiet`: they are printed elsewhere."""
        for problem in problems:
            if problem.severity != "note":
                self.needs_a_person()
            if not quiet:
                render.to_stderr(render.problem(problem, render.colour_on(sys.stderr)))

    def notice(self, notice: Notice) -> None:
        """Print what a source tells: losses always, the rest when asked for by `verbose`."""
        if notice.is_loss:
            self.needs_a_person()
        if notice.is_loss or self.verbose:
            render.to_stderr(notice.message)

    def failure(self, error: BibtoolsError) -> None:
        """Print an error that the run survives."""
        self.failures += 1
        self.unread += isinstance(error, UnreadableInput)
        self.exit_code = max(self.exit_code, error.exit_code)
        render.to_stderr(render.error(error, render.colour_on(sys.stderr)))
