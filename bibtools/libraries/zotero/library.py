"""A Zotero library as a library: its items as entries, plans as requests, and nothing touched that no plan names.

Never written: tags, collections (but the target's own, on new items), relations, notes, attachments, annotations, dates
of adding, citation keys, item types, and anything in the trash. Items are never deleted, and never replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from bibtools.errors import ChangedUnderneath, SourceFailed
from bibtools.formats.zotero import amend
from bibtools.formats.zotero.identifiers import arxiv_ids
from bibtools.formats.zotero.read import entry, notable
from bibtools.formats.zotero.schema import Schema
from bibtools.libraries.files import locked
from bibtools.libraries.zotero import vetting
from bibtools.libraries.zotero.api import Api
from bibtools.libraries.zotero.journal import Journal, Past, Verb, journal_path, past
from bibtools.libraries.zotero.local import LocalApi
from bibtools.libraries.zotero.preview import diff
from bibtools.libraries.zotero.schemas import schema
from bibtools.libraries.zotero.snapshot import Reader, Snapshot
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.task import Task, fields_of, reversals, tasks
from bibtools.libraries.zotero.transport import Client, Stopped
from bibtools.libraries.zotero.web import WebApi
from bibtools.libraries.zotero.writing import Recognise, Writer, hindrance, leaving
from bibtools.model.change import Conflict, Plan, Receipt
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference
from bibtools.sources.cache import Cache, NoCache

Tell = Callable[[str], None]


def silent(told: str) -> None:
    """For those who want to hear nothing."""


class ZoteroLibrary:
    """The library that `target` names, asked over `client`.

    `cache` keeps what was read, `runs` is the folder of journals, `recognise` finds works that others added meanwhile;
    `tell` hears the name under which a run can go on.
    """

    format: ClassVar[str] = "zotero"

    def __init__(
        self,
        target: Target,
        client: Client,
        *,
        runs: Path,
        recognise: Recognise,
        cache: Cache | None = None,
        tell: Tell = silent,
    ) -> None:
        self.target = target
        self._client, self._runs, self._recognise, self._tell = client, runs, recognise, tell
        self._cache: Cache = cache or NoCache()
        self._shared: Mapping[str, str] = {}
        self._fresh = False

    @property
    def name(self) -> str:
        """The target, as `--into` takes it."""
        return str(self.target)

    def read(self) -> tuple[Document, str]:
        """The works that the target names: of its collection, if it names one. Raises SourceFailed, UsageError."""
        document, fingerprint = self.whole()
        if self.target.collection is None:
            return document, fingerprint
        members = self._reader.members(self.target.collection)
        return replace(document, entries=tuple(e for e in document.entries if e.id in members)), fingerprint

    def whole(self) -> tuple[Document, str]:
        """All works of the library but those in the trash, and which library it is at which version."""
        self._fresh = True
        snapshot = self._reader.read()
        works = list(snapshot.works())
        self._shared = vetting.shared(works)
        entries = [entry(item.told(), self.name, number) for number, item in enumerate(works, start=1)]
        told = [note for number, item in enumerate(works, start=1) for note in notable(item.told(), self.name, number)]
        document = Document(self.name, self.format, "", tuple(entries), tuple(told))
        return document, self._fingerprint(snapshot.version)

    def discarded(self) -> Sequence[Entry]:
        """The works in the trash."""
        return [entry(item.told(), self.name, n) for n, item in enumerate(self._snapshot.discarded(), start=1)]

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterator[tuple[str, str]]:
        """See `formats.zotero.amend`."""
        return amend.lacking(self._data(entry), reference, variables, self._schema)

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterator[tuple[str, str | None, str]]:
        """See `formats.zotero.amend`."""
        return amend.replacing(self._data(entry), reference, variables, self._schema)

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:  # noqa: ARG002
        """Nothing: an item has one citation key, and that is its owner's."""
        return iter(())

    def fields(self, entry: Entry) -> Mapping[str, str]:
        """The item's fields that say something, and may be written."""
        return {name: text for name, text in fields_of(self._data(entry)).items() if name not in vetting.NEVER}

    def protected(self, entry: Entry) -> frozenset[str]:  # noqa: ARG002
        """Nothing: items carry no mark for bibtools."""
        return frozenset()

    def barred(self, entry: Entry) -> str | None:
        """An item that states two arXiv ids, or an identifier that another item states too; and where writing harms."""
        data = self._data(entry)
        stated = arxiv_ids(data)
        if len(stated) > 1:
            return f"it states two arXiv ids ({', '.join(i.value for i in stated)}): keep the right one in Zotero"
        return self._shared.get(entry.id) or self._api.barred(data)

    def vetted(self, plan: Plan) -> Plan:
        """The plan with keys for new items, and a conflict for each change that the library would not hold.

        Raises UsageError where new items should go into a collection that is not there.
        """
        if self.target.collection and any(change.op == "add-entry" for change in plan.changes):
            self._reader.members(self.target.collection)
        items = self._snapshot.items
        changes, conflicts = [], list(plan.conflicts)
        for change in vetting.with_keys(plan.changes, items):
            item = items.get(change.entry_id)
            (task,) = tasks([change], self._schema, self.target.collection)
            if why := vetting.wrong(task, item, self._schema):
                conflicts.append(vetting.refused(change, why))
            else:
                changes.append(replace(change, why=change.why + vetting.about_citation_key(change, item)))
        return replace(plan, changes=tuple(changes), conflicts=tuple(conflicts))

    def preview(self, plan: Plan) -> str:
        """A unified diff of the fields of each item, with the address that shows it in Zotero. Raises SourceFailed."""
        self._require_same(plan)
        now = [(task, self._snapshot.items.get(task.key)) for task in self._tasks(plan)]
        return "".join(diff(task, item, self.target) for task, item in now if task.standing(item) == "to do")

    def apply(self, plan: Plan, *, backup: bool = False) -> Receipt:  # noqa: ARG002 - the journal keeps the old items
        """Carry out what is still right of the plan.

        Raises Refused, before anything is written; Stopped, with the name of the run, where the rest can be done later.
        """
        return self._carry_out(plan, Past(plan), None)

    def resume(self, run: str) -> Receipt:
        """Go on with a run that was stopped. Raises UnreadableInput where there is none of that name; as `apply`."""
        path = journal_path(self._runs, run)
        told = past(path)
        return self._carry_out(told.plan, told, path)

    def undoing(self, receipt: Receipt) -> tuple[str, Sequence[Conflict]]:
        """The diff of each item that would be put back, and what would be left. Raises ChangedUnderneath, SourceFailed.

        Only reads, so the key need not be one that may write.
        """
        self._require_same(receipt.plan)
        back, kept = self._way_back(receipt)
        told, left = [], []
        for task in back:
            item = self._snapshot.items.get(task.key)
            if why := hindrance(task, item, self._api):
                left.append(leaving(task, item, why))
            elif task.standing(item) == "to do":
                told.append(diff(task, item, self.target))
        return "".join(told), [*left, *kept]

    def undo(self, receipt: Receipt) -> Sequence[Conflict]:
        """Give changed fields their old values, and put new items into the trash, where nobody touched them since."""
        self._require_same(receipt.plan)
        self._api.permit()
        back, kept = self._way_back(receipt)
        journal = self._journal(receipt.plan, "undo")
        writer = self._writer(journal, receipt.plan, Past(receipt.plan))
        try:
            writer.carry_out(back)
        except SourceFailed as error:
            raise Stopped(error.message, hint="run the same command again: what is taken back stays so") from error
        finally:
            journal.close()
        return [*writer.left, *kept]

    def _way_back(self, receipt: Receipt) -> tuple[list[Task], list[Conflict]]:
        """What takes back what a receipt tells of, and the new items that stay because of what is below them."""
        added = [change.entry_id for change in receipt.plan.changes if change.op == "add-entry"]
        sees_notes = self._api.may_see_notes()
        parents = self._reader.parents(added) if sees_notes else frozenset(added)
        why = "it has notes or attachments by now" if sees_notes else "the key may not see whether it has notes"
        kept = [Conflict(key, "", "", "", f"{why}; it stays") for key in sorted(parents)]
        return [task for task in reversals(receipt) if task.key not in parents], kept

    def _carry_out(self, plan: Plan, known: Past, path: Path | None) -> Receipt:
        self._require_same(plan)
        if not plan:
            return Receipt(self.name, plan.fingerprint, plan.fingerprint, plan)
        self._api.permit()
        journal = Journal(path) if path else self._journal(plan, "apply")
        again = f"bibtools apply --resume {journal.run}"
        self._tell(f"If this is interrupted, go on with: {again}")
        writer = self._writer(journal, plan, known)
        items = self._snapshot.items
        wanted = [(task, vetting.wrong(task, items.get(task.key), self._schema)) for task in self._tasks(plan)]
        unsound = [vetting.refused(task.changes[0], why) for task, why in wanted if why]
        try:
            with locked(journal.path):
                writer.carry_out(task for task, why in wanted if not why)
        except SourceFailed as error:
            hint = f"{error.hint}; then go on with: {again}" if error.hint else f"go on with: {again}"
            raise Stopped(error.message, hint=hint) from error
        finally:
            journal.close()
        done = [
            replace(change, entry_id=writer.written[change.entry_id].key)
            for change in plan.changes
            if change.entry_id in writer.written
        ]
        return Receipt(
            self.name,
            plan.fingerprint,
            self._fingerprint(writer.version),
            replace(plan, changes=tuple(done)),
            versions={found.key: found.version for found in writer.written.values()},
            left=(*unsound, *writer.left),
        )

    def _journal(self, plan: Plan, verb: Verb) -> Journal:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        journal = Journal(self._runs / f"{moment}-{vetting.random_key()}.jsonl")
        journal.begin(plan, verb)
        return journal

    def _writer(self, journal: Journal, plan: Plan, known: Past) -> Writer:
        return Writer(self._api, self._reader, journal, self._recognise, _version(plan.fingerprint), known)

    def _tasks(self, plan: Plan) -> list[Task]:
        return list(tasks(plan.changes, self._schema, self.target.collection))

    def _data(self, entry: Entry) -> Mapping[str, object]:
        item = self._snapshot.items.get(entry.id)
        return item.data if item else {}

    def _fingerprint(self, version: int) -> str:
        return f"{self._api.place} version {version}"

    def _require_same(self, plan: Plan) -> None:
        """Raise ChangedUnderneath unless the plan is about this library as it was at some time."""
        place, _, version = plan.fingerprint.rpartition(" version ")
        if place != str(self._api.place):
            raise ChangedUnderneath(
                f"the plan was made for {place or plan.target}, not for {self._api.place}; nothing was written",
                hint="make it again",
            )
        if not version.isdecimal() or int(version) > self._snapshot.version:
            raise ChangedUnderneath(
                f"{self.name} is older than the plan; nothing was written",
                hint="was it put back from a copy? plan again",
            )

    @property
    def _snapshot(self) -> Snapshot:
        """The library as it was last read; read now where all that is known of it is from an earlier run."""
        if not self._fresh:
            self._fresh = True
            return self._reader.read()
        return self._reader.known

    @cached_property
    def _api(self) -> Api:
        if self.target.local:
            return LocalApi(self._client, self.target, lambda: self._schema)
        return WebApi(self._client, self.target)

    @cached_property
    def _reader(self) -> Reader:
        place = self._api.place
        # An old desktop client does not say which database it is, so that nothing can be kept for it.
        kept = self._cache if place.server or not self.target.local else None
        return Reader(self._client, place, kept)

    @cached_property
    def _schema(self) -> Schema:
        return schema(self._client, self._cache)


def _version(fingerprint: str) -> int:
    return int(fingerprint.rpartition(" ")[2])
