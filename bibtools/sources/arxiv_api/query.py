"""The plan: what to ask arXiv about each entry, and how much goes into one request. Pure.

Facts about the server that shape it (arXiv API User's Manual, section 3.1 and 5.1; the public source of arxiv-search):
AND, OR and ANDNOT group from the right without precedence, so every composite part stands in parentheses; an unquoted
word is looked up in all fields, so every value is quoted; a chain of some 900 ORs is too long, 150 is safe; a request
line may have 4,094 bytes, a form in the body is not limited in practice; a page holds 2,000 records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_api import phrases
from bibtools.sources.base import Query
from bibtools.sources.http import Method, address
from bibtools.text.fold import fold

PAGE = 2000
LONGEST_REQUEST_LINE = 4000


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of a request that stands for query number `query`: complete in itself, of so many OR-able terms."""

    query: int
    text: str
    terms: int = 1


def api_id(id: Identifier) -> str | None:
    """An arXiv id as `id_list` takes it, with the version if one was stated; None for what would spoil the request.

    One malformed id makes the server refuse the whole list, so nothing doubtful is sent.

    >>> api_id(Identifier("arxiv", "math.GT/0309136", 2)), api_id(Identifier("arxiv", "1713.99999")) is None
    ('math/0309136v2', True)
    """
    known = parse_identifier(id.versioned()) if id.scheme == "arxiv" else None
    return known.versioned() if known is not None and known.scheme == "arxiv" else None


def doi_clause(number: int, query: Query) -> Clause | None:
    """DOIs of the published form, which arXiv knows exactly as the authors wrote them.

    >>> doi_clause(0, Query(ids=(Identifier("doi", "10.1000/182"),))).text
    'doi:"10.1000/182"'
    """
    dois = [id.value for id in query.ids if id.scheme == "doi" and not re.search(r'["*?\\\s]', id.value)]
    return _clause(number, " OR ".join(f'doi:"{doi}"' for doi in dois[:2]), min(len(dois), 2))


def title_clause(number: int, query: Query) -> Clause | None:
    """The title as a phrase, with a surname where the phrase alone would find too much.

    >>> title_clause(0, Query(title="Attention Is All You Need")).text
    'ti:"Attention Is All You Need"'
    >>> title_clause(0, Query(title="Introduction", author=(Name(family="Ng"),))).text
    '(ti:"Introduction" AND au:"ng")'
    """
    if not query.title:
        found = phrases.segments(query.text) if query.text else ()
        return _clause(number, " OR ".join(f'ti:"{phrase}"' for phrase in found), len(found))
    found = phrases.of_title(query.title)
    terms = [f'ti:"{phrase}"' for phrase in found]
    if _is_short_title(found) and (surname := _surname(query.author)):
        terms.append(f'au:"{surname}"')
    return _clause(number, " AND ".join(terms), len(terms))


def loose_title_clause(number: int, query: Query) -> Clause | None:
    """What still finds a title with a slip in it: rare words beside a surname, or else pieces of it.

    >>> loose_title_clause(0, Query(title="Attention Is All You Need")).text
    '(ti:"Attention Is" OR ti:"You Need")'
    >>> loose_title_clause(0, Query(title="Attention Is All You Need", author=(Name(family="Vaswani"),))).text
    '(au:"vaswani" AND (ti:"Attention" OR ti:"Need"))'
    """
    title = query.title or ""
    surname = _surname(query.author)
    if surname and _is_short_title(whole := phrases.of_title(title)):
        # It was asked for with its author, who may be another one than stated.
        return _clause(number, " AND ".join(f'ti:"{phrase}"' for phrase in whole), len(whole))
    rare = phrases.rare_words(title) if surname else ()
    if surname and rare:
        words = " OR ".join(f'ti:"{word}"' for word in rare)
        return Clause(number, f'(au:"{surname}" AND ({words}))', 1 + len(rare))
    found = phrases.pieces_of_title(title)
    return _clause(number, " OR ".join(f'ti:"{phrase}"' for phrase in found), len(found))


def abstract_clause(number: int, query: Query, *, size: int = 8, avoid: Sequence[str] = ()) -> Clause | None:
    """Two telling stretches of the abstract, either of which will do; `avoid` are those already tried."""
    found = phrases.windows(query.abstract or query.text or "", size=size, avoid=avoid)
    return _clause(number, " OR ".join(f'abs:"{phrase}"' for phrase in found), len(found))


def quoted(clause: Clause) -> tuple[str, ...]:
    """The phrases in a clause.

    >>> quoted(Clause(0, '(abs:"one two" OR abs:"three four")', 2))
    ('one two', 'three four')
    """
    return tuple(re.findall(r'"([^"]*)"', clause.text))


def common_authors(references: Iterable[Reference]) -> tuple[Name, ...]:
    """Who wrote most of these works: in two at least and in half of them; more than one only if they are tied.

    >>> a, b = Name("Zhu", "Congcong"), Name("Chen", "Jingrun")
    >>> [name.family for name in common_authors([Reference(author=(b, a)), Reference(author=(a,))])]
    ['Zhu']
    """
    works = [{fold(name.display()): name for name in reference.author if name != OTHERS} for reference in references]
    counts = Counter(key for work in works for key in work if key)
    most = max(counts.values(), default=0)
    if most < 2 or 2 * most < len(works):
        return ()
    tied = sorted(key for key, count in counts.items() if count == most)
    known = {key: name for work in works for key, name in work.items()}
    return tuple(known[key] for key in tied[:3])


def author_clause(number: int, names: Sequence[Name]) -> Clause | None:
    """The works of these authors.

    >>> author_clause(0, [Name("Maestro", "Adrian", "Del")]).text
    'au:"adrian del maestro"'
    """
    terms = [f'au:"{folded}"' for name in names if (folded := fold(name.display()))]
    return _clause(number, " OR ".join(terms), len(terms))


def id_fields(clauses: Sequence[Clause]) -> dict[str, str]:
    """The form of a request for ids."""
    return {"id_list": ",".join(clause.text for clause in clauses), "start": "0", "max_results": str(len(clauses))}


def search_fields(clauses: Sequence[Clause]) -> dict[str, str]:
    """The form of a request for whatever answers one of the clauses, the most relevant first.

    >>> search_fields([Clause(0, 'ti:"A B"'), Clause(1, '(ti:"C" AND au:"d")', 2)])["search_query"]
    'ti:"A B" OR (ti:"C" AND au:"d")'
    """
    return {
        "search_query": " OR ".join(clause.text for clause in clauses),
        "start": "0",
        "max_results": str(min(PAGE, max(50, 4 * sum(clause.terms for clause in clauses)))),
        "sortBy": "relevance",
        "sortOrder": "descending",
    }


def works_fields(clauses: Sequence[Clause]) -> dict[str, str]:
    """The form of a request for the works of an author, in an order that stays the same from page to page."""
    return search_fields(clauses) | {"max_results": "500", "sortBy": "submittedDate"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of request: the form made of its clauses, and how many terms one may hold by each method."""

    fields: Callable[[Sequence[Clause]], dict[str, str]]
    most: Mapping[Method, int]


IDS = Shape(id_fields, {"POST": PAGE, "GET": 300})
SEARCH = Shape(search_fields, {"POST": 150, "GET": 150})
WORKS = Shape(works_fields, {"POST": 10, "GET": 10})


def pack(clauses: Iterable[Clause], shape: Shape, method: Method, url: str) -> Iterator[tuple[Clause, ...]]:
    """The clauses in as few requests as the server takes by this method, in their order.

    >>> many = [Clause(n, f'ti:"number {n:06}"') for n in range(300)]
    >>> [len(batch) for batch in pack(many, SEARCH, "POST", "https://x.org/query")]
    [150, 150]
    """
    batch: list[Clause] = []
    terms = 0
    for clause in clauses:
        terms += clause.terms
        if batch and (terms > shape.most[method] or not _is_short([*batch, clause], shape, method, url)):
            yield tuple(batch)
            batch, terms = [], clause.terms
        batch.append(clause)
    if batch:
        yield tuple(batch)


def fits(clauses: Sequence[Clause], shape: Shape, method: Method, url: str) -> bool:
    """Whether one request can hold all these clauses."""
    within = sum(clause.terms for clause in clauses) <= shape.most[method]
    return within and _is_short(clauses, shape, method, url)


def _is_short(clauses: Sequence[Clause], shape: Shape, method: Method, url: str) -> bool:
    return method == "POST" or len(address(url, shape.fields(clauses))) <= LONGEST_REQUEST_LINE


def _clause(number: int, text: str, terms: int) -> Clause | None:
    if not text or not terms:
        return None
    return Clause(number, f"({text})" if terms > 1 else text, terms)


def _is_short_title(found: Sequence[str]) -> bool:
    """Whether phrases hold so few words that many titles have them."""
    return 0 < sum(phrase.count(" ") + 1 for phrase in found) < 3


def _surname(author: Sequence[Name]) -> str | None:
    """The first author's family name, as the search spells it."""
    named = next((name.family or name.literal for name in author if name != OTHERS), None)
    return fold(named) or None if named else None
