"""Time as an argument: what the clocks say, and how to wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Two clocks and a way to wait, all in seconds.

    `wall` can be set by anybody at any moment, `monotonic` starts again when the machine does: neither is enough alone.

    >>> Clock(wall=lambda: 1000.0).wall()
    1000.0
    """

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
