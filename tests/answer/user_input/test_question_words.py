"""Slips in the words with which one asks, and what only leads in to a question."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.question_words import plain_question

KNOWN = {"steen", "lock", "keeper", "morrow"}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Wich lock will close?", "Which lock will close?"),
        ("WICH LOCK WILL CLOSE?", "which lock will close?"),
        ("Witch lock closes?", "Which lock closes?"),
        ("Waht did Steen say?", "What did Steen say?"),
        ("hwo closed the lock", "who closed the lock"),
        ("Whoo closed it", "Who closed it"),
        ("Whats the price?", "What is the price?"),
        ("Wheres Steen?", "Where is Steen?"),
        ("Wen will it open?", "When will it open?"),
        ("Y did it close?", "Why did it close?"),
        ("and y did it close", "and why did it close"),
        ("Dose the lock leak?", "Does the lock leak?"),
        ("Shuld it close?", "Should it close?"),
        ("Plz tell me why it closed", "Why it closed"),
        ("Plese tell me who closed it", "Who closed it"),
        ("Tel me why it closed", "Tell me why it closed"),
        ("Explain why it closed", "Why it closed"),
        ("Explian why it closed", "Why it closed"),
        ("Summerize the story", "The story"),
        ("Describe Steen", "Steen"),
        ("Can you tell me when it opens?", "When it opens?"),
        ("I’d like to know when it opens", "When it opens"),
        ("Do you know who closed it?", "Who closed it?"),
        ("I keep locks. Wich one is old?", "I keep locks. Which one is old?"),
        ("How Much Will The Lock Cost?", "how much will the lock cost?"),
        ("Idk what the lock costs, do you?", "What the lock costs?"),
        ("Not sure who closed it, anyone?", "Who closed it?"),
        ("URGENT: when does it open?", "When does it open?"),
        ("Urgent!! Who closed it", "Who closed it"),
        ("Urgent: is there a lock", "Is there a lock"),
        ("Urgently need to know who closed it", "Who closed it"),
        ("Sorry to bother you, but did Steen close it?", "Did Steen close it?"),
        ("Sorry if this is dumb, but what is a lock?", "What is a lock?"),
        ("Sorry but who is Steen?", "Who is Steen?"),
        ("Quick one: who closed it?", "Who closed it?"),
        ("My question – how long is it?", "How long is it?"),
        ("Just curious, who pays", "Who pays"),
        ("Hoo is the keeper?", "Who is the keeper?"),
        ("Compare Steen with Holt", "Steen with Holt"),
        ("Howmuch does it cost?", "How much does it cost?"),
        ("whendid it close", "when did it close"),
    ],
)
def test_a_question_is_read_without_slips_and_courtesies(typed: str, asked: str) -> None:
    assert plain_question(typed, KNOWN.__contains__) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "Which lock will close?",
        "Wen Li said what?",
        "who is wen li",
        "Howe said what?",
        "Whitney said what?",
        "The witch said what?",
        "How long is the dose?",
        "Who owns the mansion?",
        "the whole lock",
        "Is Mr. Y there?",
        "What does Y stand for?",
        "Check Point said what?",
        "Count Olaf said what?",
        "State aid for whom?",
        "Name of the keeper?",
        "List of locks",
        "Give details on the lock",
        "did Will resign",
        "What did The Morrow say?",
        "explain",
        "So did Steen resign?",
        "Well water is unsafe?",
        "Important people said what?",
        "Sorry state of the lock: why?",
        "Help the poor how?",
        "Question Time presenter?",
        "Hoo Green said what?",
        "Urgent care is where?",
        "Tell me about the lock",
    ],
)
def test_other_words_are_left_as_they_are(typed: str) -> None:
    assert plain_question(typed, KNOWN.__contains__) == typed


def test_a_word_of_the_articles_is_no_slip() -> None:
    assert plain_question("Wen said what?", {"wen"}.__contains__) == "Wen said what?"
