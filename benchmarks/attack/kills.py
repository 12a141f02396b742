"""Kills ingest and the bot at random moments, starts them again and looks at what is left."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.attack.table import Attack, Row
from bot.settings import ROOT
from tests.bot_server.ledger import Call
from tests.bot_server.people import Reader
from tests.bot_server.process import environment_for, take_in
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.stories.killing import (
    KILLED,
    evening_before_ingest,
    ingested_without_a_kill,
    left_in,
    look_for_damage,
    opened_nursery,
)

OF_THE_BOT = 0.4
"""The share of the kills that hit the bot; the others hit ingest."""
LONGEST_INGEST = 0.6
"""Seconds after which the latest kill of ingest comes: about as long as a whole one takes."""
LONGEST_ANSWER = 1.5
"""Seconds after a question, or a start, until the latest kill of the bot."""
PATIENCE = 90.0
"""Seconds after which a reply counts as lost."""
READERS = (77, 78, 79)


def attack(given: Attack) -> Iterator[Row]:
    """Yield a row for ingest and one for the bot."""
    with tempfile.TemporaryDirectory(prefix="attack-kills-") as folder:
        yield _kill_ingest(given.share(1 - OF_THE_BOT), Path(folder) / "ingest")
        yield asyncio.run(_kill_the_bot(given, Path(folder) / "bot"))


def _kill_ingest(given: Attack, folder: Path) -> Row:
    """Kill ingest, then let it end: the catalogue is to be that of a run without a kill."""
    row = Row("kill -9 of ingest, then ingest again", given.size)
    pick = random.Random(given.seed)
    folder.mkdir()
    with opened_nursery() as nursery:
        service = evening_before_ingest(nursery, folder / "service")
        uninterrupted = ingested_without_a_kill(nursery, service, folder / "uninterrupted")
        while row.tried < given.size and not given.is_over:
            at = folder / "try"
            copy = service.copy_to(at)
            moment = pick.uniform(0.005, LONGEST_INGEST)
            with row.trying(f"killed after {moment:.3f} s"):
                died = nursery.run(copy.order(die_after=moment))
                assert died in {KILLED, 0}, f"it ended with {died}"
                look_for_damage(copy, uninterrupted)
                again = nursery.run(copy.order())
                assert again == 0, f"the next run ended with {again}"
                assert left_in(copy) == uninterrupted.left, "another catalogue than without a kill"
            shutil.rmtree(at)
    return row


@dataclass
class ForkedBot:
    """The bot as a forked process; one at a time."""

    process: asyncio.subprocess.Process
    bot: int | None = None

    async def start(self) -> None:
        """Start it on what its last life left."""
        self._given().write(b"\n")
        self.bot = int(await self._line())

    async def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        if self.bot is not None:
            os.kill(self.bot, signal.SIGKILL)
            status = int(await self._line())
            assert status == KILLED, f"the bot had ended by itself, with {status}"
            self.bot = None

    def _given(self) -> asyncio.StreamWriter:
        assert self.process.stdin is not None
        return self.process.stdin

    async def _line(self) -> bytes:
        assert self.process.stdout is not None
        return await self.process.stdout.readline()


@dataclass
class Conversation:
    """What readers asked, and what the bot may owe them nothing for."""

    api: BotApi
    database: Path
    asked: set[tuple[int, int]] = field(default_factory=set)
    unknown: int = 0

    def replies(self) -> Counter[tuple[int, int]]:
        """Return how many messages reply to each question, by chat and message."""
        return Counter((each.chat_id, each.replies_to or 0) for each in self.api.sent)

    async def all_answered(self) -> None:
        """Wait for a reply to every question whose sending had not begun when the bot was killed."""
        owed = self.asked - self._perhaps_sent()
        try:
            await self.api.until(lambda: owed <= set(self.replies()), PATIENCE)
        except TimeoutError:
            lost = len(owed - set(self.replies()))
            raise AssertionError(
                f"{lost} questions have no reply after {PATIENCE:.0f} s"
            ) from None
        twice = [number for number in self.replies().values() if number > 1]
        assert not twice, f"{len(twice)} questions were answered more than once"

    def note_perhaps_sent(self) -> None:
        """Leave out what was about to be sent at the kill: nobody knows whether it has arrived."""
        perhaps = self._perhaps_sent()
        self.unknown += len(perhaps - set(self.replies()))
        self.asked -= perhaps

    def _perhaps_sent(self) -> set[tuple[int, int]]:
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute("SELECT body FROM inbox WHERE state = 'sending'").fetchall()
        messages = [json.loads(body)["message"] for (body,) in rows if body]
        return {(each["chat"]["id"], each["message_id"]) for each in messages}


async def _kill_the_bot(given: Attack, folder: Path) -> Row:
    row = Row("kill -9 of the bot among questions, then a restart", round(OF_THE_BOT * given.size))
    pick = random.Random(given.seed)
    questions = _questions()
    data_dir = folder / "data"
    take_in(ROOT / "seeds", data_dir)
    texts = _texts(data_dir)
    async with bot_api() as api, _forked(api, data_dir) as bot:
        conversation = Conversation(api, data_dir / "desk.sqlite")
        await bot.start()
        await api.until(lambda: bool(api.made("getUpdates")), PATIENCE)
        while row.tried < row.planned and not given.is_over:
            moment = pick.uniform(0.0, LONGEST_ANSWER)
            with row.trying(f"killed {moment:.3f} s after questions"):
                for user in pick.sample(READERS, pick.randint(1, len(READERS))):
                    number = await Reader(api, user).write(pick.choice(questions))
                    conversation.asked.add((user, number))
                await asyncio.sleep(moment)
                await bot.kill()
                conversation.note_perhaps_sent()
                await bot.start()
                await conversation.all_answered()
                compared = _all_verbatim(api, texts)
                _sound(data_dir / "catalogue.sqlite")
                row.note = (
                    f"{compared} quotations compared with the articles; "
                    f"{conversation.unknown} times nobody knows whether the reply was sent"
                )
    return row


@asynccontextmanager
async def _forked(api: BotApi, data_dir: Path) -> AsyncIterator[ForkedBot]:
    settings = {
        "telegram_allowed_users": json.dumps(READERS),
        "user_questions_per_minute": "0",
        "user_questions_per_day": "0",
        "questions_per_day": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.attack.forked_bot",
        cwd=ROOT,
        env={**os.environ, **environment_for(api, data_dir, **settings)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    bot = ForkedBot(process)
    try:
        yield bot
    finally:
        if bot.bot is not None:
            os.kill(bot.bot, signal.SIGKILL)
        process.kill()
        await process.wait()


def _questions() -> list[str]:
    cases = json.loads((ROOT / "tests" / "stories" / "seeds_questions.json").read_text())
    return [case["question"] for case in cases]


def _texts(data_dir: Path) -> list[str]:
    with closing(sqlite3.connect(data_dir / "catalogue.sqlite")) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM versions")]


def _all_verbatim(api: BotApi, texts: Iterable[str]) -> int:
    """Assert that every quotation that was sent stands in an article; return how many there are."""
    quotations = [words for call in api.sent for words in _quotations(call)]
    for words in quotations:
        assert any(words in text for text in texts), f"not verbatim: {words!r}"
    return len(quotations)


def _quotations(call: Call) -> Iterator[str]:
    encoded = call.text.encode("utf-16-le")
    entities = call.parameters.get("entities") or []
    for entity in json.loads(entities) if isinstance(entities, str) else entities:
        if "blockquote" in entity["type"]:
            start = 2 * entity["offset"]
            yield encoded[start : start + 2 * entity["length"]].decode("utf-16-le")


def _sound(catalogue: Path) -> None:
    with closing(sqlite3.connect(catalogue)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
