"""Which problems are asked for: by a code, a name, or the beginning of codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from bibtools.check.rules import RULES
from bibtools.check.run import find
from bibtools.check.told import told_codes


def codes(names: Iterable[str]) -> frozenset[str]:
    """The codes that some names mean: "CHK406", "title-full-stop", "CHK4" for all of a group, "BIB", "ALL".

    Raises UsageError, with the nearest names, for one that means none.

    >>> sorted(codes(["CHK70", "title-full-stop", "bib206"]))
    ['BIB206', 'CHK406', 'CHK701']
    """
    return frozenset().union(*map(_meant, names))


@lru_cache(maxsize=256)
def _meant(name: str) -> frozenset[str]:
    """The codes that one name means; it is asked for each of many files."""
    told = told_codes()
    start = name.strip().upper()
    known = (*(rule.code for rule in RULES), *told)
    meant = {code for code in known if start == "ALL" or (start and code.startswith(start))}
    meant |= {each.code for each in told.values() if each.is_called(name.strip())}
    return frozenset(meant or {find(name).code})


def chosen(select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    """The codes that are left of `select` (empty: of all) without those of `ignore`. Raises UsageError.

    >>> sorted(chosen(["CHK2"], ["doi-not-bare", "CHK20"]))
    []
    """
    return codes(select or ("ALL",)) - codes(ignore)
