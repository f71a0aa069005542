"""The library's promise on real files: nothing to do, an entry added, fields filled, each refused or proven."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bibtools.errors import Refused
from bibtools.formats.bib.scan import scan
from bibtools.libraries.bibfile import BibFile
from bibtools.merge.dedupe import duplicates
from bibtools.merge.dedupe import plan as dedupe_plan
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Plan
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

SMALL = 30_000  # bytes; the others are in the slow run
FILLED = 40  # entries of a file that are offered fields
NEW = Reference(
    type="article",
    title="Nineteen Lanterns for a Harbour That Nobody Built",
    author=(Name(family="Dove", given="Ceri"), Name(family="Müller", given="Ada")),
    issued=PartialDate(2019, 1, 2),
    ids=(Identifier("arxiv", "1901.99999"),),
    categories=("math.CO",),
    url="https://arxiv.org/abs/1901.99999",
)


def corpus(shared: Path, *, small: bool) -> list[Path]:
    folder = shared / "data" / "bib-corpus"
    files = [folder / each["file"] for each in json.loads((folder / "manifest.json").read_text("utf-8"))]
    return [file for file in files if (file.stat().st_size <= SMALL) == small]


def plan_for(library: BibFile, *references: Reference) -> Plan:
    document, fingerprint = library.read()
    items = [Enriched(Entry(f"L{n}", r, Origin("new.txt", line=n)), r) for n, r in enumerate(references)]
    return plan(document, fingerprint, items, library, Choices())


def applied(library: BibFile, made: Plan) -> bool:
    """Whether the plan was carried out; if not, not a byte has changed."""
    before = library.path.read_bytes()
    try:
        library.apply(made)
    except Refused:
        assert library.path.read_bytes() == before
        return False
    return True


def untouched(text: str, made: Plan) -> Counter[str]:
    """The text of every block that the plan does not name."""
    touched = {change.entry_id.lower() for change in made.changes}
    blocks = scan(text)
    keys = {number: key for key, number in blocks.keys().items()}
    return Counter(
        blocks.source(block).strip() for number, block in enumerate(blocks) if keys.get(number) not in touched
    )


def promise(file: Path, folder: Path) -> Counter[str]:
    """Check one file; what was done to copies of it, and what was refused."""
    done: Counter[str] = Counter()
    data = file.read_bytes()
    library = BibFile(folder / "refs.bib")
    library.path.write_bytes(data)

    nothing = plan_for(library)
    assert not nothing
    assert library.preview(nothing) == ""
    assert applied(library, nothing), file.name
    assert library.path.read_bytes() == data, file.name

    made = plan_for(library, NEW)
    assert [change.op for change in made.changes] == ["add-entry"], file.name
    if applied(library, made):
        done["added"] += 1
        after = library.path.read_bytes()
        at = next((n for n, byte in enumerate(data) if after[n] != byte), len(data))
        assert after.endswith(data[at:]), file.name
        again = plan_for(library, NEW)
        assert (again.changes, again.conflicts) == ((), ()), file.name
    else:
        done["refused"] += 1
    library.path.write_bytes(data)

    document, fingerprint = library.read()
    clean = [entry.reference for entry in document.entries if entry.state == "clean" and entry.reference.title]
    offered = [replace(r, language="en", volume=r.volume or "7", extra={}) for r in clean[:FILLED]]
    made = plan_for(library, *offered)
    assert {change.op for change in made.changes} <= {"add-field"}, file.name
    assert applied(library, made), file.name
    done["fields"] += len(made.changes)
    before, now = document.text, library.read()[0].text
    assert untouched(now, made) == untouched(before, made), file.name
    assert plan_for(library, *offered).changes == (), file.name
    library.path.write_bytes(data)

    found = duplicates(document.entries)
    made = dedupe_plan(document, fingerprint, found, library, {})
    assert {change.op for change in made.changes} <= {"add-field"}, file.name
    assert applied(library, made), file.name
    done["groups"] += len(found.groups)
    assert [entry.id for entry in library.read()[0].entries] == [entry.id for entry in document.entries] or any(
        ":L" in entry.id or entry.id.startswith("L") for entry in document.entries
    ), file.name
    return done


def test_small_real_files(shared: Path, tmp_path: Path) -> None:
    files = corpus(shared, small=True)
    done = sum((promise(file, tmp_path) for file in files), Counter[str]())
    assert done["added"] + done["refused"] == len(files) > 150
    assert done["refused"] <= 5  # files whose last entry is never closed
    assert done["fields"] > 500
    assert done["groups"] > 10


@pytest.mark.slow
def test_large_real_files(shared: Path, tmp_path: Path) -> None:
    files = corpus(shared, small=False)
    done = sum((promise(file, tmp_path) for file in files), Counter[str]())
    assert done["added"] == len(files) > 10
    assert done["fields"] > 500


TRICKY = {
    "plain": b"@misc{a,\n  title = {Salt and stones},\n}\n",
    "crlf": b"% me\r\n@misc{a,\r\n  title = {Salt and stones}\r\n}\r\n% end",
    "latin-1": "% Encoding: ISO-8859-1\n@misc{a,\n  title = {Salt f\u00fcr M\u00fcller},\n}\n".encode("latin-1"),
    "mark": b"\xef\xbb\xbf@misc{a, title = {Salt and stones}}",
    "empty": b"",
    "words": b"Nothing here is an entry: a@b.org, 50 % of it.\n",
}


@pytest.mark.parametrize("name", TRICKY)
def test_invented_files(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(TRICKY[name])
    assert promise(file, tmp_path)["added"] == 1


def test_a_copy_is_what_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "mine.bib"
    file.write_bytes(TRICKY["plain"])
    shutil.copy(file, tmp_path / "kept.bib")
    promise(file, tmp_path)
    assert file.read_bytes() == (tmp_path / "kept.bib").read_bytes()
