"""What sets one service apart from another: what it is asked, what it answers, how often it may be asked.

Everything here is pure: values that describe requests, functions that read answers. `client` does the asking.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.sources.base import Query
from bibtools.sources.http import Answer
from bibtools.sources.works.shape import text
from bibtools.text.fold import words

Record = Mapping[str, Any]
# How many records of a search are looked at.
MOST_PER_QUERY = 5
_VARIABLE = re.compile(r"\$[^$]*\$|\\?&(?:amp;)?|\band\b|[\u0370-\u03ff]|(?<=\w)['’]\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: `path` below the service's address, `fields` in its query, `body` as JSON where it is a POST."""

    path: str
    fields: Mapping[str, str]
    body: Any = None

    @property
    def key(self) -> str:
        """The same text for the same question."""
        return json.dumps([self.path, dict(self.fields), self.body], sort_keys=True)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a key adds to each request: headers, or fields of the query."""

    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


def _knows_no_ids(id: Identifier) -> None:  # noqa: ARG001
    return None


def _never(answer: Answer) -> bool:  # noqa: ARG001
    return False


def _unsigned(key: str) -> Signature:  # noqa: ARG001
    return Signature()


@dataclass(frozen=True, slots=True)
class Service:
    """One service of published metadata.

    `find` makes the request for a title (None where the query has none), `lookup` that for up to `batch` ids as `spell`
    writes them (None for an id the service cannot know); an id with one of `separators` cannot stand in such a list.
    `records` gives the records of an answer, None when it is not an answer of the kind expected; with `in_order` they
    answer the ids one by one, null standing for unknown ones. `reference` reads one record and never fails; `keep` are
    the fields of a record that it reads, and that are cached. `delay` is the time between the starts of two requests,
    in seconds, `delay_with_mail` that for users who say who they are; None where nobody asks who they are.
    `finds_nothing` knows the refusals that only say that nothing was found, `sign` what to do with a key.
    """

    name: str
    label: str
    url: str
    delay: float
    find: Callable[[Query], Ask | None]
    records: Callable[[Any], Sequence[Any] | None]
    reference: Callable[[Record], Reference]
    keep: tuple[str, ...]
    delay_with_mail: float | None = None
    lookup: Callable[[Sequence[str]], Ask] | None = None
    spell: Callable[[Identifier], str | None] = _knows_no_ids
    batch: int = 50
    in_order: bool = False
    separators: str = ""
    sign: Callable[[str], Signature] = _unsigned
    finds_nothing: Callable[[Answer], bool] = _never


def title_words(title: str | None) -> str:
    """The words of a title that every spelling of it has, for services that want all of them; empty if it has none.

    Left out is what one writes so and the other otherwise: formulas, Greek letters, "and", what follows an apostrophe.

    >>> title_words("Pandora's Box &amp; Drowsiness-Aware $x_1$-Tallies"), title_words("$T_c$"), title_words(None)
    ('pandora box drowsiness aware tallies', 'tc', '')
    """
    return " ".join(words(_VARIABLE.sub(" ", title or "")) or words(title or ""))


def first_family(query: Query) -> str | None:
    """The family name of the first author, if it is a person's."""
    return text(query.author[0].family) if query.author else None
