from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.quotes.identity.name_keys import identity_key, search_key
from retrieval.quotes.identity.name_matching import NameCandidate, NameFit, match_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskyy"),
        ("Zelensky", "Zelenskiy"),
        ("Zelenskyi", "Zelenskij"),
        ("Selenskyj", "Zelensky"),
        ("Elysee", "Élysée"),
        ("Khodorov", "Hodorov"),
        ("Dmitri Orlov", "Dmitry Orlov"),
        ("Aleksandr", "Alexandr"),
        ("Mohammed Kattan", "Mohamed Katan"),
        ("MARLOW", "marlow’s"),
        ("Mr Ines Marlow", "ines marlow"),
        ("Judge Ines Marlow", "ines marlow"),
        ("Ms. Owen Judge", "owen judge"),
        ("Mr. Judge", "Judge"),
        ("Mayor Ada King Jr.", "Ada King Jr."),
        ("President Marlow", "Marlow"),
        ("Jean-Luc Ro", "Jean Luc Ro"),
        ("Søren Ødegaard", "Soren Odegaard"),
        ("Merz", "Mérz"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marlow", "Barlow"),
        ("Anna Ro", "Anne Ros"),
        ("Kerr", "Karr"),
        ("Ivan", "Iva"),
        ("Bush", "Bus"),
        ("Owen Judge", "Owen"),
        ("Owen Judge", "Owen Bishop"),
        ("vice president", "president"),
        ("Ada King Jr.", "Ada"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_in_any_case(name: str) -> None:
    assert search_key(name.upper()) == search_key(name.upper().lower()) or not name.isascii()


PEOPLE = (
    NameCandidate("Ines Marlow", ("Marlow",), ("deputy leader of the harbour council",)),
    NameCandidate("Tom Marlow"),
    NameCandidate("Bengt Varga", ("Varga",), ("former Swedish navy officer and politician",)),
    NameCandidate("Ukko Zelensky", (), ("Ruritanian President",)),
    NameCandidate("Harbour Board"),
)


@pytest.mark.parametrize(
    ("query", "names", "fit"),
    [
        ("ines marlow", ["Ines Marlow"], NameFit.EXACT),
        ("MARLOW", ["Ines Marlow", "Tom Marlow"], NameFit.EXACT),
        ("Tom", ["Tom Marlow"], NameFit.PART),
        ("zelenskyy", ["Ukko Zelensky"], NameFit.PART),
        ("the ex-Swedish officer", ["Bengt Varga"], NameFit.ROLE),
        ("swedish politician", ["Bengt Varga"], NameFit.ROLE),
        ("Bengt Vagra", ["Bengt Varga"], NameFit.NEAR),
        ("the harbour board", ["Harbour Board"], NameFit.EXACT),
        ("Mr Varga", ["Bengt Varga"], NameFit.EXACT),
    ],
)
def test_a_query_finds_whom_it_names(query: str, names: list[str], fit: NameFit) -> None:
    hits = match_names(query, PEOPLE)
    assert hits[0].fit is fit
    good = [
        PEOPLE[h.index].name
        for h in hits
        if h.fit in {NameFit.EXACT, NameFit.PART, NameFit.ROLE, NameFit.NEAR}
    ]
    assert good == names


TITLED = (
    NameCandidate("Owen Judge", ("Judge",), ("school friend",)),
    NameCandidate("Brigid Kallow", ("Kallow",), ("district judge",)),
    NameCandidate("Ada King", (), ("mayor of Ost",)),
)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Owen Judge", "Owen Judge"),
        ("Mr. Judge", "Owen Judge"),
        ("Judge", "Owen Judge"),
        ("the judge", "Brigid Kallow"),
        ("the district judge", "Brigid Kallow"),
        ("Judge Kallow", "Brigid Kallow"),
        ("Judge Brigid Kallow", "Brigid Kallow"),
        ("Mayor Ada King", "Ada King"),
        ("Ms King", "Ada King"),
        ("the mayor of Ost", "Ada King"),
    ],
)
def test_a_word_for_an_office_may_be_a_surname(query: str, name: str) -> None:
    hits = match_names(query, TITLED)
    best = [TITLED[hit.index].name for hit in hits if hit.fit is hits[0].fit]
    assert best == [name]


@pytest.mark.parametrize("query", ["", "  ", "xyzzy", "the", "of"])
def test_what_names_nobody_finds_nobody(query: str) -> None:
    assert match_names(query, PEOPLE) == ()


def test_a_far_name_is_only_a_suggestion() -> None:
    (hit,) = match_names("Kalynova", [NameCandidate("Kalynovska")])
    assert hit.fit is NameFit.WEAK


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=5))
def test_matching_never_raises(query: str, names: list[str]) -> None:
    hits = match_names(query, [NameCandidate(name) for name in names])
    assert len({hit.index for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ann B. Ro", "Ann Ro", True),
        ("Mr Ann Ro", "Ann Ro", True),
        ("B. Ro", "Ro", False),
        ("Ann Ro III", "Ann Ro", False),
        ("Abdul II", "Abdul", False),
    ],
)
def test_initials_are_left_out_where_a_first_name_is_left(
    one: str,
    other: str,
    alike: bool,
) -> None:
    assert (identity_key(one) == identity_key(other)) is alike


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("the president", ["Ivo Kessel"]),
        ("president", ["Ivo Kessel"]),
        ("the vice president", ["Owen Tarnow"]),
        ("acting president", []),
    ],
)
def test_a_vice_president_is_no_president(query: str, found: list[str]) -> None:
    people = [
        NameCandidate("Owen Tarnow", (), ("Vice President",)),
        NameCandidate("Ivo Kessel", (), ("President",)),
    ]
    hits = [hit for hit in match_names(query, people) if hit.fit is NameFit.ROLE]
    assert [people[hit.index].name for hit in hits] == found
