"""The web API's own ways: whose library it is, who may write, and how what is written is told apart.

New items get keys that we chose, with version 0: the server makes each once, however often it is sent. Changes carry
the version of the item that they were made for, so that nothing newer is overwritten.
Source: Zotero Web API v3, "Write Requests".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from bibtools.errors import Refused, UsageError
from bibtools.libraries.zotero.account import Account, account
from bibtools.libraries.zotero.snapshot import Item, Place
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.task import Task
from bibtools.libraries.zotero.transport import Client


class WebApi:
    """Libraries on zotero.org."""

    own_keys = True
    rewrites = False

    def __init__(self, client: Client, target: Target) -> None:
        self.client, self._target = client, target

    @cached_property
    def place(self) -> Place:
        """Where the library is. Raises UsageError where a key is needed and there is none."""
        if self._target.group is not None:
            return Place(self.client.base, f"/groups/{self._target.group}")
        return Place(self.client.base, f"/users/{self._account.user}")

    @cached_property
    def _account(self) -> Account:
        if self.client.key is None:
            raise UsageError(
                f"{self._target} needs a key, and ZOTERO_API_KEY is not set",
                hint="make one at https://www.zotero.org/settings/keys, and set it in the environment only",
            )
        return account(self.client)

    def may_see_notes(self) -> bool:
        """As the key allows."""
        return self._account.may_see_notes(self._target)

    def permit(self) -> None:
        """Raise Refused unless the key may write."""
        if not self._account.may_write(self._target):
            raise Refused(
                f"the key in ZOTERO_API_KEY may not write to {self._target}; nothing was written",
                hint="allow it at https://www.zotero.org/settings/keys",
            )

    def barred(self, data: Mapping[str, Any]) -> str | None:  # noqa: ARG002
        """Nothing that may not be changed because of how this API changes things."""
        return None

    def element(self, task: Task, now: Item | None) -> dict[str, Any]:
        """What is sent of a task, about the item as it is `now`."""
        return {"key": task.key, "version": now.version if now else 0, **task.properties}

    def headers(self, *, creating: bool, version: int) -> dict[str, str]:
        """That nobody wrote to the library since `version`, where something is added: it could be there by now."""
        return {"If-Unmodified-Since-Version": str(version)} if creating else {}

    def answered(self) -> None:
        """Nothing to forget: keys and versions tell requests apart."""
