"""What frames papers in a document without describing one: rules, headings, what web pages add."""

from __future__ import annotations

import re

_RULE = re.compile(r"[-=_*~#•.·—–+<>|:\\/\s]+\Z")
_HEADING = re.compile(
    r"""(?:
        \#{1,6}\s+\S.*
      | \*\*[^*]{1,60}\*\*:?
      | \\(?:sub)*section\*?\{.*\} | \\(?:begin|end)\{[^{}]*\}(?:\{[^{}]*\})?
      | [^.!?:]{1,60}:
      | (?:(?:selected|recent|full|my|our|all|journal|conference|refereed|peer[- ]reviewed|other|working|related|reading
            |further|key)\s+)*
        (?:references?|bibliography|publications?|preprints?|papers?|articles?|reading(?:\ list)?|literature
          |works\ cited|list\ of\ publications|manuscripts?|proceedings|books?|book\ chapters?|theses|to\ read)
        (?:\s*\(\d+\) | \s+(?:of|by)(?-i:\s+[A-Z][\w.’'-]*){2,4})?
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*:?\Z")
_BUTTON = r"\[?(?:pdf|other|html|ps|bibtex|cite|link|code|arxiv|abs|slides|video|formats?)\]?"
_FURNITURE = re.compile(
    rf"""(?:
        {_BUTTON}(?:\s*[,|/•·]?\s*{_BUTTON})*
      | showing\ \d+.*results?.* | search\ results.* | page\ \d+(?:\ of\ \d+)?
      | (?:save\ )?(?:cite\ )?cited\ by\ \d+.* | related\ articles.* | all\ \d+\ versions.*
      | (?:to|cc|bcc|reply-to|message-id|in-reply-to):.*@.*
      | [▽△].* | (?:read|show)\ more.* | copy\ to\ clipboard | download | back\ to\ top
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def rule(flat: str) -> bool:
    r"""Whether a line only divides: `-----`, `* * *`, `\\\\`, a markdown table's rule.

    >>> rule("-----"), rule("| --- | --- |"), rule("a")
    (True, True, False)
    """
    return bool(_RULE.match(flat)) and (len(flat) > 2 or flat in ("\\\\", "--", "—"))


def heading(flat: str) -> bool:
    """Whether a line is a heading by its form or by its words.

    >>> heading("## Graphs"), heading("Selected publications"), heading("2021"), heading("Graphs")
    (True, True, True, False)
    """
    return len(flat) < 300 and bool(_HEADING.match(flat) or _YEAR.match(flat))


def year(text: str) -> bool:
    """Whether a line is nothing but a year: a heading in one document, the last line of an entry in another."""
    return bool(_YEAR.match(text))


def furniture(flat: str) -> bool:
    """Whether a line is a web page's: buttons, counts, "Cited by 12".

    >>> furniture("[pdf, other]") or furniture("[pdf] [bibtex]"), furniture("Showing 1–50 of 321 results")
    (True, True)
    """
    return len(flat) < 300 and bool(_FURNITURE.match(flat))
