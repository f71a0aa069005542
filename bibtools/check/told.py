"""What is told without a rule being asked: problems of readers, and what became of papers; what the codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bibtools.formats.bib.codes import CODES, Code
from bibtools.formats.bib.flaws import FLAWS
from bibtools.formats.csljson.read import PROBLEMS as OF_CSL_JSON
from bibtools.formats.jsonl import PROBLEMS as OF_JSON_LINES
from bibtools.formats.seeds.problems import KINDS
from bibtools.formats.zotero.read import PROBLEMS as OF_ZOTERO
from bibtools.model.document import Severity


@dataclass(frozen=True, slots=True)
class Told:
    """A code: how grave it is, what it says (… stands for a word of the file), what to do; some have a name."""

    code: str
    severity: Severity
    message: str
    hint: str
    slug: str = ""

    def is_called(self, name: str) -> bool:
        """Whether this is its code or its name, in any case."""
        return name.lower() in (self.code.lower(), self.slug or None)


WITHDRAWN = Told(
    "LIF101",
    "warning",
    "the comment or the abstract says that the paper is withdrawn",
    "look whether what you cite it for still holds",
    "withdrawn",
)
SUPERSEDED = Told(
    "LIF102",
    "warning",
    "the comment or the abstract says that another paper took its place, was merged with it, or is the same",
    "look whether that is the one to cite",
    "superseded",
)
NEWER_VERSION = Told(
    "LIF103",
    "note",
    "the entry cites a version, and there is a newer one",
    "`bibtools enrich --version latest` cites the newest",
    "newer-version",
)
RETITLED = Told(
    "LIF104",
    "note",
    "the entry has a title that the paper had before, or another than today's",
    "`bibtools enrich --update title` takes today's title",
    "retitled",
)
PUBLISHED = Told(
    "LIF105",
    "note",
    "the entry cites the preprint, and the published version is known",
    "`bibtools enrich --policy update` cites the published version",
    "published-meanwhile",
)
TURNS = (WITHDRAWN, SUPERSEDED, NEWER_VERSION, RETITLED, PUBLISHED)
"""What can become of a paper since an entry cited it; the codes never change their meaning."""


def told_codes() -> Mapping[str, Told]:
    """Every code that is not a rule's."""
    return {**reader_codes(), **{each.code: each for each in TURNS}}


def reader_codes() -> Mapping[str, Told]:
    """Every code of the readers of `.bib` files, CSL-JSON, JSON lines, Zotero and seed documents, in order.

    >>> reader_codes()["BIB104"].message
    "expected ',' after …"
    """
    found = [_of_bib(code) for code in (*CODES, *FLAWS)]
    for table in (OF_CSL_JSON, OF_JSON_LINES, OF_ZOTERO):
        found += [Told(code, severity, message, "") for code, (severity, message) in table.items()]
    found += [Told(kind.code, kind.severity, kind.means, kind.hint) for kind in KINDS]
    return {each.code: each for each in found}


def _of_bib(code: Code) -> Told:
    message, hint = _worded(code.message), _worded(code.hint)
    # Some say everything in the file's own words; what is left to tell is what to do.
    return Told(code.code, code.severity, *((hint, "") if message == "…" else (message, hint)))


def _worded(template: str) -> str:
    """A message's template as a sentence: `{}` is filled in by the reader, `{{` is a brace."""
    return template.replace("{{", "\0").replace("}}", "\1").replace("{}", "…").replace("\0", "{").replace("\1", "}")
