"""People of a seed document as names, whichever way round the line writes them."""

from __future__ import annotations

from bibtools.model.name import Name
from bibtools.text.names import parse_author_list, parse_family_given_run


def persons(text: str) -> tuple[Name, ...]:
    """The names in one line of people.

    >>> [name.display() for name in persons("Ding, Zijun, Xiong, Mingdie")]
    ['Zijun Ding', 'Mingdie Xiong']
    >>> [name.display() for name in persons("*J. Doe and A. Roe*")]
    ['J. Doe', 'A. Roe']
    """
    flat = " ".join(text.replace("~", " ").split()).strip(" .;,*_") + (
        "." if text.rstrip().endswith(".") and text.rstrip()[-3:-2] in " .-" else ""
    )
    run = parse_family_given_run(flat)
    return parse_author_list(flat) if run is None else run
