"""Messages that the bot sends: text, documents, photos."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.bot_server.chats import BOT, Chat, Message
from tests.bot_server.keyboards import check_keyboard, check_links
from tests.bot_server.ledger import Call
from tests.bot_server.markup import Formatted, formatted, position_of, quoted
from tests.bot_server.state import BotApi
from tests.bot_server.wire import Json, bad_request

MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024
MOST_QUOTE: Final = 1024


def send_message(api: BotApi, call: Call) -> Json:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    words = text_of(call)
    message = _message(api, call, chat, words)
    api.sent.append(call)
    return api.write(message).form()


def send_document(api: BotApi, call: Call) -> Json:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    file = api.files.sent(call.parameters["document"], call.uploads, "documents")
    message = _message(api, call, chat, _caption_of(call))
    message.more["document"] = file.document_form()
    return api.write(message).form()


def send_photo(api: BotApi, call: Call) -> Json:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    file = api.files.sent(call.parameters["photo"], call.uploads, "photos")
    message = _message(api, call, chat, _caption_of(call))
    message.more["photo"] = file.photo_form()
    return api.write(message).form()


def text_of(call: Call) -> Formatted:
    """The text of a call, as Telegram would show it.

    Raises:
        Refused: it would not.
    """
    given = call.parameters
    words = formatted(given["text"], given.get("parse_mode"), given.get("entities"))
    if words.is_blank:
        raise bad_request("message text is empty")
    if words.length > MOST_TEXT:
        raise bad_request("message is too long")
    check_links(words)
    return words


def _caption_of(call: Call) -> Formatted:
    given = call.parameters
    words = formatted(
        given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities")
    )
    if words.length > MOST_CAPTION:
        raise bad_request("message caption is too long")
    check_links(words)
    return words


def _message(api: BotApi, call: Call, chat: Chat, words: Formatted) -> Message:
    """The message, in no chat yet: nothing may have happened where Telegram refuses."""
    given = call.parameters
    thread = given.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    check_keyboard(given.get("reply_markup"))
    message = Message(0, chat, BOT, api.now(), words, given.get("reply_markup"), thread)
    reply = given.get("reply_parameters")
    message = message if reply is None else _as_reply(message, reply)
    message.number = api.number()
    return message


def _as_reply(message: Message, reply: Json) -> Message:
    original = message.chat.messages.get(reply["message_id"])
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return message
        raise bad_request("message to be replied not found")
    if original.thread != message.thread and message.chat.is_forum:
        message.thread = original.thread
    return replace(message, replies_to=original.number, quote=_quote(original, reply))


def _quote(original: Message, reply: Json) -> Json | None:
    if not reply.get("quote"):
        return None
    quote = quoted(reply["quote"], reply.get("quote_parse_mode"), reply.get("quote_entities"))
    position = position_of(quote, original.words, reply.get("quote_position", 0))
    if position is None or quote.length > MOST_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {
        "text": quote.text,
        "position": position,
        "is_manual": True,
        **({"entities": list(quote.entities)} if quote.entities else {}),
    }
