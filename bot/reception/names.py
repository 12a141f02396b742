"""``/quote`` in reply to a message: the names in it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message, MessageEntity, User

from bot import notices, texts
from bot.addressing import topic_of
from bot.pages import Part
from bot.reception.asked import Words
from bot.reception.house import House
from bot.reception.questions import Asked, Questions
from bot.replies import say
from bot.views.view import OPTIONS_SHOWN, option_rows, with_buttons
from retrieval.model import UnknownName


class Names:
    """Finds whose words are wanted where no name is typed."""

    def __init__(self, house: House, questions: Questions) -> None:
        self._house = house
        self._questions = questions

    async def quote(self, message: Message, user: User | None) -> None:
        """Shows the words of the one who is named there; of several, asks back whose."""
        words = _words_replied_to(message)
        if words is None:
            await say(message, texts.HOW_TO_QUOTE)
            return
        names = (await self._house.door.names_in(words))[:OPTIONS_SHOWN]
        if not names:
            await say(message, notices.NO_NAME_THERE)
        elif len(names) == 1:
            await self._questions.answer(Asked(Words(names[0]), message, user))
        else:
            await self._ask_back(message, user, names)

    async def _ask_back(self, message: Message, user: User | None, names: Sequence[str]) -> None:
        answers, user_id = self._house.drawer.answers, user.id if user else None
        kept = await self._house.kept(
            lambda: answers.put(
                texts.WHOM,
                UnknownName("", tuple(names)),
                chat=message.chat_id,
                topic=topic_of(message),
                question_message=None,
                user=user_id,
            )
        )

        async def find() -> Sequence[Part]:
            return with_buttons([Part(texts.WHOM)], option_rows(names, kept.key))

        await self._house.reply(message, user_id, find)


def _words_replied_to(message: Message) -> str | None:
    """What is replied to: the words that are quoted of it or, in an answer, the sources' own."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    if message.quote is not None:
        return message.quote.text
    quotations = replied.parse_entities(
        [MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE]
    )
    return "\n".join(quotations.values()) or replied.text or replied.caption or ""
