"""Which variable of CSL 1.0.2 holds which field of a `Reference`: one table for reading and writing.

What one variable cannot hold alone (ids, arXiv's number, the note) is in `read` and `write`.
"""

from __future__ import annotations

from typing import Final

STRINGS: Final = (
    ("title", "title"),
    ("container_title", "container-title"),
    ("collection_title", "collection-title"),
    ("edition", "edition"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("number", "number"),
    ("page", "page"),
    ("publisher", "publisher"),
    ("publisher_place", "publisher-place"),
    ("event_title", "event-title"),
    ("genre", "genre"),
    ("language", "language"),
    ("url", "URL"),
    ("abstract", "abstract"),
)
"""(field, variable) where both are one text. `note` is not among them: its lines are read one by one."""

NAMES: Final = (("author", "author"), ("editor", "editor"))
IDENTIFIERS: Final = (("doi", "DOI"), ("isbn", "ISBN"), ("issn", "ISSN"), ("pmid", "PMID"), ("pmcid", "PMCID"))
"""(scheme, variable)."""

MODELLED: Final = frozenset(
    (
        *(variable for table in (STRINGS, NAMES, IDENTIFIERS) for _, variable in table),
        *("id", "type", "citation-key", "issued", "note", "custom"),
    )
)
"""Variables that never come from `Reference.extra` under their own name."""

KEPT: Final = "csl-"
"""Before the name of a modelled variable in `Reference.extra`: its whole value, where the model holds only a part."""

ORDER: Final = (
    *("id", "citation-key", "type", "title", "author", "editor", "issued"),
    *("container-title", "collection-title", "event-title", "edition", "volume", "issue", "number", "page"),
    *("publisher", "publisher-place", "genre", "language", "version"),
    *("DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "source", "note", "abstract", "categories"),
)
"""In which order variables are written; others follow by name, and `custom` comes last."""

# Names that other programs give to types: Crossref's REST API, Zotero's item types, CSL 1.0.1 and habits of people.
ALIASES: Final = {
    "journal-article": "article-journal",
    "journalarticle": "article-journal",
    "journal": "article-journal",
    "proceedings-article": "paper-conference",
    "conferencepaper": "paper-conference",
    "conference-paper": "paper-conference",
    "inproceedings": "paper-conference",
    "book-chapter": "chapter",
    "booksection": "chapter",
    "incollection": "chapter",
    "posted-content": "article",
    "preprint": "article",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "dissertation": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "report-component": "report",
    "peer-review": "review",
    "computerprogram": "software",
    "computer_program": "software",
    "blogpost": "post-weblog",
    "forumpost": "post",
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    "misc": "document",
    "unpublished": "manuscript",
}
