"""One verdict for each reader and answer, the latest."""

from __future__ import annotations

from bot.store.feedback import Verdict
from bot.store.user_data import UserDataStore
from tests.bot.store.conftest import Clock
from tests.bot.store.test_answers import put

ONE, OTHER = 77, 78


def test_the_latest_verdict_of_each_reader_counts(user_data: UserDataStore) -> None:
    key, feedback = put(user_data).key, user_data.feedback
    assert feedback.give(key, ONE, Verdict.NOT_USEFUL)
    assert feedback.give(key, ONE, Verdict.USEFUL)
    assert feedback.give(key, ONE, Verdict.USEFUL)
    assert feedback.give(key, OTHER, Verdict.NOT_USEFUL)
    assert (feedback.of(key, ONE), feedback.of(key, OTHER)) == (
        Verdict.USEFUL,
        Verdict.NOT_USEFUL,
    )
    assert feedback.tally() == {Verdict.USEFUL: 1, Verdict.NOT_USEFUL: 1}


def test_of_an_answer_that_is_gone_nothing_is_noted(user_data: UserDataStore) -> None:
    assert not user_data.feedback.give("AAAAAAAAAAA", ONE, Verdict.USEFUL)
    assert user_data.feedback.of("AAAAAAAAAAA", ONE) is None
    assert user_data.feedback.tally() == {Verdict.USEFUL: 0, Verdict.NOT_USEFUL: 0}


def test_only_what_was_given_since_is_counted(user_data: UserDataStore, clock: Clock) -> None:
    user_data.feedback.give(put(user_data).key, ONE, Verdict.USEFUL)
    clock.now += 10
    user_data.feedback.give(put(user_data).key, ONE, Verdict.USEFUL)
    assert user_data.feedback.tally(clock.now)[Verdict.USEFUL] == 1
