"""What a source tells while it works: requests sent, ids that are missing, queries that were refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["request", "retry", "fallback", "missing", "malformed", "refused"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that happened, in a sentence; `subjects` are the ids or queries that it is about.

    "request", "retry" and "fallback" tell how the work goes; "missing" (an id that does not exist there), "malformed"
    (an id that cannot exist, a record that could not be read) and "refused" (a query the server would not take) are
    losses that a person should hear of.
    """

    kind: Kind
    message: str
    subjects: tuple[str, ...] = ()

    @property
    def is_loss(self) -> bool:
        """Whether something asked for was not got.

        >>> Notice("missing", "arXiv has no 0000.00000", ("0000.00000",)).is_loss
        True
        """
        return self.kind in ("missing", "malformed", "refused")


Report = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """The report of a caller who does not want to know."""
