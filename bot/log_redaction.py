"""Redacts logs: neither the token nor words of readers or articles are written to them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from typing import Self

REDACTED = "[token]"
REDACTED_WORDS = "[…]"

LIBRARIES = frozenset(
    {"asyncio", "chromadb", "htmldate", "httpcore", "httpx", "telegram", "tornado", "trafilatura"}
)
"""Libraries whose log lines print what they are handling, errors and all."""


class TokenFilter(logging.Filter):
    """Replaces the bot's token in the message, the arguments and the traceback of a record."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; return True, as it is logged all the same."""
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = message.replace(self._token, REDACTED), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = record.exc_text.replace(self._token, REDACTED)
        return True


class ContentFilter(logging.Filter):
    """Leaves of a library's record the literal text and numbers, and of an error its class.

    An update, an article or a question may stand in any argument and in any error's message.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; return True, as it is logged all the same."""
        if record.name.split(".", 1)[0] not in LIBRARIES:
            return True
        record.msg = str(record.msg).partition("\n")[0]
        record.args = _redacted(record.args)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{record.getMessage()} ({describe(error)})", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _redacted(args: object) -> tuple[object, ...] | Mapping[str, object] | None:
    """Return the arguments with all but numbers redacted."""
    match args:
        case Mapping():
            return {str(name): _number_or_redacted(each) for name, each in args.items()}
        case tuple():
            return tuple(map(_number_or_redacted, args))
        case _:
            return None


def _number_or_redacted(value: object) -> object:
    return value if isinstance(value, int | float) else _Redacted()


class _Redacted(str):
    """Stands for an argument in a log line, whether by %s or by %r."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, REDACTED_WORDS)

    def __repr__(self) -> str:
        return REDACTED_WORDS


def redact_logs(token: str) -> None:
    """Filter token and words in every handler of the root logger, and quiet libraries that log them."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO every address is logged
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # every page that is no JSON
    token_filter, content_filter = TokenFilter(token), ContentFilter()
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None:
            handler.addFilter(content_filter)
            handler.addFilter(token_filter)


def describe(error: BaseException) -> str:
    """Return the error's class and the places in its traceback, without its message or code."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places) or 'no place'}"
