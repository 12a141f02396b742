"""What stands on buttons and in the clipboard: short, and not HTML."""

from __future__ import annotations

CONTEXT = "Context"
FILE = "Source file"
COPY = "Copy citation"
SHORT_FILE = "File"
SHORT_COPY = "Copy"
MORE = "More passages"
USEFUL = "👍 Useful"
NOT_USEFUL = "👎 Not useful"
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


def numbered(number: int, label: str) -> str:
    """What a button does with one of several citations; nothing but the number without it."""
    return f"[{number}] {label}".rstrip()


def counted(label: str, number: int) -> str:
    """What a button opens, and how many of them there are."""
    return f"{label} ({number:,})"


def back_to(name: str) -> str:
    """To where one came from."""
    return f"‹ {name}"
