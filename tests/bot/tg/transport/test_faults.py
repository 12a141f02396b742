"""What the connection to Telegram can do to the bot, a row each: the fault, and what holds.

| fault | what holds |
|---|---|
| sendMessage: 429, retry_after 1 | sent when Telegram says, once |
| sendMessage: 429 for hours | that chat waits without a place at work; others are answered |
| sendMessage: 500, HTML 502 | sent again, once |
| sendMessage: no connection | sent when Telegram is there again, however late |
| sendMessage: reset before the effect | not sent again; the reader hears what is known |
| sendMessage: reset after the effect | not sent again; the reader hears what is known |
| sendMessage: slow | not sent again; the reader hears what is known |
| sendMessage: 403 | nobody is told; what the chat watched ends |
| sendMessage: broken markup | the same words as plain text, once |
| sendMessage: the quote is refused | a plain reply |
| sendMessage: buttons refused, topic gone | the answer without them |
| sendMessage: the group has become a supergroup | sent there; its watches move along |
| sendChatAction: anything | the answer does not wait |
| editMessageText: 500, reset before or after the effect | made again; it shows once |
| answerCallbackQuery: reset after the effect, too late | nobody is bothered |
| getUpdates: HTML 502, reset, 404 of a proxy | polled again; nothing is lost |
| getUpdates: 409 | one line in the log; it goes on |
| getUpdates: 401 | one line; it ends |
| getMe: wrong token | one line; it ends |
| getMe: 502, no connection at the start | it waits; nothing is lost |
| setWebhook: 502 | it waits; nothing is lost |
| webhook: no secret, a wrong one | 403; nothing happens |
| webhook: delivered again, storing fails | answered once |
| webhook: another process takes it away | one line; it is set again |

The last four are in ``test_webhook.py``; what the process itself goes through is in
``test_stops.py``, order and pace in ``test_rate_limiter.py``.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from telegram import Bot, Message, Update
from telegram.error import Conflict, NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.messages import strings
from bot.messages.buttons import Button, CallbackAction, CallbackData, CopyButton
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import bold, formatted, link
from bot.tg.application import Intervals
from bot.tg.transport.errors import ANOTHER_INSTANCE, PERHAPS_NOT_SENT, ErrorHandler
from bot.tg.transport.rate_limiter import RateLimiter, may_have_arrived, surely_unsent
from bot.tg.transport.sender import acknowledge, amend, say, send, send_file, tell
from retrieval.errors import ConfigError
from retrieval.model import Reply
from tests.bot.fake_service import (
    GAZETTE,
    GROUP,
    QUESTION,
    REOPENING,
    REOPENS,
    FakeService,
    answering,
)
from tests.bot.tg.transport.installation import (
    OTHER,
    READER,
    HurriedTime,
    Installation,
    StoppedTime,
    free_port,
    said_in_log,
)
from tests.bot_server.faults import (
    BAD_GATEWAY,
    BLOCKED,
    CANNOT_PARSE,
    CONFLICT,
    SERVER_ERROR,
    AnyFault,
    Held,
    ResetAfter,
    ResetBefore,
    refusal,
    too_many,
)
from tests.bot_server.groups import make_supergroup, remove_bot
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN

HOURS = 13_938


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path)


def shown(api: BotApi, chat: int = READER) -> list[str]:
    """What the reader has from the bot: the answer as its words, anything else whole."""
    texts_shown = [message.text for message in api.chat(chat).from_the_bot()]
    return [REOPENS if REOPENS in text else text for text in texts_shown]


def has_polled(api: BotApi, before: int) -> bool:
    return len(api.made("getUpdates")) > before


# --- a message is sent -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "slept"),
    [
        ([too_many(1)], [1.1]),
        ([too_many(30), too_many(2)], [30.1, 2.1]),
        ([SERVER_ERROR], [0.5]),
        ([BAD_GATEWAY, BAD_GATEWAY], [0.5, 1.0]),
        ([SERVER_ERROR, too_many(5), SERVER_ERROR], [0.5, 5.1, 1.0]),
    ],
    ids=["429", "429 twice", "500", "502 as HTML twice", "500, 429, 500"],
)
async def test_what_telegram_did_not_do_is_done_when_it_can_be_and_once(
    api: BotApi,
    reader: Reader,
    installation: Installation,
    faults: list[AnyFault],
    slept: list[float],
) -> None:
    time = HurriedTime()
    api.fail("sendMessage", *faults)
    async with installation.open(time=time) as opened:
        await reader.write(QUESTION)
        await api.shown(READER, 1)
        await opened.close()
    assert shown(api) == [REOPENS]
    assert time.slept == slept
    assert len(api.made("sendMessage")) == len(faults) + 1


async def test_a_chat_that_is_told_to_wait_for_hours_keeps_nobody_else_waiting(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    installation.changes["telegram_concurrent_updates"] = 1
    installation.intervals = replace(installation.intervals, grace=0.05)
    time, other = StoppedTime(), Reader(api, OTHER)
    api.fail("sendMessage", too_many(HOURS))
    async with installation.open(time=time):
        await reader.write(QUESTION)
        await time.until_asleep()
        await other.write(QUESTION)
        await api.shown(OTHER, 1)
        assert shown(api) == []
    async with installation.open():  # told to stop, it did not wait for hours; nothing is lost
        await api.shown(READER, 1)
    assert time.slept == [HOURS + 0.1]
    assert (shown(api), shown(api, OTHER)) == ([REOPENS], [REOPENS])


async def test_a_chat_that_was_told_to_wait_is_answered_in_order_when_the_time_has_passed(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    time = StoppedTime()
    api.fail("sendMessage", too_many(HOURS))
    async with installation.open(time=time):
        await reader.write(QUESTION)
        await reader.write("/help")
        await time.until_asleep()
        await time.passes(HOURS)
        assert shown(api) == []
        await time.passes(1)
        await api.shown(READER, 2)
    assert shown(api)[0] == REOPENS


@pytest.mark.parametrize(
    ("fault", "arrives"), [(ResetBefore(), False), (ResetAfter(), True)], ids=["before", "after"]
)
async def test_what_may_have_been_sent_is_not_sent_again_and_the_reader_hears_what_is_known(
    api: BotApi, reader: Reader, installation: Installation, fault: AnyFault, *, arrives: bool
) -> None:
    api.fail("sendMessage", fault)
    async with installation.open():
        await reader.write(QUESTION)
        await api.shown(READER, 2 if arrives else 1)
    assert shown(api) == ([REOPENS] if arrives else []) + [PERHAPS_NOT_SENT]
    assert [REOPENS in call.text for call in api.made("sendMessage")] == [True, False]


async def test_a_slow_answer_is_not_sent_again_and_the_reader_hears_what_is_known(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    go_on = asyncio.Event()
    installation.intervals = replace(installation.intervals, read_timeout=2.5)
    api.fail("sendMessage", Held(go_on))
    async with installation.open():
        await reader.write(QUESTION)
        await api.shown(READER, 1)
        go_on.set()
        await api.shown(READER, 2)
    assert shown(api) == [PERHAPS_NOT_SENT, REOPENS]
    assert len(api.made("sendMessage")) == 2


async def test_while_telegram_is_away_answers_wait_for_it(tmp_path: Path) -> None:
    found, port = threading.Event(), free_port()

    def look() -> Reply:
        assert found.wait(60)
        return REOPENING

    time = StoppedTime()
    async with bot_api(port=port) as before:
        reader = Reader(before)
        opening = Installation(before, tmp_path).open(
            FakeService(answers={QUESTION: look}), time=time
        )
        opened = await opening.__aenter__()
        await reader.write(QUESTION)
        await before.until(lambda: bool(before.made("sendChatAction")))
    found.set()
    for attempt, pause in enumerate((0.5, 1, 2, 4, 8, 10, 10, 10), 1):
        await time.until_asleep(attempt)
        if attempt < 8:
            await time.passes(pause)
    async with bot_api(port=port) as after:
        assert Reader(after).chat.shows() == []  # known to this Telegram, from now on
        await time.passes(10)
        await after.shown(READER, 1)
        assert shown(after) == [REOPENS]
        await opened.close()
        await opening.__aexit__(None, None, None)


async def test_what_telegram_never_takes_is_given_up_and_apologised_for(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    time = StoppedTime()
    api.fail("sendMessage", *[SERVER_ERROR] * 6)
    async with installation.open(time=time):
        await reader.write(QUESTION)
        for attempt, pause in enumerate((0.5, 1, 2, 4, 8), 1):
            await time.until_asleep(attempt)
            await time.passes(pause / 2)
            await reader.write_in(GROUP, "Telegram answers, but not to this.")
            await api.until(partial(has_polled, api, len(api.made("getUpdates"))))
            await time.passes(pause / 2)
        await api.shown(READER, 1)
    assert shown(api) == [strings.FAILED]


async def test_who_blocked_the_bot_is_left_alone_and_watches_nobody_any_more(
    api: BotApi, reader: Reader, installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("sendMessage", BLOCKED)
    async with installation.open() as opened:
        for chat in (READER, OTHER):
            await opened.user_data.watches.add(
                user=chat, chat=chat, topic=None, asked="x", known="Lindqvist", statements=()
            )
        await reader.write(QUESTION)
        await Reader(api, OTHER).write(QUESTION)
        await api.shown(OTHER, 1)
        await opened.close()
        assert shown(api) == []
    assert len(api.made("sendMessage")) == 2
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]
    async with installation.open() as opened:
        assert [watch.chat for watch in await opened.user_data.watches.all()] == [OTHER]


async def test_who_blocks_the_bot_or_removes_it_watches_nobody_any_more(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    installation.changes["telegram_allowed_users"] = frozenset({OTHER})
    async with installation.open() as opened:
        for chat in (READER, GROUP, OTHER):
            await opened.user_data.watches.add(
                user=READER, chat=chat, topic=None, asked="x", known="Lindqvist", statements=()
            )
        await Reader(api, OTHER).write_in(GROUP, "/help@VerbatimTestBot")
        await api.shown(GROUP, 1)
        await reader.block()
        await remove_bot(api, api.chat(GROUP), reader.form())
        await Reader(api, OTHER).write(QUESTION)
        await api.shown(OTHER, 1)
        await opened.close()
    async with installation.open() as opened:
        assert [watch.chat for watch in await opened.user_data.watches.all()] == [OTHER]
    assert len(api.chat(GROUP).from_the_bot()) == 1


async def test_a_group_that_became_a_supergroup_hears_there_what_it_asked_and_watches(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    found, new = threading.Event(), -100_900

    def look() -> Reply:
        assert found.wait(60)
        return REOPENING

    async with installation.open(FakeService(answers={QUESTION: look})) as opened:
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.until(lambda: bool(api.made("sendChatAction")))
        await opened.user_data.watches.add(
            user=READER, chat=GROUP, topic=None, asked="x", known="Lindqvist", statements=()
        )
        await make_supergroup(api, api.chat(GROUP), new)
        found.set()
        await api.shown(new, 1)
        assert [watch.chat for watch in await opened.user_data.watches.all()] == [new]
    assert shown(api, new) == [REOPENS]


@pytest.mark.parametrize(
    "fault", [too_many(HOURS), SERVER_ERROR, BLOCKED, ResetBefore()], ids=repr
)
async def test_an_answer_does_not_wait_for_typing(
    api: BotApi, reader: Reader, installation: Installation, fault: AnyFault
) -> None:
    time = StoppedTime()
    api.fail("sendChatAction", fault)
    async with installation.open(time=time):
        await reader.write(QUESTION)
        await api.shown(READER, 1)
    assert shown(api) == [REOPENS]
    assert time.slept == []


@pytest.mark.parametrize(
    ("error", "cause", "unsent"),
    [
        (TimedOut(), httpx.ConnectTimeout("no route"), True),
        (TimedOut(), httpx.PoolTimeout("busy"), True),
        (TimedOut(), httpx.WriteTimeout("slow"), False),
        (NetworkError("httpx.RemoteProtocolError"), httpx.RemoteProtocolError("gone"), False),
        (NetworkError("Gateway Timeout (504)"), TelegramError("not JSON"), False),
    ],
    ids=repr,
)
def test_what_never_reached_telegram_is_known_to_be_unsent(
    error: NetworkError, cause: Exception, *, unsent: bool
) -> None:
    error.__cause__ = cause
    assert surely_unsent(error) is unsent
    assert may_have_arrived(error) is not unsent


# --- a message that Telegram refuses as it is ------------------------------------------------


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """The bot's own way to Telegram, with nothing behind it."""
    time = HurriedTime()
    made = ExtBot(
        TOKEN,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        rate_limiter=RateLimiter(clock=time, sleep=time.sleep),
    )
    async with made:
        yield made


async def next_update(bot: Bot) -> Update:
    (update,) = await bot.get_updates(timeout=30)
    return update


@pytest.fixture
async def message(bot: Bot, reader: Reader) -> Message:
    """A message that is to be replied to."""
    await reader.write("When will the port reopen? 🚢 And why?")
    found = (await next_update(bot)).message
    assert found is not None
    return found


BUTTON = Button("Context", CallbackData(CallbackAction.CONTEXT, "key", 1))
COPY = Button("Copy", CopyButton("x" * 300, "x", GAZETTE.cite(REOPENS)))
BROKEN = link("a < b", "https://nowhere")
"""Telegram refuses a link to an address that has no domain."""


async def test_broken_markup_is_sent_as_the_same_words_and_keeps_its_buttons(
    api: BotApi, message: Message
) -> None:
    await say(message, BROKEN, ((BUTTON,),))
    (sent,) = api.chat(READER).from_the_bot()
    assert (sent.text, sent.buttons()) == ("a < b", [["Context"]])
    assert sent.replies_to == message.message_id


async def test_plain_text_is_tried_once(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    api.fail("sendMessage", CANNOT_PARSE, CANNOT_PARSE)
    async with installation.open():
        await reader.write(QUESTION)
        await api.shown(READER, 1)
    assert shown(api) == [strings.FAILED]
    assert len(api.made("sendMessage")) == 3


@pytest.mark.parametrize(
    ("quote", "quoted"), [("And why?", "And why?"), ("And  why?", None), ("x" * 1025, None)]
)
async def test_a_quote_that_telegram_does_not_find_leaves_a_plain_reply(
    api: BotApi, message: Message, quote: str, quoted: str | None
) -> None:
    await send(message, [MessagePart(formatted("Because."))], quote=quote)
    (sent,) = api.chat(READER).from_the_bot()
    assert sent.replies_to == message.message_id
    assert (sent.quote["text"] if sent.quote else None) == quoted


async def test_buttons_that_telegram_refuses_do_not_lose_the_answer(
    api: BotApi, message: Message
) -> None:
    await say(message, "The answer.", ((COPY,),))
    (sent,) = api.chat(READER).from_the_bot()
    assert (sent.text, sent.buttons()) == ("The answer.", [])


async def test_where_the_topic_is_gone_the_answer_is_not(api: BotApi, bot: Bot) -> None:
    await Reader(api).write_in(GROUP, "/help")
    await tell(bot, GROUP, MessagePart(formatted("News.")), topic=31)
    assert shown(api, GROUP) == ["News."]


async def test_markup_buttons_and_quote_that_are_refused_together_are_left_out_together(
    api: BotApi, message: Message
) -> None:
    parts = [
        MessagePart(BROKEN, buttons=((COPY,),)),
        MessagePart(formatted("Second."), buttons=((BUTTON,),)),
    ]
    sent = await send(message, parts, quote="nowhere in it")
    assert shown(api) == ["a < b", "Second."]
    assert [each.message_id for each in sent] == [
        each.number for each in api.chat(READER).from_the_bot()
    ]


async def test_a_file_is_sent_as_it_is(api: BotApi, message: Message) -> None:
    await send_file(message, "<a> & b.txt", b"\xffas it is", MessagePart(bold("Source")))
    (call,) = api.made("sendDocument")
    (upload,) = call.uploads.values()
    assert (upload.name, upload.data) == ("<a> & b.txt", b"\xffas it is")
    assert shown(api) == ["Source"]


# --- a message is changed, a button answered -------------------------------------------------


@pytest.mark.parametrize(
    "fault", [SERVER_ERROR, BAD_GATEWAY, too_many(3), ResetBefore(), ResetAfter()], ids=repr
)
async def test_an_edit_is_made_until_it_shows(
    api: BotApi, bot: Bot, message: Message, fault: AnyFault
) -> None:
    sent = await say(message, "old")
    api.fail("editMessageText", fault)
    assert await amend(bot, READER, sent.message_id, MessagePart(bold("new")))
    assert shown(api) == ["new"]


async def test_an_edit_that_changes_nothing_is_no_fault(bot: Bot, message: Message) -> None:
    sent = await say(message, "same")
    assert await amend(bot, READER, sent.message_id, MessagePart(formatted("same")))


async def test_an_edit_with_broken_markup_shows_the_same_words(
    api: BotApi, bot: Bot, message: Message
) -> None:
    sent = await say(message, "old")
    assert await amend(bot, READER, sent.message_id, MessagePart(BROKEN))
    assert shown(api) == ["a < b"]


async def test_what_is_gone_is_not_edited(api: BotApi, bot: Bot, message: Message) -> None:
    sent = await say(message, "old")
    await bot.delete_message(READER, sent.message_id)
    assert not await amend(bot, READER, sent.message_id, MessagePart(formatted("new")))
    assert shown(api) == []


@pytest.mark.parametrize("fault", [SERVER_ERROR, ResetBefore(), ResetAfter()], ids=repr)
async def test_a_button_is_answered_until_it_is_and_an_old_one_is_no_fault(
    api: BotApi, reader: Reader, bot: Bot, message: Message, fault: AnyFault
) -> None:
    await say(message, "Press.", ((BUTTON,),))
    await bot.get_updates(offset=-1)
    query_id = await reader.press("Context")
    updates = await bot.get_updates(offset=-1, timeout=30)
    query = updates[-1].callback_query
    assert query is not None
    api.fail("answerCallbackQuery", fault)
    await acknowledge(query, "Noted.")
    assert (await api.answer(query_id))["text"] == "Noted."
    await acknowledge(query, "Noted again.")


# --- updates are asked for -------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [BAD_GATEWAY, ResetBefore(), ResetAfter(), refusal(404, "Not Found")],
    ids=["502 as HTML", "reset before", "reset after", "404 of a proxy"],
)
async def test_a_poll_that_fails_loses_nothing(
    api: BotApi, reader: Reader, installation: Installation, fault: AnyFault
) -> None:
    await reader.write(QUESTION)
    api.fail("getUpdates", fault)
    async with installation.open():
        await api.shown(READER, 1)
        await reader.write("/nothing")
        await api.shown(READER, 2)
    assert shown(api) == [REOPENS, strings.UNKNOWN_COMMAND]


async def test_another_instance_is_said_in_one_line_while_the_bot_goes_on(
    api: BotApi, reader: Reader, installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("getUpdates", CONFLICT, CONFLICT)
    async with installation.open():
        await reader.write(QUESTION)
        await api.shown(READER, 1)
    said = [each for each in caplog.records if "409" in each.getMessage()]
    assert [each.getMessage() for each in said] == [ANOTHER_INSTANCE]


def test_a_trouble_that_goes_on_is_said_again_only_after_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    time = StoppedTime()
    errors = ErrorHandler(clock=time)
    for _ in range(1000):
        errors.on_polling_error(Conflict("terminated by other getUpdates request"))
        time.now += 1
    assert caplog.messages == [ANOTHER_INSTANCE] * 2


async def test_a_token_that_is_taken_back_ends_the_bot_in_one_line(
    api: BotApi, installation: Installation
) -> None:
    api.fail("getUpdates", refusal(401, "Unauthorized"))
    async with installation.open() as opened:
        with pytest.raises(ConfigError, match=r"^VERBATIM_TELEGRAM_TOKEN is not accepted"):
            await opened.ended()


async def test_a_wrong_token_ends_the_bot_in_one_line(
    api: BotApi, installation: Installation
) -> None:
    api.fail("getMe", refusal(401, "Unauthorized"))
    async with installation.open() as opened:
        with pytest.raises(ConfigError, match=r"^VERBATIM_TELEGRAM_TOKEN is not accepted"):
            await opened.ended()


# --- Telegram is not there -------------------------------------------------------------------


@pytest.mark.parametrize("fault", [BAD_GATEWAY, ResetBefore(), too_many(1)], ids=repr)
async def test_at_the_start_the_bot_waits_for_telegram(
    api: BotApi, reader: Reader, installation: Installation, fault: AnyFault
) -> None:
    await reader.write(QUESTION)
    api.fail("getMe", fault, fault)
    async with installation.open():
        await api.shown(READER, 1)
    assert shown(api) == [REOPENS]


async def test_a_telegram_that_nobody_can_connect_to_is_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    nowhere = BotApi(url=f"http://127.0.0.1:{port}")
    async with Installation(nowhere, tmp_path).open(answering()):
        await said_in_log("Telegram cannot be reached")
        async with bot_api(port=port) as api:
            await Reader(api).write(QUESTION)
            await api.shown(READER, 1)
            assert shown(api) == [REOPENS]
    said = [each for each in caplog.messages if "Telegram" in each]
    assert len([each for each in said if "cannot be reached" in each]) == 1
    assert "Telegram is reached again" in caplog.text


async def test_a_bot_that_never_reached_telegram_stops_when_told_to(tmp_path: Path) -> None:
    nowhere = BotApi(url=f"http://127.0.0.1:{free_port()}")
    async with Installation(
        nowhere, tmp_path, intervals=Intervals(first_pause=600)
    ).open() as opened:
        await opened.close()
