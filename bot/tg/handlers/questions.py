"""Questions, and requests for somebody's words: answered, and answered anew when edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Bot, Message, MessageEntity, User
from telegram.error import BadRequest

from bot.messages import notices, strings
from bot.messages.answer import answered
from bot.messages.pagination import MessagePart
from bot.messages.quote import said
from bot.messages.references import OPTIONS_SHOWN, option_rows, with_buttons
from bot.messages.text_entities import formatted
from bot.store.answers import StoredAnswer
from bot.tg.handlers.base import HandlerServices, refusal
from bot.tg.handlers.conversation import previous_turn, remember_turn
from bot.tg.transport.delivery import noted
from bot.tg.transport.message_text import command_of, question_in, rest_of, topic_of
from bot.tg.transport.sender import amend, say, send
from retrieval.answer.followups import PreviousTurn, turn_of_quote, turn_of_reply
from retrieval.answer.question import names_in
from retrieval.model import Ambiguous, Answer, Citation, Declined, QuoteReply, Reply, UnknownName


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request, and where the reply to it goes.

    Attributes:
        message: is replied to.
        user: who asks.
        is_typed: whether the message is the request; else it has the button that is.
        instead_of: the answer to what stood in the message before it was edited.
    """

    request: Request
    message: Message
    user: User | None
    is_typed: bool = True
    instead_of: StoredAnswer | None = None

    @property
    def user_id(self) -> int | None:
        """The number of who asks."""
        return self.user.id if self.user else None


@dataclass(frozen=True, slots=True)
class _Found:
    key: str
    reply: Reply | QuoteReply
    parts: Sequence[MessagePart]


class QuestionHandlers:
    """Answers, and keeps what was answered for the buttons below it."""

    def __init__(self, services: HandlerServices) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor

    async def answer(self, asked: IncomingRequest) -> None:
        """Answers, or says why not."""
        refused = await refusal(self._services.user_data, asked.user)
        if refused is not None:
            await say(asked.message, refused)
            return
        found: list[_Found] = []

        async def find() -> Sequence[MessagePart]:
            found.append(await self._found(asked))
            return found[0].parts

        if await self._services.look(asked.message, asked.user_id, find) is not None:
            await self._deliver(asked, found[0])

    async def _found(self, asked: IncomingRequest) -> _Found:
        reply = await self._reply_to(asked)
        if isinstance(reply, Declined):
            await self._note_unanswered(reply)
        before = asked.instead_of
        key = (await self._put(asked, reply)).key if before is None else before.key
        match reply:
            case Answer() | Declined() | Ambiguous():
                digests = await self._executor.run(self._service.digests, _copied(reply))
                return _Found(key, reply, answered(reply, key, digests))
            case _:
                return _Found(key, reply, said(reply, key))

    async def _reply_to(self, asked: IncomingRequest) -> Reply | QuoteReply:
        match asked.request:
            case QuoteRequest(words):
                return await self._executor.run_metered(self._service.quote, words)
            case AskRequest(words):
                return await self._executor.run_metered(
                    self._service.ask, words, await self._before(asked)
                )

    async def _before(self, asked: IncomingRequest) -> PreviousTurn | None:
        """What the question may lean on: the words of an answer that it quotes, first of all."""
        if not asked.is_typed:
            return None
        if asked.instead_of is not None:
            return _earlier(asked.instead_of.reply)
        message = asked.message
        before = await previous_turn(self._services.user_data.conversations, message)
        quote = message.quote
        if before is None or quote is None:
            return before
        return replace(before, names=tuple(dict.fromkeys((*names_in(quote.text), *before.names))))

    async def _put(self, asked: IncomingRequest, reply: Reply | QuoteReply) -> StoredAnswer:
        message = asked.message
        return await self._services.user_data.answers.put(
            asked.request.words,
            reply,
            chat=message.chat_id,
            topic=topic_of(message),
            question_message=message.message_id if asked.is_typed else None,
            user=asked.user_id,
        )

    async def _note_unanswered(self, reply: Declined) -> None:
        question = reply.understood.question or reply.question
        await self._services.user_data.unanswered.add(question, reply.reason)

    async def _deliver(self, asked: IncomingRequest, found: _Found) -> None:
        """Sends the answer, or puts it in place of the one before it."""
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
        await noted(user_data.answers.set_messages(found.key, chat, numbers))
        self._services.latest.put((chat, topic_of(message), asked.user_id), found.key)
        turn = _earlier(found.reply)
        if turn is not None:
            conversations = user_data.conversations
            await noted(remember_turn(conversations, message, sent, turn, asked.user_id))


async def _put_in_place(
    message: Message, before: Sequence[int], parts: Sequence[MessagePart]
) -> list[int]:
    """Edits the messages of an answer into the parts of another; the numbers of those of this.

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
    """A message in the same chat, of which no more than the number is known."""
    return Message(number, message.date, message.chat)


def _earlier(reply: Reply | QuoteReply) -> PreviousTurn | None:
    match reply:
        case Answer() | Declined() | Ambiguous():
            return turn_of_reply(reply)
        case _:
            return turn_of_quote(reply)


def _copied(reply: Reply) -> list[Citation]:
    """What the buttons below a reply copy."""
    return [each.citation for each in reply.answering] if isinstance(reply, Answer) else []


@dataclass(frozen=True, slots=True)
class AskRequest:
    """As it was typed."""

    words: str


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """Whose words: what follows ``/quote``."""

    words: str


Request = AskRequest | QuoteRequest


def request_in(message: Message, bot: Bot) -> Request | None:
    """What the message asks the bot for; None where it asks for nothing, or somebody else."""
    if (message.text or "").startswith("/"):
        rest = rest_of(message)
        match command_of(message, bot) if rest else None:
            case "ask":
                return AskRequest(rest)
            case "quote":
                return QuoteRequest(rest)
            case _:
                return None
    question = question_in(message, bot)
    return AskRequest(question) if question else None


class QuoteByReplyHandlers:
    """Finds whose words are wanted where no name is typed."""

    def __init__(self, services: HandlerServices, questions: QuestionHandlers) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._questions = questions

    async def quote(self, message: Message, user: User | None) -> None:
        """Shows the words of the one who is named there; of several, asks back whose."""
        words = _words_replied_to(message)
        if words is None:
            await say(message, strings.HOW_TO_QUOTE)
            return
        names = (await self._executor.run(self._service.names_in, words))[:OPTIONS_SHOWN]
        if not names:
            await say(message, notices.NO_NAME_THERE)
        elif len(names) == 1:
            await self._questions.answer(IncomingRequest(QuoteRequest(names[0]), message, user))
        else:
            await self._ask_back(message, user, names)

    async def _ask_back(self, message: Message, user: User | None, names: Sequence[str]) -> None:
        user_id = user.id if user else None
        kept = await self._services.user_data.answers.put(
            strings.WHOM,
            UnknownName("", tuple(names)),
            chat=message.chat_id,
            topic=topic_of(message),
            question_message=None,
            user=user_id,
        )

        async def find() -> Sequence[MessagePart]:
            return with_buttons(
                [MessagePart(formatted(strings.WHOM))], option_rows(names, kept.key)
            )

        await self._services.reply(message, user_id, find)


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
