"""What the bot says before it is asked, and of the reader's own data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import buttons, notices, strings
from bot.messages.buttons import ALL, Button, Press, Verb, key_of
from bot.messages.pagination import GAP, Part
from bot.messages.references import on_button, with_buttons
from bot.store.user_data import Kept


def start(examples: Sequence[str]) -> tuple[Part, ...]:
    """What the bot is for, with a button for each question that the articles answer."""
    ask = notices.EXAMPLES if examples else strings.JUST_ASK
    html = GAP.join([strings.INTRODUCTION, strings.SEE_HELP, ask])
    rows = [
        (Button(on_button(example), Press(Verb.EXAMPLE, example_key(example))),)
        for example in examples
    ]
    return with_buttons([Part(html)], rows)


def example_key(example: str) -> str:
    """The key of an example's button."""
    return key_of("example", example)


def example_of(examples: Sequence[str], key: str) -> str | None:
    """The example of that key; None where it is none any more."""
    return next((each for each in examples if example_key(each) == key), None)


def forget(kept: Kept) -> tuple[Part, ...]:
    """What is kept about a reader, and whether it is to be deleted."""
    things = _things(kept)
    if not things:
        return (Part(notices.NOTHING_KEPT),)
    row = (
        Button(buttons.FORGET, Press(Verb.FORGET, ALL)),
        Button(buttons.KEEP, Press(Verb.KEEP, ALL)),
    )
    return with_buttons([Part(f"{notices.kept(things)}\n{notices.DELETE_IT}")], [row])


def forgotten(kept: Kept) -> tuple[Part, ...]:
    """What was deleted."""
    return (Part(notices.deleted(_things(kept))),)


def _things(kept: Kept) -> list[str]:
    return notices.things_kept(
        answers=kept.answers,
        verdicts=kept.feedback,
        conversations=kept.conversations,
        watches=kept.watches,
        counted=kept.questions,
    )
