"""Handles buttons, by the action in their callback data: acknowledged first, then done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.messages import notices
from bot.messages.answer import render_further, render_nearest
from bot.messages.buttons import CallbackAction, decode_callback_data, text_button
from bot.messages.pagination import MessagePart
from bot.messages.quote import render_quote
from bot.messages.references import ReferencedCitation, citation_numbered, option_requests
from bot.messages.start import example_by_key
from bot.store.answers import StoredAnswer
from bot.store.feedback import Verdict
from bot.tg.handlers.base import ButtonTap, Finding, HandlerServices
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.handlers.documents import DocumentHandlers
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.handlers.requests import AskRequest, IncomingRequest, QuoteRequest, Request
from bot.tg.handlers.sources import SourceHandlers
from bot.tg.handlers.start import StartHandlers
from bot.tg.handlers.watches import WatchHandlers
from bot.tg.transport.delivery import log_failure
from bot.tg.transport.sender import acknowledge, say
from retrieval.model import Ambiguous, Answer, Declined, QuoteReply, Reply

_VERDICTS = {
    CallbackAction.USEFUL: Verdict.USEFUL,
    CallbackAction.NOT_USEFUL: Verdict.NOT_USEFUL,
    CallbackAction.IS_ANSWERED: Verdict.IS_ANSWERED,
}

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


Act = Callable[[ButtonTap], Awaitable[None]]
ActOnAnswer = Callable[[ButtonTap, StoredAnswer], Awaitable[None]]


class CallbackHandlers:
    """Calls the handler of each button; those below a reply need its answer to be stored still."""

    def __init__(
        self,
        services: HandlerServices,
        *,
        questions: QuestionHandlers,
        citations: CitationHandlers,
        sources: SourceHandlers,
        start: StartHandlers,
        watches: WatchHandlers,
        documents: DocumentHandlers,
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._questions = questions
        self._citations = citations
        self._acts: Mapping[CallbackAction, Act] = {
            CallbackAction.EXAMPLE: self._example,
            CallbackAction.OUTLETS: sources.turn_to_outlets,
            CallbackAction.OUTLET: sources.turn_to_outlet,
            CallbackAction.ARTICLE: sources.turn_to_article,
            CallbackAction.STATEMENTS: sources.turn_to_statements,
            CallbackAction.ARTICLE_FILE: sources.send_file,
            CallbackAction.ARTICLE_TEXT: sources.send_text,
            CallbackAction.FORGET: start.confirm_forget,
            CallbackAction.KEEP: start.cancel_forget,
            CallbackAction.UNWATCH: watches.unwatch_by_button,
            CallbackAction.REPLACE: documents.replace_by_button,
            CallbackAction.KEEP_BOTH: documents.keep_by_button,
            CallbackAction.UNDO: documents.undo_by_button,
            CallbackAction.REMOVE: documents.remove_by_button,
            CallbackAction.REMOVE_NOTHING: documents.keep_article_by_button,
        }
        self._acts_on_answer: Mapping[CallbackAction, ActOnAnswer] = {
            CallbackAction.CONTEXT: self._context,
            CallbackAction.MORE: self._more,
            CallbackAction.FILE: self._file,
            CallbackAction.TEXT: self._text,
            CallbackAction.FULL: self._full,
            CallbackAction.USEFUL: self._verdict,
            CallbackAction.NOT_USEFUL: self._verdict,
            CallbackAction.IS_ANSWERED: self._verdict,
            CallbackAction.PAGE: self._page,
            CallbackAction.OPTION: self._option,
            CallbackAction.WATCH: watches.watch_option,
        }

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Call the handler of the button; say so where the button has expired."""
        del context
        query = update.callback_query
        if query is None:
            return
        press = decode_callback_data(query.data or "")
        message = _message(query)
        if press is None or message is None:
            await acknowledge(query, notices.BUTTON_EXPIRED)
            return
        tap = ButtonTap(query, press, message)
        if press.verb in self._acts:
            if _has_button(tap) or _is_own_and_gone(tap):
                await self._acts[press.verb](tap)
            else:
                await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        answer = await self._services.user_data.answers.get(press.key)
        if answer is not None and (_has_button(tap) or _is_of(answer, message)):
            await self._acts_on_answer[press.verb](tap, answer)
        else:
            await tap.acknowledge(notices.BUTTON_EXPIRED)

    async def _context(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        meant = await _acknowledged_citation(tap, answer)
        if meant is not None:
            await self._citations.show_context(tap.message, answer.key, meant, tap.user_id)

    async def _file(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        meant = await _acknowledged_citation(tap, answer)
        if meant is not None:
            text = text_button(tap.press.number, answer.key)
            await self._citations.send_file(tap.message, meant.reference.citation, text)

    async def _text(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        meant = await _acknowledged_citation(tap, answer)
        if meant is not None:
            text = text_button(tap.press.number, answer.key)
            await self._citations.send_text(tap.message, meant.reference.citation, text)

    async def _full(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        meant = await _acknowledged_citation(tap, answer)
        if meant is not None:
            await self._citations.show_full(tap.message, meant, tap.user_id)

    async def _more(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        rest = _rest(answer.reply, answer.key)
        await tap.acknowledge(notices.BUTTON_EXPIRED if rest is None else None)
        if rest is not None:
            sent = await self._services.reply(tap.message, tap.user_id, rest)
            shown = [*answer.answer_messages, *(each.message_id for each in sent)]
            chat = tap.message.chat_id
            await log_failure(
                self._services.user_data.answers.set_messages(answer.key, chat, shown)
            )

    async def _verdict(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        feedback = self._services.user_data.feedback
        verdict = _VERDICTS[tap.press.verb]
        is_stored = await feedback.give(answer.key, tap.user_id, verdict)
        await tap.acknowledge(notices.THANKS if is_stored else notices.BUTTON_EXPIRED)

    async def _page(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        reply = answer.reply
        if isinstance(reply, Answer | Declined | Ambiguous):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        page = _page(reply, answer.key, tap.press.number)
        await self._services.replace(tap.message, tap.user_id, page)

    async def _option(self, tap: ButtonTap, answer: StoredAnswer) -> None:
        options, number = option_requests(answer.reply), tap.press.number
        if not 1 <= number <= len(options):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        words = options[number - 1]
        is_question = isinstance(answer.reply, Ambiguous | Declined)
        await self._ask(tap, AskRequest(words) if is_question else QuoteRequest(words))

    async def _example(self, tap: ButtonTap) -> None:
        await tap.acknowledge()
        example = example_by_key(await self._executor.run(self._service.examples), tap.press.key)
        if example is None:
            await say(tap.message, notices.BUTTON_EXPIRED)
        else:
            await self._ask(tap, AskRequest(example))

    async def _ask(self, tap: ButtonTap, request: Request) -> None:
        asked = IncomingRequest(request, tap.message, tap.query.from_user, is_typed=False)
        await self._questions.answer(asked)


def _rest(reply: Reply | QuoteReply, key: str) -> Finding | None:
    """Return how to render what a reply did not show at first; None where there is no more."""
    match reply:
        case Answer() if reply.further:
            return _further(reply, key)
        case Declined() if reply.nearest:
            return _nearest(reply, key)
        case _:
            return None


async def _further(reply: Answer, key: str) -> Sequence[MessagePart]:
    return render_further(reply, key)


async def _nearest(reply: Declined, key: str) -> Sequence[MessagePart]:
    return render_nearest(reply, key)


async def _page(reply: QuoteReply, key: str, number: int) -> Sequence[MessagePart]:
    return render_quote(reply, key, number)


def _has_button(tap: ButtonTap) -> bool:
    """Return whether the message has the button, or had it on another page.

    A client may send any data at all, also with a message that the bot never put it below.
    """
    keyboard = tap.message.reply_markup
    rows = keyboard.inline_keyboard if keyboard is not None else ()
    there = [decode_callback_data(str(each.callback_data)) for row in rows for each in row]
    return any(
        each is not None and replace(each, number=tap.press.number) == tap.press for each in there
    )


async def _acknowledged_citation(
    tap: ButtonTap, answer: StoredAnswer
) -> ReferencedCitation | None:
    """Acknowledge a tap and return the citation that it is about; None, said so, if it is gone."""
    meant = citation_numbered(answer.reply, tap.press.number)
    await tap.acknowledge(None if meant else notices.BUTTON_EXPIRED)
    return meant


def _is_own_and_gone(tap: ButtonTap) -> bool:
    """Return whether Telegram no longer shows the message, and the button says whose it is."""
    return tap.message.date == LONG_AGO and tap.press.asker is not None


def _is_of(answer: StoredAnswer, message: Message) -> bool:
    """Return whether the message is a part of the answer, whatever buttons it has now."""
    return message.chat_id == answer.chat and message.message_id in answer.answer_messages


def _message(query: CallbackQuery) -> Message | None:
    """Return the message of the button; None where nothing can be sent in reply to it.

    That is one that was sent by way of inline mode, and a channel's.
    """
    found = query.message
    if found is None or found.chat.type == ChatType.CHANNEL:
        return None
    if isinstance(found, Message):
        return found
    message = Message(found.message_id, LONG_AGO, found.chat)
    message.set_bot(query.get_bot())
    return message
