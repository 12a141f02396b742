"""The tests' own Telegram: it refuses what Telegram refuses, and gives back what Telegram gives."""

from __future__ import annotations

import pytest

from tests.bot_server import schema
from tests.bot_server.asking import Ask, asking
from tests.bot_server.ledger import Effect
from tests.bot_server.markup import Formatted, formatted
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME, Json

READER = 77
NOBODY = 4711


def button(**fields: object) -> Json:
    return {"inline_keyboard": [[{"text": "press", **fields}]]}


def entity(kind: str, offset: int, length: int, **fields: object) -> Json:
    return {"type": kind, "offset": offset, "length": length, **fields}


# --- what is refused -------------------------------------------------------------------------

UNREADABLE_BUTTON = (
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
)
NOT_TO_BE_REPLIED = "message to be replied not found"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "\u200b"}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "👍" * 2049}, "message is too long"),
        (
            {"text": "a < b", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        (
            {"text": "<b>x</i>", "parse_mode": "html"},
            "can't parse entities: Unmatched end tag at byte offset 4, "
            'expected "</b>", found "</i>"',
        ),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            {"text": "x", "entities": [entity("bold", 0, 2)]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset "
            "2",
        ),
        (
            {"text": "👍 x", "entities": [entity("bold", 1, 3)]},
            "entity begins in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (
            {"text": "x", "entities": [entity("text_link", 0, 1, url="https://nowhere")]},
            "entity URL 'https://nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "entities": [entity("heading", 0, 1)]},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"chat_id": NOBODY, "text": "x"}, "chat not found"),
        ({"text": "x", "reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button()}, UNREADABLE_BUTTON),
        ({"text": "x", "reply_markup": button(callback_data="a", url="b")}, UNREADABLE_BUTTON),
        (
            {"text": "x", "reply_markup": button(copy_text={"text": "x" * 257})},
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            {"text": "x", "reply_markup": button(url="nowhere")},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": button(url=f"https://t.me/{BOT_NAME}?start=a.b")},
            f"START_PARAM_INVALID: https://t.me/{BOT_NAME}?start=a.b",
        ),
        (
            {
                "text": f'<a href="https://t.me/{BOT_NAME}?start={"x" * 65}">x</a>',
                "parse_mode": "HTML",
            },
            f"START_PARAM_INVALID: https://t.me/{BOT_NAME}?start={'x' * 65}",
        ),
        ({"text": "x", "message_thread_id": 31}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, NOT_TO_BE_REPLIED),
        (
            {"text": "x", "reply_parameters": {"message_id": 1, "quote": "big  world"}},
            "QUOTE_TEXT_INVALID",
        ),
        (
            {
                "text": "x",
                "reply_parameters": {
                    "message_id": 1,
                    "quote": "other",
                    "allow_sending_without_reply": True,
                },
            },
            "QUOTE_TEXT_INVALID",
        ),
        ({}, "sendMessage is not called as the schema says: text: field required"),
        (
            {"text": "x", "disable_notification": "perhaps"},
            "sendMessage is not called as the schema says: disable_notification: "
            "input should be a valid boolean, unable to interpret input",
        ),
        (
            {"text": "x", "reply_to": 3},
            "sendMessage is not called as the schema says: reply_to: unknown",
        ),
        (
            {"text": "x", "reply_parameters": {"message_id": 1, "qoute": "x"}},
            "sendMessage is not called as the schema says: reply_parameters.qoute: unknown",
        ),
    ],
)
async def test_a_message_that_telegram_would_refuse_is_refused(
    api: BotApi, reader: Reader, ask: Ask, parameters: Json, reason: str
) -> None:
    await reader.write("Hello big world")
    reply = await ask("sendMessage", **{"chat_id": READER, **parameters})
    assert reply.refusal == (400, f"Bad Request: {reason}")
    assert (len(api.chat(READER).shows()), api.sent) == (1, [])
    assert (api.calls[-1].effect, api.calls[-1].refusal) == (
        Effect.REFUSED,
        f"Bad Request: {reason}",
    )


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "👍" * 2048},
        {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"},
        {"text": "AT&T", "parse_mode": "HTML"},
        {"text": "5"},
        {"text": "[1, 2]"},
        {"text": "x", "reply_markup": button(callback_data="é" * 32)},
        {"text": "x", "reply_markup": button(copy_text={"text": "x" * 256})},
        {"text": "x", "reply_markup": button(url=f"https://t.me/{BOT_NAME}?start={'x' * 64}")},
        {"text": "x", "reply_parameters": {"message_id": 1, "quote": "big world"}},
        {
            "text": "x",
            "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True},
        },
    ],
)
async def test_a_message_at_the_edge_of_what_telegram_takes_is_taken(
    api: BotApi, reader: Reader, ask: Ask, parameters: Json
) -> None:
    await reader.write("Hello big world")
    await ask("sendMessage", chat_id=READER, **parameters)
    (message,) = api.chat(READER).from_the_bot()
    assert message.text == parameters["text"].replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        (
            "editMessageText",
            {"message_id": 2, "text": "Hi"},
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message",
        ),
        ("editMessageText", {"message_id": 2, "text": ""}, "message text is empty"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🦑"}]},
            "REACTION_INVALID",
        ),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("sendChatAction", {"action": "dance"}, "wrong parameter action in request"),
        (
            "sendDocument",
            {"document": "no-such-file"},
            "wrong remote file identifier specified: can't unserialize it",
        ),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)
async def test_what_cannot_be_done_in_a_chat_is_refused(
    reader: Reader, ask: Ask, method: str, parameters: Json, refusal: str
) -> None:
    await reader.write("Hello")
    await ask("sendMessage", chat_id=READER, text="Hi")
    reply = await ask(method, chat_id=READER, **parameters)
    assert reply.refusal == (400, f"Bad Request: {refusal}")


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "Ask", "description": "x"}]},
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "ask", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            "short_description is too long",
        ),
        (
            "getFile",
            {"file_id": "none"},
            "wrong file_id or the file is temporarily unavailable",
        ),
        (
            "setWebhook",
            {"url": "http://elsewhere.example/"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://bot.example/", "secret_token": "no spaces"},
            "secret token contains unallowed characters",
        ),
        ("getUpdates", {"limit": 101}, "limit must be from 1 to 100"),
    ],
)
async def test_what_the_bot_may_not_ask_for_is_refused(
    ask: Ask, method: str, parameters: Json, refusal: str
) -> None:
    reply = await ask(method, **parameters)
    assert reply.refusal == (400, f"Bad Request: {refusal}")


@pytest.mark.parametrize("method", ["sendRichMessage", "sendPoll", "noSuchMethod"])
async def test_a_method_that_is_not_there_is_said_not_to_be(ask: Ask, method: str) -> None:
    chat = {} if method == "noSuchMethod" else {"chat_id": READER}
    assert (await ask(method, **chat)).refusal == (404, "Not Found: method not found")


async def test_another_token_is_not_let_in(api: BotApi) -> None:
    async with asking(api, "1:other") as ask:
        assert (await ask("getMe")).refusal == (401, "Unauthorized")
    assert api.calls == []


# --- what is given back ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("getMe", {}),
        ("getUpdates", {}),
        ("getWebhookInfo", {}),
        ("getChat", {"chat_id": READER}),
        ("sendMessage", {"chat_id": READER, "text": "see https://a.example and /help"}),
        (
            "sendMessage",
            {
                "chat_id": READER,
                "text": "<blockquote expandable>x</blockquote><tg-time unix='5'>then</tg-time>",
                "parse_mode": "HTML",
                "reply_parameters": {"message_id": 1, "quote": "Hello", "quote_position": 0},
                "reply_markup": button(callback_data="x"),
            },
        ),
        ("editMessageText", {"chat_id": READER, "message_id": 2, "text": "Ho"}),
        (
            "editMessageReplyMarkup",
            {"chat_id": READER, "message_id": 2, "reply_markup": button(callback_data="x")},
        ),
        ("deleteMessage", {"chat_id": READER, "message_id": 2}),
        ("sendChatAction", {"chat_id": READER, "action": "typing"}),
        (
            "setMessageReaction",
            {
                "chat_id": READER,
                "message_id": 1,
                "reaction": [{"type": "emoji", "emoji": "👀"}],
            },
        ),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "Ask"}]}),
        ("setMyDescription", {"description": "Answers"}),
        ("setMyShortDescription", {"short_description": "Answers"}),
        ("setWebhook", {"url": ""}),
        ("deleteWebhook", {"drop_pending_updates": True}),
    ],
)
async def test_every_result_is_as_the_schema_says(
    reader: Reader, ask: Ask, method: str, parameters: Json
) -> None:
    await reader.write("Hello")
    await ask("sendMessage", chat_id=READER, text="Hi")
    known = schema.method_named(method)
    assert known is not None
    assert schema.result_faults(known, (await ask(method, **parameters)).result) == []


def test_a_result_that_is_not_as_the_schema_says_is_noticed() -> None:
    method = schema.method_named("sendmessage")
    assert method is not None
    assert schema.result_faults(method, {"message_id": 1, "date": 5}) == ["chat: field required"]


async def test_a_test_cannot_deliver_what_telegram_has_not(api: BotApi) -> None:
    with pytest.raises(ValueError, match=r"message\.chat: field required"):
        await api.deliver(message={"message_id": 1, "date": 5})


async def test_words_are_shown_as_telegram_keeps_them() -> None:
    html = "  a\r\u202eb\x07 <b>c</b> https://x.example <code>/no</code> /yes\n"
    assert formatted(html, "HTML", None) == Formatted(
        "ab  c https://x.example /no /yes",
        [
            {"type": "bold", "offset": 4, "length": 1},
            {"type": "url", "offset": 6, "length": 17},
            {"type": "code", "offset": 24, "length": 3},
            {"type": "bot_command", "offset": 28, "length": 4},
        ],
    )


@pytest.mark.parametrize(
    ("words", "given", "shown", "kept"),
    [
        # What Telegram takes out of the words moves the borders.
        ("a\u202eb *c*", [entity("bold", 0, 3)], "ab *c*", [entity("bold", 0, 2)]),
        ("  x ", [entity("blockquote", 0, 4)], "x", [entity("blockquote", 0, 1)]),
        # Of block quotations that overlap one is kept, and nothing is formatted within code.
        (
            "one two",
            [entity("blockquote", 0, 4), entity("expandable_blockquote", 2, 5)],
            "one two",
            [entity("blockquote", 0, 4)],
        ),
        ("one", [entity("code", 0, 3), entity("bold", 0, 3)], "one", [entity("code", 0, 3)]),
        # What overlaps otherwise is cut where it does.
        (
            "one two",
            [entity("bold", 0, 5), entity("italic", 4, 3)],
            "one two",
            [entity("bold", 0, 4), entity("italic", 4, 3), entity("bold", 4, 1)],
        ),
        (
            "👍 then",
            [entity("date_time", 3, 4, unix_time=5, date_time_format="Dt")],
            "👍 then",
            [entity("date_time", 3, 4, unix_time=5, date_time_format="Dt")],
        ),
    ],
)
def test_entities_are_kept_as_telegram_keeps_them(
    words: str, given: list[Json], shown: str, kept: list[Json]
) -> None:
    assert formatted(words, None, given) == Formatted(shown, kept)


async def test_of_many_entities_a_hundred_are_kept() -> None:
    words = formatted("<b>x</b> " * 150, "HTML", None)
    assert (len(words.entities), words.length) == (100, 299)
