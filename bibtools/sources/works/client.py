"""The conversation with a service: requests one after the other, records out, and an account of what could not be had.

A request for many ids that is refused is divided until the one at fault stands alone. One request that fails after all
its attempts may have itself to blame; when the next one fails too, the service is believed to be out of order, and
nothing more is asked: what is lost is listed at the end.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bibtools.errors import SourceFailed
from bibtools.sources.http import Answer, Method, Transport, Unanswered, Unusable
from bibtools.sources.notice import Notice, Report
from bibtools.sources.works.base import Ask, Service

FAILURES_IN_A_ROW = 2
# One id at fault among 500 costs 10 refusals in a row at most; more of them are not about any id.
MOST_REFUSALS = 12
MOST_LISTED = 10
LATER = "try again later: what was answered by now is in the cache"


@dataclass(frozen=True, slots=True)
class Errand:
    """A request, and what it asks about: ids as the service writes them, or one title."""

    ask: Ask
    subjects: tuple[str, ...]


class _Refused(Exception):
    """The service does not take this request."""


class Client:
    """Asks one service, at `url`, through one transport; `fields` go along with every request."""

    def __init__(
        self, service: Service, transport: Transport, *, url: str, fields: Mapping[str, str], report: Report
    ) -> None:
        self._service = service
        self._transport = transport
        self._url = url.rstrip("/")
        self._fields = fields
        self._report = report

    def run(self, errands: Iterable[Errand]) -> Iterator[tuple[Errand, Sequence[Any]]]:
        """Each errand with its records, in order. What is refused is reported and left out.

        Raises SourceFailed, after what could be had, that lists what could not.
        """
        waiting = deque(errands)
        total = sum(len(errand.subjects) for errand in waiting)
        lost: list[str] = []
        reason: SourceFailed | None = None
        failures = refusals = 0
        while waiting and failures < FAILURES_IN_A_ROW:
            errand = waiting.popleft()
            try:
                found = self._records(errand)
            except _Refused as refusal:
                refusals += 1
                if refusals > MOST_REFUSALS:
                    reason = SourceFailed(f"it refuses whatever it is asked: {refusal}", hint=LATER)
                    lost += errand.subjects
                    break
                waiting.extendleft(reversed(self._divided(errand, str(refusal))))
            except Unanswered as failure:
                failures += 1
                reason = failure
                lost += errand.subjects
            except SourceFailed as failure:
                reason = failure
                lost += errand.subjects
                break
            else:
                failures = refusals = 0
                yield errand, found
        if reason is not None:
            lost += [subject for errand in waiting for subject in errand.subjects]
            raise SourceFailed(
                f"{self._service.label} could not be asked about {listed(lost, total)} ({reason.message})",
                hint=LATER if isinstance(reason, Unanswered) else reason.hint,
            ) from reason

    def _divided(self, errand: Errand, refusal: str) -> list[Errand]:
        """What is left of a refused errand: two halves of its ids, or nothing of a single one."""
        if self._service.lookup is None or len(errand.subjects) == 1:
            told = f"{self._service.label} refuses {errand.subjects[0]}: {refusal}"
            self._report(Notice("refused", told, errand.subjects))
            return []
        middle = len(errand.subjects) // 2
        halves = errand.subjects[:middle], errand.subjects[middle:]
        return [Errand(self._service.lookup(half), half) for half in halves]

    def _records(self, errand: Errand) -> Sequence[Any]:
        ask, subjects = errand.ask, errand.subjects
        what = repr(subjects[0]) if len(subjects) == 1 else f"{len(subjects)} ids"
        self._report(Notice("request", f"asking {self._service.label} about {what}", subjects))
        method: Method = "GET" if ask.body is None else "POST"
        fields = {**ask.fields, **self._fields}
        return self._transport.send(method, self._url + ask.path, fields, self._read, json=ask.body)

    def _read(self, answer: Answer) -> Sequence[Any]:
        """The records in an answer. Raises Unusable for what is worth asking again."""
        label = self._service.label
        if self._service.finds_nothing(answer):
            return ()
        if answer.status in (400, 413, 414, 422):
            raise _Refused(f"HTTP {answer.status}")
        if answer.status in (401, 403):
            raise SourceFailed(
                f"{label} turns the request away: HTTP {answer.status}", hint="is the key right? is a mail address set?"
            )
        if answer.status != 200:
            raise SourceFailed(f"{label} answers HTTP {answer.status}", hint=f"is {self._url} the right address?")
        try:
            payload = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            is_page = answer.body.lstrip()[:1] == b"<"
            raise Unusable("a web page, not data" if is_page else "an answer cut short") from error
        records = self._service.records(payload)
        if records is None:
            raise SourceFailed(
                f"{label} answers in a form that bibtools does not know",
                hint=f"is {self._url} the right address? a newer bibtools may know the form",
            )
        return records


def listed(subjects: Sequence[str], total: int) -> str:
    """The subjects of which something must be told, the first ten by name.

    >>> listed(["10.1000/182"], 3)
    '1 of 3: 10.1000/182'
    """
    names = "; ".join(subjects[:MOST_LISTED])
    more = f"; and {len(subjects) - MOST_LISTED} more" if len(subjects) > MOST_LISTED else ""
    return f"{len(subjects)} of {total}: {names}{more}"
