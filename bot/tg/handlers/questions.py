"""Handles questions and requests to quote somebody, typed, edited or by button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.messages import notices, strings
from bot.messages.answer import render_answer
from bot.messages.buttons import option_rows
from bot.messages.pagination import MessagePart, with_buttons
from bot.messages.quote import render_quote
from bot.messages.references import OPTIONS_SHOWN
from bot.messages.text_entities import formatted
from bot.store.answers import StoredAnswer
from bot.store.user_data import UserDataStore
from bot.tg.handlers.base import HandlerServices, count_question
from bot.tg.handlers.citations import CitationHandlers
from bot.tg.handlers.conversation import previous_turn, remember_turn
from bot.tg.handlers.requests import (
    AskRequest,
    IncomingRequest,
    QuoteRequest,
    is_recent,
    request_in,
    words_replied_to,
)
from bot.tg.transport.delivery import log_failure
from bot.tg.transport.message_text import (
    is_command,
    message_of,
    question_in,
    rest_of,
    sender_of,
    topic_of,
)
from bot.tg.transport.sender import amend, say, send
from retrieval.answer.followups.turns import PreviousTurn, turn_of_quote, turn_of_reply
from retrieval.answer.question import names_in
from retrieval.answer.user_input.remarks import is_worth_keeping
from retrieval.answer.user_input.small_talk import SmallTalk, small_talk_in
from retrieval.model import Ambiguous, Answer, Citation, Declined, QuoteReply, Reply, UnknownName

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class _Found:
    key: str
    reply: Reply | QuoteReply
    parts: Sequence[MessagePart]


class QuestionHandlers:
    """Answers requests, and stores each answer for the buttons below it."""

    def __init__(self, services: HandlerServices, citations: CitationHandlers) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._citations = citations

    async def text(self, update: Update, context: Context) -> None:
        """Answer a message without a command, if it is meant for the bot."""
        question = question_in(message_of(update), context.bot)
        if question is not None:
            await self._answer_question(update, question, strings.HOW_TO_ASK)

    async def captioned(self, update: Update, context: Context) -> None:
        """Answer the caption of a photo, a document or the like; say so where it asks nothing."""
        message = message_of(update)
        asked = request_in(message, context.bot)
        if isinstance(asked, AskRequest):
            await self._answer_question(update, asked.words, strings.HOW_TO_ASK)
        elif asked is not None:
            await self.answer(IncomingRequest(asked, message, sender_of(update)))
        elif message.chat.type == ChatType.PRIVATE:
            await say(message, strings.ONLY_TEXT)

    async def ask(self, update: Update, context: Context) -> None:
        """Answer the question after ``/ask``."""
        del context
        message = message_of(update)
        is_private = message.chat.type == ChatType.PRIVATE
        how = strings.HOW_TO_ASK if is_private else strings.HOW_TO_ASK_IN_GROUPS
        await self._answer_question(update, rest_of(message), how)

    async def quote(self, update: Update, context: Context) -> None:
        """Show what somebody said: who is named, or named in the message that is replied to."""
        del context
        message, user = message_of(update), sender_of(update)
        name = rest_of(message)
        if name:
            await self.answer(IncomingRequest(QuoteRequest(name), message, user))
        else:
            await self._quote_by_reply(message, user)

    async def edited(self, update: Update, context: Context) -> None:
        """Answer an edited question in place of the answer to the one before."""
        message = message_of(update)
        request = request_in(message, context.bot)
        if request is None or await self._small_talk(request.words) is not None:
            return
        answers = self._services.user_data.answers
        before = await answers.find_by_question(message.chat_id, message.message_id)
        if before is not None and before.question == request.words:
            return  # something else about the message has changed
        if before is None and not is_recent(message):
            return  # it was not asked when it was new
        user = sender_of(update)
        await self.answer(IncomingRequest(request, message, user, instead_of=before))

    async def answer(self, asked: IncomingRequest) -> None:
        """Answer a request, or say why not."""
        refused = await count_question(self._services.user_data, asked.user)
        if refused is not None:
            await say(asked.message, refused)
            return
        search = self._find(asked)
        found = await self._services.search(
            asked.message, asked.user_id, search, if_withdrawn=strings.NOT_VERBATIM
        )
        if found is not None:
            await self._deliver(asked, found)

    async def _answer_question(self, update: Update, question: str, how_to_ask: str) -> None:
        message, user = message_of(update), sender_of(update)
        if not question:
            await say(message, how_to_ask)
            return
        talk = await self._small_talk(question)
        if talk is not None:
            if message.chat.type == ChatType.PRIVATE or is_command(message):
                await say(message, strings.SMALL_TALK[talk])
            return
        user_id = user.id if user else None
        if not await self._citations.show_if_asked(message, question, user_id):
            await self.answer(IncomingRequest(AskRequest(question), message, user))

    async def _small_talk(self, words: str) -> SmallTalk | None:
        """Return which small talk a message is; None where it asks something."""
        talk = small_talk_in(words)
        if talk is None:
            return None
        try:  # the articles may have a name such as "Hello Harrow"
            return await self._executor.run(self._service.small_talk, words)
        except TimeoutError:
            return talk

    async def _quote_by_reply(self, message: Message, user: User | None) -> None:
        """Quote the one who is named in what is replied to; of several, ask back whom."""
        words = words_replied_to(message)
        if words is None:
            await say(message, strings.HOW_TO_QUOTE)
            return
        names = (await self._executor.run(self._service.names_in, words))[:OPTIONS_SHOWN]
        if not names:
            await say(message, notices.NO_NAME_THERE)
        elif len(names) == 1:
            await self.answer(IncomingRequest(QuoteRequest(names[0]), message, user))
        else:
            user_id = user.id if user else None
            stored = await self._store_options(message, user_id, names)
            await self._services.reply(message, user_id, _options(names, stored.key))

    async def _store_options(
        self, message: Message, user: int | None, names: Sequence[str]
    ) -> StoredAnswer:
        return await self._services.user_data.answers.put(
            strings.WHOM,
            UnknownName("", tuple(names)),
            chat=message.chat_id,
            topic=topic_of(message),
            question_message=None,
            user=user,
        )

    async def _find(self, asked: IncomingRequest) -> _Found:
        """Return the reply with its messages, every word of them checked."""
        reply = await self._reply_to(asked)
        if isinstance(reply, Declined):
            await self._keep_unanswered(asked, reply)
        before = asked.instead_of
        key = (await self._store(asked, reply)).key if before is None else before.key
        parts = await self._render(reply, key)
        await self._services.check(parts)
        return _Found(key, reply, parts)

    async def _keep_unanswered(self, asked: IncomingRequest, reply: Declined) -> None:
        """Keep the question for the admins, if it tells what the articles lack."""
        completed = reply.understood.question
        if is_worth_keeping(asked.request.words) or is_worth_keeping(completed or ""):
            unanswered = self._services.user_data.unanswered
            await unanswered.add(completed or reply.question, reply.reason, asked.user_id)

    async def _reply_to(self, asked: IncomingRequest) -> Reply | QuoteReply:
        match asked.request:
            case QuoteRequest(words):
                return await self._executor.run_metered(self._service.quote, words)
            case AskRequest(words):
                previous = await self._previous_turn(asked)
                return await self._executor.run_metered(self._service.ask, words, previous)

    async def _previous_turn(self, asked: IncomingRequest) -> PreviousTurn | None:
        """Return what the question follows up; names in words that it quotes come first."""
        if not asked.is_typed:
            return None
        if asked.instead_of is not None:
            return _turn_of(asked.instead_of.reply)
        message = asked.message
        user_data = self._services.user_data
        previous = await replied_turn(user_data, message)
        if previous is None:
            previous = await previous_turn(user_data.conversations, message)
        quote = message.quote
        if previous is None or quote is None:
            return previous
        names = dict.fromkeys((*names_in(quote.text), *previous.names))
        return replace(previous, names=tuple(names))

    async def _store(self, asked: IncomingRequest, reply: Reply | QuoteReply) -> StoredAnswer:
        message = asked.message
        return await self._services.user_data.answers.put(
            asked.request.words,
            reply,
            chat=message.chat_id,
            topic=topic_of(message),
            question_message=message.message_id if asked.is_typed else None,
            user=asked.user_id,
        )

    async def _render(self, reply: Reply | QuoteReply, key: str) -> Sequence[MessagePart]:
        match reply:
            case Answer() | Declined() | Ambiguous():
                cited = await self._executor.run(self._service.sources_of, _copied(reply))
                return render_answer(reply, key, cited)
            case _:
                return render_quote(reply, key)

    async def _deliver(self, asked: IncomingRequest, found: _Found) -> None:
        """Send the answer, or put it in place of the one before it."""
        message, user_data = asked.message, self._services.user_data
        before = asked.instead_of
        if before is None:
            sent = await send(message, found.parts)
            chat, numbers = sent[0].chat_id, [each.message_id for each in sent]
        else:
            await user_data.answers.amend(before.key, asked.request.words, found.reply)
            chat = message.chat_id
            numbers = await _put_in_place(message, before.answer_messages, found.parts)
            sent = [_numbered(message, number) for number in numbers]
        await log_failure(user_data.answers.set_messages(found.key, chat, numbers))
        turn = _turn_of(found.reply)
        if turn is not None:
            conversations = user_data.conversations
            await log_failure(remember_turn(conversations, message, sent, turn, asked.user_id))


async def replied_turn(user_data: UserDataStore, message: Message) -> PreviousTurn | None:
    """Return the turn of the answer that is replied to, however old; None where none is."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    answer = await user_data.answers.find_by_message(message.chat_id, replied.message_id)
    return None if answer is None else _turn_of(answer.reply)


async def _options(names: Sequence[str], key: str) -> Sequence[MessagePart]:
    return with_buttons([MessagePart(formatted(strings.WHOM))], option_rows(names, key))


def _turn_of(reply: Reply | QuoteReply) -> PreviousTurn | None:
    match reply:
        case Answer() | Declined() | Ambiguous():
            return turn_of_reply(reply)
        case _:
            return turn_of_quote(reply)


def _copied(reply: Reply) -> list[Citation]:
    """Return the citations that the buttons below a reply copy."""
    match reply:
        case Answer():
            return [each.citation for each in reply.answering]
        case Declined():
            return [each.citation for each in reply.closest]
        case _:
            return []


async def _put_in_place(
    message: Message, before: Sequence[int], parts: Sequence[MessagePart]
) -> list[int]:
    """Edit the messages of an answer into the parts of another; return the numbers of these.

    Parts beyond are sent, messages beyond are deleted. From a message on that is gone, the parts
    are sent anew.
    """
    bot, chat = message.get_bot(), message.chat_id
    numbers: list[int] = []
    for number, part in zip(before, parts, strict=False):
        if not await amend(bot, chat, number, part):
            break
        numbers.append(number)
    for number in before[len(numbers) :]:
        try:
            await bot.delete_message(chat, number)
        except BadRequest:
            continue  # gone, or too old to be deleted
    rest = parts[len(numbers) :]
    if rest:
        numbers += [each.message_id for each in await send(message, rest)]
    return numbers


def _numbered(message: Message, number: int) -> Message:
    """Return a message in the same chat, of which no more than the number is known."""
    return Message(number, message.date, message.chat)
