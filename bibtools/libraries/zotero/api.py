"""What differs between zotero.org and the desktop client, for those who need not know which one it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bibtools.libraries.zotero.snapshot import Item, Place
from bibtools.libraries.zotero.task import Task
from bibtools.libraries.zotero.transport import Client


class Api(Protocol):
    """One way to a library.

    `own_keys`: we choose the keys of new items. `rewrites`: a write may change more of an item than it is asked to.
    """

    own_keys: bool
    rewrites: bool

    @property
    def client(self) -> Client:
        """The connection."""
        ...

    @property
    def place(self) -> Place:
        """Where the library is."""
        ...

    def may_see_notes(self) -> bool:
        """Whether an item that seems to have no notes has none."""
        ...

    def permit(self) -> None:
        """Raise Refused unless writing is allowed."""
        ...

    def barred(self, data: Mapping[str, Any]) -> str | None:
        """Why an item cannot be changed without harm; None where it can."""
        ...

    def element(self, task: Task, now: Item | None) -> dict[str, Any]:
        """What is sent of a task, about the item as it is `now`."""
        ...

    def headers(self, *, creating: bool, version: int) -> dict[str, str]:
        """The conditions of a request, in view of the library's `version`."""
        ...

    def answered(self) -> None:
        """The next request is another one."""
        ...
