"""What asks nothing, and what asks without a question mark."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.remarks import asks_nothing, is_worth_keeping


@pytest.mark.parametrize(
    "words",
    [
        "ok thanks",
        "lol",
        "👍",
        "🚢🚢",
        "…",
        "I don't believe it",
        "That is not true.",
        "that’s hilarious",
        "he is lying again",
        "They never learn!",
        "same to you",
        "my cousin works there",
        "We saw it yesterday.",
        "you are wrong",
        "it took them long enough",
    ],
)
def test_a_remark_is_known_to_ask_nothing(words: str) -> None:
    assert asks_nothing(words)
    assert not is_worth_keeping(words)


@pytest.mark.parametrize(
    "words",
    [
        "and in 2023",
        "and the mayor",
        "why",
        "source",
        "the tugs",
        "ferry to Ostervik",
        "Mara Lindqvist about the cranes",
        "is it true that the cranes are safe",
        "It Could Happen Here: who wrote it",
        "he said what",
        "tell me more",
        "I want to know the price of the quay",
        "I am looking for the cost of the repairs",
        "that is wrong, isn't it?",
        "you said the port reopens, when",
    ],
)
def test_a_question_without_a_question_mark_is_no_remark(words: str) -> None:
    assert not asks_nothing(words)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Who pays for the crane?", True),
        ("ferry timetable Velmark", True),
        ("Inflation?", True),
        ("asdfgh", False),
        ("Ostervik", False),
        ("/frobnicate the quay", False),
        ("hello!", False),
        ("My mother died yesterday and I cannot sleep.", False),
        ("I love you", False),
        ("????", False),
    ],
)
def test_of_unanswered_questions_those_are_kept_that_tell_an_editor_something(
    words: str, *, kept: bool
) -> None:
    assert is_worth_keeping(words) is kept
