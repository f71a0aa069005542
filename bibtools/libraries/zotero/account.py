"""Whose key it is, and what it may do. Source: Zotero Web API v3, "Basics" and "OAuth" (`GET /keys/current`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bibtools.errors import SourceFailed
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.transport import Client


@dataclass(frozen=True, slots=True)
class Account:
    """The user to whom a key belongs, and where the key may write.

    `notes`: whether the key may see notes in the user's own library; in a group it may.
    """

    user: int
    own: bool = False
    all_groups: bool = False
    groups: frozenset[int] = frozenset()
    notes: bool = True

    def may_write(self, target: Target) -> bool:
        """Whether the key allows it; a group's own rules may still forbid it.

        >>> Account(1, own=True).may_write(Target()), Account(1, own=True).may_write(Target(group=7))
        (True, False)
        """
        if target.group is None:
            return self.own
        return self.all_groups or target.group in self.groups

    def may_see_notes(self, target: Target) -> bool:
        """Whether an item without notes has none: a key that may not see them is not told how many there are."""
        return self.notes or target.group is not None


def account(client: Client) -> Account:
    """The account behind the client's key. Raises Answered for a bad key, SourceFailed."""
    return account_from_json(client.get("/keys/current").data)


def account_from_json(data: Any) -> Account:
    """What an answer to `GET /keys/current` tells. Raises SourceFailed for anything else.

    >>> account_from_json({"userID": 5, "access": {"user": {"library": True, "write": True}}})
    Account(user=5, own=True, all_groups=False, groups=frozenset(), notes=False)
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("userID"), int):
        raise SourceFailed("Zotero told nothing about the key")
    access = data.get("access")
    parts: Mapping[str, Any] = access if isinstance(access, Mapping) else {}
    groups = parts.get("groups")
    written = {name for name, right in groups.items() if _writes(right)} if isinstance(groups, Mapping) else set()
    numbers = frozenset(int(name) for name in written if str(name).isdecimal())
    own = parts.get("user")
    return Account(data["userID"], _writes(own), "all" in written, numbers, _may(own, "notes"))


def _writes(right: object) -> bool:
    return _may(right, "write")


def _may(right: object, deed: str) -> bool:
    return isinstance(right, Mapping) and right.get(deed) is True
