"""Whether the bot is well, and what it tells nobody."""

from __future__ import annotations

import asyncio
import json
import logging
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from telegram import Bot
from telegram.ext import Updater

from bot.log_redaction import ContentFilter
from bot.monitoring import (
    EVERY,
    STALE_AFTER,
    Heartbeat,
    HeartbeatRecord,
    HeartbeatState,
    Metrics,
    metrics_served,
    read_heartbeat,
)
from bot.tg.transport.health import BotHealth
from bot.tg.transport.polling import DEAD_AFTER, PollingStalledError, PollRequest, UpdatePoller
from retrieval.errors import ConfigError, FilterError
from tests.bot.fake_service import (
    GAZETTE,
    GROUP,
    QUESTION,
    REOPENS,
    FakeService,
    altered,
    answering,
)
from tests.bot.messages import samples
from tests.bot.tg.transport.installation import (
    OTHER,
    READER,
    Installation,
    StoppedTime,
    declining,
    free_port,
)
from tests.bot_server.faults import (
    BAD_GATEWAY,
    BLOCKED,
    CANNOT_PARSE,
    SERVER_ERROR,
    ResetAfter,
    refusal,
    too_many,
)
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path)


# --- the heartbeat ---------------------------------------------------------------------------


async def test_the_heartbeat_says_when_telegram_was_heard_and_what_the_bot_does(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    async with installation.open() as opened:
        await reader.write(QUESTION)
        await api.shown(READER, 1)
        beat = read_heartbeat(installation.heartbeat)
        assert beat is not None
        assert beat.state is HeartbeatState.POLLING
        assert beat.heard is not None
        assert not beat.is_stale(beat.heard + STALE_AFTER)
        assert beat.is_stale(beat.heard + STALE_AFTER + 1)
        assert opened.health.silence is not None
    stopped = read_heartbeat(installation.heartbeat)
    assert stopped is not None
    assert stopped.state is HeartbeatState.STOPPED
    assert not stopped.is_stale(stopped.written + 10 * STALE_AFTER)


async def test_where_telegram_is_not_heard_the_heartbeat_grows_stale(
    api: BotApi, installation: Installation
) -> None:
    api.fail("getMe", refusal(401, "Unauthorized"))
    async with installation.open() as opened:
        with pytest.raises(ConfigError):
            await opened.ended()
    time = StoppedTime()
    heartbeat = Heartbeat(installation.heartbeat, time)
    heartbeat.enter(HeartbeatState.POLLING)
    beat = read_heartbeat(installation.heartbeat)
    assert beat is not None
    assert beat.heard is None
    assert beat.is_stale(time.now + STALE_AFTER + 1)


def test_the_heartbeat_is_written_now_and_then_and_at_once_where_the_state_changes(
    tmp_path: Path,
) -> None:
    time, path = StoppedTime(), tmp_path / "heartbeat"
    heartbeat = Heartbeat(path, time)

    def written() -> tuple[HeartbeatState, float | None]:
        beat = read_heartbeat(path)
        assert beat is not None
        return beat.state, beat.heard

    heartbeat.heard()
    assert written() == (HeartbeatState.STARTING, 0.0)
    time.now = EVERY - 1
    heartbeat.heard()
    assert written() == (HeartbeatState.STARTING, 0.0)
    assert heartbeat.beat.heard == EVERY - 1
    heartbeat.enter(HeartbeatState.POLLING)
    assert written() == (HeartbeatState.POLLING, EVERY - 1)
    time.now = 2 * EVERY
    heartbeat.heard()
    assert written() == (HeartbeatState.POLLING, 2 * EVERY)


@pytest.mark.parametrize("words", ["", "{}", "[]", '{"state": "asleep"}', "\x00", "null"])
def test_a_file_that_is_no_heartbeat_is_read_as_none(tmp_path: Path, words: str) -> None:
    path = tmp_path / "heartbeat"
    assert read_heartbeat(path) is None
    path.write_text(words)
    assert read_heartbeat(path) is None


def test_a_heartbeat_that_cannot_be_written_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heartbeat = Heartbeat(tmp_path / "nowhere" / "heartbeat", StoppedTime())
    for state in HeartbeatState:
        heartbeat.enter(state)
    assert caplog.text.count("The heartbeat cannot be written") == 1
    assert heartbeat.beat.state is HeartbeatState.STOPPED


def test_the_heartbeat_file_holds_state_times_and_process_only(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat"
    heartbeat = Heartbeat(path, StoppedTime())
    heartbeat.enter(HeartbeatState.WEBHOOK)
    assert json.loads(path.read_text()) == {
        "state": "webhook",
        "written": 0.0,
        "heard": None,
        "process": heartbeat.beat.process,
    }
    assert read_heartbeat(path) == HeartbeatRecord(
        HeartbeatState.WEBHOOK, 0.0, None, heartbeat.beat.process
    )


# --- metrics ---------------------------------------------------------------------------------


def figures(metrics_text: str) -> dict[str, float]:
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(metrics_text)
        for sample in family.samples
    }


def read_metrics(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as response:
        return str(response.read(), "utf-8")


async def test_the_figures_say_what_came_of_the_questions_and_what_went_wrong(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    service = answering(why=declining("No."), filter=FilterError("no"), broken=RuntimeError("no"))
    async with installation.open(service) as opened:
        for number, question in enumerate((QUESTION, QUESTION, "why", "filter", "broken"), 1):
            await reader.write(question)
            await api.shown(READER, number)
        await reader.write("/quote Nobody")
        await api.shown(READER, 6)
        metrics, port = opened.health.metrics, free_port()
        metrics.ingested("taken_in")
        with metrics_served(metrics, port):
            words = read_metrics(port)
    found = figures(words)
    assert {name: value for name, value in found.items() if "questions_total" in name} == {
        "verbatim_questions_total Answer": 2.0,
        "verbatim_questions_total Declined": 1.0,
        "verbatim_questions_total Misunderstood": 1.0,
        "verbatim_questions_total failed": 1.0,
        "verbatim_questions_total UnknownName": 1.0,
    }
    assert found["verbatim_answer_seconds_count"] == 6
    assert found["verbatim_errors_total RuntimeError"] == 1
    assert found["verbatim_ingests_total taken_in"] == 1
    assert found["verbatim_updates waiting"] == 0
    assert found["verbatim_last_poll_timestamp_seconds"] > 1e9
    assert "process_resident_memory_bytes" in found
    assert metrics.errors == 1


def test_without_a_port_nothing_listens_and_a_taken_one_is_named() -> None:
    port = free_port()
    with metrics_served(Metrics(), 0), pytest.raises(OSError, match="refused"):
        read_metrics(port)
    with (
        metrics_served(Metrics(), port),
        pytest.raises(ConfigError, match=f"METRICS_PORT is {port}: "),
    ):
        metrics_served(Metrics(), port).__enter__()


def test_the_silence_of_telegram_is_measured() -> None:
    time = StoppedTime()
    health = BotHealth(clock=time)
    before = health.silence
    health.heard()
    time.now = 12.0
    assert (before, health.silence, health.uptime) == (None, 12.0, 12.0)


async def test_a_bot_that_no_longer_polls_ends_so_that_it_is_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.tg.transport.polling._LOOK_EVERY", 0.01)
    health = BotHealth()
    request = PollRequest(health)
    request.tried -= DEAD_AFTER + 1
    updater = Updater(Bot(TOKEN), asyncio.Queue())
    with pytest.raises(PollingStalledError, match="has to be started again"):
        await UpdatePoller(request, (), health).watch(updater)


# --- what nobody is told ---------------------------------------------------------------------


async def test_a_whole_run_leaves_no_words_and_no_token_in_log_or_figures(
    api: BotApi, reader: Reader, installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    broken = RuntimeError(f"xylophone {TOKEN} {REOPENS}")
    service = FakeService(
        samples.ARTICLES,
        answers={
            QUESTION: samples.ANSWER,
            "xylophone changed": samples.ANSWER.__class__(
                "xylophone", 0.9, (altered(GAZETTE.excerpt(REOPENS)),)
            ),
            "xylophone broken": broken,
            "xylophone filter": FilterError("xylophone"),
        },
        quotes={"xylophone": samples.QUOTED},
    )
    faults = (SERVER_ERROR, BAD_GATEWAY, too_many(1), CANNOT_PARSE, ResetAfter(), BLOCKED)
    api.fail("sendMessage", *faults)
    api.fail("getUpdates", BAD_GATEWAY)
    api.fail("setMyCommands", refusal(400, f"Bad Request: xylophone {REOPENS}"))
    installation.changes["telegram_allowed_users"] = frozenset({READER})
    questions = [QUESTION] * 4 + [*service.answers, "xylophone?", "/quote xylophone", "/xylophone"]
    port = free_port()
    async with installation.open(service) as opened:
        for question in questions:
            await reader.write(question)
            await reader.write_in(GROUP, f"/ask {question}")
        await Reader(api, OTHER).write("xylophone of a stranger")
        await reader.write("/help")
        await api.until(lambda: any("/privacy" in each or "/help –" in each for each in said(api)))
        logging.getLogger("telegram.ext").error("Received: %r", {"text": "xylophone"})
        logging.getLogger("asyncio").error("Task failed\nRuntimeError('xylophone')")
        with metrics_served(opened.health.metrics, port):
            told = read_metrics(port)
        await opened.close()
    logged = "\n".join(
        f"{each.getMessage()} {each.exc_text or ''} {each.exc_info or ''}"
        for each in caplog.records
    )
    assert "A message was not answered: RuntimeError at" in logged
    assert "Received: {'text': […]}" in logged
    for words in (TOKEN, "xylophone", REOPENS, "port reopen", "Lindqvist", "cranes"):
        assert words not in logged
        assert words not in told


@pytest.mark.parametrize(
    ("message", "args", "logged"),
    [
        ("%s took %d of %.1f", ("words", 3, 0.5), "[…] took 3 of 0.5"),
        ("%r and %-10s|", ("words", ["words"]), "[…] and […]       |"),
        ("%(count)d of %(what)s", ({"count": 2, "what": "words"},), "2 of […]"),
        ("no arguments, 100%", (), "no arguments, 100%"),
        ("first line\nwords", (), "first line"),
    ],
)
def test_of_a_librarys_line_only_the_form_and_the_numbers_are_left(
    message: str, args: tuple[object, ...], logged: str
) -> None:
    record = logging.LogRecord("telegram.ext", logging.ERROR, "x", 1, message, args, None)
    assert ContentFilter().filter(record)
    assert record.getMessage() == logged
    ours = logging.LogRecord(
        "bot.tg.transport.update_queue", logging.ERROR, "x", 1, message, args, None
    )
    assert ContentFilter().filter(ours)
    assert ours.getMessage() == (
        message % (args[0] if "%(" in message else args) if args else message
    )


def test_of_a_librarys_error_only_its_kind_and_place_are_left() -> None:
    try:
        raise ValueError("words")  # noqa: TRY301 - an error that has a place
    except ValueError as error:
        found = (type(error), error, error.__traceback__)
    record = logging.LogRecord("tornado.application", logging.ERROR, "x", 1, "Uncaught", (), found)
    ContentFilter().filter(record)
    logged = logging.Formatter().format(record)
    assert logged.startswith("Uncaught (ValueError at test_health.py:")
    assert "words" not in logged


def said(api: BotApi) -> list[str]:
    return [message.text for message in api.chat(READER).from_the_bot()]
