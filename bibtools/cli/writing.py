"""Whole files that bibtools makes: written in one step, and never over something else unasked."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.cli import render
from bibtools.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bibtools.cli.outcome import Outcome
    from bibtools.libraries.base import Library
    from bibtools.model.change import Receipt


def require_place(*paths: str | None) -> None:
    """Raise Refused where a file cannot come to stand: before long work, not after it. None and `-` are no files."""
    from bibtools.libraries.files import require_folder

    for path in paths:
        if path and path != "-":
            require_folder(Path(path))
            if Path(path).is_dir():
                raise Refused(f"{path}: is a folder", hint="name a file in it")


def whole_files(texts: Mapping[str, str], outcome: Outcome, *, overwrite: bool) -> bool:
    """Write each text to its path, atomically; none where one of them may not be. `-` is standard output.

    False, and none is written, where an input could not be read: what the files would lack, nobody would see in them.
    Raises Refused when another file stands there and `overwrite` is not set: it may be somebody's only copy.
    """
    from bibtools.formats.encoding import encode
    from bibtools.libraries.files import replace
    from bibtools.libraries.textfile import naming

    require_place(*texts)
    if outcome.unread and texts.keys() - {"-"}:
        render.to_stderr(f"Nothing written to {' and '.join(texts)}: not all of the input could be read.")
        return False
    files: list[tuple[Path, bytes]] = []
    for path, text in texts.items():
        if path != "-":
            with naming(path, text):
                files.append((Path(path), encode(text, "utf-8")))
    for target, data in files:
        if target.is_file() and not overwrite and target.read_bytes() != data:
            add = f"; `bibtools add FILE… --into {target}` adds to it without losing a byte"
            # Zotero's importer adds to a library; nothing adds to its files.
            hint = "--overwrite replaces it" + (add if target.suffix.lower() != ".rdf" else "")
            raise Refused(f"{target} exists and differs", hint=hint)
    for target, data in files:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe, which must stay one
        elif not target.exists() or target.read_bytes() != data:
            replace(target, data)
    if "-" in texts:
        render.to_stdout(texts["-"])
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


def receipt(done: Receipt, target: Library) -> Path:
    """Keep a receipt in the user's own folder and return its path, named after the library and what was done.

    What was done to the library, and to the texts with it, is taken back where that cannot be. Raises Refused then.
    """
    from bibtools import pipeline
    from bibtools.formats.plans import write_receipt
    from bibtools.libraries.files import fingerprint, replace

    data = write_receipt(done).encode("utf-8")
    path = receipts() / f"{Path(done.target).name.replace(':', '-')}.{fingerprint(data)[:12]}.json"
    try:
        replace(path, data)
    except Refused as error:
        left = pipeline.take_back(done, target)
        stays = f", but for {render.plural(len(left), 'field')}" if left else ""
        raise Refused(
            f"{path}: cannot keep a receipt there; what was done was taken back{stays}", hint=error.hint
        ) from error
    return path
