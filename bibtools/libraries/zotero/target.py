"""Which Zotero library is meant: `zotero:user`, `zotero:group/123`, `zotero+local:user/collection/KEY`.

Source: Zotero Web API v3, "Basics" (user and group libraries), "Write requests" (item keys); the desktop client's
`zotero://select` links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtools.errors import UsageError
from bibtools.formats.zotero.texts import KEY_CHARACTERS

_TARGET = re.compile(
    rf"zotero(?P<local>\+local)?:(?://)?(?:user|group/(?P<group>[1-9]\d*))(?:/collection/(?P<collection>[{KEY_CHARACTERS}]{{8}}))?/?"
)
_SCHEME = re.compile(r"zotero(\+local)?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A library: the user's own (`group` None) or a group's; on zotero.org or `local`, in the running desktop client.

    `collection` is where new items go; None for the library itself.

    >>> str(Target(group=17, collection="ABCD2345")), Target(local=True).link("ABCD2345")
    ('zotero:group/17/collection/ABCD2345', 'zotero://select/library/items/ABCD2345')
    """

    local: bool = False
    group: int | None = None
    collection: str | None = None

    def __str__(self) -> str:
        scheme = "zotero+local" if self.local else "zotero"
        library = "user" if self.group is None else f"group/{self.group}"
        return f"{scheme}:{library}" + (f"/collection/{self.collection}" if self.collection else "")

    def link(self, key: str) -> str:
        """The address that shows an item in the desktop client."""
        library = "library" if self.group is None else f"groups/{self.group}"
        return f"zotero://select/{library}/items/{key}"


def is_target(text: str) -> bool:
    """Whether `text` names a Zotero library and no file.

    >>> is_target("zotero:user"), is_target("zotero.bib")
    (True, False)
    """
    return _SCHEME.match(text) is not None


def parse_target(text: str) -> Target:
    """The library that `text` names; two slashes after the colon are welcome. Raises UsageError.

    >>> parse_target("zotero://group/17/collection/ABCD2345")
    Target(local=False, group=17, collection='ABCD2345')
    """
    found = _TARGET.fullmatch(text)
    if found is None:
        raise UsageError(
            f"{text} names no Zotero library",
            hint="say zotero:user or zotero:group/ID, zotero+local: for the running Zotero; /collection/KEY may follow",
        )
    group = int(found["group"]) if found["group"] else None
    return Target(found["local"] is not None, group, found["collection"])
