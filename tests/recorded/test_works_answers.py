"""Recorded answers of five services: each is read, none is left unread, and a sample is asked for again at a server.

What was recorded are the records alone: of searches as a list, of look-ups by id as one object.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from servers.works import WorksServer

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Query
from bibtools.sources.clock import Clock
from bibtools.sources.works import SERVICES, crossref, datacite, dblp, openalex, semantic_scholar, service
from bibtools.sources.works.source import Works
from bibtools.text.fold import fold

MODULES: dict[str, Any] = dict(zip(SERVICES, (crossref, dblp, openalex, datacite, semantic_scholar), strict=True))
FOLDERS = {
    "crossref": "crossref",
    "dblp": "dblp",
    "openalex": "openalex",
    "semantic-scholar": "semantic_scholar",
}
# Counts of answers, of the records in them, and of what was understood: how many records have each field.
EXPECTED: dict[str, dict[str, int]] = {
    "crossref": {
        "answers": 442, "records": 2065, "type": 2037, "title": 2063, "author": 1869, "issued": 2065,
        "container_title": 1707, "collection_title": 100, "publisher": 2065, "publisher_place": 6, "event_title": 6,
        "volume": 9, "issue": 9, "page": 15, "ids": 2065, "doi": 2065, "issn": 12, "related": 2, "preprint-of": 2,
    },
    "dblp": {
        "answers": 441, "records": 548, "type": 548, "title": 548, "author": 547, "issued": 548,
        "container_title": 351, "event_title": 220, "publisher": 3, "volume": 123, "issue": 87, "page": 315, "url": 83,
        "ids": 469, "doi": 279, "arxiv": 190,
    },
    "openalex": {
        "answers": 92, "records": 149, "type": 143, "title": 149, "author": 147, "issued": 149, "container_title": 82,
        "publisher": 46, "url": 14, "ids": 138, "doi": 95, "arxiv": 46, "issn": 90, "pmid": 13,
        "related": 3, "preprint-of": 3,
    },
    "semantic-scholar": {
        "answers": 1095, "records": 587, "type": 504, "title": 587, "author": 584, "issued": 416,
        "container_title": 360, "event_title": 161, "publisher": 15, "volume": 140, "issue": 16, "page": 193,
        "ids": 575, "doi": 290, "arxiv": 358, "pmid": 126, "pmcid": 70, "issn": 138, "related": 167, "preprint-of": 167,
    },
}  # fmt: skip
every_service = pytest.mark.parametrize("name", FOLDERS)


@pytest.fixture(scope="module")
def fixtures(shared: Path) -> Path:
    return shared / "fixtures"


def recorded(fixtures: Path, name: str) -> list[list[dict[str, Any]]]:
    """The records of each answer, in the form in which they are handed to `reference`."""
    answers = [json.loads(path.read_bytes()) for path in sorted((fixtures / FOLDERS[name] / "refchecker").iterdir())]
    lists = [each if isinstance(each, list) else [each] for each in answers]
    return [[hit["info"] for hit in each] for each in lists] if name == "dblp" else lists


def summary(references: list[Reference]) -> dict[str, int]:
    counts = Counter(field for each in references for field in each.__slots__ if getattr(each, field))
    counts += Counter(id.scheme for each in references for id in each.ids)
    counts += Counter(relation.kind for each in references for relation in each.related)
    return dict(counts)


@every_service
def test_every_record_is_understood(fixtures: Path, name: str) -> None:
    answers = recorded(fixtures, name)
    references = [MODULES[name].reference(record) for records in answers for record in records]
    assert {"answers": len(answers), "records": len(references)} | summary(references) == EXPECTED[name]


def test_services_agree_about_a_doi(fixtures: Path) -> None:
    """Where two services describe the work of one DOI: what differs is mostly a subtitle, or in print later."""
    by_doi: dict[Identifier, dict[str, Reference]] = {}
    for name in FOLDERS:
        for records in recorded(fixtures, name):
            for found in map(MODULES[name].reference, records):
                for id in found.ids:
                    if id.scheme == "doi":
                        by_doi.setdefault(id, {}).setdefault(name, found)
    pairs = [pair for each in by_doi.values() for pair in combinations(each.values(), 2)]
    titles = [fold(one.title or "") == fold(other.title or "") for one, other in pairs]
    years = [one.issued.year == other.issued.year for one, other in pairs if one.issued and other.issued]
    first = [fold(families(one)[0]) == fold(families(other)[0]) for one, other in pairs if one.author and other.author]
    assert len(pairs) > 300
    assert sum(titles) / len(titles) > 0.97
    assert sum(years) / len(years) > 0.96
    assert sum(first) / len(first) > 0.97


def families(reference: Reference) -> list[str]:
    return [name.family or name.display() for name in reference.author]


@every_service
def test_recorded_records_are_found_again(fixtures: Path, name: str, tmp_path: Path) -> None:
    """A sample of what was recorded, at a server that speaks the service's language: by id, and by title."""
    sample = [records[0] for records in recorded(fixtures, name) if records][::13][:12]
    known = [MODULES[name].reference(record) for record in sample]
    with WorksServer(name, sample) as server:
        source = Works(
            service(name),
            cache_dir=tmp_path,
            gate_dir=tmp_path,
            timeout=10.0,
            max_age_days=1.0,
            offline=False,
            report=lambda notice: pytest.fail(notice.message) if notice.is_loss else None,
            base_url=server.url,
            clock=Clock(sleep=lambda _: None),
        )
        hits = list(source.search([Query(title=each.title) for each in known], "title"))
        found = list(source.fetch([id for each in known for id in each.ids if id.scheme in ("doi", "arxiv")]))
    assert {number for number, each in enumerate(known) if any(is_hit(hit, number, each) for hit in hits)} == set(
        range(len(known))
    )
    if name != "dblp":
        assert [each for each in known if MODULES[name].SERVICE.spell(each.ids[0]) and each not in found] == []


def is_hit(hit: Hit, number: int, known: Reference) -> bool:
    return hit.query == number and hit.reference == known


WHOLE_WORKS = {
    "hepcrawl_2018.3804742": ("article-journal", "2018", "Bevilacqua", "Abstract and Applied Analysis", "1-6"),
    "hepcrawl_9781316535783.011": ("chapter", None, "Smeenk", "The Philosophy Of Cosmology", "206-227"),
    "hepcrawl_PhysRevB.33.3547.2": ("article-journal", "1986-03-01", "Degani", "Physical Review B", "3547-3548"),
    "hepcrawl_s1463-4988(99)00060-3": (
        "article-journal", "2000-01", "Naganuma", "Aquatic Ecosystem Health and Management", "163-166",
    ),
    "hepcrawl_sample_crossref_record": ("article-journal", "2016-01-11", "Buchoff", "Physical Review D", "016005"),
    "hepcrawl_sample_crossref_record_with_unknown_type": (
        None, "2016-01-11", "Buchoff", "Physical Review D", "016005",
    ),
    "hepcrawl_tasc.2017.2776938": (
        "article-journal", "2018-04", "Suzuki", "IEEE Transactions on Applied Superconductivity", "1-5",
    ),
    "papis_test_1_multiple_authors": ("article-journal", "2014-04-04", "Herdman", "Physical Review B", "140501"),
    "papis_test_2_abstract": (
        "article-journal", "2014-02-27", "Bernard",
        "USURJ: University of Saskatchewan Undergraduate Research Journal", None,
    ),
    "papis_test_3_conference": (
        "paper-conference", "2018", "Bühmann",
        "Companion of the The Web Conference 2018 on The Web Conference 2018 - WWW '18", None,
    ),
    "papis_test_4_multiple_isbn": (
        "chapter", "1999", "Bouchut", "Hyperbolic Problems: Theory, Numerics, Applications", "113-118",
    ),
    "papis_test_5_aps_article_number": ("article-journal", "2022-08-19", "Donadi", "Physical Review A", "022212"),
}  # fmt: skip


def test_every_whole_work_of_crossref(fixtures: Path) -> None:
    found = {}
    for path in sorted((fixtures / "crossref").glob("*.json")):
        each = crossref.reference(json.loads(path.read_bytes())["message"])
        issued = each.issued.iso() if each.issued else None
        found[path.stem] = (each.type, issued, families(each)[0], each.container_title, each.page)
    assert found == WHOLE_WORKS


def test_every_record_of_datacite(fixtures: Path) -> None:
    """In the form of DataCite's own records; those in older forms say less, and one file is no JSON."""
    found = {}
    for path in sorted((fixtures / "datacite").glob("bolognese_datacite*.json")):
        try:
            each = datacite.reference(json.loads(path.read_bytes()))
        except ValueError:
            assert path.stem == "bolognese_datacite_software_missing_comma"
            continue
        issued = each.issued.iso() if each.issued else None
        found[path.stem.removeprefix("bolognese_datacite")] = (each.type, each.title, issued, each.ids[:1])
    blog = "Eating your own Dog Food"
    blog_doi, dataone = Identifier("doi", "10.5438/4k3m-nyvg"), Identifier("doi", "10.5063/F1M61H5X")
    version = "lenses-lab/LYAO_RT-2018JA026426: Original Release"
    assert found == {
        "": (None, blog, "2016-12-20", (blog_doi,)),
        "_software": (
            None, "dataone: R interface to the DataONE network of data repositories", None, (dataone,),
        ),
        "_software_overlapping_keys": (None, None, None, ()),
        "_software_version": ("software", version, "2019-03-20", found["_software_version"][3]),
        "_with_container": (None, blog, "2016-12-20", (blog_doi,)),
        "_with_container_and_seriesinformation": (None, blog, "2016-12-20", (blog_doi,)),
        "_with_container_and_seriesinformation_and_relateditem": ("article-journal", blog, "2016-12-20", (blog_doi,)),
    }  # fmt: skip


def test_the_recorded_conversation_with_datacite(fixtures: Path) -> None:
    """A whole answer, as it went over the wire."""
    tape = fixtures / "datacite" / "bolognese_vcr_cassettes_Bolognese_CLI_convert_from_id_datacite_default.yml"
    bodies = [
        json.loads(gzip.decompress(base64.b64decode(body)))
        for body in re.findall(r"string: !binary \|-\n((?: +[\w+/=]+\n)+)", tape.read_text("utf-8"))
    ]
    (answer,) = [body for body in bodies if isinstance(body, dict)]
    (record,) = datacite.records({"data": [answer["data"]]}) or ()
    found = datacite.reference(record)
    assert (found.type, found.title, found.publisher) == (
        "dataset",
        "Data from: A new malaria agent in African hominids.",
        "Dryad",
    )
    assert families(found) == [
        "Ollomo", "Durand", "Prugnolle", "Douzery", "Arnathau", "Nkoghe", "Leroy", "Renaud",
    ]  # fmt: skip
    assert [(id.scheme, id.value) for id in found.ids] == [("doi", "10.5061/dryad.8515")]
    assert found.issued is not None
    assert found.issued.iso() == "2011"
