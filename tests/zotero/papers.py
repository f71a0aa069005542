"""Invented papers, and the items that a library may have of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from servers.invented import SYLLABLES

from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

ABSTRACT = "Sheep number {} refuses to be counted twice, and its lantern agrees with every kettle in the harbour."


def paper(number: int) -> Reference:
    """The paper of that number, the same every time: all that arXiv tells about a preprint."""
    random = Random(number)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(3, 5))).capitalize() for _ in range(8)]
    arxiv = f"20{1 + number // 9999:02}.{1 + number % 9999:05}"
    return Reference(
        type="article",
        title=" ".join(words[:5]),
        author=(Name(family=words[5], given="Ada B."), Name(family=words[6], given="Chidi")),
        issued=PartialDate(2020, 1 + number // 9999 % 12, 1 + number % 28),
        abstract=ABSTRACT.format(number),
        url=f"https://arxiv.org/abs/{arxiv}",
        ids=(Identifier("arxiv", arxiv), Identifier("doi", f"10.48550/arXiv.{arxiv}")),
        categories=("cs.DL",),
    )


def papers(*numbers: int) -> list[Reference]:
    return [paper(number) for number in numbers]


def arxiv_id(reference: Reference) -> str:
    """The id of a paper that has one."""
    found = reference.id("arxiv")
    assert found is not None
    return found.value


def held(number: int, **more: Any) -> dict[str, Any]:
    """A preprint as somebody may have it of the paper: with title, authors and id, and without everything else."""
    reference = paper(number)
    creators = [
        {"creatorType": "author", "firstName": name.given, "lastName": name.family} for name in reference.author
    ]
    return {
        "item_type": "preprint",
        "title": reference.title,
        "creators": creators,
        "archiveID": f"arXiv:{arxiv_id(reference)}",
        "tags": [{"tag": f"read {number}"}, {"tag": "automatic", "type": 1}],
        "extra": f"kept by hand, line {number}",
        **more,
    }


def enriched(reference: Reference, number: int = 1) -> Enriched:
    """A reference as it comes out of matching."""
    entry = Entry(f"new{number}", replace(reference), Origin("new.json", line=number))
    return Enriched(entry, reference)
