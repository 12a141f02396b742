"""Readers who do anything at random to the bot, and what must hold whatever they do."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from typing_extensions import override

from bot.service.source_files import SourceFile
from bot.store.user_data import FILE_NAME
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.errors import WithdrawnError
from retrieval.model import Citation, Declined, QuoteReply, Reply, UnknownName
from tests.bot.fake_service import FROM_THE_BOT, GROUP, FakeService
from tests.bot.messages import samples
from tests.bot.tg.transport.installation import HurriedTime, Installation, RunningBot
from tests.bot_server.chats import Chat, Message
from tests.bot_server.faults import BAD_GATEWAY, SERVER_ERROR, too_many
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME, Json

USERS = (770_000_001, 770_000_002, 770_000_003)
ADMIN = USERS[-1]
PATIENCE = 90.0
"""Seconds after which the bot counts as hung."""

PHOTO: Json = {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]}
ANONYMOUS: Json = {
    "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
    "sender_chat": {"id": GROUP, "type": "supergroup", "title": "The newsroom"},
}
_QUOTATIONS = ("blockquote", "expandable_blockquote")


class WalkedService(FakeService):
    """Answers by words in the question, from the articles of the samples."""

    def __init__(self) -> None:
        super().__init__(samples.ARTICLES, known=("Mara Lindqvist",))

    @override
    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        super().ask(question, earlier)
        if "port" in question:
            return replace(samples.ANSWER_WITH_MORE, question=question)
        if "Lindqvist" in question:
            return replace(samples.AMBIGUOUS, question=question)
        return Declined(question, "Nothing is said of it.", 0.1, samples.ANSWER.passages)

    @override
    def quote(
        self,
        name: str,
        *,
        about: str | None = None,
        everything: bool = False,
        named: bool = False,
    ) -> QuoteReply:
        return samples.QUOTED if "indqvist" in name else UnknownName(name, ("Mara Lindqvist",))

    @override
    def file_of(self, citation: Citation, limit: int) -> SourceFile:
        raise WithdrawnError(f"{citation.file} is gone")


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.logged: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.logged.append(record.getMessage())


def secret_of(user: int) -> str:
    """A word that this user says to the bot in private only."""
    return f"secretof{user}x"


@dataclass
class Walk:
    """A number of readers, a group, and a bot that is started again now and then."""

    api: BotApi
    installation: Installation
    pick: random.Random
    service: WalkedService = field(default_factory=WalkedService)
    did: list[str] = field(default_factory=list)
    """What was done, step by step."""
    _errors: _Errors = field(default_factory=_Errors)
    _opened: RunningBot | None = None
    _life: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        opening = self.installation.open(self.service, time=HurriedTime())
        self._opened = await self._life.enter_async_context(opening)

    async def stop(self) -> None:
        await self._life.aclose()
        self._life = AsyncExitStack()

    async def step(self) -> None:
        """Do something at random, wait until the bot is done with it, and look at all that is shown.

        Raises:
            AssertionError: something is as it must not be.
        """
        act: Callable[[Reader], Awaitable[None]] = self.pick.choice(self._acts())
        reader = Reader(self.api, self.pick.choice(USERS))
        self.did.append(f"{act.__name__.strip('_')} by {reader.user_id}")
        await act(reader)
        await self._is_idle()
        self._check()

    def _acts(self) -> Sequence[Callable[[Reader], Awaitable[None]]]:
        often = [self._ask, self._ask_in_group, self._tap_newest, self._tap_any]
        return [
            *often, *often, self._quote, self._reply, self._edit, self._delete, self._forget,
            self._upload, self._watch, self._command, self._inline, self._wait, self._chatter,
            self._anonymous, self._forge, self._long, self._restart,
        ]  # fmt: skip

    async def _ask(self, reader: Reader) -> None:
        words = self.pick.choice(("When will the port reopen", "Who is Lindqvist", "Who pays"))
        await reader.write(f"{words}, {secret_of(reader.user_id)}?")

    async def _ask_in_group(self, reader: Reader) -> None:
        words = self.pick.choice(("/ask Who pays?", f"@{BOT_NAME} when will the port reopen?"))
        await reader.write_in(GROUP, words)

    async def _quote(self, reader: Reader) -> None:
        await reader.write(f"/quote {self.pick.choice(('lindqvist', 'Nobody', ''))}")

    async def _tap_newest(self, reader: Reader) -> None:
        chat = self._chat(reader)
        shown = [each for each in chat.from_the_bot() if each.rows()]
        if shown:
            await self._tap(reader, shown[-1])

    async def _tap_any(self, reader: Reader) -> None:
        chat = self._chat(reader)
        shown = [each for each in chat.from_the_bot() if each.rows()]
        if shown:
            await self._tap(reader, self.pick.choice(shown))

    async def _tap(self, reader: Reader, message: Message) -> None:
        every = [each for row in message.rows() for each in row if "callback_data" in each]
        if every:
            await self._send_tap(reader, message, self.pick.choice(every)["callback_data"])

    async def _forge(self, reader: Reader) -> None:
        """Presses what is below another message, or nowhere."""
        shown = [m for chat in self.api.chats.by_number.values() for m in chat.from_the_bot()]
        every = [b["callback_data"] for m in shown for r in m.rows() for b in r if "url" not in b
                 and "callback_data" in b]  # fmt: skip
        others = [f"x:all:0:{user}" for user in USERS]
        here = self._chat(reader).from_the_bot()
        if here:
            data = self.pick.choice([*every, *others, "x:all:0", "so:all:99", "?"])
            await self._send_tap(reader, self.pick.choice(here), data)

    async def _send_tap(self, reader: Reader, message: Message, data: str) -> None:
        query = self.api.queries.ask(self.api.clock(), message)
        await self.api.deliver(
            callback_query={
                "id": query.id,
                "from": reader.form(),
                "message": message.form(),
                "chat_instance": "1",
                "data": data,
            }
        )
        await self.api.until(lambda: query.answer is not None, PATIENCE)

    async def _reply(self, reader: Reader) -> None:
        shown = self._chat(reader).from_the_bot()
        if shown:
            words = self.pick.choice(("where is this from?", "and in 2023?", "ok thanks", "lol"))
            await reader.reply(self.pick.choice(shown), words)

    async def _edit(self, reader: Reader) -> None:
        own = [m for m in reader.chat.shows() if not m.is_from_the_bot and m.text]
        if own:
            await reader.edit(self.pick.choice(own).number, f"Who pays? {self.pick.random()}")

    async def _delete(self, reader: Reader) -> None:
        shown = reader.chat.shows()
        if shown:
            del reader.chat.messages[self.pick.choice(shown).number]

    async def _forget(self, reader: Reader) -> None:
        """Asks to be forgotten; somebody presses, and who asked is forgotten whole."""
        await reader.write("/forget")
        await self._is_idle()
        asked = reader.chat.from_the_bot()[-1]
        if not asked.rows():
            return
        other = Reader(self.api, self.pick.choice(USERS))
        await self._send_tap(other, asked, f"x:all:0:{reader.user_id}")
        await self._is_idle()
        assert other.user_id == reader.user_id or asked.rows(), "somebody else had it deleted"
        await self._send_tap(reader, asked, f"x:all:0:{reader.user_id}")
        await self._is_idle()
        left = [each for each in self._cells() if self._is_of(each, reader.user_id)]
        assert not left, f"left of {reader.user_id}: {left[:3]}"

    async def _upload(self, reader: Reader) -> None:
        data = b"Quay opens\n\nThe quay opened on Monday.\n"
        if reader.user_id != ADMIN:
            await reader.send_document("quay.txt", data, caption=self.pick.choice((None, "Who?")))
        album = str(self.pick.random())
        for _ in range(3):
            await reader.write(None, **PHOTO, media_group_id=album)

    async def _watch(self, reader: Reader) -> None:
        words = ("/watch lindqvist", "/unwatch", "/watching", "/watch Nobody")
        words_said = self.pick.choice(words)
        if self.pick.random() < 0.5:
            await reader.write(words_said)
        else:
            await reader.write_in(GROUP, words_said)

    async def _command(self, reader: Reader) -> None:
        names = "start help privacy id cancel sources status unanswered frobnicate".split()
        command = f"/{self.pick.choice(names)}"
        if self.pick.random() < 0.7:
            await reader.write(command)
        else:
            await reader.write_in(GROUP, command)

    async def _inline(self, reader: Reader) -> None:
        words = f"port {secret_of(reader.user_id)}"
        answer = await self.api.answer(await reader.look_up(words))
        if answer["results"]:
            await reader.choose(words, answer["results"][0]["id"])

    async def _wait(self, reader: Reader) -> None:
        fault = self.pick.choice((too_many(2), too_many(60), SERVER_ERROR, BAD_GATEWAY))
        method = self.pick.choice(("sendMessage", "editMessageText"))
        self.api.fail(method, fault)
        await self._ask(reader)

    async def _chatter(self, reader: Reader) -> None:
        await reader.write_in(GROUP, "ok thanks", reply_to_message=FROM_THE_BOT)
        await reader.write_in(GROUP, "Lunch at nine.")
        await reader.write("thanks")

    async def _anonymous(self, reader: Reader) -> None:
        words = ("/ask Who pays?", "/watch lindqvist", "/forget", "/id", "/status", "/cancel")
        await reader.write_in(GROUP, self.pick.choice(words), **ANONYMOUS)

    async def _long(self, reader: Reader) -> None:
        await reader.write("The port of Ostervik. " * 180)
        await reader.write(f"When will it reopen, {secret_of(reader.user_id)}?")

    async def _restart(self, reader: Reader) -> None:
        del reader
        await self.stop()
        await self.start()

    def _chat(self, reader: Reader) -> Chat:
        group = self.api.chats.opened(GROUP, "supergroup", "The newsroom")
        return self.pick.choice((reader.chat, group))

    async def _is_idle(self) -> None:
        """Return when all that was done has reached the bot and been handled."""
        assert self._opened is not None
        inbox = self._opened.user_data.inbox
        async with asyncio.timeout(PATIENCE):
            while self.api.updates.pending or await inbox.count_pending():  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.01)

    def _check(self) -> None:
        assert not self._errors.logged, self._errors.logged[0]
        for number, chat in self.api.chats.by_number.items():
            for message in chat.from_the_bot():
                self._check_message(number, message)
        assert not any("1087968824" in each for each in self._cells()), "a shared account is kept"

    def _check_message(self, chat: int, message: Message) -> None:
        articles = [each.text for each in self.service.articles]
        for kind in _QUOTATIONS:
            for words in message.marked(kind):
                assert any(words in each for each in articles), f"not verbatim: {words!r}"
        for user in USERS:
            if chat not in {user, ADMIN}:
                assert secret_of(user) not in message.text, f"{user}'s words in chat {chat}"

    def _is_of(self, cell: str, user: int) -> bool:
        return cell == str(user) or secret_of(user) in cell

    def _cells(self) -> list[str]:
        """Everything that stands in any table."""
        with closing(sqlite3.connect(self.installation.folder / FILE_NAME)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return [
                str(cell)
                for (table,) in names.fetchall()
                if not table.startswith("sqlite")
                for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the names of tables come from the database itself
                for cell in row
            ]


@asynccontextmanager
async def walking(folder: Path, seed: int) -> AsyncIterator[Walk]:
    """A walk whose bot runs; it ends with the block."""
    async with bot_api() as api:
        changes: dict[str, object] = {
            "telegram_admins": frozenset({ADMIN}),
            "user_questions_per_minute": 0,
        }
        walk = Walk(api, Installation(api, folder, changes), random.Random(seed))  # noqa: S311 - no secret is drawn
        logging.getLogger("bot").addHandler(walk._errors)
        await walk.start()
        try:
            yield walk
        finally:
            await walk.stop()
            logging.getLogger("bot").removeHandler(walk._errors)
