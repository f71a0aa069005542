"""What the DOIs of some publishers say of a publication in so many digits.

A DOI need not mean anything, but these houses build theirs from volume, issue, page or year; each row of `_PATTERNS`
has the house's rule. What a DOI says is the publisher's word, and so can confirm or contradict what authors typed.
"""

from __future__ import annotations

import re

_PATTERNS = (
    # American Physical Society: volume, first page or number of the article.
    r"1103/(?:PhysRev[A-Z]?|PhysRevLett|RevModPhys|PhysRev[A-Z][a-z]+)\.(?P<volume>\d+)\.(?P<page>\w+)",
    # Institute of Physics: of journals that count months, the year, the month and the page.
    r"1088/(?:1126-6708|1475-7516)/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<page>\w+)",
    # Of those that end in the page, volume, issue, page; of the others the last part is a place in the issue.
    r"1088/(?:0004-637X|0067-0049|2041-8205|1748-0221|1367-2630)/(?P<volume>\d{1,3})/(?P<issue>\d+\w?)/(?P<page>\w+)",
    r"1088/\d{4}-\d{3}[\dX]/(?P<volume>\d{1,3})/(?P<issue>\d+\w?)/",
    # Springer for SISSA: month, year, page.
    r"1007/JHEP(?P<month>\d\d)\((?P<year>\d{4})\)(?P<page>\d+)",
    # Physical Society of Japan, Progress of Theoretical Physics; Optica; EPL; Acta Physica Polonica: volume, page.
    r"1143/(?:PTP|JPSJ)\.(?P<volume>\d+)\.(?P<page>\w+)",
    r"1364/(?:OE|OL|AO|JOSA[AB])\.(?P<volume>\d+)\.(?P<page>\w+)",
    r"1209/0295-5075/(?P<volume>\d+)/(?P<page>\d{5})",
    r"5506/APhysPol\w*\.(?P<volume>\d+)\.(?P<page>\d+)",
    # Mathematical Sciences Publishers: year, volume, page. SIGMA: year, number of the article.
    r"2140/\w+\.(?P<year>\d{4})\.(?P<volume>\d+)\.(?P<page>\d+)",
    r"3842/SIGMA\.(?P<year>\d{4})\.(?P<page>\d+)",
    # International Press: year, volume, issue.
    r"4310/\w+\.(?P<year>\d{4})\.v(?P<volume>\d+)\.n(?P<issue>\d+)\.",
    # Hindawi: year, number of the article.
    r"1155/(?P<year>\d{4})/(?P<page>\d+)",
)
_COMPILED = tuple(re.compile(r"10\." + pattern, re.IGNORECASE) for pattern in _PATTERNS)


def doi_facts(doi: str) -> dict[str, str]:
    """Volume, issue, page (the first), year and month as far as a DOI says them; nothing for most.

    >>> doi_facts("10.1103/PhysRevD.76.013009")
    {'volume': '76', 'page': '013009'}
    >>> doi_facts("10.1016/j.tcs.2012.11.033")
    {}
    """
    for pattern in _COMPILED:
        if found := pattern.match(doi):
            return {name: value for name, value in found.groupdict().items() if value}
    return {}


def same_number(left: str, right: str) -> bool:
    """Whether two volumes or pages are one: letters and zeros before it, and the last page, aside.

    >>> same_number("013009", "13009"), same_number("L58-L62", "58"), same_number("R1914", "1941")
    (True, True, False)
    """
    return _digits(left) == _digits(right)


def _digits(text: str) -> str:
    found = re.search(r"[1-9]\d*", text)
    return found[0] if found else text.casefold()
