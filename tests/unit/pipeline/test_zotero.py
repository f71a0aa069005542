"""Where the key for Zotero comes from, what counts as the same work meanwhile, and keys that people cite by."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from bibtools.config import load
from bibtools.errors import ConfigError, SourceOffline
from bibtools.merge.keys import can_stand
from bibtools.model.document import Document, Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.pipeline.zotero import recognise, secret, under_citation_keys, zotero_library

PLACE = Origin("zotero:user")
PAPER = Reference(
    title="Lanterns over Silent Harbours", author=(Name("Dove"),), ids=(Identifier("arxiv", "1901.00001"),)
)


class KeyringError(Exception):
    pass


def with_keyring(monkeypatch: pytest.MonkeyPatch, get_password: object) -> None:
    module = SimpleNamespace(get_password=get_password, errors=SimpleNamespace(KeyringError=KeyringError))
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with_keyring(monkeypatch, lambda service, name: f"{service} {name}")
    monkeypatch.setenv("ZOTERO_API_KEY", " abc\n")
    assert secret("ZOTERO_API_KEY") == "abc"
    monkeypatch.setenv("ZOTERO_API_KEY", "")
    assert secret("ZOTERO_API_KEY") == "bibtools ZOTERO_API_KEY"


def test_without_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(service: str, name: str) -> str:
        raise KeyringError

    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
    with_keyring(monkeypatch, lambda *_: None)
    assert secret("ZOTERO_API_KEY") is None
    with_keyring(monkeypatch, locked)
    assert secret("ZOTERO_API_KEY") is None
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secret("ZOTERO_API_KEY") is None


@pytest.mark.parametrize("target", ["zotero:user", "zotero+local:user"])
def test_offline_opens_no_socket(target: str) -> None:
    config = load(environ={}, folder=None, user_file=None, flags={"source.offline": True})
    with pytest.raises(SourceOffline, match=target.replace("+", r"\+")):
        zotero_library(target, config)


def test_an_address_that_tells_the_key_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(environ={"BIBTOOLS_ZOTERO_URL": "http://example.org"}, folder=None, user_file=None)
    with pytest.raises(ConfigError):
        zotero_library("zotero:user", config)


def test_what_may_be_the_same_work() -> None:
    same = recognise([Entry("ABCD2345", PAPER, PLACE), Entry("EFGH2345", Reference(title="Wet Stones"), PLACE)])
    assert same(Reference(title="Lanterns over silent harbours", author=(Name("Dove"),))) == "ABCD2345"
    assert same(Reference(title="Other Lanterns of the Moon", author=(Name("Reed"),))) is None


def test_items_under_the_keys_people_cite_them_by() -> None:
    entries = (
        Entry("ABCD2345", Reference(title="A", extra={"citation-key": "dove2019", "license": "CC0"}), PLACE),
        Entry("EFGH2345", Reference(title="B"), PLACE),
    )
    first, second = under_citation_keys(Document("zotero:user", "zotero", "", entries)).entries
    assert (first.id, first.reference.extra) == ("dove2019", {"license": "CC0"})
    assert (second.id, second.reference) == ("item EFGH2345", entries[1].reference)
    assert not can_stand(second.id)
