"""Lists of authors as listings and reference strings print them: arXiv's own form, and the usual citation styles."""

from __future__ import annotations

import re
from functools import lru_cache

from bibtools.model.name import OTHERS, Name
from bibtools.text.latex import to_unicode
from bibtools.text.one_name import (
    BODIES,
    OTHERS_WORDS,
    SUFFIX,
    clean,
    inverted,
    is_asian,
    is_body,
    natural,
    parse_name,
    words_of,
)

_INITIALS = re.compile(r"(?:[^\W\d_]\.?){1,3}")
_GLUED_INITIALS = re.compile(r"(.*[^\W\d_]{2}) ((?:[A-Z]\.?[\s-]?){1,3})")
_AND = re.compile(r",?\s+(?:and|und|et(?!\.?\s*al)|y)\s+|\s*,?\s*&\s*|,\s*and\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,，、]\s*|\s*;\s*|,?\s+and\s+|\s*&\s*|,?\s*\bet\.?\s*al\b\.?", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"\s*,?\s*\b(?:(?:for|representing|on behalf of|from|in collaboration with) the)\s+(?=[^,]*\b(?:collab|consortium"
    r"|team|group|project|experiment|survey))|(?<=\bcollaboration)\s*:\s*|(?<=\bconsortium)\s*:\s*|(?<=\bteam)\s*:\s*",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(r"(?:and\s+)?(?:presented by|for|representing|on behalf of)\s+(?:the\s+)*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:and\s+)?(?:the\s+)*", re.IGNORECASE)
_COMMA_NEXT = re.compile(r"\s*[,，、](?!\s*(?:and\b|&))")
_INNERMOST = re.compile(r"\s*\([^()]*\)")
_ET_AL = re.compile(r"\b(?:et\.?\s*al\b\.?|and\s+others\b)", re.IGNORECASE)
# Two words or more of Latin letters, in which no sign is doubled.
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ſ]++"
_PLAIN_WORD = rf"-?{_LETTERS}(?:(?:\.-?|['-]){_LETTERS})*+\.?"
_PLAIN = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})++")
# What makes more of a list, or of a piece of it, than the names of people.
_TELLING = BODIES | {"and", "the", "for", "on", "presented", "representing", "others", "et", "etal"}


def parse_author_list(text: str) -> tuple[Name, ...]:
    r"""The names in a printed list, in order; affiliations in parentheses are left out; "et al." becomes `OTHERS`.

    Reads `A. Roe, B. Poe and C. Doe` (arXiv's form), `Roe, A., Poe, B., & Doe, C.`, `Roe A, Poe BC`,
    `Roe, Anna; Poe, Ben` and `Roe, Anna and Poe, Ben`.

    >>> [n.inverted() for n in parse_author_list(r"C. Bal\'azs (1), J. van Dam, Jr., and the ATLAS Collaboration")]
    ['Balázs, C.', 'van Dam, Jr., J.', 'ATLAS Collaboration']
    >>> [n.inverted() for n in parse_author_list("Vaswani, A., Shazeer, N. M., et al.")]
    ['Vaswani, A.', 'Shazeer, N. M.', 'others']
    """
    text = to_unicode(text)
    plain = [_plain(piece) for piece in text.replace(", and ", ", ").replace(" and ", ", ").split(", ")]
    names = tuple([name for name in plain if name])
    return names if len(names) == len(plain) else read_with_care(text)


@lru_cache(maxsize=1 << 16)
def _plain(piece: str) -> Name | None:
    """The name of a piece that is read alike whatever stands around it in a list, as most are; None for any other.

    Such are `A. B. Roe` and `Anna van der Roe`: they begin with a capital and end with a small letter, so that none is
    half of `Roe, A.`.
    """
    piece = clean(piece)
    if not _PLAIN.fullmatch(piece) or not piece[0].isupper() or not piece[-1].islower():
        return None
    return natural(piece) if _TELLING.isdisjoint(words_of(piece)) else None


def read_with_care(text: str) -> tuple[Name, ...]:
    """What `parse_author_list` makes of a list in Unicode, without its shorter way with lists of plain names.

    >>> read_with_care("A. Roe and B. Poe") == parse_author_list("A. Roe and B. Poe")
    True
    """
    text = _without_affiliations(clean(text))
    text = _ON_BEHALF.sub(lambda found: ", " if ":" in found[0] else ", for the ", text)
    for style in (_by_semicolon, _inverted_with_and, _family_initials, _family_then_initials):
        names = style(text)
        if names:
            return names
    pieces = _pieces(text)
    if _starts_inverted(pieces) and _COMMA_NEXT.match(text, text.find(pieces[0]) + len(pieces[0])):
        pieces[:2] = [", ".join(pieces[:2])]
    return tuple(_named(piece) for piece in pieces)


def parse_family_given_run(text: str) -> tuple[Name, ...] | None:
    """The names of a run `Family, Given, Family, Given, …`, or None when the text is not such a run.

    The family names must mostly be single words, so that a list of full names is not mistaken for one.

    >>> [n.display() for n in parse_family_given_run("Ding, Zijun, Xiong, Mingdie, van der Waals, J. D.")]
    ['Zijun Ding', 'Mingdie Xiong', 'J. D. van der Waals']
    >>> parse_family_given_run("Zijun Ding, Mingdie Xiong") is None
    True
    >>> parse_family_given_run("Attention, please: a survey, with code") is None
    True
    """
    text = clean(to_unicode(text)).rstrip(";, ")
    cut = _ET_AL.split(text, maxsplit=1)
    pieces = [piece for piece in re.split(r"\s*,\s*(?:and\s+|&\s*)?|\s*;\s*", cut[0]) if piece]
    paired: list[tuple[str, str, str | None]] = []
    at = 0
    while at < len(pieces):
        pair = pieces[at : at + 2]
        if len(pair) < 2 or not all(map(_looks_like_name, pair)):
            return None
        at += 2
        suffix = None
        if at < len(pieces) and SUFFIX.fullmatch(pieces[at]) and (len(pieces) - at) % 2:
            suffix = pieces[at]
            at += 1
        paired.append((pair[0], pair[1], suffix))
    if not paired:
        return None
    short = sum(len([word for word in family.split() if not word.islower()]) == 1 for family, _, _ in paired)
    if short * 3 < len(paired) * 2:
        return None
    names = tuple(inverted(family, given, suffix) for family, given, suffix in paired)
    return (*names, OTHERS) if len(cut) > 1 else names


def _without_affiliations(text: str) -> str:
    """`text` without anything in parentheses, however deep; one that is never closed stays."""
    while True:
        shorter = _INNERMOST.sub("", text)
        if shorter == text:
            return text
        text = shorter


def _pieces(text: str) -> list[str]:
    """One name each; a suffix stays with the name before it, "et al." becomes "others"."""
    pieces: list[str] = []
    end = 0
    for found in _SEPARATOR.finditer(text):
        pieces.append(text[end : found.start()])
        if "et" in found[0].lower() and "al" in found[0].lower():
            pieces.append("others")
        end = found.end()
    pieces.append(text[end:])
    joined: list[str] = []
    leading = ""
    for piece in (piece.strip(" :;") for piece in pieces):
        if SUFFIX.fullmatch(piece):
            if joined:
                joined[-1] += f", {piece}"
            else:
                leading = f", {piece}"
        elif piece:
            joined.append(_without_preamble(piece) + leading)
            leading = ""
    return joined


def _starts_inverted(pieces: list[str]) -> bool:
    """`Roe, Anna, Ben Poe, and Carl Doe`, or `Roe, Anna` alone: only the first name is the other way round."""
    if len(pieces) < 2 or any(" " in piece for piece in pieces[:2]) or any(map(OTHERS_WORDS.fullmatch, pieces[:2])):
        return False
    return all(" " in piece or OTHERS_WORDS.fullmatch(piece) for piece in pieces[2:]) and not is_asian(pieces[0])


def _without_preamble(piece: str) -> str:
    """`for the CDF` is the name of a collaboration, and so a literal; `the BABAR Collaboration` loses its article."""
    found = _PREAMBLE.match(piece)
    if found and "by" not in found[0].split():
        return f"{{{piece[found.end() :]}}}"
    return _ARTICLE.sub("", piece[found.end() :] if found else piece, count=1)


def _named(piece: str) -> Name:
    return OTHERS if OTHERS_WORDS.fullmatch(piece) else parse_name(piece)


def _by_semicolon(text: str) -> tuple[Name, ...] | None:
    """`Roe, Anna; Poe, Ben`."""
    parts = [part for part in re.split(r"\s*;\s*(?:and\s+|&\s*)?", text) if part]
    if len(parts) < 2 or any(part.count(",") > 2 for part in parts):
        return None
    return tuple(_named(part) for part in parts)


def _inverted_with_and(text: str) -> tuple[Name, ...] | None:
    """`Roe, Anna and Poe, Ben`: each part has its own comma."""
    parts = [part for part in re.split(r"\s+and\s+", text) if part]
    if len(parts) < 2:
        return None
    bare = [part for part in parts if "," not in part]
    if any(not is_body(part) and not OTHERS_WORDS.fullmatch(part) for part in bare) or len(bare) == len(parts):
        return None
    fields = [part.split(",") for part in parts if "," in part]
    if any(len(field) > 3 or (len(field[0].split()) > 1 and not field[0][0].islower()) for field in fields):
        return None
    return tuple(_named(part) for part in parts)


def _family_initials(text: str) -> tuple[Name, ...] | None:
    """`Roe, A., Poe, B. C., & Doe, D.`: every second piece is initials."""
    cut = _ET_AL.split(text, maxsplit=1)
    pieces = [piece for piece in re.split(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", cut[0].rstrip(" ,")) if piece]
    names: list[Name] = []
    at = 0
    while at + 1 < len(pieces):
        family, given = pieces[at : at + 2]
        if not _are_initials(given) or _are_initials(family) or not _is_family(family):
            return None
        at += 2
        suffix = None
        if at < len(pieces) and SUFFIX.fullmatch(pieces[at]):
            suffix = pieces[at]
            at += 1
        names.append(inverted(family, given, suffix))
    if not names or at != len(pieces):
        return None
    return (*names, OTHERS) if len(cut) > 1 else tuple(names)


def _are_initials(text: str) -> bool:
    """Whether a piece is one to four initials: `A.`, `A. B.`, `J.-P.`, `AB`, `Yu. K.`."""
    words = re.split(r"[\s-]+", text)
    return len(words) <= 4 and all(
        (word.isupper() and _INITIALS.fullmatch(word)) or re.fullmatch(r"[A-Z][a-z]\.", word) for word in words
    )


def _is_family(text: str) -> bool:
    return "." not in text and not is_body(text)


def _family_then_initials(text: str) -> tuple[Name, ...] | None:
    """`Roe A, Poe BC`: the Vancouver style."""
    cut = _ET_AL.split(text, maxsplit=1)
    found = [_GLUED_INITIALS.fullmatch(piece) for piece in _AND.sub(", ", cut[0]).strip(" ,").split(", ")]
    if not all(found):
        return None
    names = tuple(inverted(match[1], match[2]) for match in found if match)
    return (*names, OTHERS) if len(cut) > 1 else names


def _looks_like_name(piece: str) -> bool:
    words = piece.split()
    capital = [word for word in words if not word[0].islower()]
    return (
        len(words) <= 4
        and bool(capital)
        and not re.search(r"[\d:?!()\[\]/=]", piece)
        and len(words) - len(capital) <= 3
    )
