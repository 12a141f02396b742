"""The bot as a process: it starts, serves, and stops when it is told to."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import load_settings
from bot.tg.application import run_bot
from retrieval.errors import ConfigError
from tests.bot.conftest import Run
from tests.bot.fake_service import REOPENS, FakeService
from tests.bot_server.faults import BAD_GATEWAY
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging
from bot.settings import load_settings
from bot.tg.application import run_bot
from retrieval.errors import ConfigError
from tests.bot.fake_service import REOPENING, FakeService

logging.basicConfig(level=logging.INFO)
try:
    run_bot(load_settings(), FakeService(answers={"When will the port reopen?": REOPENING}))
except ConfigError as error:
    raise SystemExit(str(error))
"""


async def test_the_process_waits_for_telegram_serves_and_stops_when_told_to(
    api: BotApi, reader: Reader, run: Run
) -> None:
    api.fail("getMe", BAD_GATEWAY)
    process = await run(PROGRAM, {}, asyncio.subprocess.PIPE)
    await reader.write("When will the port reopen?")
    (answer,) = await api.messages(1)
    process.send_signal(signal.SIGTERM)
    _, log = await process.communicate()
    assert REOPENS in answer.text
    assert process.returncode == 0, log.decode()
    assert "Answering as @VerbatimTestBot" in log.decode()
    assert TOKEN not in log.decode()


async def test_a_token_that_telegram_refuses_is_named_and_not_shown(run: Run) -> None:
    token = {"VERBATIM_TELEGRAM_TOKEN": "4242:another-token"}
    process = await run(PROGRAM, token, asyncio.subprocess.PIPE)
    _, log = await process.communicate()
    assert process.returncode == 1
    assert log.decode().endswith("VERBATIM_TELEGRAM_TOKEN is not accepted by Telegram\n")
    assert "4242:another-token" not in log.decode()


@pytest.mark.parametrize("token", [None, SecretStr("")])
def test_without_a_token_the_setting_is_named(token: SecretStr | None, tmp_path: Path) -> None:
    changes = {"telegram_token": token, "data_dir": tmp_path}
    settings = load_settings().model_copy(update=changes)
    with pytest.raises(ConfigError, match="VERBATIM_TELEGRAM_TOKEN is not set"):
        run_bot(settings, FakeService())
