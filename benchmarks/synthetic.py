"""Invented records in any number, by seed: real in their statistics (lengths, frequencies of words), not in their text.

Words are made of syllables. Their frequencies follow Zipf's law with a tail that never ends, as in abstracts of arXiv:
new words keep coming however many records there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

import orjson

from bibtools.model.date import PartialDate

_SYLLABLES = re.findall(
    r"\w+", "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu qua stra mon ter ple con ing"
)
_COMMON = 30_000
_RARE = 0.01
_CATEGORIES = ("cs.CL", "cs.LG", "math.AG", "hep-th", "quant-ph", "astro-ph.GA", "cond-mat.str-el", "stat.ML cs.LG")
_MOST_A_MONTH = 25_000
_FIRST_YEAR = 2015


def word(random: Random) -> str:
    """One that may never have been there before."""
    return "".join(random.choices(_SYLLABLES, k=random.randint(1, 4)))


def records(count: int, seed: int = 20260101) -> Iterator[bytes]:
    """So many lines of a snapshot: titles of some 9 words, abstracts of 60 to 240, one to seven authors."""
    random = Random(seed)
    common = [word(random) for _ in range(_COMMON)]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(_COMMON)))
    families = [word(random).title() for _ in range(_COMMON)]

    def text(length: int) -> str:
        words = random.choices(common, cum_weights=weights, k=length)
        return " ".join(word(random) + word(random) if random.random() < _RARE else each for each in words)

    for number in range(count):
        month, place = divmod(number, _MOST_A_MONTH)
        day = PartialDate(_FIRST_YEAR + month // 12, month % 12 + 1, place % 28 + 1)
        people = [[random.choice(families), f"{chr(65 + place % 26)}.", ""] for _ in range(random.randint(1, 7))]
        yield orjson.dumps(
            {
                "id": f"{day.year % 100:02}{day.month:02}.{place + 1:05}",
                "title": text(random.randint(5, 13)).capitalize(),
                "authors": ", ".join(f"{given} {family}" for family, given, _ in people),
                "authors_parsed": people,
                "categories": random.choice(_CATEGORIES),
                "comments": f"{random.randint(4, 40)} pages",
                "journal-ref": None,
                "doi": f"10.5555/inv.{number}" if number % 3 == 0 else None,
                "report-no": None,
                "abstract": text(random.randint(60, 240)).capitalize() + ".",
                "versions": [{"version": "v1", "created": f"{day.iso()}T00:00:00Z"}],
                "update_date": day.iso(),
            }
        )


def write(path: Path, count: int) -> None:
    """A snapshot of so many invented records."""
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in records(count))
