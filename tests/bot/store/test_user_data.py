"""Forgetting a reader, and growing old."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.conversations import ContextKey
from bot.store.feedback import Verdict
from bot.store.quotas import DAY, Quotas
from bot.store.user_data import UserDataCounts, UserDataStore
from retrieval.answer.followups import PreviousTurn
from tests.bot.messages import samples
from tests.bot.store.conftest import Clock

READER, OTHER, GROUP = 987_654_321, 123_456_789, -100500
NOTHING = UserDataCounts(0, 0, 0, 0, 0, 0)
SECRET = "What did Ada Kvist tell the notary?"


async def fill(user_data: UserDataStore, user: int, words: str) -> None:
    """Something of every kind, in a private chat and in a group."""
    for number, (chat, topic) in enumerate(((user, None), (GROUP, 31))):
        body = f'{{"from": {user}, "text": "{words}"}}'
        await user_data.inbox.receive(user % 1000 + number, body, user)
        answered = await user_data.answers.put(
            words, samples.ANSWER, chat=chat, topic=topic, question_message=number, user=user
        )
        await user_data.answers.set_messages(answered.key, chat, (number + 2, number + 3))
        places = [
            ContextKey("reader", chat, topic, user),
            ContextKey("answer", chat, user % 1000, None),
        ]
        await user_data.conversations.put(places, PreviousTurn(words), user=user)
        await user_data.feedback.give(answered.key, user, Verdict.USEFUL)
        await user_data.watches.add(
            user=user, chat=chat, topic=topic, asked="kvist", known="Ada Kvist", statements=["a"]
        )
        await user_data.quotas.spend(user)


def cells(path: Path) -> list[str]:
    """Everything that stands in any table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        ]
        return [
            str(cell)
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the names of tables come from the database itself
            for cell in row
        ]


async def test_who_is_forgotten_stands_in_no_table_and_nowhere_on_the_disk(
    path: Path, clock: Clock
) -> None:
    with closing(UserDataStore(path, clock=clock, quotas=Quotas(99, 99, 99))) as user_data:
        await fill(user_data, READER, SECRET)
        assert any(str(READER) in cell for cell in cells(path))

        await user_data.forget(READER)

        assert not any(str(READER) in cell or SECRET in cell for cell in cells(path))
        for file in path.parent.iterdir():
            assert SECRET.encode() not in file.read_bytes(), file.name


async def test_forgetting_says_how_much_there_was_and_leaves_others_alone(
    path: Path, clock: Clock
) -> None:
    with closing(UserDataStore(path, clock=clock, quotas=Quotas(99, 99, 99))) as user_data:
        await fill(user_data, READER, SECRET)
        await fill(user_data, OTHER, "Who pays?")
        others = await user_data.kept_about(OTHER)
        kept = await user_data.kept_about(READER)

        assert kept == UserDataCounts(
            messages=2, answers=2, conversations=4, feedback=2, watches=2, questions=2
        )
        assert await user_data.forget(READER) == kept
        assert await user_data.kept_about(READER) == await user_data.forget(READER) == NOTHING
        assert await user_data.kept_about(OTHER) == others == kept


async def test_a_message_in_hand_is_not_counted_and_forgotten_all_the_same(
    user_data: UserDataStore,
) -> None:
    await user_data.inbox.receive(1, "{}", READER)
    await user_data.inbox.begin(1)
    assert await user_data.kept_about(READER) == NOTHING
    await user_data.forget(READER)
    assert list(await user_data.inbox.pending()) == []


async def test_the_young_is_kept_and_the_old_goes(path: Path, clock: Clock) -> None:
    start = clock.now
    with closing(
        UserDataStore(path, clock=clock, keep_days=2, quotas=Quotas(9, 9, 9))
    ) as user_data:
        await fill(user_data, READER, SECRET)
        await user_data.inbox.mark_done(READER % 1000)
        await user_data.unanswered.add("Who pays?", "")
        whole = await user_data.kept_about(READER)

        assert await user_data.prune(start) == 0
        assert await user_data.prune(start + 30 * 60) == 0
        assert await user_data.kept_about(READER) == whole
        assert await user_data.prune(start + 30 * 60 + 1) == whole.conversations
        assert await user_data.prune(start + DAY) == whole.questions
        assert await user_data.prune(start + 2 * DAY) == 0
        assert await user_data.prune(start + 2 * DAY + 1) == whole.answers + 1
        assert await user_data.prune(start + 99 * DAY) == 1
        assert await user_data.kept_about(READER) == UserDataCounts(1, 0, 0, 0, whole.watches, 0)
        assert await user_data.prune(start + 999 * DAY) == 0
