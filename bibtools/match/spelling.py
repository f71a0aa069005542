"""Whether two words are one word, spelled or typed differently."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bibtools.match.vocabulary import REAL_WORDS

_STOP = """
a an the of for in on at to by from with and or as is are be its it via using into over under
their our we this that these those how what why when s t
"""
STOP_WORDS = frozenset(_STOP.split())
"""Words that carry little of a title's meaning; titles that differ in them alone may still be one."""

# A slip in a shorter word cannot be told from another word; longer words may have two.
ONE_SLIP = 4
TWO_SLIPS = 8
MOST_SLIPS = 2
_BRITISH = (
    (re.compile(r"(?<=\w\w)our(?=s|ed|ing|less|\Z)"), "or"),
    (re.compile(r"(?<=\w\w)is(?=e|ed|es|ing|ation|ations\Z)"), "iz"),
    (re.compile(r"(?<=\w\wt)re(?=s?\Z)"), "er"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"ll(?=ed|ing|er)"), "l"),
    (re.compile(r"ogue\Z"), "og"),
    (re.compile(r"ph(?=ur)"), "f"),
)


def one_word(left: str, right: str) -> bool:
    """Whether two folded words are forms of one: singular and plural, British and American.

    >>> one_word("network", "networks"), one_word("behaviour", "behavior"), one_word("photon", "phonon")
    (True, True, False)
    """
    if left == right:
        return True
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < 3 or len(long) - len(short) > 2 or short[0] != long[0]:
        return False
    if not short.isalpha() or not long.isalpha():
        return False
    if long in (short + "s", short + "es") or (short[-1] == "y" and long == short[:-1] + "ies"):
        return True
    return _american(left) == _american(right)


@lru_cache(maxsize=8192)
def _american(word: str) -> str:
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


@lru_cache(maxsize=8192)
def same_word(left: str, right: str) -> bool:
    """Whether two folded words are one word, perhaps mistyped; never two real words, never two numbers.

    >>> same_word("semantic", "semnatic"), same_word("task", "tsk"), same_word("wtih", "with")
    (True, True, True)
    >>> same_word("task", "mask"), same_word("axioms", "axions"), same_word("yolov7", "yolov8")
    (False, False, False)
    >>> same_word("supervised", "unsupervised"), same_word("pyramid", "pyram")
    (False, False)
    """
    if abs(len(left) - len(right)) > 2:
        return False
    if one_word(left, right):
        return True
    if not (left.isalpha() and right.isalpha()) or (left in REAL_WORDS and right in REAL_WORDS):
        return False
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if left in STOP_WORDS or right in STOP_WORDS:
        return len(short) >= 3 and not (left in STOP_WORDS and right in STOP_WORDS) and OSA.distance(left, right) == 1
    if len(short) < ONE_SLIP - 1 or len(long) < ONE_SLIP:
        return False
    allowed = MOST_SLIPS if len(short) >= TWO_SLIPS else 1
    # A letter put before or after makes another word (stable/unstable, local/nonlocal, pin/spin), mostly.
    if long.endswith(short) or (len(long) - len(short) > 1 and long.startswith(short)):
        return False
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed
