"""How far a long run has come, on one line of a terminal: count, rate and what is left."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import IO

from bibtools.cli import render

# Seconds between two showings: often enough to look alive.
_PAUSE = 0.2


class Progress:
    """Counts entries, and estimates the end from how many of `total` bytes of input are done (None: unknown).

    >>> import io
    >>> shown, times = io.StringIO(), iter([0.0, 10.0])
    >>> Progress(4000, stream=shown, on=True, clock=lambda: next(times)).add(1500, 1000)
    >>> shown.getvalue().strip("\\r\\x1b[K")
    'matched 1,500 entries · 150/s · 0:30 left'
    """

    def __init__(
        self,
        total: int | None,
        *,
        stream: IO[str] | None = None,
        on: bool | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._on = render.progress_on() if on is None else on
        self._clock = clock
        self._start = self._shown = clock()
        self._entries = self._bytes = 0

    def skip(self, size: int) -> None:
        """So many bytes of input were done before this run."""
        if self._total is not None:
            self._total -= size

    def add(self, entries: int, size: int) -> None:
        """So many entries more are done, and bytes of input with them."""
        self._entries += entries
        self._bytes += size
        now = self._clock()
        if self._on and now - self._shown >= _PAUSE:
            self._shown = now
            self._stream.write(f"\r{self._told(now - self._start)}\x1b[K")
            self._stream.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _told(self, seconds: float) -> str:
        parts = [f"matched {render.plural(self._entries, 'entry')}", f"{self._entries / seconds:,.0f}/s"]
        if self._total is not None and self._bytes:
            parts.append(f"{duration(seconds * max(0, self._total - self._bytes) / self._bytes)} left")
        return " · ".join(parts)


def duration(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any.

    >>> duration(59.6), duration(3725)
    ('1:00', '1:02:05')
    """
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
