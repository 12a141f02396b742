"""What the bot does with messages that are there: edit, delete, react."""

from __future__ import annotations

from typing import Final

from telegram.constants import ReactionEmoji

from tests.bot_server.chats import Message
from tests.bot_server.keyboards import check_keyboard
from tests.bot_server.ledger import Call
from tests.bot_server.markup import Formatted
from tests.bot_server.sending import text_of
from tests.bot_server.state import BotApi
from tests.bot_server.wire import Json, bad_request

REACTIONS: Final = frozenset(str(emoji) for emoji in ReactionEmoji)
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def edit_message_text(api: BotApi, call: Call) -> Json:
    message = _own_message(api, call)
    if message.has_media:
        raise bad_request("there is no text in the message to edit")
    return _edited(api, message, text_of(call), call.parameters.get("reply_markup"))


def edit_message_reply_markup(api: BotApi, call: Call) -> Json:
    message = _own_message(api, call)
    return _edited(api, message, message.words, call.parameters.get("reply_markup"))


def delete_message(api: BotApi, call: Call) -> bool:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    message = chat.messages.get(call.parameters["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not message.is_from_the_bot and chat.kind != "private":
        raise bad_request("message can't be deleted")
    del chat.messages[message.number]
    return True


def set_message_reaction(api: BotApi, call: Call) -> bool:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    message = chat.messages.get(call.parameters["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reactions = [each.get("emoji", "") for each in call.parameters.get("reaction") or ()]
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not set(reactions) <= REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reactions = reactions
    return True


def _own_message(api: BotApi, call: Call) -> Message:
    if "inline_message_id" in call.parameters:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call.parameters:
        raise bad_request("message identifier is not specified")
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    message = chat.messages.get(call.parameters.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.is_from_the_bot:
        raise bad_request("message can't be edited")
    return message


def _edited(api: BotApi, message: Message, words: Formatted, keyboard: Json | None) -> Json:
    check_keyboard(keyboard)
    keyboard = keyboard if keyboard and any(keyboard["inline_keyboard"]) else None
    if (words, keyboard) == (message.words, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    message.words, message.keyboard, message.edited = words, keyboard, api.now()
    return message.form()
