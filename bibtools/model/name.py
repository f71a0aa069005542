"""A person's or a collaboration's name, in the parts CSL knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """One name: either `literal`, or `family` with its optional parts.

    `particle` holds all lower-case parts before the family name ("van der"); whether it is kept when
    sorting is the style's business. `truncated` names do not exist: "and others" is `OTHERS`.
    Source of the parts: CSL 1.0.2 specification, "Name-part Order"; BibTeX calls them von, Last, Jr, First.

    >>> Name(family="Waals", given="Johannes", particle="van der").display()
    'Johannes van der Waals'
    >>> Name(literal="ATLAS Collaboration").display()
    'ATLAS Collaboration'
    """

    family: str | None = None
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    literal: str | None = None

    def display(self) -> str:
        """The name as running text: given, particle, family, suffix; Chinese, Japanese and Korean names as they run.

        >>> Name(family="王", given="小明").display()
        '王小明'
        """
        if self.literal is not None:
            return self.literal
        if self.family and self.given and self.given[0] >= "\u3040" and "\u3040" <= self.family[0] <= "\ud7af":
            return self.family + self.given
        text = " ".join(part for part in (self.given, self.particle, self.family) if part)
        return f"{text}, {self.suffix}" if self.suffix else text

    def inverted(self) -> str:
        """`particle Family, Suffix, Given`: BibTeX's unambiguous order.

        >>> Name(family="King", given="Martin Luther", suffix="Jr.").inverted()
        'King, Jr., Martin Luther'
        """
        if self.literal is not None:
            return self.literal
        last = " ".join(part for part in (self.particle, self.family) if part)
        return ", ".join(part for part in (last, self.suffix, self.given) if part)


OTHERS = Name(literal="others")
"""Stands at the end of a list that its source cut short ("and others", "et al.")."""
