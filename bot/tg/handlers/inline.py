"""Handles inline queries: passages for other chats (``@bot question``)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.messages import buttons
from bot.messages.buttons import encode_deep_link
from bot.messages.inline import InlineResult, render_inline_results, render_no_answer
from bot.messages.references import numbered
from bot.tg.handlers.base import HandlerServices, count_question, is_over_quota
from bot.tg.transport.sender import message_entities
from retrieval.answer.user_input.small_talk import small_talk_in
from retrieval.errors import FilterError, NotVerbatimError
from retrieval.model import Answer, Reply

logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds for which a query waits for the next keystroke before it is looked for."""

PATIENCE = 8.0
"""Telegram forgets a query after about ten seconds."""

CACHED_FOR = 60
"""Seconds for which Telegram gives the same reader the same results."""

SHORTEST = 3
"""Characters of a question that is worth looking for."""

HOW_TO_ASK = "how"
"""The payload of the link to the private chat, where there is no citation to lead to."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The results, and the button above them: its label, and the payload of its link."""

    results: Sequence[InlineQueryResultArticle] = ()
    label: str = buttons.HOW_TO_ASK
    payload: str = HOW_TO_ASK
    cached_for: int = CACHED_FOR


class InlineHandlers:
    """Answers each query without a context, within the time that Telegram waits."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._newest: dict[int, asyncio.Task[_Found]] = {}

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the passages that answer, or why there are none; drop all but the newest query."""
        query = update.inline_query
        found = None if query is None else await self._find_newest(query, context.bot.username)
        if query is None or found is None:
            return
        button = InlineQueryResultsButton(found.label, start_parameter=found.payload)
        try:
            await query.answer(
                list(found.results),
                cache_time=found.cached_for,
                is_personal=True,  # others may not be allowed to ask
                button=button,
            )
        except BadRequest as error:
            if "query is too old" not in str(error).lower():
                raise

    async def chosen(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Count the question of a result that was sent: what is only typed counts for nothing."""
        del context
        chosen = update.chosen_inline_result
        if chosen is not None:
            await count_question(self._services.user_data, chosen.from_user)

    async def _find_newest(self, query: InlineQuery, bot_name: str) -> _Found | None:
        """Return what is found; None where the user has typed on meanwhile."""
        user = query.from_user.id
        task = asyncio.create_task(self._find_in_time(query, bot_name))
        before, self._newest[user] = self._newest.get(user), task
        if before is not None:
            before.cancel()
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            if self._newest.get(user) is task:
                del self._newest[user]
        return None if task.cancelled() else task.result()

    async def _find_in_time(self, query: InlineQuery, bot_name: str) -> _Found:
        nothing = _Found(cached_for=0)
        await asyncio.sleep(PAUSE)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._find(query, bot_name)
        except TimeoutError:
            logger.warning("An inline query took too long")
        except FilterError as error:
            return _Found([_article(render_no_answer(query.query, str(error)), None)])
        except NotVerbatimError as error:
            logger.error("Not shown: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
        return nothing

    async def _find(self, query: InlineQuery, bot_name: str) -> _Found:
        question = query.query.strip()
        if len(question) < SHORTEST or small_talk_in(question) is not None:
            return _Found()
        if await is_over_quota(self._services.user_data, query.from_user):
            return _Found(label=buttons.NO_MORE_FOR_NOW, cached_for=0)
        reply = await self._executor.run_metered(self._service.ask, question)
        shown = render_inline_results(reply)
        await self._services.check([each.part for each in shown])
        if not isinstance(reply, Answer):
            return _Found([_article(each, None) for each in shown])
        key = await self._store(query, question, reply)
        articles = [
            _article(each, create_deep_linked_url(bot_name, encode_deep_link(key, number)))
            for each, number in zip(shown, _numbers(reply), strict=False)
        ]
        return _Found(articles, buttons.ASK_IN_PRIVATE, encode_deep_link(key, 1))

    async def _store(self, query: InlineQuery, question: str, reply: Reply) -> str:
        stored = await self._services.user_data.answers.put(
            question,
            reply,
            chat=None,
            topic=None,
            question_message=None,
            user=query.from_user.id,
        )
        return stored.key


def _numbers(reply: Reply) -> Sequence[int]:
    """Return the numbers of the passages' own citations."""
    return [number for number, _ in numbered(reply.passages)]


def _article(shown: InlineResult, url: str | None) -> InlineQueryResultArticle:
    """Return a result whose button leads to the context, where there is one."""
    text = shown.part.text
    button = [[InlineKeyboardButton(buttons.CONTEXT, url=url)]] if url else None
    return InlineQueryResultArticle(
        shown.id,
        shown.title,
        InputTextMessageContent(text.text, entities=message_entities(text)),
        description=shown.description,
        reply_markup=InlineKeyboardMarkup(button) if button else None,
    )
