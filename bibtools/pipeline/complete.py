"""Complete: each entry of a library from its own accepted match, by a plan that can be looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bibtools.model.change import Conflict, Plan
from bibtools.model.document import Document, Problem
from bibtools.model.identifier import arxiv_doi, arxiv_from_doi
from bibtools.model.match import Match, Recommendation
from bibtools.model.reference import Reference
from bibtools.pipeline.enrich import is_accepted
from bibtools.pipeline.match import Failures, query
from bibtools.pipeline.works import answers
from bibtools.pipeline.write import shown

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.merge.complete import Completing, Known
    from bibtools.merge.published import Published
    from bibtools.sources.base import Source


def completion(
    read: tuple[Document, str],
    matches: Sequence[Match],
    into: Library,
    config: Config,
    wish: Completing,
    *,
    services: Sequence[Source] = (),
    on_failure: Failures,
) -> tuple[Plan, tuple[Problem, ...]]:
    """What must change in the library, `read` just now, so that its entries say what is known of their works.

    Accepted matches tell what arXiv knows, `services` what else is known of the published versions. A publication that
    is not sure enough is a conflict, for a person. Services that fail are reported, and do not keep the rest.
    Beside the plan come problems: what became of the papers since they were cited, which no plan settles.
    """
    from bibtools.check.told import NEWER_VERSION
    from bibtools.merge.complete import complete
    from bibtools.merge.lifecycle import lifecycle

    document, fingerprint = read
    accepted = [match for match in matches if is_accepted(match)]
    publications = _publications(accepted, config, services, on_failure)
    found = [
        (match.entry, tuple(_known(match, published, config, wish, into.format)))
        for match, published in zip(accepted, publications, strict=True)
    ]
    plan = into.vetted(complete(document, fingerprint, found, into, wish))
    unsure = [
        conflict
        for match, published in zip(accepted, publications, strict=True)
        for conflict in _unsure(match, published)
    ]
    turns = [
        problem
        for match, published in zip(accepted, publications, strict=True)
        if match.best
        for problem in lifecycle(
            match.entry, match.best.reference, published=published.reference if wish.policy == "fill" else None
        )
        if wish.version == "keep" or problem.code != NEWER_VERSION.code
    ]
    return replace(plan, conflicts=(*plan.conflicts, *(() if wish.only else unsure))), tuple(turns)


def _publications(
    accepted: Sequence[Match], config: Config, services: Sequence[Source], on_failure: Failures
) -> list[Published]:
    """What is known of the published version of each match."""
    from bibtools.merge.published import published
    from bibtools.pipeline.match import match_settings

    settings = match_settings(config)
    records = [match.best.reference for match in accepted if match.best]
    asked = [query(replace(match.entry, reference=record)) for match, record in zip(accepted, records, strict=True)]
    told = answers(asked, services, on_failure=on_failure)
    return [published(record, said, settings=settings) for record, said in zip(records, told, strict=True)]


def _known(match: Match, found: Published, config: Config, wish: Completing, form: str) -> Iterator[Known]:
    """What is known of an entry's work, what counts most first. `form` is the library's format."""
    from bibtools.enrich.fill import complete
    from bibtools.merge.complete import Known
    from bibtools.merge.policy import published_dois

    assert match.best is not None, "an accepted match has a candidate"
    record = complete(match.best.reference)
    arxiv = record.id("arxiv")
    told = f"from {match.best.source}" + (f" arXiv:{arxiv.value}" if arxiv else "")
    known = [Known(_asked_for(record, config, form), told, arxiv)]
    if found.reference and found.recommendation is Recommendation.ACCEPT:
        sources = dict.fromkeys(one.source for one in found.provenance.values())
        told = f"from {', '.join(sources)}: {'; '.join(found.why)}"
        # Where the journal's DOI takes the place of arXiv's, that one stays as the address.
        displaced = any(map(arxiv_from_doi, match.entry.reference.ids)) and published_dois(found.reference)
        url = f"https://doi.org/{arxiv_doi(arxiv).value}" if arxiv and displaced else None
        known.append(Known(_asked_for(replace(found.reference, url=url), config, form), told))
    # What describes the publication comes from the version of record where that is wanted, else from the preprint.
    yield from reversed(known) if wish.policy == "update" else known


def _unsure(match: Match, found: Published) -> Iterator[Conflict]:
    """What a person must settle about the published version of an entry that is cited as a preprint."""
    from bibtools.merge.policy import is_preprint

    if not is_preprint(match.entry.reference):
        return
    key, title = match.entry.id, match.entry.reference.title or ""
    if found.recommendation is Recommendation.REVIEW:
        for claim in found.claims:
            yield Conflict(
                key, "published version", title, _named(claim.publication, claim.source), "; ".join(found.why)
            )
    for one in found.differences:
        yield Conflict(key, one.variable, one.theirs, one.ours, one.reason)


def _named(publication: Reference, source: str) -> str:
    """A publication in a few words: venue, volume, year, DOI."""
    doi = publication.id("doi")
    year = str(publication.issued.year) if publication.issued else None
    parts = (publication.container_title, publication.volume, publication.page, year, doi and doi.value)
    return f"{', '.join(part for part in parts if part)} ({source})"


def _asked_for(record: Reference, config: Config, form: str) -> Reference:
    """A record as the settings want it, perhaps with its categories as keywords, and no field that nobody asked for."""
    from bibtools.formats import across

    name = across.TEXTS["keywords"] if form == "csl-json" else "keywords"
    asked = config.flag("write.keywords") and record.categories
    return replace(shown(record, config, form), extra={name: ", ".join(record.categories)} if asked else {})
