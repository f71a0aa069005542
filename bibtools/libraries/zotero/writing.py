"""Carrying out tasks: few at a time, each on record before it is sent, and each accounted for afterwards.

What the library says now decides, not what was believed when the plan was made: a task that is done is not sent, one
whose fields were changed by somebody else is left, and a new item is left where the library has got the same work in
the meantime. After an answer that never came, reading tells what was done.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bibtools.formats.zotero.read import entry
from bibtools.libraries.zotero.api import Api
from bibtools.libraries.zotero.journal import Journal, Past, Written
from bibtools.libraries.zotero.snapshot import Item, Reader, Snapshot, items_of
from bibtools.libraries.zotero.task import Task, holds, strays, text_of
from bibtools.libraries.zotero.transport import Reply, Stopped, Unsettled
from bibtools.model.change import Conflict
from bibtools.model.document import Entry
from bibtools.model.reference import Reference

MOST_AT_ONCE: Final = 50
MOST_BYTES: Final = 1_000_000
MOST_FRUITLESS: Final = 5  # requests in a row that lead to nothing
_WORTH_ANOTHER_LOOK: Final = frozenset({404, 412, 429, 500, 503})
MOST_TRIES: Final = 3  # for one item that others change at the same time

Same = Callable[[Reference], str | None]
Recognise = Callable[[Sequence[Entry]], Same]
"""Of some entries: for a reference, the key of the one that is the same work, or may be."""


class Writer:
    """Carries out the tasks of one run on a library that was read at version `since`.

    Afterwards `written` tells what stands there because of it, by the tasks' keys, and `left` what was not done.
    """

    def __init__(
        self, api: Api, reader: Reader, journal: Journal, recognise: Recognise, since: int, past: Past
    ) -> None:
        self._api, self._reader, self._journal, self._recognise = api, reader, journal, recognise
        self._since = since
        self._attempted = dict(past.attempted)
        self._chosen: frozenset[str] = frozenset()
        self._now = Snapshot()
        self._version = 0
        self._most = MOST_AT_ONCE
        self._fruitless = 0
        self._tries: Counter[str] = Counter()
        self.written: dict[str, Written] = dict(past.written)
        self.left: list[Conflict] = []

    @property
    def version(self) -> int:
        """The library's version after the last request."""
        return self._version

    def carry_out(self, tasks: Iterable[Task]) -> None:
        """Do all of it, as far as it is still right.

        Raises SourceFailed (Stopped, Answered) where the rest must wait, and Refused where it cannot be put on record.
        """
        waiting = [task for task in tasks if task.key not in self.written]
        if self._api.own_keys:
            self._chosen = frozenset(task.key for task in waiting if task.creates)
        waiting = self._look(waiting)
        while waiting:
            batch = self._batch(waiting)
            waiting = waiting[len(batch) :]
            again = self._send(batch)
            if again is not None:
                waiting = self._look([*again, *waiting])

    def _look(self, tasks: Sequence[Task]) -> list[Task]:
        """Read the library, and sort out the tasks that are still to be done."""
        self._now = self._reader.read()
        self._version = self._now.version
        same = self._newcomers() if any(task.creates for task in tasks) else None
        found: dict[str, Written] = {}
        waiting = [task for task in tasks if self._is_to_do(task, same, found)]
        if found:
            self._note(found)
            self._fruitless = 0
        return waiting

    def _is_to_do(self, task: Task, same: Same | None, found: dict[str, Written]) -> bool:
        """Whether a task must be sent; if not, it goes to what is `found` done, to what is left, or was never ours."""
        item = self._now.items.get(task.key) or self._made_meanwhile(task)
        standing = task.standing(item)
        if item and standing == "done":
            # Without having been sent by this run, it is the doing of somebody else or of an earlier one.
            if task.key in self._attempted:
                found[task.key] = Written(item.key, item.version)
        elif standing != "to do":
            added = task.creates and item is not None
            self._leave(task, item, "it was added, and somebody changed it since" if added else _WHY[standing])
        elif item and (why := self._api.barred(item.data)):
            self._leave(task, item, why)
        elif task.creates and same and (theirs := self._same_by_now(task, same)):
            self._leave(task, self._now.items.get(theirs), f"{theirs} was added meanwhile and may be the same work")
        elif self._tries[task.key] >= MOST_TRIES:
            self._leave(task, item, f"it was sent {MOST_TRIES} times, and is not as it should be")
        else:
            return True
        return False

    def _newcomers(self) -> Same | None:
        """What recognises the works that others added or changed since the plan was made; None where there are none."""
        newer = [entry(item.told(), "", n) for n, item in enumerate(self._newer(), start=1)]
        return self._recognise(newer) if newer else None

    def _newer(self) -> Iterator[Item]:
        """The works that are newer than the plan, and not of this run."""
        ours = {found.key for found in self.written.values()} | self._chosen
        for item in self._now.items.values():
            if item.version > self._since and item.is_work and item.key not in ours:
                yield item

    def _same_by_now(self, task: Task, same: Same) -> str | None:
        reference = task.changes[0].reference if task.changes else None
        return same(reference) if reference else None

    def _made_meanwhile(self, task: Task) -> Item | None:
        """The item that an unanswered request made, where the library chooses the keys itself."""
        sent = self._attempted.get(task.key)
        if self._api.own_keys or not task.creates or sent is None:
            return None
        return next((item for item in self._newer() if item.version > sent and holds(item, task.wants)), None)

    def _batch(self, waiting: Sequence[Task]) -> list[Task]:
        """The next tasks of one kind, as many as one request may carry."""
        batch: list[Task] = []
        size = 2
        for task in waiting[: self._most]:
            size += len(_encoded([self._element(task)]))
            if batch and (size > MOST_BYTES or task.creates != batch[0].creates):
                break
            batch.append(task)
        return batch

    def _element(self, task: Task) -> dict[str, Any]:
        return self._api.element(task, self._now.items.get(task.key))

    def _send(self, batch: Sequence[Task]) -> list[Task] | None:
        """One request. The tasks that must be looked at again after reading; None where nothing has to be read."""
        if self._fruitless >= MOST_FRUITLESS:
            raise Stopped("the library is being changed, or does not answer, all the while", hint="come back later")
        self._fruitless += 1
        creating = batch[0].creates
        # What stands there at this version is not of this request.
        first = {task.key: self._version for task in batch if task.key not in self._attempted}
        self._attempted |= first
        self._journal.intent(self._version, [self._told(task) for task in batch])
        headers = self._api.headers(creating=creating, version=self._version)
        path = f"{self._api.place.prefix}/items"
        try:
            reply = self._api.client.post(path, _encoded([self._element(task) for task in batch]), headers)
        except Unsettled:
            return list(batch)
        self._api.answered()
        if reply.status == 200:
            return self._judge(batch, reply, creating=creating)
        self._journal.refusal(f"HTTP {reply.status} {reply.said}")
        for key in first:
            del self._attempted[key]
        if reply.status == 412 and creating and "server" not in reply.said.lower():
            return list(batch)
        if reply.status == 413:
            self._fruitless = 0
            self._most = max(1, len(batch) // 2)
            if len(batch) > 1:
                return list(batch)
            self._leave(batch[0], self._now.items.get(batch[0].key), f"Zotero refused it: 413 {reply.said}")
            return None
        raise self._api.client.refusal(reply, "writing")

    def _told(self, task: Task) -> dict[str, Any]:
        """A task for the journal, with the whole item as it was."""
        now = self._now.items.get(task.key)
        return {"key": task.key, "sent": self._element(task), **({"before": dict(now.data)} if now else {})}

    def _judge(self, batch: Sequence[Task], reply: Reply, *, creating: bool) -> list[Task] | None:
        """Account for every task of a request that was answered."""
        report = reply.data if isinstance(reply.data, Mapping) else {}
        done: dict[str, Item] = {}
        again: list[Task] = []
        failures: list[tuple[Task, str]] = []
        for number, task in enumerate(batch):
            told, failed = _at(report, "successful", number), _at(report, "failed", number)
            if told is not None:
                done[task.key] = items_of(Reply(200, {}, [told]))[0]
            elif failed is None or failed.get("code") in _WORTH_ANOTHER_LOOK:
                self._tries[task.key] += 1
                again.append(task)
            else:
                failures.append((task, f"{failed.get('code')} {failed.get('message')}"))
        self._note(
            {key: Written(item.key, item.version) for key, item in done.items()}, "; ".join(w for _, w in failures)
        )
        for task, why in failures:
            self._leave(task, self._now.items.get(task.key), f"Zotero refused it: {why}")
        for task in batch:
            if task.key in done:
                self._compare(task, done[task.key])
        if done or failures:
            self._fruitless = 0
        # Others may write while a request is carried out; then the versions are more than what we did.
        steady = reply.version == self._version + len(batch) - len(failures) - len(again)
        self._version = reply.version or self._version
        return again if again or (creating and not steady) else None

    def _compare(self, task: Task, after: Item) -> None:
        """See that an item is as intended, and where more may change than is asked for, that it did not."""
        if wrong := [name for name, text in task.wants.items() if text_of(after.data, name) != text]:
            self._leave(task, after, f"it was stored otherwise than it was sent: {', '.join(wrong)}")
        before = self._now.items.get(task.key)
        if before and self._api.rewrites and (more := strays(before, after, task.wants)):
            raise Stopped(
                f"{after.key}: Zotero changed more than it was asked to ({', '.join(more)}); the rest is not written",
                hint=f"the journal holds the item as it was: {self._journal.path}",
            )

    def _note(self, written: Mapping[str, Written], told: str = "") -> None:
        self._journal.result(written, told)
        self.written.update(written)

    def _leave(self, task: Task, item: Item | None, why: str) -> None:
        self.left.append(leaving(task, item, why))


def hindrance(task: Task, item: Item | None, api: Api) -> str | None:
    """Why a change of an item would not be made as the item is now; None where it would, or where it stands there."""
    standing = task.standing(item)
    return _WHY.get(standing) or (api.barred(item.data) if item and standing == "to do" else None)


def leaving(task: Task, item: Item | None, why: str) -> Conflict:
    """A task that is left to a person, with the reason."""
    fields = ", ".join(name for name in task.wants if item is None or text_of(item.data, name) != task.wants[name])
    title = text_of(item.data, "title") if item else ""
    wanted = task.wants.get("title", "") if task.creates else fields
    return Conflict(item.key if item else task.key, "", title, wanted, why)


_WHY: Final[Mapping[str, str]] = {
    "trashed": "it was thrown away meanwhile; it was not changed",
    "gone": "it is not there any more",
    "changed": "somebody changed it meanwhile; it was not changed",
}


def _at(report: Mapping[str, Any], name: str, number: int) -> Mapping[str, Any] | None:
    """What a report says of one element: its maps have the places in the request as texts."""
    part = report.get(name)
    found = part.get(str(number)) if isinstance(part, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _encoded(elements: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(elements, ensure_ascii=False, separators=(",", ":")).encode()
