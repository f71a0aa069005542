"""Flaws in the meaning of a `.bib` file; those in its syntax are in `bibtools.formats.bib.codes`.

`{}` in a message stands for the word the finding is about. None of them makes an entry suspect: BibTeX and a person
read the same words, which are wrong or go unused.
"""

from __future__ import annotations

from bibtools.formats.bib.codes import Code

FLAWS: tuple[Code, ...] = (
    Code("BIB201", "warning", "clean", "{}", "use a macro without braces: month = jun"),
    Code("BIB202", "warning", "clean", "{}", "correct the day or the month; the rest of the date is used"),
    Code("BIB203", "warning", "clean", "the macro '{}' is not defined here", "define it with @string, or use braces"),
    Code("BIB204", "warning", "clean", "{}", "biblatex reads YYYY, YYYY-MM, YYYY-MM-DD and ranges of them with '/'"),
    Code("BIB205", "warning", "clean", "no entry has the key '{}'", "correct the key, or add the entry it names"),
    Code("BIB206", "error", "clean", "the entry inherits from itself", "remove one of the cross-references"),
    Code("BIB207", "note", "clean", "unknown entry type '@{}'", "every style has @misc; biblatex adds many more"),
    Code(
        "BIB210",
        "warning",
        "clean",
        "not an identifier: {}",
        "write it bare: eprint = {{1706.03762}}, doi = {{10.1000/182}}",
    ),
    Code("BIB211", "warning", "clean", "two arXiv papers in one entry: {}", "keep the one that the title names"),
    Code(
        "BIB212",
        "note",
        "clean",
        "archivePrefix and primaryClass beside eprinttype and eprintclass",
        "keep one pair: biber warns about both; classic BibTeX reads the first, biblatex the second",
    ),
    Code(
        "BIB213",
        "warning",
        "clean",
        "{} outside of all entries",
        "BibTeX takes it for a comment, and it was not read; papers that are named there belong in a file of their own",
    ),
)

BY_CODE = {flaw.code: flaw for flaw in FLAWS}
