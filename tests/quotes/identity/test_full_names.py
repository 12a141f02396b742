from __future__ import annotations

import pytest

from retrieval.quotes.identity.full_names import FullNames

NOWHERE: dict[str, frozenset[str]] = {}


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Arvid T. Holberg", "Arvid Holberg", True),
        ("A. Holberg", "Arvid Holberg", True),
        ("A. Holberg", "Nora Holberg", False),
        ("Nora Lind Holberg", "Nora Holberg", True),
        ("Nora Lind Holberg", "Lind Holberg", True),
        ("Nora Lind Holberg", "Sanna Holberg", False),
        ("Ana Maria Holberg", "Maria Holberg", False),
        ("Charles E. Holberg", "Chuck Holberg", True),
        ("William Holberg", "Bill Holberg", True),
        ("William Holberg", "Bill Kerr", False),
        ("William “Bill” Holberg", "Bill Holberg", True),
        ("William “Bill” Holberg", "Bob Holberg", False),
        ("William Holberg", "Bob Holberg", False),
        ("Arvid Holberg", "Arvid Holberg Jr.", False),
        ("Kathryn Holberg", "Kate Holberg", True),
    ],
)
def test_forms_of_one_name_are_one_person(one: str, other: str, *, is_one: bool) -> None:
    names = FullNames({one: 3, other: 3}, NOWHERE)

    assert (names.key(one) == names.key(other)) is is_one


def test_a_form_that_fits_two_is_neither() -> None:
    names = FullNames({"A. Holberg": 1, "Arvid Holberg": 9, "Agnes Holberg": 9}, NOWHERE)

    assert names.key("A. Holberg") == "a holberg"


def test_a_nickname_of_two_is_neither() -> None:
    names = FullNames({"Alex Kerr": 1, "Alexander Kerr": 9, "Alexandra Kerr": 9}, NOWHERE)

    assert (
        len({names.key(each) for each in ("Alex Kerr", "Alexander Kerr", "Alexandra Kerr")}) == 3
    )


def test_a_nickname_is_another_person_where_both_speak_in_an_article() -> None:
    speak_in = {"Bill Kerr": frozenset({"a.txt"}), "William Kerr": frozenset({"a.txt", "b.txt"})}

    names = FullNames({"Bill Kerr": 3, "William Kerr": 3}, speak_in)

    assert names.key("Bill Kerr") != names.key("William Kerr")


@pytest.mark.parametrize(
    ("rare", "common", "is_one"),
    [
        ("Nora Feldhuasen", "Nora Feldhausen", True),
        ("Mihcael Feldhausen", "Michael Feldhausen", True),
        ("Nora Feldhauser", "Nora Feldhausen", True),
        ("Nora Marlow", "Nora Barlow", False),
        ("Nora Petersen", "Nora Peterson", False),
        ("Dana Feldhausen", "Diana Feldhausen", False),
        ("Arvin Feldhausen", "Arvid Feldhausen", False),
        ("Sanna Feldhuasen", "Nora Feldhausen", False),
    ],
)
def test_a_misprint_joins_the_far_commoner_name(rare: str, common: str, *, is_one: bool) -> None:
    names = FullNames({rare: 1, common: 5}, NOWHERE)

    assert (names.key(rare) == names.key(common)) is is_one
    assert FullNames({rare: 2, common: 5}, NOWHERE).key(rare) != names.key(common)


def test_two_middle_initials_are_two_people() -> None:
    names = FullNames({"Abel V. Holt": 4, "Abel H. Holt": 4, "Abel Holt": 2}, NOWHERE)

    assert len({names.key(each) for each in ("Abel V. Holt", "Abel H. Holt", "Abel Holt")}) == 3
