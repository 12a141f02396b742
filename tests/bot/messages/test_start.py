"""The greeting, and what is stored of the reader."""

from __future__ import annotations

from bot.messages import start as hello
from bot.messages.buttons import CallbackData
from bot.store.user_data import UserDataCounts
from tests.bot.messages.shown import only, rows


def test_start_offers_questions_that_the_articles_answer() -> None:
    examples = ("When will the port reopen?", "Are the cranes safe?")
    parts = hello.render_start(examples)
    assert only(parts).endswith("I can do.\n\nJust ask, in plain words. For example:")
    assert rows(parts) == [[f"{example} → EXAMPLE 0"] for example in examples]
    action = parts[0].buttons[1][0].action
    assert isinstance(action, CallbackData)
    assert hello.example_by_key(examples, action.key) == examples[1]
    assert hello.example_by_key(examples[:1], action.key) is None
    assert only(hello.render_start(())).endswith("Just ask, in plain words.")


def test_what_is_kept_is_said_and_deleted_only_after_a_second_tap() -> None:
    kept = UserDataCounts(
        messages=0, answers=2, conversations=1, feedback=1, watches=0, questions=1
    )
    things = (
        "2 questions with their answers, 1 verdict on an answer, 1 question to follow up, "
        "1 question counted for the daily limit"
    )
    assert only(hello.render_forget(kept, 77)) == (
        f"I keep about you: {things}.\n"
        "Delete it? This cannot be undone: the buttons below my earlier answers will expire."
    )
    assert rows(hello.render_forget(kept, 77)) == [
        ["Delete it all → FORGET 0", "Keep it → KEEP 0"]
    ]
    assert only(hello.render_forgotten(kept)) == f"Deleted: {things}."
    nothing = UserDataCounts(0, 0, 0, 0, 0, 0)
    assert (
        only(hello.render_forget(nothing, 77))
        == only(hello.render_forgotten(nothing))
        == "I keep nothing about you."
    )
