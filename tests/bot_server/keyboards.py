"""Buttons under a message: which ones Telegram lets a bot send."""

from __future__ import annotations

import re
from typing import Final

from tests.bot_server.markup import Formatted, utf16_length
from tests.bot_server.wire import BOT_NAME, Json, Refused, bad_request

MOST_DATA: Final = 64
MOST_COPIED: Final = 256
MOST_BUTTONS: Final = 100
MOST_IN_A_ROW: Final = 8
LABELS: Final = frozenset({"text", "style", "icon_custom_emoji_id"})

_DEEP_LINK: Final = re.compile(
    rf"^(?:https?://)?t\.me/{BOT_NAME}\?start(?:group)?=(?P<payload>[^&]*)", re.IGNORECASE
)
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ADDRESS: Final = re.compile(r"(?:https?://|tg://)[^\s/]", re.IGNORECASE)


def check_keyboard(markup: Json | None) -> None:
    """Refuses what Telegram refuses.

    Raises:
        Refused: in Telegram's words.
    """
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_button(button)


def check_links(words: Formatted) -> None:
    """Refuses a deep link into the bot with a payload that Telegram's apps would drop.

    Telegram itself lets such a message pass; the reader would find out.

    Raises:
        Refused: one has more than 64 characters, or others than letters, digits, "_" and "-".
    """
    for entity in words.entities:
        check_deep_link(entity.get("url", ""))


def check_deep_link(url: str) -> None:
    if _DEEP_LINK.match(url) and payload_of(url) is None:
        raise bad_request(f"START_PARAM_INVALID: {url}")


def payload_of(url: str) -> str | None:
    """What ``/start`` gets from a tap on this address; ``None`` where it is no such link."""
    link = _DEEP_LINK.match(url)
    if link is None or not _PAYLOAD.fullmatch(link["payload"]):
        return None
    return link["payload"]


def _check_button(button: Json) -> None:
    actions = [name for name in button if name not in LABELS]
    if not button["text"]:
        raise _unreadable("Button text must be non-empty")
    if len(actions) != 1:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(button.get("callback_data", "-").encode()) <= MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text", {}).get("text", "-")
    if not 1 <= utf16_length(copied) <= MOST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        _check_address(button["url"])


def _check_address(url: str) -> None:
    if not _ADDRESS.match(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    check_deep_link(url)


def _unreadable(reason: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {reason}")
