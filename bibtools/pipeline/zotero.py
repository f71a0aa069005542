"""Zotero: a library there, with what it needs from settings, environment and other rooms."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from bibtools.errors import SourceOffline
from bibtools.model.change import Receipt
from bibtools.model.document import Document, Entry, Origin
from bibtools.model.match import Recommendation

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.zotero.library import Tell, ZoteroLibrary
    from bibtools.libraries.zotero.writing import Same
    from bibtools.model.reference import Reference

KEY = "ZOTERO_API_KEY"
LOCAL_KEY = "ZOTERO_LOCAL_API_KEY"


def is_zotero(path: str) -> bool:
    """Whether `path` names a Zotero library.

    >>> is_zotero("zotero:user"), is_zotero("refs.bib")
    (True, False)
    """
    from bibtools.libraries.zotero.target import is_target

    return is_target(path)


def zotero_library(target: str, config: Config, tell: Tell | None = None) -> ZoteroLibrary:
    """The library that `target` names; `tell` hears what a person who waits should know.

    Its key goes nowhere but to Zotero. Raises UsageError, ConfigError, SourceOffline.
    """
    from bibtools import __version__
    from bibtools.libraries.zotero.library import ZoteroLibrary, silent
    from bibtools.libraries.zotero.target import parse_target
    from bibtools.libraries.zotero.transport import Client, Patience
    from bibtools.sources.cache import DiskCache
    from bibtools.sources.http import Timeout

    wanted = parse_target(target)
    told = tell or silent
    if config.flag("source.offline"):
        raise SourceOffline(f"{target} would have to be asked, and --offline forbids it")
    client = Client(
        config.text("zotero.local" if wanted.local else "zotero.url"),
        _stated(LOCAL_KEY) if wanted.local else secret(KEY),
        user_agent=f"bibtools/{__version__}",
        timeout=Timeout(read=config.number("zotero.timeout")),
        patience=Patience(total=config.number("zotero.patience")),
        report=lambda notice: told(notice.message),
    )
    cache = DiskCache(config.cache_path, math.inf)
    return ZoteroLibrary(wanted, client, runs=config.runs_path, recognise=recognise, cache=cache, tell=told)


def secret(name: str) -> str | None:
    """A key from the environment, or else from the system's keyring, where the package `keyring` is there to ask it.

    `keyring set bibtools ZOTERO_API_KEY` puts it there. A keyring that cannot be opened is as good as none.
    """
    if stated := _stated(name):
        return stated
    try:
        keyring = import_module("keyring")  # by its name: whoever has it may use it, and nobody needs it
    except ImportError:
        return None
    try:
        return str(keyring.get_password("bibtools", name) or "").strip() or None
    except keyring.errors.KeyringError:
        return None


def _stated(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None


def resume(run: str, config: Config, tell: Tell | None = None) -> Receipt:
    """Go on with a run that was stopped. Raises UnreadableInput, and as `apply`."""
    from bibtools.libraries.zotero.journal import journal_path, past

    made = past(journal_path(config.runs_path, run)).plan
    return zotero_library(made.target, config, tell).resume(run)


def recognise(entries: Sequence[Entry]) -> Same:
    """Of some entries: for a reference, the key of the one that is the same work, or may be."""
    from bibtools.merge.same import Works

    works = Works(entries)

    def same(reference: Reference) -> str | None:
        found = works.find(Entry("", reference, Origin("")))
        theirs = works.entry(found)
        return theirs.id if theirs and found.recommendation is not Recommendation.REJECT else None

    return same


def under_citation_keys(document: Document) -> Document:
    """The items of a library under the keys that people cite them by, for what is written elsewhere.

    An item that has none is called by its own key, in a way that nobody can cite: it gets a key by the template.
    """
    return replace(document, entries=tuple(map(_cited, document.entries)))


def _cited(entry: Entry) -> Entry:
    extra = dict(entry.reference.extra)
    key = extra.pop("citation-key", f"item {entry.id}")
    return replace(entry, id=key, reference=replace(entry.reference, extra=extra))
