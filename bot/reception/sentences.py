"""A sentence of an answer: where it stands, with the sentences around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from telegram import Message

from bot import notices
from bot.addressing import topic_of
from bot.keeping.answers import Answered
from bot.pages import Part
from bot.reception.house import House
from bot.replies import say
from bot.views.context import around
from bot.views.quoted import Meant, first_number, meant_by, numbered_as
from bot.whence import asks_whence


class Sentences:
    """Shows what is asked about an answer by replying to it, or to some words of it."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def shown(self, message: Message, words: str, user: int | None) -> bool:
        """Whether the message asked where a sentence stands, and has been told."""
        if not asks_whence(words):
            return False
        kept = await self._asked_about(message, user)
        if kept is None:
            return False
        meant = _meant(message, kept)
        if meant is None:
            await say(message, notices.NOTHING_CITED)
        else:
            await self.show(message, kept.key, meant, user)
        return True

    async def _asked_about(self, message: Message, user: int | None) -> Answered | None:
        """The answer that is replied to or, without a reply, the latest that the reader got."""
        answers, chat = self._house.drawer.answers, message.chat_id
        replied = message.reply_to_message
        if replied is not None and replied.forum_topic_created is None:
            number = replied.message_id
            return await self._house.kept(lambda: answers.of_answer(chat, number))
        key = self._house.latest.get((chat, topic_of(message), user))
        return None if key is None else await self._house.kept(lambda: answers.get(key))

    async def show(self, message: Message, key: str, meant: Meant, user: int | None) -> None:
        """Replies with the sentences around the citation."""
        find = partial(self.around, key, meant)
        await self._house.reply(message, user, find)

    async def around(self, key: str, meant: Meant) -> Sequence[Part]:
        """The citation with the sentences around it."""
        place = meant.reference.citation
        shown = await self._house.door.context(place)
        digests = await self._house.door.digests([place])
        return around(shown, meant.number, key, digests, meant.reference.speaker)


def _meant(message: Message, kept: Answered) -> Meant | None:
    """What is asked about: the words that are quoted, or the first citation of what is shown."""
    quote, replied = message.quote, message.reply_to_message
    meant = None if quote is None else meant_by(kept.reply, quote.text)
    shown = replied.text if replied is not None else None
    return meant or numbered_as(kept.reply, first_number(shown or ""))
