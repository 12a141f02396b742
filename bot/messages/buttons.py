"""Builds buttons, and encodes what a tap asks for in at most 64 bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.messages.text_entities import one_line
from retrieval.model import Citation

DATA_LIMIT = 64
"""Telegram's limit for a button's data and for a deep link's payload, in bytes."""

LARGEST = 99_999

_KEY = r"[A-Za-z0-9_-]{1,32}"
_NUMBER = r"(0|[1-9][0-9]{0,4})"
_ASKER = r"[1-9][0-9]{0,15}"
_DATA = re.compile(rf"([a-z]{{1,2}}):({_KEY}):{_NUMBER}(?::({_ASKER}))?")
_PAYLOAD = re.compile(rf"c_({_KEY})_{_NUMBER}")


class CallbackAction(StrEnum):
    """What a tap asks for, of the thing of that key and number."""

    CONTEXT = "c"
    """Show the sentences around citation n of a reply."""
    MORE = "m"
    """Show the further passages of an answer, or the nearest ones of a refusal."""
    FILE = "f"
    """Send the file of citation n of a reply."""
    TEXT = "t"
    """Send the stored text that citation n of a reply counts in."""
    FULL = "q"
    """Show citation n of a reply in full, to be copied."""
    USEFUL = "u"
    NOT_USEFUL = "n"
    IS_ANSWERED = "d"
    """Say that the articles do answer what was declined."""
    PAGE = "p"
    """Show page n of a reply."""
    OPTION = "o"
    """Ask what option n of a reply stands for: another name, or one of those of a name."""
    WATCH = "w"
    """Watch whom option n of a reply stands for."""
    UNWATCH = "v"
    """Watch the speaker of that key no longer."""
    EXAMPLE = "e"
    """Ask the example of that key."""
    OUTLETS = "so"
    """Show page n of the outlets; the key is always ``ALL``."""
    OUTLET = "sl"
    """Show page n of the articles of the outlet of that key."""
    ARTICLE = "sa"
    """Open the article of that key."""
    STATEMENTS = "ss"
    """Show page n of the statements in the article of that key."""
    ARTICLE_FILE = "sf"
    """Send the file of the article of that key."""
    ARTICLE_TEXT = "st"
    """Send the stored text of the article of that key."""
    REPLACE = "ur"
    """Put the waiting document of that key in place of the one of its name."""
    KEEP_BOTH = "uk"
    """Take the waiting document of that key in beside the one of its name."""
    UNDO = "uu"
    """Take the upload of that key back."""
    REMOVE = "ux"
    """Remove the articles of the file of that key."""
    REMOVE_NOTHING = "un"
    """Remove nothing after all."""
    FORGET = "x"
    """Delete what is kept of the reader; the key is always ``ALL``."""
    KEEP = "k"
    """Delete nothing after all."""


_VERBS = {verb.value: verb for verb in CallbackAction}

ALL = "all"


@dataclass(frozen=True, slots=True)
class CallbackData:
    """What a button sends to the bot when it is tapped.

    Attributes:
        key: of a reply that is remembered, or (``stable_key``) of an outlet, an article, an
            example.
        number: which citation, page or option of it, from 1; 0 where there is nothing to count.
        asker: the user whose data it is about, who alone may press it; None where it is about
            nobody's.
    """

    verb: CallbackAction
    key: str
    number: int = 0
    asker: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(_KEY, self.key) or not 0 <= self.number <= LARGEST:
            raise ValueError(f"no button can carry {self.key!r}, {self.number}")
        if self.asker is not None and not re.fullmatch(_ASKER, str(self.asker)):
            raise ValueError(f"no button can carry user {self.asker}")


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that puts the text into the reader's clipboard.

    Attributes:
        words: those of them that are a source's, in quotation marks, at ``citation``.
    """

    text: str
    words: str
    citation: Citation


Action = CallbackData | CopyButton


@dataclass(frozen=True, slots=True)
class Button:
    """The label of a button, and what a tap does."""

    label: str
    action: Action


Row = tuple[Button, ...]


def encode_callback_data(press: CallbackData) -> str:
    """Encode it as a button's data."""
    data = f"{press.verb}:{press.key}:{press.number}"
    return data if press.asker is None else f"{data}:{press.asker}"


def decode_callback_data(data: str) -> CallbackData | None:
    """Decode a button's data; None for anything that ``encode_callback_data`` does not write."""
    found = _DATA.fullmatch(data)
    if found is None or found[1] not in _VERBS:
        return None
    asker = int(found[4]) if found[4] else None
    return CallbackData(_VERBS[found[1]], found[2], int(found[3]), asker)


def encode_deep_link(key: str, number: int) -> str:
    """Return the payload of a deep link to citation ``number`` of the reply of that key."""
    press = CallbackData(CallbackAction.CONTEXT, key, number)
    return f"c_{press.key}_{press.number}"


def decode_deep_link(payload: str) -> CallbackData | None:
    """Return the citation that a deep link leads to; None for any other payload."""
    found = _PAYLOAD.fullmatch(payload)
    return None if found is None else CallbackData(CallbackAction.CONTEXT, found[1], int(found[2]))


CONTEXT = "Context"
FILE = "Source file"
TEXT = "Source text"
COPY = "Copy citation"
FULL = "Full citation"
SHORT_FILE = "File"
SHORT_COPY = "Copy"
MORE = "More passages"
USEFUL = "👍 Useful"
NOT_USEFUL = "👎 Not useful"
NEAREST = "Nearest passages"
OTHERS = "Other articles"
IS_ANSWERED = "It is answered"
IS_ANSWERED_THERE = "It is answered there"
PREVIOUS = "‹ Back"
NEXT = "Next ›"
ALL_OUTLETS = "‹ All outlets"
STATEMENTS = "Statements"
BACK_TO_ARTICLE = "‹ The article"
ASK_IN_PRIVATE = "Context, and more questions"
HOW_TO_ASK = "How to ask"
NO_MORE_FOR_NOW = "No more questions for now"
FORGET = "Delete it all"
KEEP = "Keep it"

NOTHING_PRINTABLE = "…"

OUTLET_UNKNOWN = "outlet unknown"
DATE_UNKNOWN = "date unknown"
SHORTENED = " (shortened)"

LABEL_LENGTH = 60
"""How much of a name stands on a button; a phone shows about forty characters."""


def numbered_label(number: int, label: str) -> str:
    """Return a label for one of several citations; nothing but the number for an empty one."""
    return f"[{number}] {label}".rstrip()


def counted_label(label: str, number: int) -> str:
    """Return what a button opens, and how many of them there are."""
    return f"{label} ({number:,})"


def back_label(name: str) -> str:
    """Return a label that leads back to where the reader came from."""
    return f"‹ {name}"


NUMBERS_IN_A_ROW = 6
FEW = 3
"""So many buttons in a row have room for a word."""


def context_button(number: int, key: str, label: str = CONTEXT) -> Button:
    """Return a button that shows the sentences around a citation."""
    return Button(label, CallbackData(CallbackAction.CONTEXT, key, number))


def file_button(number: int, key: str, label: str = FILE) -> Button:
    """Return a button that sends the file that a citation stands in."""
    return Button(label, CallbackData(CallbackAction.FILE, key, number))


def text_button(number: int, key: str) -> Button:
    """Return a button that sends the text in which a citation's offsets count."""
    return Button(TEXT, CallbackData(CallbackAction.TEXT, key, number))


def full_button(number: int, key: str) -> Button:
    """Return a button that shows a citation in full."""
    return Button(FULL, CallbackData(CallbackAction.FULL, key, number))


def number_rows(numbers: Sequence[int], key: str) -> Iterator[Row]:
    """Yield rows with a context button for each citation; many buttons have only a number on them."""
    few = len(numbers) <= FEW
    names = [numbered_label(each, CONTEXT if few else "") for each in numbers]
    pairs = zip(numbers, names, strict=True)
    buttons = [context_button(number, key, name) for number, name in pairs]
    for start in range(0, len(buttons), NUMBERS_IN_A_ROW):
        yield tuple(buttons[start : start + NUMBERS_IN_A_ROW])


def option_rows(
    names: Iterable[str], key: str, verb: CallbackAction = CallbackAction.OPTION
) -> Iterator[Row]:
    """Yield a row with one button for each option."""
    for number, name in enumerate(names, 1):
        yield (Button(button_label(name), CallbackData(verb, key, number)),)


def pagination_row(verb: CallbackAction, key: str, page: int, pages: int) -> Row:
    """Return buttons to the previous and the next page, where there are such."""
    back = (Button(PREVIOUS, CallbackData(verb, key, page - 1)),) if page > 1 else ()
    on = (Button(NEXT, CallbackData(verb, key, page + 1)),) if page < pages else ()
    return (*back, *on)


def button_label(name: str) -> str:
    """Return a name as far as it has room on a button; “…” where nothing of it can be printed."""
    return one_line(name, LABEL_LENGTH) or NOTHING_PRINTABLE
