r"""Where a paper was published, from the line that its authors gave arXiv ("Phys.Rev.D76:013009,2007").

A line is a name and a tail of numbers. The numbers are told apart by their looks and by the words before them ("vol.",
"pp."); which of the others is the volume and which the page, the table `FORMS` says: one row for each order that people
write. A line counts as read only when nothing of it is left over.

Sources: arXiv, "Preparing your metadata", Journal reference; INSPIRE and its forerunner SPIRES ("V P Y", no white
space, "Erratum-ibid."); the citation styles of APS and the Institute of Physics ("V P (Y)"), Elsevier ("V (Y) P"), the
American Chemical Society ("Y V (I) P"), IEEE and AIP (labels), HAL ("V I (Y) P"), PMLR and NeurIPS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bibtools.text.journal_names import is_meeting, names_a_journal, parted, plausibility
from bibtools.text.journal_tokens import Token, tokens
from bibtools.text.latex import to_unicode


class Form(NamedTuple):
    """An order of V(olume), I(ssue), P(age) and Y(ear), with its brackets, and how often it is what it seems."""

    roles: str
    confidence: float


# How often the fields of a row agree with what a DOI or another record says: `python -m benchmarks.enrich`.
FORMS = (
    Form("V P Y", 0.99),
    Form("V P (Y)", 0.99),
    Form("V (Y) P", 0.99),
    Form("V (I) P Y", 0.99),
    Form("V (I) P (Y)", 0.98),
    Form("V (I) (Y) P", 0.98),
    Form("V (I) Y P", 0.95),
    Form("V (Y) (I) P", 0.95),
    Form("V (Y) I P", 0.85),
    Form("V I (Y) P", 0.96),
    Form("V I P (Y)", 0.7),
    Form("V I P Y", 0.9),
    Form("Y V (I) P", 0.95),
    Form("Y V P", 0.98),
    Form("Y V I P", 0.9),
    Form("(Y) V P", 0.95),
    Form("(Y) V (I) P", 0.9),
    Form("V Y P", 0.9),
    Form("V I Y P", 0.9),
    Form("V (Y)", 0.9),
    Form("(Y) P", 0.9),
    Form("P (Y)", 0.7),
    Form("V (I) (Y)", 0.9),
    Form("V (I) Y", 0.9),
    Form("V Y", 0.9),
    Form("P Y", 0.9),
    Form("Y P", 0.9),
    Form("V P", 0.7),
    Form("V (I) P", 0.7),
    Form("V I P", 0.7),
    Form("Y", 0.9),
    Form("(Y)", 0.9),
    # The year stands in the name.
    Form("V", 0.9),
    Form("P", 0.9),
    Form("", 0.9),
)


LONGEST = 1000
# Too little to act on: two publications in one line, two ways to read the numbers, no year, no certain kind of thing.
SEVERAL = 0.5
AMBIGUOUS = 0.8
NO_YEAR = 0.3
DOUBTFUL = 0.7


@dataclass(frozen=True, slots=True)
class JournalRef:
    """One publication as a line names it. `type` is a CSL type; `form` the row of the table that read the numbers.

    `confidence` (0 to 1) is how often such a line is read rightly; 0 where a part of it could not be read. `also` are
    further publications and errata in the same line, as written.
    """

    container_title: str
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    year: int | None = None
    collection_title: str | None = None
    type: str = "article-journal"
    form: str = ""
    confidence: float = 0.0
    also: tuple[str, ...] = ()


_NOT_YET = re.compile(
    r"\b(?:to (?:appear|be published)|accepted|submitted|in press|forthcoming|under review|in preparation|sous presse"
    r"|à paraître|will (?:appear|be published))\b",
    re.IGNORECASE,
)
_ERRATUM = r"(?:publisher'?s?[- ]note|errat(?:um|a)|addend(?:um|a)|corrigend(?:um|a))\b"
_NEXT = re.compile(rf"[\s,.;(\[]*\b(?={_ERRATUM})|\s*;\s*(?=[^\W\d_]{{2}})", re.IGNORECASE)
_IDENTIFIERS = re.compile(
    r"[\s,;.]*[\[(]?\b(?:doi\s*:?\s*(?:https?://\S*?/)?10\.\S+|https?://\S+|10\.\d{4,}/\S+|lmcs:\d+"
    r"|(?:arxiv\s*:\s*|[a-z-]+/)\d{4}[.\d]\S*|iss[nb][ :]*[\dX -]+)[\])]?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\A(?:(?:published )?(?:in|at|on)\b:?\s+|published[,:]?\s+)", re.IGNORECASE)
# "ICLR 2025 (Oral)": how it was presented.
_PRESENTED = re.compile(
    r"[\s,(\[-]*\b(?:oral|spotlight|poster|highlight)(?: (?:presentation|paper|session))?[)\]]?\.?\Z", re.IGNORECASE
)
_YEARS = frozenset({"Y", "(Y)"})
# "Advances in … 33 (NeurIPS 2020)": the brackets hold the year, as elsewhere.
_LETTERS_AND_YEAR = re.compile(r"(?<=\d )\([A-Z][\w-]* ((?:19|20)\d\d)\)\Z")
# "JHEP05(2010)012", "AAAI-2020": letters, and the number at once.
_GLUED = re.compile(r"\A([A-Z][A-Za-z]*[A-Z])-?(?=\d)")
_DASHES = re.compile(r"\s*(?:--+|[–—−‐])\s*")
_MARKED_UP = re.compile(r"[\\{}$~]")


def parse_journal_ref(text: str) -> JournalRef | None:
    r"""What a line says of a publication; None where it names none that exists (to appear, submitted), has no name, or
    is longer than any line (`LONGEST` characters).

    >>> found = parse_journal_ref("Phys.Rev.D76:013009,2007; Erratum-ibid.D77:019901,2008")
    >>> found.container_title, found.volume, found.page, found.year, found.also
    ('Phys. Rev. D', '76', '013009', 2007, ('Erratum-ibid.D77:019901,2008',))
    >>> found = parse_journal_ref("Proceedings of the 35th ICML, PMLR 80:1861-1870, 2018")
    >>> found.type, found.container_title, found.collection_title, found.volume, found.page
    ('paper-conference', 'Proceedings of the 35th ICML', 'PMLR', '80', '1861-1870')
    >>> parse_journal_ref("to appear in Annals of Mathematics") is None
    True
    """
    if len(text) > LONGEST or _NOT_YET.search(text):
        return None
    text = to_unicode(text) if _MARKED_UP.search(text) else text
    text = _IDENTIFIERS.sub("", _DASHES.sub("-", " ".join(text.split())))
    first, *others = [part.strip(" ,.;[]") for part in _NEXT.split(text)]
    found = _publication(_LETTERS_AND_YEAR.sub(r"(\1)", _GLUED.sub(r"\1 ", _LEAD.sub("", _PRESENTED.sub("", first)))))
    others = [part for part in others if part]
    if found is None or not others:
        return found
    errata = all(re.match(_ERRATUM, part, re.IGNORECASE) for part in others)
    return replace(found, also=tuple(others), confidence=found.confidence * (1 if errata else SEVERAL))


def _publication(text: str) -> JournalRef | None:
    """One publication: the name, up to the last word that says nothing about a number, and the numbers behind it."""
    parts = list(tokens(text))
    lead = [parts.pop(0)] if parts and _YEARS & parts[0].roles else []
    last = max((n for n, part in enumerate(parts) if part.kind in ("word", "other")), default=-1)
    if last < 0:
        return None
    name = text[parts[0].start : parts[last].end]
    numbers = [part for part in parts[last + 1 :] if part.kind == "number"]
    readings = _readings([part._replace(roles=part.roles & _YEARS) for part in lead], numbers)
    if not readings:
        return JournalRef(_spelled(name))
    values, form = readings[0]
    volume, page = values.get("V"), values.get("P")
    if volume and volume[0].isalpha():
        # "J. Phys. A42": the letter is the name's.
        name, volume = f"{name} {volume[0]}", volume[1:]
    year = int(values["Y"]) if "Y" in values else _year_inside(name)
    if volume and year and re.fullmatch(rf"{year % 100:02}(?:0[1-9]|1[0-2])", volume):
        # "JHEP 0502 (2005) 024": the volume is the month, and the year stands before it.
        volume = volume[2:]
    container, series = parted(_spelled(name))
    kind = "paper-conference" if series or is_meeting(container) else "article-journal"
    doubts = (
        plausibility(container),
        likely_page(page, counted=volume == str(year)),
        1.0 if volume else _without_volume(container, page),
        _one_year(readings),
        1.0 if year else NO_YEAR,
    )
    return JournalRef(
        container,
        volume,
        values.get("I"),
        re.sub(r"\s", "", page) if page else None,
        year,
        series,
        kind,
        form.roles,
        min(form.confidence, *doubts),
    )


def _year_inside(name: str) -> int | None:
    """The year in the name of a meeting ("ICLR 2024 Workshop on …")."""
    years = set(re.findall(r"\b(?:19|20)\d\d\b", name))
    return int(years.pop()) if len(years) == 1 and is_meeting(name) else None


def likely_page(page: str | None, *, counted: bool = False) -> float:
    """How surely it is one: an ISSN is none, nor a stopgap ("1-1", "0-0"); no paper has a thousand pages.

    Where articles are `counted` and volumes are years, "1-25" tells the length.

    >>> likely_page("1861-1870"), likely_page("1861-70"), likely_page("2835-8856"), likely_page("1-25", counted=True)
    (1.0, 1.0, 0.3, 0.3)
    """
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", page or "")
    if not found or len(found[2]) < len(found[1]):
        return 1.0
    first, last = int(found[1]), int(found[2])
    return 1.0 if first < last < first + 1000 and not (counted and first < 2) else 0.3


def _without_volume(name: str, page: str | None) -> float:
    """How surely a line without volume is what it seems: a year goes with anything, a short number may be any."""
    if page and page.isdigit() and len(page) < 5:
        return DOUBTFUL
    return 1.0 if is_meeting(name) or names_a_journal(name) else DOUBTFUL


def _readings(lead: Sequence[Token], numbers: Sequence[Token]) -> list[tuple[dict[str, str], Form]]:
    """What each form that fits makes of the numbers; the likeliest first, and each reading once.

    Labelled numbers may stand anywhere. A year before the name is the year.
    """
    said = {role: part.text for part in numbers if part.labelled for role in part.roles}
    rest = [*lead, *(part for part in numbers if not part.labelled)]
    if len(said) + len(rest) != len(numbers) + len(lead):
        return []
    found: list[tuple[dict[str, str], Form]] = []
    for form in FORMS:
        roles = form.roles.split()
        missing = [role for role in roles if role.strip("()") not in said]
        fits = len(missing) == len(rest) and len(roles) == len(rest) + len(said)
        if fits and all(role in part.roles for role, part in zip(missing, rest, strict=True)):
            reading = {role.strip("()"): part.text for role, part in zip(missing, rest, strict=True)} | said
            if all(reading != other for other, _ in found):
                found.append((reading, form))
    return found


def _one_year(readings: Sequence[tuple[dict[str, str], Form]]) -> float:
    """How sure the year is: "25, 1985, 2010" may be page 1985 or page 2010."""
    return 1.0 if len({reading["Y"] for reading, _ in readings if "Y" in reading}) < 2 else AMBIGUOUS


def _spelled(name: str) -> str:
    """A name with the white space that SPIRES leaves out, and without marks and articles around it."""
    return re.sub(r"\A(?:the |The (?=Proc))", "", re.sub(r"\.(?=[^\W\d_])", ". ", name.strip(" ,:;-")).strip())
