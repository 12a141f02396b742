"""What every handler works with, and the one way in which words of sources get out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from telegram import Message, User

from bot import log_redaction
from bot.messages import citations, strings
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import Words, formatted, local_time, one_line
from bot.messages.verify import assert_verbatim
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.store.database import StoreError
from bot.store.quotas import QuotaExceeded, QuotaKind
from bot.store.user_data import UserDataStore
from bot.tg.handlers.conversation import LatestAnswers
from bot.tg.transport.concurrency import RunningSearches, SearchCancelledError
from bot.tg.transport.sender import TYPING_EVERY, amend, say, send, typing
from retrieval.errors import FilterError, NotVerbatimError

logger = logging.getLogger(__name__)

Find = Callable[[], Awaitable[Sequence[MessagePart]]]

_FAULT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class HandlerServices:
    """The service and the stores that handlers work with, and how a reply is checked and sent.

    Attributes:
        service: synchronous; called through ``executor``.
        typing_every: seconds between two signs that an answer is being looked for.
    """

    service: RetrievalService
    executor: ServiceExecutor
    user_data: UserDataStore
    typing_every: float = TYPING_EVERY
    works: RunningSearches = field(default_factory=RunningSearches)
    latest: LatestAnswers = field(default_factory=LatestAnswers)

    async def look(
        self, message: Message, user: int | None, find: Find
    ) -> Sequence[MessagePart] | None:
        """What is found, every word of it checked; None where a sentence has said why nothing is.

        Args:
            message: what is answered.
            user: who asked, and may end it.
            find: looks for it.
        """
        try:
            async with typing(message, self.typing_every):
                return await self.works.do((message.chat_id, user), self._checked(find))
        except SearchCancelledError:
            logger.info("A question was taken back")
        except FilterError as error:
            await say(message, one_line(str(error), _FAULT_LENGTH))
        except NotVerbatimError as error:
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            await say(message, strings.NOT_VERBATIM)
        except TimeoutError:
            logger.warning("A question took too long")
            await say(message, strings.TOO_LONG)
        return None

    async def reply(self, message: Message, user: int | None, find: Find) -> Sequence[Message]:
        """Sends what is found in reply to the message; what was sent."""
        parts = await self.look(message, user, find)
        return () if parts is None else await send(message, parts)

    async def turn(self, message: Message, user: int | None, find: Find) -> None:
        """Puts what is found in place of a message of the bot's, or below it where that is gone."""
        parts = await self.look(message, user, find)
        if parts is None:
            return
        first, *rest = parts
        if not await amend(message.get_bot(), message.chat_id, message.message_id, first):
            rest = [first, *rest]
        if rest:
            await send(message, rest)

    async def _checked(self, find: Find) -> Sequence[MessagePart]:
        parts = await find()
        await self.check(parts)
        return parts

    async def check(self, parts: Sequence[MessagePart]) -> None:
        """Compare every quotation in the messages with the stored words, read anew.

        Raises:
            NotVerbatimError: one of them differs.
        """
        await self.executor.run(assert_verbatim, parts, self.service.words_of)


async def refusal(user_data: UserDataStore, user: User | None) -> Words | None:
    """Counts a question that may be asked now; for one that may not, the sentence that says so.

    Where it cannot be counted it may be asked.
    """
    user_id = user.id if user is not None else None
    try:
        used_up = await user_data.quotas.spend(user_id)
    except StoreError as error:
        logger.error("A question was not counted: %s", log_redaction.describe(error))  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
        return None
    return None if used_up is None else sentence(used_up, user_data.clock())


def sentence(used_up: QuotaExceeded, now: float) -> Words:
    """Say which limit was reached, and when it ends."""
    questions = strings.count(used_up.allowed, "question")
    match used_up.limit:
        case QuotaKind.USER_MINUTE:
            reached = f"I answer you {questions} a minute, and you have asked that many."
        case QuotaKind.USER_DAY:
            reached = f"I answer you {questions} a day, and you have asked that many."
        case QuotaKind.EVERYBODY_DAY:
            reached = f"I answer {questions} a day, and that many have been asked."
    ends = datetime.fromtimestamp(used_up.until, UTC)
    moment = local_time(int(used_up.until), citations.spell_moment(ends))
    # One more second: a reader who is told 0 s, and asks, is refused.
    wait = citations.duration(used_up.until - now + 1)
    return formatted(f"{reached} Please ask again in {wait}: ", moment, ".")
