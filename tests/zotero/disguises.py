"""Items as Zotero's importers have left them over the years, each with an arXiv id in another place and form.

Sources of the forms: the arXiv.org translator of several years, Zotero's BibTeX import, Better BibTeX, the schema's own
changes of type, browsers, and people. # stands for the id.
"""

from __future__ import annotations

from typing import Any

NEW_STYLE: list[tuple[str, dict[str, str]]] = [
    ("preprint", {"archiveID": "arXiv:#"}),
    ("preprint", {"archiveID": "#"}),
    ("preprint", {"archiveID": "arXiv: #"}),
    ("preprint", {"archiveID": "arXiv:#v3"}),
    ("preprint", {"archiveID": "arXiv:# [cs.DL]"}),
    ("preprint", {"archiveID": "ARXIV:#", "repository": "arXiv"}),
    ("preprint", {"DOI": "10.48550/arXiv.#"}),
    ("preprint", {"DOI": "10.48550/ARXIV.#"}),
    ("preprint", {"DOI": "https://doi.org/10.48550/arXiv.#"}),
    ("journalArticle", {"DOI": "10.48550/arxiv.#"}),
    ("webpage", {"url": "http://arxiv.org/abs/#"}),
    ("webpage", {"url": "https://arxiv.org/abs/#v2"}),
    ("preprint", {"url": "https://arxiv.org/pdf/#"}),
    ("document", {"url": "https://arxiv.org/pdf/#.pdf"}),
    ("document", {"url": "http://www.arxiv.org/pdf/#v1.pdf"}),
    ("webpage", {"url": "https://arxiv.org/html/#v1"}),
    ("webpage", {"url": "https://arxiv.org/format/#"}),
    ("webpage", {"url": "https://export.arxiv.org/abs/#"}),
    ("webpage", {"url": "https://www.alphaxiv.org/abs/#"}),
    ("webpage", {"url": "https://ar5iv.org/abs/#"}),
    ("webpage", {"url": "https://ar5iv.labs.arxiv.org/html/#"}),
    ("webpage", {"url": "https://arxiv.org/abs/#?context=cs"}),
    ("journalArticle", {"extra": "arXiv:# [cs.DL]"}),
    ("journalArticle", {"extra": "arXiv:# [cs]", "DOI": "10.1000/sheep"}),
    ("conferencePaper", {"extra": "arXiv: #"}),
    ("conferencePaper", {"extra": "arXiv: # [cs.DL]"}),
    ("document", {"extra": "_eprint: #"}),
    ("document", {"extra": "Issue: arXiv:#"}),
    ("manuscript", {"extra": "Published: arXiv:#"}),
    ("report", {"extra": "number: arXiv:#"}),
    ("journalArticle", {"extra": "Archive ID: arXiv:#"}),
    ("document", {"extra": "arXiv ID: #"}),
    ("document", {"extra": "eprint: #"}),
    ("document", {"extra": "tex.eprint: #"}),
    ("document", {"extra": "tex.archiveprefix: arXiv\ntex.eprint: #\ntex.primaryclass: cs.DL"}),
    ("report", {"extra": "{:number:arXiv:#}"}),
    ("report", {"extra": "type: article\narXiv:#"}),
    ("document", {"extra": "type: article\nnumber: arXiv:#"}),
    ("book", {"extra": "DOI: 10.48550/arXiv.#"}),
    ("thesis", {"extra": "Citation Key: woolsey19\nread twice\narXiv:# [cs.DL]\nPMID: 7"}),
    ("preprint", {"extra": "arXiv:# [cs.DL]\nversion: 2"}),
    ("journalArticle", {"publicationTitle": "arXiv:# [cs]"}),
    ("journalArticle", {"publicationTitle": "arXiv:# [cs, stat]"}),
    ("journalArticle", {"publicationTitle": "arXiv preprint arXiv:#"}),
    ("report", {"reportNumber": "arXiv:#"}),
    ("manuscript", {"number": "arXiv:#"}),
    ("dataset", {"identifier": "arXiv:#"}),
    ("journalArticle", {"callNumber": "arXiv:#"}),
    ("book", {"seriesNumber": "arXiv:#"}),
]
OLD_STYLE: list[tuple[str, dict[str, str]]] = [
    ("preprint", {"archiveID": "arXiv:#"}),
    ("journalArticle", {"extra": "arXiv:#"}),
    ("webpage", {"url": "http://arxiv.org/abs/#"}),
    ("preprint", {"DOI": "10.48550/arXiv.#"}),
    ("document", {"url": "https://arxiv.org/pdf/#v2.pdf"}),
]


def disguised() -> list[tuple[str, str, dict[str, Any]]]:
    """(arXiv id, item type, properties) of each disguise; every id is another one."""
    new = [(f"1903.{number:05}", *each) for number, each in enumerate(NEW_STYLE, 1001)]
    old = [(f"hep-th/990{number}", *each) for number, each in enumerate(OLD_STYLE, 1001)]
    return [
        (id, kind, {name: text.replace("#", id) for name, text in fields.items()}) for id, kind, fields in new + old
    ]
