"""Handles ``/watch`` and its like, and notifies readers of what is new."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import Bot, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot import log_redaction
from bot.messages import notices
from bot.messages import watches as watching
from bot.messages.pagination import MessagePart
from bot.messages.references import option_requests
from bot.messages.statements import name_of
from bot.messages.text_entities import FormattedText
from bot.messages.watches import new_statements, statement_keys, statements_of
from bot.store.answers import StoredAnswer
from bot.store.watches import Watch
from bot.tg.handlers.base import ButtonTap, HandlerServices, count_question
from bot.tg.transport.access import AccessControl
from bot.tg.transport.delivery import handling_news
from bot.tg.transport.message_text import message_of, rest_of, sender_of, topic_of, user_of
from bot.tg.transport.rate_limiter import may_have_arrived
from bot.tg.transport.sender import amend, say, send, tell
from retrieval.citing import by_passage
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    UnknownName,
)

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who watches, and the chat and topic where news are sent."""

    user: int
    chat: int
    topic: int | None


class WatchHandlers:
    """Begins, lists and ends watches on speakers."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

    async def watch(self, update: Update, context: Context) -> None:
        """Begin a watch on the speaker who is named."""
        del context
        message, user = message_of(update), sender_of(update)
        name = rest_of(message)
        if not name:
            await say(message, notices.HOW_TO_WATCH)
        elif user is None:
            await say(message, notices.NOBODY_WATCHES)
        else:
            refused = await count_question(self._services.user_data, user)
            if refused is None:
                await self._watch(message, _watcher(message, user.id), name)
            else:
                await say(message, refused)

    async def watching(self, update: Update, context: Context) -> None:
        """List the speakers who are watched here."""
        del context
        message, user = message_of(update), user_of(update)
        if user is None:
            await say(message, notices.NOBODY_WATCHES)
        else:
            names = await self._names(_watcher(message, user))
            await send(message, watching.render_watches(names))

    async def unwatch(self, update: Update, context: Context) -> None:
        """End the watch on the speaker who is named, or the only one; else ask which."""
        del context
        message, user = message_of(update), user_of(update)
        if user is None:
            await say(message, notices.NOBODY_WATCHES)
            return
        watcher, name = _watcher(message, user), rest_of(message)
        watches = await self._watches_of(watcher)
        if not name:
            if len(watches) == 1:
                await say(message, await self._end(watcher, watches[0]))
            else:
                await self._ask_whom(message, user, watches)
            return
        found = [each for each in watches if watching.is_watched_as(each.known, each.asked, name)]
        if len(found) == 1:
            await say(message, await self._end(watcher, found[0]))
        elif found:
            await self._ask_whom(message, user, found)
        else:
            await say(message, notices.not_watched(name_of(name)))

    async def watch_option(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        """Watch the speaker whose name was chosen."""
        options, number = option_requests(answer.reply), tap.press.number
        if answer.user != tap.user_id:
            await tap.acknowledge(notices.NOT_YOURS)
            return
        if not 1 <= number <= len(options):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        await self._watch(tap.message, _watcher(tap.message, tap.user_id), options[number - 1])

    async def unwatch_by_button(self, tap: ButtonTap) -> None:
        """End the watch whose button was pressed, for who asked for the button."""
        if not await tap.is_for_presser():
            return
        watcher = _watcher(tap.message, tap.user_id)
        watches = await self._watches_of(watcher)
        meant = next((e for e in watches if watching.watch_key(e.known) == tap.press.key), None)
        if meant is None:
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        part = MessagePart(await self._end(watcher, meant))
        if not await amend(tap.message.get_bot(), watcher.chat, tap.message.message_id, part):
            await send(tap.message, [part])

    @staticmethod
    async def _ask_whom(message: Message, user: int, watches: Sequence[Watch]) -> None:
        """Ask which of the watches is to end."""
        names = [each.known for each in watches]
        await send(message, watching.render_unwatch_options(names, user))

    async def _watch(self, message: Message, watcher: Watcher, name: str) -> None:
        await self._services.reply(message, watcher.user, self._begin_by_name(watcher, name))

    async def _begin_by_name(self, watcher: Watcher, name: str) -> Sequence[MessagePart]:
        reply = await self._executor.run_metered(self._service.quote, name)
        match reply:
            case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
                return await self._begin(watcher, name, speaker)
            case NamedOnly(speaker=known):
                return await self._begin(watcher, name, SpeakerStatements(known, (), ()))
            case SeveralSpeakers() | UnknownName():
                return watching.render_watch_options(
                    reply, await self._store_options(watcher, name, reply)
                )

    async def _begin(
        self, watcher: Watcher, name: str, speaker: SpeakerStatements
    ) -> Sequence[MessagePart]:
        known = speaker.speaker
        if any(each.known == known for each in await self._watches_of(watcher)):
            return (MessagePart(notices.watched_already(name_of(known))),)
        keys = [key for each in speaker.statements for key in statement_keys(each)]
        await self._services.user_data.watches.add(
            user=watcher.user,
            chat=watcher.chat,
            topic=watcher.topic,
            asked=name,
            known=known,
            statements=keys,
        )
        return (
            MessagePart(notices.watching(name_of(known), len(by_passage(speaker.statements)))),
        )

    async def _store_options(self, watcher: Watcher, name: str, reply: QuoteReply) -> str:
        """Store the options; return their key."""
        stored = await self._services.user_data.answers.put(
            name,
            reply,
            chat=watcher.chat,
            topic=watcher.topic,
            question_message=None,
            user=watcher.user,
        )
        return stored.key

    async def _end(self, watcher: Watcher, watch: Watch) -> FormattedText:
        """End the watch; return the sentence that says so."""
        await self._services.user_data.watches.remove(
            user=watcher.user, chat=watcher.chat, topic=watcher.topic, known=watch.known
        )
        return notices.unwatched(name_of(watch.known))

    async def _watches_of(self, watcher: Watcher) -> Sequence[Watch]:
        return await self._services.user_data.watches.of_user(
            user=watcher.user, chat=watcher.chat, topic=watcher.topic
        )

    async def _names(self, watcher: Watcher) -> Sequence[str]:
        return [each.known for each in await self._watches_of(watcher)]


def _watcher(message: Message, user: int) -> Watcher:
    return Watcher(user, message.chat_id, topic_of(message))


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
