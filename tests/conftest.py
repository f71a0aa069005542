"""What every test relies on: no network but 127.0.0.1, an empty home, Hypothesis profiles, real data if it is there."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# By default every run sees the same examples, so that what fails here fails everywhere; `thorough` looks for new ones.
settings.register_profile(
    "default", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

ROOT = Path(__file__).resolve().parent.parent
LOCAL = {"127.0.0.1", "localhost", "::1"}
_connect = socket.socket.connect


def _connect_locally(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:  # type: ignore[index]
        raise AssertionError(f"a test tried to reach {address!r}; only 127.0.0.1 is allowed")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_locally)


@pytest.fixture(autouse=True)
def _empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("BIBTOOLS_", "XDG_")) and name != "BIBTOOLS_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data that is not part of the repository (BIBTOOLS_SHARED), or a skip."""
    place = os.environ.get("BIBTOOLS_SHARED")
    if not place or not Path(place).is_dir():
        pytest.skip("BIBTOOLS_SHARED does not name the folder with real data")
    return Path(place)
