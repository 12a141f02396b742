"""Somebody who answers on Telegram, as a process of its own, for ``benchmarks.bot``.

    python -m benchmarks.bot_clients WHO

BARE answers every message with the same words and does nothing else. INSTANT is the bot with a
service that has one answer ready, VERBATIM the bot as it is; both send as fast as they can.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing
from itertools import count

import httpx

from bot.bootstrap import open_user_data, opened
from bot.service.service import RetrievalService
from bot.settings import Settings, load_settings
from bot.tg.application import run_until_stopped
from bot.tg.runner import stop_event
from bot.tg.transport.health import BotHealth
from bot.tg.transport.rate_limiter import RateLimit, RateLimiter, RateLimits
from tests.bot.fake_service import REOPENING, FakeService

BARE, INSTANT, VERBATIM = "bare", "instant", "verbatim"

QUESTIONS = (
    "How much will the new terminal cost?",
    "Who is paying for the Eastmole terminal?",
    "When does construction of the terminal start?",
    "Why did the union call off the strike?",
    "Where did the water ministers meet?",
    "What did Gideon Ashgrave tell the inquiry?",
    "Who chairs the inquiry?",
    "How many witnesses will the inquiry hear?",
    "Who shut the gates of the Sarvel?",
    "Is there a strike on Sunday?",
    "/quote holvenski",
)

UNPACED = RateLimits(*[RateLimit(100_000, 1.0)] * 3)
POLL = 10
"""Seconds that a poll waits."""

WORDS = (
    "<blockquote>The port of Ostervik will reopen <b>on Monday</b>, nine weeks after the crane "
    "collapse.</blockquote>\n[1] <b>The Ostervik Gazette</b> — Port to reopen, 12 March 2026 · "
    "<code>harbour/reopening.txt</code>"
)
"""As long and as marked up as a short answer."""


def ready_desk() -> FakeService:
    """The same answer to every question."""
    return FakeService(answers=dict.fromkeys(QUESTIONS, REOPENING))


def main() -> None:
    who, settings = sys.argv[1], load_settings()
    match who:
        case "bare":
            asyncio.run(bare(settings))
        case "instant":
            asyncio.run(unpaced(settings, ready_desk()))
        case _:
            with opened(settings) as components:
                service = components.service()
                service.warm_up()
                asyncio.run(unpaced(settings, service))


async def unpaced(settings: Settings, service: RetrievalService) -> None:
    """The bot as it is shipped, but for what it lets Telegram's limits cost."""
    stop = stop_event()
    with closing(open_user_data(settings)) as user_data:
        health = BotHealth(limiter=RateLimiter(limits=UNPACED))
        await run_until_stopped(settings, service, user_data, health, stop)


async def bare(settings: Settings) -> None:
    """A poll after another, a message to every update, all of a poll at once."""
    assert settings.telegram_token is not None
    url = settings.telegram_base_url + settings.telegram_token.get_secret_value()
    async with httpx.AsyncClient(timeout=POLL + 10) as client, asyncio.TaskGroup() as sending:
        offset = 0
        for _ in count():
            asked = {"offset": offset, "timeout": POLL}
            updates = (await client.post(f"{url}/getUpdates", json=asked)).json()["result"]
            for update in updates:
                offset = update["update_id"] + 1
                sending.create_task(_answer(client, url, update["message"]))


async def _answer(client: httpx.AsyncClient, url: str, message: dict[str, object]) -> None:
    chat = message["chat"]
    assert isinstance(chat, dict)
    reply = {
        "chat_id": chat["id"],
        "text": WORDS,
        "parse_mode": "HTML",
        "reply_parameters": {"message_id": message["message_id"]},
    }
    (await client.post(f"{url}/sendMessage", json=reply)).raise_for_status()


if __name__ == "__main__":
    main()
