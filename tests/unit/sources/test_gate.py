"""The polite gate: spacing, one at a time, clocks that lie, two real processes."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bibtools.errors import SourceFailed
from bibtools.sources.clock import Clock
from bibtools.sources.gate import ARRIVAL, MARGIN, Gate


class FakeTime:
    """Two clocks that only move when somebody sleeps, or when they are set."""

    def __init__(self, wall: float = 1_000_000.0, monotonic: float = 500.0) -> None:
        self.wall, self.monotonic, self.slept = wall, monotonic, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.monotonic, self.sleep)


@pytest.fixture
def now() -> FakeTime:
    return FakeTime()


@pytest.fixture
def gate(tmp_path: Path, now: FakeTime) -> Gate:
    return Gate(tmp_path / "gate", 3.0, clock=now.clock)


def pause_before_turn(gate: Gate, now: FakeTime) -> float:
    now.slept.clear()
    with gate.turn():
        pass
    return sum(now.slept)


def test_the_first_turn_comes_at_once(gate: Gate, now: FakeTime) -> None:
    assert pause_before_turn(gate, now) == 0


def test_starts_are_spaced_not_ends(gate: Gate, now: FakeTime) -> None:
    with gate.turn():
        now.pass_by(1.0)
    assert pause_before_turn(gate, now) == pytest.approx(2.0 + MARGIN + ARRIVAL)


def test_a_long_request_needs_no_pause_after_it(gate: Gate, now: FakeTime) -> None:
    with gate.turn():
        now.pass_by(8.0)
    assert pause_before_turn(gate, now) == 0


def test_no_delay_means_no_pause(tmp_path: Path, now: FakeTime) -> None:
    gate = Gate(tmp_path, 0.0, clock=now.clock)
    pause_before_turn(gate, now)
    assert pause_before_turn(gate, now) == 0


def test_another_process_obeys_a_prolonged_pause(gate: Gate, now: FakeTime, tmp_path: Path) -> None:
    with gate.turn() as prolong:
        now.pass_by(1.0)
        prolong(30.0)
    other = Gate(tmp_path / "gate", 3.0, clock=now.clock)
    assert pause_before_turn(other, now) == pytest.approx(30.0)


def test_a_prolonged_pause_is_never_shorter_than_the_delay(gate: Gate, now: FakeTime) -> None:
    with gate.turn() as prolong:
        prolong(0.5)
    assert pause_before_turn(gate, now) == pytest.approx(3.0 + MARGIN)


@pytest.mark.parametrize(
    ("wall", "monotonic", "pause"),
    [
        pytest.param(-3600.0, 1.0, 2.0 + MARGIN, id="clock set back by an hour"),
        pytest.param(3600.0, 1.0, 2.0 + MARGIN, id="clock set forward by an hour"),
        pytest.param(100.0, -400.0, 0.0, id="machine started again"),
        pytest.param(-3600.0, -400.0, 3.0 + MARGIN, id="started again with a wrong clock"),
        pytest.param(1.0, 1.0, 2.0 + MARGIN, id="nothing special"),
    ],
)
def test_clocks_that_jump(gate: Gate, now: FakeTime, wall: float, monotonic: float, pause: float) -> None:
    pause_before_turn(gate, now)
    now.wall += wall
    now.monotonic += monotonic
    assert pause_before_turn(gate, now) == pytest.approx(pause)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe", b'{"wall": "x"}', b"[1, 2]", b'{"wall": null, "monotonic": 1}']
)
def test_a_damaged_state_costs_one_pause(gate: Gate, now: FakeTime, tmp_path: Path, damage: bytes) -> None:
    pause_before_turn(gate, now)
    now.pass_by(100.0)
    (tmp_path / "gate" / "gate.json").write_bytes(damage)
    assert pause_before_turn(gate, now) == pytest.approx(3.0)
    now.pass_by(100.0)
    assert pause_before_turn(gate, now) == 0


def test_a_pause_beyond_patience_is_an_error(tmp_path: Path, now: FakeTime) -> None:
    gate = Gate(tmp_path, 3.0, clock=now.clock, patience=60.0)
    with gate.turn() as prolong:
        prolong(1800.0)
    with pytest.raises(SourceFailed, match="30 minutes") as failure, gate.turn():
        pytest.fail("the gate should be closed")
    assert failure.value.hint
    assert now.slept == []


def test_the_gate_opens_again_after_an_error_inside(gate: Gate, now: FakeTime) -> None:
    with pytest.raises(ZeroDivisionError), gate.turn():
        raise ZeroDivisionError
    assert pause_before_turn(gate, now) == pytest.approx(3.0 + MARGIN)


def test_a_folder_that_cannot_be(tmp_path: Path, now: FakeTime) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceFailed, match="cannot use"), Gate(tmp_path / "file", 3.0, clock=now.clock).turn():
        pytest.fail("no folder, no gate")


def test_a_disk_that_is_full(gate: Gate, now: FakeTime, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(SourceFailed, match="No space left"), gate.turn():
        pytest.fail("nothing may be sent without a trace")


def test_threads_take_turns(tmp_path: Path) -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with Gate(tmp_path, 0.0).turn():
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_who_waits_too_long_for_another_is_told(tmp_path: Path) -> None:
    with (
        Gate(tmp_path, 0.0).turn(),
        pytest.raises(SourceFailed, match="another program"),
        Gate(tmp_path, 0.0, patience=0.1).turn(),
    ):
        pytest.fail("two at once")


PROGRAM = """
import json, sys, time
from pathlib import Path
from bibtools.sources.gate import Gate
gate = Gate(Path(sys.argv[1]), float(sys.argv[2]))
spans = []
for _ in range(3):
    with gate.turn():
        start = time.monotonic()
        time.sleep(0.05)
        spans.append((start, time.monotonic()))
print(json.dumps(spans))
"""


def test_two_processes_keep_the_distance(tmp_path: Path) -> None:
    delay = 0.4
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(delay)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    spans = sorted(tuple(span) for program in running for span in json.loads(program.communicate(timeout=60)[0]))
    starts = [start for start, _ in spans]
    assert len(starts) == 6
    assert min(b - a for a, b in itertools.pairwise(starts)) >= delay
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_a_process_that_dies_inside_leaves_the_gate_open(tmp_path: Path) -> None:
    dying = (
        "import os, sys; from pathlib import Path; from bibtools.sources.gate import Gate\n"
        "with Gate(Path(sys.argv[1]), 0.0).turn(): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False).returncode == 9
    with Gate(tmp_path, 0.0, patience=5.0).turn():
        pass
