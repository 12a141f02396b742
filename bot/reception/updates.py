"""What a handler may rely on in an update."""

from __future__ import annotations

from telegram import Message, Update


def message_of(update: Update) -> Message:
    """The message of an update that only a message handler gets."""
    if update.effective_message is None:
        raise TypeError("an update without a message reached a message handler")
    return update.effective_message


def user_of(update: Update) -> int | None:
    """The number of whoever sent it; None where that is not known."""
    return update.effective_user.id if update.effective_user else None
