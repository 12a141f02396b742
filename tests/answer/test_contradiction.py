"""Opposites: what shuts out what is asked, and where an opposite may well answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.contradiction import antonyms, contradiction_score, yes_or_no


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who holds the north bank?", "Ollen's men hold the south bank."),
        ("Who holds the north bank?", "Ollen's men hold the banks to the south and east."),
        ("Why did prices rise?", "Prices fell because of the harvest."),
        ("Why did prices fall?", "Prices have risen since May."),
        ("Why did shares tumble?", "Shares rose after the vote."),
        ("Which party won the seat?", "The Greens lost the seat."),
        ("Who supported the motion?", "Ollen opposed the motion."),
        ("Who accepted the offer?", "The union rejected the offer."),
        ("Why was Ollen arrested?", "Ollen was released on Friday."),
        ("Who is the oldest member?", "Brandt is the youngest member."),
        ("Which outcome is likely?", "A deal is unlikely."),
        ("Which outcome is unlikely?", "A deal is likely."),
        ("Which method is direct?", "The method is indirect."),
        ("Who approved of the plan?", "Ollen disapproved of the plan."),
        ("Who spoke in the first round?", "Ollen spoke in the last round."),
        ("Who spends less?", "Families spend more than before."),
    ],
)
def test_a_sentence_with_the_opposite_shuts_out_what_is_asked(
    question: str, sentence: str
) -> None:
    assert contradiction_score(question, sentence, sentence) == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who holds the north bank?", "Ollen's men hold the north and the south bank."),
        ("Why did prices rise?", "Prices rose because stocks fell."),
        ("Why did prices rise?", "Prices climbed because stocks fell."),
        ("Why did prices rise?", "Prices increased as output fell."),
        ("Which is longer, the north or the south route?", "The north route is longer."),
        ("Which party won the seat?", "The Greens lost the seat to the Reds."),
        ("Which team lost the final?", "Ost won the final 3-1 against Velmark."),
        ("Who bought the ferries?", "The port sold the ferries to Brandt Lines."),
        ("Who borrowed the money?", "The bank lent the money to Ollen."),
        ("Who spoke before Ollen?", "Ollen took the floor after Brandt."),
        ("Who won the first round?", "Ollen took the opening round last Sunday."),
        ("Who won the vote last week?", "Ollen won the first vote."),
        ("What is Ollen's first name?", "Mara Ollen was the last to leave."),
        ("Why do families spend less?", "Pay fell for more than half of them."),
        ("Which is the shorter route?", "Trains no longer take the coast."),
        ("What is Ost like?", "Unlike Velmark, Ost is small."),
        ("Who won the last seat?", "The Reds won, as they did last year; the Blues were first."),
        ("Which team lost?", "Ost lost to Velmark, which has won each year."),
        ("What did the pact cost?", "The impact was felt in Ost."),
        ("Which prison holds Brandt?", "Brandt was imprisoned in Ost."),
        ("Which port was hit?", "Imports through Ost stopped."),
        ("Why were prices flat?", "Inflation eased."),
        ("What form does the tax take?", "Ollen informed the council."),
        ("Who was on the jury?", "Two were treated for injuries."),
        ("Who was charged?", "Brandt was discharged."),
        ("Who was on the rise?", "The sunrise was red."),
    ],
)
def test_a_sentence_that_only_seems_to_have_the_opposite_does_not(
    question: str, sentence: str
) -> None:
    assert contradiction_score(question, sentence, sentence) == 0


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long was the strike?", "The strike was short."),
        ("How high is the risk?", "The risk is low."),
        ("How early did voting start?", "Voting started late."),
        ("Did prices rise?", "Prices fell."),
        ("Didn't prices rise?", "Prices fell."),
        ("Didn’t prices rise?", "Prices fell."),
        ("And did prices rise?", "Prices fell."),
        ("Did prices rise or fall?", "Prices fell."),
        ("Won't the bank raise rates?", "The bank will lower rates."),
        ("Might Ollen win?", "Ollen will lose."),
        ("What did Ollen say on whether prices rose?", "Prices fell, Ollen said."),
        ("Which way did prices go, rise or fall?", "Prices fell."),
    ],
)
def test_an_opposite_may_answer_how_and_yes_or_no(question: str, sentence: str) -> None:
    assert contradiction_score(question, sentence, sentence) == 0


def test_the_opposite_of_what_is_denied_answers() -> None:
    question, sentence = "Who did not support the motion?", "Ollen opposed the motion."

    assert contradiction_score(question, sentence, sentence, frozenset({"support", "motion"})) == 0
    assert contradiction_score(question, sentence, sentence) == 1


def test_an_opposite_in_the_passage_alone_counts_half() -> None:
    question, sentence, other = "Why did prices rise?", "Rain was scarce.", "Prices fell."

    assert contradiction_score(question, sentence, f"{sentence} {other}") == 0.5
    assert contradiction_score(question, sentence, f"{sentence} {other} They rose again.") == 0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it open?", True),
        ("Isn’t it open?", True),
        ("isnt it open?", True),
        ("So can't it open?", True),
        ("“Will it open?”", True),
        ("Island ferries: who runs them?", False),
        ("Dot who?", False),
        ("Who is it?", False),
        ("Candles were lit by whom?", False),
    ],
)
def test_a_question_for_yes_or_no_is_known_by_its_first_word(
    question: str, *, expected: bool
) -> None:
    assert bool(yes_or_no().search(question)) is expected


def test_an_opposite_is_one_both_ways_and_never_of_itself() -> None:
    for stem, others in antonyms().items():
        assert stem not in others
        assert all(stem in antonyms()[other] for other in others)


@given(st.text(), st.text(), st.text())
def test_any_text_has_the_opposite_or_half_of_it_or_none(
    question: str, sentence: str, passage: str
) -> None:
    assert contradiction_score(question, sentence, passage) in {0, 0.5, 1}
    assert contradiction_score(question, question, question) == 0
