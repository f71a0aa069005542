"""Whether a text is a reference string, as bibliographies print them."""

from __future__ import annotations

import re

from bibtools.formats.seeds.people import likeness as people

_YEAR = re.compile(r"(?<![\d.:/-])(?:1[6-9]|20)\d\d[a-z]?(?![\d.]\d|\d)")
_PARTICLE = r"(?:(?:van|von|der|de|den|la|le|di|da|dos|del)\s+)*"
_CAPITAL = "[A-ZÀ-ÞĀ-Ž]"
_INITIALS_FIRST = re.compile(
    rf"""(?:[^\W\d_]\.[\s~-]*){{1,4}}{_PARTICLE}[^\W\d_][\w’'-]+
        (?:,|\s+(?:and|et)\b|;|\.|\s*[\[(]|\s*&)""",
    re.VERBOSE,
)
_FAMILY_FIRST = re.compile(
    rf"""{_PARTICLE}{_CAPITAL}[\w’'-]+(?:\s{_CAPITAL}[\w’'-]+)?,?\s+(?:[A-Z]\.[\s-]*){{1,4}}
        (?:,|\band\b|;|&|\(|\d|\Z)""",
    re.VERBOSE,
)
_VANCOUVER = re.compile(rf"(?:{_PARTICLE}{_CAPITAL}[\w’'-]+\s[A-Z]{{1,3}}(?:,\s+|\.\s+(?=[A-Z“\"])))+(?<=\.\s)")
_VENUE = re.compile(
    r"""\b[Ii]n:?\s+(?:Proc|[A-Z]) | \bProc(?:eedings|\.) | \bJournal\s | \bJ\.\s[A-Z][a-z]+\.
      | \bPhys\b | \bLett\b | \bRev\. | \bTrans\. | \bvol\.?\s*\d | \bno\.\s*\d | \bpp?\.?\s*\d | \bpages?\s+\d
      | \d+\s*\(\d+\) | \d+\s*:\s*\d+[–-]\d+ | \b\d+[–-]{1,2}\d+\b
      | \barXiv\b | \bCoRR\b | \bPress\b | \bSpringer\b | \bIEEE\b | \bdoi\b
      | \bThesis\b | \b[A-Z]\d*\s*\d+,\s*\d+ | \\textbf | \\emph | \b[Uu]npublished\b""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"[“\"][^”\"]{8,300}[,.?!]?[”\"]|``.{8,300}?''")
_LAST_SENTENCE = re.compile(r"(?<=\w\w)[.?!]\s+(?:[Bb]y\s+)?(?P<people>(?:\b[A-Z]\.|[^.?!])+)\.?\Z")
_MANY = re.compile(r"\bet al\Z|\band others\Z")
_INITIAL = re.compile(r"\b[A-Z]\.")
_TALK = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b|\b[Tt]his (?:paper|work|article)\b")


def likeness(text: str, numbered: bool = False) -> float:
    """How much `text` looks like one reference string: 0 to 1. `numbered` says that it carried a mark such as `[12]`.

    >>> likeness("J. Doe and A. Roe, Title, 2021.") >= 0.6
    True
    >>> likeness("We propose a method. It was first used in 2021.")
    0.0
    """
    words = len(text.split())
    if not 3 <= words <= 150 or _TALK.search(text):
        return 0.0
    year = 0.25 if _YEAR.search(text) else 0.0
    venue = 0.25 if _VENUE.search(text) else 0.0
    quoted = 0.2 if _QUOTED.search(text) else 0.0
    block = 0.3 if "\\newblock" in text else 0.0
    signs = 0.35 * begins_with_people(text) + year + venue + quoted + block + (0.3 if numbered else 0.0)
    return min(1.0, signs) if year or venue or block or (numbered and quoted) else 0.0


def ends_with_people(text: str) -> bool:
    """Whether the last sentence is people who are many, or have initials: a title with its authors behind it.

    >>> ends_with_people("Attention is all you need. Vaswani et al."), ends_with_people("We extend work of Roe et al.")
    (True, False)
    """
    found = _LAST_SENTENCE.search(text)
    if not found or people(found["people"]) < 0.4:
        return False
    return bool(_MANY.search(found["people"]) or _INITIAL.search(found["people"]))


def begins_with_people(text: str) -> bool:
    """Whether the first words are people, in one of the orders that bibliographies use.

    >>> begins_with_people("Doe, J., & Roe, A. (2021). A title."), begins_with_people("A title, 2021")
    (True, False)
    """
    head = text[:400]
    if any(style.match(head) for style in (_INITIALS_FIRST, _FAMILY_FIRST, _VANCOUVER)) or re.search(
        r"\A[^.]{0,200}?\bet al\b", head
    ):
        return True
    # DBLP's "Ann Roe, Bob Poe: A title. In …"; a single name before a colon may as well begin a title.
    several, _, behind = head.partition(": ")
    if behind and "," in several and people(several) >= 0.7:
        return True
    # Full names up to the first full stop or year, as in "Ann Roe and Bob Poe. A title. In …".
    first = re.split(r"(?<=[^\W\d_]{3})\.\s|\s*[(,]?\s*(?:19|20)\d\d|\s*(?:[“\"]|``)", head, maxsplit=1)[0]
    return len(first) < len(text) and people(first.rstrip(", ")) >= 0.7
