"""By which forms a question asks for somebody's words, and on what."""

from __future__ import annotations

import pytest

from retrieval.answer.words_asked import asked_speaker, words_asked


@pytest.mark.parametrize(
    ("question", "who", "topic"),
    [
        ("What did Mara Ollen say about the quay?", "Mara Ollen", "the quay"),
        ("What did Ollen say?", "Ollen", None),
        ("What else has Ollen said on fish?", "Ollen", "fish"),
        ("what's ollen saying about the quay", "ollen", "the quay"),
        ("What did Ollen tell the council about the quay?", "Ollen", "the quay"),
        ("What did Ollen say the ferry would cost?", "Ollen", "the ferry would cost"),
        ("What does Ollen think of the levy?", "Ollen", "the levy"),
        ("What does Ollen really believe about the levy?", "Ollen", "the levy"),
        ("What did Ollen herself say about the levy?", "Ollen", "the levy"),
        ("Tell me what Ollen said about the levy", "Ollen", "the levy"),
        ("Where does Ollen stand on the levy?", "Ollen", "the levy"),
        ("What is Ollen's position on the levy?", "Ollen", "the levy"),
        ("What are Ollen’s comments on the levy?", "Ollen", "the levy"),
        ("ollen's view on the levy", "ollen", "the levy"),
        ("mara ollen opinion on the levy", "mara ollen", "the levy"),
        ("sum up Ollen's position", "Ollen", None),
        ("Statements by Ollen on the levy", "Ollen", "the levy"),
        ("Quote Ollen on the levy", "Ollen", "the levy"),
        ("Did Ollen say the levy is unfair?", "Ollen", "the levy is unfair"),
        ("Has Ollen ever mentioned the levy?", "Ollen", "the levy"),
        ("Is it true that Ollen thinks the levy is unfair?", "Ollen", "the levy is unfair"),
        ("Has Ollen said so or not?", "Ollen", None),
    ],
)
def test_a_question_for_somebodys_own_words(question: str, who: str, topic: str | None) -> None:
    asked = next(words_asked(question))
    assert (asked.who, asked.topic, asked.are_own) == (who, topic, True)


@pytest.mark.parametrize(
    ("question", "who", "topic"),
    [
        ("How did Ollen respond to the strike?", "Ollen", "the strike"),
        ("How has Ollen explained the delay?", "Ollen", "the delay"),
        ("ollen reaction to the strike", "ollen", "the strike"),
    ],
)
def test_what_somebody_did_may_answer_as_well(question: str, who: str, topic: str) -> None:
    asked = next(words_asked(question))
    assert (asked.who, asked.topic, asked.are_own) == (who, topic, False)
    assert asked_speaker(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What did Ollen buy?",
        "Who said that the quay is safe?",
        "What is the view from the quay?",
        "When did the ferry stand still?",
        "Why did Ollen leave the council?",
        "How many years could the works take?",
        "Did Ollen sell the ferry?",
    ],
)
def test_a_question_for_something_else(question: str) -> None:
    assert asked_speaker(question) is None
