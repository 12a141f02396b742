"""One verdict for each reader and answer, the latest."""

from __future__ import annotations

from bot.store.feedback import NotUsefulQuestion, Verdict
from bot.store.user_data import UserDataStore
from tests.bot.store.conftest import Clock
from tests.bot.store.test_answers import put

ONE, OTHER = 77, 78


async def test_the_latest_verdict_of_each_reader_counts(user_data: UserDataStore) -> None:
    key, feedback = (await put(user_data)).key, user_data.feedback
    assert await feedback.give(key, ONE, Verdict.NOT_USEFUL)
    assert await feedback.give(key, ONE, Verdict.USEFUL)
    assert await feedback.give(key, ONE, Verdict.USEFUL)
    assert await feedback.give(key, OTHER, Verdict.NOT_USEFUL)
    assert await feedback.tally() == dict.fromkeys(Verdict, 0) | {
        Verdict.USEFUL: 1,
        Verdict.NOT_USEFUL: 1,
    }


async def test_of_an_answer_that_is_gone_nothing_is_noted(user_data: UserDataStore) -> None:
    assert not await user_data.feedback.give("AAAAAAAAAAA", ONE, Verdict.USEFUL)
    assert await user_data.feedback.tally() == dict.fromkeys(Verdict, 0)


async def test_only_what_was_given_since_is_counted(
    user_data: UserDataStore, clock: Clock
) -> None:
    await user_data.feedback.give((await put(user_data)).key, ONE, Verdict.USEFUL)
    clock.now += 10
    await user_data.feedback.give((await put(user_data)).key, ONE, Verdict.USEFUL)
    assert (await user_data.feedback.tally(clock.now))[Verdict.USEFUL] == 1


async def test_questions_whose_answers_were_not_useful_come_with_their_counts(
    user_data: UserDataStore, clock: Clock
) -> None:
    feedback, began = user_data.feedback, clock.now
    asked = ("Why?", "When?", "Why?", "Who?")
    keys = [(await put(user_data, question=each)).key for each in asked]
    for number, (key, user, verdict) in enumerate(
        (
            (keys[0], ONE, Verdict.NOT_USEFUL),
            (keys[1], ONE, Verdict.NOT_USEFUL),
            (keys[2], OTHER, Verdict.NOT_USEFUL),
            (keys[2], ONE, Verdict.USEFUL),
            (keys[3], ONE, Verdict.USEFUL),
        )
    ):
        clock.now = began + number
        await feedback.give(key, user, verdict)
    why = NotUsefulQuestion("Why?", 2, 1, began + 2)
    when = NotUsefulQuestion("When?", 1, 0, began + 1)
    assert await feedback.not_useful(10) == [why, when]
    assert await feedback.not_useful(1) == [why]
