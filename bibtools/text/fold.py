r"""The comparison key of the project: what is left of a text when its spelling, dress and mark-up are taken away.

Rules, each so that the forms one text takes in LaTeX, Unicode, HTML and PDF copies meet:

- Accents, case and compatibility forms go (`Schr{\"o}dinger`, `SCHRÖDINGER`, `ﬁ`); ø, ł, ß … become ASCII letters.
- A hyphen or dash separates words like any punctuation: `Spatial-Temporal` equals `spatial temporal`. Whether
  `pre-training` equals `pretraining` is for the comparison to say (`fold(text).replace(" ", "")` is equal then).
- Apostrophes vanish (`Kepler's` is one word); quotation marks separate nothing but themselves.
- Mark-up of math vanishes (`$ _ ^ { }`): `H$_2$O`, `H₂O` and `H<sub>2</sub>O` are `h2o`. A Greek letter is a word
  of its own, by its name: `$\alpha$`, `α`, `alpha`. `√` is `sqrt`, `∞` `infinity`, `×` `x`; other symbols separate.
- `1,800`, `$1{,}800$` and `1800` are one number. A decimal point separates.
- `&` is `and`. Of a link with a text, the text counts. Each Chinese or Japanese character is a word.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from unicodedata import category, normalize

from bibtools.text.latex_read import to_plain

_VANISH = "'`$_^{}"
_ASCII = dict.fromkeys(range(128), " ")
_ASCII |= {code: chr(code).lower() for code in range(128) if chr(code).isalnum()}
_ASCII |= dict.fromkeys(map(ord, _VANISH), "")
_TABLE = str.maketrans({chr(code): text or None for code, text in _ASCII.items()})
# The same for bytes, which takes half the time for an abstract and a third for a title.
_BYTES = "".join(text or " " for text in _ASCII.values()).encode().ljust(256)

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# The comma stands first so that the search can jump from comma to comma.
_GROUPED = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_TAG = re.compile(
    r"</?(?:span|su[bp]|i|b|u|p|em|strong|sc|scp|inf|tt|br|jats:\w+|mml:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w+);")

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau"
_GREEK += " upsilon phi chi psi omega"
_NAMED = {chr(ord("α") + at): f" {name} " for at, name in enumerate(_GREEK.split())}
_NAMED |= {"ϝ": " digamma ", "√": " sqrt ", "∞": " infinity ", "×": " x ", "∂": " partial ", "∇": " nabla "}
_NAMED |= dict.fromkeys("’‘ʼʹ′´‛`\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n"}
_LETTERS |= {"þ": "th", "ŧ": "t", "ə": "e", "ȷ": "j", "ƒ": "f", "ɛ": "e", "ĸ": "k"}


def fold(text: str) -> str:
    r"""The comparison key of `text`: lower-case words of letters and digits with single spaces between them.

    >>> fold(r"{S}chr{\"o}dinger's $\alpha$-decay: \emph{1,800} H$_2$O")
    'schrodingers alpha decay 1800 h2o'
    >>> fold("Schrödinger’s α–decay: 1800 H₂O")
    'schrodingers alpha decay 1800 h2o'
    """
    return " ".join(fold_loosely(text).split())


def fold_loosely(text: str) -> str:
    """The comparison key with any white space where it has single spaces: for those who part it into words anyway.

    >>> fold_loosely("It holds, we show")
    'it holds  we show'
    """
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = to_plain(text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text).replace("&", " and ")
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_fold_run, text)
    if "," in text:
        text = _GROUPED.sub("", text.replace("{,}", ","))
    if text.isascii():
        return text.encode().translate(_BYTES, _VANISH.encode()).decode()
    return text.translate(_TABLE)


def words(text: str) -> tuple[str, ...]:
    """The words of the comparison key.

    >>> words("Spatial–Temporal Fusion")
    ('spatial', 'temporal', 'fusion')
    """
    return tuple(fold(text).split())


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def mend(text: str) -> str:
    r"""`text` without the marks of being copied: line ends, hyphens at them, ligatures, split-off capitals, a label.

    A hyphen at a line end goes unless the text elsewhere has the word with its hyphen, or the parts look like a
    compound. A capital which fonts kern away from its word ("T o", "Spatial-T emporal") is joined to it where that
    gives a word: a common one, or one that the text has elsewhere. Oddities of the text itself stay ("W boson").

    >>> mend("Abstract:T o achieve this, Spatial-T emporal ﬁne-\ntuning is opti-\nmized")
    'To achieve this, Spatial-Temporal fine-tuning is optimized'
    """
    return " ".join(mend_loosely(text).split())


def mend_loosely(text: str) -> str:
    """`text` mended, with any white space where `mend` has single spaces: for those who fold it anyway.

    >>> mend_loosely("T o achieve  this")
    'To achieve  this'
    """
    if not text.isascii() or "\r" in text:
        for sign, meant in _COPIED.items():
            if sign in text:
                text = text.replace(sign, meant)
    if (label := _LABEL.match(text)) and label[0]:
        text = text[label.end() :]
    if "\n" in text:
        text = _without_line_ends(text)
    # From the end a search looks for the capital first, which is rare, and not for the space.
    if any(split[0] in text and text.rfind(split) >= 0 for split in _SPLIT_OFF):
        known = _Words(text, _LOWER_WORD)
        text = _SPLIT.sub(lambda found: _rejoin(found, known), text)
    return text


class _Words:
    """The words of a text that match a pattern; found when first needed, for most texts need none of them."""

    __slots__ = ("_asked", "_found", "_pattern", "_text")

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._text, self._pattern = text, pattern
        self._found: frozenset[str] | None = None
        self._asked = 0

    def __contains__(self, word: str) -> bool:
        if self._found is None:
            self._asked += 1
            # A text that asks often is better read once than searched again and again.
            if self._asked <= 16 and word not in self._text:
                return False
            self._found = frozenset(self._pattern.findall(self._text))
        return word in self._found


_COPIED = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\r": "\n"}
_COPIED |= dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
_LABEL = re.compile(r"\s*(?:(?i:abstract)\s*(?:[:.]|[-–—]+(?=\s*[A-Z\"'“]))\s*)?(?:[-–—]{2,}\s*)?")
_HYPHENS = ("-", "‐")
# Both look back from where they begin: at a hyphen before a line end, and at a capital.
_LINE_END = re.compile(r"[-‐](?<=[^\W\d_].)[^\S\n]*+\n\s*+([^\W\d_]+)")
_SPLIT = re.compile(r"([TVWY])(?<![^\W_].) ([a-z]+)\b")
_SPLIT_OFF = ("T ", "V ", "W ", "Y ")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LOWER_WORD = re.compile(r"[a-z]+")
_SPLITTABLE = _word_set("""
    to the this that these those their then there thus they through though tackle table target task tasks taking teacher
    technique techniques technology temporal tensor term terms test testing text textual than three time token tokens
    tool tools topic tracking trade traditional traffic train trained training trajectory transfer transformer
    transformers transition translation transport tree trust tuning turing two type types typical typically
    unlike value values variable variance variational variety various vector vehicle vehicles verification version very
    via video videos view viewed views virtual vision visual visualization voice vulnerability
    was wasserstein wave wavelet way we weak weakly web weight weighted weights well were what when where whereas
    whether which while who whole why wide widely will wireless with within without word words work works world would
    year years yet yield yields you young your
""")
_FIRST_PARTS = _word_set("self non semi cross high low long short real well end large zero few one two three fine")
_LAST_PARTS = _word_set("based level aware free driven guided like scale time wise shot of art to end")


def _without_line_ends(text: str) -> str:
    """`text` without the line ends that part a word at a hyphen. It is searched for line ends: hyphens are many."""
    compounds = _Words(text, _COMPOUND)
    kept: list[str] = []
    done = start = 0
    while (end := text.find("\n", start)) >= 0:
        line = text[start:end].rstrip()
        hyphen = start + len(line) - 1
        start = end + 1
        if line.endswith(_HYPHENS) and (found := _LINE_END.match(text, hyphen)):
            kept += text[done:hyphen], _join(found, compounds)
            done = start = found.end()
    return "".join(kept) + text[done:]


def _join(found: re.Match[str], compounds: _Words) -> str:
    """What stands for a line end, the hyphen before it and the rest of the word after it."""
    text, start, second = found.string, found.start(), found[1]
    first = text[_word_start(text, start) : start]
    if not second[0].islower() or second in _LAST_PARTS or first.lower() in _FIRST_PARTS:
        return "-" + second
    return "-" + second if f"{first}-{second}" in compounds else second


def _word_start(text: str, end: int) -> int:
    while end and text[end - 1].isalpha():
        end -= 1
    return end


def _rejoin(found: re.Match[str], known: _Words) -> str:
    word = found[1] + found[2]
    lower = word.lower()
    return word if lower in _SPLITTABLE or lower in known else found[0]


def _fold_run(run: re.Match[str]) -> str:
    return _fold_characters(run[0])


@lru_cache(maxsize=4096)
def _fold_characters(run: str) -> str:
    """A stretch without ASCII, which mostly is one character, as ASCII where it has such a form."""
    return "".join(map(_fold_character, normalize("NFKD", run.translate(_QUIET)).casefold()))


_QUIET = str.maketrans({sign: None for sign, text in _NAMED.items() if not text})


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character.isascii():
        return character
    known = _NAMED.get(character) or _LETTERS.get(character)
    if known:
        return known
    kind = category(character)
    if kind[0] == "M":
        return ""
    if kind == "Lo" and ("\u2e80" <= character <= "\u9fff" or character >= "\uf900"):
        return f" {character} "
    return character if kind[0] in "LN" else " "
