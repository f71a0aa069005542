"""Replacing a file as a whole or not at all, and proving that nobody else changed it meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from bibtools.errors import ChangedUnderneath, Refused

LOCK_TIMEOUT = 10.0  # seconds to wait for another bibtools that works on the same file


def fingerprint(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal.

    >>> fingerprint(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(data).hexdigest()


def replace(path: Path, data: bytes, *, expected: str | None = None, backup: bool = False) -> Path | None:
    """Make `path` hold `data`: whoever opens it sees the old bytes or the new ones, never a mixture.

    The new file has the old one's mode and owner, and a symbolic link stays one. `expected` is the fingerprint the old
    bytes must have. `backup` keeps the old bytes beside the file, as `NAME.bak`, and returns that path.
    Raises ChangedUnderneath when the old bytes are not the expected ones, Refused when the file cannot be written.
    """
    require_folder(path)
    target = path.resolve()
    kept: Path | None = None
    try:
        if expected is not None:
            require_unchanged(target, expected)
        if backup and target.exists():
            kept = target.with_name(target.name + ".bak")
            _write_beside(kept, target.read_bytes(), like=target)
        _write_beside(target, data, like=target, expected=expected)
    except OSError as error:
        raise Refused(
            f"{path}: {error.strerror or error}; the file is as it was",
            hint="see that the folder can be written and the disk is not full",
        ) from error
    return kept


def require_folder(path: Path) -> None:
    """Raise Refused when the folder that `path` is to stand in is not there: more often it is mistyped than new."""
    folder = path.resolve().parent
    if not folder.is_dir():
        raise Refused(f"{path}: there is no folder {folder}", hint=f"mkdir -p {quote(str(folder))}")


@dataclass(frozen=True, slots=True)
class Replacement:
    """The bytes a file shall hold, if those it holds now have the fingerprint `expected`."""

    path: Path
    data: bytes
    expected: str


@contextlib.contextmanager
def replaced(files: Sequence[Replacement], *, backup: bool = False) -> Iterator[None]:
    """Replace several files, all or none, for what the block does: if that fails, the old bytes are put back.

    Raises as `replace`, before any file is touched where one is not as expected. No path may stand twice.
    """
    with contextlib.ExitStack() as locks, contextlib.ExitStack() as undoing:
        for file in files:
            locks.enter_context(locked(file.path))
        for file in files:
            require_unchanged(file.path, file.expected)
        for file in files:
            old = file.path.read_bytes()
            replace(file.path, file.data, expected=file.expected, backup=backup)
            undoing.callback(replace, file.path, old, expected=fingerprint(file.data))
        yield
        undoing.pop_all()


def require_unchanged(path: Path, expected: str) -> None:
    """Raise ChangedUnderneath when the bytes of `path` no longer have the fingerprint `expected`."""
    try:
        current = path.read_bytes()
    except FileNotFoundError:
        current = b""
    if fingerprint(current) != expected:
        raise ChangedUnderneath(f"{path} changed since it was read; nothing was written", hint="run the command again")


@contextlib.contextmanager
def locked(path: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Keep a second bibtools from editing the same file at the same time. Raises Refused when one is at it.

    The lock lives in the system's folder for temporary files, so that nothing appears beside the user's file.
    """
    import filelock

    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:24]
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir(), f"bibtools-{user}")
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = filelock.FileLock(folder / f"{name}.lock", timeout=timeout)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise Refused(f"{path}: another bibtools is working on it", hint="run the command again later") from None
    try:
        yield
    finally:
        lock.release()


def _write_beside(target: Path, data: bytes, *, like: Path, expected: str | None = None) -> None:
    """Write to a temporary file in the target's folder, make it durable, and move it over the target."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _imitate(temporary, like)
        if expected is not None:
            require_unchanged(target, expected)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _make_durable(target.parent)


def _imitate(temporary: Path, like: Path) -> None:
    """Give a file the mode and owner of another; a new file gets what the user's umask allows."""
    try:
        old = like.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        return
    temporary.chmod(stat.S_IMODE(old.st_mode))
    new = temporary.stat()
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with contextlib.suppress(PermissionError):  # only root may give a file away; its group may still be ours
            os.chown(temporary, old.st_uid, old.st_gid)


def _make_durable(folder: Path) -> None:
    """Make the renaming itself survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
