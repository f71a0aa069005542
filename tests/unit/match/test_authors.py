"""Lists of authors as files, listings and records spell them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.match import authors
from bibtools.match.authors import agreement
from bibtools.model.name import OTHERS, Name

RECORD = (
    Name(family="Müller", given="Jörg"),
    Name(family="Waals", given="Johannes", particle="van der"),
    Name(family="Zhang", given="Wei"),
    Name(family="King", given="Martin Luther", suffix="Jr."),
)
ATLAS = Name(literal="ATLAS Collaboration")


def likeness(ours: tuple[Name, ...], theirs: tuple[Name, ...] = RECORD) -> float:
    found = agreement(ours, theirs)
    assert found is not None
    return found.similarity


@pytest.mark.parametrize(
    "ours",
    [
        RECORD,
        tuple(Name(family=name.family, given=(name.given or "")[0] + ".", particle=name.particle) for name in RECORD),
        (Name(family="Mueller", given="J."), *RECORD[1:]),
        (Name(family="Muller", given="Jorg"), *RECORD[1:]),
        (*RECORD[:1], Name(family="van der Waals", given="J."), *RECORD[2:]),
        (*RECORD[:2], Name(family="Wei", given="Zhang"), *RECORD[3:]),
        (RECORD[0], OTHERS),
        (*RECORD[:3], OTHERS),
        tuple(reversed(RECORD)),
    ],
    ids=["same", "initials", "transliterated", "no accents", "particle", "swapped", "et al.", "cut", "other order"],
)
def test_one_list_in_other_dress(ours: tuple[Name, ...]) -> None:
    assert likeness(ours) >= 0.95


def test_numbers_by_which_dblp_tells_people_apart() -> None:
    for zhang in (Name(family="0002", given="Wei Zhang"), Name(family="Zhang 0002", given="Wei")):
        assert likeness((*RECORD[:2], zhang, Name(family="King", given="Martin Luther 0014"))) == 1.0


def test_a_truncated_record() -> None:
    assert likeness(RECORD, (*RECORD[:2], OTHERS)) >= 0.95


def test_other_people() -> None:
    assert likeness((Name(family="Moss", given="Kate"), Name(family="Stone", given="Ann"))) == 0.0
    assert likeness((Name(family="Zhang", given="Yu"),)) < 0.5


def test_some_in_common_is_in_between() -> None:
    half = likeness((*RECORD[:2], Name(family="Moss", given="Kate"), Name(family="Stone", given="Ann")))
    assert 0.3 < half < 0.7
    assert 0.5 < likeness(RECORD[:2]) < 1.0


def test_a_collaboration_stands_for_its_members() -> None:
    assert likeness((ATLAS,), (Name(literal="The ATLAS Collaboration"), *RECORD)) == 1.0
    assert likeness((ATLAS,), (Name(literal="CMS Collaboration"), *RECORD)) == 0.0


def test_two_people_may_speak_for_one_collaboration() -> None:
    group = Name(literal="CDF Collaboration")
    peters, ye = Name(family="Peters", given="Y."), Name(family="Ye", given="Z.")
    told = agreement((peters, group), (ye, group))
    assert told is not None
    assert told.similarity == 0.5
    assert likeness((RECORD[0], group), (RECORD[0], group, *RECORD[1:])) == 1.0


def test_nothing_to_compare() -> None:
    assert agreement((), RECORD) is None
    assert agreement((OTHERS,), RECORD) is None


def test_thousands_of_members_do_not_take_long() -> None:
    members = tuple(Name(family=f"Member{number}", given="A.") for number in range(3000))
    assert likeness((*members[:3], OTHERS), members) == 1.0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Name(family="Kettle", given="Emin"), Name(family="Kettle", given="A. Emin")),
        (Name(family="Kettle Reino", given="Daniel"), Name(family="Kettle", given="Daniel")),
        (Name(family="Reino", given="Daniel Kettle"), Name(family="Kettle", given="Daniel")),
    ],
    ids=["known by the second name", "two family names", "two family names, read as one"],
)
def test_one_person_by_more_names_or_fewer(ours: Name, theirs: Name) -> None:
    assert likeness((ours,), (theirs,)) == likeness((theirs,), (ours,)) >= 0.9


def test_people_of_one_family_name_are_told_apart() -> None:
    wangs = tuple(Name(family="Wang", given=given) for given in ("Ann", "Bo", "Cleo"))
    cut = (wangs[1], wangs[0], OTHERS)
    assert likeness(cut, (Name(literal="The Team"), *wangs)) == likeness(cut, wangs) == 1.0


def test_who_speaks_for_a_collaboration_is_not_the_collaboration() -> None:
    speaking = Name(family="NA48/2", given="Evgueni Goudzovski for the")
    assert likeness((Name(family="Goudzovski", given="Evgueni"),), (speaking,)) < 0.85


def test_a_company_stands_for_its_people() -> None:
    company = Name(family="MoonAI")
    assert likeness((company,), (company, *RECORD)) == likeness((company, *RECORD), (company,)) == 1.0
    assert likeness((RECORD[0],), RECORD) < 0.85


FAMILIES = st.sampled_from(
    ["Wang", "Wei 0001", "Müller", "Mueller", "Smith", "Smyth", "de Souza", "Vanderberg", "O'Neil"]
)
GIVEN = st.sampled_from([None, "J.", "J. D.", "Wei", "Anna", "desouza", "A, B", r"Andr\'e", "0002 X"])
NAMES = st.builds(Name, FAMILIES, GIVEN, st.sampled_from([None, "van"])) | st.builds(
    Name, literal=st.sampled_from(["ATLAS Collaboration", "The Collaboration", "OpenAI", "others"])
)


@given(ours=st.lists(NAMES, max_size=5), theirs=st.lists(NAMES, max_size=5))
def test_what_is_told_at_a_glance_is_what_a_closer_look_tells(ours: list[Name], theirs: list[Name]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = agreement(ours, theirs)
        patch.setattr(authors, "_all_strangers", lambda *_: False)
        patch.setattr(authors, "_perhaps_like", lambda _, others: list(others))
        assert agreement(ours, theirs) == quick
