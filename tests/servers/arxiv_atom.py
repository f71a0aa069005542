"""Atom as arXiv has written it: the form of 2025-10 and before, and that of 2026-04 and after."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Mapping, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from servers.arxiv_search import Record, author_names, latest_version, moments

Form = Literal["2025-10", "2026-04"]
Entry = tuple[Record, int]
"""A record, and which version of it."""

_ARXIV = ' xmlns:arxiv="http://arxiv.org/schemas/atom"'
_OPENSEARCH = ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'


def feed(entries: Sequence[Entry], total: int, fields: Mapping[str, str], form: Form) -> bytes:
    """One page of an answer."""
    start, size = fields.get("start", "0"), fields.get("max_results", "10")
    asked = (
        f"search_query={fields.get('search_query', '')}&id_list={fields.get('id_list', '')}"
        f"&start={start}&max_results={size}"
    )
    mark = hashlib.sha256(asked.encode()).hexdigest()[:27]
    if form == "2026-04":
        head = [
            f"""<?xml version='1.0' encoding='UTF-8'?>
<feed{_OPENSEARCH}{_ARXIV} xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/{mark}</id>
  <title>arXiv Query: {escape(asked)}</title>
  <updated>2026-04-12T22:09:26Z</updated>
  <link href={quoteattr("https://arxiv.org/api/query?" + asked)} type="application/atom+xml"/>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>"""
        ]
        return "\n".join([*head, *(_entry_2026(*entry) for entry in entries), "</feed>\n"]).encode()
    head = [
        f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href={quoteattr("http://arxiv.org/api/query?" + asked)} rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: {escape(asked)}</title>
  <id>http://arxiv.org/api/{mark}</id>
  <updated>2025-10-17T00:00:00-04:00</updated>
  <opensearch:totalResults{_OPENSEARCH}>{total}</opensearch:totalResults>
  <opensearch:startIndex{_OPENSEARCH}>{start}</opensearch:startIndex>
  <opensearch:itemsPerPage{_OPENSEARCH}>{size}</opensearch:itemsPerPage>"""
    ]
    return "\n".join([*head, *(_entry_2025(*entry) for entry in entries), "</feed>\n"]).encode()


def error_feed(message: str) -> bytes:
    """How arXiv says that a request is wrong: a feed whose one entry is the error."""
    link = "https://arxiv.org/api/errors#" + message.replace(" ", "_")
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed{_OPENSEARCH}{_ARXIV} xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>2026-04-12T22:59:06Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{escape(link)}</id>
    <title>Error</title>
    <updated>2026-04-12T22:59:06Z</updated>
    <link href={quoteattr(link)} rel="alternate" type="text/html"/>
    <summary>{escape(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
""".encode()


def _entry_2026(record: Record, version: int) -> str:
    id = f"{record['id']}v{version}"
    first, last = moments(record)
    categories = (record.get("categories") or "").split()
    lines = [
        "  <entry>",
        f"    <id>http://arxiv.org/abs/{id}</id>",
        f"    <title>{escape(_one_line(record['title']))}</title>",
        f"    <updated>{last}</updated>",
        f'    <link href="https://arxiv.org/abs/{id}" rel="alternate" type="text/html"/>',
        f'    <link href="https://arxiv.org/pdf/{id}" rel="related" type="application/pdf" title="pdf"/>',
        f"    <summary>{escape(_one_line(record.get('abstract') or ''))}</summary>",
        *(f'    <category term="{each}" scheme="http://arxiv.org/schemas/atom"/>' for each in categories),
        f"    <published>{first}</published>",
    ]
    if record.get("comments"):
        lines.append(f"    <arxiv:comment>{escape(_one_line(record['comments']))}</arxiv:comment>")
    if categories:
        lines.append(f'    <arxiv:primary_category term="{categories[0]}"/>')
    if record.get("journal-ref"):
        lines.append(f"    <arxiv:journal_ref>{escape(_one_line(record['journal-ref']))}</arxiv:journal_ref>")
    lines += _authors(record)
    if record.get("doi"):
        lines.append(f"    <arxiv:doi>{escape(record['doi'])}</arxiv:doi>")
        href = quoteattr("https://doi.org/" + record["doi"])
        lines.append(f'    <link rel="related" href={href} title="doi"/>')
    return "\n".join([*lines, "  </entry>"])


def _entry_2025(record: Record, version: int) -> str:
    id = f"{record['id']}v{version}"
    first, last = moments(record)
    categories = (record.get("categories") or "").split()
    lines = [
        "  <entry>",
        f"    <id>http://arxiv.org/abs/{id}</id>",
        f"    <updated>{last}</updated>",
        f"    <published>{first}</published>",
        f"    <title>{escape(_wrapped(record['title']))}</title>",
        f"    <summary>  {escape(_wrapped(record.get('abstract') or '', indent=''))}\n</summary>",
        *_authors(record),
    ]
    if record.get("doi"):
        lines.append(f"    <arxiv:doi{_ARXIV}>{escape(record['doi'])}</arxiv:doi>")
        href = quoteattr("http://dx.doi.org/" + record["doi"])
        lines.append(f'    <link title="doi" href={href} rel="related"/>')
    if record.get("comments"):
        lines.append(f"    <arxiv:comment{_ARXIV}>{escape(_wrapped(record['comments']))}</arxiv:comment>")
    if record.get("journal-ref"):
        lines.append(f"    <arxiv:journal_ref{_ARXIV}>{escape(_wrapped(record['journal-ref']))}</arxiv:journal_ref>")
    lines += [
        f'    <link href="http://arxiv.org/abs/{id}" rel="alternate" type="text/html"/>',
        f'    <link title="pdf" href="http://arxiv.org/pdf/{id}" rel="related" type="application/pdf"/>',
    ]
    scheme = 'scheme="http://arxiv.org/schemas/atom"'
    if categories:
        lines.append(f'    <arxiv:primary_category{_ARXIV} term="{categories[0]}" {scheme}/>')
    lines += [f'    <category term="{each}" {scheme}/>' for each in categories]
    return "\n".join([*lines, "  </entry>"])


def _authors(record: Record) -> list[str]:
    return [f"    <author>\n      <name>{escape(name)}</name>\n    </author>" for name in author_names(record)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str, indent: str = "  ") -> str:
    """Lines as the older form broke them, in the middle of titles too."""
    lines = textwrap.wrap(_one_line(text), 78, break_long_words=False, break_on_hyphens=False)
    return f"\n{indent}".join(lines)


def version_of(record: Record, asked: int | None) -> Entry | None:
    """The record in the version that was asked for, or the latest; None where there is no such version.

    `record["earlier"]` has what another version says otherwise, by its number.
    """
    latest = latest_version(record)
    version = asked or latest
    return (record | record.get("earlier", {}).get(version, {}), version) if version <= latest else None
