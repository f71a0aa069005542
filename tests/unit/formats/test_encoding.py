"""Bytes in, text out, the same bytes back; or a refusal that says what to do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.errors import Refused, UnreadableInput
from bibtools.formats.encoding import decode, encode, newline_of

TEXT = "Gödel, Kurt\r\nÜber formal unentscheidbare Sätze\r\n"


def back(data: bytes) -> bytes:
    found = decode(data)
    return encode(found.text, found.encoding, found.bom)


@pytest.mark.parametrize(
    ("codec", "encoding", "bom"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("cp1252", "cp1252", False),
    ],
)
def test_what_is_written_in_it_is_read_in_it(codec: str, encoding: str, bom: bool) -> None:
    data = TEXT.encode(codec)
    found = decode(data)
    assert (found.text, found.encoding, found.bom, found.newline) == (TEXT, encoding, bom, "\r\n")
    assert back(data) == data


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("width", ["16", "32"])
def test_marks_of_wide_encodings(width: str, order: str) -> None:
    data = ("\ufeff" + TEXT).encode(f"utf-{width}-{order}")
    found = decode(data)
    assert (found.text, found.encoding, found.bom) == (TEXT, f"utf-{width}-{order}", True)
    assert back(data) == data


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == decode(b"", lambda _: "latin-1")
    assert decode(b"").text == ""
    assert back(b"") == b""


def test_a_mark_and_nothing_else() -> None:
    assert decode(b"\xef\xbb\xbf").text == ""
    assert back(b"\xef\xbb\xbf") == b"\xef\xbb\xbf"


def test_latin_1_takes_what_cp1252_cannot() -> None:
    data = b"na\xefve \x81 text"
    assert decode(data).encoding == "latin-1"
    assert back(data) == data


def test_a_few_damaged_characters_leave_a_utf_8_file_readable() -> None:
    data = "Erdős, Pál und Gödel, Kurt ".encode() + b"M\xfcller"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.stray == 1
    assert found.text.startswith("Erdős, Pál und Gödel")
    assert back(data) == data


@pytest.mark.parametrize(
    ("data", "named", "encoding"),
    [
        (b"% Encoding: ISO-8859-2\nErd\xf5s", "ISO-8859-2", "iso-8859-2"),
        (b"% Encoding: ISO-8859-2\nplain", "ISO-8859-2", "iso-8859-2"),  # what is added must be in it, too
        ("Erdős".encode(), "ISO-8859-2", "utf-8"),  # the bytes say otherwise
        (b"Erd\xf5s", "no-such-encoding", "cp1252"),
        (b"plain", "hex", "utf-8"),  # a codec, but no encoding
        (b"M\xfcller", "ascii", "cp1252"),
        (b"\x1b$B4A;z\x1b(B", "iso-2022-jp", "iso-2022-jp"),
    ],
)
def test_a_declared_encoding_is_taken_where_it_fits(data: bytes, named: str, encoding: str) -> None:
    found = decode(data, lambda _: named)
    assert found.encoding == encoding
    assert encode(found.text, found.encoding, found.bom) == data


def test_the_declaration_is_looked_for_in_the_start_of_the_file() -> None:
    seen: list[str] = []
    decode(b"% Encoding: x\nM\xfcller", seen.append)
    assert seen == ["% Encoding: x\nMüller"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x1f\x8b\x08rest", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n...", "a PNG image"),
        (b"text\x00more text", "a zero byte at position 4"),
        (bytes(range(256)) * 8, "a zero byte at position 0"),
        (b"\xff\xfeodd", "UTF-16-LE"),
        (b"\xef\xbb\xbfM\xfcller", "UTF-8"),
        (bytes(range(1, 9)) * 50 + b"\xff", "control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_a_hint(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message) as caught:
        decode(data)
    assert caught.value.hint


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(Refused, match="no 'ő'") as caught:
        encode("Erdős", "cp1252")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\n", "\n"),
        ("a\r\nb", "\r\n"),
        ("a\rb\r", "\r"),
        ("a\nb\r\n", "mixed"),
        ("\n\r", "mixed"),
    ],
)
def test_newlines(text: str, newline: str) -> None:
    assert newline_of(text) == newline
    assert decode(text.encode()).text == text


@given(st.binary(max_size=200))
def test_any_bytes_come_back_or_are_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except UnreadableInput:
        return
    assert encode(found.text, found.encoding, found.bom) == data
    assert "\x00" not in found.text


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200), st.booleans())
def test_any_text_in_utf_8_comes_back(text: str, bom: bool) -> None:
    data = encode(text, "utf-8", bom)
    try:
        found = decode(data)
    except UnreadableInput:  # it happens to begin as a PDF does
        return
    assert encode(found.text, found.encoding, found.bom) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_a_long_line_takes_time_in_proportion(encoding: str) -> None:
    data = ("The quick brown fôx jumps over the lazy dog. " * 20_000).encode(encoding)
    started = time.process_time()
    found = decode(data)
    assert time.process_time() - started < 2
    assert encode(found.text, found.encoding, found.bom) == data


@pytest.mark.slow
def test_fifty_megabytes_in_one_line() -> None:
    data = ("The quick brown fôx jumps over the lazy dog. " * 1_100_000).encode()
    assert len(data) > 50_000_000
    assert back(data) == data
