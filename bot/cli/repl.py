"""Reads questions from the terminal and prints the replies, one after another."""

from __future__ import annotations

import readline  # noqa: F401 - gives input() its history and line editing
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot.cli import console as terminal
from bot.cli import sources
from bot.cli.proof import print_sources
from bot.cli.terminal_text import visible
from bot.messages import notices, strings
from bot.messages.references import references
from bot.service.service import RetrievalService
from retrieval.answer.followups.turns import (
    PreviousTurn,
    holds_statements,
    turn_of_quote,
    turn_of_reply,
)
from retrieval.answer.user_input.about_answer import (
    asks_for_occasion,
    asks_for_source,
    asks_for_speaker,
)
from retrieval.answer.user_input.small_talk import without_small_talk
from retrieval.errors import VerbatimError
from retrieval.model import Declined, DeclineKind, QuoteReply, Reply

HELP = """\
Type a question. The answer is the articles' own words, with file and outlet.

  /sources [OUTLET]  the outlets, or the files of one
  /quote NAME        what somebody said: a name, part of one, or a role
  /quote NAME about TOPIC   what they said on something; all at the end shows all of it
  /help              this
  /quit              the end (or Ctrl-D)

A question may carry filters: outlet:NAME  after:2025-03  before:2025-06-30  speaker:NAME
or name them: in the Courier, since March, according to NAME. It may follow up the question
before it: and in 2023? why? what did she say about jobs?"""


def converse(service: RetrievalService, console: Console) -> None:
    """Reads lines and prints replies, until the input ends or ``/quit`` is typed."""
    examples = service.examples()
    console.print(Text(HELP))
    if examples:
        console.print(Text(f"\nFor example: {'  '.join(examples)}", style="dim"))
    earlier = _Turn()
    while True:
        try:
            line = input("\n> ").strip()
        except EOFError:
            console.print()
            return
        if line in {"/quit", "/exit"}:
            return
        try:
            earlier = _reply(service, console, line, earlier)
        except VerbatimError as error:
            console.print(Text(str(error), style="red"))


@dataclass(frozen=True, slots=True)
class _Turn:
    """What the next line may follow up, and the reply that it may be about."""

    previous: PreviousTurn | None = None
    reply: Reply | QuoteReply | None = None


def _reply(service: RetrievalService, console: Console, line: str, earlier: _Turn) -> _Turn:
    """Print the reply to a line; return what the next one may lean on."""
    command, _, rest = line.partition(" ")
    match command:
        case "":
            pass
        case "/help" | "/start":
            console.print(Text(HELP))
        case "/sources":
            _print_outlets(console, service, rest.strip())
        case "/quote" if rest.strip():
            said = service.quote(rest.strip())
            terminal.print_quote(console, said, strings.quote_command)
            print_sources(console, said, service.source_lookup())
            return _Turn(turn_of_quote(said) or earlier.previous, said)
        case "/quote":
            console.print(
                Text("Whose words? /quote NAME, or a part of it, or a role", style="yellow")
            )
        case _ if command.startswith("/"):
            console.print(Text(f"There is no {command}. Type /help.", style="yellow"))
        case _ if _is_about(line, earlier.reply):
            _print_source(console, service, earlier.reply, without_small_talk(line))
        case _:
            with console.status("looking …"):
                reply = service.ask(line, earlier.previous)
            terminal.print_reply(console, reply)
            print_sources(console, reply, service.source_lookup())
            is_talk = isinstance(reply, Declined) and reply.kind is DeclineKind.SMALL_TALK
            return earlier if is_talk else _Turn(turn_of_reply(reply), reply)
    return earlier


def _is_about(line: str, reply: Reply | QuoteReply | None) -> bool:
    """Return whether a line asks about the reply before it, and not about the articles."""
    asked = without_small_talk(line)
    if asks_for_source(asked):
        return True
    return reply is not None and asks_for_occasion(asked) and holds_statements(reply)


def _print_source(
    console: Console, service: RetrievalService, reply: Reply | QuoteReply | None, asked: str
) -> None:
    hides = isinstance(reply, Declined) and not reply.closest
    cited = () if reply is None or hides else references(reply)
    if cited:
        found = service.speakers_in(cited[0].citation) if asks_for_speaker(asked) else ()
        if found:
            named = strings.speakers([(each.name, each.resolution) for each in found])
            console.print(Text(visible(named)))
        terminal.print_citation(console, cited[0].citation)
    else:
        console.print(Text(notices.NOTHING_CITED, style="yellow"))


def _print_outlets(console: Console, service: RetrievalService, name: str) -> None:
    listed = service.outlets()
    if not name:
        statements = service.corpus_size().statements
        sources.print_totals(console, listed, statements, "/sources OUTLET")
        return
    found = sources.outlets_called(listed, name)
    if found:
        sources.print_outlets(console, found)
    else:
        sources.print_no_outlet(console, listed, name, "/sources")
