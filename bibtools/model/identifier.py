"""Identifiers of works, and the one grammar that recognises them.

Sources: arXiv, "Understanding the arXiv identifier" (both schemes, the change of April 2007, five digits since January
2015); arXiv, "arXiv category taxonomy" (archives, also the closed ones); DOI Handbook, section 2 (syntax; names compare
without case); ISO 2108 (ISBN) and ISO 3297 (ISSN), check digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

ARXIV_DOI_PREFIX = "10.48550/arXiv."


@dataclass(frozen=True, slots=True, eq=False)
class Identifier:
    """`scheme` is "arxiv", "doi", "isbn", "issn", "pmid" or "pmcid"; `value` is in canonical form, without prefix.

    `version` is arXiv's ("v2" is 2); None when none was stated. A DOI keeps the case it is printed in and compares
    without case. An ISBN is always one of 13 digits, without hyphens.

    >>> Identifier("arxiv", "1706.03762", 5).versioned()
    '1706.03762v5'
    >>> Identifier("doi", "10.1103/PhysRevD.76") == Identifier("doi", "10.1103/physrevd.76")
    True
    """

    scheme: str
    value: str
    version: int | None = None

    def _key(self) -> tuple[str, str, int | None]:
        return self.scheme, self.value.lower() if self.scheme == "doi" else self.value, self.version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identifier) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def versioned(self) -> str:
        """The value with its version, as arXiv writes it."""
        return f"{self.value}v{self.version}" if self.version else self.value

    def unversioned(self) -> Identifier:
        """The same work, whatever its version."""
        return Identifier(self.scheme, self.value) if self.version else self


_ARCHIVES = """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
    funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph
    q-alg q-bio quant-ph solv-int supr-con
"""
ARCHIVES = tuple(_ARCHIVES.split())
"""The archives that gave out identifiers before April 2007."""

_MONTH = "(?:0[1-9]|1[0-2])"
_BREAK = r"(?:[ \t]*\r?\n[ \t]*)?"
_AFTER_DOT = r"(?:\ |[ \t]*\r?\n[ \t]*)?"
_FOUR = rf"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.{_AFTER_DOT}(?!0000)\d(?:{_BREAK}\d){{3}}"
_FIVE = rf"(?:1[5-9]|[23]\d){_MONTH}\.{_AFTER_DOT}(?!00000)\d(?:{_BREAK}\d){{4}}"
_ARCHIVE = "|".join(sorted(ARCHIVES, key=len, reverse=True)).replace("-", f"-{_BREAK}")
_OLD_DATE = rf"(?:91(?:0[7-9]|1[0-2])|9[2-9]{_MONTH}|0[0-6]{_MONTH}|070[1-3])"

NEW_STYLE = f"(?:{_FOUR}|{_FIVE})"
"""`YYMM.NNNN` from April 2007 to December 2014, `YYMM.NNNNN` from then to 2039; may be broken at a line end."""

OLD_STYLE = rf"(?:{_ARCHIVE})(?:\.[A-Za-z]{{2,4}}(?:-[A-Za-z]{{2,4}})?)?{_BREAK}/{_BREAK}{_OLD_DATE}(?!000)\d{{3}}"
"""`archive[.SC]/YYMMNNN`, July 1991 to March 2007; may be broken at a line end."""

VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?(?![0-9A-Za-z])"
CATEGORY = r"\[\s*[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,4})?)?\s*\]"
SUFFIX = r"(?:\.(?:pdf|ps|dvi|html?|tex|tar|gz|txt|bib))*"

_HOST = r"""(?:arxiv\.org|arxiv\.cn|xxx\.lanl\.gov|ar5iv\.org|alphaxiv\.org|arxiv-vanity\.com|scirate\.com
    |huggingface\.co|hf\.co|semanticscholar\.org|emergentmind\.com|adsabs\.harvard\.edu|inspirehep\.net|bytez\.com
    |catalyzex\.com|paperswithcode\.com|researchgate\.net|ucdavis\.edu|zbmath\.org)"""
_JOINER = r"[\s:.,;/=\#(\[{~_\\\"'-]"
_WORD = r"""(?:preprints?|e-?prints?|papers?|article|identifier|id|no|number|page|pages|pp?|abs|pdf|html|format|org
    |arxiv|xiv|report|vol|volume|in|at|see|doi|(?:19|20)\d\d|https?|url|href|www)"""
CONTEXT = rf"""(?:
    (?<![\w.-])(?:https?://)?(?:[\w-]+\.)*{_HOST}(?::\d+)?/(?:[\w~-]+/)*(?:arxiv[:.])?
  | (?<![A-Za-z])(?:arxiv|corr|e-?prints?)(?:{_JOINER}{{0,4}}{_WORD}\b\)?){{0,6}}{_JOINER}{{0,4}}
  | (?<![\w./])abs/
  ){_BREAK}"""
"""What tells that a number is an arXiv identifier: addresses of arXiv and its mirrors, "arXiv:", "CoRR abs/", …"""

DOI = r"10\.\d{4,9}(?:\.\d+)*/(?:<[\w:.+-]+>|\\[_&%\#]|(?![,;](?:doi|https?|10\.\d))[^\s\"{}|^`\\<>])+"

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | {"\xa0": " ", "\u2009": " ", "：": ":"})
_FLAGS = re.VERBOSE | re.IGNORECASE
_ARXIV = re.compile(
    rf"(?:oai:)?(?:{CONTEXT})?(?P<id>{NEW_STYLE}|{OLD_STYLE}){VERSION}{SUFFIX}(?:[?\#]\S*)?\s*(?:{CATEGORY})?", _FLAGS
)
# Most identifiers are not arXiv's: a far cheaper search says so first.
_MAYBE_ARXIV = re.compile(r"\d{4}\.\s*\d|/\s*\d{7}")
_DOI = re.compile(rf"(?:info:)?(?:doi(?:\.org)?\s*[:/=]?\s*|https?://\S+?/)*(?P<doi>{DOI})", _FLAGS)
_NUMBER = re.compile(
    r"""(?P<scheme>isbn|issn|pmid|pmcid|pmc)(?:(?<=isbn)-?1[03])?\s*[:=]?\s*(?P<value>(?:PMC)?[\d\s-]+X?)
    | https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<pmid>\d+)/?
    | https?://\S+?/(?P<pmcid>PMC\d+)/?(?:pdf/?)?
    | (?P<isbn>97[89][\d\s-]{10,14}|\d{1,5}-\d{1,7}-\d{1,7}-[\dX])
    """,
    _FLAGS,
)
_ENDINGS = re.compile(
    r"(?:/(?:abstract|full|fulltext|e?pdf|meta|summary)|\.pdf|\?\w+=\S*|\#\S*|;jsessionid\S*)+\Z", re.I
)
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}


def parse_identifier(text: str) -> Identifier | None:
    """The identifier that `text` is, written in any way: bare, with a prefix, as an address. None if it is none.

    arXiv's own DOIs are arXiv identifiers here (`arxiv_doi` gives the DOI back). A bare ISBN of ten digits needs its
    hyphens or a prefix; an ISSN and a PubMed number always need theirs, for without it they are just numbers.

    >>> parse_identifier("https://arxiv.org/pdf/1706.03762v5.pdf")
    Identifier(scheme='arxiv', value='1706.03762', version=5)
    >>> parse_identifier("math.GT/0309136").value
    'math/0309136'
    >>> parse_identifier("https://doi.org/10.48550/arXiv.hep-th/9901001").value
    'hep-th/9901001'
    >>> parse_identifier("doi: 10.1000/182.").value
    '10.1000/182'
    >>> parse_identifier("1713.03762") is None
    True
    """
    text = with_plain_dashes(text).strip(" \t\r\n\"'<>{}()[],.;")
    if not any(map(str.isdigit, text)):
        return None
    if _MAYBE_ARXIV.search(text):
        found = _ARXIV.fullmatch(text) or (_ARXIV.fullmatch(text + "]") if "[" in text else None)
        if found:
            return arxiv_identifier(found["id"], found["version"])
    if "10." in text and (found := _DOI.fullmatch(text)):
        return doi_identifier(found["doi"])
    if found := _NUMBER.fullmatch(text):
        scheme = (found["scheme"] or found.lastgroup or "").lower()
        return numbered_identifier(scheme, found["value"] or found[scheme])
    return None


def arxiv_doi(identifier: Identifier) -> Identifier:
    """The DOI that arXiv registers for a paper at DataCite; it names the paper, not one version.

    Source: arXiv, "New arXiv articles are now automatically assigned DOIs".

    >>> arxiv_doi(Identifier("arxiv", "1706.03762", 5)).value
    '10.48550/arXiv.1706.03762'
    """
    if identifier.scheme != "arxiv":
        raise ValueError(f"not an arXiv identifier: {identifier.scheme}:{identifier.value}")
    return Identifier("doi", ARXIV_DOI_PREFIX + identifier.value)


def arxiv_from_doi(identifier: Identifier) -> Identifier | None:
    """The arXiv identifier inside one of arXiv's DOIs; None for any other DOI.

    >>> arxiv_from_doi(Identifier("doi", "10.48550/ARXIV.2001.00001")).value
    '2001.00001'
    """
    if identifier.scheme != "doi" or not identifier.value.lower().startswith(ARXIV_DOI_PREFIX.lower()):
        return None
    found = _ARXIV.fullmatch(identifier.value[len(ARXIV_DOI_PREFIX) :])
    return arxiv_identifier(found["id"], found["version"]) if found else None


def with_plain_dashes(text: str) -> str:
    """`text`, equally long, with every dash a hyphen-minus and every space that stands in an identifier a space."""
    return text if text.isascii() else text.translate(_DASHES)


def arxiv_identifier(value: str, version: str | None) -> Identifier:
    """From a match of the grammar: line breaks and the subject class go, the archive is in lower case."""
    value = re.sub(r"\s", "", value).lower()
    archive, slash, number = value.partition("/")
    return Identifier("arxiv", archive.partition(".")[0] + slash + number if slash else value, _version(version))


def _version(text: str | None) -> int | None:
    return int(text) if text else None


def doi_identifier(text: str) -> Identifier:
    r"""From a match of the grammar: without what surrounds a DOI in prose and addresses; arXiv's as arXiv identifier.

    >>> doi_identifier(r"10.1000/a\_b(1)).").value
    '10.1000/a_b(1)'
    """
    if "\\" in text:
        text = re.sub(r"\\(.)", r"\1", text)
    if "%" in text:
        text = unquote(text)
    while True:
        shorter = _ENDINGS.sub("", text.rstrip(".,;:!?'\"*’”"))
        last = shorter[-1:]
        if last in _CLOSING and shorter.count(last) > shorter.count(_CLOSING[last]):
            shorter = shorter[:-1]
        if shorter == text:
            break
        text = shorter
    doi = Identifier("doi", text)
    return arxiv_from_doi(doi) or doi


def numbered_identifier(scheme: str, text: str) -> Identifier | None:
    """An ISBN, ISSN, PMID or PMCID from its digits; None when the check digit or the length is wrong.

    >>> numbered_identifier("isbn", "0-306-40615-2").value
    '9780306406157'
    >>> numbered_identifier("isbn", "0-306-40615-3") is None
    True
    """
    digits = re.sub(r"[^\dX]", "", text.upper())
    match scheme:
        case "isbn":
            value = _isbn(digits)
        case "issn":
            value = f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 and _weighted(digits, 8) % 11 == 0 else None
        case "pmid":
            value = digits if digits.isdigit() and 1 <= len(digits) <= 9 and "PMC" not in text.upper() else None
        case _:
            scheme, value = "pmcid", f"PMC{digits}" if digits.isdigit() and len(digits) <= 9 else None
    return Identifier(scheme, value) if value else None


def _isbn(digits: str) -> str | None:
    if len(digits) == 10 and "X" not in digits[:9] and _weighted(digits, 10) % 11 == 0:
        first = "978" + digits[:9]
        return first + str(-_ean(first) % 10)
    if len(digits) == 13 and digits.isdigit() and digits[:3] in ("978", "979") and _ean(digits) % 10 == 0:
        return digits
    return None


def _weighted(digits: str, first: int) -> int:
    """The sum of digits times falling weights (X is ten); X may stand at the end only."""
    if "X" in digits[:-1]:
        return 1
    return sum((10 if digit == "X" else int(digit)) * (first - at) for at, digit in enumerate(digits))


def _ean(digits: str) -> int:
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
