"""Problems as SARIF: what the schema of 2.1.0 demands of the parts we write, and where a place is."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from bibtools.check import check
from bibtools.check.sarif import sarif
from bibtools.formats.bib.read import read
from bibtools.model.document import Origin, Problem

# The rules of the OASIS schema for what we write, and nothing else may be there.
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def closed(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


TEXT = closed(["text"], {"text": {"type": "string"}})
COUNT = {"type": "integer", "minimum": 1}
REGION = closed(["startLine", "startColumn"], {"startLine": COUNT, "startColumn": COUNT, "snippet": TEXT})
ARTIFACT = closed(["uri"], {"uri": {"type": "string", "pattern": r"^[!-~]+$"}})
RULE = closed(
    ["id", "shortDescription", "defaultConfiguration"],
    {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "defaultConfiguration": closed(["level"], {"level": LEVEL}),
    },
)
PLACE = closed(["physicalLocation"], {"physicalLocation": closed(["artifactLocation", "region"], {})})
PLACE["properties"]["physicalLocation"]["properties"] = {"artifactLocation": ARTIFACT, "region": REGION}
RESULT = closed(
    ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": PLACE},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
)
DRIVER = closed(
    ["name", "version", "rules"],
    {
        "name": {"const": "bibtools"},
        "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
)
RUN = closed(
    ["tool", "columnKind", "invocations", "results"],
    {
        "tool": closed(["driver"], {"driver": DRIVER}),
        "columnKind": {"const": "utf16CodeUnits"},
        "invocations": {
            "type": "array",
            "items": closed(["executionSuccessful"], {"executionSuccessful": {"type": "boolean"}}),
        },
        "results": {"type": "array", "items": RESULT},
    },
)
LOG = closed(
    ["$schema", "version", "runs"],
    {"$schema": {"type": "string"}, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}},
)


def logged(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    log = json.loads(json.dumps(sarif(problems, "1.0")))
    jsonschema.validate(log, LOG)
    (run,) = log["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return list(run["results"])


def test_the_problems_of_a_file() -> None:
    document = read("@book{doe, title = {Lakes & BERT},\n  year = {201}, month = {Brumaire}}", "a folder/refs.bib")
    found = (*document.problems, *check(document))
    results = logged(found)
    assert [result["ruleId"] for result in results] == [problem.code for problem in found]
    assert {result["level"] for result in results} == {"error", "warning", "note"}
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20folder/refs.bib"}
    assert place["region"]["startLine"] == 2


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [("title = {a}", 10, 10), ("{ä}", 3, 3), ("{𝔸𝔹} x", 6, 8), ("", 4, 4), ("\udc80x", 2, 2)],
)
def test_columns_count_utf_16_code_units(line: str, column: int, expected: int) -> None:
    problem = Problem("CHK101", "m", Origin("refs.bib", line=1, column=column), "error", source_line=line)
    assert logged((problem,))[0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == expected


def test_absolute_paths_are_addresses() -> None:
    (result,) = logged((Problem("BIB101", "m", Origin("/home/ä/refs.bib"), "error", "close it"),))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///home/%C3%A4/refs.bib"
    assert result["message"]["text"] == "m. close it"


def test_what_stays_the_same_when_lines_move() -> None:
    one, two, other = logged(
        (
            Problem("CHK101", "m", Origin("refs.bib", line=1)),
            Problem("CHK101", "m", Origin("refs.bib", line=9)),
            Problem("CHK102", "m", Origin("refs.bib", line=1)),
        )
    )
    assert one["partialFingerprints"] == two["partialFingerprints"] != other["partialFingerprints"]
    assert logged(()) == []
