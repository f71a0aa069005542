"""Invented records in the form of arXiv's metadata snapshot: none of these papers exists."""

from __future__ import annotations

from random import Random
from typing import Any

SYLLABLES = [consonant + vowel for consonant in "bdfghklmnprstv" for vowel in "aeio"]
COMMON = ("the", "of", "and", "in", "we", "for", "with", "on", "that", "is", "our", "this", "model", "method", "show")


def record(id: str, title: str, abstract: str, authors: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
    """One record; `authors` are (family, given) pairs."""
    created = more.pop("created", ["Mon, 4 Mar 2019 10:00:00 GMT"])
    return {
        "id": id,
        "title": title,
        "authors": ", ".join(f"{given} {family}" for family, given in authors),
        "authors_parsed": [[family, given, ""] for family, given in authors],
        "abstract": abstract,
        "categories": "cs.DL cs.IR",
        "versions": [{"version": f"v{n}", "created": each} for n, each in enumerate(created, 1)],
        "update_date": "2020-01-01",
        "comments": None,
        "journal-ref": None,
        "doi": None,
        **more,
    }


SHEEP = record(
    "1903.01234",
    "Counting Sheep: Drowsiness-Aware Tallies for $n$-ary Flocks",
    "Counting sheep is usually left to shepherds who cannot sleep. We introduce a drowsy tally which forgets every "
    "seventh animal on purpose, and prove that the flock grows pleasantly round. Trials across eleven mountain meadows "
    "confirm that woolly arithmetic outlasts ordinary bookkeeping whenever the moon is hidden behind chimneys.",
    [("Woolsey", "Baa B."), ("van Hoorn", "Pieter"), ("Núñez", "Inés")],
    created=["Mon, 4 Mar 2019 10:00:00 GMT", "Tue, 7 May 2019 08:30:00 GMT", "Fri, 3 Jan 2020 23:59:59 GMT"],
    comments="12 pages, 3 flocks",
    doi="10.1000/Sheep.182",
    **{"journal-ref": "J. Sheep Sci. 4, 17 (2020)"},
)
TEAPOT = record(
    "1903.05678",
    "A Teapot Calculus for Distributed Kettles",
    "Kettles that whistle in unison waste remarkable amounts of steam. A small calculus of teapots assigns each "
    "whistle its own hallway, so that neighbouring kitchens never hear porcelain quarrels twice. The calculus is "
    "sound, complete, and pours without dripping on embroidered tablecloths.",
    [("Woolsey", "Baa B."), ("Okafor", "Chidi")],
)
LANTERN = record(
    "hep-th/9901017",
    "Lanterns at Strong Coupling",
    r"Paper lanterns obey Schr\"odinger's forgotten postcard. We hang thirteen lanterns from a rotating clothesline "
    "and observe how candle wax remembers forgotten dimensions of an attic staircase.",
    [("Woolsey", "Baa B.")],
    created=["Tue, 5 Jan 1999 09:00:00 GMT"],
    categories="hep-th",
)
UMBRELLA = record(
    "2004.09999",
    "Umbrellas Considered Sideways",
    "Holding umbrellas sideways keeps exactly one shoulder dry. Statisticians disagree about which shoulder prefers "
    "drizzle, yet postal carriers consistently report damp envelopes near windy harbours and cheerful lighthouses.",
    [("Woolsey", "Baa B."), ("Li", "Wei")],
    created=["Thu, 2 Apr 2020 12:00:00 GMT"],
)
STRANGER = record(
    "2004.10000",
    "Notes on Unrelated Turnips",
    "Turnips arranged alphabetically resist sorting. Our gardeners interviewed forty vegetables about punctuality and "
    "received polite silence, which we interpret as cautious agreement among root crops of northern allotments.",
    [("Turnbull", "Olga")],
)
HAND_WRITTEN = [SHEEP, TEAPOT, LANTERN, UMBRELLA, STRANGER]


def invent(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many records of words that no language has; the same for the same seed."""
    random = Random(seed)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(4000)]

    def text(length: int) -> list[str]:
        return [random.choice(COMMON) if random.random() < 0.35 else random.choice(words) for _ in range(length)]

    records = []
    for number in range(count):
        sentences = [" ".join(text(18)).capitalize() + "." for _ in range(6)]
        title = " ".join(random.sample(words, random.randint(4, 9))).title()
        names = [(random.choice(words).capitalize(), random.choice(words).capitalize()) for _ in range(3)]
        records.append(record(f"21{number // 9999 + 1:02}.{number % 9999 + 1:05}", title, " ".join(sentences), names))
    return records
