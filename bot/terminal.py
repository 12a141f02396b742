"""Replies as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from retrieval.answer.decline import not_quoted
from retrieval.corpus.files import printable
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    CitedStatement,
    Declined,
    Excerpt,
    ListedOutlet,
    NamedOnly,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    StatementKind,
    UnknownName,
)

STATEMENTS_SHOWN = 10
KIND = {
    StatementKind.DIRECT: "direct quotation",
    StatementKind.MIXED: "partly quoted",
    StatementKind.INDIRECT: "reported",
}


_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {
    ord("\r"): " ",
    0x7F: "␡",
    **dict.fromkeys((*range(128, 160), 8237, 8238, 8294, 8295, 8296), "�"),
}
"""What would steer a terminal, one visible character for one, so that offsets keep."""


def show_reply(console: Console, reply: Reply) -> None:
    """Prints an answer, or why there is none."""
    match reply:
        case Answer():
            console.print(_excerpts(reply.answering))
            if reply.further:
                number = 1 + sum(1 + len(excerpt.also_in) for excerpt in reply.answering)
                console.print(Text("Further passages, less to the point:", style="dim"))
                console.print(_excerpts(reply.further, "dim", number))
            sure = f"confidence {reply.confidence:.0%}"
            console.print(Text(sure, style="dim"))
        case Declined():
            console.print(Text(f"No answer. {reply.reason}", style="yellow"))
            _show_nearest(console, "Nearest passages, which do not answer it:", reply.passages)
        case Ambiguous():
            console.print(Text(f"{reply.reason} Ask about one of them:", style="yellow"))
            for option in reply.options:
                console.print(Text(f"  • {option}"))
            _show_nearest(console, "Words of theirs:", reply.passages)
        case _:
            assert_never(reply)


def show_outlets(console: Console, outlets: Sequence[ListedOutlet]) -> None:
    """Prints the outlets with their articles."""
    if not outlets:
        console.print(Text("No articles yet: verbatim ingest PATH", style="yellow"))
    for outlet in outlets:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for file in outlet.files:
            known = "; ".join(file.evidence)
            table.add_row(
                Text(file.published[:10] if file.published else "date unknown", style="dim"),
                Text(printable(file.file), style="cyan"),
                Text(_safe(file.title or "no title")),
                Text(_safe(f"({known})") if known else "", style="dim"),
            )
        console.print(Text(_outlet_line(outlet), style="bold"))
        console.print(Padding(table, (0, 0, 1, 2)))


def show_quotes(console: Console, reply: QuoteReply, limit: int | None) -> None:
    """Prints what somebody said, at most ``limit`` statements, or which other case it is."""
    match reply:
        case Quoted(speaker=speaker):
            head = Text(speaker.speaker, style="bold")
            if speaker.aliases:
                head.append(f"  also: {', '.join(speaker.aliases[:6])}", style="dim")
            console.print(head)
            for statement in speaker.statements[:limit]:
                console.print(_statement(statement))
            left = 0 if limit is None else len(speaker.statements) - limit
            if left > 0:
                more = f"{left} more: verbatim quote {speaker.speaker} --all"
                console.print(Text(more, style="dim"))
        case NamedOnly(speaker=name, named_in=places):
            said = not_quoted(name, len(places))
            console.print(Text(said, style="yellow"))
            _show_nearest(console, "Where the name stands:", places[:5])
        case SeveralSpeakers(speakers=speakers):
            asked = f"{reply.name} may be any of {len(speakers)}. Ask about one of them:"
            console.print(Text(asked, style="yellow"))
            for speaker in speakers:
                count = len(speaker.statements)
                told = f"{count} statements" if count != 1 else "1 statement"
                console.print(Text(f"  • {speaker.speaker} ({told if count else 'not quoted'})"))
        case UnknownName(suggestions=suggestions):
            console.print(Text(f"No article has the name {reply.name}.", style="yellow"))
            if suggestions:
                console.print(Text(f"Did you mean: {', '.join(suggestions)}?"))
        case _:
            assert_never(reply)


def show_statement(console: Console, cited: CitedStatement) -> None:
    """Prints one statement with its speaker."""
    speaker = cited.statement.speaker
    console.print(Text(speaker.name if speaker else "speaker unknown", style="bold"))
    console.print(_statement(cited))


def _show_nearest(console: Console, heading: str, passages: Sequence[Excerpt]) -> None:
    if passages:
        console.print(Text(heading, style="dim"))
        console.print(_excerpts(passages, style="dim"))


def _excerpts(passages: Sequence[Excerpt], style: str = "bold", number: int = 1) -> RenderableType:
    """Excerpts with their citations, numbered on from ``number``."""
    rows: list[RenderableType] = []
    for excerpt in passages:
        rows.append(Padding(Text(_safe(excerpt.text), style=style), (1, 2, 0, 2)))
        for citation in (excerpt.citation, *excerpt.also_in):
            same = "" if citation is excerpt.citation else "the same words: "
            rows.append(Padding(_citation(number, citation, same), (0, 2, 0, 2)))
            number += 1
    return Group(*rows)


def _statement(statement: CitedStatement) -> RenderableType:
    """The whole sentences of a statement, its quoted words in bold."""
    words = Text(_safe(statement.passage))
    start = statement.statement.passage.start
    for content in statement.statement.content:
        if content.quoted:
            words.stylize("bold", content.span.start - start, content.span.end - start)
    places = (statement.citation, *statement.also_in)
    lines = [_citation(None, place, "") for place in places]
    lines[0].append(f"  {KIND[statement.statement.kind]}", style="dim")
    return Group(Padding(words, (1, 2, 0, 2)), *(Padding(line, (0, 2, 0, 2)) for line in lines))


def _citation(number: int | None, citation: Citation, before: str) -> Text:
    line = Text(f"[{number}] " if number else "— ", style="green")
    line.append(before, style="dim")
    line.append(_safe(citation.outlet or "outlet unknown"), style="green bold")
    if citation.title:
        line.append(f", {_safe(citation.title)}", style="green")
    line.append(f", {citation.published[:10] if citation.published else 'date unknown'}", "green")
    link = Path(citation.source.partition("#")[0]).as_uri()
    line.append(" · ", style="dim")
    line.append(printable(citation.file), style=Style.parse("cyan") + Style(link=link))
    line.append(f" {citation.span.start}–{citation.span.end}", style="dim")
    return line


def _safe(words: str) -> str:
    """The words with control characters made visible; as long as before."""
    return words.translate(_CONTROLS)


def _outlet_line(outlet: ListedOutlet) -> str:
    count = len(outlet.files)
    days = f", {outlet.first} – {outlet.last}" if outlet.first else ", no dates known"
    if outlet.first == outlet.last and outlet.first:
        days = f", {outlet.first}"
    name = outlet.outlet or "Outlet unknown"
    return f"{name}: {count} article{'s' if count != 1 else ''}{days}"
