"""What the corpus lacks, by what was asked of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.feedback import UnansweredQuestion, UnansweredStore
from bot.store.user_data import UserDataStore
from tests.bot.store.conftest import Clock


async def test_the_same_question_is_counted_as_it_was_asked_last(
    user_data: UserDataStore, clock: Clock
) -> None:
    first = clock.now
    await user_data.unanswered.add("Who pays for the crane?", "Nothing is said of it.")
    clock.now += 5
    await user_data.unanswered.add("Who signed the report?", "Nothing is said of it.")
    clock.now += 5
    await user_data.unanswered.add("who pays  for the\ncrane", "Too little is said of it.")
    assert await user_data.unanswered.newest(10) == [
        UnansweredQuestion(
            "who pays  for the\ncrane", "Too little is said of it.", first, first + 10, 2
        ),
        UnansweredQuestion(
            "Who signed the report?", "Nothing is said of it.", first + 5, first + 5, 1
        ),
    ]
    newest = await user_data.unanswered.newest(10)
    assert await user_data.unanswered.newest(1, 1) == newest[1:]
    assert await user_data.unanswered.count() == 2


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("Who pays?", "WHO PAYS ?", 1),
        ("Who pays?!", " who\tpays …", 1),
        ("Who pays?", "Who paid?", 2),
        ("", "?", 1),
        ("Straße?", "STRASSE", 1),
    ],
)
async def test_what_is_the_same_question(
    user_data: UserDataStore, one: str, other: str, number: int
) -> None:
    await user_data.unanswered.add(one, "")
    await user_data.unanswered.add(other, "")
    assert await user_data.unanswered.count() == number


async def test_of_many_those_asked_longest_ago_go(clock: Clock) -> None:
    with closing(Database()) as records:
        kept = UnansweredStore(records, clock, at_most=2)
        for question in ("one", "two", "one", "three"):
            clock.now += 1
            await kept.add(question, "")
        assert [each.question for each in await kept.newest(10)] == ["three", "one"]


def test_nobodys_name_is_on_them(path: Path) -> None:
    with closing(UserDataStore(path)), closing(sqlite3.connect(path)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(unanswered)")}
    assert columns == {"number", "folded", "question", "reason", "first", "latest", "times"}


async def test_they_are_kept_as_long_as_answers(user_data: UserDataStore, clock: Clock) -> None:
    await user_data.unanswered.add("Who pays?", "")
    await user_data.prune(clock.now + 90 * 86_400)
    assert await user_data.unanswered.count() == 1
    await user_data.prune(clock.now + 90 * 86_400 + 1)
    assert await user_data.unanswered.count() == 0
