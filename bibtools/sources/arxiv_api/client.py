"""The conversation with arXiv's API: clauses in, pages out, in as few requests as the server lets us.

A form is sent by POST as long as the server takes it, since an address has little room; where it does not (405, 403,
404, a redirect, a web page, server errors only), the same is asked by GET in smaller parts, for the rest of the run.
A request that is refused (400) is divided until the clause at fault stands alone, so that it costs the others nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from bibtools.errors import SourceFailed
from bibtools.sources.arxiv_api.feed import NotAFeed, Page, parse
from bibtools.sources.arxiv_api.query import Clause, Shape, fits, pack
from bibtools.sources.http import Answer, Method, Transport, Unanswered, Unusable
from bibtools.sources.notice import Notice, Report, ignore

# An empty answer to so many clauses at once is rather one of the server's lapses than the truth.
SUSPICIOUS = 5
# One clause at fault among 2,000 costs 12 refusals in a row at most; more of them are not about any clause.
MOST_REFUSALS = 16


class _PostRefused(Exception):
    """The server takes no POST."""


class _Rejected(Exception):
    """HTTP 400, 413, 414 or an error feed: something in the request is at fault."""


class ArxivClient:
    """Asks one server, at `url`, through one transport."""

    def __init__(self, url: str, transport: Transport, *, report: Report = ignore) -> None:
        self._url = url
        self._transport = transport
        self._report = report
        self._method: Method = "POST"
        self._proven = False

    def ask(self, clauses: Iterable[Clause], shape: Shape) -> Iterator[tuple[tuple[Clause, ...], Page]]:
        """Each request's clauses with the first page of its answer. A clause the server refuses is reported, left out.

        Raises SourceFailed, after the pages that could be had.
        """
        waiting = deque(pack(clauses, shape, self._method, self._url))
        refusals = 0
        while waiting:
            batch = waiting.popleft()
            if len(batch) > 1 and not fits(batch, shape, self._method, self._url):
                waiting.extendleft(reversed(tuple(pack(batch, shape, self._method, self._url))))
                continue
            try:
                page = self._page(batch, shape, 0)
                if page.total == 0 and len(batch) >= SUSPICIOUS:
                    self._report(Notice("retry", "an empty answer to a long question; asking once more"))
                    page = self._page(batch, shape, 0)
            except _PostRefused as error:
                self._method = "GET"
                self._report(Notice("fallback", f"{error}; asking by GET from now on"))
                waiting.appendleft(batch)
            except _Rejected as error:
                refusals += 1
                if refusals > MOST_REFUSALS:
                    raise SourceFailed(f"arXiv refuses whatever it is asked: {error}") from error
                waiting.extendleft(reversed(self._without_culprit(batch, str(error))))
            else:
                refusals = 0
                yield batch, page

    def pages(self, batch: Sequence[Clause], shape: Shape, most: int) -> Iterator[Page]:
        """The answer to one request, page after page, up to `most` of them. Raises SourceFailed."""
        for first, page in self.ask(batch, shape):
            yield page
            seen, last = len(page.records), page
            for _ in range(most - 1):
                if seen >= last.total or not last.records:
                    break
                try:
                    last = self._page(first, shape, seen)
                except (_PostRefused, _Rejected) as error:
                    raise SourceFailed(f"arXiv broke off a long answer: {error}") from error
                seen += len(last.records)
                yield last

    def _without_culprit(self, batch: tuple[Clause, ...], message: str) -> list[tuple[Clause, ...]]:
        """What is left to ask when a batch was refused: all but the clause it names, or else two halves."""
        if len(batch) == 1:
            self._report(Notice("refused", f"arXiv refuses {batch[0].text}: {message}", (batch[0].text,)))
            return []
        named = [clause for clause in batch if message.endswith(f" {clause.text}")]
        if named:
            for clause in named:
                self._report(Notice("refused", f"arXiv refuses {clause.text}: {message}", (clause.text,)))
            return [tuple(clause for clause in batch if clause not in named)] if len(named) < len(batch) else []
        middle = len(batch) // 2
        return [batch[:middle], batch[middle:]]

    def _page(self, batch: Sequence[Clause], shape: Shape, start: int) -> Page:
        fields = shape.fields(batch) | {"start": str(start)}
        what = f"{len(batch)} {'entry' if len(batch) == 1 else 'entries'}"
        texts = tuple(clause.text for clause in batch)
        self._report(Notice("request", f"asking arXiv about {what} by {self._method}", texts))
        trying_post = self._method == "POST" and not self._proven
        try:
            page = self._transport.send(
                self._method, self._url, fields, self._read, attempts_at_server_errors=2 if trying_post else None
            )
        except Unanswered as error:
            if trying_post and error.status is not None and error.status >= 500:
                raise _PostRefused(f"POST is answered by HTTP {error.status}") from error
            raise
        self._proven = True
        if page.unreadable:
            self._report(Notice("malformed", f"{page.unreadable} records of arXiv's answer could not be read"))
        return page

    def _read(self, answer: Answer) -> Page:
        """The page in an answer. Raises Unusable for what is worth asking again."""
        try:
            page = parse(answer.body)
        except NotAFeed as error:
            if self._method == "POST" and not self._proven and (answer.status != 200 or error.is_html):
                raise _PostRefused(f"POST is answered by HTTP {answer.status}") from error
            if answer.status in (400, 413, 414):
                raise _Rejected(f"HTTP {answer.status}") from error
            if answer.status != 200:
                raise SourceFailed(
                    f"arXiv answers HTTP {answer.status}", hint=f"is {self._url} the right address?"
                ) from error
            raise Unusable(str(error)) from error
        if page.error is not None:
            raise _Rejected(page.error)
        if answer.status != 200:
            raise SourceFailed(f"arXiv answers HTTP {answer.status}", hint=f"is {self._url} the right address?")
        if not page.records and not page.unreadable and page.total > page.start:
            raise Unusable(f"an empty page of {page.total} results")
        return page
