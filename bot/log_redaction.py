"""What the log must not say: the token, and anything of what readers and articles say."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from typing import Self

REDACTED = "[token]"
UNSAID = "[…]"

THEIRS = frozenset(
    {"asyncio", "chromadb", "htmldate", "httpcore", "httpx", "telegram", "tornado", "trafilatura"}
)
"""Libraries whose log lines print what they are handling, errors and all."""


class TokenFilter(logging.Filter):
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


class ContentFilter(logging.Filter):
    """Leaves of a library's record what it was written with, and of an error what kind it is.

    An update, an article or a question may stand in any argument and in any error's message.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass."""
        if record.name.split(".", 1)[0] not in THEIRS:
            return True
        record.msg = str(record.msg).partition("\n")[0]
        record.args = _unsaid(record.args)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{record.getMessage()} ({describe(error)})", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _unsaid(args: object) -> tuple[object, ...] | Mapping[str, object] | None:
    """The arguments with nothing left of them but numbers."""
    match args:
        case Mapping():
            return {str(name): _number_or_unsaid(each) for name, each in args.items()}
        case tuple():
            return tuple(map(_number_or_unsaid, args))
        case _:
            return None


def _number_or_unsaid(value: object) -> object:
    return value if isinstance(value, int | float) else _Redacted()


class _Redacted(str):
    """Stands for an argument in a log line, whether by %s or by %r."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, UNSAID)

    def __repr__(self) -> str:
        return UNSAID


def guard(token: str) -> None:
    """Keeps token and words out of every handler of the root logger, and quiets who prints them."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO every address is logged
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # every page that is no JSON
    without_token, without_words = TokenFilter(token), ContentFilter()
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None:
            handler.addFilter(without_words)
            handler.addFilter(without_token)


def describe(error: BaseException) -> str:
    """The error's type and the places it passed, without its message or any line of code."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places) or 'no place'}"
