"""Problems as SARIF, the form in which services that show findings beside code take them.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; the sections are named below.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bibtools.check.rules import RULES
from bibtools.check.told import told_codes
from bibtools.model.document import Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(problems: Sequence[Problem], version: str, *, complete: bool = True) -> dict[str, Any]:
    """One run of bibtools as a SARIF log; `complete` is False when a file could not be read.

    >>> from bibtools.model.document import Origin
    >>> log = sarif([Problem("CHK101", "a: there is no title", Origin("my refs.bib", 0, 4, 3, 1), "error")], "1.0")
    >>> log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    {'uri': 'my%20refs.bib'}
    """
    used = list(dict.fromkeys(problem.code for problem in problems))
    driver = {"name": "bibtools", "version": version, "rules": [_rule(code) for code in used]}
    run = {
        "tool": {"driver": driver},
        # §3.14.17: how columns are counted; JavaScript and Java count so too.
        "columnKind": "utf16CodeUnits",
        "invocations": [{"executionSuccessful": complete}],
        "results": [_result(problem, used.index(problem.code)) for problem in problems],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    """A rule as the service explains it (§3.49)."""
    if rule := next((rule for rule in RULES if rule.code == code), None):
        summary, _, rest = (inspect.getdoc(rule) or "").partition("\n")
        told = {"name": rule.slug, "fullDescription": {"text": f"{summary}\n{rest}".strip()}}
        severity = rule.severity
    else:
        known = told_codes().get(code)
        summary, severity = (known.message, known.severity) if known else (code, "warning")
        told = {"name": known.slug} if known and known.slug else {}
    return {"id": code, "shortDescription": {"text": summary}, "defaultConfiguration": {"level": severity}, **told}


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    """A problem (§3.27); the levels of §3.27.10 are called as our severities are."""
    place = {"artifactLocation": {"uri": _uri(problem.origin.path)}, "region": _region(problem)}
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    same = hashlib.sha256(f"{problem.code} {problem.message}".encode(errors="replace")).hexdigest()[:32]
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
        # §3.27.17: what stays the same when the lines before it change.
        "partialFingerprints": {"codeAndMessage/v1": same},
    }


def _region(problem: Problem) -> dict[str, Any]:
    """Line and column (§3.30), both from 1, in UTF-16 code units."""
    origin = problem.origin
    before = (problem.source_line or "")[: origin.column - 1].ljust(origin.column - 1)
    column = len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
    region: dict[str, Any] = {"startLine": origin.line, "startColumn": column}
    if problem.source_line:
        region["snippet"] = {"text": problem.source_line.encode("utf-8", "replace").decode()}
    return region


def _uri(path: str) -> str:
    """A relative path as a relative reference, any other as a `file:` address (RFC 3986, RFC 8089)."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
