"""Asks for a list page by page, politely, until all of it is on disk.

arXiv's lists run by ascending datestamps (days, in UTC). A token that arXiv no longer knows is no loss then: the list
is asked for again from the last day that is here, and what comes twice is the same record. Where days do not ascend,
nothing can be told about what is missing, and the list is asked for from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable

from bibtools.errors import SourceFailed
from bibtools.sources.http import Answer, Transport, Unusable
from bibtools.sources.notice import Notice, Report, ignore
from bibtools.sources.oai.parse import NotOai, Page, Refused, parse
from bibtools.sources.oai.spool import Request, Spool

OAI = "https://oaipmh.arxiv.org/oai"
FORMATS = ("arXivRaw", "arXiv")

_NOTHING = Page((), (), (), None)
_HINTS = {
    "badArgument": "is there such a set? they are called cs, math, physics:hep-th, cs:cs:CL …",
    "cannotDisseminateFormat": "does [oai] url lead to arXiv?",
    "noSetHierarchy": "does [oai] url lead to arXiv?",
}


def harvest(
    spool: Spool,
    transport: Transport,
    *,
    report: Report = ignore,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Fetch what is missing of the harvest that `spool` was begun for; when this returns, it is complete.

    `progress` is told how many records are here. Raises SourceFailed when arXiv does not answer, or refuses; what had
    come by then stays, and the same call goes on from there.
    """
    request = spool.request
    assert request is not None
    fields = _going_on(spool, request)
    restarted: str | None = None
    while not spool.complete:
        report(Notice("request", f"asking arXiv for {_told(request, fields)}", (request.url,)))
        try:
            page = transport.send("GET", request.url, fields, _read)
        except Refused as refusal:
            if refusal.code == "noRecordsMatch":
                page = _NOTHING
            elif refusal.code == "badResumptionToken" and "resumptionToken" in fields:
                day = spool.newest if spool.ordered and spool.newest else request.since
                if restarted is not None and restarted == (day or ""):
                    raise SourceFailed(f"arXiv breaks off its list again and again ({refusal})") from refusal
                restarted = day or ""
                report(Notice("fallback", f"arXiv forgot where the list stood; asking again from {day or 'its start'}"))
                fields = _first(request, day)
                continue
            else:
                raise SourceFailed(f"arXiv refuses the request: {refusal}", hint=_HINTS.get(refusal.code)) from refusal
        if page.token is not None and page.token == fields.get("resumptionToken"):
            raise SourceFailed("arXiv's list goes in circles: a page names itself as the next one")
        spool.add(page)
        if progress:
            progress(sum(kept.records for kept in spool.pages))
        fields = _going_on(spool, request)


def _going_on(spool: Spool, request: Request) -> dict[str, str]:
    token = spool.pages[-1].token if spool.pages else None
    return {"verb": "ListRecords", "resumptionToken": token} if token else _first(request, request.since)


def _first(request: Request, since: str | None) -> dict[str, str]:
    wanted = {"metadataPrefix": request.format, "set": request.set, "from": since}
    return {"verb": "ListRecords"} | {name: value for name, value in wanted.items() if value}


def _told(request: Request, fields: dict[str, str]) -> str:
    if "resumptionToken" in fields:
        return "the next page"
    return f"{request.set or 'all'} records from {fields.get('from', 'the first')} on"


def _read(answer: Answer) -> Page:
    """The page in an answer. Raises Unusable for what is worth asking again."""
    if answer.status != 200:
        raise SourceFailed(f"arXiv answers HTTP {answer.status}", hint="does [oai] url lead to arXiv's OAI-PMH?")
    try:
        return parse(answer.body)
    except NotOai as error:
        raise Unusable(str(error)) from error
