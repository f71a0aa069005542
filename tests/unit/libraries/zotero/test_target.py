"""Targets as people write them, and what is none."""

from __future__ import annotations

import pytest

from bibtools.errors import UsageError
from bibtools.libraries.zotero.target import Target, is_target, parse_target

TARGETS = {
    "zotero:user": Target(),
    "zotero://user": Target(),
    "zotero:user/": Target(),
    "zotero:user/collection/ABCD2345": Target(collection="ABCD2345"),
    "zotero:group/17": Target(group=17),
    "zotero://group/17/collection/ABCD2345": Target(group=17, collection="ABCD2345"),
    "zotero+local:user": Target(local=True),
    "zotero+local://group/17": Target(local=True, group=17),
}


@pytest.mark.parametrize("text", TARGETS)
def test_targets(text: str) -> None:
    assert is_target(text)
    assert parse_target(text) == TARGETS[text]
    assert parse_target(str(parse_target(text))) == TARGETS[text]


@pytest.mark.parametrize(
    "text",
    [
        "zotero:",
        "zotero:users",
        "zotero:user/12345",
        "zotero:group",
        "zotero:group/0",
        "zotero:group/one",
        "zotero:user/collection/abcd2345",
        "zotero:user/collection/ABCD1234",
        "zotero:user/collection/ABCD234",
        "zotero:user?key=aB3dEf6hIj9lMn2pQr5tUvWx",
        "zotero:user\n",
        "ZOTERO:user",
    ],
)
def test_what_is_none_is_said_to_be_none(text: str) -> None:
    assert is_target(text)
    with pytest.raises(UsageError, match="names no Zotero library"):
        parse_target(text)


@pytest.mark.parametrize("path", ["zotero.bib", "./zotero:user", "my zotero:user", "", "-", "zoteros:user"])
def test_files_are_no_targets(path: str) -> None:
    assert not is_target(path)


def test_links_open_the_item_in_its_own_library() -> None:
    assert Target(group=17, local=True).link("ABCD2345") == "zotero://select/groups/17/items/ABCD2345"
