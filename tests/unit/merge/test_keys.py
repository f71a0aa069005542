"""Citation keys: templates, letters from all over the world, collisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bibtools.errors import UsageError
from bibtools.merge.keys import PLACEHOLDERS, can_stand, check_template, citation_key, citation_keys
from bibtools.merge.romanise import romanise
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference


def work(title: str | None = "Graphs", *families: str, year: int | None = 2020, **more: object) -> Reference:
    author = tuple(Name(family=family) for family in families)
    issued = PartialDate(year) if year else None
    return Reference(title=title, author=author, issued=issued, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        (work("Attention Is All You Need", "Vaswani", "Shazeer", year=2017), "vaswani2017attention"),
        (work("On the Electrodynamics of Moving Bodies", "Einstein", year=1905), "einstein1905electrodynamics"),
        (work("The", "Doe"), "doe2020the"),
        (work("Pre-training of Deep Transformers", "Devlin"), "devlin2020pretraining"),
        (work(r"$\mathcal{N}=4$ Super Yang-Mills", "Beisert"), "beisert2020n4"),
        (work("<i>E. coli</i> and friends", "Doe"), "doe2020e"),
        (work("Graphs", "Erdős"), "erdos2020graphs"),
        (work("Graphs", "Łukasiewicz"), "lukasiewicz2020graphs"),
        (work("Graphs", "O'Neill-Smith"), "oneillsmith2020graphs"),
        (work("Graphs", "Иванов"), "ivanov2020graphs"),
        (work("Graphs", "Щербаков"), "shcherbakov2020graphs"),
        (work("Graphs", "김"), "gim2020graphs"),
        (work("Graphs", "王"), "wang2020graphs"),
        (work("图", "張", year=2001), "zhang2001u56fe"),
        (work("Graphs", "龘"), "u9f982020graphs"),
        (work("Graphs", year=2020), "2020graphs"),
        (work("Graphs", "Doe", year=None), "doegraphs"),
        (work(None, "Doe"), "doe2020"),
        (work("100% Pure & Simple_#{}~", "Doe"), "doe2020100"),
    ],
)
def test_the_default_template(reference: Reference, key: str) -> None:
    assert citation_key(reference) == key
    assert can_stand(key)
    assert key.isascii()


def test_collaborations_editors_and_names_in_one_piece() -> None:
    def key(*names: Name, editor: tuple[Name, ...] = ()) -> str:
        return citation_key(Reference(title="Graphs", author=names, editor=editor), "{author}")

    assert key(Name(literal="ATLAS Collaboration")) == "atlas"
    assert key(Name(literal="The CMS Collaboration")) == "cms"
    assert key(Name(literal="王小明")) == "wang"
    assert key(Name(family="Waals", particle="van der")) == "waals"
    assert key(editor=(Name(family="Roe"),)) == "roe"
    assert key(OTHERS, Name(family="Roe")) == "roe"


def test_without_anything_to_go_by_the_id_is_the_key() -> None:
    assert citation_key(Reference(ids=(Identifier("arxiv", "hep-th/9901001"),))) == "arxivhep-th/9901001"
    assert citation_key(Reference(ids=(Identifier("doi", "10.1000/a(b)c;d"),))) == "doi10.1000/a-b-c-d"
    assert citation_key(Reference()) == "ref"


def test_the_page_about_keys_names_every_placeholder(root: Path) -> None:
    page = (root / "docs" / "reference" / "citation-keys.md").read_text("utf-8")
    assert set(re.findall(r"^\| `\{(\w+)\}`", page, re.MULTILINE)) == set(PLACEHOLDERS)
    for name in PLACEHOLDERS:
        check_template(f"{{{name}}}")


def test_templates() -> None:
    reference = Reference(
        title="Deep Learning for the Many",
        author=(Name(family="Doe"), Name(family="Roe"), Name(family="Poe")),
        issued=PartialDate(2017, 6),
        container_title="Journal of Machine Learning Research",
        ids=(Identifier("arxiv", "1706.03762", 2),),
    )
    assert citation_key(reference, "{Authors:2}{yy}") == "DoeRoeEtal17"
    assert citation_key(reference, "{authors}:{year}-{month}") == "doeroepoe:2017-06"
    assert citation_key(reference, "{Title:2}_{AUTHOR.2}") == "DeepLearning_DO"
    assert citation_key(reference, "{VENUE}+{arxiv}") == "JMLR+1706.03762"
    assert citation_key(reference, "paper") == "paper"


@pytest.mark.parametrize(
    "template", ["{autor}", "{author},{year}", "{author} {year}", "", "{author}{", "{author}é", "%"]
)
def test_a_template_that_cannot_work_is_refused(template: str) -> None:
    with pytest.raises(UsageError) as refused:
        citation_key(work("Graphs", "Doe"), template)
    assert refused.value.hint


def test_collisions_get_letters_in_an_order_of_their_own() -> None:
    first = work("Graphs", "Li", ids=(Identifier("arxiv", "2001.00001"),))
    second = work("Graphs and more", "Li", ids=(Identifier("arxiv", "2002.00001"),))
    third = work("Graphs", "Li", year=2019)
    there = citation_keys([first, second, third])
    assert there == ("li2020graphsa", "li2020graphsb", "li2019graphs")
    assert citation_keys([third, second, first]) == there[::-1]


def test_existing_keys_stay_and_are_compared_without_case() -> None:
    assert citation_keys([work("Graphs", "Li")], existing=["LI2020Graphs", "li2020graphsA"]) == ("li2020graphsb",)


def test_a_letter_never_takes_another_key() -> None:
    """`{author}` gives "xa" to one, and "x" twice."""
    keys = citation_keys([work("T", "X"), work("U", "X"), work("V", "Xa")], "{author}")
    assert keys == ("xb", "xc", "xa")


def test_thirty_of_a_kind() -> None:
    keys = citation_keys([work("Graphs", "Li", ids=(Identifier("doi", f"10.1000/{n:02}"),)) for n in range(30)])
    assert keys[0] == "li2020graphsa"
    assert keys[25:28] == ("li2020graphsz", "li2020graphsaa", "li2020graphsab")
    assert len(set(keys)) == 30


def test_the_same_work_twice_still_gets_two_keys() -> None:
    assert citation_keys([work("Graphs", "Li"), work("Graphs", "Li")]) == ("li2020graphsa", "li2020graphsb")


@pytest.mark.parametrize(
    "text", ["Ærø", "Đặng", "ÇELİK", "Þór", "Ωmega", "さくら", "ツ", "한", "שלום", "محمد", "𝔘", "\u0301", "-"]
)
def test_romanised_names_are_ascii(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*", romanise(text))
