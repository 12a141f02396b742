"""The bot's database: who may open it, what a change of its tables does, and in which order it is used."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.store import database as database_module
from bot.store.database import LAYOUT, Database, StoreError
from bot.store.feedback import UnansweredStore
from bot.store.user_data import UserDataStore

LATER = LAYOUT.version + 1


async def test_what_was_written_is_there_when_the_file_is_opened_again(path: Path) -> None:
    for _ in range(2):
        with closing(UserDataStore(path)) as user_data:
            await user_data.unanswered.add("Who pays for the crane?", "Nothing is said of it.")
    with closing(UserDataStore(path)) as user_data:
        (question,) = await user_data.unanswered.newest(10)
    assert question.times == 2


async def test_nobody_else_may_read_it(path: Path) -> None:
    with closing(UserDataStore(path)) as user_data:
        await user_data.unanswered.add("Who pays?", "")
        modes = {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == {0o600}


def test_a_file_of_a_later_version_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATER}")
    before = path.read_bytes()
    with pytest.raises(
        StoreError, match=f"a data file of the bot of version {LATER}, this program knows"
    ):
        UserDataStore(path)
    assert path.read_bytes() == before


def test_a_database_of_somebody_else_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="a database, but not a data file of the bot"):
        UserDataStore(path)


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_text("Port to reopen on Monday, nine weeks after the collapse.\n" * 100)
    with pytest.raises(StoreError, match=r"desk\.sqlite: the bot's data file cannot be used: "):
        UserDataStore(path)


async def test_the_tables_of_an_earlier_version_are_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(UserDataStore(path)) as user_data:
        await user_data.unanswered.add("Who pays?", "")
    change = "ALTER TABLE unanswered ADD COLUMN answered INTEGER NOT NULL DEFAULT 0"
    migrations = {**LAYOUT.migrations, LAYOUT.version: (change,)}
    later = replace(LAYOUT, version=LATER, migrations=migrations)
    monkeypatch.setattr(database_module, "LAYOUT", later)
    for _ in range(2):
        with closing(UserDataStore(path)) as user_data:
            assert await user_data.unanswered.count() == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATER,)
        assert connection.execute("SELECT answered FROM unanswered").fetchall() == [(0,)]


def test_after_an_error_nothing_of_it_is_written(path: Path) -> None:
    def fail(database: Database) -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO questions (user, at) VALUES (7, 1.0)")
            raise ZeroDivisionError

    with closing(Database(path)) as database:
        with pytest.raises(ZeroDivisionError):
            fail(database)
        with database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM questions").fetchone() == (0,)


async def test_another_process_reads_and_writes_the_file_meanwhile(path: Path) -> None:
    program = f"""
import asyncio
from pathlib import Path
from bot.store.user_data import UserDataStore
user_data = UserDataStore(Path({str(path)!r}))
async def read_and_write():
    print([each.question for each in await user_data.unanswered.newest(10)])
    await user_data.unanswered.add("Who else?", "")
asyncio.run(read_and_write())
user_data.close()
"""
    with closing(UserDataStore(path)) as user_data:
        await user_data.unanswered.add("Who pays?", "")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, cwd=ROOT, stdout=subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert (process.returncode, printed) == (0, b"['Who pays?']\n")
        assert await user_data.unanswered.count() == 2


async def test_what_is_handed_in_is_done_in_order_and_off_the_loop(path: Path) -> None:
    done: list[int] = []
    threads: set[int] = set()

    def work(number: int) -> None:
        done.append(number)
        threads.add(threading.get_ident())

    with closing(Database(path)) as database:
        await asyncio.gather(*(database.run(work, number) for number in range(50)))
    assert done == list(range(50))
    assert threads.isdisjoint({threading.get_ident()})


async def test_what_was_handed_in_is_done_though_nobody_waits_for_it_any_more(path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        assert go_on.wait(20)

    with closing(Database(path)) as database:
        unanswered = UnansweredStore(database, time.time)
        tasks = [
            asyncio.create_task(database.run(first)),
            asyncio.create_task(unanswered.add("Who pays?", "")),
        ]
        await asyncio.to_thread(begun.wait, 20)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        go_on.set()
        assert await unanswered.count() == 1


async def test_a_file_that_is_closed_says_so(path: Path) -> None:
    database = Database(path)
    database.close()
    database.close()
    with pytest.raises(StoreError, match="closed"):
        await UnansweredStore(database, time.time).count()
    with pytest.raises(StoreError, match="closed"):
        database.erase()
