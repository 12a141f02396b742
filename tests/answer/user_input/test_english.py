"""Which words are English, or slips of English ones, and which can only be names."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.english import may_be_english


@pytest.mark.parametrize(
    "word", ["timetable", "Officials", "refurbishment", "peple", "refurbishmant", "covid"]
)
def test_a_word_and_a_slip_of_it_may_be_english(word: str) -> None:
    assert may_be_english(word)


@pytest.mark.parametrize("word", ["zanzerville", "Qwrtz", "Tarnbyhavn", "Kowalczykova"])
def test_a_name_that_is_no_word_is_not(word: str) -> None:
    assert not may_be_english(word)
