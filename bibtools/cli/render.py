"""Text for people: the only printing and the only colour. Data goes to standard output, all else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

import click

from bibtools.errors import Refused

if TYPE_CHECKING:
    from bibtools.errors import BibtoolsError
    from bibtools.model.change import Conflict
    from bibtools.model.document import Document, Entry, Problem, Role
    from bibtools.model.match import Match

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan", "accept": "green", "review": "yellow", "reject": "red"}
SIDE = 78  # characters of a title that fit beside the rest


class ReaderLeft(Exception):
    """Standard output was closed by its reader, who has seen enough, as `head` does."""


def speak_utf8() -> None:
    """Data is UTF-8 wherever it goes and whatever the locale; what UTF-8 cannot hold is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def colour_on(stream: IO[str] | None) -> bool:
    """Whether to colour what goes to `stream`: on a terminal, unless NO_COLOR says otherwise (https://no-color.org)."""
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")


def to_stdout(data: str | bytes) -> None:
    """Data; bytes as they are. Raises ReaderLeft, and Refused where it cannot be written."""
    try:
        if data:
            click.echo(data, nl=isinstance(data, str) and not data.endswith("\n"))
    except BrokenPipeError:
        raise ReaderLeft from None
    except OSError as error:
        raise Refused(f"<stdout>: {error.strerror or error}", hint="see that the disk is not full") from error


def to_stderr(text: str) -> None:
    """Everything else; where nobody can hear it, the exit code must do."""
    with suppress(OSError):
        click.echo(text, err=True, nl=not text.endswith("\n"))


def painted(text: str, kind: str, colour: bool) -> str:
    """`text` in the colour of a severity or recommendation."""
    return click.style(text, fg=COLOURS[kind]) if colour else text


def short(text: str, width: int = SIDE) -> str:
    """`text` on one line of at most `width` characters.

    >>> short("one two  three", 9)
    'one two …'
    """
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "entry"), plural(2, "entry"), plural(0, "problem"), plural(3, "key")
    ('1 entry', '2 entries', '0 problems', '3 keys')
    """
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeo" else f"{count:,} {noun}s"


def error(failure: BibtoolsError, colour: bool) -> str:
    """An error with its hint."""
    text = painted("error: ", "error", colour) + failure.message
    return f"{text}\nhint: {failure.hint}" if failure.hint else text


def problem(found: Problem, colour: bool) -> str:
    """`file:line:column: CODE message`, the line with a caret, the hint."""
    lines = [f"{found.origin}: {painted(found.code, found.severity, colour)} {found.message}"]
    if found.source_line and not found.source_line.isspace() and len(found.source_line) <= 200:
        before = found.source_line[: found.origin.column - 1]
        lead = "".join(c if c == "\t" else " " for c in before) if "\t" in before else " " * len(before)
        lines += [f"    {found.source_line}", f"    {lead}^"]
    if found.hint:
        lines.append(f"    hint: {found.hint}")
    return "\n".join(lines)


def document(read: Document) -> Iterable[str]:
    """A document: its name and count, then each entry with its roles."""
    layout = next((role.name.removeprefix("layout: ") for role in read.roles if role.name.startswith("layout: ")), None)
    yield f"{read.path}: {plural(len(read.entries), 'entry')} ({layout or read.format})"
    for entry in read.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterable[str]:
    known = entry.reference
    yield f"  {entry.id:<6} {short(headline(entry))}"
    details = [f"{role.name} {_lines(role)}" for role in entry.roles]
    if known.author and not entry.roles:
        details.append(plural(len(known.author), "author"))
    details += [f"{i.scheme}:{i.versioned()}" for i in known.ids]
    if known.issued:
        details.append(f"issued {known.issued.iso()}")
    if entry.state != "clean":
        details.append(entry.state)
    if details:
        yield f"         {' · '.join(details)}"


def headline(entry: Entry) -> str:
    """What a person recognises an entry by."""
    known = entry.reference
    if known.title:
        return known.title
    for text in (known.abstract, entry.text):
        if text:
            return f"“{short(text, SIDE - 2)}”"
    return ", ".join(i.versioned() for i in known.ids) or "(nothing known)"


def _lines(role: Role) -> str:
    first, last = role.origin.line, role.origin.end_line
    return f"line {first}" if last <= first else f"lines {first}-{last}"


def match(found: Match, colour: bool, *, explain: bool, failed: bool = False) -> Iterable[str]:
    """One line for a decision; with `explain`, each candidate's evidence below it.

    The record's id and title stand there unless it is another work; then the entry's own words do. `failed`: a source
    did, so that without candidates there was no answer to decide by.
    """
    from bibtools.model.match import as_stated

    best = found.best if found.recommendation != "reject" else None
    arxiv = best.reference.id("arxiv") if best else None
    title = best.reference.title if best else headline(found.entry)
    decision = painted(f"{found.recommendation.value:<6}", found.recommendation.value, colour)
    decision = f"{decision} {as_stated(found.confidence):<6}"
    if is_unheard(found, failed):
        decision = painted(f"{'no answer':<13}", "review", colour)
    place = f"{found.entry.origin.path}:{found.entry.origin.line}"
    number = arxiv.value if arxiv else "-"
    yield f"{decision}  {number:<12}  {place}  {short(title or '-', 60)}"
    if not explain:
        return
    if found.recommendation != "accept":  # what decided for it is the evidence below
        yield from (f"         {why}" for why in found.why)
    for candidate in found.candidates[:5]:
        known = candidate.reference.id("arxiv")
        yield (
            f"       {known.value if known else '-':<12} {short(candidate.reference.title or '-', 60)}"
            f"  (confidence {as_stated(candidate.confidence)},"
            f" distance {candidate.distance.value:.3f}, {candidate.source})"
        )
        for item in candidate.distance.evidence:
            similarity = "  -  " if item.similarity is None else f"{item.similarity:.3f}"
            yield f"           {item.field:<10} {similarity} × {item.weight:<5g} {item.note}".rstrip()
        for guard in candidate.guards:
            yield f"           guard {guard.name}: {guard.note}"


def is_unheard(found: Match, failed: bool) -> bool:
    """Whether nothing is known of an entry because a source `failed`, not even that no record is like it."""
    return failed and not found.candidates


def unheard(count: int) -> str:
    """What to say of entries of which nothing is known."""
    return f"{plural(count, 'entry')} could not be asked about: rejected only for want of an answer"


def diff(text: str, colour: bool) -> str:
    """A unified diff, its lines in the usual colours."""
    if not colour:
        return text
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "".join(
        click.style(line, fg=colours.get(line[:1]), bold=line.startswith(("+++", "---")))
        for line in text.splitlines(keepends=True)
    )


def conflict(found: Conflict) -> str:
    """Both values of what a person must settle."""
    head = f"conflict in {found.entry_id}" + (f", {found.field}" if found.field else "") + f": {found.reason}"
    return f"{head}\n    library: {short(found.theirs, 110)}\n    new:     {short(found.ours, 110)}"


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Rows with their columns aligned."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def progress_on() -> bool:
    """Progress is for people who look at a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()
