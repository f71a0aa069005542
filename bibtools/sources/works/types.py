"""What kinds of works are called elsewhere, and the CSL 1.0.2 types they are."""

from __future__ import annotations

CROSSREF = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-set": "book",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry",
    "report": "report",
    "standard": "standard",
}
"""Crossref's types (https://api.crossref.org/types); of the others (component, journal-issue, …) none is a CSL type.

"posted-content" is mostly preprints, which are "article" in CSL.
"""
