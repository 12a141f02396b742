"""What is done with an update, in this life of the process and in the next ones."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.update_inbox import SEEN_FOR, NextStep, UpdateInbox
from bot.store.user_data import UserDataStore
from tests.bot.store.conftest import Clock

MINUTE = 60.0


@asynccontextmanager
async def life(path: Path, clock: Clock) -> AsyncIterator[UpdateInbox]:
    """A process: what it did not mark as done is not done."""
    with closing(UserDataStore(path, clock=clock)) as user_data:
        yield user_data.inbox


async def left(inbox: UpdateInbox) -> list[int]:
    return [waiting.update_id for waiting in await inbox.pending()]


async def test_receiving_twice_is_receiving_once(path: Path, clock: Clock) -> None:
    async with life(path, clock) as inbox:
        assert await inbox.receive(1, "{}", 7) is True
        assert await inbox.receive(1, "{}", 7) is False
        assert await inbox.count_pending() == 1
    async with life(path, clock) as inbox:
        assert await inbox.receive(1, "{}", 7) is False
        await inbox.begin(1)
        await inbox.mark_done(1)
        assert await inbox.receive(1, "{}", 7) is False
        assert await inbox.count_pending() == 0


async def test_what_was_not_done_comes_again_in_the_order_it_came_in(
    path: Path, clock: Clock
) -> None:
    async with life(path, clock) as inbox:
        for number in (5, 900, 3, 4):  # numbers begin anew after a quiet week
            await inbox.receive(number, f'{{"n": {number}}}', 7)
        await inbox.begin(900)
        await inbox.begin(3)
        await inbox.mark_done(3)
    async with life(path, clock) as inbox:
        undone = await inbox.pending()
    assert [(each.update_id, each.body) for each in undone] == [
        (5, '{"n": 5}'),
        (900, '{"n": 900}'),
        (4, '{"n": 4}'),
    ]


async def test_what_may_have_been_answered_is_not_answered_again(path: Path, clock: Clock) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 7)
        assert await inbox.begin(1) is NextStep.ANSWER
        await inbox.mark_sending(1)
    async with life(path, clock) as inbox:
        assert await left(inbox) == []
        assert await inbox.begin(1) is NextStep.LEAVE
        assert await inbox.count_pending() == 0


async def test_what_telegram_refused_to_send_is_answered_after_all(
    path: Path, clock: Clock
) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 7)
        await inbox.begin(1)
        await inbox.mark_sending(1)
        await inbox.mark_unsent(1)
    async with life(path, clock) as inbox:
        assert await left(inbox) == [1]
        assert await inbox.begin(1) is NextStep.ANSWER


async def test_what_was_begun_twice_is_apologised_for_and_then_left(
    path: Path, clock: Clock
) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 7)
    handlings = []
    for _ in range(4):
        async with life(path, clock) as inbox:
            handlings += [await inbox.begin(number) for number in await left(inbox)]
    assert handlings == [NextStep.ANSWER, NextStep.ANSWER, NextStep.APOLOGISE]


async def test_what_the_end_of_the_bot_interrupted_was_no_failed_attempt(
    path: Path, clock: Clock
) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 77)
        for _ in range(5):
            assert await inbox.begin(1) is NextStep.ANSWER
            await inbox.mark_interrupted(1)
        assert await inbox.begin(1) is NextStep.ANSWER
        assert await inbox.begin(1) is NextStep.ANSWER
        assert await inbox.begin(1) is NextStep.APOLOGISE


async def test_done_is_done_though_it_is_said_to_be_sent_again(path: Path, clock: Clock) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 7)
        await inbox.mark_done(1)
        await inbox.mark_sending(1)
        await inbox.mark_unsent(1)
        assert await inbox.begin(1) is NextStep.LEAVE
    async with life(path, clock) as inbox:
        assert await left(inbox) == []


@pytest.mark.parametrize(
    ("age", "not_older_than", "handling"),
    [
        (59.0, MINUTE, NextStep.ANSWER),
        (60.0, MINUTE, NextStep.ANSWER),
        (60.5, MINUTE, NextStep.LEAVE),
        (9000.0, None, NextStep.ANSWER),
    ],
)
async def test_what_nobody_waits_for_any_more_is_left(
    path: Path, clock: Clock, age: float, not_older_than: float | None, handling: NextStep
) -> None:
    async with life(path, clock) as inbox:
        await inbox.receive(1, "{}", 7)
        clock.now += age
        assert await inbox.begin(1, not_older_than) is handling
        assert await inbox.count_pending() == (1 if handling is NextStep.ANSWER else 0)


async def test_what_was_never_received_is_answered(path: Path, clock: Clock) -> None:
    async with life(path, clock) as inbox:
        assert await inbox.begin(1) is NextStep.ANSWER
        await inbox.mark_sending(1)
        await inbox.mark_done(1)
        assert await inbox.count_pending() == 0


async def test_the_words_go_when_it_is_done_and_the_number_stays_a_week(
    path: Path, clock: Clock
) -> None:
    with closing(UserDataStore(path, clock=clock)) as user_data:
        await user_data.inbox.receive(1, '{"text": "Who pays?"}', 7)
        await user_data.inbox.mark_done(1)
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT update_id, state, user, body FROM inbox").fetchall()
        assert rows == [(1, "done", None, None)]
        await user_data.prune(clock.now + SEEN_FOR)
        assert await user_data.inbox.receive(1, "{}", 7) is False
        await user_data.prune(clock.now + SEEN_FOR + 1)
        assert await user_data.inbox.receive(1, "{}", 7) is True


async def test_what_is_not_done_is_never_pruned(path: Path, clock: Clock) -> None:
    with closing(UserDataStore(path, clock=clock)) as user_data:
        await user_data.inbox.receive(1, "{}", 7)
        await user_data.prune(clock.now + 10 * SEEN_FOR)
        assert await left(user_data.inbox) == [1]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "begin", "sending", "unsent", "done"]), st.integers(1, 3)
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
async def test_whatever_happened_what_was_received_is_left_done_or_being_sent(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("inbox") / "desk.sqlite"
    received: list[int] = []
    begun: dict[int, int] = {}
    over: set[int] = set()
    sending: set[int] = set()
    async with life(path, Clock()) as inbox:
        for step, number in steps:
            if step == "receive":
                assert await inbox.receive(number, "{}", 7) is (number not in received)
                received += [number] if number not in received else []
            elif number not in received:
                continue
            elif step == "begin":
                handling = await inbox.begin(number)
                begun[number] = begun.get(number, 0) + (handling is not NextStep.LEAVE)
                over |= {number} if handling is NextStep.LEAVE else set()
            elif step == "done":
                await inbox.mark_done(number)
                over.add(number)
            elif step == "sending":
                await inbox.mark_sending(number)
                sending.add(number)
            else:
                await inbox.mark_unsent(number)
                sending.discard(number)
    async with life(path, Clock()) as inbox:
        kept = [
            number
            for number in received
            if number not in over and number not in sending and begun.get(number, 0) <= 2
        ]
        assert await left(inbox) == kept
