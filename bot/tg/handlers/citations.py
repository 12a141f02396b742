"""Handles requests for a citation: its context, in full, its source file and its source text."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from telegram import Message

from bot.messages import notices, strings
from bot.messages.answer import render_context
from bot.messages.buttons import Button
from bot.messages.citations import file_note, spell_date
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
from retrieval.answer.followups.turns import holds_statements
from retrieval.answer.user_input.about_answer import (
    asks_for_occasion,
    asks_for_source,
    asks_for_speaker,
)
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
        asked = without_small_talk(words)
        is_about_answer = asks_for_source(asked)
        if not is_about_answer and not asks_for_occasion(asked):
            return False
        answer = await self._answer_meant(message, user)
        if answer is None and is_about_answer:
            await say(message, notices.NO_ANSWER_MEANT)
            return True
        if answer is None or not (is_about_answer or holds_statements(answer.reply)):
            return False
        meant = _meant(message, answer)
        if meant is None:
            await say(message, notices.NOTHING_CITED)
        else:
            published = meant.reference.citation.published
            said = notices.said_by(published and spell_date(published))
            note = await self._speakers(meant, asked) if is_about_answer else said
            context = self._context(answer.key, meant, note)
            await self._services.reply(message, user, context)
        return True

    async def _speakers(self, meant: ReferencedCitation, asked: str) -> str | None:
        """Return who speaks in the cited words, where that is asked and known."""
        if not asks_for_speaker(asked):
            return None
        found = await self._executor.run(self._service.speakers_in, meant.reference.citation)
        return (
            strings.speakers([(each.name, each.resolution) for each in found]) if found else None
        )

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
        return None if user is None else await answers.latest(chat, topic_of(message), user)

    async def _context(
        self, key: str, meant: ReferencedCitation, note: str | None = None
    ) -> Sequence[MessagePart]:
        place = meant.reference.citation
        shown = await self._executor.run(self._service.context, place)
        sources = await self._executor.run(self._service.sources_of, [place])
        speaker = meant.reference.speaker
        return render_context(shown, meant.number, key, sources, speaker, note=note)

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
    hides = isinstance(answer.reply, Declined) and not answer.reply.closest
    if hides and not NUMBER.search(shown):
        return None  # its nearest passages are behind a button
    meant = None if quote is None else citation_meant_by(answer.reply, quote.text)
    return meant or citation_numbered(answer.reply, first_number(shown))
