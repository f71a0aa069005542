"""The promise of `enrich` on whole files: the plan's fields and nothing else, once and never again, and undone."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import bibtexparser
import pytest
import zstandard

from bibtools import pipeline
from bibtools.config import Config, load
from bibtools.errors import BibtoolsError
from bibtools.formats.bib.edit import ENTRY_TYPE
from bibtools.formats.bib.scan import scan
from bibtools.libraries.base import Library
from bibtools.libraries.bibfile import BibFile
from bibtools.libraries.cslfile import CslFile
from bibtools.libraries.textfile import TextFile
from bibtools.merge.complete import Completing
from bibtools.merge.fields import variables
from bibtools.model.change import Change, Plan
from bibtools.model.document import Document
from bibtools.model.match import Match

WISHES = {
    "fill": Completing(),
    "update": Completing(policy="update"),
    "strip": Completing(version="strip"),
    "latest": Completing(version="latest"),
    "everything": Completing(
        policy="update",
        update=variables(["title", "author", "year", "venue", "doi", "url", "eprint"]),
        version="latest",
    ),
}


@dataclass(frozen=True)
class Desk:
    """Where files are completed, from the index that comes along."""

    folder: Path
    config: Config

    def matched(self, document: Document, keys: frozenset[str] | None = None) -> list[Match]:
        """The matches of all entries, or of those with these keys."""
        entries = [entry for entry in document.entries if keys is None or entry.id in keys]
        sources = list(pipeline.sources(self.config))
        return list(pipeline.match(entries, sources, pipeline.match_settings(self.config), on_failure=_fail))

    def plan(self, library: Library, wish: Completing, keys: frozenset[str] | None = None) -> Plan:
        """What would complete the library, or its entries with these keys."""
        read = library.read()
        return self.planned(read, self.matched(read[0], keys), library, wish)

    def planned(self, read: tuple[Document, str], found: Sequence[Match], library: Library, wish: Completing) -> Plan:
        """What the matches found complete."""
        made, _ = pipeline.completion(read, found, library, self.config, wish, on_failure=_fail)
        return made


def _fail(error: BibtoolsError) -> None:
    raise error


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    flags = {"source.use": "starter", "source.offline": True}
    return Desk(tmp_path, load(environ={}, folder=None, user_file=None, flags=flags))


def promise(desk: Desk, library: TextFile, data: bytes, name: str) -> Counter[str]:
    """Check one file with every wish; what was done to copies of it."""
    done: Counter[str] = Counter()
    library.path.write_bytes(data)
    found = desk.matched(library.read()[0])
    wishes = WISHES.values() if any(map(pipeline.is_accepted, found)) else (WISHES["fill"],)
    for wish in wishes:
        read = library.read()
        made = desk.planned(read, found, library, wish)
        assert {change.op for change in made.changes} <= {"add-field", "set-field"}, name
        receipt = pipeline.apply(made, library)
        assert bool(made) is (library.path.read_bytes() != data), name
        if library.format == "bib":
            nothing_else(read[0].text, library.read()[0].text, made, name)
        touched = frozenset(change.entry_id for change in made.changes)
        assert desk.plan(library, wish, touched).changes == (), name
        if made:
            library.undo(receipt)
        assert library.path.read_bytes() == data, name
        done.update(change.op for change in made.changes)
    return done


def nothing_else(before: str, after: str, made: Plan, name: str) -> None:
    """Assert that bibtexparser reads the same entries in both texts, but for the fields of the plan."""
    assert others(before, made) == others(after, made), name
    was, now = entries_of(before), entries_of(after)
    assert len(was) == len(now), name
    planned: dict[str, list[Change]] = {}
    for change in made.changes:
        planned.setdefault(change.entry_id.lower(), []).append(change)
    for (kind, key, fields), (new_kind, new_key, new_fields) in zip(was, now, strict=True):
        # A file that has its fields in capitals gets the new ones so.
        changes = {str(change.field).lower(): change for change in planned.get(key.lower(), ())}
        of_type = changes.pop(ENTRY_TYPE, None)
        assert (new_kind, new_key) == (of_type.new if of_type else kind, key), name
        as_before = [
            (field, changes[field.lower()].old if field.lower() in changes else value)
            for field, value in new_fields
            if field.lower() not in changes or changes[field.lower()].old is not None
        ]
        assert as_before == fields, f"{name}: {key}"
        for field, value in new_fields:
            made_so = changes.get(field.lower())
            assert made_so is None or bare(value) == bare(made_so.new), f"{name}: {key}"


def bare(value: str | None) -> str:
    """A value without its delimiters, which follow the file's habit."""
    return value[1:-1] if value and value[0] in '{"' else value or ""


def entries_of(text: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Entries as bibtexparser reads them: type, key, fields with their values as they stand."""
    library = bibtexparser.parse_string(text, parse_stack=[])
    return [(each.entry_type, each.key, [(f.key, f.value) for f in each.fields]) for each in library.entries]


def others(text: str, made: Plan) -> list[str]:
    """The text of every block that the plan does not name, in order."""
    touched = {change.entry_id.lower() for change in made.changes}
    blocks = scan(text)
    keys = {number: key for key, number in blocks.keys().items()}
    return [blocks.source(block) for number, block in enumerate(blocks) if keys.get(number) not in touched]


INVENTED = {
    "scholar.bib": b"""\
@article{ye2023reinforcement,
  title={Reinforcement Unlearning},
  author={Ye, Dayong and others},
  journal={arXiv preprint arXiv:2312.15910v2},
  year={2023}
}
""",
    "crlf.bib": b'% mine\r\n@string{crypto = "cs.CR"}\r\n@misc{ye,\r\n\ttitle = "Reinforcement Unlearning",\r\n'
    b"\tnote = {arXiv:2312.15910}\r\n}\r\n% end",
    "latin-1.bib": "% Encoding: ISO-8859-1\n@misc{a,\n  title = {Reinforcement Unlearning},\n"
    "  eprint = {2312.15910v1}, archivePrefix = {arXiv}, note = {F\u00fcr M\u00fcller},\n}\n".encode("latin-1"),
    "mark.bib": b"\xef\xbb\xbf@online{polymer, title = {Polymer Quantum Mechanics and its Continuum Limit},\n"
    b"  date = {2007}, eprinttype = {arxiv}, eprint = {0704.0007}, langid = {english}}",
    "dblp.bib": b"""\
@article{DBLP:journals/corr/abs-0704-0007,
  title        = {Polymer Quantum Mechanics and its
                  Continuum Limit},
  journal      = {CoRR},
  volume       = {abs/0704.0007},
  year         = {2007},
  eprinttype   = {arXiv},
  eprint       = {0704.0007},
  biburl       = {https://dblp.org/rec/journals/corr/abs-0704-0007.bib},
}
""",
    "subtitle.bib": b"""\
@article{stahn,
  title = {Fermionic superstring loop amplitudes}, subtitle = {in the pure spinor formalism},
  journaltitle = jhep # {}, author = {Christian Stahn}, date = {2007-05}, doi = {10.48550/arXiv.0704.0015}
}
@string(jhep = "JHEP")
@misc(broken, title = {Reinforcement Unlearning}, eprint = {2312.15910}
""",
    "twice.bib": b"""\
@misc{a, eprint = {2312.15910}, archivePrefix = {arXiv}}
@misc{A, eprint = {2310.18574}, archivePrefix = {arXiv}}
@misc{b, url = {https://arxiv.org/pdf/2312.15910v1}, file = {:ye/2312.15910v1.pdf:PDF}, }
@comment{@misc{c, eprint = {2312.15910}}}
""",
    "refs.json": b"""\
[
    {"id": "ye", "type": "article", "number": "arXiv:2312.15910v1", "custom": {"mine": [1,2]}},
    {"id": "polymer", "type": "article-journal", "title": "Polymer Quantum Mechanics and its Continuum Limit",
     "container-title": "arXiv preprint arXiv:0704.0007", "issued": {"date-parts": [["2007"]]}, "note": "mine"}
]
""",
    "empty.bib": b"",
}


@pytest.mark.parametrize("name", INVENTED)
def test_invented_files(desk: Desk, name: str) -> None:
    place = desk.folder / name
    library = CslFile(place) if place.suffix == ".json" else BibFile(place)
    done = promise(desk, library, INVENTED[name], name)
    assert done["add-field"] > 0 or name == "empty.bib"


def test_filled_then_updated_is_updated(desk: Desk) -> None:
    one, other = BibFile(desk.folder / "one.bib"), BibFile(desk.folder / "other.bib")
    for library, wishes in ((one, ("fill", "update")), (other, ("update",))):
        library.path.write_bytes(INVENTED["dblp.bib"])
        for wish in wishes:
            pipeline.apply(desk.plan(library, WISHES[wish]), library)
        assert all(desk.plan(library, WISHES[wish]).changes == () for wish in ("fill", "update"))
    [(kind, _, fields)], [(other_kind, _, other_fields)] = (entries_of(each.path.read_text()) for each in (one, other))
    assert kind == other_kind == "article"
    assert dict(other_fields).items() <= dict(fields).items()


@pytest.mark.slow
def test_real_files(shared: Path, desk: Desk) -> None:
    folder = shared / "data" / "bib-corpus"
    files = [folder / each["file"] for each in json.loads((folder / "manifest.json").read_text("utf-8"))]
    library = BibFile(desk.folder / "refs.bib")
    done = sum((promise(desk, library, file.read_bytes(), file.name) for file in files), Counter[str]())
    assert done["add-field"] > 50


@pytest.mark.slow
def test_real_entries_that_state_an_id(shared: Path, desk: Desk) -> None:
    library = BibFile(desk.folder / "refs.bib")
    done: Counter[str] = Counter()
    for name, text in labelled(shared / "data" / "eval" / "bib_labels.jsonl.zst"):
        done += promise(desk, library, text.encode(), name)
    assert done["add-field"] > 300
    assert done["set-field"] > 30


def labelled(path: Path) -> Iterator[tuple[str, str]]:
    """The labelled entries whose papers are at hand, put together again by the files that they are from."""
    files: dict[str, list[str]] = {}
    with path.open("rb") as packed:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8"):
            row = json.loads(line)
            if row["in_haystack"]:
                files.setdefault(f"{row['source']}: {row['file']}", []).append(row["raw"])
    return ((name, "\n\n".join(entries) + "\n") for name, entries in files.items())
