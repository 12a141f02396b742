"""The questions and answers of an interview, and whose the answers are."""

from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts_of_file

pytestmark = pytest.mark.parser


def said(*paragraphs: str) -> list[tuple[str | None, tuple[str, ...]]]:
    found = statement_texts_of_file("\n\n".join(["The bakery by the quay", *paragraphs]))
    return [(each.speaker, each.contents) for each in found]


ANSWER = "Nobody paid us for a year."


@pytest.mark.parametrize(
    ("question", "answer"), [("Q: ", "A: "), ("Q. ", "A. "), ("Question: ", "Answer: ")]
)
@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("Mona Strand left in May. This is an interview with Mona Strand.", "Mona Strand"),
        ("We spoke to Mona Strand in her garage.", "Mona Strand"),
        ("Three questions for Mona Strand, who left in May.", "Mona Strand"),
        ("The bakery closed in May.", None),
        ("Mona Strand ran the bakery for nine years.", None),
        ("Mona Strand was interviewed by Karl Brandt.", None),
        ("Karl Brandt spoke with her in the garage.", None),
        ("Mona Strand spoke with Karl Brandt of the Courier.", None),
    ],
)
def test_an_answer_is_of_whoever_is_interviewed_or_open(
    lead: str, speaker: str | None, question: str, answer: str
) -> None:
    found = said(lead, f"{question}Why did you leave?", answer + ANSWER)
    assert found[-2:] == [(None, ("Why did you leave?",)), (speaker, (ANSWER,))]


def test_an_answer_goes_on_until_the_next_question() -> None:
    assert said(
        "An interview with Mona Strand.",
        "Q: Why did you leave?",
        f"A: {ANSWER}",
        "I had the flour on credit.",
        "Q: And the ovens?",
        "A: They stand there still.",
        "The bakery opened in 1990.",
    ) == [
        (None, ("Why did you leave?",)),
        ("Mona Strand", (ANSWER, "I had the flour on credit.")),
        (None, ("And the ovens?",)),
        ("Mona Strand", ("They stand there still.",)),
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Q: Is it safe?", "A: You may swim.", "Q: Is it warm?", "A: No."),
        ("Q: Do I need a ticket?", "A: Our guests buy one at the door."),
        ("A: 12 grams, B: 14 grams, C: 9 grams.", "Q: 3 grams.", "A: 4 grams."),
        ("Group A: We start at nine.", "Group Q: Are you in?"),
        ("A: flour and water, as we like it.",),
    ],
)
def test_questions_of_readers_and_tables_are_no_interview(paragraphs: tuple[str, ...]) -> None:
    assert said("The bakery opened in 1990.", *paragraphs) == []


QUESTIONS = (
    "Why did you close the bakery?",
    "Nobody paid us for a year. The bank was patient.",
    "What happens to the ovens?",
    "They stand there still. I would take them back tomorrow.",
    "The bakery opened in 1990.",
)


def test_a_question_by_itself_is_answered_by_whoever_is_interviewed() -> None:
    assert said("Mona Strand closed her bakery. We spoke with her in a garage.", *QUESTIONS) == [
        ("Mona Strand", (QUESTIONS[1],)),
        ("Mona Strand", (QUESTIONS[3],)),
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Mona Strand closed her bakery in May.", *QUESTIONS),
        ("Mona Strand spoke to reporters about her bakery.", *QUESTIONS),
        ("Mona Strand and Karl Brandt gave us an interview.", *QUESTIONS),
        (
            "Mona Strand gave an interview in May.",
            "What does that mean for your bread?",
            "Strand has closed our last bakery, and I miss it.",
            "Where can you buy some?",
            "My own baker is open on Sunday.",
        ),
        ("We spoke with Mona Strand.", "What now?", "The ovens are sold.", "Why?", "No money."),
    ],
)
def test_a_question_that_an_article_asks_itself_is_answered_by_nobody(
    paragraphs: tuple[str, ...],
) -> None:
    assert said(*paragraphs) == []
