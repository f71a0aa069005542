"""Dates in BibTeX and BibLaTeX: reading the many spellings of year, month and date, and writing them.

BibTeX: btxdoc §3.2 (`year` is any text that ends in four digits, `month` a macro jan … dec, perhaps with a day joined
to it). BibLaTeX: manual §2.3.8, ISO 8601-2 with ranges, seasons and marks of doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MINYEAR
from functools import lru_cache

from bibtools.model.date import PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What date fields say: `date` as far as it is known, `kept` the fields whose text says more than `date`.

    `problems` are (code, field, message).
    """

    date: PartialDate | None
    kept: tuple[str, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()


# One line per month: English, German, French, Spanish, Italian, Portuguese, Dutch, without accents.
_MONTH_NAMES = tuple(
    line.split()
    for line in """january januar janvier enero gennaio janeiro januari janner
    february februar fevrier febrero febbraio fevereiro februari
    march marz maerz mars marzo marco maart mrt
    april avril abril aprile
    may mai mayo maggio maio mei
    june juni juin junio giugno junho
    july juli juillet julio luglio julho
    august aout agosto augustus
    september septembre septiembre settembre setembro
    october oktober octobre octubre ottobre outubro
    november novembre noviembre novembro
    december dezember decembre diciembre dicembre dezembro""".splitlines()
)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_PLAIN_YEAR = re.compile(r"-?\d{4}\Z")
_SHORT_YEAR = re.compile(r"\d{1,3}\Z")
_EXACT = re.compile(r"-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)
_ISO_DAY = re.compile(r"(-?\d{4,9})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?(?:T[\d:.Z+-]+)?[?~%]?\Z", re.ASCII)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?(?!\d)")


@lru_cache(maxsize=1024)
def month_number(text: str) -> int | None:
    """The month (1 to 12) that a word or a number names, in English or in one of six other languages.

    >>> month_number("Sept."), month_number("06"), month_number("März"), month_number("Michaelmas")
    (9, 6, 3, None)
    """
    bare = text.strip().rstrip(".").strip().lower()
    if bare.isascii() and bare.isdigit():
        number = int(bare) if len(bare) < 3 else 0
        return number if 1 <= number <= 12 else None
    plain = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    if len(plain) < 3:
        return None
    # "jui" and "ma" could be two months of one language: an abbreviation counts only where it means one month.
    found = {n for n, names in enumerate(_MONTH_NAMES, 1) if any(name.startswith(plain) for name in names)}
    return found.pop() if len(found) == 1 else _ENGLISH.get(plain)


_ENGLISH = {name: number for number, name in enumerate(MONTHS, 1)}


def read_date(text: str) -> DateReading:
    """What biblatex's `date` says; a range, a season or a mark of doubt keeps its text beside the part that is known.

    >>> read_date("2017-06-12").date
    PartialDate(year=2017, month=6, day=12)
    >>> read_date("2017-06/2018-01")
    DateReading(date=PartialDate(year=2017, month=6, day=0), kept=('date',), problems=())
    >>> read_date("2017-02-30").problems[0][0]
    'BIB202'
    """
    bare = text.strip()
    start = bare.split("/", 1)[0].strip()
    found = _ISO_DAY.match(start)
    if not found:
        loose = read_year_month(start, None, None)
        if loose.date and start == bare:
            return DateReading(loose.date, ("date",), (("BIB204", "date", f"not an ISO 8601 date: {bare!r}"),))
        if re.match(r"\d{2}[\dX]X[?~%]?\Z", start) or start in ("", ".."):
            return DateReading(None, ("date",))
        return DateReading(None, ("date",), (("BIB204", "date", f"not an ISO 8601 date: {bare!r}"),))
    year, month, day = (int(part) if part and part != "XX" else 0 for part in found.groups())
    exact = _EXACT.match(bare) is not None
    if 21 <= month <= 24:  # a season: ISO 8601-2 §4.8, biblatex manual §2.3.8.1
        month = day = 0
    date, impossible = _closest(year, month, day)
    problems = (("BIB202", "date", f"no calendar has {start}"),) if impossible else ()
    return DateReading(date, () if exact and not impossible else ("date",), problems)


def read_year_month(year: str | None, month: str | None, day: str | None) -> DateReading:
    """What `year`, `month` and `day` say together; `month` may be a macro, a name or a number, with a day or without.

    >>> read_year_month("2017", "jun", None).date
    PartialDate(year=2017, month=6, day=0)
    >>> read_year_month("2017", "12 June", None).date
    PartialDate(year=2017, month=6, day=12)
    >>> read_year_month("in press", "jun", None)
    DateReading(date=None, kept=('year', 'month'), problems=())
    """
    kept: list[str] = []
    problems: list[tuple[str, str, str]] = []
    number = _year_number(year)
    if year is not None and (number is None or not _PLAIN_YEAR.match(year.strip())):
        kept.append("year")
    month_value, month_day, whole = _month_and_day(month) if month is not None else (0, 0, True)
    if month is not None and month_value == 0:
        problems.append(("BIB201", "month", f"unknown month {month!r}"))
    if month is not None and (not whole or number is None):
        kept.append("month")
    day_value = month_day
    if day is not None:
        stated = day.strip()
        if stated.isascii() and stated.isdigit() and month_value and number is not None:
            day_value = day_value or int(stated)
        else:
            kept.append("day")
    if number is None:
        return DateReading(None, tuple(kept), tuple(problems))
    date, impossible = _closest(number, month_value, day_value)
    if impossible:
        field = "day" if day is not None else "month"
        problems.append(("BIB202", field, f"no calendar has day {day_value} in {number:04d}-{month_value:02d}"))
        kept += [field] if field not in kept else []
    return DateReading(date, tuple(kept), tuple(problems))


def _year_number(text: str | None) -> int | None:
    """The year in `year`: "2017", "[2017]", "c. 1850", "1999/2000" (the first), "2017a"."""
    if text is None:
        return None
    bare = text.strip()
    if _SHORT_YEAR.match(bare) and bare != "0":
        return int(bare) if len(bare) == 3 else None
    found = _YEAR.search(bare)
    if not found or int(found[1]) < MINYEAR:
        return None
    return -int(found[1]) if re.fullmatch(r"-\d{4}", bare) else int(found[1])


def _month_and_day(text: str) -> tuple[int, int, bool]:
    """(month, day, whether that is all the text says); 0 for what is not there. A range gives its beginning."""
    bare = text.strip()
    if number := month_number(bare):
        return number, 0, True
    words = [(found, month_number(found[0])) for found in _WORD.finditer(bare)]
    named = [(found, number) for found, number in words if number]
    if not named:
        numbers = re.fullmatch(r"(\d{1,2})\s*[-/–]+\s*\d{1,2}", bare)
        return (int(numbers[1]), 0, False) if numbers and 1 <= int(numbers[1]) <= 12 else (0, 0, False)
    word, number = named[0]
    days = [found for found in _DAY.finditer(bare) if 1 <= int(found[1]) <= 31]
    rest = bare.replace(word[0], "", 1)
    rest = rest.replace(days[0][0], "", 1) if days else rest
    whole = len(days) <= 1 and len(named) == 1 and not _WORD.search(rest) and not re.search(r"[-/–\d]", rest)
    return number or 0, int(days[0][1]) if len(days) == 1 and len(named) == 1 else 0, whole


def _closest(year: int, month: int, day: int) -> tuple[PartialDate | None, bool]:
    """The date as far as a calendar has it, and whether something of it had to go."""
    for parts in ((year, month, day), (year, month, 0), (year, 0, 0)):
        try:
            return PartialDate(*parts), parts != (year, month, day)
        except ValueError:
            continue
    return None, True


def year_month(date: PartialDate) -> Mapping[str, str]:
    """The fields of classic BibTeX for a date: `year`, and `month` as a macro's bare name. A day has no field.

    >>> year_month(PartialDate(2017, 6, 12))
    {'year': '2017', 'month': 'jun'}
    """
    fields = {"year": PartialDate(date.year).iso()}
    return fields | {"month": MONTHS[date.month - 1]} if date.month else fields
