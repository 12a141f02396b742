"""Holds what the commands of ``verbatim`` share: consoles, options, exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.terminal_text import TerminalConsole

PARTLY = 3
"""The exit code where some files were skipped and the rest is in."""
FAULT = 1
NOT_FOUND = 4
"""The exit code where a question was declined, or nothing, or more than one thing, has a name."""

app = typer.Typer(
    help="News articles answer in their own words, with file and outlet.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = TerminalConsole(highlight=False, soft_wrap=False)
err = TerminalConsole(stderr=True, highlight=False)

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files and folders of articles.")
]
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Follow links that lead out of a folder.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print only JSON.")]


def say(sentence: str | None) -> None:
    """Print a sentence beside what the command prints; nothing for None."""
    if sentence:
        err.print(Text(sentence, style="dim"))


def say_all(sentences: Sequence[str]) -> None:
    """Print each of them so."""
    for sentence in sentences:
        say(sentence)
