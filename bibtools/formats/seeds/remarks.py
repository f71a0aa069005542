"""Whether a line is a remark about a paper: "11 pages, 4 figures", "Accepted by …", "Code is available at …"."""

from __future__ import annotations

import re

_SIGNS = (
    # 11 pages, 4 figures · LaTeX, 8 pp. · no tables
    r"""\b(?:\d+|no|one|two|three|four|five|six|seven|eight|nine|ten|several)\s*\+?\s*
        (?:pp?\b\.?|pages?\b|pgs\b|(?:\w+\s+)?fig(?:s|ure|ures)?\b|tables?\b)""",
    # Accepted by … · This paper was presented at … · To appear in …
    r"""\A\W*(?:(?:this|the)\ (?:paper|work|article|manuscript|version|is|a)\b.{0,40}?\b)?
        (?:has\ been\ |was\ |is\ |been\ |recently\ )?
        (?:accepted|submitted|published|presented|appear(?:s|ed|ing)?|in\ press
          |to\ (?:appear|be\ (?:published|presented|submitted))
          |under\ (?:review|submission)|withdrawn|preprint|camera[-\ ]ready|invited|forthcoming)\b(?!\s+\w+ing\b)""",
    # Code is available at … · The source code and data will be …
    r"""\A(?:(?:the|our|source|all)\ )*
        (?:code|codes|data|dataset|project|models?|implementation|demo|video|software|supplement\w*)
        (?:\ (?:page|website|site|repository|repo|and\ \w+))?(?:\ (?:and|with)\ [\w\ ]{1,30})?
        (?:\ (?:is|are|will\ be|can\ be|at|available|released|here)\b|\s*:)""",
    r"\A(?:project|home|web)\ ?(?:page|site)\b",
    r"\A\W*(?:latex|revtex|amstex|amslatex|plain\ tex|tex,|postscript|pdflatex|uuencoded)",
    # v2: typos corrected · Minor revisions · Extended version of …
    r"""\A(?:v\d+|version\ \d+|revised|updated|corrected|extended|full|final|long|short|shortened|expanded|minor|major
          |typos?|new|several|some|added|fixed|improved|references?|small|significant|substantial\w*|proof|title)\b.{0,60}?
        \b(?:version|typos?|corrections?|corrected|revisions?|revised|changes?|changed|added|clarified|updated|misprints?
          |errors?|removed|improved)\b""",
    r"""\A(?:technical|tech\.?)\ report\b
      | \A(?:best\ (?:paper|student)|oral|spotlight|poster|highlight|work\ in\ progress|comments\ (?:are\ )?welcome
          |key\ ?words|equal\ contribution)\b""",
    r"""\A(?:invited\ |contributed\ |plenary\ )?(?:talk|lectures?|contribution|poster|review)\b.{0,20}
        \b(?:at|to|for|given|presented)\b""",
    r"""\A(?:in|to\ appear\ in|appeared\ in)\W+
        (?:proc\b|proceedings|the\ proceedings|(?-i:[A-Z]{3,}\b|[A-Z]\w+\ [A-Z]\w+\ \d{4}))""",
    r"\bproceedings\ of\b|\barxiv\ admin\ note\b|\btext\ overlap\ with\b|\bwithdrawn\b",
    r"""\A(?:see\ also|supersedes|superseded\ by|replaces|companion|based\ on
          |an?\ (?:extended|preliminary|short|shorter|full|revised|long)\ version)\b""",
)
_REMARK = re.compile("|".join(f"(?:{sign})" for sign in _SIGNS), re.IGNORECASE | re.VERBOSE)
# "ICML 2024", "CVPR'23 workshop", "LREC-COLING-2024", "NeurIPS 2023 (spotlight)"
_VENUE = re.compile(
    r"""(?:in\ |at\ |@\ ?)?(?:(?:the\ )?\d+(?:st|nd|rd|th)\ )?(?:IEEE(?:/CVF)?|ACM|AAAI|Proc\.?)?\ ?
        [A-Z][A-Za-z]*[A-Z][A-Za-z&/+-]*(?:\ ?[A-Z][A-Za-z&-]+){0,2}
        [\ ’'-]*(?:(?:19|20)\d\d|\d\d)\b(?:[\ ,(]+[\w\ ,-]*\)?)?\W*\Z""",
    re.VERBOSE,
)


def likeness(text: str) -> float:
    """How much `text` looks like a remark about a paper rather than its title or abstract: 0 to 1.

    >>> likeness("11 pages, 4 figures") > 0.8, likeness("Accepted by LREC-COLING-2024") > 0.8
    (True, True)
    >>> likeness("Learning to Accept Submitted Papers")
    0.0
    """
    if len(text) > 1500 or not text:
        return 0.0
    head = text[:400]
    if found := _REMARK.search(head):
        # What says it at the very start is surer than what says it somewhere.
        return 0.9 if found.start() < 3 or len(text) < 200 else 0.6
    return 0.8 if len(text) < 80 and _VENUE.match(text) else 0.0
