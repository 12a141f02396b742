"""Renders the greeting, and what is stored of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import buttons, notices, strings
from bot.messages.buttons import ALL, Button, CallbackAction, CallbackData, Row, button_label
from bot.messages.pagination import GAP, MessagePart, with_buttons
from bot.messages.text_entities import formatted, join
from bot.service.articles import stable_key
from bot.store.user_data import UserDataCounts


def render_start(examples: Sequence[str]) -> tuple[MessagePart, ...]:
    """Return what the bot is for, with a button for each example question."""
    ask = notices.EXAMPLES if examples else strings.JUST_ASK
    text = join(GAP, [strings.INTRODUCTION, strings.SEE_HELP, ask])
    rows = [
        (
            Button(
                button_label(example), CallbackData(CallbackAction.EXAMPLE, example_key(example))
            ),
        )
        for example in examples
    ]
    return with_buttons([MessagePart(text)], rows)


def example_key(example: str) -> str:
    """Return the key of an example's button."""
    return stable_key("example", example)


def example_by_key(examples: Sequence[str], key: str) -> str | None:
    """Return the example of that key; None where there is none any more."""
    return next((each for each in examples if example_key(each) == key), None)


def render_forget(kept: UserDataCounts, asker: int) -> tuple[MessagePart, ...]:
    """Return what is stored of a reader, and ask whether it is to be deleted."""
    things = _things(kept)
    if not things:
        return (MessagePart(formatted(notices.NOTHING_KEPT)),)
    text = join("\n", [notices.kept(things), notices.DELETE_IT])
    return with_buttons([MessagePart(text)], [_forget_row(asker)])


def render_forget_in_group(asker: int) -> tuple[MessagePart, ...]:
    """Ask whether what is stored is to be deleted; what that is, is nobody else's business."""
    text = formatted(notices.DELETE_IN_GROUP)
    return with_buttons([MessagePart(text)], [_forget_row(asker)])


def render_forgotten(kept: UserDataCounts) -> tuple[MessagePart, ...]:
    """Return what was deleted."""
    return (MessagePart(formatted(notices.deleted(_things(kept)))),)


def _forget_row(asker: int) -> Row:
    return (
        Button(buttons.FORGET, CallbackData(CallbackAction.FORGET, ALL, asker=asker)),
        Button(buttons.KEEP, CallbackData(CallbackAction.KEEP, ALL, asker=asker)),
    )


def _things(kept: UserDataCounts) -> list[str]:
    return notices.things_kept(
        answers=kept.answers,
        verdicts=kept.feedback,
        conversations=kept.conversations,
        watches=kept.watches,
        counted=kept.questions,
    )
