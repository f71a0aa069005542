"""What of names and identifiers is hashed: the same for records and for queries."""

from __future__ import annotations

from functools import lru_cache

from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.text.fold import fold


def family_key(name: Name) -> str:
    """The comparison key of a family name without its particle, or of a collaboration's whole name.

    >>> family_key(Name(family="Müller", given="A.")), family_key(Name(literal="ATLAS Collaboration"))
    ('muller', 'atlas collaboration')
    """
    return _fold(name.literal or name.family or "")


# Many people share a family name, and each has many papers.
_fold = lru_cache(maxsize=1 << 16)(fold)


def id_key(id: Identifier) -> str:
    """Scheme and value, whatever the version and the case.

    >>> id_key(Identifier("doi", "10.1103/PhysRevD.76.013009"))
    'doi:10.1103/physrevd.76.013009'
    """
    return f"{id.scheme}:{id.value.lower()}"
