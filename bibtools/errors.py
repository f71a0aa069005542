"""Every error bibtools raises on purpose, with what to do next and the exit code it leads to.

::

    BibtoolsError                 exit  message, hint
    ├── UsageError                   2  wrong arguments
    │   └── ConfigError              2  a setting that is unknown or has a wrong value
    ├── UnreadableInput              3  a file that cannot be read as what it should be
    ├── SourceFailed                 4  a source of records did not answer as it should
    │   └── SourceOffline            4  a request was needed and `--offline` forbids it
    ├── IndexUnusable                4  a local index that is missing, damaged or of another format
    └── Refused                      5  nothing was written: the edit could not be proven safe
        └── ChangedUnderneath        5  the library changed since it was read

Exit codes 0 (done), 1 (done, but something needs a person) and 130 (interrupted) are not errors.
"""

from __future__ import annotations

from typing import ClassVar


class BibtoolsError(Exception):
    """What happened (`message`), and what to do next (`hint`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BibtoolsError):
    """The call itself is wrong."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is unknown or has a value it cannot have."""


class UnreadableInput(BibtoolsError):
    """An input that cannot be read as what it should be."""

    exit_code = 3


class SourceFailed(BibtoolsError):
    """A source of records did not answer, or answered what it never should."""

    exit_code = 4


class SourceOffline(SourceFailed):
    """A request was needed, and the user asked for none."""


class IndexUnusable(BibtoolsError):
    """A local index is missing, damaged, or of a format this version does not read."""

    exit_code = 4


class Refused(BibtoolsError):
    """Nothing was written, because the edit could not be proven safe.

    `at` is the character (from 0) of the file's text that it is about, if there is one.
    """

    exit_code = 5

    def __init__(self, message: str, *, hint: str | None = None, at: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.at = at


class ChangedUnderneath(Refused):
    """The library changed between reading and writing; nothing was written."""
