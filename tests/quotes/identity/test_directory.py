import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cache import RevisionCache
from retrieval.model import NameKind, Speaker
from retrieval.ports import KnownName, KnownSpeaker
from retrieval.quotes.identity.directory import (
    MOST_QUERY_WORDS,
    DirectoryEntry,
    PeopleDirectory,
    build_directory,
)
from retrieval.quotes.identity.name_groups import misread_names
from retrieval.quotes.identity.name_matching import match_names

PEOPLE = (
    DirectoryEntry("Tobias Marlow", ("Tobias Marlow", "Marlow"), ("mayor of Ostvik",), (1,)),
    DirectoryEntry("Ada Marlow", ("Ada Marlow",), ("chief of staff to the president",), (2,)),
    DirectoryEntry(
        "Dravo Zelnyskyy", ("Dravo Zelnyskyy", "Zelnysky"), ("the Kestrian president",), ()
    ),
    DirectoryEntry("a former official", (), ("a former official",), (3,)),
    DirectoryEntry("Ostvik Harbour Board", ("Ostvik Harbour Board",), (), (), is_person=False),
)

words = st.sampled_from(
    "marlow marlo marllow tobias ada zelensky zelnyski dravo ostvik harbor board the of mayor "
    "president former official kestria kestrian chief staff xy Mr".split()
)


@given(st.lists(words, min_size=1, max_size=4).map(" ".join))
def test_the_directory_finds_whom_a_look_at_everybody_finds(query: str) -> None:
    expected = match_names(query, [each.candidate() for each in PEOPLE])

    assert PeopleDirectory(PEOPLE).match(query) == expected


@given(st.text())
def test_any_text_may_be_looked_up(query: str) -> None:
    PeopleDirectory(PEOPLE).match(query)


@pytest.mark.parametrize("query", ["", "...", "the"])
def test_a_query_without_a_name_fits_nobody(query: str) -> None:
    assert PeopleDirectory(PEOPLE).match(query) == ()


@pytest.mark.parametrize("unit", ["on 3 March ", "about ", "Mara ", "the mayor of Ostervik, "])
def test_a_query_of_more_words_than_any_name_has_fits_nobody(unit: str) -> None:
    words = (unit * 372).split()
    assert PeopleDirectory(PEOPLE).match(" ".join(words[: MOST_QUERY_WORDS + 1])) == ()
    assert PeopleDirectory(PEOPLE).match(unit * 372) == ()


def test_what_is_current_is_made_again_only_after_a_change() -> None:
    made = iter("abc")
    revisions = iter([1, 1, 2])
    current = RevisionCache(lambda: next(made), lambda: next(revisions))

    assert [current.get(), current.get(), current.get()] == ["a", "a", "b"]


@pytest.mark.parametrize(
    ("printed", "groups"),
    [
        (["Tobias Marlow", "Marlow"], [{"Tobias Marlow", "Marlow"}]),
        (["David Carroll", "Carol"], [{"David Carroll"}, {"Carol"}]),
        (["F. A. Marlow", "Ada Marlow"], [{"F. A. Marlow"}, {"Ada Marlow"}]),
        (["Tobias Marlow", "Tobias Marlow III"], [{"Tobias Marlow"}, {"Tobias Marlow III"}]),
        (["Lori Ost-Peter", "Peter", "Peter Holt"], [{"Lori Ost-Peter"}, {"Peter Holt"}]),
        (["Søren Holt", "Soren T. Holt"], [{"Søren Holt", "Soren T. Holt"}]),
        (["Nora Lind Holt", "Lind Holt", "Lind"], [{"Nora Lind Holt", "Lind Holt", "Lind"}]),
        (["Nora Lind", "Nora Lind Holt"], [{"Nora Lind"}, {"Nora Lind Holt"}]),
        (
            ["Nora Lind", "Nora Lind Holt", "Lind Holt"],
            [{"Nora Lind", "Nora Lind Holt", "Lind Holt"}],
        ),
        (["Jan Holt", "Ann Holt"], [{"Jan Holt"}, {"Ann Holt"}]),
    ],
)
def test_names_are_one_only_where_nobody_else_can_be_meant(
    printed: list[str], groups: list[set[str]]
) -> None:
    names = [KnownName(name, NameKind.PERSON, 1, 1) for name in printed]

    assert [{*each.forms} for each in build_directory([], names, [])] == groups


def test_words_around_a_far_more_widely_printed_name_make_nobody() -> None:
    articles = {
        "mara ollen": 40,
        "holt slams mara ollen": 1,
        "mara ollen wins": 2,
        "mara ollen jr": 1,
        "mara ollen brandt": 5,
        "holt brandt": 1,
        "ollen": 90,
        "ollen brandt": 1,
    }

    assert misread_names(articles) == {"holt slams mara ollen", "mara ollen wins"}


def test_no_name_is_misread_around_one_that_is_as_rare() -> None:
    assert misread_names({"mara ollen": 3, "mara ollen wins": 1}) == frozenset()


@pytest.mark.parametrize(
    ("printed", "places", "is_one"),
    [("Feldhuasen", 30, True), ("Feldhuasen", 3, False), ("Feldmann", 30, False)],
)
def test_a_printed_misprint_of_a_far_commoner_surname_is_its_bearers(
    printed: str, places: int, *, is_one: bool
) -> None:
    names = [
        KnownName("Nora Feldhausen", NameKind.PERSON, places, places),
        KnownName(printed, NameKind.PERSON, 1, 1),
    ]

    assert len(build_directory([], names, [])) == (1 if is_one else 2)


@pytest.mark.parametrize(
    ("kind", "alone", "in_full", "is_one"),
    [
        (NameKind.PLACE, 60, 1, False),
        (NameKind.PLACE, 60, 20, True),
        (NameKind.PLACE, 3, 1, True),
        (NameKind.PERSON, 60, 1, True),
    ],
)
def test_a_place_is_not_somebody_of_that_surname_who_is_seldom_named(
    kind: NameKind, alone: int, in_full: int, *, is_one: bool
) -> None:
    names = [
        KnownName("Gustav Ostvik", NameKind.PERSON, in_full, in_full),
        KnownName("Ostvik", kind, alone, alone),
    ]
    speakers = [KnownSpeaker(1, "a.txt", Speaker("Ostvik"), 1)]
    assert len(build_directory(speakers, names, [])) == (1 if is_one else 2)
