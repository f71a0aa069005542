"""Names of CSL-JSON, in the form that Zotero's importer keeps whole, and in separate parts.

Zotero drops `non-dropping-particle`, `dropping-particle` and `suffix` on import ("van der Waals" becomes "Waals"), so
by default the particle stands in `family` and the suffix, after a comma, in `given`; citeproc takes both apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bibtools.model.name import Name

_SUFFIX = re.compile(
    r"(?P<given>.*\S)\s*,\s*(?P<suffix>[JS]r\.?|[IVX]{1,4}|\d(?:st|nd|rd|th)|Esq\.?|Ph\.?D\.?|M\.?D\.?)\Z"
)
_PARTS = frozenset(("family", "given", "literal", "non-dropping-particle", "suffix"))


def to_names(names: Iterable[Name], *, separate: bool = False) -> list[dict[str, object]]:
    """A name variable; `separate` writes particle and suffix as parts of their own.

    They are parts of their own too where a reader could not tell them from the rest.

    >>> to_names([Name(family="Waals", given="Johannes", particle="van der")])
    [{'family': 'van der Waals', 'given': 'Johannes'}]
    >>> to_names([Name(family="King", given="Martin Luther", suffix="Jr.")], separate=True)
    [{'family': 'King', 'given': 'Martin Luther', 'suffix': 'Jr.'}]
    """
    return [_to_name(name, separate) for name in names]


def from_names(value: object) -> tuple[tuple[Name, ...], bool]:
    """The names that a value tells, and whether that is all it tells. Empty names are left out.

    >>> from_names([{"family": "van der Waals", "given": "Johannes"}, {"literal": "ATLAS Collaboration"}])[1]
    True
    >>> from_names("Doe, Jane")
    ((Name(family='Doe', given='Jane', particle=None, suffix=None, literal=None),), False)
    """
    if isinstance(value, str):
        from bibtools.text.names import parse_bibtex_names

        return parse_bibtex_names(value), False
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        return (), False
    read = [_from_name(name) for name in value]
    return tuple(name for name, _ in read if name is not None), all(whole for _, whole in read)


def _to_name(name: Name, separate: bool) -> dict[str, object]:
    parts = _separate(name)
    if separate:
        return parts
    together: dict[str, object] = {}
    if family := " ".join(part for part in (name.particle, name.family) if part):
        together["family"] = family
    if given := ", ".join(part for part in (name.given, name.suffix) if part):
        together["given"] = given
    return together if name.literal is None and _from_name(together)[0] == name else parts


def _separate(name: Name) -> dict[str, object]:
    parts = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text is not None}


def _from_name(value: object) -> tuple[Name | None, bool]:
    if isinstance(value, str):
        return (Name(literal=value.strip()) if value.strip() else None), False
    if not isinstance(value, Mapping):
        return None, False
    texts = {part: text for part, text in value.items() if isinstance(text, str) and text.strip()}
    whole = _PARTS.issuperset(value) and len(texts) == len(value)
    family, given = texts.get("family"), texts.get("given")
    if family is None and given is None:
        # `name` is what Crossref calls the name of an organisation.
        literal = texts.get("literal") or texts.get("name")
        return (Name(literal=literal), whole or set(value) == {"name"}) if literal else (None, not value)
    particles = [texts[part] for part in ("dropping-particle", "non-dropping-particle") if part in texts]
    suffix = texts.get("suffix")
    if not particles and family:
        particle, family = _split_particle(family)
        particles = [particle] if particle else []
    if suffix is None and given and (found := _SUFFIX.match(given)):
        given, suffix = found["given"], found["suffix"]
    name = Name(family=family, given=given, particle=" ".join(particles) or None, suffix=suffix)
    return name, whole and "literal" not in texts


def _split_particle(family: str) -> tuple[str | None, str]:
    """The lower-case words before a family name, and the name; "de" alone is a family name."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and _starts_small(words[count]):
        count += 1
    return (" ".join(words[:count]), " ".join(words[count:])) if count else (None, family)


def _starts_small(word: str) -> bool:
    return next((letter.islower() for letter in word if letter.isalpha()), False)
