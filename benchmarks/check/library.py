"""Invented `.bib` files of any length, ordinary in all that a check looks at, with a fault in some of their entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

_TEXT = """
    quantum field theory neural attention model learning graph spectral deep network optimal gradient estimation bounds
    lattice kernel random walk sparse signal recovery stellar cluster galaxy survey plasma transport membrane protein
    folding crystal phase boundary turbulent flow harbour lantern river shore catalogue silence market equilibrium
"""
_PEOPLE = r"""
    Doe Roe Quill Dove M{\"u}ller Garc{\'i}a Novak Tanaka Okafor Lind{\'e}n Rossi Petrov Silva Kim
"""
_WORDS, _FAMILIES = _TEXT.split(), _PEOPLE.split()
_GIVEN = ("Jane", "Max", "Ada", "Ceri", "Ann", "Leo", "Mia", "Kofi", "Yuki", "Ines", "Olga", "Ravi", "Noor", "Eva")
_SMALL = ("of", "for", "with", "and the", "in", "on", "beyond", "under")
_ACRONYMS = ("{BERT}", "{DNA}", "{$SU(N)$}", "{MCMC}", "{NASA}")
_JOURNALS = ("Journal of Moonlight", "Annals of Harbours", "Physical Letters of Lakes", "Transactions on Lanterns")

Fields = dict[str, str]
FAULTS: tuple[Callable[[Fields], Fields], ...] = (
    lambda fields: {**fields, "doi": f"{{https://doi.org/{fields['doi'][1:]}"},
    lambda fields: {**fields, "title": f"{fields['title'][:-1]} & more}}"},
    lambda fields: {**fields, "title": f"{fields['title'][:-1]} of QCD}}"},
    lambda fields: {**fields, "month": "{June}"},
    lambda fields: {**fields, "author": "{Jane Doe; Max Roe}"},
    lambda fields: {**fields, "pages": "{205--105}"},
    lambda fields: {**fields, "year": "{20201}"},
    lambda fields: {name: value for name, value in fields.items() if name != "journal"},
)
"""Each puts one fault into an entry's fields."""


def title(random: Random) -> str:
    """Seven words or so."""
    words = [random.choice((*_WORDS, *_WORDS, *_ACRONYMS)) for _ in range(6)]
    words[0] = random.choice(_WORDS).capitalize()
    words[3] = random.choice(_SMALL)
    return " ".join(words)


def entry(number: int, random: Random, faulty: float) -> str:
    """One entry of some 600 characters and ten fields; `faulty` is the share of those with a fault."""
    people = (f"{random.choice(_FAMILIES)}, {random.choice(_GIVEN)}" for _ in range(random.randrange(1, 6)))
    page = random.randrange(1, 900)
    fields = {
        "author": f"{{{' and '.join(people)}}}",
        "title": f"{{{title(random)}}}",
        "journal": f"{{{random.choice(_JOURNALS)}}}",
        "year": f"{{{random.randrange(1990, 2026)}}}",
        "month": random.choice(("jan", "jun", "oct")),
        "volume": f"{{{random.randrange(1, 99)}}}",
        "pages": f"{{{page}--{page + 9}}}",
        "doi": f"{{10.1000/lake.{number}}}",
        "url": f"{{https://example.org/papers/{number}}}",
        "abstract": f"{{{'. '.join(title(random) for _ in range(4))}.}}",
    }
    if random.random() < faulty:
        fields = random.choice(FAULTS)(fields)
    body = ",\n".join(f"  {name:<8} = {value}" for name, value in fields.items())
    return f"@article{{key{number},\n{body}\n}}\n"


def write_file(path: Path, count: int, faulty: float) -> None:
    """A file of `count` entries, the same on every run."""
    random = Random(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            file.write(entry(number, random, faulty) + "\n")
