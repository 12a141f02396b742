"""Compares every first name that is known with every other, and surnames that are alike.

Whoever adds a name, a spelling or a rule of transliteration sees here which names become one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from retrieval.languages.tables import name_words
from retrieval.quotes.identity.name_keys import identity_key, search_key
from retrieval.toml_tables import TomlTable, parse_toml

REVIEWED = Path(__file__).with_name("reviewed_names.toml")


class _ReviewedNames(TomlTable):
    one_first_name: tuple[str, ...]
    one_surname: tuple[str, ...]
    two_surnames: tuple[str, ...]
    surnames: str


def _reviewed() -> _ReviewedNames:
    return parse_toml(_ReviewedNames, REVIEWED.read_text("utf-8"), REVIEWED.name)


def _groups(names: Iterable[str]) -> set[frozenset[str]]:
    """Return the names that are one with another as somebody's whole name and in it."""
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        by_key[identity_key(name)].add(name)
    return {frozenset(group) for group in by_key.values() if len(group) > 1}


def _as_sets(groups: Iterable[str]) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def test_first_names_are_one_only_where_reviewed() -> None:
    names = name_words().first_names

    assert _groups(names) == _as_sets(_reviewed().one_first_name)
    assert _groups(f"{name} Ostberg" for name in names) == {
        frozenset(f"{name} Ostberg" for name in group)
        for group in _as_sets(_reviewed().one_first_name)
    }


def test_surnames_are_one_only_where_reviewed() -> None:
    reviewed = _reviewed()
    alike = [
        name for group in (*reviewed.one_surname, *reviewed.two_surnames) for name in group.split()
    ]
    surnames = {*reviewed.surnames.split(), *alike}

    assert _groups(f"Mara {name}" for name in surnames) == {
        frozenset(f"Mara {name}" for name in group) for group in _as_sets(reviewed.one_surname)
    }


@pytest.mark.parametrize("group", _reviewed().two_surnames)
def test_surnames_that_sound_alike_are_two(group: str) -> None:
    assert len({identity_key(f"Mara {name}") for name in group.split()}) == len(group.split())


def test_listed_spellings_are_of_one_name_each() -> None:
    listed = [name for group in name_words().spellings for name in group]

    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Ostberg", "Anne Ostberg"),
        ("Ian Ostberg", "Jan Ostberg"),
        ("Jan Ostberg", "Ann Ostberg"),
        ("Jamal Ostberg", "Amal Ostberg"),
        ("Diana Ostberg", "Dana Ostberg"),
        ("Maria Ostberg", "Mara Ostberg"),
    ],
)
def test_who_is_found_under_one_search_key_is_not_one_person(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)
    assert identity_key(one) != identity_key(other)
