"""The bot as a process: what it finds is what production finds, but for Telegram's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot_server.faults import BAD_GATEWAY
from tests.bot_server.people import Reader
from tests.bot_server.process import bot_process
from tests.bot_server.state import BotApi

pytestmark = [pytest.mark.model, pytest.mark.parser]

QUESTION = "When did the quay of Velmark reopen?"
REOPENED = "The quay of Velmark reopened on Monday after a winter of repairs, the port said."


async def test_it_answers_stops_and_answers_again_from_the_same_data(
    api: BotApi, reader: Reader, data_dir: Path
) -> None:
    api.fail("getMe", BAD_GATEWAY)
    async with bot_process(api, data_dir) as bot:
        await reader.write(QUESTION)
        await bot.says("Answering as @VerbatimTestBot")
        (answer,) = await api.shown(reader.user_id, 1)
        assert REOPENED in answer.text
        assert await bot.stop() == 0, bot.text()
        assert not bot.is_running

        await bot.start()
        await bot.says("Answering as @VerbatimTestBot")
        await reader.write(QUESTION)
        assert len(await api.shown(reader.user_id, 2)) == 2
        await bot.kill()
        assert not bot.is_running


async def test_a_bot_that_ends_by_itself_is_heard_out(api: BotApi, tmp_path: Path) -> None:
    async with bot_process(api, tmp_path, telegram_token="4242:another") as bot:
        assert "VERBATIM_TELEGRAM_TOKEN is not accepted" in await bot.says("VERBATIM_TELEGRAM")
        assert await bot.ended() == 1
    async with bot_process(api, tmp_path, telegram_concurrent_updates="many") as bot:
        with pytest.raises(AssertionError, match=r"it ended without saying so:\n.*is 'many'"):
            await bot.says("Answering")
        assert await bot.ended() == 1
