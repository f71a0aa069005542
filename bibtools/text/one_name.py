"""One person's or collaboration's name, written in any order, in LaTeX or Unicode.

Sources: BibTeX's order rules as told in "Tame the BeaST" (Markey, 2009), section 11; CSL 1.0.2, "Name-part Order", for
what a particle and a suffix are.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from bibtools.model.name import OTHERS, Name
from bibtools.text.fold import fold
from bibtools.text.latex import to_unicode


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SUFFIX = re.compile(r"(?:(?i:jr|sr|jnr|snr|ph\.?d|esq)|M\.?D|[1-9](?:st|nd|rd|th)|II|III|IV|VI{1,3})\.?")
BODIES = _word_set("""
    collaboration collaborations collab consortium team group project experiment survey network initiative society
    institute university committee council association organisation organization foundation inc ltd llc gmbh
    corporation laboratory observatory partners alliance openai deepmind nvidia anthropic
""")
_WORD = re.compile(r"\w+")
OTHERS_WORDS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\b\.?|\.\.\.|…|u\.\s?a\.|and\s+others)\.?", re.IGNORECASE)
_INITIAL = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_COMPOUND_FAMILIES = _word_set("""
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 司徒 司空 夏侯 端木 南宫 南宮
    남궁 황보 제갈 사공 선우 서문 독고
""")
# Written with a capital they still belong to the family name: "Jan De Boer", "Maria Dos Santos".
_JOINING = _word_set("""
    van von vom vander der den de del della dello degli di da das dos du des la le lo los las ter te tot zu zum zur
    af av al el ben ibn st. saint
""")


def parse_name(text: str) -> Name:
    r"""One name, whatever its order: `Family, Given`, `Family, Jr., Given`, `Given von Family Jr.`, 王小明.

    A text that is no person's name (a collaboration, or anything wholly in braces) becomes a literal. Never fails.

    >>> parse_name("Ludwig van Beethoven")
    Name(family='Beethoven', given='Ludwig', particle='van', suffix=None, literal=None)
    >>> parse_name(r"G{\"o}del, K.").family
    'Gödel'
    >>> parse_name("ATLAS Collaboration").literal
    'ATLAS Collaboration'
    >>> parse_name("王小明")
    Name(family='王', given='小明', particle=None, suffix=None, literal=None)
    """
    text = text.strip(" \t\r\n,;")
    whole = text.startswith("{") and text.endswith("}") and _encloses(text)
    text = clean(to_unicode(text))
    if not text or OTHERS_WORDS.fullmatch(text):
        return OTHERS
    if whole or is_body(text):
        return Name(literal=text)
    parts = [part.strip() for part in text.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return Name(literal=text)
    if len(parts) == 1:
        return natural(parts[0])
    if SUFFIX.fullmatch(parts[-1]) and " " in parts[0]:
        return _with(natural(", ".join(parts[:-1]) if len(parts) > 2 else parts[0]), suffix=parts[-1])
    if len(parts) == 2:
        family, given, suffix = parts[0], parts[1], None
    elif SUFFIX.fullmatch(parts[-1]):
        family, given, suffix = parts[0], " ".join(parts[1:-1]), parts[-1]
    else:
        family, given, suffix = parts[0], " ".join(parts[2:]), parts[1]
    return inverted(family, given, suffix)


def inverted(family: str, given: str | None, suffix: str | None = None) -> Name:
    """The name whose family name, with any particle before it, is known apart from the given name.

    >>> inverted("van der Waals", "Johannes").particle
    'van der'
    """
    words = family.split()
    ends = [at for at, word in enumerate(words[:-1]) if word[0].islower()]
    split = ends[-1] + 1 if ends and words[0][0].islower() else 0
    if given:
        given, trailing = _trailing_particle(given)
        words = [*trailing, *words]
        split += len(trailing)
    return Name(" ".join(words[split:]) or None, given or None, " ".join(words[:split]) or None, suffix or None)


def initials(given: str | None) -> str:
    """The first letters of given names as a comparison key: lower-case ASCII where there is one.

    >>> initials("Jean-Paul É."), initials("J.-P. E."), initials("JP"), initials(None)
    ('jpe', 'jpe', 'jp', '')
    """
    if not given:
        return ""
    if given.isupper() and given.isalpha() and len(given) <= 3 and not _CJK.search(given):
        return fold(given)
    return "".join(word[0] for word in fold(given).split())


def is_body(text: str) -> bool:
    """Whether a name is that of a collaboration, an institution or a company, by one of its words.

    >>> is_body("The ATLAS Collaboration"), is_body("Groupe, A.")
    (True, False)
    """
    return not BODIES.isdisjoint(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a name in small letters, without any sign.

    >>> words_of("J.-P. O'Neil")
    ['j', 'p', 'o', 'neil']
    """
    return _WORD.findall(text.lower())


def is_asian(text: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean characters, where the family name stands first."""
    return _CJK.match(text) is not None


def clean(text: str) -> str:
    """NFC, single spaces, initials apart from what follows (`J.R.Doe` is `J. R. Doe`)."""
    text = " ".join((text if text.isascii() else normalize("NFC", text)).split())
    return _INITIAL.sub(". ", text) if "." in text else text


def natural(text: str) -> Name:
    """The name of a person in running text, cleaned: `Given von Family Suffix`, or 王小明.

    >>> natural("Chris G. Van de Walle").family
    'Van de Walle'
    """
    if is_asian(text):
        return _asian(text)
    words = text.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else None
    if len(words) == 1:
        return Name(family=words[0], suffix=suffix)
    small = [at for at, word in enumerate(words[:-1]) if word[0].islower()]
    if small and not small[0] and words[0].lower() not in _JOINING:
        del small[0]
    if small:
        given, particle = words[: small[0]], words[small[0] : small[-1] + 1]
        if len(given) > 1 and given[-1].lower() in _JOINING:  # "Chris Van de Walle"
            return Name(" ".join(words[small[0] - 1 :]), " ".join(given[:-1]), None, suffix)
        start = small[-1] + 1
    else:
        start = len(words) - 1
        while start > 1 and words[start - 1].lower() in _JOINING:
            start -= 1
        given, particle = words[:start], []
    return Name(" ".join(words[start:]), " ".join(given) or None, " ".join(particle) or None, suffix)


def _asian(text: str) -> Name:
    family, space, given = text.partition(" ")
    if space:
        return Name(family=family, given=given)
    cut = 2 if text[:2] in _COMPOUND_FAMILIES and len(text) > 2 else 1
    return Name(family=text[:cut], given=text[cut:] or None)


def _trailing_particle(given: str) -> tuple[str, list[str]]:
    """`Johannes D. van der` as given name holds the particle at its end."""
    words = given.split()
    at = len(words)
    while at > 1 and words[at - 1].islower() and words[at - 1] in _JOINING:
        at -= 1
    return " ".join(words[:at]), words[at:]


def _with(name: Name, *, suffix: str) -> Name:
    return Name(name.family, name.given, name.particle, suffix, name.literal)


def _encloses(text: str) -> bool:
    """Whether the first brace is closed by the last character only."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0 and at < len(text) - 1:
            return False
    return depth == 0 and not text.startswith("{\\")
