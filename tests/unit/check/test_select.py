"""Choosing problems by code, name and the beginning of codes."""

from __future__ import annotations

import pytest

from bibtools.check import RULES
from bibtools.check.select import chosen, codes
from bibtools.check.told import told_codes
from bibtools.errors import UsageError


def test_everything_is_asked_for_unless_something_is_named() -> None:
    assert chosen((), ()) == {*(rule.code for rule in RULES), *told_codes()}
    assert chosen(["ALL"], ["CHK", "BIB"]) == {code for code in told_codes() if not code.startswith("BIB")}


def test_names_and_beginnings() -> None:
    assert codes(["missing-title", "chk102"]) == {"CHK101", "CHK102"}
    assert codes(["Withdrawn", "lif105"]) == {"LIF101", "LIF105"}
    assert codes(["CHK5"]) == {"CHK501", "CHK502", "CHK503"}
    assert chosen(["CHK5"], ["duplicate-work"]) == {"CHK501", "CHK503"}


@pytest.mark.parametrize("name", ["CHK9", "missing", "", " "])
def test_names_of_nothing(name: str) -> None:
    with pytest.raises(UsageError):
        codes([name])
