from __future__ import annotations

import io
import logging

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.log_redaction import TokenFilter, describe
from bot.tg.transport.rate_limiter import surely_unsent

TOKEN = "1:secret"


def _fail(words: str) -> None:
    raise ValueError(words)


def test_the_token_is_taken_out_of_messages_arguments_and_tracebacks() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(TokenFilter(TOKEN))
    logger = logging.getLogger("apart")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.info("plain %d%%", 5)
    logger.info("GET /bot%s/getMe", TOKEN)
    logger.info("GET /bot1:secret/getMe")
    try:
        _fail(f"/bot{TOKEN}/")
    except ValueError:
        logger.exception("failed")
    written = out.getvalue()
    assert written.startswith("plain 5%\nGET /bot[token]/getMe\nGET /bot[token]/getMe\nfailed\n")
    assert written.endswith("ValueError: /bot[token]/\n")
    assert TOKEN not in written


def test_an_error_is_described_without_its_words() -> None:
    try:
        _fail("what the article says")
    except ValueError as error:
        described = describe(error)
    assert described.startswith("ValueError at test_log_redaction.py:")
    assert "article" not in described
    assert describe(ValueError()) == "ValueError at no place"


@pytest.mark.parametrize(
    ("error", "cause", "unsent"),
    [
        (NetworkError("Internal Server Error (500)"), None, True),
        (NetworkError("Bad Gateway (502)"), TelegramError("not JSON"), True),
        (NetworkError("Gateway Timeout (504)"), None, False),
        (NetworkError("httpx.ConnectError"), httpx.ConnectError("no route"), True),
        (NetworkError("httpx.ReadError"), httpx.ReadError("reset"), False),
        (NetworkError("Unknown error"), RuntimeError("?"), False),
        (TimedOut(), httpx.ReadTimeout("slow"), False),
        (BadRequest("message is too long"), None, False),
    ],
)
def test_only_what_surely_was_not_sent_is_sent_again(
    error: NetworkError, cause: Exception | None, unsent: bool
) -> None:
    error.__cause__ = cause
    assert surely_unsent(error) is unsent
