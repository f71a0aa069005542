"""What comment and abstract say of a paper's standing: kept by every index, in their words only with the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.model.standing import Standing
from bibtools.sources.arxiv_index import build, facts, open_index
from bibtools.sources.arxiv_index.container import Container
from bibtools.sources.arxiv_index.rows import Rows

from .conftest import invented_records, write_snapshot

OTHER = Identifier("arxiv", "0806.4540")
RECORDS = invented_records(30)
RECORDS[3]["comments"] = "8 pages. This preprint is superseded by arXiv:0806.4540; 2 figures"
RECORDS[4]["comments"] = "9 pages"
RECORDS[4]["abstract"] = "This paper has been withdrawn by Andr\\'e, who found a slip. " + RECORDS[4]["abstract"]
RECORDS[5]["comments"] = "Withdrawn"
RECORDS[5]["abstract"] = "The paper has been superseded by a longer one."


def read(path: Path, number: int) -> Reference:
    (found,) = open_index(path).fetch([Identifier("arxiv", RECORDS[number]["id"])])
    return found


@pytest.mark.parametrize("keep_abstracts", [True, False])
def test_every_index_knows_it(tmp_path: Path, keep_abstracts: bool) -> None:
    path = tmp_path / "arxiv.index"
    build([write_snapshot(tmp_path / "papers.jsonl", RECORDS)], path, keep_abstracts=keep_abstracts)
    known = [[(each.kind, each.ids) for each in read(path, number).standing] for number in range(30)]
    assert known[3:6] == [[("superseded", (OTHER,))], [("withdrawn", ())], [("withdrawn", ()), ("superseded", ())]]
    assert not any(known[:3] + known[6:])
    words = [[each.words for each in read(path, number).standing] for number in (4, 5)]
    if keep_abstracts:
        assert words == [
            ["This paper has been withdrawn by André, who found a slip"],
            ["Withdrawn", "The paper has been superseded by a longer one"],
        ]
    else:
        assert words == [[None], [None, None]]
        container = Container(path)
        rows = [row for block in Rows(container, "facts", container.facts["blocks"]["facts"]).blocks() for row in block]
        assert not any(b"slip" in row or b"longer" in row for row in rows)


def test_a_row_without_it_and_one_with_more() -> None:
    plain = b'["1706.03762",5,"A",[["Doe","J."]]]'
    assert facts.unpack(plain).standing == ()
    later = b'["1706.03762",5,"A",[],0,0,"",0,[],{},{"from a later bibtools":[1],"standing":[["withdrawn"]]}]'
    assert facts.unpack(later).standing == (Standing("withdrawn"),)
