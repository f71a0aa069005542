"""The Zotero library that the how-to pages work on: a replica server with a few items, for as long as a page runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from servers.zotero import KEY, serve
from servers.zotero_invariants import violations

MARK = "<!-- Runs beside tests/docs_zotero.py. -->"
"""Stands in the pages whose commands need the library."""


@contextmanager
def library() -> Iterator[dict[str, str]]:
    """The environment in which commands find the library; afterwards, nothing that is never done has been done."""
    with serve() as server:
        user = server.user
        user.add(
            "webpage",
            key="STSA2345",
            title="[2503.23039] STSA: Spatial-Temporal Semantic Alignment for Visual Dubbing",
            url="https://arxiv.org/abs/2503.23039v1",
            extra="read for the talk",
        )
        user.add(
            "preprint",
            key="RUNL2345",
            title="Reinforcement unlearning",
            url="http://arxiv.org/abs/2312.15910",
            tags=[{"tag": "to read"}],
        )
        user.add("book", key="BCHE2345", title="A Theory of Wet Stones", date="2019")
        user.add(
            "journalArticle",
            key="AMBI2345",
            title="Breaking the Trilemma of Privacy, Utility, Efficiency via Controllable Machine Unlearning",
            extra="Published: arXiv:2310.18574\narXiv: 2310.18575",
        )
        group = server.group(17, name="Lip reading")
        group.collect("Dubbing", key="DUBB2345")
        yield {"BIBTOOLS_ZOTERO_URL": server.url, "ZOTERO_API_KEY": KEY}
        assert violations(server) == []
