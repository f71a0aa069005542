"""Titles out of publishers' mark-up: HTML, JATS face markup, MathML and TeX become Unicode with CSL's few tags.

Sources: NISO Z39.96 (JATS), "Face Markup" in the schema of Crossref deposits (b, i, u, ovl, sup, sub, scp, tt, font);
MathML 3, section 3 (presentation); CSL 1.0.2, "Rich text" of the data schema (i, sub, sup).
"""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as Xml

from bibtools.sources.works.shape import text
from bibtools.text.latex import to_unicode

# What is longer is no title: it is left as it came, for no pattern is to be tried on a megabyte.
LONGEST = 4000
_KEPT = {"i": "i", "em": "i", "italic": "i", "sub": "sub", "inf": "sub", "sup": "sup"}
_FACES = """
    alternatives b bold div font inline-formula inline-graphic monospace named-content ovl overline p roman sans-serif
    sc scp small smallcaps span strike strong styled-content title tt u underline xref
"""
_DROPPED = frozenset(_FACES.split())
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*"""
_TAG = re.compile(rf"<(/?)(?:jats:|xhtml:)?([A-Za-z][\w-]*){_ATTRIBUTES}/?>")
_MATH = re.compile(r"<((?:\w+:)?math)\b[^>]*>.*?</\1>", re.DOTALL)
_FORMULA = re.compile(r"<((?:jats:)?(?:inline-formula|alternatives))\b[^>]*>(.*?)</\1>", re.DOTALL)
_TEX = re.compile(r"<(?:jats:)?tex-math\b[^>]*>(.*?)</(?:jats:)?tex-math>", re.DOTALL)
_IN_DOLLARS = re.compile(r"\$.+\$", re.DOTALL)
_EMPTY = re.compile(r"<(i|sub|sup)>\s*</\1>")
_CSL_TAG = re.compile(r"</?(?:i|sub|sup)>")
# Pretty-printed mark-up puts a line break where no space is meant: inside of brackets and quotes, before punctuation.
_BREAK_INSIDE = re.compile(r"(?<=[(\[‘“])\s*\n\s*|\s*\n\s*(?=[)\],;:.?!’”]|[‐-]\S)")
_BROKEN_NEWLINE = re.compile(r"\\n(?=\s)")


def title(value: object) -> str | None:
    r"""A title as bibtools writes it: Unicode, `<i>`, `<sub>`, `<sup>`, math as `$…$`; None if it says nothing.

    >>> title("Rank-(<jats:italic>R</jats:italic><inf>1</inf>) of &amp;lt;scp&amp;gt;DNA&lt;/scp&gt;")
    'Rank-(<i>R</i><sub>1</sub>) of DNA'
    >>> title("if p &lt; 0.05 and {ANOVA} is $V_{k}$ of\n    a <mml:math><mml:msup><mml:mi>x</mml:mi>"
    ...     "<mml:mn>2</mml:mn></mml:msup></mml:math>")
    'if p < 0.05 and ANOVA is $V_{k}$ of a x<sup>2</sup>'
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return text(value)
    written = html.unescape(html.unescape(value))
    if "<" in written:
        written = _FORMULA.sub(_tex_of_formula, written)
        written = _MATH.sub(_linear, written)
        written = _TEX.sub(lambda tex: _dollars(tex[1]), written)
        written = _TAG.sub(_tag, written)
    written = _BREAK_INSIDE.sub("", written)
    if "\\" in written or "{" in written:
        written = to_unicode(_BROKEN_NEWLINE.sub(" ", written))
    return text(_EMPTY.sub("", _balanced(written)))


def plain(value: object) -> str | None:
    """The same without any tags: for the names of journals, publishers and events.

    >>> plain("IEEE Communications Surveys &amp;amp; <i>Tutorials</i>")
    'IEEE Communications Surveys & Tutorials'
    """
    return text(_CSL_TAG.sub("", title(value) or ""))


def _tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name in _KEPT:
        return f"<{found[1]}{_KEPT[name]}>"
    if name in ("br", "break"):
        return " "
    return "" if name in _DROPPED else found[0]


def _tex_of_formula(formula: re.Match[str]) -> str:
    tex = _TEX.search(formula[2])
    return _dollars(tex[1]) if tex else formula[2]


def _dollars(tex: str) -> str:
    """The formula of a `tex-math`, which may hold a whole LaTeX document around it."""
    inner = _IN_DOLLARS.search(tex)
    return f"${(inner[0] if inner else tex).strip().strip('$').strip()}$"


def _linear(math: re.Match[str]) -> str:
    """MathML on one line; its text alone where it is not well-formed."""
    bare = re.sub(r"<(/?)\w+:", r"<\1", math[0])
    try:
        return _terms(Xml.fromstring(re.sub(r"\s[\w-]+:[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", bare)))
    except Xml.ParseError:
        return re.sub(r"<[^>]*>", "", bare)


def _terms(element: Xml.Element) -> str:
    children = [_terms(child) for child in element]
    name = element.tag.rpartition("}")[2]
    if name in ("msub", "msup") and len(children) == 2:
        return f"{children[0]}<{name[1:]}>{children[1]}</{name[1:]}>"
    if name == "msubsup" and len(children) == 3:
        return f"{children[0]}<sub>{children[1]}</sub><sup>{children[2]}</sup>"
    if name == "mfrac" and len(children) == 2:
        return "/".join(children)
    if name == "annotation":
        return ""
    return (element.text or "").strip() + "".join(children)


def _balanced(text: str) -> str:
    """The text, without any tags if they do not pair off."""
    open_tags: list[str] = []
    for found in _CSL_TAG.finditer(text):
        if not found[0].startswith("</"):
            open_tags.append(found[0][1:])
        elif not open_tags or open_tags.pop() != found[0][2:]:
            return _CSL_TAG.sub("", text)
    return _CSL_TAG.sub("", text) if open_tags else text
