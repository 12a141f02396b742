"""Handles requests for a citation: its context, in full, its source file and its source text."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from telegram import Message

from bot.messages import notices, strings
from bot.messages.answer import render_context
from bot.messages.buttons import Button
from bot.messages.citations import file_note
from bot.messages.copied.full_citation import (
    render_file_caption,
    render_full_citation,
    render_text_caption,
)
from bot.messages.pagination import MessagePart
from bot.messages.references import (
    NUMBER,
    ReferencedCitation,
    citation_meant_by,
    citation_numbered,
    first_number,
)
from bot.service.source_files import source_key
from bot.store.answers import StoredAnswer
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.message_text import topic_of
from bot.tg.transport.sender import say, send_file
from retrieval.answer.user_input.small_talk import without_small_talk
from retrieval.errors import DamagedTextError, WithdrawnError
from retrieval.model import Citation, Declined

T = TypeVar("T")

logger = logging.getLogger(__name__)

LARGEST = 50 * 1024 * 1024
"""What a bot may send, in bytes."""


class CitationHandlers:
    """Shows the context of a citation, or all of it, and sends its file or its stored text.

    A reader asks for it by a button, or by a question in reply to an answer or to words of it.
    """

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

    async def show_if_asked(self, message: Message, words: str, user: int | None) -> bool:
        """Show a citation's context where the message asks for it; return whether it did."""
        if not asks_for_source(without_small_talk(words)):
            return False
        answer = await self._answer_meant(message, user)
        if answer is None:
            return False
        meant = _meant(message, answer)
        if meant is None:
            await say(message, notices.NOTHING_CITED)
        else:
            await self.show_context(message, answer.key, meant, user)
        return True

    async def show_context(
        self, message: Message, key: str, meant: ReferencedCitation, user: int | None
    ) -> None:
        """Reply with the citation and the sentences around it."""
        await self._services.reply(message, user, self._context(key, meant))

    async def show_full(
        self, message: Message, meant: ReferencedCitation, user: int | None
    ) -> None:
        """Reply with all of the citation, in one piece to be copied."""
        await self._services.reply(message, user, self._full(meant))

    async def send_file(self, message: Message, place: Citation, text: Button) -> None:
        """Send the cited article's file in reply to the message, or say why not.

        ``text`` is shown where the file is not the one that was read: it sends what was.
        """
        file = await self._fetch(
            message, self._executor.run(self._service.file_of, place, LARGEST)
        )
        if file is None:
            return
        if file.content is not None:
            caption = render_file_caption(place, file)
            await send_file(message, file.name, file.content, MessagePart(caption))
            return
        other = file_note(place, file.source)
        too_large = notices.file_too_large(file.size / 2**20)
        await say(message, other or too_large, ((text,),) if other else ())

    async def send_text(self, message: Message, place: Citation, _: Button) -> None:
        """Send the stored text that the citation's offsets count in, or say why not."""
        text = await self._fetch(message, self._executor.run(self._service.text_of, place))
        if text is not None:
            caption = render_text_caption(place, text)
            await send_file(message, text.name, text.content, MessagePart(caption))

    async def _fetch(self, message: Message, finding: Awaitable[T]) -> T | None:
        """Return what is found; None where there is nothing, which the reader is told."""
        try:
            return await finding
        except TimeoutError:
            await say(message, strings.TOO_LONG)
        except WithdrawnError:
            await say(message, notices.WITHDRAWN)
        except DamagedTextError as error:
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the error names the file; a traceback could show words of articles
            await say(message, notices.TEXT_DAMAGED)
        return None

    async def _answer_meant(self, message: Message, user: int | None) -> StoredAnswer | None:
        """Return the answer that is replied to or, without a reply, the reader's latest."""
        answers, chat = self._services.user_data.answers, message.chat_id
        replied = message.reply_to_message
        if replied is not None and replied.forum_topic_created is None:
            return await answers.find_by_message(chat, replied.message_id)
        key = self._services.latest_answers.get((chat, topic_of(message), user))
        return None if key is None else await answers.get(key)

    async def _context(self, key: str, meant: ReferencedCitation) -> Sequence[MessagePart]:
        place = meant.reference.citation
        shown = await self._executor.run(self._service.context, place)
        sources = await self._executor.run(self._service.sources_of, [place])
        return render_context(shown, meant.number, key, sources, meant.reference.speaker)

    async def _full(self, meant: ReferencedCitation) -> Sequence[MessagePart]:
        place = meant.reference.citation
        words = await self._executor.run(self._service.words_of, place)
        sources = await self._executor.run(self._service.sources_of, [place])
        source = sources.get(source_key(place))
        return render_full_citation(words, place, speaker=meant.reference.speaker, source=source)


def _meant(message: Message, answer: StoredAnswer) -> ReferencedCitation | None:
    """Return the citation that is quoted, or the first one of the message replied to."""
    quote, replied = message.quote, message.reply_to_message
    shown = (replied.text if replied is not None else None) or ""
    if isinstance(answer.reply, Declined) and not NUMBER.search(shown):
        return None  # its nearest passages are behind a button
    meant = None if quote is None else citation_meant_by(answer.reply, quote.text)
    return meant or citation_numbered(answer.reply, first_number(shown))


_THIS = r"(?:this|that|it|these|those|the)(?:\s(?:one|words?|sentences?|lines?|quot\w+|passages?|claims?|figures?|numbers?|statements?|part))?"
_SOURCE = r"(?:sources?|articles?|outlets?|files?|papers?|newspapers?|citations?|references?|context|origin)"
_BE = r"(?:is|are|was|were|'s|’s)"

_ASKS_FOR_SOURCE = re.compile(
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


def asks_for_source(words: str) -> bool:
    """Return whether a question asks for the source of what was answered, and for nothing else."""
    asked = _MARKS.sub(" ", words).strip()
    return not asked or _ASKS_FOR_SOURCE.fullmatch(asked) is not None
