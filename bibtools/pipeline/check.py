"""Check: a file's problems, those that its reader reports and those that the rules find; and what repairs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bibtools.errors import BibtoolsError, SourceFailed, UnreadableInput, UsageError
from bibtools.model.change import Plan
from bibtools.model.document import Document, Origin, Problem, Severity
from bibtools.pipeline.bulk import cores
from bibtools.pipeline.enrich import is_accepted
from bibtools.pipeline.match import Failures, match, match_settings, sources
from bibtools.pipeline.merge import library
from bibtools.pipeline.read import decode, holds_decisions, read, read_bytes

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.sources.notice import Report
Beside = Callable[[Document], Iterable[Problem]]
"""What shows when the entries of a document stand beside a source's records."""

LARGE = 1_000_000  # bytes from which starting further processes pays


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
    asked: Mapping[str, frozenset[str]], config: Config, beside: Beside | None = None, *, large: int = LARGE
) -> Iterator[tuple[str, Checked | BibtoolsError]]:
    """Each file with what `check` says of it, or why it cannot; all processors work on files of `large` bytes together.

    A source is asked by one process. Raises UsageError as `check` does.
    """
    processes = min(cores(), len(asked))
    sizes = {path: _size(path) for path in asked}
    if processes < 2 or beside or "-" in asked or sum(sizes.values()) < large:
        yield from ((path, _answer(config, task, beside)) for path, task in zip(asked, asked.items(), strict=True))
        return
    import bibtools.check  # noqa: F401 - once, for all processes
    from bibtools.pipeline.workers import Workers

    # The largest first, so that none of them is left to one process at the end.
    paths = sorted(asked, key=lambda path: -sizes[path])
    with Workers(partial(partial, _packed, config), processes, fork=True) as pool:
        answers = dict(zip(paths, pool.map((path, asked[path]) for path in paths), strict=True))
    yield from ((path, _unpacked(answers[path])) for path in asked)


_Row = tuple[str, str, tuple[str, int, int, int, int, int], Severity, str | None, str | None]


def _packed(config: Config, task: tuple[str, frozenset[str]]) -> tuple[list[_Row], int] | BibtoolsError:
    """An answer without objects, which a process hands on in a third of the time."""
    checked = _answer(config, task)
    if isinstance(checked, BibtoolsError):
        return checked
    rows = [(p.code, p.message, _place(p.origin), p.severity, p.hint, p.source_line) for p in checked.problems]
    return rows, checked.entries


def _place(origin: Origin) -> tuple[str, int, int, int, int, int]:
    return origin.path, origin.start, origin.end, origin.line, origin.column, origin.end_line


def _unpacked(answer: tuple[list[_Row], int] | BibtoolsError) -> Checked | BibtoolsError:
    if isinstance(answer, BibtoolsError):
        return answer
    rows, entries = answer
    problems = (
        Problem(code, message, Origin(*place), severity, hint, line)
        for code, message, place, severity, hint, line in rows
    )
    return Checked(tuple(problems), entries)


def _answer(config: Config, task: tuple[str, frozenset[str]], beside: Beside | None = None) -> Checked | BibtoolsError:
    try:
        return check(*task, config, beside)
    except (UnreadableInput, SourceFailed) as error:
        return error


def _size(path: str) -> int:
    return Path(path).stat().st_size if Path(path).is_file() else 0


def check(path: str, codes: Collection[str], config: Config, beside: Beside | None = None) -> Checked:
    """The problems of a file or library that have one of these codes; with `beside`, also those that it tells of.

    Raises UnreadableInput, UsageError for no bibliography, SourceFailed for a library that cannot be asked.
    """
    from bibtools.check import RULES, check_bib
    from bibtools.check import check as checked
    from bibtools.formats import base

    rules = [rule for rule in RULES if rule.code in codes]
    found: Sequence[Problem]
    if beside is None and PurePath(path).suffix.lower() in base.Bib.suffixes:
        found, entries = check_bib(decode(read_bytes(path), path).text, path, rules)
    else:
        document = read(path, config)
        if not isinstance(document, Document):
            raise holds_decisions(path)
        found = (*document.problems, *checked(document, rules), *(beside(document) if beside else ()))
        entries = len(document.entries)
    wanted = [problem for problem in found if problem.code in codes]
    return Checked(tuple(sorted(wanted, key=lambda problem: problem.origin.start)), entries)


def beside_records(config: Config, on_failure: Failures, report: Report | None = None) -> Beside:
    """What asks the sources of the settings about each entry that states an arXiv id, and tells what follows.

    That is what rules say of the answers, and what became of the papers that are surely meant.
    `on_failure` hears of sources that fail, `report` what they tell. Raises IndexUnusable.
    """
    from bibtools.check import RULES
    from bibtools.check.beside import beside
    from bibtools.merge.lifecycle import lifecycle
    from bibtools.merge.published import published

    asked, settings = list(sources(config, report)), match_settings(config)

    def look(document: Document) -> Iterator[Problem]:
        stated = [entry for entry in document.entries if entry.state != "broken" and entry.reference.id("arxiv")]
        matches = list(match(stated, asked, settings, on_failure=on_failure))
        yield from beside(document, matches, RULES)
        for one in filter(is_accepted, matches):
            if one.best:
                record = one.best.reference
                yield from lifecycle(one.entry, record, published=published(record, settings=settings).reference)

    return look


def repairable(path: str, config: Config) -> Library:
    """The library of that name, for `repair`.

    Raises UsageError for a Zotero library, whose owner's words are replaced by nobody else, and for what is no library,
    UnreadableInput for a file that is not there.
    """
    target = library(path, config, new=False)
    if target.format == "zotero":
        raise UsageError(f"{target.name} is not repaired", hint="change it in Zotero; without --fix, problems are told")
    return target


def repair(target: Library, codes: Collection[str], *, unsafe: bool = False) -> Plan:
    """What must change in a library so that rules with these codes find no more that they can repair."""
    from bibtools.check import RULES
    from bibtools.check.mend import mend

    document, fingerprint = target.read()
    rules = [rule for rule in RULES if rule.code in codes]
    changes = mend(document, rules, unsafe=unsafe, protected=target.protected)
    return Plan(target.name, fingerprint, changes)
