"""Uploads to the bot as a process of its own: what a kill and a crash leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot_server.people import Reader
from tests.bot_server.process import bot_process
from tests.bot_server.state import BotApi

pytestmark = [pytest.mark.model, pytest.mark.parser]

ADMIN = 77
OPENED = "The lock of Ostmar opened on Friday, its keeper said."
STORY = f"Lock opens\n\n{OPENED}\n".encode()
READY = "Answering as @VerbatimTestBot"


async def test_an_upload_that_a_kill_interrupts_is_taken_up_again_and_reported_once(
    api: BotApi, reader: Reader, data_dir: Path
) -> None:
    async with bot_process(api, data_dir, telegram_admins=str(ADMIN)) as bot:
        await bot.says(READY)
        await reader.send_document("lock.txt", STORY)
        await api.until(lambda: bool(api.made("sendChatAction")))
        await bot.kill()
        await bot.start()
        await bot.says(READY)
        (told,) = await api.shown(ADMIN, 1)
        await reader.write("When did the lock of Ostmar open?")
        _, answer = await api.shown(ADMIN, 2)
    assert told.text.startswith(("1 article taken in", "1 article unchanged", "I have this very"))
    assert "lock.txt" in told.text
    assert OPENED in answer.text
    assert [path.name for path in (data_dir / "received").glob("[!.]*/*")] == ["lock.txt"]
