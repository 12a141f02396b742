"""The Bot API's methods that the bot uses, by name; Telegram takes the names in any case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram.constants import ChatAction

from tests.bot_server.answering import answer_callback_query, answer_inline_query
from tests.bot_server.changing import (
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    set_message_reaction,
)
from tests.bot_server.ledger import Call
from tests.bot_server.sending import send_document, send_message, send_photo
from tests.bot_server.state import BotApi
from tests.bot_server.updates import limit_of
from tests.bot_server.webhook import Hook, hook_of
from tests.bot_server.wire import Json, Refused, bad_request

Result = Json | list[Json] | bool
ACTIONS: Final = frozenset(str(action) for action in ChatAction)
HOOKED: Final = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def do(api: BotApi, call: Call) -> Result:
    """Does what the call asks for.

    Raises:
        Refused: Telegram would not do it.
    """
    name = call.method.lower()
    if name in _WAITING:
        return await _WAITING[name](api, call)
    return _AT_ONCE[name](api, call)


def knows(method: str) -> bool:
    return method.lower() in _AT_ONCE or method.lower() in _WAITING


def _get_me(api: BotApi, call: Call) -> Json:
    del call
    return api.profile.form()


async def _get_updates(api: BotApi, call: Call) -> list[Json]:
    if api.courier.hook is not None:
        raise Refused(409, HOOKED)
    api.updates.remember(call.parameters.get("allowed_updates"))
    api.updates.acknowledge(int(call.parameters.get("offset", 0)))
    seconds = float(call.parameters.get("timeout", 0))
    return await api.updates.next(limit_of(dict(call.parameters)), seconds)


async def _set_webhook(api: BotApi, call: Call) -> bool:
    hook = hook_of(dict(call.parameters))
    api.updates.remember(call.parameters.get("allowed_updates"))
    return await _aim(api, call, hook)


async def _delete_webhook(api: BotApi, call: Call) -> bool:
    return await _aim(api, call, None)


async def _aim(api: BotApi, call: Call, hook: Hook | None) -> bool:
    if call.parameters.get("drop_pending_updates"):
        api.updates.pending.clear()
    await api.courier.aim(hook)
    return True


def _get_webhook_info(api: BotApi, call: Call) -> Json:
    del call
    return api.courier.form()


def _send_chat_action(api: BotApi, call: Call) -> bool:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    if call.parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(call.parameters["action"])
    return True


def _set_my_commands(api: BotApi, call: Call) -> bool:
    api.profile.set_commands(dict(call.parameters))
    return True


def _set_my_description(api: BotApi, call: Call) -> bool:
    api.profile.describe(dict(call.parameters))
    return True


def _set_my_short_description(api: BotApi, call: Call) -> bool:
    api.profile.describe_shortly(dict(call.parameters))
    return True


def _get_file(api: BotApi, call: Call) -> Json:
    file = api.files.to_fetch(call.parameters["file_id"])
    return {**file.form(), "file_path": file.path}


def _get_chat(api: BotApi, call: Call) -> Json:
    gifts = ("unlimited", "limited", "unique", "premium")
    return api.chats.of_the_bot(call.parameters["chat_id"]).form() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            **{f"{kind}_gifts": False for kind in gifts[:3]},
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def _leave_chat(api: BotApi, call: Call) -> bool:
    chat = api.chats.of_the_bot(call.parameters["chat_id"])
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.closed_because = f"bot is not a member of the {chat.kind} chat"
    return True


_AT_ONCE: Final[Mapping[str, Callable[[BotApi, Call], Result]]] = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "deletemessage": delete_message,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "getchat": _get_chat,
    "getfile": _get_file,
    "getme": _get_me,
    "getwebhookinfo": _get_webhook_info,
    "leavechat": _leave_chat,
    "sendchataction": _send_chat_action,
    "senddocument": send_document,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "setmessagereaction": set_message_reaction,
    "setmycommands": _set_my_commands,
    "setmydescription": _set_my_description,
    "setmyshortdescription": _set_my_short_description,
}
_WAITING: Final[Mapping[str, Callable[[BotApi, Call], Awaitable[Result]]]] = {
    "deletewebhook": _delete_webhook,
    "getupdates": _get_updates,
    "setwebhook": _set_webhook,
}
