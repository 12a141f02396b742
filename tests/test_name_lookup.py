"""Whom a name means of several in the directory who have it."""

from __future__ import annotations

import pytest

from retrieval.name_lookup import people_meant
from retrieval.quotes.identity.directory import DirectoryEntry, PeopleDirectory


def entry(
    name: str, places: int, *others: str, speaks: bool = True, is_main: bool = False
) -> DirectoryEntry:
    speakers = (places,) if speaks else ()
    return DirectoryEntry(name, (name, *others), (), speakers, places=places, is_main=is_main)


@pytest.mark.parametrize(
    ("people", "meant"),
    [
        (
            [entry("Jang Min Ho", 30, "Jang"), entry("Sora Jang", 5, "Jang"), entry("Jang", 1)],
            ["Jang Min Ho"],
        ),
        (
            [entry("Jang Min Ho", 30, "Jang"), entry("Jang Campbell", 3, "Campbell")],
            ["Jang Min Ho"],
        ),
        (
            [entry("Jang Min Ho", 12, "Jang"), entry("Sora Jang", 5, "Jang")],
            ["Jang Min Ho", "Sora Jang"],
        ),
        ([entry("Jang Min Ho", 30), entry("Sora Jang", 5, "Jang")], ["Jang Min Ho", "Sora Jang"]),
        (
            [entry("Jang Min Ho", 30, "Jang", speaks=False), entry("Sora Jang", 5, "Jang")],
            ["Jang Min Ho", "Sora Jang"],
        ),
        (
            [entry("Sora Jang", 30, "Jang"), entry("Tao Jang", 5, "Jang")],
            ["Sora Jang", "Tao Jang"],
        ),
        ([entry("Sora Jang", 30, "Jang", is_main=True), entry("Tao Jang", 5)], ["Sora Jang"]),
    ],
    ids=[
        "called by the family name, which comes first",
        "a given name of others",
        "not by far",
        "never called so",
        "who does not speak",
        "a surname that comes last",
        "the main person of a surname",
    ],
)
def test_a_family_name_that_comes_first_means_whom_the_articles_call_so(
    people: list[DirectoryEntry], meant: list[str]
) -> None:
    found = people_meant("Jang", PeopleDirectory(people))
    assert [each.name for each in found] == meant


def test_a_full_name_means_nobody_else() -> None:
    people = PeopleDirectory([entry("Jang Min Ho", 30, "Jang"), entry("Sora Jang", 5, "Jang")])
    assert [each.name for each in people_meant("Sora Jang", people)] == ["Sora Jang"]
