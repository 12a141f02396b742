"""Which questions are about a time after the newest article; all events are invented."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer.scope.dates import stamp_in_words, time_after

NEWEST = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("question", "later"),
    [
        ("Who won the 2027 election in Ostby?", "2027"),
        ("who won the ostby election in 2027", "2027"),
        ("What did the Ostby council decide in May 2026?", "May 2026"),
        ("What happened next March in Ostby?", "next March"),
        ("Who was mayor of Ostby on 21 April 2026?", "21 April 2026"),
        ("Who was mayor of Ostby on April 21, 2026?", "April 21, 2026"),
        ("Who was mayor of Ostby on 2026-04-21?", "2026-04-21"),
        ("Was the lock closed in 2025 or in 2028?", "2028"),
        # a time of the articles, or before them
        ("Who won the 2026 election in Ostby?", None),
        ("Who won the 2025 election in Ostby?", None),
        ("What did the Ostby council decide in April 2026?", None),
        ("Who was mayor of Ostby on 20 April 2026?", None),
        # no date is said: nothing is guessed
        ("What did the Ostby council decide in May?", None),
        ("What will the Ostby council decide on 3 May?", None),
        ("What happened next in Ostby?", None),
        ("What happened last March in Ostby?", None),
        ("Who won the next election in Ostby?", None),
        # no date, or none that there is
        ("Did the lock cost $2030?", None),
        ("Did the lock cost 2030 crowns?", None),
        ("Did the lock cost 2,030 crowns?", None),
        ("Did the Ostby 2030-pupil school open?", None),
        ("Was it 2027% more?", None),
        ("What was on 31 June 2027?", None),
    ],
)
def test_only_a_date_that_is_said_is_after_the_newest_article(
    question: str, later: str | None
) -> None:
    found = time_after(question, lambda: NEWEST)

    assert (found and found.span.of(question)) == later


def test_without_dates_of_publication_no_time_is_after_them() -> None:
    assert time_after("Who won the 2027 election in Ostby?", lambda: None) is None


@pytest.mark.parametrize(
    ("question", "text", "is_told"),
    [
        ("the 2027 census", "The census will be held in 2027.", True),
        ("the 2027 census", "Next year the census will be held.", True),
        ("the 2027 census", "The census was held in 2017.", False),
        ("the census in May 2027", "The census is due in May.", True),
        ("the census in May 2027", "The census may be late.", False),
    ],
)
def test_a_text_may_tell_of_a_time_to_come(question: str, text: str, is_told: bool) -> None:
    later = time_after(question, lambda: NEWEST)

    assert later is not None
    assert later.is_told_in(text) is is_told


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("2026-04-20", "20 April 2026"),
        ("2026-04-02T10:00:00+02:00", "2 April 2026"),
        ("2026-04", "April 2026"),
        ("2026", "2026"),
        ("2026-13-20", "2026"),
        ("in spring", "in spring"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(stamp: str, words: str) -> None:
    assert stamp_in_words(stamp) == words
