"""Updates that Telegram brings; the faults are rows of the matrix in ``test_faults``."""

from __future__ import annotations

import logging
import socket
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.monitoring import HeartbeatState, read_heartbeat
from bot.settings import load_settings
from bot.store.user_data import FILE_NAME
from bot.tg.handlers.registry import ALLOWED_UPDATES
from retrieval.errors import ConfigError
from tests.bot.fake_service import QUESTION, REOPENS
from tests.bot.tg.transport.installation import READER, SECRET, Installation, said_in_log
from tests.bot_server.asking import Ask
from tests.bot_server.faults import BAD_GATEWAY
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.webhook import SECRET_HEADER

MESSAGE = {
    "update_id": 9001,
    "message": {
        "message_id": 1,
        "date": 1767225600,
        "chat": {"id": READER, "type": "private", "first_name": "Reader"},
        "from": {"id": READER, "is_bot": False, "first_name": "Reader"},
        "text": QUESTION,
    },
}


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path).by_webhook()


def listening(api: BotApi) -> bool:
    return api.courier.hook is not None


async def test_what_telegram_brings_is_answered(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    async with installation.open():
        await reader.write(QUESTION)
        (answer,) = await api.shown(READER, 1)
        beat = read_heartbeat(installation.heartbeat)
        hook = api.courier.hook
    assert REOPENS in answer.text
    assert api.made("getUpdates") == []
    assert api.courier.attempts.count(200) == 1
    assert beat is not None
    assert beat.state is HeartbeatState.WEBHOOK
    assert hook is not None
    assert hook.url == installation.settings.telegram_webhook_url
    assert (hook.max_connections, tuple(api.updates.allowed)) == (8, ALLOWED_UPDATES)


async def test_without_a_secret_in_the_settings_one_is_made_up_for_each_start(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    for number in (1, 2):
        async with installation.open():
            await reader.write(QUESTION)
            await api.shown(READER, number)
    first, second = (call.parameters["secret_token"] for call in api.made("setWebhook"))
    assert first != second
    assert min(len(first), len(second)) > 40


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({SECRET_HEADER: ""}, 403),
        ({SECRET_HEADER: f"{SECRET}x"}, 403),
        ({SECRET_HEADER: SECRET[:-1]}, 403),
        ({SECRET_HEADER: SECRET}, 200),
    ],
    ids=["none", "empty", "longer", "shorter", "right"],
)
async def test_who_does_not_know_the_secret_is_refused(
    api: BotApi,
    reader: Reader,
    installation: Installation,
    headers: Mapping[str, str],
    status: int,
) -> None:
    installation.changes["telegram_webhook_secret"] = SecretStr(SECRET)
    async with installation.open():
        await reader.write("/help")
        await api.shown(READER, 1)
        assert await brought(installation, headers) == status
        await reader.write("/help")
        await api.until(lambda: len(api.sent) == (3 if status == 200 else 2))
    assert any(REOPENS in call.text for call in api.sent) is (status == 200)


async def brought(installation: Installation, headers: Mapping[str, str]) -> int:
    """What the bot says to an update."""
    url = installation.settings.telegram_webhook_url
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=MESSAGE, headers=headers) as response,
    ):
        return response.status


async def test_an_update_that_is_brought_again_is_answered_once(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    installation.changes["telegram_webhook_secret"] = SecretStr(SECRET)
    for before, after in ((1, 3), (4, 5)):
        async with installation.open():
            await reader.write("/help")
            await api.messages(before)
            for _ in range(3):
                assert await brought(installation, {SECRET_HEADER: SECRET}) == 200
            await reader.write("/help")
            await api.messages(after)
    assert sum(REOPENS in call.text for call in api.sent) == 1


async def test_what_cannot_be_stored_is_brought_again_and_answered_once(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    async with installation.open():
        await api.until(lambda: listening(api))
        with closing(sqlite3.connect(installation.folder / FILE_NAME)) as beside:
            beside.execute("ALTER TABLE inbox RENAME TO away")
            await reader.write(QUESTION)
            await api.until(lambda: 500 in api.courier.attempts)
            assert api.sent == []
            beside.execute("ALTER TABLE away RENAME TO inbox")
        await api.shown(READER, 1)
        await reader.write("/help")
        await api.shown(READER, 2)
    assert [REOPENS in message.text for message in api.chat(READER).from_the_bot()] == [
        True,
        False,
    ]
    assert api.courier.attempts.count(200) == 2


async def test_a_telegram_that_is_down_when_the_webhook_is_set_is_waited_for(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    await reader.write(QUESTION)
    api.fail("setWebhook", BAD_GATEWAY)
    async with installation.open():
        (answer,) = await api.shown(READER, 1)
    assert REOPENS in answer.text


async def test_a_webhook_that_another_process_took_away_is_set_again(
    api: BotApi,
    ask: Ask,
    reader: Reader,
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    installation.intervals = replace(installation.intervals, check_every=0.05)
    async with installation.open():
        await api.until(lambda: listening(api))
        await ask("deleteWebhook")
        await reader.write(QUESTION)
        (answer,) = await api.shown(READER, 1)
    assert REOPENS in answer.text
    said = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert said == [
        "Telegram no longer brings updates here: another process uses this token. "
        "Stop the other one; this one asks for them again."
    ]


async def test_what_telegram_could_not_bring_is_logged_once(
    api: BotApi, installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    installation.intervals = replace(installation.intervals, check_every=0.05)
    api.courier.last_error = (1767225600, "Connection failed: timeout")
    async with installation.open():
        await said_in_log("Telegram could not bring an update: Connection failed: timeout")
        looks = len(api.made("getWebhookInfo"))
        await api.until(lambda: len(api.made("getWebhookInfo")) > looks + 2)
    assert caplog.text.count("could not bring") == 1


async def test_from_a_webhook_to_polling_and_back_nothing_is_lost(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    polling = replace(installation, changes={})
    for number, each in enumerate((installation, polling, installation), 1):
        await reader.write(QUESTION)
        async with each.open():
            await api.shown(READER, number)
    assert sum(REOPENS in message.text for message in api.chat(READER).from_the_bot()) == 3


async def test_a_port_that_is_taken_ends_the_bot_in_one_line(
    installation: Installation,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        installation.changes["telegram_webhook_port"] = port = taken.getsockname()[1]
        async with installation.open() as opened:
            with pytest.raises(ConfigError, match=rf"_PORT are 127\.0\.0\.1:{port}: .* in use"):
                await opened.ended()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TELEGRAM_WEBHOOK_URL", "bot.example/hook", "TELEGRAM_WEBHOOK_URL is 'bot.example/hook'"),
        ("TELEGRAM_WEBHOOK_URL", "https://", "expected an address without a query"),
        ("TELEGRAM_WEBHOOK_PORT", "70000", "expected a whole number from 1 to 65535"),
        ("TELEGRAM_WEBHOOK_SECRET", "with space", "is a value that is not shown: "),
    ],
)
def test_settings_that_no_webhook_can_have_are_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"VERBATIM_{name}", value)
    with pytest.raises(ConfigError) as error:
        load_settings()
    assert f"VERBATIM_{name}" in str(error.value)
    assert said in str(error.value)
    assert "with space" not in str(error.value)


def test_an_empty_secret_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_TELEGRAM_WEBHOOK_SECRET", "")
    assert load_settings().telegram_webhook_secret is None
