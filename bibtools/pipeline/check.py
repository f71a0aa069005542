"""Check: a file's problems, those that its reader reports and those that the rules find; and what repairs them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bibtools.errors import BibtoolsError, SourceFailed, UnreadableInput, UsageError
from bibtools.model.change import Plan
from bibtools.model.document import Document, Problem
from bibtools.pipeline.bulk import cores
from bibtools.pipeline.read import decode, holds_decisions, read, read_bytes

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library


LARGE = 4_000_000  # bytes from which starting further processes pays


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems of a file in its order, and how many entries it has."""

    problems: tuple[Problem, ...]
    entries: int


def asked_for(path: str, config: Config) -> frozenset[str]:
    """The codes of problems that the settings ask for in one file. Raises UsageError for a name that means none.

    A pattern of `check.per-file-ignores` is held against the end of the path, as `pathlib.PurePath.match` does it.
    """
    from bibtools.check.select import chosen

    ignore = list(config.texts("check.ignore"))
    for pattern, names in config.table("check.per-file-ignores").items():
        ignore += names if PurePath(path).match(pattern) else ()
    return chosen(config.texts("check.select"), ignore)


def check_each(
    asked: Mapping[str, frozenset[str]], config: Config, *, large: int = LARGE
) -> Iterator[tuple[str, Checked | BibtoolsError]]:
    """Each file with what `check` says of it, or why it cannot; all processors work on files of `large` bytes together.

    Raises UsageError as `check` does.
    """
    tasks = tuple(asked.items())
    processes = min(cores(), len(tasks))
    answer = partial(_answer, config)
    if processes < 2 or "-" in asked or sum(map(_size, asked)) < large:
        yield from zip(asked, map(answer, tasks), strict=True)
        return
    from bibtools.pipeline.workers import Workers

    with Workers(partial(partial, _answer, config), processes) as pool:
        yield from zip(asked, pool.map(iter(tasks)), strict=True)


def _answer(config: Config, task: tuple[str, frozenset[str]]) -> Checked | BibtoolsError:
    try:
        return check(*task, config)
    except (UnreadableInput, SourceFailed) as error:
        return error


def _size(path: str) -> int:
    return Path(path).stat().st_size if Path(path).is_file() else 0


def check(path: str, codes: Collection[str], config: Config) -> Checked:
    """The problems of a file or library that have one of these codes.

    Raises UnreadableInput, UsageError for no bibliography, SourceFailed for a library that cannot be asked.
    """
    from bibtools.check import RULES, check_bib
    from bibtools.check import check as checked
    from bibtools.formats import base

    rules = [rule for rule in RULES if rule.code in codes]
    found: Sequence[Problem]
    if PurePath(path).suffix.lower() in base.Bib.suffixes:
        found, entries = check_bib(decode(read_bytes(path), path).text, path, rules)
    else:
        document = read(path, config)
        if not isinstance(document, Document):
            raise holds_decisions(path)
        found, entries = (*document.problems, *checked(document, rules)), len(document.entries)
    wanted = [problem for problem in found if problem.code in codes]
    return Checked(tuple(sorted(wanted, key=lambda problem: problem.origin.start)), entries)


def repair(target: Library, codes: Collection[str], *, unsafe: bool = False) -> Plan:
    """What must change in a library so that rules with these codes find no more that they can repair.

    Raises UsageError for a Zotero library: its owner's words are replaced by nobody else.
    """
    from bibtools.check import RULES
    from bibtools.check.mend import mend

    if target.format == "zotero":
        raise UsageError(f"{target.name} is not repaired", hint="change it in Zotero; without --fix, problems are told")
    document, fingerprint = target.read()
    rules = [rule for rule in RULES if rule.code in codes]
    changes = mend(document, rules, unsafe=unsafe, protected=target.protected)
    return Plan(target.name, fingerprint, changes)
