"""What the log must not say: the token, and anything of what readers and articles say."""

from __future__ import annotations

import logging
import traceback

REDACTED = "[token]"


class WithoutToken(logging.Filter):
    """Takes the bot's token out of a record: its message, its arguments, its traceback."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass."""
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = message.replace(self._token, REDACTED), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = record.exc_text.replace(self._token, REDACTED)
        return True


def guard(token: str) -> None:
    """Keeps the token out of every handler of the root logger, and quiets who would print it."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO every address is logged
    without_token = WithoutToken(token)
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None:
            handler.addFilter(without_token)


def describe(error: BaseException) -> str:
    """The error's type and the places it passed, without its message or any line of code."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places) or 'no place'}"
