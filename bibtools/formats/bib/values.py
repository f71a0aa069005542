r"""The text of one field: from CSL's plain Unicode to what may stand between braces, and back.

Two profiles: ASCII with LaTeX spellings for classic BibTeX, whose 8-bit programs cut letters in the middle, and UTF-8
for BibLaTeX. In both, LaTeX's special characters are escaped in text and left alone in `url`, `doi` and `eprint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote

from bibtools.formats.bib.types import Dialect
from bibtools.model.name import OTHERS, Name
from bibtools.text.latex import protect, to_latex, to_unicode
from bibtools.text.latex_write import MATH_SPAN

# CSL's mark-up of titles and LaTeX's (CSL 1.0.2 specification, "Rich text markup").
_MARKUP = {"i": "emph", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript", "sc": "textsc"}
_OPEN = {f"<{tag}>": f"\\{name}{{" for tag, name in _MARKUP.items()} | {'<span class="nocase">': "{"}
_TAG = re.compile("|".join([*map(re.escape, _OPEN), *(f"</{tag}>" for tag in _MARKUP), "</span>"]))
_TAGS = {"textit": "i"} | {macro: tag for tag, macro in _MARKUP.items()}
# What may not stay as it is in BibLaTeX: LaTeX's own characters; what pdflatex sets in formulas only.
_MODERN = re.compile(rf"(?P<math>{MATH_SPAN})|[&%#_$^~\\{{}}<>|]|-{{2,}}|``+|''+|[?!]`|[^\x00-\x7f]", re.DOTALL)
_ESCAPED_SIGN = re.compile(r"\\.", re.DOTALL)
_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_SYMBOL = re.compile(r"(\\[A-Za-z]+\s*)?\{(\$[^$\s{}]{1,24}\$)\}")
_WRAPPED = re.compile(r"(?<![$}])\{(\$[^$\s{}]+\$)\}(?![{$])")
_WRITTEN_AS_FORMULAS = "~<>|{}\\⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋ₙ°"
_IN_TEXT = {"~": "\\textasciitilde{}", "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}"}
_STYLED = re.compile(rf"\\(emph|textit|textbf|textsubscript|textsuperscript|textsc)\s*{_GROUP}")
_MATH = re.compile(r"(\$(?:\\.|[^$\\])+\$)")
_RANGE = re.compile(r"(?<=\w)\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*(?=\w)")
_AND = re.compile(r"(?<=\s)(and)(?=\s)", re.IGNORECASE)
_URL_MACRO = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(.*)\}", re.DOTALL)
_TILDE = re.compile(r"\$\\sim\$|\\textasciitilde(?:\s*\{\}|\s)?|\\~(?:\{\})?")
_URL_UNSAFE = re.compile(r"[\s{}\\\x00-\x1f\x7f]|[^\x00-\x7f]")


def balanced(text: str) -> bool:
    r"""Whether braces nest as BibTeX counts them: a backslash does not take a brace out of the count.

    >>> balanced("{a}"), balanced(r"a\}"), balanced("}{")
    (True, False, False)
    """
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def stands_as_it_is(raw: str) -> bool:
    r"""Whether a value reads the same for BibTeX and for programs to which a backslash does take a brace out.

    >>> stands_as_it_is(r"\{a\}"), stands_as_it_is(r"\{a}"), stands_as_it_is("a\\")
    (True, False, False)
    """
    return balanced(raw) and balanced(_ESCAPED_SIGN.sub("", raw)) and not _ESCAPED_SIGN.sub("", raw).endswith("\\")


def encode_text(text: str, dialect: Dialect) -> str:
    r"""Running text as LaTeX; math between dollars stays. Braces always balance, or BibTeX would end the value early.

    >>> encode_text("Müller & Söhne, 50%", "biblatex")
    'Müller \\& Söhne, 50\\%'
    >>> encode_text(r"$\{0,1)$", "bibtex")
    '$\\lbrace{}0,1)$'
    """
    plain = " ".join(text.split())
    encoded = _escaped(plain, dialect)
    if balanced(encoded):
        return encoded
    encoded = _escaped(plain.replace("\\{", "\\lbrace{}").replace("\\}", "\\rbrace{}"), dialect)
    return encoded if balanced(encoded) else "".join(_escaped(character, dialect) for character in plain)


def encode_title(text: str, dialect: Dialect) -> str:
    r"""A title as LaTeX: CSL's mark-up as macros, braces around what a change of case would destroy.

    >>> print(encode_title("BERT and <i>E. coli</i>", "bibtex"))
    {BERT} and \emph{E. coli}
    """
    pieces: list[str] = []
    position = 0
    for tag in _TAG.finditer(text):
        pieces += (_padded(text[position : tag.start()], dialect), _OPEN.get(tag[0], "}"))
        position = tag.end()
    encoded = "".join((*pieces, _padded(text[position:], dialect))).strip()
    # Where braces belong in a title is for `protect` to say; only two formulas in a row must be kept apart.
    return protect(_WRAPPED.sub(r"\1", encoded if balanced(encoded) else encode_text(text, dialect)))


def _padded(text: str, dialect: Dialect) -> str:
    """Encoded text with its outer spaces."""
    left, right = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{left}{encode_text(text, dialect)}{right}" if text.strip() else left


def _escaped(text: str, dialect: Dialect) -> str:
    return to_latex(text) if dialect == "bibtex" else _MODERN.sub(_modern, normalize("NFC", text))


def _modern(found: re.Match[str]) -> str:
    if found[0] == "^":  # biber makes {\^} of {\^{}}, which takes the next letter for its own
        return "{\\textasciicircum}"
    spelled = to_latex(found[0])
    return found[0] if found[0].isalpha() and not spelled.startswith("{$") else spelled


def decode_text(raw: str) -> str:
    r"""What a field's text says, in Unicode, on one line; math between dollars stays.

    A formula in braces of its own that is one symbol is that symbol: `encode_text` writes α as `{$\alpha$}`.

    >>> decode_text(r"{$\alpha$}-decay, $\alpha$, H{$_2$}O, 1 {$<$} 2")
    'α-decay, $\\alpha$, H₂O, 1 < 2'
    >>> decode_text("M{\\\"u}ller \\& S{\\\"o}hne,\n  50\\%")
    'Müller & Söhne, 50%'
    """
    return _decode(_SYMBOL.sub(_symbol, raw) if "{$" in raw else raw)


def _decode(raw: str) -> str:
    return " ".join(to_unicode(raw).split())


def _symbol(found: re.Match[str]) -> str:
    macro, formula = found.groups()
    symbol = _one_character(formula)
    if symbol is None:
        return found[0]
    return f"{macro}{{{symbol}}}" if macro else symbol


@lru_cache(maxsize=512)
def _one_character(formula: str) -> str | None:
    """The character, as LaTeX text, that `encode_text` writes as this formula in braces."""
    if not (known := {to_latex(character): character for character in _WRITTEN_AS_FORMULAS}.get(f"{{{formula}}}")):
        known = to_unicode(formula.strip("$"))
    if len(known) != 1 or to_latex(known) != f"{{{formula}}}":
        return None
    return _IN_TEXT.get(known, known)


def decode_title(raw: str) -> str:
    r"""What a title says: emphasis, subscripts and superscripts in CSL's mark-up, and every formula as it is.

    Titles are full of formulas, and of braces that only protect them: `{$\omega$}` is `$\omega$` here.

    >>> decode_title("The {\\emph{E. coli}} of {H$_2$O}")
    'The <i>E. coli</i> of H$_2$O'
    """
    if "\\" not in raw:
        return _decode(raw)
    outside = _MATH.split(raw)
    for at in range(0, len(outside), 2):
        previous = None
        while previous != outside[at]:
            previous = outside[at]
            outside[at] = _STYLED.sub(lambda f: f"<{_TAGS[f[1]]}>{f[2]}</{_TAGS[f[1]]}>", previous)
    return _decode("".join(outside))


def encode_list(text: str, dialect: Dialect) -> str:
    """A publisher, an institution, a place. biblatex takes them for lists joined by "and" (manual §2.2.1).

    >>> encode_list("Taylor and Francis", "biblatex")
    '{Taylor and Francis}'
    """
    encoded = encode_text(text, dialect)
    return f"{{{encoded}}}" if dialect == "biblatex" and re.search(r"\sand\s", encoded, re.IGNORECASE) else encoded


def encode_pages(text: str, dialect: Dialect) -> str:
    """Pages, every range with two hyphens (btxdoc §3.2, biblatex manual §2.3.9).

    >>> encode_pages("1-10, S3–S5", "bibtex")
    '1--10, S3--S5'
    """
    return _RANGE.sub("--", encode_text(_RANGE.sub("-", text), dialect))


def decode_pages(raw: str) -> str:
    """Pages as CSL writes them: one hyphen per range.

    >>> decode_pages("1--10"), decode_pages("e17")
    ('1-10', 'e17')
    """
    return _RANGE.sub("-", decode_text(raw))


def encode_verbatim(text: str) -> str:
    """A URL or an identifier: as it is, but what would end the value or cannot stand in a URL is percent-encoded.

    >>> encode_verbatim("https://a.b/~c_d%20e?f={g}")
    'https://a.b/~c_d%20e?f=%7Bg%7D'
    """
    return _URL_UNSAFE.sub(lambda found: quote(found[0]), text.strip())


def decode_url(raw: str) -> str:
    r"""What a URL or an identifier says: programs differ in whether such fields are LaTeX, so escapes are undone.

    >>> decode_url(r"\url{https://a.b/c\_d{\~{}}e\%20f}")
    'https://a.b/c_d~e%20f'
    """
    text = raw.strip()
    if "\\" in text or "{" in text or "$" in text:
        text = _URL_MACRO.sub(r"\1", text)
        text = _TILDE.sub("~", text)
        text = re.sub(r"\\([_%&#$~{}^])(?:\{\})?", r"\1", text)
        text = re.sub(r"[{}]", "", text)
    return "".join(text.split())


def encode_names(names: Iterable[Name], dialect: Dialect) -> str:
    """Names as BibTeX reads them: `particle Family, Suffix, Given`, joined by `and` (btxdoc §4; btxhak §4).

    >>> people = Name(family="Waals", particle="van der", given="J. D."), Name(literal="ATLAS Collaboration")
    >>> encode_names(people, "bibtex")
    'van der Waals, J. D. and {ATLAS Collaboration}'
    """
    return " and ".join(_encode_name(name, dialect) for name in names)


def _encode_name(name: Name, dialect: Dialect) -> str:
    if name == OTHERS:
        return "others"
    if name.literal is not None:
        # Some readers split at "and" even inside braces, none at "{and}".
        shielded = _AND.sub(r"{\1}", encode_text(name.literal, dialect))
        return f"{{{shielded}}}"
    last = " ".join(part for part in (_plain_part(name.particle, dialect), _family(name, dialect)) if part)
    given = _part(name.given, dialect)
    if name.suffix:
        return f"{last}, {_part(name.suffix, dialect)}, {given or '{}'}"
    return f"{last}, {given}" if given else last


def _family(name: Name, dialect: Dialect) -> str:
    family = _part(name.family, dialect)
    # Without a comma, all words but the last would be taken for given names.
    alone = not name.given and not name.suffix and not name.particle
    return f"{{{family}}}" if alone and " " in family and not family.startswith("{") else family


def _part(text: str | None, dialect: Dialect) -> str:
    """A part of a name; in braces where a comma or the word "and" would be read as a divider."""
    if not text:
        return ""
    encoded = encode_text(text, dialect)
    return f"{{{encoded}}}" if re.search(r",|(?:^|\s)and(?:\s|$)", encoded, re.IGNORECASE) else encoded


def _plain_part(text: str | None, dialect: Dialect) -> str:
    return encode_text(text, dialect) if text else ""
