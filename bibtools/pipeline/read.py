"""Read: a file's bytes as a document, whatever its format."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bibtools.errors import UnreadableInput, UsageError
from bibtools.model.document import Document
from bibtools.model.match import Match
from bibtools.pipeline.zotero import is_zotero, zotero_library

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.formats.encoding import Decoded


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises UnreadableInput."""
    if path == "-":
        return standard_input().read()
    if not path:
        raise UnreadableInput("the name of a file is empty")
    try:
        return Path(path).read_bytes()
    except IsADirectoryError:
        raise UnreadableInput(f"{path}: is a folder", hint=f"name the files in it: {path.rstrip('/')}/*") from None
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from None


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises UnreadableInput where there is none."""
    if sys.stdin is None:
        raise UnreadableInput("<stdin>: it is closed", hint="name a file, or pipe the input in")
    return sys.stdin.buffer


def read_text(path: str) -> str:
    """A file's text, in whatever encoding. Raises UnreadableInput."""
    from bibtools.formats import encoding

    data = read_bytes(path)
    try:
        return encoding.decode(data).text
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}: {error.message}", hint=error.hint) from error


def read(path: str, config: Config | None = None) -> Document | tuple[Match, ...]:
    """A file as a document, whatever its format, or as the decisions that `match -o` wrote. Raises UnreadableInput.

    With settings, which say how to reach it, also a Zotero library. Raises then UsageError and SourceFailed too.
    """
    if config is not None and is_zotero(path):
        return zotero_library(path, config).read()[0]
    return interpret(read_bytes(path), path)


def is_identifier(name: str) -> bool:
    """Whether a name given for a file is an arXiv id or a DOI, alone or as an address, and no file is called so.

    >>> [is_identifier(name) for name in ("2310.18574v2", "https://doi.org/10.1000/182", "refs.bib", "2310.18574.pdf")]
    [True, True, False, False]
    """
    from bibtools.model.identifier import parse_identifier

    found = parse_identifier(name)
    is_address = "://" in name
    if found is None or found.scheme not in ("arxiv", "doi") or (name.lower().endswith(".pdf") and not is_address):
        return False
    return is_address or not Path(name).exists()


def stated(identifier: str) -> Document:
    """A document of one entry, which states nothing but this identifier."""
    from bibtools.formats import base

    return base.detect(identifier).read(identifier, identifier)


def decode(data: bytes, path: str) -> Decoded:
    """The bytes of a file as text, in the encoding it declares or shows. Raises UnreadableInput."""
    from bibtools.formats import encoding
    from bibtools.formats.bib.declared import declared_encoding

    try:
        return encoding.decode(data, declared_encoding)
    except UnreadableInput as error:
        raise UnreadableInput(f"{called(path)}: {error.message}", hint=error.hint) from error


def called(path: str) -> str:
    """What messages call a file."""
    return "<stdin>" if path == "-" else path


def holds_decisions(path: str) -> UsageError:
    """What to raise for a file of decisions where entries are wanted."""
    return UsageError(f"{path} holds decisions", hint="give it to `bibtools export` or `bibtools add`")


def interpret(data: bytes, path: str) -> Document | tuple[Match, ...]:
    """The bytes of a file as what `read` gives. Raises UnreadableInput."""
    from bibtools.formats import base, matches

    named, decoded = called(path), decode(data, path)
    if matches.sniff(decoded.text):
        return matches.read(decoded.text, named)
    document = base.detect(decoded.text, path).read(decoded.text, named)
    return replace(document, encoding=decoded.encoding, newline=decoded.newline, bom=decoded.bom)
