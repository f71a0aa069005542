"""Whatever JSON a service sends, reading it never fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.invented_works import RECORDS

from bibtools.sources.works import SERVICES, crossref, datacite, dblp, openalex, semantic_scholar

MODULES = dict(zip(SERVICES, (crossref, dblp, openalex, datacite, semantic_scholar), strict=True))
STRANGE = [
    "10.5555/7",
    "https://doi.org/10.48550/arXiv.2006.04321",
    "2020-02-30",
    "<i>",
    "\ud800",
    "arXiv.org",
    "abs/1",
]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from([*STRANGE, " 1"])
)
INSIDE = ["title", "name", "family", "given", "text", "author", "date-parts", "DOI", "ArXiv", "id", "source", "type"]
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INSIDE), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", SERVICES)
@given(data=st.data())
def test_any_record_can_be_read(name: str, data: st.DataObject) -> None:
    service = MODULES[name].SERVICE
    changes = data.draw(st.dictionaries(st.sampled_from(service.keep), JSON, max_size=4))
    found = service.reference({**data.draw(st.sampled_from([{}, *RECORDS[name]])), **changes})
    for field in ("title", "container_title", "publisher", "volume", "page", "url"):
        value = getattr(found, field)
        assert value is None or (isinstance(value, str) and value.strip() == value != "")
        assert value is None or value.encode("utf-8")
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize("name", SERVICES)
@given(payload=JSON)
def test_any_answer_can_be_looked_at(name: str, payload: Any) -> None:
    found = MODULES[name].SERVICE.records(payload)
    assert found is None or isinstance(found, list)
