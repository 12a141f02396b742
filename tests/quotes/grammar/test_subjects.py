"""Whose verb of speech it is: the subject of its own clause, a shared one, or nobody's."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts, statements

pytestmark = pytest.mark.parser

PLAIN = "that the bridge was unsafe"


def speakers(text: str, content: str) -> list[str | None]:
    """Return the speakers of the statements that hold nothing but those words."""
    return [each.speaker for each in statement_texts(text) if " ".join(each.contents) == content]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The mayor forced Ben Kerr to admit that the bridge was unsafe.", "Ben Kerr"),
        ("The storm prompted Ben Kerr to announce that the bridge was unsafe.", "Ben Kerr"),
        ("The board criticised Ben Kerr for saying that the bridge was unsafe.", "Ben Kerr"),
        ("Anna Marlow heard Ben Kerr say that the bridge was unsafe.", "Ben Kerr"),
        ("Anna Marlow quoted Ben Kerr as saying that the bridge was unsafe.", "Ben Kerr"),
        ("Anna Marlow wrote to Ben Kerr, saying that the bridge was unsafe.", "Anna Marlow"),
        ("Anna Marlow, joined by Ben Kerr, said that the bridge was unsafe.", "Anna Marlow"),
        ("Anna Marlow, who praised Ben Kerr, said that the bridge was unsafe.", "Anna Marlow"),
        ("Ben Kerr was booed and said that the bridge was unsafe.", "Ben Kerr"),
        ("Ben Kerr made it clear that the bridge was unsafe.", "Ben Kerr"),
        ("Aides to Ben Kerr made clear that the bridge was unsafe.", "Aides to Ben Kerr"),
        (
            "Anna Marlow mocked the idea that the levy would fall, saying that the bridge was unsafe.",
            "Anna Marlow",
        ),
        (
            "Anna Marlow said Ben Kerr had lied and warned that the bridge was unsafe.",
            "Anna Marlow",
        ),
        (
            "Anna Marlow says Ben Kerr lied and warns that the bridge was unsafe.",
            "Anna Marlow",
        ),
        (
            "The board received a letter, obtained by Ben Kerr, saying that the bridge was unsafe.",
            "a letter",
        ),
        (
            "The board received a complaint, written by a clerk, alleging that the bridge was unsafe.",
            "a complaint",
        ),
        (
            "The board received an e-mail, seen by the Courier, claiming that the bridge was unsafe.",
            "mail",
        ),
        ("Ben Kerr received a medal, saying that the bridge was unsafe.", "Ben Kerr"),
        ("Ben Kerr charged that the bridge was unsafe.", "Ben Kerr"),
    ],
)
def test_a_clause_is_the_words_of_the_subject_of_its_own_verb(text: str, speaker: str) -> None:
    assert speakers(text, PLAIN) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow said Ben Kerr lied and warned that the bridge was unsafe.",
        "Anna Marlow accused Ben Kerr of saying that the bridge was unsafe.",
        "Anna Marlow urged Ben Kerr to say that the bridge was unsafe.",
        "The vote made it clear that the bridge was unsafe.",
    ],
)
def test_a_clause_that_two_may_have_said_or_nobody_is_nobodys(text: str) -> None:
    assert speakers(text, PLAIN) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is late,” Ben Kerr, who sits on the board, said Thursday night.", "Ben Kerr"),
        ("“It is late,” Ben Kerr, who sits on it, said on Friday, before leaving.", "Ben Kerr"),
        ("“It is late,” Ben Kerr, whose wife chairs the board, said.", "Ben Kerr"),
        ("“It is late,” said Anna Marlow, who succeeded Ben Kerr.", "Anna Marlow"),
    ],
)
def test_a_clause_or_a_time_beside_the_name_takes_nothing_from_it(text: str, speaker: str) -> None:
    assert speakers(text, "It is late,") == [speaker]


def test_the_words_of_another_are_not_the_words_of_who_speaks_of_them() -> None:
    text = "Ben Kerr spoke of what Anna Marlow called “a theft.”"
    assert {each.speaker for each in statement_texts(text)} == {"Anna Marlow"}


def test_what_somebody_is_blamed_for_is_the_words_of_who_blames() -> None:
    text = "Anna Marlow slammed Ben Kerr for promoting “a theft in broad daylight” on Monday."
    assert {each.speaker for each in statement_texts(text)} == {"Anna Marlow"}


def test_what_he_called_is_the_words_of_the_subject_of_its_sentence() -> None:
    text = (
        "Chair Carl Strand called the plan weak. “It will fail,” Strand said.\n"
        "Others came later, including Ben Kerr, who blamed the board for what he called “a slow "
        "theft.”"
    )
    theft = [each for each in statement_texts(text) if "slow theft" in each.contents[-1]]
    assert {each.speaker for each in theft} == {"Ben Kerr"}


def test_whose_lawyer_is_a_lawyer_and_no_other() -> None:
    text = (
        "“We will win,” said Anna Marlow, a lawyer for the board.\n"
        "Ben Kerr, whose lawyer said that the bridge was unsafe, left."
    )
    assert speakers(text, PLAIN) == ["lawyer"]


def test_whose_spokesman_does_not_speak_for_the_subject_of_the_sentence_before() -> None:
    text = (
        "The mill closed in May.\n"
        "The mill burned. Ben Kerr, whose spokesman, Carl Strand, said that the bridge was unsafe, "
        "left."
    )
    (said,) = [each.speaker for each in statements(text)]
    assert said is not None
    assert {"The mill", "whose spokesman"}.isdisjoint(said.aliases)


@pytest.mark.parametrize(
    "text",
    [
        "Asked what the bridge would cost, Kerr shook hands.",
        "Told that the bridge was unsafe, Ben Kerr said nothing.",
        "Warned that the bridge was unsafe, Ben Kerr laughed.",
    ],
)
def test_what_somebody_is_asked_or_told_is_not_theirs(text: str) -> None:
    assert [each.speaker for each in statement_texts(text) if "bridge" in each.contents[0]] == []
