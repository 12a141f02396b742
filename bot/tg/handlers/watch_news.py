"""Notifies readers of what the speakers whom they watch have newly said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot import log_redaction
from bot.messages import watches as watching
from bot.messages.pagination import MessagePart
from bot.messages.watches import new_statements, statement_keys, statements_of
from bot.store.watches import Watch
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.access import AccessControl
from bot.tg.transport.delivery import handling_news
from bot.tg.transport.rate_limiter import may_have_arrived
from bot.tg.transport.sender import tell
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    Quoted,
    SpeakerStatements,
)

logger = logging.getLogger(__name__)

NEWS_WITHIN = 5.0
"""Seconds that other chores wait for news to be sent; a chat that Telegram keeps waiting goes on."""


class WatchNotifier:
    """Sends what watched speakers have newly said.

    It looks once after each change of the corpus, and once at the start: an ingestion may be
    another process's.

    Args:
        services: to look with.
        access: who may not ask is not told of news either.
    """

    def __init__(self, services: HandlerServices, access: AccessControl) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._access = access
        self._seen: int | None = None
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._behind: set[int] = set()

    async def notify(self, bot: Bot) -> None:
        """Send what is new, each statement once to each watch; chats do not wait for each other.

        A chat that is still being told of earlier news, or could not be, is looked at again the
        next time.
        """
        revision = await self._executor.run(self._service.revision)
        if revision == self._seen and not self._behind - self._sending.keys():
            return
        watches = await self._services.user_data.watches.all()
        if revision == self._seen:
            watches = [each for each in watches if each.chat in self._behind]
        speakers = await self._statements({each.known for each in watches})
        for chat in {each.chat: None for each in watches}:
            self._begin(bot, chat, [each for each in watches if each.chat == chat], speakers)
        self._seen = revision
        if self._sending:
            await asyncio.wait(self._sending.values(), timeout=NEWS_WITHIN)

    async def close(self) -> None:
        """End what is being sent; what surely did not go out is sent after the next start."""
        tasks = list(self._sending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(
        self,
        bot: Bot,
        chat: int,
        watches: Sequence[Watch],
        speakers: Mapping[str, SpeakerStatements],
    ) -> None:
        """Begin to tell one chat, unless it is still being told."""
        if chat in self._sending:
            self._behind.add(chat)
            return
        self._behind.discard(chat)
        task = asyncio.create_task(self._notify_chat(bot, chat, watches, speakers))
        self._sending[chat] = task
        task.add_done_callback(lambda _: self._sending.pop(chat, None))

    async def _notify_chat(
        self,
        bot: Bot,
        chat: int,
        watches: Sequence[Watch],
        speakers: Mapping[str, SpeakerStatements],
    ) -> None:
        try:
            for watch in watches:
                speaker = speakers.get(watch.known)
                if speaker is not None and self._access.admits(watch.user, watch.chat):
                    await self._notify_watcher(bot, watch, speaker)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong for one chat is logged, and tried again
            logger.error("Upkeep failed: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
            self._behind.add(chat)

    async def _statements(self, names: set[str]) -> Mapping[str, SpeakerStatements]:
        """Return the statements of each speaker who has any."""
        found = {}
        for name in sorted(names):
            speaker = statements_of(
                name, await self._executor.run_metered(self._service.quote, name)
            )
            if speaker is not None and speaker.statements:
                found[name] = speaker
        return found

    async def _notify_watcher(self, bot: Bot, watch: Watch, speaker: SpeakerStatements) -> None:
        watches = self._services.user_data.watches
        keys = [key for each in speaker.statements for key in statement_keys(each)]
        new = await watches.claim(watch.number, keys)
        if not new:
            return
        try:
            news = new_statements(speaker, frozenset(new))
            if not news.speaker.statements:  # they are known by other prints
                return
            key, parts = await self._render(watch, news)
        except BaseException as error:
            await watches.release(watch.number, new)
            if not isinstance(error, NotVerbatimError):
                raise
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            return
        await self._send(bot, watch, new, key, parts)

    async def _render(self, watch: Watch, news: Quoted) -> tuple[str, Sequence[MessagePart]]:
        """Return the key under which the news are stored, and the messages, checked word for word."""
        stored = await self._services.user_data.answers.put(
            watch.known,
            news,
            chat=watch.chat,
            topic=watch.topic,
            question_message=None,
            user=watch.user,
        )
        parts = watching.render_new_statements(news, stored.key)
        await self._services.check(parts)
        return stored.key, parts

    async def _send(
        self, bot: Bot, watch: Watch, new: Sequence[str], key: str, parts: Sequence[MessagePart]
    ) -> None:
        chat, sent = watch.chat, list[int]()
        try:
            with handling_news() as delivery:
                for part in parts:
                    arrived = await tell(bot, chat, part, topic=watch.topic)
                    chat = arrived.chat_id
                    sent.append(arrived.message_id)
        except asyncio.CancelledError:
            if not delivery.is_marked:
                await self._services.user_data.watches.release(watch.number, new)
            raise
        except TelegramError as error:
            logger.warning("News did not reach a reader: %s", log_redaction.describe(error))
            if not sent and not may_have_arrived(error) and not isinstance(error, BadRequest):
                await self._services.user_data.watches.release(watch.number, new)
        if sent:
            await self._services.user_data.answers.set_messages(key, chat, sent)
