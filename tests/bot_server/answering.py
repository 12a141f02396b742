"""Answers to button presses and inline queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tests.bot_server.keyboards import check_keyboard, check_links
from tests.bot_server.ledger import Call
from tests.bot_server.markup import Formatted, formatted
from tests.bot_server.sending import MOST_TEXT
from tests.bot_server.state import BotApi
from tests.bot_server.wire import Json, bad_request

MOST_TOAST: Final = 200
MOST_RESULTS: Final = 50
MOST_ID_BYTES: Final = 64

_PARAMETER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(api: BotApi, call: Call) -> bool:
    if len(call.parameters.get("text", "")) > MOST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    _settle(api, "callback_query_id", call)
    return True


def answer_inline_query(api: BotApi, call: Call) -> bool:
    results = call.parameters["results"]
    _check_ids([str(result["id"]) for result in results])
    for result in results:
        check_keyboard(result.get("reply_markup"))
        if "input_message_content" in result:
            content_of(result)
    start = call.parameters.get("button", {}).get("start_parameter")
    if start is not None and not _PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    _settle(api, "inline_query_id", call)
    return True


def content_of(result: Json) -> Formatted:
    """What an inline result puts into the chat.

    Raises:
        Refused: Telegram would not take it.
    """
    content = result["input_message_content"]
    words = formatted(content["message_text"], content.get("parse_mode"), content.get("entities"))
    if words.is_blank:
        raise bad_request("message text is empty")
    if words.length > MOST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    check_links(words)
    return words


def _check_ids(ids: Sequence[str]) -> None:
    if len(ids) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(each.encode()) <= MOST_ID_BYTES for each in ids):
        raise bad_request("RESULT_ID_INVALID")


def _settle(api: BotApi, name: str, call: Call) -> None:
    answer = {key: value for key, value in call.parameters.items() if key != name}
    api.queries.settle(call.parameters[name], answer, api.clock())
