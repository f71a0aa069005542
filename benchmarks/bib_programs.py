"""What each program is asked, in the way its manual shows, for `python -m benchmarks.bib`.

`FIELDS`: every field of every entry as text (name and value, by entry). `READ`: what the fields mean, names taken apart
and LaTeX as Unicode; the answer is how many authors there are. `EDIT`: open a file, change `EDITS` values, and
make the new text; the answer is how many new values it holds. Answers are compared, so that none gets away with less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

EDITS = 500
Fields = Iterable[list[tuple[str, str]]]


def chosen(count: int) -> list[int]:
    """The entries that are edited, spread over the file."""
    step = max(count // EDITS, 1)
    return list(range(0, count, step))[:EDITS]


def bibtools_fields(path: Path) -> Fields:
    from bibtools.formats.bib.fields import every_field
    from bibtools.formats.encoding import decode

    return (fields for _, fields in every_field(decode(path.read_bytes()).text))


def refkit_fields(path: Path) -> Fields:
    from refkit import BibDocument

    document = BibDocument.parse(path.read_text("utf-8"))
    entries = document.entries.occurrences()
    return ([(field.name, field.value) for field in each.fields.occurrences()] for each in entries)


def citerra_fields(path: Path) -> Fields:
    import citerra

    document = citerra.parse(path.read_text("utf-8"))
    return ([(field.name, field.raw_value) for field in each.fields] for each in document.entries)


def bibtexparser_fields(path: Path) -> Fields:
    import bibtexparser

    library = bibtexparser.parse_file(str(path))
    return ([(field.key, field.value) for field in each.fields] for each in library.entries)


def split_fields(path: Path) -> Fields:
    """Its splitter alone, without middleware: values keep their braces, macros stay unresolved."""
    import bibtexparser

    library = bibtexparser.parse_file(str(path), parse_stack=[])
    return ([(field.key, field.value) for field in each.fields] for each in library.entries)


def bibtools_read(path: Path) -> int:
    from bibtools.formats.bib.read import read
    from bibtools.formats.encoding import decode

    return sum(len(entry.reference.author) for entry in read(decode(path.read_bytes()).text).entries)


def bibtexparser_read(path: Path) -> int:
    import bibtexparser
    from bibtexparser import middlewares as read

    more = [read.MonthIntMiddleware(), read.LatexDecodingMiddleware(), read.SeparateCoAuthors(), read.SplitNameParts()]
    library = bibtexparser.parse_file(str(path), append_middleware=more)
    return sum(len(each["author"]) for each in library.entries)


def new_value(number: int) -> str:
    """What the year of an entry is changed to: another value in each."""
    return f"year {number}"


def bibtools_edit(path: Path, count: int, *, proven: bool = False) -> int:
    from bibtools.formats.bib.edit import edit
    from bibtools.formats.bib.scan import scan
    from bibtools.formats.bib.verify import verify
    from bibtools.formats.edits import apply_edits
    from bibtools.formats.encoding import decode, encode
    from bibtools.model.change import Change

    decoded = decode(path.read_bytes())
    blocks = scan(decoded.text)
    changes = [
        Change(f"key{number}", "set-field", "benchmark", "year", new=f"{{{new_value(number)}}}")
        for number in chosen(count)
    ]
    text = apply_edits(blocks.text, edit(blocks, changes))
    if proven:
        verify(blocks, text, changes)
    return encode(text, decoded.encoding, decoded.bom).count(b"{year ")


def bibtools_proven(path: Path, count: int) -> int:
    return bibtools_edit(path, count, proven=True)


def refkit_edit(path: Path, count: int) -> int:
    from refkit import BibDocument

    document = BibDocument.parse(path.read_text("utf-8"))
    patch = []
    for number in chosen(count):
        found = document.entries[f"key{number}"]
        field = found.fields["year"]
        patch.append({"kind": "set_field", "entry_id": found.id, "field_id": field.id, "value": new_value(number)})
    result = document.apply_patch(patch)
    return result["document"].to_bibtex().count("{year ")


def citerra_edit(path: Path, count: int) -> int:
    import citerra

    document = citerra.parse(path.read_text("utf-8"))
    for number in chosen(count):
        document.set_field(f"key{number}", "year", new_value(number))
    return document.write().count("{year ")


def bibtexparser_edit(path: Path, count: int) -> int:
    """Written in place, as it advises for large libraries: its default copies every entry, which takes far longer."""
    import bibtexparser
    from bibtexparser.middlewares import default_unparse_stack
    from bibtexparser.model import Entry, Field

    library = bibtexparser.parse_file(str(path))
    for number in chosen(count):
        old = library.entries_dict[f"key{number}"]
        fields = [Field("year", new_value(number)) if field.key == "year" else field for field in old.fields]
        library.replace(old, Entry(old.entry_type, old.key, fields))
    in_place = default_unparse_stack(allow_inplace_modification=True)
    return bibtexparser.write_string(library, unparse_stack=in_place).count("{year ")


FIELDS: dict[str, Callable[[Path], Fields]] = {
    "bibtools": bibtools_fields,
    "refkit": refkit_fields,
    "citerra": citerra_fields,
    "bibtexparser": bibtexparser_fields,
    "split": split_fields,
}
READ: dict[str, Callable[[Path], int]] = {"bibtools": bibtools_read, "bibtexparser": bibtexparser_read}
EDIT: dict[str, Callable[[Path, int], int]] = {
    "bibtools": bibtools_edit,
    "proven": bibtools_proven,
    "refkit": refkit_edit,
    "citerra": citerra_edit,
    "bibtexparser": bibtexparser_edit,
}
