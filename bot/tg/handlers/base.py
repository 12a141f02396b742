"""Holds the services that every handler works with, and checks each reply against its sources."""

from __future__ import annotations

import logging
from collections.abc import Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from telegram import CallbackQuery, Message, User

from bot import log_redaction
from bot.messages import citations, notices, strings
from bot.messages.buttons import CallbackData
from bot.messages.notices import WITHDRAWN
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import Words, formatted, local_time, one_line
from bot.messages.verify import assert_verbatim
from bot.service.executor import ServiceExecutor
from bot.service.service import RetrievalService
from bot.store.database import StoreError
from bot.store.quotas import QuotaExceeded, QuotaKind
from bot.store.user_data import UserDataStore
from bot.tg.transport.concurrency import RunningSearches, SearchCancelledError
from bot.tg.transport.sender import TYPING_EVERY, acknowledge, amend, say, send, typing
from bot.tg.transport.waiting_updates import WaitingUpdates
from retrieval.errors import FilterError, NotVerbatimError, WithdrawnError

logger = logging.getLogger(__name__)

Finding = Coroutine[Any, Any, Sequence[MessagePart]]
"""Looks for the messages that answer; awaited once."""

T = TypeVar("T")

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
    searches: RunningSearches = field(default_factory=RunningSearches)
    waiting: WaitingUpdates = field(default_factory=WaitingUpdates)

    def notices(self) -> Sequence[str]:
        """Return what is wrong with the stores though they answer, in sentences for the admin."""
        stored = self.user_data.notice
        return [*self.service.notices(), *([] if stored is None else [stored])]

    async def reply(self, message: Message, user: int | None, find: Finding) -> Sequence[Message]:
        """Send what is found in reply to the message; return what was sent.

        Args:
            message: what is answered.
            user: who asked, and may cancel the search.
            find: looks for it.
        """
        parts = await self._find(message, user, find)
        return () if parts is None else await send(message, parts)

    async def replace(self, message: Message, user: int | None, find: Finding) -> None:
        """Edit a message of the bot's into what is found; send it where the message is gone."""
        parts = await self._find(message, user, find)
        if parts is None:
            return
        first, *rest = parts
        if not await amend(message.get_bot(), message.chat_id, message.message_id, first):
            rest = [first, *rest]
        if rest:
            await send(message, rest)

    async def search(
        self,
        message: Message,
        user: int | None,
        work: Coroutine[Any, Any, T],
        if_withdrawn: str = WITHDRAWN,
    ) -> T | None:
        """Return the work's result; None where it has no result, which the reader is told.

        Meanwhile the reader sees that the bot is typing, and may cancel it.

        Args:
            message: what is answered.
            user: who asked, and may cancel the search.
            work: looks for the result.
            if_withdrawn: what the reader is told where an article that it shows is gone.
        """
        try:
            with closing(work):  # not begun where it is cancelled at once
                async with typing(message, self.typing_every):
                    return await self.searches.run((message.chat_id, user), work)
        except SearchCancelledError:
            logger.info("A question was taken back")
        except FilterError as error:
            await say(message, one_line(str(error), _FAULT_LENGTH))
        except WithdrawnError as error:
            logger.info("Not shown: %s", error)
            await say(message, if_withdrawn)
        except NotVerbatimError as error:
            logger.error("Not sent: %s", error)  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
            await say(message, strings.NOT_VERBATIM)
        except TimeoutError:
            logger.warning("A question took too long")
            await say(message, strings.TOO_LONG)
        return None

    async def check(self, parts: Sequence[MessagePart]) -> None:
        """Compare every quotation in the messages with the stored words, read anew.

        Raises:
            NotVerbatimError: one of them differs.
        """
        await self.executor.run(assert_verbatim, parts, self.service.words_of)

    async def _find(
        self, message: Message, user: int | None, find: Finding
    ) -> Sequence[MessagePart] | None:
        with closing(find):
            return await self.search(message, user, self._checked(find))

    async def _checked(self, find: Finding) -> Sequence[MessagePart]:
        parts = await find
        await self.check(parts)
        return parts


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
        """The number of who pressed it."""
        return self.query.from_user.id

    async def is_for_presser(self) -> bool:
        """Return whether who presses is who asked for the button; else the tap is acknowledged.

        A button that does not say who asked for it is for nobody.
        """
        if self.press.asker is None:
            await self.acknowledge(notices.BUTTON_EXPIRED)
        elif self.press.asker != self.user_id:
            await self.acknowledge(notices.NOT_YOURS)
        return self.press.asker == self.user_id

    async def acknowledge(self, toast: str | None = None) -> None:
        """End the button's waiting sign; to be awaited before anything that takes time."""
        await acknowledge(self.query, toast)


async def count_question(user_data: UserDataStore, user: User | None) -> Words | None:
    """Count a question that may be asked now; for one that may not, return what to tell the reader.

    Where it cannot be counted it may be asked.
    """
    user_id = user.id if user is not None else None
    try:
        exceeded = await user_data.quotas.spend(user_id)
    except StoreError as error:
        logger.error("A question was not counted: %s", log_redaction.describe(error))  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
        return None
    return None if exceeded is None else quota_text(exceeded, user_data.clock())


async def is_over_quota(user_data: UserDataStore, user: User) -> bool:
    """Return whether a question may not be asked now; nothing is counted.

    Where that cannot be told it may be asked.
    """
    try:
        return await user_data.quotas.exceeded(user.id) is not None
    except StoreError as error:
        logger.error("The quota was not looked up: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
        return False


def quota_text(exceeded: QuotaExceeded, now: float) -> Words:
    """Say which limit was reached, and when it ends."""
    questions = strings.count(exceeded.allowed, "question")
    match exceeded.limit:
        case QuotaKind.USER_MINUTE:
            reached = f"I answer you {questions} a minute, and you have asked that many."
        case QuotaKind.USER_DAY:
            reached = f"I answer you {questions} a day, and you have asked that many."
        case QuotaKind.EVERYBODY_DAY:
            reached = f"I answer {questions} a day, and that many have been asked."
    ends = datetime.fromtimestamp(exceeded.until, UTC)
    moment = local_time(int(exceeded.until), citations.spell_moment(ends))
    # One more second: a reader who is told 0 s, and asks, is refused.
    wait = citations.spell_duration(exceeded.until - now + 1)
    return formatted(f"{reached} Please ask again in {wait}: ", moment, ".")
