"""Watches: begun, ended, listed."""

from __future__ import annotations

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
from bot.messages.watches import new_statements, statement_key, statements_of
from bot.store.answers import StoredAnswer
from bot.store.watches import Watch
from bot.tg.handlers.base import ButtonTap, HandlerServices, refusal
from bot.tg.transport.access import AccessControl
from bot.tg.transport.message_text import message_of, rest_of, topic_of, user_of
from bot.tg.transport.rate_limiter import may_have_arrived
from bot.tg.transport.sender import amend, say, send, tell
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
    """Who watches, and where."""

    user: int
    chat: int
    topic: int | None


class WatchHandlers:
    """Lets readers say of whom they want to hear."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

    async def watch(self, update: Update, context: Context) -> None:
        """Begins a watch on the one who is named."""
        del context
        message, user = message_of(update), update.effective_user
        name = rest_of(message)
        if not name:
            await say(message, notices.HOW_TO_WATCH)
        elif user is not None:
            refused = await refusal(self._services.user_data, user)
            if refused is None:
                await self._watch(message, _place(message, user.id), name)
            else:
                await say(message, refused)

    async def watching(self, update: Update, context: Context) -> None:
        """Lists who is watched here."""
        del context
        message, user = message_of(update), user_of(update)
        if user is not None:
            await send(message, watching.render_watches(await self._names(_place(message, user))))

    async def unwatch(self, update: Update, context: Context) -> None:
        """Ends the watch on the one who is named, or the only one; else asks which."""
        del context
        message, user = message_of(update), user_of(update)
        if user is None:
            return
        place, name = _place(message, user), rest_of(message)
        watches = await self._of(place)
        if not name:
            if len(watches) == 1:
                await say(message, await self._end(place, watches[0]))
            else:
                await send(
                    message, watching.render_unwatch_options([each.known for each in watches])
                )
            return
        found = [each for each in watches if watching.is_watched_as(each.known, each.asked, name)]
        if len(found) == 1:
            await say(message, await self._end(place, found[0]))
        elif found:
            await send(message, watching.render_unwatch_options([each.known for each in found]))
        else:
            await say(message, notices.not_watched(name_of(name)))

    async def _watch(self, message: Message, place: Watcher, name: str) -> None:
        await self._services.reply(message, place.user, self._begun(place, name))

    async def _begun(self, place: Watcher, name: str) -> Sequence[MessagePart]:
        reply = await self._executor.run_metered(self._service.quote, name)
        match reply:
            case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
                return await self._begin(place, name, speaker)
            case NamedOnly(speaker=known):
                return await self._begin(place, name, SpeakerStatements(known, (), ()))
            case SeveralSpeakers() | UnknownName():
                return watching.render_watch_options(reply, await self._put(place, name, reply))

    async def _begin(
        self, place: Watcher, name: str, speaker: SpeakerStatements
    ) -> Sequence[MessagePart]:
        known = speaker.speaker
        if any(each.known == known for each in await self._of(place)):
            return (MessagePart(notices.watched_already(name_of(known))),)
        keys = [statement_key(each) for each in speaker.statements]
        await self._services.user_data.watches.add(
            user=place.user,
            chat=place.chat,
            topic=place.topic,
            asked=name,
            known=known,
            statements=keys,
        )
        return (MessagePart(notices.watching(name_of(known), len(keys))),)

    async def _put(self, place: Watcher, name: str, reply: QuoteReply) -> str:
        """The key under which the options are kept."""
        kept = await self._services.user_data.answers.put(
            name,
            reply,
            chat=place.chat,
            topic=place.topic,
            question_message=None,
            user=place.user,
        )
        return kept.key

    async def watch_option(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        """Watch the one whose name was chosen."""
        options, number = option_requests(kept.reply), tap.press.number
        if not 1 <= number <= len(options):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        await self._watch(tap.message, _place(tap.message, tap.user_id), options[number - 1])

    async def unwatch_by_button(self, tap: ButtonTap) -> None:
        """End the watch whose button was pressed."""
        place = _place(tap.message, tap.user_id)
        watches = await self._of(place)
        meant = next((e for e in watches if watching.watch_key(e.known) == tap.press.key), None)
        if meant is None:
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        part = MessagePart(await self._end(place, meant))
        if not await amend(tap.message.get_bot(), place.chat, tap.message.message_id, part):
            await send(tap.message, [part])

    async def _end(self, place: Watcher, watch: Watch) -> FormattedText:
        """Ends the watch; the sentence that says so."""
        await self._services.user_data.watches.remove(
            user=place.user, chat=place.chat, topic=place.topic, known=watch.known
        )
        return notices.unwatched(name_of(watch.known))

    async def _of(self, place: Watcher) -> Sequence[Watch]:
        return await self._services.user_data.watches.of_user(
            user=place.user, chat=place.chat, topic=place.topic
        )

    async def _names(self, place: Watcher) -> Sequence[str]:
        return [each.known for each in await self._of(place)]


def _place(message: Message, user: int) -> Watcher:
    return Watcher(user, message.chat_id, topic_of(message))


logger = logging.getLogger(__name__)


class WatchNotifier:
    """Looks once after each change, and once at the start: an ingest may be another process's.

    Args:
        services: to look with.
        access: who may not ask is not told of news either.
    """

    def __init__(self, services: HandlerServices, access: AccessControl) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._access = access
        self._seen: int | None = None

    async def notify(self, bot: Bot) -> None:
        """Sends what is new, each statement once to each watch."""
        revision = await self._executor.run(self._service.revision)
        if revision == self._seen:
            return
        watches = await self._services.user_data.watches.all()
        said = await self._said({each.known for each in watches})
        for watch in watches:
            speaker = said.get(watch.known)
            if speaker is not None and self._access.admits(watch.user, watch.chat):
                await self._tell(bot, watch, speaker)
        self._seen = revision

    async def _said(self, names: set[str]) -> Mapping[str, SpeakerStatements]:
        """What each of them says, as far as they say anything."""
        found = {}
        for name in sorted(names):
            speaker = statements_of(
                name, await self._executor.run_metered(self._service.quote, name)
            )
            if speaker is not None and speaker.statements:
                found[name] = speaker
        return found

    async def _tell(self, bot: Bot, watch: Watch, speaker: SpeakerStatements) -> None:
        watches = self._services.user_data.watches
        keys = [statement_key(each) for each in speaker.statements]
        new = await watches.claim(watch.number, keys)
        if not new:
            return
        try:
            key, parts = await self._written(watch, new_statements(speaker, frozenset(new)))
        except BaseException as error:
            await watches.release(watch.number, new)
            if not isinstance(error, NotVerbatimError):
                raise
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            return
        chat, sent = watch.chat, list[int]()
        try:
            for part in parts:
                arrived = await tell(bot, chat, part, topic=watch.topic)
                chat = arrived.chat_id
                sent.append(arrived.message_id)
        except TelegramError as error:
            logger.warning("News did not reach a reader: %s", log_redaction.describe(error))
            if not sent and not may_have_arrived(error) and not isinstance(error, BadRequest):
                await watches.release(watch.number, new)
        if sent:
            await self._services.user_data.answers.set_messages(key, chat, sent)

    async def _written(self, watch: Watch, news: Quoted) -> tuple[str, Sequence[MessagePart]]:
        """The key under which the news are kept, and the messages, every word of them checked."""
        kept = await self._services.user_data.answers.put(
            watch.known,
            news,
            chat=watch.chat,
            topic=watch.topic,
            question_message=None,
            user=watch.user,
        )
        parts = watching.render_new_statements(news, kept.key)
        await self._services.check(parts)
        return kept.key, parts
