"""An abstract in another language than the record's says nothing, neither for the record nor against it."""

from __future__ import annotations

import pytest
from unit.match.test_matcher import RECORDS, UNLEARNING, decide, entry, record

from bibtools.model.identifier import Identifier
from bibtools.model.match import Recommendation

TRANSLATED = {
    "German": (
        "Die tongesteuerte Synchronisation von Gesichtern ist weit gekommen, doch driften die Lippen, sobald sich der "
        "Sprecher dreht. Wir führen das auf einen Widerspruch zwischen Einzelbildern und ihrer Folge zurück und "
        "schlagen vor, beide in einem gemeinsamen latenten Raum auszurichten, mit einem kontrastiven Term, der keine "
        "weiteren Beschriftungen braucht."
    ),
    "French": (
        "Le doublage des visages piloté par le son a beaucoup progressé, et pourtant les lèvres dérivent quand la "
        "personne tourne la tête. Nous expliquons cette dérive par un désaccord entre les images isolées et leur "
        "suite, et nous proposons de les aligner dans un même espace latent grâce à un terme contrastif."
    ),
    "Spanish": (
        "El doblaje de rostros guiado por audio ha avanzado mucho, pero los labios se desvían cuando la persona gira "
        "la cabeza. Explicamos la desviación por un desacuerdo entre los fotogramas aislados y su secuencia, y "
        "proponemos alinear ambos en un mismo espacio latente con un término contrastivo."
    ),
    "Russian": (
        "Дубляж лиц, управляемый звуком, продвинулся далеко, но губы смещаются, когда говорящий поворачивает голову. "
        "Мы объясняем это смещение несогласованностью отдельных кадров и их последовательности и предлагаем "
        "выравнивать их в общем скрытом пространстве с помощью контрастивного слагаемого без дополнительной разметки."
    ),
}
TITLE, AUTHORS = RECORDS[0].title, RECORDS[0].author
in_every_language = pytest.mark.parametrize("abstract", TRANSLATED.values(), ids=TRANSLATED)
for_every_source = pytest.mark.parametrize("form", ["api", "index"])


@in_every_language
@for_every_source
def test_alone_it_names_no_paper(abstract: str, form: str) -> None:
    assert decide(entry(abstract=abstract), form=form).recommendation is Recommendation.REJECT


@in_every_language
@for_every_source
def test_beside_it_a_title_decides(abstract: str, form: str) -> None:
    found = decide(entry(title=TITLE, abstract=abstract), form=form)
    assert found.recommendation is Recommendation.ACCEPT
    assert found.best is not None
    notes = {evidence.field: evidence.note for evidence in found.best.distance.evidence}
    assert notes["abstract"] == "in another language than the record's"


@in_every_language
@for_every_source
def test_beside_it_an_identifier_decides(abstract: str, form: str) -> None:
    found = decide(entry(ids=(Identifier("arxiv", "2403.11111"),), abstract=abstract), form=form)
    assert found.recommendation is Recommendation.ACCEPT


@for_every_source
def test_an_english_abstract_of_another_paper_is_still_a_contradiction(form: str) -> None:
    found = decide(entry(title=TITLE, abstract=UNLEARNING), form=form)
    assert found.recommendation is Recommendation.REVIEW
    by_id = decide(entry(ids=(Identifier("arxiv", "2403.11111"),), abstract=UNLEARNING), form=form)
    assert by_id.recommendation is Recommendation.REVIEW


@in_every_language
@for_every_source
def test_a_record_in_its_language_is_found_by_it(abstract: str, form: str) -> None:
    records = (*RECORDS, record("2403.55555", "Lippen und Laute", abstract, "Moth"))
    found = decide(entry(abstract=abstract), records, form)
    assert found.recommendation is Recommendation.ACCEPT
    assert found.best is not None
    assert found.best.reference.ids[0].value == "2403.55555"
