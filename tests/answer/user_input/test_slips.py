"""Slips of the pen beyond the first word of a question, and words that are none."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.slips import without_slips

KNOWN = frozenset("votes won pennies canal pensioners vaccine prosecutor mess fare steen".split())


def is_name(word: str) -> bool:
    return word == "stien"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who got more voets", "who got more votes"),
        ("Who wom the lock?", "Who won the lock?"),
        ("Will the pensoners get a vacine?", "Will the pensioners get a vaccine?"),
        ("who is the prosecuter", "who is the prosecutor"),
        ("what is it abuot", "what is it about"),
    ],
)
def test_a_slip_is_read_as_the_word_that_the_articles_have(typed: str, meant: str) -> None:
    assert without_slips(typed, KNOWN.__contains__, is_name) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "is it fair",  # English, whatever the articles have
        "what did stien say",  # another spelling of a name
        "what did Mess say",  # a capital
        "what did zankowicz say",  # near nothing
        "who sold tomatos",  # the articles have no such word
        "what’s vot-es",
        "is abcde there",
        "",
    ],
)
def test_what_is_no_slip_of_a_word_of_the_articles_stays(typed: str) -> None:
    assert without_slips(typed, KNOWN.__contains__, is_name) == typed


def test_a_short_word_with_several_neighbours_stays() -> None:
    assert without_slips("pay bak", {"back", "bank"}.__contains__, is_name) == "pay bak"


def test_of_many_slips_only_some_are_looked_for() -> None:
    typed = " ".join(["voets"] * 20)
    assert without_slips(typed, KNOWN.__contains__, is_name).count("votes") == 8
