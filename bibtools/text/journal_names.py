"""What the name in a publication line is: of a journal, of proceedings, or of more than a name."""

from __future__ import annotations

import re
from functools import lru_cache

from bibtools.text.fold import words

_EVENTS = frozenset(
    {"conference", "conferences", "conf", "workshop", "workshops", "symposium", "symp"}
    | {"congress", "colloquium", "meeting", "seminar"}
)
# Serials with such a word in their name: they have volumes, and are cited as journals are.
_SERIALS = re.compile(
    r"conf(?:erence|\.)? ?(?:proc|ser)|web of conferences|proc(?:eedings|\.)? ?suppl|proceedings of the vldb endowment"
    r"|proceedings of the acm on|symposia",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(r"\bproc(?:eedings?|\.)?\b", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b\d+(?:st|nd|rd|th)\b|\b(?:first|second|third|[a-z-]*(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|teenth|tieth))\b",
    re.IGNORECASE,
)
# Meetings that people cite by these letters alone.
# Source: the names of the series in dblp (https://dblp.org/db/conf/).
_LETTERS = """
    aaai aamas accv acl aistats asplos asru bmvc cav ccs chi cikm coling colm colt conll corl crypto cvpr dac date eacl
    ecai eccv ecir emnlp esop esorics eurocrypt facct focs fse globecom gecco hpca iccad iccv icassp icc icde icdm icdt
    icip iclr icml icpr icra icse ijcai ijcnlp ijcnn infocom interspeech iros isca isit ismar ispd issac itcs kdd lics
    lrec miccai naacl ndss neurips nips nsdi oopsla osdi pldi podc pods popl ppopp recsys rss sc sigcomm sigir
    siggraph sigkdd sigmod soda sosp spaa stacs stoc tacas uai uist vldb wacv wmt wsdm www
"""
_ACRONYMS = frozenset(_LETTERS.split())
_AROUND_ACRONYMS = frozenset({"proc", "proceedings", "of", "the", "in", "ieee", "acm", "cvf"})
_SERIES = re.compile(
    r"(?P<container>.+?)[,.:;]? (?:in )?(?P<series>PMLR|Proceedings of Machine Learning Research|JMLR:? W&CP|LNCS|LNAI"
    r"|LNM|(?:Springer )?Lecture Notes (?:in|of) [\w ]+|EPTCS|LIPIcs|CEUR(?: Workshop Proceedings)?|CCIS)[.:,]?"
)
_MORE_THAN_A_NAME = re.compile(
    r"\b(?:eds?|edited|editors?|vol(?:ume)?|pp|pages|isbn|arxiv|preprint|thesis|press|publishers?)\b|[\"“”\[\]@]",
    re.IGNORECASE,
)
# "Water, Air, and Soil Pollution"; "C. R. Acad. Sci. Paris, Ser. I".
_LIST = re.compile(r"(?:, [^\W\d_]+)*,? (?:and|&) |, (?:ser|sect|part)[a-z]*\.? [\w.]+$", re.IGNORECASE)
# A title before the name ends as a sentence does: many whole words and a full stop.
_SENTENCE = re.compile(r"(?:[^\W\d_]+[:,]? ){5,}[^\W\d_]+\. ")
# "(ICML 2018)", "(ICIAP'23)" at the end of a name.
_LETTERS_BEHIND = re.compile(r" ?\([A-Z][\w/&-]*?[ '’]*(?:(?:19|20)?\d\d)?\)\.?$")
# Numbers that names of meetings have: the year, the count, the letters with the year.
_IN_MEETINGS = re.compile(r"\b\d+(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|(?<=[A-Z])[-'’]?\d\d\b|['’]\d\d\b")
# Proceedings of Science have the meeting in the place of the volume.
_VOLUME_IN = re.compile(r"\bPoS\b|Proceedings of Science", re.IGNORECASE)
# What names of journals have and names of meetings have not.
_OF_JOURNALS = re.compile(
    r"\b(?:journal|transactions|letters?|reviews?|annals|annales|acta|archives?|bulletin|magazine|notices|reports"
    r"|frontiers|communications|j|trans|lett|rev|ann|bull|commun|phys|math|astron|chem|biol|nature|science|physica)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_meeting(name: str) -> bool:
    """Whether a name is that of a meeting or its proceedings, rather than of a journal.

    >>> is_meeting("Proceedings of the 35th International Conference on Machine Learning"), is_meeting("ICML")
    (True, True)
    >>> is_meeting("Proc. Natl. Acad. Sci. USA"), is_meeting("AIP Conf. Proc.")
    (False, False)
    """
    if _SERIALS.search(name):
        return False
    said = words(name)
    if _EVENTS & set(said) or "neural information processing systems" in " ".join(said):
        return True
    if (behind := _LETTERS_BEHIND.search(name)) and set(words(behind[0])) & _ACRONYMS:
        return True
    proceedings = bool(_PROCEEDINGS.search(name))
    if proceedings and _ORDINAL.search(name):
        return True
    plain = [re.sub(r"\d+$", "", word) for word in said]
    others = {word for word in plain if word and word not in _ACRONYMS}
    return any(word in _ACRONYMS for word in plain) and others <= _AROUND_ACRONYMS


def plausibility(name: str) -> float:
    """How surely the whole of `name` is a name, and not also a title, people or a place (0 to 1).

    >>> plausibility("Phys. Rev. D"), plausibility("W. K. Lim and A. R. Denton, J. Chem. Phys.")
    (1.0, 0.5)
    """
    if _MORE_THAN_A_NAME.search(name) or len(name) > 120 or not re.search(r"[^\W\d_]{2}|[A-Z]", name):
        return 0.3
    numbers = _IN_MEETINGS.sub("", name) if is_meeting(name) else _LETTERS_BEHIND.sub("", name)
    if re.search(r"\d", numbers):
        return 0.3
    plain = _LIST.sub(" ", _LETTERS_BEHIND.sub("", name))
    if _SERIES.fullmatch(f"x {name}"):
        # The series, where its volume should have a name.
        return 0.5
    unclear = name.count("(") != name.count(")") or "," in plain or _SENTENCE.search(plain) or _VOLUME_IN.search(plain)
    return 0.5 if unclear else 1.0


def names_a_journal(name: str) -> bool:
    """Whether a name is a journal's by its own words, whatever stands behind it.

    >>> names_a_journal("Phys. Rev. Lett."), names_a_journal("MICCAI Challenges")
    (True, False)
    """
    return bool(_OF_JOURNALS.search(name)) and not is_meeting(name)


def parted(name: str) -> tuple[str, str | None]:
    """The name of the proceedings, and of the series whose volume they are.

    >>> parted("Proceedings of the 35th ICML, PMLR")
    ('Proceedings of the 35th ICML', 'PMLR')
    """
    found = _SERIES.fullmatch(name)
    return (found["container"], found["series"]) if found else (name, None)
