"""Asks a question that was typed as a command, and prints the reply."""

from __future__ import annotations

import time

from rich.console import Console

from bot.cli import json_output
from bot.cli.console import print_reply
from bot.cli.proof import print_sources
from bot.cli.terminal_text import print_json
from bot.service.service import RetrievalService
from retrieval.errors import FilterError
from retrieval.model import Declined, DeclineKind, Reply


def print_answer(service: RetrievalService, asked: str, console: Console | None) -> Reply:
    """Print the reply to a question, as JSON without a console, and return it."""
    began = time.perf_counter()
    try:
        reply: Reply = service.ask(asked)
    except FilterError as error:
        reply = Declined(asked, str(error), 0.0, (), kind=DeclineKind.FILTER)
    elapsed_ms = (time.perf_counter() - began) * 1000
    if console is None:
        print_json(json_output.reply_json(reply, elapsed_ms, service.source_lookup()))
    else:
        print_reply(console, reply)
        print_sources(console, reply, service.source_lookup())
    return reply


def is_declined(reply: Reply) -> bool:
    """Return whether a question was left without an answer; a greeting asks nothing."""
    return isinstance(reply, Declined) and reply.kind is not DeclineKind.SMALL_TALK
