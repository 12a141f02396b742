"""A sentence of an answer: where it stands, with the sentences around it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import partial

from telegram import Message

from bot.messages import notices, strings
from bot.messages.answer import around
from bot.messages.citations import citation_line
from bot.messages.pagination import MessagePart
from bot.messages.references import ReferencedCitation, first_number, meant_by, numbered_as
from bot.messages.text_entities import code, formatted
from bot.service.articles import SourceFile
from bot.store.answers import StoredAnswer
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.message_text import topic_of
from bot.tg.transport.sender import say, send_file
from retrieval.model import Citation


class CitationHandlers:
    """Shows what is asked about an answer by replying to it, or to some words of it."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

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

    async def _asked_about(self, message: Message, user: int | None) -> StoredAnswer | None:
        """The answer that is replied to or, without a reply, the latest that the reader got."""
        answers, chat = self._services.user_data.answers, message.chat_id
        replied = message.reply_to_message
        if replied is not None and replied.forum_topic_created is None:
            return await answers.find_by_message(chat, replied.message_id)
        key = self._services.latest.get((chat, topic_of(message), user))
        return None if key is None else await answers.get(key)

    async def show(
        self, message: Message, key: str, meant: ReferencedCitation, user: int | None
    ) -> None:
        """Replies with the sentences around the citation."""
        find = partial(self.around, key, meant)
        await self._services.reply(message, user, find)

    async def around(self, key: str, meant: ReferencedCitation) -> Sequence[MessagePart]:
        """The citation with the sentences around it."""
        place = meant.reference.citation
        shown = await self._executor.run(self._service.context, place)
        digests = await self._executor.run(self._service.digests, [place])
        return around(shown, meant.number, key, digests, meant.reference.speaker)


def _meant(message: Message, kept: StoredAnswer) -> ReferencedCitation | None:
    """What is asked about: the words that are quoted, or the first citation of what is shown."""
    quote, replied = message.quote, message.reply_to_message
    meant = None if quote is None else meant_by(kept.reply, quote.text)
    shown = replied.text if replied is not None else None
    return meant or numbered_as(kept.reply, first_number(shown or ""))


_THIS = r"(?:this|that|it|these|those|the)(?:\s(?:one|words?|sentences?|lines?|quot\w+|passages?|claims?|figures?|numbers?|statements?|part))?"
_SOURCE = r"(?:sources?|articles?|outlets?|files?|papers?|newspapers?|citations?|references?|context|origin)"
_BE = r"(?:is|are|was|were|'s|’s)"

_WHENCE = re.compile(
    rf"""(?:and\s|but\s|so\s|ok\s|sorry\s)*(?:
      where\s?{_BE}\s{_THIS}\s(?:from|taken\sfrom|printed|published|written|stated|reported|said)
    | where\s(?:does|do|did)\s{_THIS}\s(?:come\sfrom|stand|appear)
    | where\sdid\syou\s(?:get|find|read|see)\s{_THIS}(?:\sfrom)?
    | from\s(?:where|which\s{_SOURCE}|what\s{_SOURCE})(?:\s{_BE}\s{_THIS})?
    | (?:in\s|from\s)?(?:what|which)\s?{_BE}?\s(?:the\s|your\s)?{_SOURCE}
        (?:\s(?:of|for)\s{_THIS})?(?:\s{_BE}\s{_THIS})?(?:\sfrom|\sin)?
    | (?:what|which)\s{_SOURCE}\s(?:says?|said|prints?|printed|reports?|reported|has)\s{_THIS}
    | who\s(?:says|said|wrote|writes|reported|reports|printed|published)\s(?:this|that|so|it)
    | says\swho
    | (?:show\s(?:me\s)?|give\s(?:me\s)?|see\s)?(?:the\s|its\s|your\s|more\s)?{_SOURCE}
        (?:\s(?:of|for)\s{_THIS})?
    | (?:what|who)\s(?:comes|stands|is)\s(?:around|before|after|next\sto)\s{_THIS}
    )(?:\s(?:please|exactly|again|then))*""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS = re.compile(r"[\s?!.,…]+")


def asks_whence(words: str) -> bool:
    """Whether a question is about where what was answered stands, and asks for nothing else."""
    asked = _MARKS.sub(" ", words).strip()
    return not asked or _WHENCE.fullmatch(asked) is not None


logger = logging.getLogger(__name__)

LARGEST = 50 * 1024 * 1024
"""What a bot may send, in bytes."""


class SourceFiles:
    """Sends a file as it lies there, or says why it cannot."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

    async def send(self, message: Message, place: Citation) -> None:
        """Sends the file that the citation stands in, in reply to the message."""
        try:
            file = await self._executor.run(self._service.file_of, place)
        except TimeoutError:
            await say(message, strings.TOO_LONG)
            return
        if file is None:
            await say(message, notices.FILE_GONE)
        elif file.size > LARGEST:
            await say(message, notices.file_too_large(file.size / 2**20))
        else:
            await self._send(message, file, place)

    async def _send(self, message: Message, file: SourceFile, place: Citation) -> None:
        caption = formatted(citation_line(place), "\nSHA-256 ", code(file.digest))
        try:
            await send_file(message, file.path, MessagePart(caption))
        except OSError as error:
            logger.warning("A file could not be read: %s", type(error).__name__)
            await say(message, notices.FILE_GONE)
