"""Buttons and links: what they carry, and that nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.buttons import (
    DATA_LIMIT,
    LARGEST,
    Button,
    CallbackAction,
    CallbackData,
    CopyButton,
    decode_callback_data,
    decode_deep_link,
    encode_callback_data,
    encode_deep_link,
)
from bot.service.articles import stable_key
from bot.tg.transport.sender import keyboard
from tests.bot.fake_service import GAZETTE, SAFE

KEYS = st.text("abcXYZ019_-", min_size=1, max_size=32)
ASKERS = st.none() | st.integers(1, 2**52)
PRESSES = st.builds(
    CallbackData, st.sampled_from(CallbackAction), KEYS, st.integers(0, LARGEST), ASKERS
)


@given(PRESSES)
def test_a_press_is_read_as_it_was_written_and_fits(press: CallbackData) -> None:
    data = encode_callback_data(press)
    assert decode_callback_data(data) == press
    assert 1 <= len(data.encode()) <= DATA_LIMIT


@given(KEYS, st.integers(0, LARGEST))
def test_a_link_leads_to_the_citation_it_was_made_for(key: str, number: int) -> None:
    payload = encode_deep_link(key, number)
    assert decode_deep_link(payload) == CallbackData(CallbackAction.CONTEXT, key, number)
    assert len(payload.encode()) <= DATA_LIMIT
    assert set(payload) <= set("abcXYZ0123456789_-")


@given(st.text())
def test_whatever_is_read_is_what_would_be_written(data: str) -> None:
    press = decode_callback_data(data)
    assert press is None or encode_callback_data(press) == data
    link = decode_deep_link(data)
    assert link is None or encode_deep_link(link.key, link.number) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "c",
        "c:7f3a",
        "c:7f3a:",
        "c::2",
        "c:7f3a:02",
        "c:7f3a:-1",
        "c:7f3a:2 ",
        "c:7f3a:2\n",
        "c:7f3a:²",
        "c:7f3a:100000",
        "C:7f3a:2",
        "z:7f3a:2",
        "c:7f:3a:2",
        "c:ключ:2",
        f"c:{'k' * 33}:2",
    ],
)
def test_what_no_button_carries_is_no_press(data: str) -> None:
    assert decode_callback_data(data) is None


@pytest.mark.parametrize("payload", ["", "c_", "c_7f3a", "c__2", "c_7f3a_02", "src_42", "C_7f_2"])
def test_what_no_link_carries_leads_nowhere(payload: str) -> None:
    assert decode_deep_link(payload) is None


@pytest.mark.parametrize(("key", "number"), [("", 1), ("a:b", 1), ("k" * 33, 1), ("k", -1)])
def test_a_press_that_no_button_can_carry_is_not_made(key: str, number: int) -> None:
    with pytest.raises(ValueError, match="no button can carry"):
        CallbackData(CallbackAction.CONTEXT, key, number)


def test_keys_tell_names_apart_and_stay_the_same() -> None:
    names = [("outlet", None), ("outlet", ""), ("outlet", "None"), ("article", "a", "b"), ("ab",)]
    assert len({stable_key(*each) for each in names}) == len(names)
    assert stable_key("outlet", "The Ostervik Gazette") == "1372db8ac458a2b7"


def test_buttons_become_telegrams() -> None:
    rows = (
        (Button("Context", CallbackData(CallbackAction.CONTEXT, "7f3a", 1)),),
        (Button("Copy", CopyButton("“words” and more", SAFE, GAZETTE.cite(SAFE))),),
    )
    assert keyboard(rows) == InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Context", callback_data="c:7f3a:1")],
            [InlineKeyboardButton("Copy", copy_text=CopyTextButton("“words” and more"))],
        ]
    )
    assert keyboard(()) is None
