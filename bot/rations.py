"""How many questions a reader may ask, as the reader is told."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from telegram import User

from bot import dates, logs, texts
from bot.keeping.budgets import Limit, UsedUp
from bot.keeping.drawer import Drawer
from bot.keeping.schema import KeepingError
from bot.markup import local_time

logger = logging.getLogger(__name__)


async def refusal(drawer: Drawer, user: User | None) -> str | None:
    """Counts a question that may be asked now; for one that may not, the sentence that says so.

    Where it cannot be counted it may be asked.
    """
    user_id = user.id if user is not None else None
    try:
        used_up = await drawer.aside(lambda: drawer.budgets.spend(user_id))
    except KeepingError as error:
        logger.error("A question was not counted: %s", logs.describe(error))  # noqa: TRY400 - the error names the place; a traceback could show words of readers or articles
        return None
    return None if used_up is None else sentence(used_up, drawer.clock())


def sentence(used_up: UsedUp, now: float) -> str:
    """HTML that says which limit was reached, and when it ends."""
    questions = texts.count(used_up.allowed, "question")
    match used_up.limit:
        case Limit.USER_MINUTE:
            reached = f"I answer you {questions} a minute, and you have asked that many."
        case Limit.USER_DAY:
            reached = f"I answer you {questions} a day, and you have asked that many."
        case Limit.EVERYBODY_DAY:
            reached = f"I answer {questions} a day, and that many have been asked."
    ends = datetime.fromtimestamp(used_up.until, UTC)
    moment = local_time(int(used_up.until), dates.spell_moment(ends))
    # One more second: a reader who is told 0 s, and asks, is refused.
    wait = dates.duration(used_up.until - now + 1)
    return f"{reached} Please ask again in {wait}: {moment}."
