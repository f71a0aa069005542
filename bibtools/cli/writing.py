"""Whole files that bibtools makes: written in one step, and never over something else unasked."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.cli import render
from bibtools.errors import Refused

if TYPE_CHECKING:
    from bibtools.model.change import Receipt


def whole_file(path: str, text: str, *, overwrite: bool) -> bool:
    """Write `text` to `path`, atomically; False when the file says just that already. `-` is standard output.

    Raises Refused when another file stands there and `overwrite` is not set: it may be somebody's only copy.
    """
    from bibtools.libraries.files import replace

    if path == "-":
        render.to_stdout(text)
        return True
    target, data = Path(path), text.encode("utf-8")
    if target.is_file():
        if target.read_bytes() == data:
            return False
        if not overwrite:
            add = f"; `bibtools add FILE… --into {path}` adds to it without losing a byte"
            # Zotero's importer adds to a library; nothing adds to its files.
            hint = "--overwrite replaces it" + (add if target.suffix.lower() != ".rdf" else "")
            raise Refused(f"{path} exists and differs", hint=hint)
    replace(target, data)
    return True


def receipts() -> Path:
    """The user's own folder for receipts, there and writable. Raises Refused."""
    import platformdirs

    folder = Path(platformdirs.user_state_dir("bibtools"), "receipts")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise Refused(
            f"{folder}: cannot keep a receipt there, and what could not be taken back is not done",
            hint="XDG_STATE_HOME names another place for it",
        )
    return folder


def receipt(done: Receipt) -> Path:
    """Keep a receipt in the user's own folder and return its path, named after the library and what was done."""
    from bibtools.formats.plans import write_receipt
    from bibtools.libraries.files import fingerprint, replace

    data = write_receipt(done).encode("utf-8")
    path = receipts() / f"{Path(done.target).name.replace(':', '-')}.{fingerprint(data)[:12]}.json"
    replace(path, data)
    return path
