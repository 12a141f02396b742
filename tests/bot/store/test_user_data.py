"""Forgetting a reader, and growing old."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.conversations import Place
from bot.store.feedback import Verdict
from bot.store.quotas import DAY, Allowance
from bot.store.user_data import Drawer, Kept
from retrieval.answer.followups import Earlier
from tests.bot.messages import samples
from tests.bot.store.conftest import Clock

READER, OTHER, GROUP = 987_654_321, 123_456_789, -100500
NOTHING = Kept(0, 0, 0, 0, 0, 0)
SECRET = "What did Ada Kvist tell the notary?"


async def fill(drawer: Drawer, user: int, words: str) -> None:
    """Something of every kind, in a private chat and in a group."""
    for number, (chat, topic) in enumerate(((user, None), (GROUP, 31))):
        body = f'{{"from": {user}, "text": "{words}"}}'
        await drawer.inbox.receive(user % 1000 + number, body, user)
        answered = drawer.answers.put(
            words, samples.ANSWER, chat=chat, topic=topic, question_message=number, user=user
        )
        drawer.answers.sent(answered.key, chat, (number + 2, number + 3))
        places = [Place("reader", chat, topic, user), Place("answer", chat, user % 1000, None)]
        drawer.talks.put(places, Earlier(words), user=user, now=drawer.clock(), at_most=99)
        drawer.feedback.give(answered.key, user, Verdict.USEFUL)
        drawer.watches.begin(
            user=user, chat=chat, topic=topic, asked="kvist", known="Ada Kvist", statements=["a"]
        )
        drawer.budgets.spend(user)


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
    with closing(Drawer(path, clock=clock, allowance=Allowance(99, 99, 99))) as drawer:
        await fill(drawer, READER, SECRET)
        assert any(str(READER) in cell for cell in cells(path))

        drawer.forget(READER)

        assert not any(str(READER) in cell or SECRET in cell for cell in cells(path))
        for file in path.parent.iterdir():
            assert SECRET.encode() not in file.read_bytes(), file.name


async def test_forgetting_says_how_much_there_was_and_leaves_others_alone(
    path: Path, clock: Clock
) -> None:
    with closing(Drawer(path, clock=clock, allowance=Allowance(99, 99, 99))) as drawer:
        await fill(drawer, READER, SECRET)
        await fill(drawer, OTHER, "Who pays?")
        others = drawer.kept_about(OTHER)
        kept = drawer.kept_about(READER)

        assert kept == Kept(
            messages=2, answers=2, conversations=4, feedback=2, watches=2, questions=2
        )
        assert drawer.forget(READER) == kept
        assert drawer.kept_about(READER) == drawer.forget(READER) == NOTHING
        assert drawer.kept_about(OTHER) == others == kept


async def test_a_message_in_hand_is_not_counted_and_forgotten_all_the_same(drawer: Drawer) -> None:
    await drawer.inbox.receive(1, "{}", READER)
    await drawer.inbox.begin(1)
    assert drawer.kept_about(READER) == NOTHING
    drawer.forget(READER)
    assert list(await drawer.inbox.undone()) == []


async def test_the_young_is_kept_and_the_old_goes(path: Path, clock: Clock) -> None:
    start = clock.now
    with closing(Drawer(path, clock=clock, keep_days=2, allowance=Allowance(9, 9, 9))) as drawer:
        await fill(drawer, READER, SECRET)
        await drawer.inbox.done(READER % 1000)
        drawer.unanswered.add("Who pays?", "")
        whole = drawer.kept_about(READER)

        assert drawer.prune(start) == 0
        assert drawer.prune(start + 30 * 60) == 0
        assert drawer.kept_about(READER) == whole
        assert drawer.prune(start + 30 * 60 + 1) == whole.conversations
        assert drawer.prune(start + DAY) == whole.questions
        assert drawer.prune(start + 2 * DAY) == 0
        assert drawer.prune(start + 2 * DAY + 1) == whole.answers + 1
        assert drawer.prune(start + 99 * DAY) == 1
        assert drawer.kept_about(READER) == Kept(1, 0, 0, 0, whole.watches, 0)
        assert drawer.prune(start + 999 * DAY) == 0
