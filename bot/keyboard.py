"""Buttons as Telegram takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.actions import Button, Copy, Press, Row, data_of


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """The rows below a message; None where there is none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    match button.action:
        case Press():
            return InlineKeyboardButton(button.label, callback_data=data_of(button.action))
        case Copy(text=text):
            return InlineKeyboardButton(button.label, copy_text=CopyTextButton(text))
        case _:
            assert_never(button.action)
