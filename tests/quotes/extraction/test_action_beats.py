"""Quotations beside an act of somebody, without a verb of speech."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts

pytestmark = pytest.mark.parser

LEAD = "Anna Marlow leads the port. Karl Brandt leads the union.\n"


def said(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(each.speaker, each.contents) for each in statement_texts(LEAD + text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Marlow shrugged. “Nobody knows.”", "Anna Marlow"),
        ("Anna Marlow smiled. “It will open in May.”", "Anna Marlow"),
        ("Anna Marlow leaned on the rail. “We start in May.”", "Anna Marlow"),
        ("Anna Marlow shook her head. “Not in my lifetime.”", "Anna Marlow"),
        ("The harbour pilot grinned. “We will see.”", "The harbour pilot"),
        ("Anna Marlow walked in and sat down beside him. “That will do.”", "Anna Marlow"),
        (
            "“It is safe,” said Anna Marlow. Karl Brandt laughed. “Nobody believes that.”",
            "Karl Brandt",
        ),
        ("A porter laughed. “You get used to it.”", "A porter"),
        ("The crane driver shook his head. “It cannot lift that.”", "The crane driver"),
        ("The guard shrugged. “Nobody asked.”", "The guard"),
        ("One customer nodded. “It is the best bread in town.”", "One customer"),
        ("Her lawyer sighed. “Ask the judge.”", "Her lawyer"),
        ("“We sold it,” said Karl Brandt. He holds two degrees. “I like the sea.”", "Karl Brandt"),
    ],
)
def test_a_gesture_is_by_whoever_speaks_beside_it(text: str, speaker: str) -> None:
    assert said(text)[-1][0] == speaker
    assert said(text)[-1][1][-1] == text.rsplit("“", 1)[1].rstrip("”")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow nodded at Karl Brandt. “It is a long story.”",
        "Anna Marlow began talking to Karl Brandt. “The quay is closed.” Brandt nodded.",
        "Anna Marlow smiled. “The quay is closed.” Karl Brandt nodded.",
        "The porter nodded at a waiter. “It is a long story.”",
        "The porter laughed. “The quay is closed.” Karl Brandt nodded.",
        "Karl Brandt sighed. “She promised that last year.”",
        "Karl Brandt died in June. “It was terrible.”",
        "“Not in my lifetime.” Karl Brandt shook his head.",
    ],
)
def test_a_quotation_beside_an_act_is_open_where_two_may_have_spoken(text: str) -> None:
    assert [speaker for speaker, _ in said(text)][-1] is None


@pytest.mark.parametrize(
    "text",
    [
        "Anna Marlow pointed at the sign. “No fishing.”",
        "Anna Marlow opened the book. “The Long Winter” is its title.",
        "The audience laughed. “It is not a joke.”",
        "The whole room nodded. “The quay is closed.”",
        "A kettle whistled. “Tea is ready.”",
        "The floor shook. “It is the pump.”",
        "Karl Brandt bought a “museum piece” of a boat. He smiled.",
        "The wind rose. “The Long Quay” opens on Friday.",
    ],
)
def test_a_sign_a_title_or_a_scare_quote_beside_an_act_is_not_said(text: str) -> None:
    assert said(text) == []


def test_a_named_speaker_goes_before_the_gesture() -> None:
    text = "Anna Marlow smiled. “Snow is coming,” said her father, Otto Marlow."
    assert said(text) == [("Otto Marlow", ("Snow is coming,",))]


def test_open_quotations_of_two_paragraphs_are_not_joined() -> None:
    text = "Karl Brandt sighed. “She knows.”\n“Not in my lifetime.” Karl Brandt left."
    assert said(text) == [(None, ("She knows.",)), (None, ("Not in my lifetime.",))]
