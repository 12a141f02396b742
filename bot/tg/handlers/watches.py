"""Handles ``/watch`` and its like: begins, lists and ends watches on speakers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.messages import notices
from bot.messages import watches as watching
from bot.messages.pagination import MessagePart
from bot.messages.references import option_requests
from bot.messages.statements import name_of
from bot.messages.text_entities import FormattedText
from bot.messages.watches import statement_keys
from bot.store.answers import StoredAnswer
from bot.store.watches import Watch
from bot.tg.handlers.base import ButtonTap, HandlerServices, count_question
from bot.tg.transport.message_text import message_of, rest_of, sender_of, topic_of, user_of
from bot.tg.transport.sender import amend, say, send
from retrieval.citing import by_passage
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
