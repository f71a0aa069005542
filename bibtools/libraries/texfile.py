"""A LaTeX file whose citation keys are renamed; every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bibtools.errors import Refused, UnreadableInput
from bibtools.formats.edits import apply_edits
from bibtools.formats.encoding import Decoded, decode, encode
from bibtools.formats.lines import Lines
from bibtools.formats.tex import citations, rename, twice
from bibtools.libraries.diff import unified_diff
from bibtools.libraries.files import Replacement, fingerprint
from bibtools.libraries.textfile import inverse, naming, require_as_left, undoing_diff, undone
from bibtools.model.change import Rewritten, Splice
from bibtools.model.document import Problem


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How one file would change, the diff, how many citations change, the way back, and what a person should see."""

    file: Replacement
    diff: str
    count: int
    undo: tuple[Splice, ...]
    problems: tuple[Problem, ...] = ()

    def done(self) -> Rewritten:
        """What a receipt says about it."""
        file = self.file
        return Rewritten(str(file.path.resolve()), file.expected, fingerprint(file.data), self.undo)


def rewriting(path: Path, instead: Mapping[str, str]) -> Rewriting | None:
    """What renaming keys would make of a LaTeX file, proven by reading it anew; None where it has none of them.

    Raises UnreadableInput for a file that cannot be read, Refused where the new text has another meaning.
    """
    data, before = _read(path)
    edits = rename(before.text, instead)
    if not edits:
        return None
    after = apply_edits(before.text, edits)
    wanted = [instead.get(cited.key, cited.key) for cited in citations(before.text)]
    if [cited.key for cited in citations(after)] != wanted:
        raise Refused(f"{path}: the citations would not read back as intended; nothing was changed")
    with naming(str(path), before.text):
        new = encode(after, before.encoding, before.bom)
    if decode(new).text != after:
        raise Refused(f"{path}: the new text would not read back in {before.encoding}")
    file = Replacement(path, new, fingerprint(data))
    undo = inverse(before.text, edits)
    diff = unified_diff(str(path), before.text, after, undo)
    return Rewriting(file, diff, len(edits), undo, _doubled(path, after))


def restoring(done: Rewritten) -> Replacement:
    """What puts a rewritten file back. Raises UnreadableInput, ChangedUnderneath, Refused."""
    return Replacement(Path(done.path), undone(done.path, _as_left(done), done), done.after)


def restoring_diff(done: Rewritten) -> str:
    """What `restoring` changes, as a unified diff. Raises as `restoring`."""
    return undoing_diff(done.path, _as_left(done), done)


def _as_left(done: Rewritten) -> Decoded:
    data, now = _read(Path(done.path))
    require_as_left(done.path, fingerprint(data), done)
    return now


def _read(path: Path) -> tuple[bytes, Decoded]:
    try:
        data = path.read_bytes()
        return data, decode(data)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}: {error.message}", hint=error.hint) from error


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
