"""What a passage looks like by itself: a title, people, an abstract, a remark, an identifier, a date, …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtools.formats.seeds import frames, marks, people, remarks, strings
from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.text.identifiers import find_identifiers

LONGEST = 20_000
"""Characters. Nothing longer is one paper's title, abstract or reference; arXiv's abstracts end at 1,920."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"""\(?\s*(?:
        (?:\w{{3}},\s+)?\d{{4}}[-/]\d\d?(?:[-/]\d\d?)?(?:[T ]\d\d:\d\d\S*)?
      | (?:\w{{3,9}},\s+)?\d{{1,2}}\.?\s+{_MONTH},?\s+\d{{4}}(?:\s+\d\d:\d\d.*)?
      | {_MONTH}\s+\d{{1,2}},?\s+\d{{4}}
      | {_MONTH},?\s+\d{{4}}
      | \d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}
    )\s*\)?\.?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_CATEGORY = (
    r"(?:[a-z]+(?:-[a-z]+)?\.[A-Za-z]{2}(?:-[a-z]+)?|physics\.[a-z-]+|cond-mat(?:\.[a-z-]+)?"
    r"|[a-z]+-(?:ph|th|ex|lat|qc|bio|fin))"
)
_AROUND_IDS = re.compile(
    rf"""\[(?:(?:pdf|ps|other|html|format|src|abs|link|{_CATEGORY}|cs|math|stat)[\s,;]*)+\]
      | \([\s,\d.]*[kKM]b\)  | ,\s*\d+\s*[kKM]b\b
      | https?://\S*
      | \b{_CATEGORY}(?![\w.])
      | \b(?:arxiv|doi|dx|org|pdf|abs|e-?print|id|identifier|url|link|preprint|and|or|version|v\d+|see|at|available
          |pmid|isbn|corr|html|cs|math|stat|nlin)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?<![A-Z])(?<!\b[a-z])(?<!\bvs)(?<!\bcf)(?<!\bal)(?<!\bDr)(?<!\bSt)(?<!\bNo)\.[\"”’')\]}]*\s+(?=[\"“‘(\[$\\]*[A-Z\d])"
)
_ENDS = re.compile(r"[.!][\"”’')\]}$]*\Z")
_SPEAKS = re.compile(
    r"""\b(?:
        we|our|us|is|are|was|were|has|have|had|can|been
      | this\ (?:paper|work|article|letter|note|study|report|survey|thesis) | the\ (?:paper|authors?)
      | shows?|presents?|proposes?|demonstrates?|proves?|studies|introduces?|describes?|considers?|gives?|discusse[sd]
      | investigates?
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_TELLS = re.compile(
    r"\A(?:We|Our|I|This (?:paper|work|article|letter|note|study|report)|In (?:this|the present)|Here,? we|It is)\b"
)
_JOURNAL = re.compile(
    r"""(?=.*\b(?:19|20)\d\d\b)(?=.*\d.*\d)
        (?:.*\b(?:vol(?:ume)?\.?|pp\.?|pages?|no\.|issue)\s*\d | .*\b\d+\s*\(\d+\) | .*:\s*\d+[-–]\d+
          | arxiv\ preprint\b | corr\b | (?:arxiv|preprint)\W+\d{4}\W*\Z)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Look:
    """A role and how surely the passage itself tells it; `value` is where the role's own words begin in its text.

    `ids` are the identifiers in a passage that holds nothing else. `labelled` when a label says what it is.
    """

    role: str
    confidence: float
    value: int = 0
    ids: tuple[Identifier, ...] = ()
    labelled: bool = False


def look(text: str, mark: str = "") -> Look:
    """What `text` looks like; `mark` is what stood before it ("[12] ", "- ").

    >>> look("Attention Is All You Need").role, look("11 pages, 4 figures").role, look("Created: 2024-03-22").role
    ('title', 'comment', 'date')
    """
    if len(text) > LONGEST:
        return Look("overlong", 1.0)
    flat = " ".join(text.split())
    if frames.rule(flat) or not re.search(r"[^\W_]", flat):
        return Look("separator", 1.0 if frames.rule(flat) else 0.7)
    if not mark and frames.heading(flat) and not marks.label(flat):
        return Look("heading", 0.6 if frames.year(flat) or flat.endswith(":") else 0.9)
    ids = only_ids(text)
    if ids:
        return Look("id", 1.0, ids=ids)
    if found := marks.label(text):
        return Look(found.role, 0.97 if found.role != "id" else 0.9, found.value, labelled=True)
    if frames.furniture(flat):
        return Look("furniture", 0.8)
    if _DATE.match(flat):
        return Look("date", 0.9)
    return _prose(flat, mark)


def only_ids(text: str) -> tuple[Identifier, ...]:
    """The identifiers in a text that holds nothing else but prefixes, links and punctuation; else none.

    >>> [found.value for found in only_ids("arXiv:2403.14987 - doi: 10.1000/182")]
    ['2403.14987', '10.1000/182']
    >>> only_ids("See arXiv:2403.14987 for a proof")
    ()
    """
    if len(text) > 1000 or not re.search(r"\d", text):
        return ()
    tokens = [token.strip(",;.") for token in text.split()]
    if all(any(map(str.isdigit, token)) for token in tokens):
        bare = [parse_identifier(token) for token in tokens]
        if all(bare):
            return tuple(one for one in bare if one)
    found = find_identifiers(text)
    if not found:
        return ()
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    left = _AROUND_IDS.sub(" ", "".join(rest))
    return tuple(one.identifier for one in found) if not re.search(r"\w", left) else ()


def _prose(flat: str, mark: str) -> Look:
    """Between abstract, title, people, remark, journal and reference string."""
    words = len(flat.split())
    breaks = len(_BREAK.findall(flat))
    speaks = len(_SPEAKS.findall(flat))
    remark = remarks.likeness(flat)
    string = strings.likeness(flat, marks.is_reference_mark(mark))
    crowd = people.likeness(flat)
    if words >= 40 and breaks >= 1 and speaks >= 2 and string < 0.8:
        return Look("abstract", 0.98 if words >= 60 else 0.9)
    if crowd >= 0.4 and not (string >= 0.85):
        return Look("authors", crowd)
    if remark >= 0.6 and remark >= string - 0.1 and not (words > 25 and speaks >= 2 and breaks >= 1):
        return Look("comment", remark)
    if string >= 0.55:
        return Look("reference", min(0.98, string))
    if words <= 40 and strings.ends_with_people(flat):
        return Look("reference", 0.6)
    if words <= 40 and _JOURNAL.match(flat) and speaks == 0:
        return Look("journal", 0.6)
    return _title_or_abstract(flat, words, breaks, speaks)


def _title_or_abstract(flat: str, words: int, breaks: int, speaks: int) -> Look:
    """A title does not end in a full stop, is one sentence at most, and seldom speaks of "we"."""
    signs = 0.0
    signs += 2.0 if words > 45 else 1.0 if words > 28 else 0.0 if words > 18 else -1.0
    signs += 1.0 if _ENDS.search(flat) else -1.0
    signs += 1.0 * min(breaks, 2)
    signs += 0.7 * min(speaks, 3)
    signs += 1.0 if _TELLS.match(flat) else 0.0
    confidence = min(0.95, 0.5 + 0.17 * abs(signs))
    return Look("abstract" if signs > 0.3 else "title", round(confidence, 2))
