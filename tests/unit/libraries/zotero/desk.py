"""A Zotero library opened as a process of its own would open it, with a clock that goes on when somebody waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from servers.watch import Watch
from servers.zotero import KEY, ZoteroServer
from servers.zotero_local import Desktop

from bibtools.libraries.zotero.library import ZoteroLibrary
from bibtools.libraries.zotero.target import parse_target
from bibtools.libraries.zotero.transport import Client, Patience
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Plan
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.pipeline.zotero import recognise
from bibtools.sources.cache import DiskCache

LANTERNS = Reference(
    type="article",
    title="Lanterns over Silent Harbours",
    author=(Name(family="Dove", given="Ceri"), Name(family="Quill", given="Ada")),
    issued=PartialDate(2019, 1, 7),
    ids=(Identifier("arxiv", "1901.00001"),),
    categories=("cs.CL",),
    url="https://arxiv.org/abs/1901.00001",
)
STONES = Reference(
    type="article-journal",
    title="A Theory of Wet Stones",
    author=(Name(family="Reed", given="Bo"),),
    issued=PartialDate(2021),
    container_title="Journal of Moonlight",
    ids=(Identifier("doi", "10.1000/moon.7"),),
)
PEOPLE = [
    {"creatorType": "author", "firstName": "Ceri", "lastName": "Dove"},
    {"creatorType": "author", "firstName": "Ada", "lastName": "Quill"},
]
HELD = {"title": "Lanterns over silent harbours", "creators": PEOPLE, "extra": "arXiv: 1901.00001\nread twice"}
"""LANTERNS as it stands in a library."""


@dataclass
class Desk:
    """Libraries of one server, with everything that a process leaves for the next one in `folder`."""

    server: ZoteroServer
    folder: Path
    watch: Watch = field(default_factory=Watch)
    key: str | None = KEY
    said: list[str] = field(default_factory=list)

    def client(self, **more: Any) -> Client:
        key = None if isinstance(self.server.api, Desktop) else self.key
        options = {
            "user_agent": "bibtools/0",
            "clock": self.watch.clock,
            "random": Random(3),
            "patience": Patience(total=300.0),
            **more,
        }
        return Client(self.server.url, key, **options)

    def open(self, target: str | None = None, **more: Any) -> ZoteroLibrary:
        """The library as a fresh process opens it."""
        usual = "zotero+local:user" if isinstance(self.server.api, Desktop) else "zotero:user"
        return ZoteroLibrary(
            parse_target(target or usual),
            self.client(**more),
            runs=self.folder / "runs",
            recognise=recognise,
            cache=DiskCache(self.folder / "cache", 1e12, clock=self.watch.clock),
            tell=self.said.append,
        )

    @property
    def run(self) -> str:
        """The name of the only run."""
        (path,) = (self.folder / "runs").glob("*.jsonl")
        return path.stem

    @property
    def item(self) -> dict[str, Any]:
        """The data of the only item."""
        (item,) = self.server.user.items.values()
        return item.data


def planned(library: ZoteroLibrary, *references: Reference, **choices: Any) -> Plan:
    """The plan that merges references, as `bibtools merge` makes it."""
    document, fingerprint = library.whole()
    items = [
        Enriched(Entry(f"new{n}", reference, Origin("new.bib", line=n)), reference)
        for n, reference in enumerate(references, start=1)
    ]
    asked = Choices(**{"accept": "exact", "request": frozenset({"abstract"}), **choices})
    return library.vetted(plan(document, fingerprint, items, library, asked, library.discarded()))


def told(made: Plan) -> Sequence[tuple[str, str | None, str | None, str | None]]:
    """The changes without keys and reasons."""
    return [(change.op, change.field, change.old, change.new) for change in made.changes]
