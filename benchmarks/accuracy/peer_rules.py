"""The accept rules of peers, each called as its own code calls it: `PEERS_PYTHON peer_rules.py NAME`, JSON lines.

Runs in an environment of its own (see peers.md), so it imports nothing of this project. A line in holds an entry and
its candidates, a line out the number of the accepted candidate, or null. Each peer keeps its search loop, cleaning,
scores, thresholds and ties; only the function that would ask a server is replaced by one that returns the candidates.
The network is refused, so a rule that needs more than that fails instead of asking.
"""

from __future__ import annotations

import json
import logging
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

Line = dict[str, Any]
Rule = Callable[[Line], int | None]


def refchecker() -> Rule:
    """RefChecker: its OpenAlex look-up by title, then its check for a wrong paper.

    Each accepted work is also compared field by field; what it reports about a work it accepted does not unaccept it.
    """
    from refchecker.checkers.enhanced_hybrid_checker import EnhancedHybridReferenceChecker
    from refchecker.checkers.openalex import OpenAlexReferenceChecker

    works: list[dict[str, Any]] = []

    class Offline(OpenAlexReferenceChecker):
        def search_works(self, *_: Any, **__: Any) -> list[dict[str, Any]]:
            return works

    checker, hybrid = Offline(), object.__new__(EnhancedHybridReferenceChecker)

    def rule(line: Line) -> int | None:
        works[:] = [
            {
                "number": number,
                "title": each["title"],
                "display_name": each["title"],
                "publication_year": each["year"],
                "authors": [name(*person) for person in each["authors"]],
                "authorships": [{"author": {"display_name": name(*person)}} for person in each["authors"]],
            }
            for number, each in enumerate(line["candidates"])
        ]
        authors = [name(*person) for person in line["authors"]]
        told = {"title": line["title"], "authors": authors, "year": line["year"] or 0}
        found, errors, _ = checker.verify_reference(told)
        if not found or hybrid._is_wrong_paper_match(told, {**found, "year": found["publication_year"]}, errors, "x"):
            return None
        return int(found["number"])

    return rule


def bibtex_updater() -> Rule:
    """bibtex-updater: the best Crossref answer for filling in an entry's fields."""
    from bibtex_updater.updater import FieldFiller, Resolver

    logger = logging.getLogger("bibtex_updater")
    filler = FieldFiller(Resolver(http=None, logger=logger), logger)  # type: ignore[arg-type]

    def rule(line: Line) -> int | None:
        items = [
            {
                "number": number,
                "DOI": each["doi"] or f"10.48550/arXiv.{each['id']}",
                "type": "posted-content",
                "title": [each["title"]],
                "author": [{"given": given, "family": family} for given, family in each["authors"]],
                "issued": {"date-parts": [[each["year"]]]},
            }
            for number, each in enumerate(line["candidates"])
        ]
        entry = {"title": line["title"], "author": bibtex(line["authors"])}
        found = filler._find_best_crossref_match(entry, items)
        return None if found is None else int(found["number"])

    return rule


def bibtexautocomplete() -> Rule:
    """bibtexautocomplete: the best of several answers to a search."""
    from bibtexautocomplete.bibtex.entry import BibtexEntry
    from bibtexautocomplete.lookups.abstract_base import Data
    from bibtexautocomplete.lookups.search_mixin import EntryMatchSearchMixin

    def entry_of(told: Line, name: str) -> Any:
        fields = {
            "title": told["title"],
            "author": bibtex(told["authors"]),
            "year": str(told["year"] or ""),
            "doi": told["doi"],
        }
        return BibtexEntry.from_entry(name, {"ID": name, **{key: text for key, text in fields.items() if text}})

    class Offline(EntryMatchSearchMixin):
        name = "offline"
        results: tuple[Any, ...] = ()

        def get_results(self, _: bytes) -> Any:
            return self.results

        def get_value(self, res: Any) -> Any:
            return res

        def query(self) -> Any:
            return self.process_data(Data(b"", 200, "", 0.0))

    def rule(line: Line) -> int | None:
        lookup = Offline(entry_of(line, "entry"))
        lookup.results = tuple(entry_of(each, "candidate") for each in line["candidates"])
        found = lookup.query()
        return next((number for number, each in enumerate(lookup.results) if each is found), None)

    return rule


def onecite() -> Rule:
    """OneCite: its fuzzy search in a run without a person, told the title, authors and year, or the raw text."""
    from onecite.pipeline.identifier import IdentifierModule

    answers: list[dict[str, Any]] = []

    class Offline(IdentifierModule):
        def _search_crossref(self, *_: Any, **__: Any) -> list[dict[str, Any]]:
            return answers

        def _nothing(self, *_: Any, **__: Any) -> list[dict[str, Any]]:
            return []

        def _none(self, *_: Any, **__: Any) -> None:
            return None

        _search_semantic_scholar = _search_pubmed = _search_google_books = _search_google_scholar = _nothing
        _search_pubmed_by_id = _search_openaire_for_thesis = _search_base_for_thesis = _none
        _resolve_doi_via_crossref_title = _none

    module = Offline()

    def rule(line: Line) -> int | None:
        answers[:] = [
            {
                "source": "crossref",
                "number": number,
                "title": each["title"] or "",
                "authors": [f"{given} {family}" for given, family in each["authors"]],
                "year": each["year"],
                "journal": "",
                "doi": each["doi"] or f"10.48550/arXiv.{each['id']}",
            }
            for number, each in enumerate(line["candidates"])
        ]
        parts = [line["title"], bibtex(line["authors"]), str(line["year"] or "")]
        asked = line["text"] or " ".join(part for part in parts if part)
        raw = {"id": 0, "raw_text": asked, "query_string": asked}
        found = module._fuzzy_search(raw, lambda _: -1)
        return int(found["metadata"]["number"]) if found["status"] == "identified" else None

    return rule


PEERS: dict[str, Callable[[], Rule]] = {
    "RefChecker": refchecker,
    "bibtex-updater": bibtex_updater,
    "bibtexautocomplete": bibtexautocomplete,
    "OneCite": onecite,
}


def name(given: str, family: str) -> str:
    """A person as arXiv prints them."""
    return f"{given} {family}".strip()


def bibtex(people: list[list[str]]) -> str:
    """People as a BibTeX field."""
    return " and ".join(f"{family}, {given}" if given else family for given, family in people)


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise OSError("this benchmark asks no server")


def main() -> None:
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    logging.disable(logging.CRITICAL)
    rule = PEERS[sys.argv[1]]()
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(rule(json.loads(line))) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
