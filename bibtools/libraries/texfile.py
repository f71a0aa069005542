"""A LaTeX file whose citation keys are renamed; every other byte stays."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bibtools.errors import Refused, UnreadableInput
from bibtools.formats.edits import apply_edits
from bibtools.formats.encoding import decode, encode
from bibtools.formats.lines import Lines
from bibtools.formats.tex import citations, rename, twice
from bibtools.libraries.files import fingerprint, locked, replace
from bibtools.model.document import Problem


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How one file would change: its bytes as they shall be, the condition, the diff, and what a person should see."""

    path: Path
    expected: str
    data: bytes
    diff: str
    count: int
    problems: tuple[Problem, ...] = ()

    def write(self, *, backup: bool = False) -> None:
        """Replace the file as a whole. Raises ChangedUnderneath and Refused; then nothing changed."""
        with locked(self.path):
            replace(self.path, self.data, expected=self.expected, backup=backup)


def rewriting(path: Path, instead: Mapping[str, str]) -> Rewriting | None:
    """What renaming keys would make of a LaTeX file, proven by reading it anew; None where it has none of them.

    Raises UnreadableInput for a file that cannot be read, Refused where the new text has another meaning.
    """
    try:
        data = path.read_bytes()
        before = decode(data)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}: {error.message}", hint=error.hint) from error
    edits = rename(before.text, instead)
    if not edits:
        return None
    after = apply_edits(before.text, edits)
    wanted = [instead.get(cited.key, cited.key) for cited in citations(before.text)]
    if [cited.key for cited in citations(after)] != wanted:
        raise Refused(f"{path}: the citations would not read back as intended; nothing was changed")
    new = encode(after, before.encoding, before.bom)
    if decode(new).text != after:
        raise Refused(f"{path}: the new text would not read back in {before.encoding}")
    return Rewriting(path, fingerprint(data), new, _diff(path, before.text, after), len(edits), _doubled(path, after))


def _diff(path: Path, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _doubled(path: Path, text: str) -> tuple[Problem, ...]:
    """A warning for each key that one command now names twice; removing it would be more than renaming."""
    lines = Lines(text)
    places = [(cited.key, lines.origin(str(path), cited.start, cited.end)) for cited in twice(text)]
    return tuple(
        Problem(
            "TEX101",
            f"one command now cites {key} twice",
            origin,
            "warning",
            "remove one of them: most styles print it twice",
            lines.text(origin.line),
        )
        for key, origin in places
    )
