"""The index finds what a look at every name finds, with the names of one article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.quotes.coreference import mentions
from retrieval.quotes.coreference.mentions import (
    _FullNameIndex,
    _is_misprint,
    _is_surname_form,
    _longest_names_with,
)
from retrieval.quotes.coreference.surnames import FullName
from retrieval.quotes.identity.name_keys import plain_words, word_keys

FIRST = st.sampled_from(["Ada", "Ana Maria", "José", "Tor", "Jean-Luc", "Dr. Per", "Lord"])
SURNAMES = st.sampled_from(
    "Sweeney Sweeny Lindqvist Lindquist Lindqvst Berg Bergh van-Loon Olofsson Olafsson Øst".split()
)
NAMES = st.lists(
    st.tuples(FIRST, SURNAMES, st.sampled_from(["", " Berg", " of Ostervik"])).map(
        lambda parts: f"{parts[0]} {parts[1]}{parts[2]}"
    ),
    max_size=12,
)


@given(NAMES, FIRST | SURNAMES | st.tuples(FIRST, SURNAMES).map(" ".join))
def test_the_index_finds_what_a_look_at_every_name_finds(names: list[str], asked: str) -> None:
    full = {word_keys(name): FullName(at, name, "") for at, name in enumerate(names)}
    index, words = _FullNameIndex(full), word_keys(asked)
    fits = [each for each in full if len(each) > len(words) and _is_surname_form(words, each)]
    longest = [
        each
        for each in fits
        if not any(len(other) > len(each) and _is_surname_form(each, other) for other in fits)
    ]
    assert list(_longest_names_with(words, index)) == longest
    first = [each for each in full if each[0] == words[0]]
    assert list(index.beginning_with(words[0])) == first
    typed = plain_words(asked)[-1]
    alike = [each for each in full if _is_misprint(typed, plain_words(full[each].printed)[-1])]
    assert sorted(index.with_surname_like(typed)) == sorted(alike)


def test_a_name_is_compared_with_the_surnames_that_may_be_meant_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = "abcdefghijklmnopqrst"
    names = [f"Ada {a}{b}{c}rinen".title() for a in letters for b in letters for c in "aeiou"]
    index = _FullNameIndex({word_keys(name): FullName(0, name, "") for name in names})
    compared: list[str] = []

    def count(_typed: str, surname: str) -> bool:
        compared.append(surname)
        return False

    monkeypatch.setattr(mentions, "_is_misprint", count)
    index.with_surname_like("kakrinen")
    assert len(names) == 2000
    assert len(compared) <= len(names) / len(letters)
