"""Forgetting a reader, and growing old."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.messages import notices
from bot.store.conversations import ContextKey
from bot.store.feedback import Verdict
from bot.store.quotas import DAY, Quotas
from bot.store.user_data import UserDataCounts, UserDataStore
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.model import Declined
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
        await user_data.unanswered.add(words, "Nothing is said of it.", user)


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


async def test_what_is_older_than_it_may_be_is_deleted_and_nothing_else(
    path: Path, clock: Clock
) -> None:
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
        assert await user_data.prune(start + 2 * DAY + 1) == whole.answers + 2
        assert await user_data.prune(start + 99 * DAY) == 1
        assert await user_data.kept_about(READER) == UserDataCounts(1, 0, 0, 0, whole.watches, 0)
        assert await user_data.prune(start + 999 * DAY) == 0


IN_THE_PRIVACY_TEXT = {
    "inbox": "What you write to me, until it is answered",
    "answers": "Your questions with my answers",
    "answer_messages": "Your questions with my answers",
    "feedback": "whether you found them useful",
    "unanswered": "Your questions that the articles do not answer",
    "unanswered_askers": "Your questions that the articles do not answer",
    "conversations": "Your last question in each chat",
    "watches": "Whom you watch",
    "watched": "what of theirs you were told",
    "questions": "When you asked questions, for the limits",
}
"""What the readers are told of each table."""


def test_the_privacy_text_tells_of_every_table(path: Path) -> None:
    with closing(UserDataStore(path)), closing(sqlite3.connect(path)) as connection:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        tables = {name for (name,) in connection.execute(names)}
    assert tables == set(IN_THE_PRIVACY_TEXT)
    told = notices.privacy(90).text
    assert [each for each in IN_THE_PRIVACY_TEXT.values() if each not in told] == []


async def test_everything_is_gone_when_the_privacy_text_says_so(path: Path, clock: Clock) -> None:
    with closing(UserDataStore(path, clock=clock, keep_days=9, quotas=Quotas(99, 99, 99))) as kept:
        await fill(kept, READER, SECRET)
        for update_id in (READER % 1000, READER % 1000 + 1):
            await kept.inbox.mark_done(update_id)
        assert rows(path, "questions", "conversations", "answers", "unanswered") == [2, 4, 2, 1]
        clock.now += 31 * 60
        await kept.prune(clock.now)
        assert rows(path, "conversations") == [0]
        clock.now += DAY
        await kept.prune(clock.now)
        assert rows(path, "questions") == [0]
        clock.now += 9 * DAY
        await kept.prune(clock.now)
        every = [each for each in IN_THE_PRIVACY_TEXT if each not in {"watches", "watched"}]
        assert rows(path, *every) == [0] * len(every)
        assert rows(path, "watches", "watched") == [2, 2]


async def test_a_question_that_others_asked_too_outlives_who_is_forgotten(
    path: Path, clock: Clock
) -> None:
    with closing(UserDataStore(path, clock=clock)) as kept:
        for user in (READER, OTHER, READER, None):
            await kept.unanswered.add("Who pays?", "No.", user)
        await kept.unanswered.add("Who signed?", "No.", READER)
        await kept.unanswered.add("Who signed it?", "No.")
        await kept.forget(READER)
        left = [(each.question, each.times) for each in await kept.unanswered.newest(9)]
        assert sorted(left) == [("Who pays?", 2), ("Who signed it?", 1)]
        await kept.forget(OTHER)
        left = [(each.question, each.times) for each in await kept.unanswered.newest(9)]
        assert sorted(left) == [("Who pays?", 1), ("Who signed it?", 1)]


async def test_what_an_earlier_version_stored_belongs_to_who_asked_and_to_no_shared_account(
    path: Path, clock: Clock
) -> None:
    shared = 1087968824
    with closing(UserDataStore(path, clock=clock)) as kept:
        declined = Declined(SECRET, "No.", 0.1, ())
        for user in (READER, shared):
            await kept.answers.put(
                SECRET, declined, chat=GROUP, topic=None, question_message=1, user=user
            )
        await kept.unanswered.add(SECRET, "No.")
        await kept.watches.add(
            user=shared, chat=GROUP, topic=None, asked="k", known="Ada Kvist", statements=["a"]
        )
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE unanswered_askers; PRAGMA user_version = 1")
    with closing(UserDataStore(path, clock=clock)) as kept:
        assert not await kept.watches.all()
        await kept.forget(READER)
        assert await kept.unanswered.count() == 0
    assert not any(str(shared) in cell for cell in cells(path))


def rows(path: Path, *tables: str) -> list[int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of this module
            for table in tables
        ]
