"""What every library offers: something the user owns, read, previewed, and changed as a plan says or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bibtools.model.change import Conflict, Plan, Receipt
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference


class Library(Protocol):
    """A `.bib` file, a CSL-JSON file, a Zotero library.

    The methods after `undo` are how it says things (`merge.existing.Words`).
    """

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    @property
    def format(self) -> str:
        """The format that its entries are in: "bib", "csl-json", "zotero"."""
        ...

    def read(self) -> tuple[Document, str]:
        """Its entries and the fingerprint of what was read. Raises UnreadableInput."""
        ...

    def whole(self) -> tuple[Document, str]:
        """The same of all that it is a part of, such as the library around a collection."""
        ...

    def discarded(self) -> Sequence[Entry]:
        """Entries that its owner threw away and could take back; nobody may bring them back unasked."""
        ...

    def vetted(self, plan: Plan) -> Plan:
        """The plan in the library's own terms, each change that it could not hold made a conflict."""
        ...

    def preview(self, plan: Plan) -> str:
        """What `apply` would change, as a unified diff; empty when nothing would. Raises as `apply`."""
        ...

    def apply(self, plan: Plan, *, backup: bool = False) -> Receipt:
        """Carry out the plan, and say how to undo it.

        Raises ChangedUnderneath when the library is not what the plan was made for, Refused when the change cannot be
        proven safe; in both cases nothing has changed. A library that others write at the same time does what is still
        right, and the receipt says what was left.
        """
        ...

    def undoing(self, receipt: Receipt) -> tuple[str, Sequence[Conflict]]:
        """What `undo` would change, as a unified diff, and what it could not put back. Raises as `undo`."""
        ...

    def undo(self, receipt: Receipt) -> Sequence[Conflict]:
        """Put back what stood there before, and say what could not be.

        Raises ChangedUnderneath when the library changed since, and Refused.
        """
        ...

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterable[tuple[str, str]]:
        """(field, value) for each field the entry lacks, or must have more in, to say these variables."""
        ...

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) for each field that would say these variables otherwise."""
        ...

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) so that the entry also answers to these keys; none if it cannot."""
        ...

    def fields(self, entry: Entry) -> Mapping[str, str]:
        """The entry's fields, as they stand in the library."""
        ...

    def protected(self, entry: Entry) -> frozenset[str]:
        """Fields that the entry's own mark protects, in lower case; "*" for all."""
        ...

    def barred(self, entry: Entry) -> str | None:
        """Why the entry is never edited; None where it may be."""
        ...
