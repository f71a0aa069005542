"""Bytes to text and back, such that not a byte is lost: encode(decode(data)) is data, or the file is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bibtools.errors import Refused, UnreadableInput

# Longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"%!PS", "a PostScript document"),
    (b"\x7fELF", "a program"),
)
_SAMPLE = 65_536
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_STRAY = re.compile("[\udc80-\udcff]")
_WIDE = re.compile(r"[^\x00-\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A file's text with what is needed to write it back byte for byte.

    `newline` is the text's line ending, `"\\n"`, `"\\r\\n"`, `"\\r"` or `"mixed"` (`"\\n"` for a single line); the text
    keeps its newlines as they are. `stray` counts bytes that are not valid in the encoding; they stand in the text as
    lone surrogates U+DC80 to U+DCFF (PEP 383), so that a UTF-8 file with a few damaged characters can be read.
    """

    text: str
    encoding: str
    bom: bool
    newline: str
    stray: int = 0


def decode(data: bytes, declared: Callable[[str], str | None] | None = None) -> Decoded:
    r"""The text in `data`, whatever its encoding, or UnreadableInput with a hint.

    In this order: a byte order mark; UTF-16 without one, known by its zero bytes; the encoding that the file declares,
    if its bytes leave the choice; UTF-8; the declared encoding; UTF-8 with a few damaged bytes; Windows-1252; Latin-1.
    `declared` is given the start of the file, read as Latin-1, and returns the name of an encoding or None.

    >>> decode("Gödel\r\n".encode("utf-8-sig"))
    Decoded(text='Gödel\r\n', encoding='utf-8', bom=True, newline='\r\n', stray=0)
    >>> decode("Gödel".encode("latin-1")).encoding
    'cp1252'
    >>> decode(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    ...
    bibtools.errors.UnreadableInput: this is a PDF, not a text
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(_strictly(data[len(mark) :], encoding), encoding, bom=True)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableInput(f"this is {kind}, not a text", hint="give the text itself: copy it, or export it")
    if b"\x00" in data:
        encoding = _utf16_by_zeros(data)
        return _decoded(_strictly(data, encoding), encoding)
    named = declared(data[:_SAMPLE].decode("latin-1")) if declared else None
    if named and data and data.isascii() and (found := _as_declared(data, named)):
        return found
    try:
        return _decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return (_as_declared(data, named) if named else None) or _guessed(data)


def encode(text: str, encoding: str, bom: bool = False) -> bytes:
    r"""The bytes of `text`; `decode`'s answer gives back the very bytes it was made from.

    Raises Refused when the encoding cannot hold a character.

    >>> encode("Gödel", "cp1252")
    b'G\xf6del'
    >>> encode("Erdős", "cp1252")
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: the encoding cp1252 has no 'ő'
    """
    mark = next((mark for mark, name in _MARKS if name == encoding), b"") if bom else b""
    try:
        return mark + text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")
    except UnicodeEncodeError as error:
        raise Refused(
            f"the encoding {encoding} has no {error.object[error.start]!r}", hint="convert the file to UTF-8 first"
        ) from error


def newline_of(text: str) -> str:
    r"""The line ending of `text`: `"\\n"`, `"\\r\\n"`, `"\\r"`, or `"mixed"`.

    >>> newline_of("one line"), newline_of("a\r\nb\r\n"), newline_of("a\nb\r\n")
    ('\n', '\r\n', 'mixed')
    """
    if "\r" not in text:
        return "\n"
    both = text.count("\r\n")
    kinds = {"\r\n": both, "\n": text.count("\n") - both, "\r": text.count("\r") - both}
    seen = [newline for newline, count in kinds.items() if count]
    return "\n" if not seen else seen[0] if len(seen) == 1 else "mixed"


def _decoded(text: str, encoding: str, bom: bool = False, stray: int = 0) -> Decoded:
    if "\x00" in text:
        raise _binary(text.index("\x00"))
    return Decoded(text, encoding, bom, newline_of(text), stray)


def _strictly(data: bytes, encoding: str) -> str:
    """The text, if it is valid; the codecs named here are one-to-one on valid data."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"the file looks like {encoding.upper()}, but byte {error.start} does not fit: {error.reason}",
            hint="the file may be cut or damaged; save it again as UTF-8",
        ) from error


def _utf16_by_zeros(data: bytes) -> str:
    """UTF-16's byte order: in most alphabets every other byte is zero. Raises UnreadableInput when there is none."""
    sample = data[: _SAMPLE & ~1]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    if len(data) % 2 == 0 and max(low, high) >= 0.3 * pairs and min(low, high) <= 0.01 * pairs:
        return "utf-16-le" if high > low else "utf-16-be"
    raise _binary(data.index(0))


def _binary(offset: int) -> UnreadableInput:
    return UnreadableInput(
        f"this is not a text: there is a zero byte at position {offset}",
        hint="give a text file; a PDF's or a web page's text can be copied into one",
    )


def _as_declared(data: bytes, name: str) -> Decoded | None:
    """The data in the encoding that it declares, if that exists, fits, and gives the same bytes back."""
    try:
        text = data.decode(name)
        faithful = text.encode(name) == data
    except (LookupError, UnicodeError):
        return None
    return _decoded(text, name.lower().replace("_", "-")) if faithful and "\x00" not in text else None


def _guessed(data: bytes) -> Decoded:
    """A text in an encoding of one byte a character, or a UTF-8 text of which some characters are damaged."""
    if len(_CONTROL.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) // 100:
        raise UnreadableInput("this is not a text: it is full of control characters", hint="give a text file")
    escaped = data.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(escaped))
    # Valid sequences of several bytes hardly ever arise by chance: where they outnumber the others, it is UTF-8.
    if len(_WIDE.findall(escaped)) > stray:
        return _decoded(escaped, "utf-8", stray=stray)
    encoding = "latin-1" if _NOT_IN_CP1252.search(data) else "cp1252"
    return _decoded(data.decode(encoding), encoding)
