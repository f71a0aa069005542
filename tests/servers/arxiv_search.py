"""What stands behind the arXiv server of the tests: records, an inverted index, and arXiv's query language.

Records are dicts in the form of arXiv's public metadata snapshot. The language and its oddities follow the API's manual
(https://info.arxiv.org/help/api/user-manual.html) and what the public source of arxiv-search does:

- AND, OR and ANDNOT group from the right, without precedence; words side by side are joined by OR
- a word without a field is looked up in all of them, so `ti:deep learning` is `ti:deep OR all:learning`
- a phrase matches words in a row, stemmed; `*` and `?` are wildcards even within quotes, where they match nothing
- math is not part of the text; a hyphen separates words; an apostrophe or a full stop within a word does not
- a quotation mark that is not closed, two operators in a row, a stray parenthesis: refused
- a chain of more than 900 operators exhausts the server
"""

from __future__ import annotations

import fnmatch
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]
Scores = dict[int, float]

LONGEST_CHAIN = 900
FIELDS = ("ti", "abs", "au", "co", "jr", "cat", "rn", "id", "doi", "all")
OPERATORS = ("AND", "OR", "ANDNOT")

_TOKEN = re.compile(r'\s+|(?P<paren>[()])|(?P<word>(?:[^\s()"]|"[^"]*")+)|(?P<stray>")')
_MATH = re.compile(r"\$[^$]*\$")
_ACCENT = re.compile(r"""\\[`'^"~=.uvHtcdbkr]\s*\{?\\?([A-Za-z])\}?""")
_MACRO = re.compile(r"\\[A-Za-z]+|[{}\\]")
_WORD = re.compile(r"[a-z0-9_]+(?:['.][a-z0-9_]+)*|[^\W\d_a-z]+")


class BadQuery(Exception):
    """HTTP 400."""


class Exhausted(Exception):
    """HTTP 500: Python's recursion limit, there."""


def read_records(path: Path) -> list[Record]:
    """The records of a JSON-lines file, plain or .zst."""
    if path.suffix == ".zst":
        import zstandard

        with zstandard.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def tokens(text: str) -> list[str]:
    """The words of a text as the index holds them; `|` where math stood, which no phrase can bridge.

    >>> tokens('Schr\\\\"odinger\\'s state-of-the-art $x^2$ model')
    ["schrodinger's", 'state', 'of', 'the', 'art', '|', 'model']
    """
    text = _MACRO.sub("", _ACCENT.sub(r"\1", text)) if "\\" in text or "{" in text else text
    found: list[str] = []
    for number, part in enumerate(_MATH.split(text)):
        if number:
            found.append("|")
        found += _WORD.findall(_without_accents(part).lower().replace("’", "'"))
    return found


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=500_000)
def stem(word: str) -> str:
    """A word without the commonest English endings: what makes the search loose."""
    for ending in ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Library:
    """Records with an index over their words; building it takes a second or two for 20,000."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self.by_id = {record["id"]: number for number, record in enumerate(self.records)}
        self._text: dict[str, list[str]] = {"ti": [], "abs": [], "co": [], "jr": []}
        self._where: dict[str, dict[str, list[int]]] = {field: defaultdict(list) for field in (*self._text, "au")}
        self._authors: list[list[str]] = []
        for number, record in enumerate(self.records):
            for field, name in (("ti", "title"), ("abs", "abstract"), ("co", "comments"), ("jr", "journal-ref")):
                stems = [stem(word) for word in tokens(record.get(name) or "")]
                self._text[field].append(f" {' '.join(stems)} ")
                for word in set(stems):
                    self._where[field][word].append(number)
            names = [f" {' '.join(tokens(name))} " for name in author_names(record)]
            self._authors.append(names)
            for word in {word for name in names for word in name.split()}:
                self._where["au"][word].append(number)

    def search(self, query: str) -> Scores:
        """The numbers of the records that answer, with their relevance. Raises BadQuery, Exhausted."""
        parts = _tokenize(query)
        scores, rest = self._expression(parts, 0)
        if rest != len(parts):
            raise BadQuery(f"cannot parse fragment: {' '.join(parts[rest:])}")
        return scores

    def _expression(self, parts: list[str], at: int) -> tuple[Scores, int]:
        chain: list[tuple[Scores, str]] = []
        while True:
            if at < len(parts) and parts[at] == "ANDNOT" and not chain:
                operand, at = self._term(parts, at + 1)
                operand = dict.fromkeys(set(range(len(self.records))) - operand.keys(), 1.0)
            else:
                operand, at = self._term(parts, at)
            if at >= len(parts) or parts[at] == ")":
                break
            operator = parts[at] if parts[at] in OPERATORS else "OR"
            at += parts[at] in OPERATORS
            chain.append((operand, operator))
            if len(chain) > LONGEST_CHAIN:
                raise Exhausted("maximum recursion depth exceeded")
        for left, operator in reversed(chain):
            operand = _combine(left, operator, operand)
        return operand, at

    def _term(self, parts: list[str], at: int) -> tuple[Scores, int]:
        if at >= len(parts) or parts[at] == ")" or parts[at] in OPERATORS:
            raise BadQuery(f"cannot parse fragment: {' '.join(parts[at:]) or 'the end'}")
        if parts[at] == "(":
            inside, at = self._expression(parts, at + 1)
            if at >= len(parts):
                raise BadQuery("parenthesis does not close")
            return inside, at + 1
        field, colon, value = parts[at].partition(":")
        if not colon or '"' in field:
            field, value = "all", parts[at]
        if field not in FIELDS:
            raise BadQuery(f"invalid field: {field}")
        return self._field(field, value.strip('"')), at + 1

    def _field(self, field: str, value: str) -> Scores:
        if value.startswith(("*", "?")):
            raise BadQuery("query cannot start with a wildcard")
        if field == "all":
            found: Scores = {}
            for each in ("ti", "abs", "au", "co", "jr", "cat"):
                found = _combine(found, "OR", self._field(each, value))
            return found
        if field in ("cat", "id", "doi", "rn"):
            return self._exact(field, value)
        if field == "au":
            return self._author(value)
        if "*" in value or "?" in value:
            words = fnmatch.filter(self._where[field], value.lower())
            return {number: 1.0 for word in words for number in self._where[field][word]}
        return self._phrase(field, [stem(word) for word in tokens(value) if word != "|"])

    def _phrase(self, field: str, words: list[str]) -> Scores:
        if not words:
            return {}
        postings = sorted((self._where[field].get(word, []) for word in words), key=len)
        among = set(postings[0]).intersection(*postings[1:])
        phrase = f" {' '.join(words)} "
        texts = self._text[field]
        weight = sum(math.log(1 + len(self.records) / (1 + len(each))) for each in postings)
        # Shorter fields count more, as in any ranking of this kind.
        return {n: weight / (1 + len(texts[n]) / 1000) for n in among if phrase in texts[n]}

    def _author(self, value: str) -> Scores:
        words = [word for word in tokens(value.replace("_", " ")) if word != "|"]
        if not words:
            return {}
        among = set.intersection(*(set(self._where["au"].get(word, ())) for word in words))
        forms = (f" {' '.join(words)} ", f" {' '.join([*words[1:], words[0]])} ")
        return {n: 5.0 for n in among if any(form in name for name in self._authors[n] for form in forms)}

    def _exact(self, field: str, value: str) -> Scores:
        if field == "id":
            number = self.by_id.get(value.rsplit("v", 1)[0] if re.search(r"v\d+\Z", value) else value)
            return {} if number is None else {number: 1.0}
        if field == "cat":
            return {
                number: 1.0
                for number, record in enumerate(self.records)
                if fnmatch.filter((record.get("categories") or "").split(), value)
            }
        name = {"doi": "doi", "rn": "report-no"}[field]
        return {number: 1.0 for number, record in enumerate(self.records) if record.get(name) == value}


def _tokenize(query: str) -> list[str]:
    parts: list[str] = []
    at = 0
    while at < len(query):
        found = _TOKEN.match(query, at)
        if found is None or found["stray"]:
            raise BadQuery(f"quotation does not close: {query[at:]}")
        at = found.end()
        if found[0].strip():
            parts.append(found[0])
    for part in parts:
        # A quotation mark within a phrase ends it in the middle of a word.
        if '"' in part and not re.fullmatch(r'(?:\w+:)?"[^"]*"', part):
            raise BadQuery(f"cannot parse fragment: {part}")
    if not parts:
        raise BadQuery("either a search_query or id_list must be specified")
    return parts


def _combine(left: Scores, operator: str, right: Scores) -> Scores:
    if operator == "AND":
        return {number: score + right[number] for number, score in left.items() if number in right}
    if operator == "ANDNOT":
        return {number: score for number, score in left.items() if number not in right}
    return dict(Counter(left) + Counter(right))


def author_names(record: Record) -> list[str]:
    """The authors as the feed writes them: given name first."""
    return [" ".join(part for part in (given, family, suffix) if part) for family, given, suffix in _parsed(record)]


def _parsed(record: Record) -> list[tuple[str, str, str]]:
    parsed = record.get("authors_parsed")
    if parsed:
        return [(each[0], each[1], each[2] if len(each) > 2 else "") for each in parsed]
    return [(name.strip(), "", "") for name in re.split(r",| and ", record.get("authors") or "") if name.strip()]


def moments(record: Record) -> tuple[str, str]:
    """When the first and the latest version were submitted, as the feed writes it."""
    created = [version["created"] for version in record.get("versions") or () if version.get("created")]
    if not created:
        # The feed always has dates; where a copy of the snapshot has none, the id tells the month.
        digits = re.sub(r"\D", "", record["id"])
        day = f"{'19' if digits[0] == '9' else '20'}{digits[:2]}-{digits[2:4]}-01"
        return f"{day}T00:00:00Z", f"{day}T00:00:00Z"
    return _moment(created[0]), _moment(created[-1])


def _moment(created: str) -> str:
    """A version's time in either spelling that copies of the snapshot have: RFC 2822, or the day in ISO 8601."""
    if re.match(r"\d{4}-", created):
        return f"{created[:10]}T00:00:00Z"
    return parsedate_to_datetime(created).strftime("%Y-%m-%dT%H:%M:%SZ")


def latest_version(record: Record) -> int:
    """The number of the latest version that the record knows."""
    versions = record.get("versions") or ()
    # Copies of the snapshot sometimes lack the numbers.
    return int((versions[-1].get("version") or f"v{len(versions)}").lstrip("v")) if versions else 1
