r"""Citation keys in a LaTeX text: where they stand, and edits that rename them and touch nothing else.

Read are the commands of LaTeX, natbib, biblatex and a few packages beside them, by their names. What a document defines
for itself is left alone, as are comments, verbatim text, and keys that a macro computes.
Sources: natbib manual (2010), §2; biblatex manual 3.18, §3.9 and §3.13; apacite manual, §4; LaTeX source2e, ltbibl.dtx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtools.formats.edits import Edit

_ONE_LIST = """
cite nocite onlinecite citen citenum citeonline
citet citep citealt citealp Citet Citep Citealt Citealp citeauthor Citeauthor citefullauthor Citefullauthor citeyear
citeyearpar citetalias citepalias defcitealias citeasnoun possessivecite citeaffixed shortcites
parencite Parencite Cite footcite footcitetext footfullcite fullcite textcite Textcite smartcite Smartcite supercite
autocite Autocite citetitle citedate citeurl citefield citelist citename notecite Notecite pnotecite Pnotecite fnotecite
citeA citeNP citeANP citeyearNP fullciteA fullciteNP fullciteANP shortcite shortciteA shortciteNP shortciteANP
citeauthorNP fullciteauthor shortciteauthor nocitemeta bibentry
"""
_MANY_LISTS = """
cites Cites parencites Parencites footcites footcitetexts textcites Textcites smartcites Smartcites supercites
autocites Autocites
"""
# \volcite[prenote]{volume}[page]{key}, and \volcites with any number of these.
_VOLUME = "volcite Volcite pvolcite Pvolcite fvolcite ftvolcite svolcite Svolcite tvolcite Tvolcite avolcite Avolcite"
_SECOND = frozenset({*_VOLUME.split(), "defbibentryset"})
_VOLUMES = frozenset(name + "s" for name in _VOLUME.split())
_FIRST = frozenset(_ONE_LIST.split())
_MANY = frozenset(_MANY_LISTS.split())
_VERBATIM = ("verbatim", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted", "comment", "filecontents")

_TOKEN = re.compile(r"%[^\r\n]*|\\(?:([A-Za-z@]+)(\*?)|.)", re.DOTALL)
_BEGIN = re.compile(rf"[ \t]*\{{((?:{'|'.join(_VERBATIM)})\*?)\}}")
_VERB = frozenset({"verb", "Verb", "lstinline", "mintinline"})
_ADDRESS = frozenset({"url", "path", "nolinkurl", "href"})
# What TeX skips between a command and its argument: blanks, one end of line, comments; an empty line ends the search.
_GAP = re.compile(r"(?:[ \t]|%[^\r\n]*(?:\r\n|\r|\n)[ \t]*|(?:\r\n|\r|\n)(?![ \t]*(?:\r|\n)))*")
_KEY = re.compile(r"%[^\r\n]*(?:\r\n|\r|\n)?|([^\s,%](?:[^,%\r\n]*[^\s,%])?)")
_LONGEST = 20_000  # characters of an argument; what is not closed by then never is
_COMPUTED = re.compile(r"[\\#{}]")
_BRACE = re.compile(r"\\.|%[^\r\n]*|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation key at the characters `start:end`; `command` is the offset of the backslash of its command."""

    key: str
    start: int
    end: int
    command: int


def citations(text: str) -> Iterator[Cited]:
    r"""Every citation key of a LaTeX text, in its order.

    >>> [cited.key for cited in citations(r"\citep[see][p.~3]{knuth84, lamport94} % \cite{old}")]
    ['knuth84', 'lamport94']
    >>> [cited.key for cited in citations(r"\parencites(See)[3]{a}[4]{b} \verb|\cite{c}| \mycite{d}")]
    ['a', 'b']
    """
    at = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        name = found[1]
        if name is None:
            continue
        if name == "begin":
            at = _behind_verbatim(text, at)
        elif name in _VERB:
            at = _behind_verb(text, at, name)
        elif name in _ADDRESS:
            at = _behind_argument(text, at)
        else:
            # The search goes on right behind the name: an optional argument may hold a citation of its own.
            for start, end in _lists(text, name, at):
                yield from _keys(text, start, end, found.start())


def rename(text: str, instead: Mapping[str, str]) -> tuple[Edit, ...]:
    r"""The edits that put `instead[key]` where a citation command has `key`, in the order of the text.

    >>> from bibtools.formats.edits import apply_edits
    >>> text = r"As in \cite[\S2]{a,b}, not in \emph{a}."
    >>> print(apply_edits(text, rename(text, {"a": "c"})))
    As in \cite[\S2]{c,b}, not in \emph{a}.
    """
    found = {(c.start, c.end): c.key for c in citations(text) if c.key in instead}
    return tuple(Edit(start, end, instead[key]) for (start, end), key in sorted(found.items()))


def twice(text: str) -> Iterator[Cited]:
    r"""Keys that a command has named before in its lists: most styles print their number or name twice.

    >>> [cited.start for cited in twice(r"\cite{a,b,a} \cite{a}")]
    [10]
    """
    named: set[tuple[int, str]] = set()
    for cited in citations(text):
        if (cited.command, cited.key) in named:
            yield cited
        named.add((cited.command, cited.key))


def _lists(text: str, name: str, at: int) -> Iterator[tuple[int, int]]:
    """The inner spans of the arguments of a command that hold keys."""
    if name in _MANY or name in _VOLUMES:
        at = _behind_options(text, at, "()")
        while (found := _argument(text, at)) is not None:
            if name in _VOLUMES:
                found = _argument(text, found[1] + 1)
                if found is None:
                    return
            yield found
            at = found[1] + 1
    elif name in _FIRST or name in _SECOND:
        found = _argument(text, at)
        if found is not None and name in _SECOND:
            found = _argument(text, found[1] + 1)
        if found is not None:
            yield found


def _keys(text: str, start: int, end: int, command: int) -> Iterator[Cited]:
    """The keys of a list, without those that a macro computes."""
    for found in _KEY.finditer(text, start, end):
        if found[1] and not _COMPUTED.search(found[1]):
            yield Cited(found[1], found.start(1), found.end(1), command)


def _argument(text: str, at: int) -> tuple[int, int] | None:
    """The inner span of the next argument in braces, behind any optional ones; None where there is none."""
    at = _behind_options(text, _behind_options(text, at, "<>"), "[]")
    gap = _GAP.match(text, at)
    at = gap.end() if gap else at
    if text[at : at + 1] != "{":
        return None
    closing = _closing(text, at)
    return None if closing is None else (at + 1, closing)


def _behind_options(text: str, at: int, pair: str) -> int:
    """Behind all optional arguments from `at` on; `pair` are their delimiters."""
    while True:
        gap = _GAP.match(text, at)
        start = gap.end() if gap else at
        if text[start : start + 1] != pair[0]:
            return at
        end = _end_of_option(text, start + 1, pair[1])
        if end is None:
            return at
        at = end


def _end_of_option(text: str, at: int, closing: str) -> int | None:
    """Behind the first `closing` from `at` on that stands in no braces; None where a paragraph ends first."""
    sought = re.compile(rf"\\.|%[^\r\n]*|[{{}}{re.escape(closing)}]|(?:\r\n|\r|\n)[ \t]*(?:\r|\n)", re.DOTALL)
    depth = 0
    for found in sought.finditer(text, at, at + _LONGEST):
        token = found[0]
        if token == closing and not depth:
            return found.end()
        if token[0] in "\r\n" or (token == "}" and not depth):
            return None
        depth += {"{": 1, "}": -1}.get(token, 0)
    return None


def _closing(text: str, opening: int) -> int | None:
    """The offset of the brace that closes the one at `opening`; escaped ones and those in comments do not count."""
    depth = 0
    for found in _BRACE.finditer(text, opening, opening + _LONGEST):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth and found[0] == "}":
            return found.start()
    return None


def _behind_verbatim(text: str, at: int) -> int:
    """Behind the environment that begins at `at`, if nothing in it is read; else `at`."""
    found = _BEGIN.match(text, at)
    if not found:
        return at
    end = text.find(f"\\end{{{found[1]}}}", found.end())
    return end if end >= 0 else len(text)


def _behind_verb(text: str, at: int, name: str) -> int:
    r"""Behind the text of `\verb|…|`, `\lstinline[…]{…}` and `\mintinline{…}|…|`, which ends in its line."""
    if name in ("lstinline", "mintinline"):
        at = _behind_options(text, at, "[]")
    if name == "mintinline":
        at = _behind_argument(text, at)
    mark = text[at : at + 1]
    if mark == "{" and name != "verb":
        return _behind_argument(text, at)
    end = text.find(mark, at + 1) if mark and mark not in "\r\n" else -1
    return end + 1 if end >= 0 and not re.search(r"[\r\n]", text[at:end]) else at


def _behind_argument(text: str, at: int) -> int:
    """Behind the argument in braces at `at`, in which `%` is a sign like any other; `at` where there is none."""
    at = _behind_options(text, at, "[]")
    if text[at : at + 1] != "{":
        return at
    depth = 0
    for found in re.compile(r"[{}]").finditer(text, at):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.end()
    return at
