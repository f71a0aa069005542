"""Inputs as batches of entries: JSON lines are streamed, so that memory does not grow; others are read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING

from bibtools.errors import UnreadableInput
from bibtools.model.document import Document, Entry, Problem
from bibtools.pipeline.read import called, holds_decisions, interpret, is_identifier, standard_input, stated

if TYPE_CHECKING:
    from bibtools.formats.jsonl import Line

LONGEST_LINE = 1 << 26


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that are looked up together: as they are, or as lines that are still to be read.

    `problems` were met in reading; `size` is how many bytes of input the batch stands for.
    """

    path: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    size: int = 0

    def read(self) -> Batch:
        """The same batch with its lines read."""
        if not self.lines:
            return self
        from bibtools.formats.jsonl import read_line

        found = [read_line(line, self.path) for line in self.lines]
        entries = tuple(each for each in found if isinstance(each, Entry))
        problems = tuple(each for each in found if isinstance(each, Problem))
        return Batch(self.path, entries, (), (*self.problems, *problems), self.size)


def batches(paths: Iterable[str], size: int) -> Iterator[Batch]:
    """All entries of the files in order, at most `size` in a batch; `-` is standard input, an identifier is one entry.

    Raises UnreadableInput, and UsageError for a file of matches.
    """
    for path in paths:
        if is_identifier(path):
            yield Batch(path, stated(path).entries)
            continue
        with _opened(path) as file:
            yield from _of_file(file, path, size)


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        yield standard_input()
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    with file:
        yield file


def _of_file(file: IO[bytes], path: str, size: int) -> Iterator[Batch]:
    named = called(path)
    head = _head(file, named)
    if _are_lines(head, path, named):
        yield from _of_lines(_lines(head, file, named), named, size)
        return
    data = b"".join(head) + file.read()
    document = interpret(data, path)
    if not isinstance(document, Document):
        raise holds_decisions(named)
    yield from _of_document(document, named, len(data), size)


def _head(file: IO[bytes], path: str) -> list[bytes]:
    """The file's beginning, up to its second line that is not blank."""
    head: list[bytes] = []
    told = 0
    while told < 2 and (line := _next_line(file, path, len(head))):
        head.append(line)
        told += bool(line.strip())
        if told == 1 and not line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            break
    return head


def _next_line(file: IO[bytes], path: str, number: int) -> bytes:
    line = file.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE and line.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        raise UnreadableInput(
            f"{path}:{number + 1}: a line of more than {LONGEST_LINE >> 20} MiB",
            hint="JSON lines hold one entry each; write a list of entries as CSL-JSON",
        )
    return line


def _are_lines(head: list[bytes], path: str, named: str) -> bool:
    """Whether a file that begins so is JSON lines. Raises UsageError when they are matches."""
    from bibtools.formats import jsonl, matches
    from bibtools.formats.base import JsonLines

    text = b"".join(head).decode("utf-8", "replace")
    first = next((line for line in text.lstrip("\ufeff").split("\n") if line.strip()), "")
    if matches.is_line(first.strip()):
        raise holds_decisions(named)
    return PurePath(path).suffix.lower() in JsonLines.suffixes or jsonl.sniff(text)


def _lines(head: list[bytes], file: IO[bytes], path: str) -> Iterator[tuple[Line, int]]:
    """Each line that is not blank, and how many bytes were read since the one before."""
    from bibtools.formats.jsonl import Line

    number = start = since = 0
    remaining = iter(head)
    while data := next(remaining, None) or _next_line(file, path, number):
        number += 1
        since += len(data)
        text = data.decode("utf-8", "surrogateescape")
        if data.strip():
            yield Line(number, start, text.rstrip("\n")), since
            since = 0
        start += len(text)


def _of_lines(lines: Iterator[tuple[Line, int]], path: str, size: int) -> Iterator[Batch]:
    while some := tuple(islice(lines, size)):
        yield Batch(path, lines=tuple(line for line, _ in some), size=sum(length for _, length in some))


def _of_document(document: Document, path: str, length: int, size: int) -> Iterator[Batch]:
    entries, problems = document.entries, document.problems
    count = max(1, -(-len(entries) // size))
    for number in range(count):
        some = entries[number * size : (number + 1) * size]
        done, before = length * (number + 1) // count, length * number // count
        yield Batch(path, some, (), () if number else problems, done - before)
