"""Which of several dated sentences comes first; all events are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.answer.question import parse_question
from retrieval.answer.ranking import SentenceCandidate, rank_sentences
from retrieval.answer.recency import COMPETING_MARGIN, LATEST_MARGIN, newest_first
from retrieval.answer.terms import Term, stems
from retrieval.ports import StoredPassage
from tests.answer.stored_statements import QUESTION_VECTOR, passage

Dated = tuple[str | None, str]

WILL_VOTE = ("2024-05-02", "The council will vote on the Ostrel bridge on Saturday.")
VOTED = ("2024-05-05", "The council vote on the Ostrel bridge was 12 to 5.")
THREE = ("2024-05-02", "Three people died when the Ostrel bridge fell, police said.")
FIVE = ("2024-05-03", "Five people died when the Ostrel bridge fell, police said.")
NINE = ("2024-05-06", "Nine people have now died after the Ostrel bridge fell.")
SEARCHED = ("2024-05-02", "Divers searched the Ostrel bridge for cracks.")
FOUND = ("2024-05-04", "Divers found cracks under the Ostrel bridge.")


def candidates(question: str, told: Sequence[Dated], step: float) -> list[SentenceCandidate]:
    asked = parse_question(question)
    wanted = [Term(word, (word,), stems(word), 1.0, known=True) for word in asked.words]
    shelves = [shelf(i, *each) for i, each in enumerate(told)]
    found = rank_sentences(QUESTION_VECTOR, wanted, asked.answer_type, shelves, never)
    found.sort(key=lambda each: each.passage.card.file)
    return [replace(each, score=2 - i * step) for i, each in enumerate(found)]


def shelf(number: int, published: str | None, text: str) -> StoredPassage:
    made = passage(text, [text], f"{number}.txt")
    return replace(made, card=replace(made.card, published=published))


def never(passage: StoredPassage, index: int) -> bool:
    del passage, index
    return False


def order(question: str, *told: Dated, step: float = 0.1) -> list[Dated]:
    """The sentences as they come after; before, each was nearer to the question than the next."""
    ranked = candidates(question, told, step)
    after = newest_first(question, ranked)
    assert [each.score for each in after] == [each.score for each in ranked]
    return [(each.passage.card.published, each.text) for each in after]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the council vote on the Ostrel bridge?", [WILL_VOTE, VOTED]),
        ("ostrel bridge council vote", [WILL_VOTE, VOTED]),
        ("How many people died when the Ostrel bridge fell?", [THREE, FIVE, NINE]),
        ("How many died at the Ostrel bridge?", [FIVE, THREE, NINE]),
        (
            "When did the Ostrel ferry resume?",
            [
                ("2024-05-02", "The Ostrel ferry is expected to resume on 9 May."),
                ("2024-05-12", "The Ostrel ferry resumed on 11 May after repairs."),
            ],
        ),
        (
            "Who won the Ostrel mayoral election?",
            [
                ("2024-05-02", "Preliminary results of the Ostrel election show Ida Holt ahead."),
                ("2024-05-04", "Nils Brack won the election in Ostrel, the mayoral board said."),
            ],
        ),
        (
            "How many votes did Ida Holt get in Ostrel?",
            [
                ("2024-05-02", "Ida Holt has 1,200 votes in Ostrel with half of them counted."),
                ("2024-05-03", "Ida Holt got 2,350 votes in Ostrel."),
            ],
        ),
        (
            "How many people died when the Ostrel bridge fell?",
            [
                NINE,
                ("2024-05-09", "Eight people died at the Ostrel bridge, a revised count says."),
            ],
        ),
    ],
)
def test_a_later_outcome_or_figure_comes_before_what_was_expected_or_counted_so_far(
    question: str, told: list[Dated]
) -> None:
    assert order(question, *told)[0] == told[-1]


def test_the_newest_figure_comes_first_and_then_the_others_from_new_to_old() -> None:
    found = order("How many people died when the Ostrel bridge fell?", THREE, NINE, FIVE)

    assert found == [NINE, FIVE, THREE]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # how things stood, or what was expected
        ("How many people had died at the Ostrel bridge on 3 May 2024?", [THREE, NINE]),
        ("How many people died at the Ostrel bridge at first?", [THREE, NINE]),
        ("How many died at the Ostrel bridge by Friday?", [THREE, NINE]),
        ("When was the council vote on the Ostrel bridge expected?", [WILL_VOTE, VOTED]),
        ("What did Holt predict of the vote on the Ostrel bridge?", [WILL_VOTE, VOTED]),
        ("What did Holt say about the vote on the Ostrel bridge?", [WILL_VOTE, VOTED]),
        ("Why did the council vote on the Ostrel bridge?", [WILL_VOTE, VOTED]),
        # no dates, or none of the later one
        ("What was the council vote on the Ostrel bridge?", [(None, WILL_VOTE[1]), VOTED]),
        ("What was the council vote on the Ostrel bridge?", [WILL_VOTE, (None, VOTED[1])]),
        ("How many died at the Ostrel bridge?", [(None, THREE[1]), (None, NINE[1])]),
        ("How many died at the Ostrel bridge?", [("2024", THREE[1]), NINE]),
        # the older article tells the outcome
        ("How many died at the Ostrel bridge?", [NINE, THREE]),
        # another event
        (
            "What was the council vote on the Ostrel bridge?",
            [WILL_VOTE, ("2024-05-05", "The council vote on the Velmark tunnel was 12 to 5.")],
        ),
        (
            "What was the council vote on the Ostrel bridge?",
            [WILL_VOTE, ("2026-05-05", VOTED[1])],
        ),
        # a part, an increment, another count
        (
            "How many people died at the Ostrel bridge?",
            [NINE, ("2024-05-08", "Two of the people who died at the Ostrel bridge were divers.")],
        ),
        (
            "How many people died at the Ostrel bridge?",
            [NINE, ("2024-05-08", "Ten more people died at the Ostrel bridge last year.")],
        ),
        (
            "How many people died at the Ostrel bridge?",
            [NINE, ("2024-05-08", "Forty people were injured at the Ostrel bridge.")],
        ),
        (
            "How many houses burned?",
            [
                ("2024-05-02", "Twelve houses burned in Ostrel on the river on Monday."),
                ("2024-05-03", "Thirty houses burned in Velmark on the river on Monday."),
            ],
        ),
        (
            "How many houses burned in Ostrel?",
            [
                ("2024-05-02", "Twelve houses burned in Ostrel on Monday."),
                ("2024-05-03", "Two more houses burned in Ostrel on Tuesday."),
            ],
        ),
        # nothing was open
        ("What did divers do at the Ostrel bridge?", [SEARCHED, FOUND]),
        # the later one only expects, too
        (
            "What was the council vote on the Ostrel bridge?",
            [
                WILL_VOTE,
                ("2024-05-05", "The Ostrel bridge vote in council is likely to be close."),
            ],
        ),
    ],
)
def test_the_nearest_stays_first(question: str, told: list[Dated]) -> None:
    assert order(question, *told) == told


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest on the cracks in the Ostrel bridge?",
        "latest ostrel bridge cracks",
        "what's new with the cracks in the Ostrel bridge",
        "Where do things stand with the cracks in the Ostrel bridge?",
        "any news on the cracks in the Ostrel bridge",
        "What have divers done about cracks in the Ostrel bridge so far?",
        "have divers seen the cracks in the Ostrel bridge yet?",
        "newest cracks in the Ostrel bridge",
        "most recent cracks in the Ostrel bridge",
    ],
)
def test_the_latest_is_asked_for_and_comes_first(question: str) -> None:
    assert order(question, SEARCHED, FOUND) == [FOUND, SEARCHED]


@pytest.mark.parametrize(
    "question",
    [
        "Who has seen the cracks in the Ostrel bridge at the latest?",
        "Is it true that divers had already seen cracks in the Ostrel bridge?",
        "How did divers take the news that the Ostrel bridge has cracks?",
        "What was the latest on the cracks in the Ostrel bridge on 2 May 2024?",
    ],
)
def test_other_questions_are_not_for_the_latest(question: str) -> None:
    assert order(question, SEARCHED, FOUND) == [SEARCHED, FOUND]


def test_what_answers_less_well_does_not_come_first_for_being_newer() -> None:
    far = ("2024-05-09", "The Ostrel ferry is red.")

    assert order("latest on the cracks in the Ostrel bridge", FOUND, far)[0] == FOUND


def test_only_sentences_near_the_best_compete() -> None:
    vote = "What was the council vote on the Ostrel bridge?"
    latest = "latest on the cracks in the Ostrel bridge"

    assert order(vote, WILL_VOTE, VOTED, step=COMPETING_MARGIN + 0.1) == [WILL_VOTE, VOTED]
    assert order(latest, SEARCHED, FOUND, step=LATEST_MARGIN + 0.1) == [SEARCHED, FOUND]
    assert order(latest, step=0.1) == []
