"""Taps on buttons: acknowledged first, then done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.messages import notices
from bot.messages.answer import further
from bot.messages.buttons import CallbackAction, CallbackData, press_of
from bot.messages.pagination import MessagePart
from bot.messages.quote import said
from bot.messages.references import numbered_as, requests
from bot.messages.start import example_of
from bot.store.answers import StoredAnswer
from bot.store.feedback import Verdict
from bot.tg.handlers.base import HandlerServices
from bot.tg.handlers.citations import CitationHandlers, SourceFiles
from bot.tg.handlers.questions import (
    AskRequest,
    IncomingRequest,
    QuestionHandlers,
    QuoteRequest,
    Request,
)
from bot.tg.transport.sender import acknowledge, say
from retrieval.model import Ambiguous, Answer, Declined

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ButtonTap:
    """A button that was pressed.

    Attributes:
        message: below which it is; of one that Telegram no longer shows, where it was.
    """

    query: CallbackQuery
    press: CallbackData
    message: Message

    @property
    def user_id(self) -> int:
        """Who pressed it."""
        return self.query.from_user.id

    async def acknowledge(self, toast: str | None = None) -> None:
        """Before anything takes time."""
        await acknowledge(self.query, toast)


Act = Callable[[ButtonTap], Awaitable[None]]
ActOnReply = Callable[[ButtonTap, StoredAnswer], Awaitable[None]]


class CallbackHandlers:
    """Knows what each verb does; those below a reply need it to be remembered still.

    Args:
        house: whom to ask.
        others: what the verbs do that are about no reply.
        on_reply: what further verbs do that are about one.
    """

    def __init__(
        self,
        services: HandlerServices,
        questions: QuestionHandlers,
        sentences: CitationHandlers,
        files: SourceFiles,
        *,
        others: Mapping[CallbackAction, Act],
        on_reply: Mapping[CallbackAction, ActOnReply],
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._questions = questions
        self._sentences = sentences
        self._files = files
        self._on_reply: Mapping[CallbackAction, ActOnReply] = {
            CallbackAction.CONTEXT: self._context,
            CallbackAction.MORE: self._more,
            CallbackAction.FILE: self._file,
            CallbackAction.USEFUL: partial(self._verdict, Verdict.USEFUL),
            CallbackAction.NOT_USEFUL: partial(self._verdict, Verdict.NOT_USEFUL),
            CallbackAction.PAGE: self._page,
            CallbackAction.OPTION: self._option,
            **on_reply,
        }
        self._others = {CallbackAction.EXAMPLE: self._example, **others}

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Does what the button says; one that is expired says so."""
        del context
        query = update.callback_query
        if query is None:
            return
        press = press_of(query.data or "")
        message = _message(query)
        if press is None or message is None:
            await acknowledge(query, notices.BUTTON_EXPIRED)
            return
        tap = ButtonTap(query, press, message)
        if press.verb in self._others:
            await self._others[press.verb](tap)
            return
        kept = await self._services.user_data.answers.get(press.key)
        if kept is None:
            await tap.acknowledge(notices.BUTTON_EXPIRED)
        else:
            await self._on_reply[press.verb](tap, kept)

    async def _context(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        meant = numbered_as(kept.reply, tap.press.number)
        await tap.acknowledge(None if meant else notices.BUTTON_EXPIRED)
        if meant is not None:
            await self._sentences.show(tap.message, kept.key, meant, tap.user_id)

    async def _file(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        meant = numbered_as(kept.reply, tap.press.number)
        await tap.acknowledge(None if meant else notices.BUTTON_EXPIRED)
        if meant is not None:
            await self._files.send(tap.message, meant.reference.citation)

    async def _more(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        reply = kept.reply
        if not isinstance(reply, Answer) or not reply.further:
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()

        async def find() -> Sequence[MessagePart]:
            return further(reply, kept.key)

        await self._services.reply(tap.message, tap.user_id, find)

    async def _verdict(self, verdict: Verdict, tap: ButtonTap, kept: StoredAnswer) -> None:
        feedback = self._services.user_data.feedback
        noted = await feedback.give(kept.key, tap.user_id, verdict)
        await tap.acknowledge(notices.THANKS if noted else notices.BUTTON_EXPIRED)

    async def _page(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        reply = kept.reply
        if isinstance(reply, Answer | Declined | Ambiguous):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()

        async def find() -> Sequence[MessagePart]:
            return said(reply, kept.key, tap.press.number)

        await self._services.turn(tap.message, tap.user_id, find)

    async def _option(self, tap: ButtonTap, kept: StoredAnswer) -> None:
        options, number = requests(kept.reply), tap.press.number
        if not 1 <= number <= len(options):
            await tap.acknowledge(notices.BUTTON_EXPIRED)
            return
        await tap.acknowledge()
        words = options[number - 1]
        is_question = isinstance(kept.reply, Ambiguous)
        await self._ask(tap, AskRequest(words) if is_question else QuoteRequest(words))

    async def _example(self, tap: ButtonTap) -> None:
        await tap.acknowledge()
        example = example_of(await self._executor.run(self._service.examples), tap.press.key)
        if example is None:
            await say(tap.message, notices.BUTTON_EXPIRED)
        else:
            await self._ask(tap, AskRequest(example))

    async def _ask(self, tap: ButtonTap, request: Request) -> None:
        asked = IncomingRequest(request, tap.message, tap.query.from_user, is_typed=False)
        await self._questions.answer(asked)


def _message(query: CallbackQuery) -> Message | None:
    """The message of the button; None for one that was sent by way of inline mode."""
    found = query.message
    if found is None or isinstance(found, Message):
        return found
    message = Message(found.message_id, LONG_AGO, found.chat)
    message.set_bot(query.get_bot())
    return message
