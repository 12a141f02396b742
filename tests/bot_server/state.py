"""All that the server knows: what the bot did, what is to reach it, what is to fail."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bot_server import schema
from tests.bot_server.chats import Chat, Chats, Message
from tests.bot_server.faults import AnyFault
from tests.bot_server.files import Files
from tests.bot_server.flood import Flood
from tests.bot_server.ledger import Call
from tests.bot_server.profile import Profile
from tests.bot_server.queries import Queries
from tests.bot_server.updates import Updates
from tests.bot_server.webhook import Courier
from tests.bot_server.wire import Json


@dataclass
class BotApi:
    """A Telegram with one bot on it."""

    clock: Callable[[], float] = time.time
    flood: Flood | None = None
    """No limits where there is none."""
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    sent: list[Call] = field(default_factory=list)
    """The sendMessage calls that took effect."""
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    queries: Queries = field(default_factory=Queries)
    updates: Updates = field(default_factory=Updates)
    faults: dict[str, list[AnyFault]] = field(default_factory=lambda: defaultdict(list))
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.courier = Courier(self.updates, self.clock, self.tell)

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def now(self) -> int:
        return int(self.clock())

    def chat(self, number: int) -> Chat:
        """What this chat shows."""
        return self.chats.by_number[number]

    def write(self, message: Message) -> Message:
        """Puts the message into its chat."""
        message.chat.messages[message.number] = message
        return message

    def fail(self, method: str, *faults: AnyFault) -> None:
        """The next calls of the method meet these, in order."""
        self.faults[method.lower()] += faults

    async def deliver(self, **update: Json) -> bool:
        """Something happens on Telegram that the bot gets to know, if it asked for that kind.

        Raises:
            ValueError: a fault of the test's: Telegram has no such update.
        """
        wrong = schema.update_faults(update)
        if wrong:
            raise ValueError(f"no update of Telegram's: {'; '.join(wrong)}")
        wanted = self.updates.add(update)
        await self.tell()
        return wanted

    async def tell(self) -> None:
        """Something has happened: whoever waits for it looks again."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool], seconds: float | None = 60) -> None:
        """Waits for something to have happened; the limit is for a test that fails."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def messages(self, number: int) -> list[Call]:
        """The messages sent, once there are so many."""
        await self.until(lambda: len(self.sent) >= number)
        return self.sent

    async def shown(self, chat: int, number: int) -> Sequence[Message]:
        """What the bot's messages in a chat show, once there are so many."""
        await self.until(lambda: len(self.chat(chat).from_the_bot()) >= number)
        return self.chat(chat).from_the_bot()

    async def answer(self, query_id: str) -> Json:
        """What a button or an inline query got, once it got it."""
        query = self.queries.asked[query_id]
        await self.until(lambda: query.answer is not None)
        return query.answer or {}

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]
