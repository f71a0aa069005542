"""A real HTTP server on 127.0.0.1 that answers as arXiv's OAI-PMH does, with tokens, errors, and faults to order.

::

    with OaiServer(records, deleted={"2401.00002": "2024-02-01"}, page=100, faults=[None, status(503)]) as server:
        Request(server.url, "arXivRaw", None, "2024-01-01")

Records are dicts in the snapshot's form; `update_date` is their datestamp. As arXiv's public source has it, lists run
by datestamp and then id, and a token is the rest of the question: the last day shown, and how many of it to skip.
After the requests numbered in `forgets` (from 1) all tokens given out are unknown. Faults are those of ArxivServer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape, quoteattr

from servers.arxiv import ArxivServer, Fault
from servers.arxiv_search import Record

PHYSICS = ("astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex",
           "nucl-th", "physics", "quant-ph")  # fmt: skip
FORMATS = ("arXivRaw", "arXiv")
_ALLOWED = {"verb", "metadataPrefix", "from", "until", "set"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
    ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n<responseDate>2026-01-01T00:00:00Z</responseDate>\n'
)


class OaiError(Exception):
    """One of the protocol's errors (section 3.6)."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message)
        self.code = code


class OaiServer(ArxivServer):
    """Serves while the `with` block lasts. `page` is the number of records in one answer."""

    def __init__(
        self,
        records: Iterable[Record],
        *,
        deleted: Mapping[str, str] | None = None,
        page: int = 3,
        ordered: bool = True,
        forgets: Collection[int] = (),
        endless: bool = False,
        faults: Sequence[Fault | None] = (),
        latency: float = 0.0,
    ) -> None:
        super().__init__([], faults=faults, latency=latency)
        self.records = {record["id"]: record for record in records}
        self.deleted = dict(deleted or {})
        self.page = page
        self._ordered = ordered
        self._forgets = forgets
        self._endless = endless
        self._age = 0

    @property
    def url(self) -> str:
        return super().url.replace("/api/query", "/oai")

    def answer(self, handler: Any, fields: dict[str, str], lost: str | None = None) -> tuple[int, bytes]:
        """Status and body of an ordinary answer."""
        del lost
        if urlsplit(handler.path).path != "/oai":
            return 404, b"<html><body><h1>404 Not Found</h1></body></html>"
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in fields.items() if name in _ALLOWED)
        try:
            body = self._verb(fields)
        except OaiError as error:
            body = f'<error code="{error.code}">{escape(str(error))}</error>'
        if len(self.requests) in self._forgets:
            self._age += 1
        return 200, f"{_HEAD}<request{attributes}>{self.url}</request>\n{body}\n</OAI-PMH>\n".encode()

    def _verb(self, fields: dict[str, str]) -> str:
        verb = fields.get("verb")
        if verb == "Identify":
            return (
                f"<Identify><repositoryName>arXiv</repositoryName><baseURL>{self.url}</baseURL>"
                "<protocolVersion>2.0</protocolVersion><adminEmail>nobody@127.0.0.1</adminEmail>"
                "<earliestDatestamp>2005-09-16</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
                "<granularity>YYYY-MM-DD</granularity></Identify>"
            )
        if verb in ("ListRecords", "ListIdentifiers"):
            return self._list(verb, fields)
        raise OaiError("badVerb", "Invalid verb provided")

    def _list(self, verb: str, fields: dict[str, str]) -> str:
        skip = 0
        if "resumptionToken" in fields:
            if fields.keys() != {"verb", "resumptionToken"}:
                raise OaiError("badArgument", "No other parameters allowed with resumptionToken")
            fields = dict(parse_qsl(unquote(fields["resumptionToken"])))
            if fields.pop("age", None) != str(self._age) or not fields.get("skip", "").isdecimal():
                raise OaiError("badResumptionToken", "Token decoding failed or format is invalid.")
            skip = int(fields.pop("skip"))
        if fields.keys() - _ALLOWED or "metadataPrefix" not in fields:
            raise OaiError("badArgument", "Unallowed parameter, or none where one is required")
        if fields["metadataPrefix"] not in FORMATS:
            raise OaiError("cannotDisseminateFormat", "Did not recognize requested format")
        found = self._found(fields)
        if not found:
            raise OaiError("noRecordsMatch")
        shown = found[skip : skip + self.page]
        format = "" if verb == "ListIdentifiers" else fields["metadataPrefix"]
        parts = [self._record(id, format) for id, _ in shown]
        parts.append(self._token(fields, found, skip))
        return f"<{verb}>\n{''.join(parts)}</{verb}>"

    def _found(self, fields: Mapping[str, str]) -> list[tuple[str, str]]:
        """Ids and days of what is asked for, in the order of the list."""
        first, last = _day(fields.get("from", "1990-01-01")), _day(fields.get("until", "2999-01-01"))
        if first > last:
            raise OaiError("badArgument", "from is later than until")
        days = {id: record["update_date"] for id, record in self.records.items()} | self.deleted
        wanted = fields.get("set")
        if wanted is not None and wanted.split(":")[0] not in ("cs", "math", "physics", "stat", "eess", "econ"):
            raise OaiError("badArgument", "Set does not exist")
        found = [
            (id, day)
            for id, day in days.items()
            if first <= day <= last
            and (wanted is None or any(f"{name}:".startswith(f"{wanted}:") for name in self._sets(id)))
        ]
        return sorted(found, key=lambda each: (each[1], each[0]) if self._ordered else (each[0], each[1]))

    def _token(self, fields: Mapping[str, str], found: Sequence[tuple[str, str]], skip: int) -> str:
        end = skip + self.page
        if end >= len(found) and not self._endless:
            return "<resumptionToken/>\n" if skip else ""
        rest = dict(fields) | {"skip": str(skip if self._endless else end), "age": str(self._age)}
        last = found[min(end, len(found)) - 1][1]
        if self._ordered and last != found[skip][1]:
            shown = sum(day == last for _, day in found[skip:end])
            rest |= {"from": last, "skip": str(shown)}
        token = quote(urlencode(rest))
        return f"<resumptionToken expires='2026-01-02T00:00:00Z'>{escape(token)}</resumptionToken>\n"

    def _sets(self, id: str) -> list[str]:
        record = self.records.get(id)
        return [set_of(category) for category in record["categories"].split()] if record else ["cs:cs:DL"]

    def _record(self, id: str, format: str) -> str:
        record = None if id in self.deleted else self.records[id]
        day = self.deleted[id] if record is None else record["update_date"]
        state = ' status="deleted"' if record is None else ""
        sets = "".join(f"<setSpec>{name}</setSpec>" for name in self._sets(id))
        header = f"<identifier>oai:arXiv.org:{id}</identifier><datestamp>{day}</datestamp>{sets}"
        header = f"<header{state}>{header}</header>\n"
        if not format:
            return header
        metadata = f"<metadata>\n{_metadata(record, format)}</metadata>\n" if record is not None else ""
        return f"<record>\n{header}{metadata}</record>\n"


def set_of(category: str) -> str:
    """The set of a category.

    >>> set_of("cs.CL"), set_of("hep-th"), set_of("astro-ph.GA"), set_of("math.AG")
    ('cs:cs:CL', 'physics:hep-th', 'physics:astro-ph:GA', 'math:math:AG')
    """
    archive, _, field = category.partition(".")
    group = "physics" if archive in PHYSICS else archive
    return f"{group}:{archive}:{field}" if field else f"{group}:{archive}"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise OaiError("badArgument", "date format must be YYYY-MM-DD") from error


def _metadata(record: Record, format: str) -> str:
    """The metadata as arXiv's public source writes them: `created` in the format arXiv is the latest version's day."""
    fields = [("id", record["id"])]
    versions = record.get("versions") or []
    if format == "arXivRaw":
        fields.append(("submitter", record.get("submitter") or "Nobody"))
    body = "".join(_element(*field) for field in fields)
    if format == "arXivRaw":
        body += "".join(
            f'<version version="{each["version"]}"><date>{each["created"]}</date><size>14kb</size>'
            "<source_type>D</source_type></version>\n"
            for each in versions
        )
        authors = _element("authors", record["authors"])
    else:
        body += _element("created", record["update_date"])
        authors = f"<authors>{''.join(map(_author, record['authors_parsed']))}</authors>\n"
    body += _element("title", record.get("title")) + authors
    for name in ("categories", "comments", "report-no", "journal-ref", "doi", "license", "abstract"):
        body += _element(name, record.get(name))
    return f'<{format} xmlns="http://arxiv.org/OAI/{format}/">\n{body}</{format}>\n'


def _author(parts: Sequence[str]) -> str:
    names = zip(("keyname", "forenames", "suffix"), parts, strict=False)
    return f"<author>{''.join(_element(name, part) for name, part in names if part)}</author>"


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>\n" if text else ""
