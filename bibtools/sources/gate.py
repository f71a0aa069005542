"""The polite gate: one request at a time, and a pause between their starts, for all processes on the machine.

arXiv's terms of use (https://info.arxiv.org/help/api/tou.html) allow one request every three seconds over a single
connection, whatever number of programs sends them. A lock file keeps the others out while one asks; a small state file
beside it says when the last request started and how long the pause after it must be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bibtools.errors import SourceFailed
from bibtools.sources.clock import Clock

# Two requests sent exactly `delay` apart can arrive closer, when the first one took longer to get there. Nobody here
# can see it arrive: it was after its turn began and before its answer came, and rather sooner than later.
MARGIN = 0.05
ARRIVAL = 0.25


@dataclass(frozen=True, slots=True)
class Start:
    """When a request started, by both clocks, and for how long (in seconds) the next one must wait from then."""

    wall: float
    monotonic: float
    pause: float

    def remaining(self, wall: float, monotonic: float) -> float:
        """Seconds to wait at this moment: from 0 to `pause`, whatever happened to the clocks.

        A clock that has run backwards (set back, or started again with the machine) is not believed. Of two
        believable ones the more cautious counts, so that a clock set forward opens nothing early.

        >>> Start(100.0, 7.0, pause=3.0).remaining(101.0, 8.0)
        2.0
        >>> Start(100.0, 7.0, pause=3.0).remaining(-5000.0, 8.0)
        2.0
        >>> Start(100.0, 7.0, pause=3.0).remaining(9999.0, 8.0)
        2.0
        >>> Start(100.0, 7.0, pause=3.0).remaining(-5000.0, 0.0)
        3.0
        """
        believable = [elapsed for elapsed in (wall - self.wall, monotonic - self.monotonic) if elapsed >= 0]
        return max(0.0, self.pause - min(believable, default=0.0))


class Gate:
    """Lets one request through at a time, and the next one no sooner than `delay` seconds after its start.

    `folder` is shared by all who ask the same server; `patience` is how many seconds a caller waits at most, for its
    turn or for a pause that the server asked for, before SourceFailed says so.
    """

    def __init__(self, folder: Path, delay: float, *, clock: Clock | None = None, patience: float = 600.0) -> None:
        self._folder = folder
        self._delay = delay
        self._clock = clock or Clock()
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[Callable[[float], None]]:
        """Waits, then lets the body send one request; what it is given prolongs the pause after it, in seconds.

        Raises SourceFailed when the wait would be longer than `patience`, or the folder cannot be used.
        """
        import filelock

        state = self._folder / "gate.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self._folder / "gate.lock")
            lock.acquire(timeout=self._patience)
        except filelock.Timeout as error:
            raise SourceFailed(
                f"another program has been asking for more than {self._patience:.0f} s",
                hint=f"end it, or delete {self._folder / 'gate.lock'} if there is none",
            ) from error
        except OSError as error:
            raise _unusable(self._folder, error) from error
        try:
            self._wait(state)
            wished: list[float] = []
            start = Start(self._clock.wall(), self._clock.monotonic(), self._delay + MARGIN if self._delay else 0.0)
            _write(state, start)
            try:
                yield wished.append
            finally:
                gone = max(0.0, self._clock.monotonic() - start.monotonic)
                polite = start.pause + min(gone, ARRIVAL) if self._delay else 0.0
                pause = max(polite, *(gone + seconds for seconds in wished), 0.0)
                _write(state, Start(start.wall, start.monotonic, pause))
        finally:
            lock.release()

    def _wait(self, state: Path) -> None:
        now = Start(self._clock.wall(), self._clock.monotonic(), self._delay)
        last = _read(state, unreadable=now)
        if last is None:
            return
        seconds = last.remaining(now.wall, now.monotonic)
        if seconds > self._patience:
            raise SourceFailed(
                f"the server asked not to be asked again for {seconds / 60:.0f} minutes",
                hint="come back later, or use a local index (bibtools index build)",
            )
        if seconds > 0:
            self._clock.sleep(seconds)


def _read(state: Path, unreadable: Start) -> Start | None:
    """The last start; None if there was none; `unreadable` if it cannot be told, as after a crash."""
    try:
        text = state.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return unreadable
    try:
        wall, monotonic, pause = (float(json.loads(text)[key]) for key in ("wall", "monotonic", "pause"))
    except (ValueError, TypeError, KeyError):
        return unreadable
    return Start(wall, monotonic, pause)


def _write(state: Path, start: Start) -> None:
    text = json.dumps({"wall": start.wall, "monotonic": start.monotonic, "pause": start.pause})
    try:
        state.write_text(text, encoding="utf-8")
    except OSError as error:
        # Without a trace of this request the next one could come too early: better none at all.
        raise _unusable(state.parent, error) from error


def _unusable(folder: Path, error: OSError) -> SourceFailed:
    return SourceFailed(
        f"cannot use {folder}, where requests are timed: {error.strerror or error}",
        hint="choose a cache folder that can be written to",
    )
