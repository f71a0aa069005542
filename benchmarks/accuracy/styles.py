"""Ten ways to print one reference, as journals and reference managers do; the styles' own oddities kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bibtools.model.name import Name

Style = Callable[["Printed"], str]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a style has to print; `pages` with an en dash, every text perhaps empty, `number` the running number."""

    authors: Sequence[Name]
    title: str
    venue: str
    year: str
    pages: str
    number: int

    def people(self, one: Callable[[Name], str], last: str, *, most: int = 99, cut: str = " et al.") -> str:
        """The authors by `one`, joined with commas and `last`; beyond `most` only the first, with `cut`."""
        told = [one(name) for name in self.authors]
        if len(told) > most:
            return told[0] + cut
        return told[0] if len(told) == 1 else ", ".join(told[:-1]) + last + told[-1]


def _initials(name: Name, *, after: str = ".", between: str = " ") -> str:
    return between.join(part[0] + after for part in (name.given or "").replace("-", " ").split())


def _family(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.particle, name.family) if part)


def _initials_first(name: Name) -> str:
    return f"{_initials(name)} {_family(name)}".strip()


def _initials_last(name: Name) -> str:
    return f"{_family(name)}, {_initials(name)}".rstrip(", ")


def _bare_initials(name: Name) -> str:
    return f"{_family(name)} {_initials(name, after='', between='')}".strip()


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def ieee(it: Printed) -> str:
    """[3] A. Doe, B. Roe, and C. Poe, “Title,” in Venue, 2021, pp. 1–8."""
    pages = f", pp. {it.pages}" if it.pages else ""
    people = it.people(_initials_first, ", and ", most=6)
    return f"[{it.number}] {people}, “{it.title},” in {it.venue}, {it.year}{pages}."


def acm(it: Printed) -> str:
    """Anna Doe and Bob Roe. 2021. Title. In Venue. 1–8."""
    people = it.people(lambda name: name.display(), ", and ")
    return _joined(f"{people}. {it.year}. {it.title}. In {it.venue}.", f"{it.pages}." if it.pages else "")


def apa(it: Printed) -> str:
    """Doe, A., & Roe, B. (2021). Title. Venue, 1–8."""
    pages = f", {it.pages}" if it.pages else ""
    return f"{it.people(_initials_last, ', & ')} ({it.year}). {it.title}. {it.venue}{pages}."


def chicago(it: Printed) -> str:
    """Doe, Anna, and Bob Roe. 2021. “Title.” Venue: 1–8."""
    first, *rest = it.authors
    others = [name.display() for name in rest]
    people = first.inverted() + (", " + ", ".join(others[:-1]) if len(others) > 1 else "")
    people += f", and {others[-1]}" if others else ""
    pages = f": {it.pages}" if it.pages else ""
    return f"{people}. {it.year}. “{it.title}.” {it.venue}{pages}."


def mla(it: Printed) -> str:
    """Doe, Anna, et al. "Title." Venue (2021): 1-8."""
    first, *rest = it.authors
    people = first.inverted()
    if len(rest) == 1:
        people += f", and {rest[0].display()}"
    elif rest:
        people += ", et al"
    pages = f": {it.pages.replace('–', '-')}" if it.pages else ""
    return f'{people}. "{it.title}." {it.venue} ({it.year}){pages}.'


def vancouver(it: Printed) -> str:
    """3. Doe AB, Roe C. Title. Venue. 2021;1-8."""
    pages = f":{it.pages.replace('–', '-')}" if it.pages else ""
    people = it.people(_bare_initials, ", ", most=6, cut=", et al")
    return f"{it.number}. {people}. {it.title}. {it.venue}. {it.year}{pages}."


def nature(it: Printed) -> str:
    """3. Doe, A. et al. Title. Venue 1–8 (2021)."""
    people = it.people(_initials_last, " & ", most=5)
    return _joined(f"{it.number}. {people}", f"{it.title}. {it.venue}", it.pages, f"({it.year}).")


def springer(it: Printed) -> str:
    """Doe, A., Roe, B.: Title. In: Venue, pp. 1–8 (2021)"""
    pages = f", pp. {it.pages}" if it.pages else ""
    return f"{it.people(_initials_last, ', ')}: {it.title}. In: {it.venue}{pages} ({it.year})"


def aps(it: Printed) -> str:
    """[3] A. Doe and B. Roe, Title, Venue 1 (2021)."""
    first = it.pages.split("–")[0]
    people = it.people(_initials_first, " and ", most=10)
    return f"[{it.number}] {people}, {it.title}, {_joined(it.venue, first)} ({it.year})."


def plain(it: Printed) -> str:
    """Anna Doe and Bob Roe. Title. In Venue, pages 1–8, 2021."""
    pages = f", pages {it.pages}" if it.pages else ""
    return f"{it.people(lambda name: name.display(), ' and ')}. {it.title}. In {it.venue}{pages}, {it.year}."


STYLES: tuple[tuple[str, Style], ...] = (
    ("IEEE", ieee),
    ("ACM", acm),
    ("APA", apa),
    ("Chicago", chicago),
    ("MLA", mla),
    ("Vancouver", vancouver),
    ("Nature", nature),
    ("Springer LNCS", springer),
    ("APS", aps),
    ("BibTeX plain", plain),
)
