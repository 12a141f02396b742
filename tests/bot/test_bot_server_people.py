"""The tests' own Telegram: the people on it, their files and their groups."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from tests.bot_server import groups
from tests.bot_server.asking import Ask, asking
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME, TOKEN, Json

ROOT = Path(__file__).resolve().parents[2]
READER = 77
GROUP = -100500


@dataclass
class Clock:
    """Time that passes when a test says so."""

    now: float = 1_767_225_600.0

    def __call__(self) -> float:
        return self.now


def button(**fields: object) -> Json:
    return {"inline_keyboard": [[{"text": "press", **fields}]]}


async def texts_of(ask: Ask, **parameters: Any) -> list[str]:  # noqa: ANN401 - a vendor's fields
    updates = (await ask("getUpdates", **parameters)).result
    return [update["message"]["text"] for update in updates]


# --- files -----------------------------------------------------------------------------------


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(
        TOKEN, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot"
    ) as client:
        yield client


async def test_a_readers_file_is_fetched_and_the_bots_arrives(
    api: BotApi, reader: Reader, bot: Bot
) -> None:
    await reader.send_document("news.txt", b"Port reopens.", caption="for you")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.caption, update.message.document.file_name) == ("for you", "news.txt")
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"Port reopens."

    sent = await bot.send_document(
        READER, b"The article.", filename="a b.txt", caption="<b>Here</b>", parse_mode="HTML"
    )
    await bot.send_photo(READER, b"\x89PNG", caption="A picture")
    assert sent.document is not None
    stored = api.files.stored[sent.document.file_id].upload
    assert (stored.name, stored.mime, stored.data) == ("a b.txt", "text/plain", b"The article.")
    assert (await bot.send_document(READER, sent.document.file_id)).document == sent.document
    assert api.chat(READER).transcript() == (
        "Reader: <news.txt> for you\nbot: <a b.txt> Here\nbot: A picture\nbot: <a b.txt>"
    )


async def test_a_file_larger_than_a_bot_may_fetch_is_not_given(reader: Reader, ask: Ask) -> None:
    await reader.send_document("all.txt", b"x", claimed_size=20 * 1024 * 1024 + 1)
    (update,) = (await ask("getUpdates")).result
    file = update["message"]["document"]["file_id"]
    assert (await ask("getFile", file_id=file)).refusal == (400, "Bad Request: file is too big")


async def test_a_caption_may_have_1024_units(reader: Reader, ask: Ask) -> None:
    await reader.send_document("a.txt", b"x")
    file = (await ask("getUpdates")).result[0]["message"]["document"]["file_id"]
    fits = await ask("sendDocument", chat_id=READER, document=file, caption="x" * 1024)
    assert fits.status == 200
    over = await ask("sendDocument", chat_id=READER, document=file, caption="x" * 1025)
    assert over.refusal == (400, "Bad Request: message caption is too long")


# --- people ----------------------------------------------------------------------------------


async def test_a_chat_shows_what_the_reader_sees(api: BotApi, reader: Reader, bot: Bot) -> None:
    await reader.write("/start src_42")
    sent = await bot.send_message(
        READER,
        "<b>Found</b> it",
        parse_mode="HTML",
        reply_markup=button(callback_data="more:2"),  # type: ignore[arg-type]  # the library wants its own class; a dict reaches the wire the same
    )
    query = await reader.press("press")
    updates = await bot.get_updates()
    callback = updates[-1].callback_query
    assert callback is not None
    assert (callback.id, callback.data) == (query, "more:2")
    await callback.answer("Here is more")
    await callback.edit_message_text("More")
    await bot.send_chat_action(READER, "typing")
    await bot.set_message_reaction(READER, 1, "👀")
    gone = await bot.send_message(READER, "never mind")
    await gone.delete()

    assert await api.answer(query) == {"text": "Here is more"}
    assert api.chat(READER).transcript() == "Reader: /start src_42\nbot: More"
    question, answer = api.chat(READER).shows()
    assert (question.reactions, question.marked("bot_command")) == (["👀"], ["/start"])
    assert (answer.number, answer.buttons()) == (sent.message_id, [])
    assert api.chat(READER).actions == ["typing"]


async def test_buttons_are_pressed_copied_and_followed(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    await reader.write("Hello")
    rows = [
        [{"text": "more", "callback_data": "m"}, {"text": "less", "callback_data": "l"}],
        [{"text": "copy", "copy_text": {"text": "the words"}}],
    ]
    await ask("sendMessage", chat_id=READER, text="x", reply_markup={"inline_keyboard": rows})
    assert api.chat(READER).transcript() == "Reader: Hello\nbot: x\n[more] [less]\n[copy]"
    await reader.press(data="l")
    assert (await ask("getUpdates")).result[-1]["callback_query"]["data"] == "l"
    assert reader.copy("copy") == "the words"
    await reader.follow(f"https://t.me/{BOT_NAME}?start=c_7-A")
    assert (await ask("getUpdates")).result[-1]["message"]["text"] == "/start c_7-A"
    with pytest.raises(AssertionError, match=r"no such button: copy; there are \['more', 'less'"):
        await reader.press("copy")
    with pytest.raises(AssertionError, match="no deep link"):
        await reader.follow("https://t.me/OtherBot?start=c_7-A")


async def test_a_press_is_answered_once_and_in_time() -> None:
    clock = Clock()
    old = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    async with bot_api(clock=clock) as api, asking(api) as ask:
        reader = Reader(api)
        await reader.write("Hello")
        await ask("sendMessage", chat_id=READER, text="x", reply_markup=button(callback_data="x"))
        first = await reader.press()
        assert (await ask("answerCallbackQuery", callback_query_id=first)).result is True
        assert (await ask("answerCallbackQuery", callback_query_id=first)).refusal == old
        second = await reader.press()
        clock.now += 15.1
        assert (await ask("answerCallbackQuery", callback_query_id=second)).refusal == old


def article(number: int, html: str) -> Json:
    content = {"message_text": html, "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": str(number),
        "title": "A passage",
        "input_message_content": content,
    }


@pytest.mark.parametrize(
    ("results", "more", "refusal"),
    [
        ([article(1, "<b>x</b>")], {"cache_time": 5, "is_personal": True}, None),
        ([], {"button": {"text": "Ask", "start_parameter": "inline"}}, None),
        ([article(1, "x"), article(1, "y")], {}, "RESULT_ID_DUPLICATE"),
        ([article(n, "x") for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(1, "x" * 4097)], {}, "MESSAGE_TOO_LONG"),
        ([article(1, "")], {}, "message text is empty"),
        ([], {"button": {"text": "Ask", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ],
)
async def test_an_inline_query_is_answered(
    api: BotApi,
    reader: Reader,
    ask: Ask,
    *,
    results: Sequence[Json],
    more: Json,
    refusal: str | None,
) -> None:
    query = await reader.look_up("ports")
    (update,) = (await ask("getUpdates")).result
    assert update["inline_query"]["query"] == "ports"
    reply = await ask("answerInlineQuery", inline_query_id=query, results=results, **more)
    if refusal is None:
        assert await api.answer(query) == {"results": results, **more}
    else:
        assert reply.refusal == (400, f"Bad Request: {refusal}")


async def test_a_reader_replies_with_a_quote_edits_and_forwards(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    await reader.write("Hello")
    await ask("sendMessage", chat_id=READER, text="👍 The port reopens.")
    (said,) = api.chat(READER).from_the_bot()
    asked = await reader.reply(said, "where is this from?", quote="port reopens")
    await reader.edit(asked, "who says so?")
    await reader.forward("News of the day", "The Ostervik Gazette")
    reply, edit, forward = (await ask("getUpdates")).result[1:]
    assert reply["message"]["quote"] == {
        "text": "port reopens",
        "position": 7,
        "is_manual": True,
    }
    assert reply["message"]["reply_to_message"]["text"] == "👍 The port reopens."
    assert edit["edited_message"]["text"] == "who says so?"
    assert edit["edited_message"]["message_id"] == asked
    assert forward["message"]["forward_origin"]["chat"]["title"] == "The Ostervik Gazette"
    with pytest.raises(AssertionError, match="does not stand in"):
        await reader.reply(said, "and this?", quote="port closes")


async def test_who_blocks_the_bot_gets_nothing_until_they_think_better_of_it(
    reader: Reader, ask: Ask
) -> None:
    await reader.write("Hello")
    await reader.block()
    refused = await ask("sendMessage", chat_id=READER, text="x")
    assert refused.refusal == (403, "Forbidden: bot was blocked by the user")
    await reader.unblock()
    assert (await ask("sendMessage", chat_id=READER, text="x")).status == 200
    changes = [update["my_chat_member"] for update in (await ask("getUpdates")).result[1:]]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


# --- groups ----------------------------------------------------------------------------------


async def test_a_bot_is_added_finds_its_topic_and_is_thrown_out(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    chat = api.chats.opened(GROUP, "supergroup", "The newsroom")
    await groups.add_bot(api, chat, reader.form())
    topic = await groups.open_topic(api, chat, "Ports", reader.form())
    await reader.write_in(GROUP, "/ask", message_thread_id=topic, is_topic_message=True)
    sent = await ask("sendMessage", chat_id=GROUP, text="x", message_thread_id=topic)
    assert (sent.result["message_thread_id"], sent.result["is_topic_message"]) == (topic, True)
    await reader.reply(chat.from_the_bot()[0], "and?")
    await groups.remove_bot(api, chat, reader.form())
    gone = await ask("sendMessage", chat_id=GROUP, text="x")
    assert gone.refusal == (403, "Forbidden: bot was kicked from the supergroup chat")
    updates = (await ask("getUpdates")).result
    assert [set(update) - {"update_id"} for update in updates] == [
        {"my_chat_member"},
        {"message"},
        {"message"},
        {"message"},
        {"message"},
        {"my_chat_member"},
    ]
    assert updates[4]["message"]["message_thread_id"] == topic


async def test_a_group_moves(api: BotApi, ask: Ask) -> None:
    chat = api.chats.opened(-5, "group", "The newsroom")
    await groups.make_supergroup(api, chat, GROUP)
    moved = await ask("sendMessage", chat_id=-5, text="x")
    assert moved.status == 400
    assert moved.body["parameters"] == {"migrate_to_chat_id": GROUP}
    assert (await ask("sendMessage", chat_id=GROUP, text="x")).status == 200


async def test_privacy_mode_keeps_from_the_bot_what_is_not_for_it(
    api: BotApi, reader: Reader, ask: Ask
) -> None:
    assert (await ask("getMe")).result["can_read_all_group_messages"] is True
    api.profile.reads_everything = False
    assert (await ask("getMe")).result["can_read_all_group_messages"] is False
    await reader.write_in(GROUP, "between us")
    await reader.write_in(GROUP, "/ask for the bot")
    await ask("sendMessage", chat_id=GROUP, text="answer")
    await reader.reply(api.chat(GROUP).from_the_bot()[0], "why?")
    await reader.write("in private")
    assert await texts_of(ask) == ["/ask for the bot", "why?", "in private"]


async def test_a_bot_that_left_a_group_may_not_write_there(reader: Reader, ask: Ask) -> None:
    await reader.write_in(GROUP, "hello")
    assert (await ask("leaveChat", chat_id=GROUP)).result is True
    gone = await ask("sendMessage", chat_id=GROUP, text="x")
    assert gone.refusal == (403, "Forbidden: bot is not a member of the supergroup chat")


# --- as a process ----------------------------------------------------------------------------


async def test_the_server_runs_by_itself_and_is_a_chat() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot_server",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    address = json.loads(await server.stdout.readline())
    server.stdin.write(b"Hello\n")
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **parameters: str) -> Any:  # noqa: ANN401 - a vendor's objects
            url = f"{address['base_url']}{address['token']}/{method}"
            async with session.post(url, data=parameters) as response:
                return (await response.json())["result"]

        (update,) = await call("getUpdates", timeout="60")
        assert update["message"]["text"] == "Hello"
        await call("sendMessage", chat_id=str(update["message"]["chat"]["id"]), text="Hi")
    assert json.loads(await server.stdout.readline()) == {
        "method": "sendMessage",
        "effect": "done",
        "chat_id": READER,
        "text": "Hi",
    }
    server.stdin.close()
    assert await server.wait() == 0
