"""Key maps: written sorted, read back, refused with their line."""

from __future__ import annotations

import pytest

from bibtools.errors import UnreadableInput
from bibtools.formats import keymap


def test_round_trip() -> None:
    instead = {"z": "a", "b:1": "key with blanks", "ä": "a"}
    text = keymap.write(instead)
    assert text == "b:1\tkey with blanks\nz\ta\nä\ta\n"
    assert keymap.read(text, "keys.tsv") == instead
    assert keymap.read(text.replace("\n", "\r\n") + "\r\n", "keys.tsv") == instead


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\nc\n", "keys.tsv:2:1: expected two keys"),
        ("a\tb\tc\n", "keys.tsv:1:1: expected two keys"),
        ("\tb\n", "keys.tsv:1:1: expected two keys"),
        ("a\tb\na\tc\n", "keys.tsv:2:1: a has two successors, b and c"),
    ],
)
def test_what_is_no_key_map(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        keymap.read(text, "keys.tsv")
