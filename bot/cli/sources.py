"""Prints the outlets of the collection, and their articles with the evidence for each."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from shlex import quote

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.terminal_text import visible
from bot.messages import strings
from bot.messages.strings import count
from bot.service.articles import outlets_by_name
from retrieval.corpus.files import printable
from retrieval.model import ListedFile, ListedOutlet

NO_ARTICLES = "No articles yet: verbatim ingest PATH"
_INDENT = 14
"""Columns of a date and the space after it."""


def outlets_called(outlets: Sequence[ListedOutlet], name: str) -> Sequence[ListedOutlet]:
    """Return the outlet of that name or, without one, those whose names contain it."""
    return outlets_by_name(outlets, name, unknown=strings.OUTLET_UNKNOWN_HEADING)


def print_totals(
    console: Console, outlets: Sequence[ListedOutlet], statements: int, command: str
) -> None:
    """Print a line for each outlet: its name, its articles, its oldest and newest date.

    Args:
        console: where to.
        outlets: all of them.
        statements: how many of them in all articles have a speaker.
        command: lists the articles of the outlet whose name stands after it.
    """
    if not outlets:
        console.print(Text(NO_ARTICLES, style="yellow"))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for outlet in outlets:
        number = Text(count(len(outlet.files), "article"))
        table.add_row(Text(_name(outlet), style="bold"), number, Text(_days(outlet)))
    known = [outlet for outlet in outlets if outlet.outlet is not None]
    articles = sum(len(outlet.files) for outlet in outlets)
    attributed = f"{count(statements, 'statement')} with a speaker"
    totals = f"{strings.all_sources(len(known), articles)}, {attributed}"
    console.print(Text(totals, style="dim"))
    console.print(table)
    console.print(Text(f"Files: {command}", style="dim"))


def print_outlets(console: Console, outlets: Sequence[ListedOutlet]) -> None:
    """Print the outlets with all of their articles; no file name is cut or broken."""
    if not outlets:
        console.print(Text(NO_ARTICLES, style="yellow"))
    for outlet in outlets:
        articles = count(len(outlet.files), "article")
        line = f"{_name(outlet)}: {articles}, {_days(outlet)}"
        console.print(Text(line, style="bold"), soft_wrap=True)
        for file in outlet.files:
            _print_file(console, file)
        console.print()


def print_no_outlet(
    console: Console, outlets: Sequence[ListedOutlet], name: str, command: str
) -> None:
    """Print that there is no outlet of that name, and by which command the nearest are listed."""
    said = f"No outlet called {printable(name)} is known here."
    console.print(Text(said, style="yellow"), soft_wrap=True)
    by_key = {_name(outlet).casefold(): _name(outlet) for outlet in outlets}
    near = get_close_matches(name.casefold(), by_key)
    console.print(Text(strings.DID_YOU_MEAN if near else f"All of them: {command}"))
    for key in near:
        console.print(Text(f"  • {command} {quote(by_key[key])}"), soft_wrap=True)


def _print_file(console: Console, file: ListedFile) -> None:
    date = file.published[:10] if file.published else "date unknown"
    line = Text(f"  {visible(date):<{_INDENT - 2}}  ", style="dim")
    line.append(printable(file.file), style="not dim cyan")
    console.print(line, soft_wrap=True)
    known = f"  ({visible('; '.join(file.evidence))})" if file.evidence else ""
    about = Text.assemble(visible(file.title or "no title"), (known, "dim"))
    console.print(Padding(about, (0, 0, 0, _INDENT + 2)))


def _name(outlet: ListedOutlet) -> str:
    return visible(outlet.outlet or strings.OUTLET_UNKNOWN_HEADING)


def _days(outlet: ListedOutlet) -> str:
    """Return the oldest and the newest date of an outlet's articles."""
    if not outlet.first or not outlet.last:
        return "no dates known"
    days = dict.fromkeys((outlet.first, outlet.last))
    return visible(" – ".join(days))
