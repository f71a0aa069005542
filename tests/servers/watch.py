"""A clock for tests: time passes only while somebody waits, and nobody does."""

from __future__ import annotations

from dataclasses import dataclass, field

from bibtools.sources.clock import Clock

START = 1_790_000_000.0


@dataclass
class Watch:
    """Seconds since the epoch, as a function; `slept` are the waits."""

    now: float = START
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(wall=self, monotonic=self, sleep=self.sleep)
