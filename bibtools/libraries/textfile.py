"""What all libraries in a text file share: reading bytes, proving an edit, replacing the file, undoing it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from bibtools.errors import ChangedUnderneath, Refused, UnreadableInput
from bibtools.formats.edits import Edit, apply_edits
from bibtools.formats.encoding import Decoded, decode, encode
from bibtools.formats.lines import Lines
from bibtools.libraries.diff import unified_diff
from bibtools.libraries.files import fingerprint, locked, replace
from bibtools.model.change import Conflict, Plan, Receipt, Rewritten, Splice
from bibtools.model.document import Document, Entry


class TextFile(ABC):
    """A library in one file. A file that does not exist yet is an empty library; `apply` makes it."""

    format: ClassVar[str]
    declared: Callable[[str], str | None] | None = None
    """Which encoding the start of a file declares, for formats that have a way to say so."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The file's path, as the user gave it."""
        return str(self.path)

    @abstractmethod
    def parse(self, text: str) -> Document:
        """The entries in the file's text."""

    @abstractmethod
    def edits(self, text: str, plan: Plan, encoding: str) -> Sequence[Edit]:
        """The edits that carry out a plan; Refused where one cannot be proven safe."""

    @abstractmethod
    def verify(self, before: str, after: str, plan: Plan, encoding: str) -> None:
        """Raise Refused unless `after` is `before` with exactly the plan's changes."""

    def read(self) -> tuple[Document, str]:
        """The entries, and the SHA-256 of the bytes. Raises UnreadableInput."""
        data = self._bytes()
        return self.parse(self._decode(data).text), fingerprint(data)

    def whole(self) -> tuple[Document, str]:
        """The same: a file is no part of anything."""
        return self.read()

    def discarded(self) -> Sequence[Entry]:
        """None: what is deleted from a file is gone."""
        return ()

    def vetted(self, plan: Plan) -> Plan:
        """The plan as it is: what a file cannot hold is found when it is written."""
        return plan

    def preview(self, plan: Plan) -> str:
        """A unified diff with three lines of context."""
        before, after, undo = self._prepare(plan)
        return unified_diff(self.name, before.text, after, undo)

    def apply(self, plan: Plan, *, backup: bool = False) -> Receipt:
        """Replace the file as a whole, under a lock, if it still is what the plan was made for."""
        with locked(self.path):
            before, after, undo = self._prepare(plan)
            with naming(self.name, before.text):
                data = encode(after, before.encoding, before.bom)
            if self._decode(data).text != after:
                raise Refused(f"{self.name}: the new text would not read back in {before.encoding}")
            kept = replace(self.path, data, expected=plan.fingerprint, backup=backup) if undo else None
            return Receipt(
                str(self.path.resolve()), plan.fingerprint, fingerprint(data), plan, str(kept) if kept else None, undo
            )

    def undoing(self, receipt: Receipt) -> tuple[str, Sequence[Conflict]]:
        """The diff; a file is put back as a whole or not at all."""
        data = self._bytes()
        require_as_left(self.name, fingerprint(data), receipt)
        return undoing_diff(self.name, self._decode(data), receipt), ()

    def undo(self, receipt: Receipt) -> Sequence[Conflict]:
        """Put the bytes back that stood there before. Raises ChangedUnderneath when the file changed since."""
        with locked(self.path):
            data = self._bytes()
            require_as_left(self.name, fingerprint(data), receipt)
            replace(self.path, undone(self.name, self._decode(data), receipt), expected=receipt.after)
        return ()

    def barred(self, entry: Entry) -> str | None:
        """An entry that is not clean would be edited blindly."""
        if entry.state == "clean":
            return None
        return f"the entry is {entry.state}: `bibtools check` says why; it is not edited"

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterable[tuple[str, str | None, str]]:  # noqa: ARG002
        """Nothing: most formats know one key for an entry."""
        return ()

    def _prepare(self, plan: Plan) -> tuple[Decoded, str, tuple[Splice, ...]]:
        """The file as it is, its text as it will be, and the edits that lead back."""
        data = self._bytes()
        if fingerprint(data) != plan.fingerprint:
            raise ChangedUnderneath(f"{self.name} changed since it was read; nothing was written", hint="run it again")
        before = self._decode(data)
        with naming(self.name, before.text):
            edits = self.edits(before.text, plan, before.encoding)
            after = apply_edits(before.text, edits)
            self.verify(before.text, after, plan, before.encoding)
        return before, after, inverse(before.text, edits)

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except IsADirectoryError:
            raise UnreadableInput(f"{self.name}: is a folder", hint="name a file") from None
        except OSError as error:
            raise UnreadableInput(f"{self.name}: {error.strerror or error}") from None

    def _decode(self, data: bytes) -> Decoded:
        try:
            return decode(data, self.declared)
        except UnreadableInput as error:
            raise UnreadableInput(f"{self.name}: {error.message}", hint=error.hint) from error


@contextmanager
def naming(name: str, text: str) -> Iterator[None]:
    """What is refused in the block is told with its place in the file `name`, which says `text`."""
    try:
        yield
    except Refused as error:
        place = name if error.at is None else str(Lines(text).origin(name, error.at, error.at))
        raise Refused(f"{place}: {error.message}", hint=error.hint) from error


def require_as_left(name: str, found: str, done: Receipt | Rewritten) -> None:
    """Raise ChangedUnderneath when what is `found` there is no longer what was written then."""
    if found != done.after:
        raise ChangedUnderneath(
            f"{name} changed since that was done; nothing was undone",
            hint="the receipt holds every replaced value, and --backup keeps a copy of the file",
        )


def undone(name: str, now: Decoded, done: Receipt | Rewritten) -> bytes:
    """The bytes that stood there before. Raises Refused when the receipt does not lead to them."""
    try:
        before = encode(apply_edits(now.text, _splices(done)), now.encoding, now.bom)
    except (ValueError, Refused):  # somebody edited the receipt
        before = None
    if before is None or fingerprint(before) != done.before:
        raise Refused(f"{name}: undoing would not give the old bytes; nothing was changed")
    return before


def undoing_diff(name: str, now: Decoded, done: Receipt | Rewritten) -> str:
    """What `undone` changes, as a unified diff. Raises as `undone`."""
    undone(name, now, done)
    edits = _splices(done)
    return unified_diff(name, now.text, apply_edits(now.text, edits), inverse(now.text, edits))


def _splices(done: Receipt | Rewritten) -> list[Edit]:
    return [Edit(start, end, old) for start, end, old in done.undo]


def inverse(text: str, edits: Sequence[Edit]) -> tuple[Splice, ...]:
    """The splices that undo `edits`, in positions of the edited text."""
    back = []
    shift = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        start = edit.start + shift
        back.append((start, start + len(edit.text), text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return tuple(back)
