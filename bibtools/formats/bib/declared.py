"""The encoding that a `.bib` file says it is in: JabRef, BibDesk, Emacs, Vim and TeX editors leave a line about it."""

from __future__ import annotations

import codecs
import re

# JabRef 2: "Encoding: Cp1252", since 3: "% Encoding: UTF-8". BibDesk: "%% Saved with string encoding Western (…)".
# Emacs: "-*- coding: latin-1 -*-". Vim: "vim: fileencoding=latin1". TeXShop, TeXworks: "% !TeX encoding = ISO-8859-1".
_LINE = re.compile(
    r"""(?im)^[\s%]*encoding:[ \t]*(?P<jabref>[\w.:-]+)
      | saved[ ]with[ ]string[ ]encoding[ ](?P<bibdesk>[^\r\n]+)
      | -\*-.*?\bcoding:[ \t]*(?P<emacs>[\w.-]+).*?-\*-
      | \bvim?:.*?\bf(?:ile)?enc(?:oding)?=(?P<vim>[\w.-]+)
      | %[ \t]*!\s*TeX[ ]encoding[ \t]*=[ \t]*(?P<tex>[\w.() -]+)""",
    re.VERBOSE,
)
_NAMES = {
    "unicode (utf-8)": "utf-8",
    "western (iso latin 1)": "iso-8859-1",
    "western (iso latin 9)": "iso-8859-15",
    "western (windows latin 1)": "cp1252",
    "western (mac os roman)": "mac-roman",
    "macosroman": "mac-roman",
    "applemacroman": "mac-roman",
    "isolatin": "iso-8859-1",
    "isolatin9": "iso-8859-15",
    "windowslatin1": "cp1252",
    "utf-8 unicode": "utf-8",
}
_EMACS_ENDING = re.compile(r"-(?:unix|dos|mac)\Z")


def declared_encoding(start: str) -> str | None:
    r"""The Python name of the encoding that the beginning of a file declares, or None.

    >>> declared_encoding("% Encoding: ISO8859_1\n@misc{a}")
    'iso8859-1'
    >>> declared_encoding("%% Saved with string encoding Western (Mac OS Roman) \n")
    'mac-roman'
    >>> declared_encoding("@misc{a, note = {encoding: none}}") is None
    True
    """
    found = _LINE.search(start)
    if not found:
        return None
    said = next(name for name in found.groups() if name).strip().lower()
    try:
        return codecs.lookup(_NAMES.get(said, _EMACS_ENDING.sub("", said))).name
    except LookupError:
        return None
