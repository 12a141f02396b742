"""Verbs that are of speech with some objects only, and objects that say nothing alone."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts

pytestmark = pytest.mark.parser


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Anna Marlow dismissed three clerks on Friday.",
        "The judge dismissed the case on Monday.",
        "The council rejected the plan by eight votes to two.",
        "The council rejected the nominee.",
        "The police questioned two men on Friday.",
        "Detectives questioned Ben Kerr for an hour.",
        "The bank denied Ben Kerr a loan.",
        "Ben Kerr described a circle on the board.",
        "The man described the thief to the police.",
        "Anna Marlow called Ben Kerr at noon.",
        "The mayor called a meeting for Monday.",
        "Hospital director Ida Strand admitted forty patients.",
        "The ministry recalled its ambassador on Monday.",
        "The storm threatened to flood the town.",
        "The plan promises to change the town.",
    ],
)
def test_an_act_is_no_statement(text: str) -> None:
    assert statement_texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow denied it.",
        "Anna Marlow dismissed such claims.",
        "Anna Marlow rejected the idea.",
        "Anna Marlow has denied all of the allegations.",
        "Anna Marlow praised Ben Kerr.",
        "The board ordered Ben Kerr to do just that.",
        "Anna Marlow promised to do so.",
        "Anna Marlow blamed herself.",
    ],
)
def test_words_that_only_stand_for_others_are_no_statement(text: str) -> None:
    assert statement_texts(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Anna Marlow dismissed the claim as false.", "the claim as false"),
        ("Anna Marlow dismissed Ost's hopes of a port.", "Ost's hopes of a port"),
        ("Anna Marlow dismissed it as a fairy tale.", "it as a fairy tale"),
        ("Anna Marlow dismissed the board's case as weak.", "the board's case as weak"),
        ("Anna Marlow rejected calls for an inquiry.", "calls for an inquiry"),
        ("Anna Marlow rejected the idea that it would fall.", "the idea that it would fall"),
        ("Anna Marlow denied any part in the theft.", "any part in the theft"),
        ("Anna Marlow questioned the need for a toll.", "the need for a toll"),
        ("Anna Marlow condemned the attack.", "the attack"),
        ("Anna Marlow blamed Ben Kerr for the loss.", "Ben Kerr for the loss"),
        ("Anna Marlow accused the board of theft.", "the board of theft"),
        ("Anna Marlow described the bridge as unsafe.", "the bridge as unsafe"),
        ("Anna Marlow called the toll unfair.", "the toll unfair"),
        ("Anna Marlow called on Friday for a vote.", "a vote"),
        ("Anna Marlow announced plans to close the mill.", "plans to close the mill"),
        ("Anna Marlow admitted that the letters had been lost.", "that the letters had been lost"),
    ],
)
def test_an_object_that_says_something_is_a_statement(text: str, content: str) -> None:
    (only,) = statement_texts(text)
    assert (only.speaker, only.contents) == ("Anna Marlow", (content,))


@pytest.mark.parametrize(
    "content",
    [
        "that at a party in 1980, while both were drunk, Ben Kerr took the bell",
        "that, while both were at school, Ben Kerr took the bell",
        "that Ben Kerr, while at school, took the bell",
        "that Ben Kerr lied and that, while at school, he took the bell",
    ],
)
def test_a_clause_goes_on_after_what_is_put_into_it(content: str) -> None:
    (only,) = statement_texts(f"Anna Marlow alleges {content}.")
    assert only.contents == (content,)


def test_as_somebody_noted_tells_of_the_clause_after_a_link() -> None:
    (only,) = statement_texts("Additionally, as Ben Kerr pointed out, the bridge was unsafe.")
    assert (only.speaker, only.contents) == ("Ben Kerr", ("the bridge was unsafe",))
