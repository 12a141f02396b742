"""Tells those who watch somebody what is new of them, when the articles have changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot import logs
from bot.keeping.watches import Watch
from bot.limits import may_have_arrived
from bot.news import only, said_by, statement_key
from bot.pages import Part
from bot.reception.house import House
from bot.replies import tell
from bot.views import watching
from retrieval.errors import NotVerbatimError
from retrieval.model import Quoted, SpeakerStatements

logger = logging.getLogger(__name__)

Admits = Callable[[int, int | None], bool]


class Lookout:
    """Looks once after each change, and once at the start: an ingest may be another process's.

    Args:
        house: whom to ask.
        admits: whether that user may ask in that chat; who may not hears nothing.
    """

    def __init__(self, house: House, admits: Admits) -> None:
        self._house = house
        self._admits = admits
        self._seen: int | None = None

    async def look(self, bot: Bot) -> None:
        """Sends what is new, each statement once to each watch."""
        revision = await self._house.door.revision()
        if revision == self._seen:
            return
        watches = await self._house.kept(self._house.drawer.watches.all)
        said = await self._said({each.known for each in watches})
        for watch in watches:
            speaker = said.get(watch.known)
            if speaker is not None and self._admits(watch.user, watch.chat):
                await self._tell(bot, watch, speaker)
        self._seen = revision

    async def _said(self, names: set[str]) -> Mapping[str, SpeakerStatements]:
        """What each of them says, as far as they say anything."""
        found = {}
        for name in sorted(names):
            speaker = said_by(name, await self._house.door.quote(name))
            if speaker is not None and speaker.statements:
                found[name] = speaker
        return found

    async def _tell(self, bot: Bot, watch: Watch, speaker: SpeakerStatements) -> None:
        watches = self._house.drawer.watches
        keys = [statement_key(each) for each in speaker.statements]
        new = await self._house.kept(lambda: watches.claim(watch.number, keys))
        if not new:
            return
        try:
            key, parts = await self._written(watch, only(speaker, frozenset(new)))
        except BaseException as error:
            await self._house.kept(lambda: watches.release(watch.number, new))
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
            logger.warning("News did not reach a reader: %s", logs.describe(error))
            if not sent and not may_have_arrived(error) and not isinstance(error, BadRequest):
                await self._house.kept(lambda: watches.release(watch.number, new))
        if sent:
            answers = self._house.drawer.answers
            await self._house.kept(lambda: answers.sent(key, chat, sent))

    async def _written(self, watch: Watch, news: Quoted) -> tuple[str, Sequence[Part]]:
        """The key under which the news are kept, and the messages, every word of them checked."""
        answers = self._house.drawer.answers
        kept = await self._house.kept(
            lambda: answers.put(
                watch.known,
                news,
                chat=watch.chat,
                topic=watch.topic,
                question_message=None,
                user=watch.user,
            )
        )
        parts = watching.news(news, kept.key)
        await self._house.door.check(parts)
        return kept.key, parts
