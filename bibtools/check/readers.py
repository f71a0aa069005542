"""The problems that readers report before any rule is asked: what their codes mean."""

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
class ReaderCode:
    """A code of a reader, how grave it is, what it says (… stands for a word of the file), and what to do."""

    code: str
    severity: Severity
    message: str
    hint: str


def reader_codes() -> Mapping[str, ReaderCode]:
    """Every code of the readers of `.bib` files, CSL-JSON, JSON lines, Zotero and seed documents, in order.

    >>> reader_codes()["BIB104"].message
    "expected ',' after …"
    """
    found = [_of_bib(code) for code in (*CODES, *FLAWS)]
    for table in (OF_CSL_JSON, OF_JSON_LINES, OF_ZOTERO):
        found += [ReaderCode(code, severity, message, "") for code, (severity, message) in table.items()]
    found += [ReaderCode(kind.code, kind.severity, kind.means, kind.hint) for kind in KINDS]
    return {each.code: each for each in found}


def _of_bib(code: Code) -> ReaderCode:
    message, hint = _worded(code.message), _worded(code.hint)
    # Some say everything in the file's own words; what is left to tell is what to do.
    return ReaderCode(code.code, code.severity, *((hint, "") if message == "…" else (message, hint)))


def _worded(template: str) -> str:
    """A message's template as a sentence: `{}` is filled in by the reader, `{{` is a brace."""
    return template.replace("{{", "\0").replace("}}", "\1").replace("{}", "…").replace("\0", "{").replace("\1", "}")
