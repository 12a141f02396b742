"""Prints replies for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import Protocol, assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from bot.cli.terminal_text import visible
from bot.messages import strings
from bot.messages.answer import understanding_lines
from bot.messages.statements import (
    NAME_LENGTH,
    PLACES_SHOWN,
    STATEMENTS_SHOWN,
    StatementEntry,
    StatementNote,
    describe_speaker,
    dispute_label,
    exact_name,
    indistinguishable,
    namesakes_line,
    referent_notes,
    render_heading,
    statement_entries,
    statement_notes,
)
from bot.messages.text_entities import Words, formatted, one_line
from retrieval.corpus.files import printable
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    CitedStatement,
    Declined,
    DeclineKind,
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    UnknownName,
)

_PLAIN_WORD = re.compile(r"[\w.,:’-]+")
"""Words that no shell interprets, in any script."""

BEGINNING = 100
"""Characters that are printed of a passage that does not answer."""


def print_reply(console: Console, reply: Reply) -> None:
    """Print an answer, or why there is none."""
    for line in understanding_lines(reply.understood):
        console.print(_styled(line, "dim"))
    match reply:
        case Answer():
            console.print(_excerpts(reply.answering))
            if reply.further:
                number = 1 + sum(len(excerpt.places) for excerpt in reply.answering)
                console.print(Text("Further passages, less to the point:", style="dim"))
                console.print(_excerpts(reply.further, "dim", number))
        case Declined(kind=DeclineKind.SMALL_TALK | DeclineKind.OTHER_LANGUAGE):
            console.print(Text(reply.reason, style="yellow"))
        case Declined():
            _print_declined(console, reply)
        case Ambiguous():
            console.print(Text(f"{reply.reason} Ask about one of them:", style="yellow"))
            for option in reply.options:
                console.print(Text(f"  • {option}"))
            if reply.statements:
                console.print(Text(strings.WORDS_OF_THEIRS, style="dim"))
                _print_entries(console, statement_entries(reply.statements))
        case _:
            assert_never(reply)


def _print_declined(console: Console, reply: Declined) -> None:
    """Print the reason, in full the passage that it is about, and how the others begin."""
    said = reply.reason if reply.closest else f"No answer. {reply.reason}"
    console.print(Text(said, style="yellow"))
    if reply.closest:
        console.print(_excerpts(reply.closest))
    nearest = "Nearest passages, which do not answer it:"
    head = strings.ELSEWHERE.text if reply.elsewhere else nearest
    number = 1 + sum(len(each.places) for each in reply.closest)
    _print_beginnings(console, head, reply.nearest, number)


class Command(Protocol):
    """Builds the command by which the reader asks for somebody's words."""

    def __call__(self, name: str, topic: str | None = None, *, everything: bool = False) -> str:
        """Return the command for them, or for all of them."""


def shell_command(name: str, topic: str | None = None, *, everything: bool = False) -> str:
    """Return what ``strings.quote_command`` returns, for a shell."""
    request = f"{name} about {topic}" if topic else name
    words = [word if _PLAIN_WORD.fullmatch(word) else quote(word) for word in request.split()]
    return " ".join(["verbatim", "quote", *words, *(["--all"] if everything else [])])


def print_quote(console: Console, reply: QuoteReply, command: Command = shell_command) -> None:
    """Print what somebody said, or which other case it is."""
    match reply:
        case Quoted():
            _print_quoted(console, reply, command)
        case NotAbout(speaker=speaker):
            said = strings.not_about(
                _name_line(speaker.speaker), _name_line(reply.topic), reply.total
            )
            console.print(_styled(said, "yellow"))
            _print_namesakes(console, reply)
            console.print(_styled(strings.NEAREST_STATEMENTS, "dim"))
            _print_entries(console, statement_entries(speaker.statements))
            if reply.total > len(speaker.statements):
                every = strings.every_statement(command(reply.name, everything=True))
                console.print(_styled(every, "dim"))
        case NamedOnly(speaker=name, named_in=places):
            limit = None if reply.everything else PLACES_SHOWN
            console.print(_styled(strings.named_only(_name_line(name), len(places)), "yellow"))
            _print_namesakes(console, reply)
            _print_nearest(console, strings.NAMED_HERE, places[:limit])
            if len(places) > len(places[:limit]):
                more = command(reply.name, everything=True)
                hidden = len(places) - PLACES_SHOWN
                console.print(_styled(strings.more_places(hidden, more), "dim"))
        case SeveralSpeakers():
            _print_several(console, reply, command)
        case UnknownName(suggestions=suggestions):
            console.print(_styled(strings.unknown_name(_name_line(reply.name)), "yellow"))
            if suggestions:
                console.print(_styled(strings.DID_YOU_MEAN))
            for suggestion in suggestions:
                console.print(Text(f"  • {command(suggestion, reply.topic)}"))
        case _:
            assert_never(reply)


def _print_quoted(console: Console, reply: Quoted, command: Command) -> None:
    line, *forms = render_heading(reply)
    console.print(_styled(line, "bold"))
    for form in forms:
        console.print(_styled(form, "dim"))
    every = statement_entries(reply.speaker.statements)
    shown = every if reply.everything else every[:STATEMENTS_SHOWN]
    _print_entries(console, shown)
    hidden = len(every) - len(shown)
    if hidden:
        more = command(reply.name, reply.topic, everything=True)
        console.print(_styled(strings.more_statements(hidden, more), "dim"))


def _print_namesakes(console: Console, reply: NotAbout | NamedOnly) -> None:
    for line in namesakes_line(reply):
        console.print(_styled(line, "dim"))


def _print_several(console: Console, reply: SeveralSpeakers, command: Command) -> None:
    asked = strings.several_speakers(_name_line(reply.name), len(reply.speakers))
    console.print(_styled(asked, "yellow"))
    alike = indistinguishable(reply)
    for person in reply.speakers:
        name = person.speaker if person in alike else command(exact_name(person), reply.topic)
        console.print(_styled(f"  • {visible(name)} – {describe_speaker(person)}"))
    said = [statement for person in alike for statement in person.statements]
    if said:
        console.print(_styled(strings.OF_THE_SAME_DESCRIPTION))
        _print_entries(console, statement_entries(said, STATEMENTS_SHOWN))


def print_citation(console: Console, citation: Citation) -> None:
    """Print where cited words stand: date, outlet, title and file."""
    console.print(_citation(1, citation, ""))


def print_statement(console: Console, cited: CitedStatement) -> None:
    """Print one statement with its speaker."""
    speaker = cited.statement.speaker
    console.print(Text(speaker.name if speaker else "speaker unknown", style="bold"))
    for entry in statement_entries([cited]):
        console.print(_entry(1, entry))


def _print_beginnings(
    console: Console, head: str, passages: Sequence[Excerpt], number: int
) -> None:
    """Print how each passage begins, in one line, with its citation, numbered on."""
    if passages:
        console.print(Text(head, style="dim"))
    for excerpt in passages:
        begins = visible(one_line(excerpt.text[excerpt.lead :].lstrip(), BEGINNING))
        console.print(Padding(Text(begins, style="dim"), (0, 2, 0, 2)))
        console.print(Padding(_citation(number, excerpt.citation, ""), (0, 2, 0, 2)))
        number += len(excerpt.places)


def _print_nearest(console: Console, head: str, passages: Sequence[Excerpt]) -> None:
    if passages:
        console.print(Text(head, style="dim"))
        console.print(_excerpts(passages, style="dim"))


def _excerpts(passages: Sequence[Excerpt], style: str = "bold", number: int = 1) -> RenderableType:
    """Return excerpts with their citations, numbered on from ``number``."""
    rows: list[RenderableType] = []
    for excerpt in passages:
        words = Text(visible(excerpt.text), style=style)
        if excerpt.lead:
            words.stylize("not bold dim", 0, excerpt.lead)
        if excerpt.answer:
            words.stylize("underline", excerpt.answer.start, excerpt.answer.end)
        rows.append(Padding(words, (1, 2, 0, 2)))
        for citation in (excerpt.citation, *excerpt.also_in):
            same = "" if citation is excerpt.citation else "the same words: "
            rows.append(Padding(_citation(number, citation, same), (0, 2, 0, 2)))
            number += 1
        for notes in filter(None, (statement_notes(excerpt), referent_notes(excerpt))):
            line = Text(strings.NEXT_NOTE).join(map(_note, notes))
            rows.append(Padding(line, (0, 2, 0, 2)))
        rows += _disputes(excerpt.disputes, excerpt.citation, number)
        number += len(excerpt.places) - 1 - len(excerpt.also_in)
    return Group(*rows)


def _print_entries(console: Console, shown: Sequence[StatementEntry]) -> None:
    """Print statements with their citations, notes and disputes, numbered on."""
    number, article = 1, ""
    for entry in shown:
        here = entry.citation.source
        console.print(_entry(number, entry, is_again=here == article))
        number, article = number + len(entry.places), here


def _entry(number: int, entry: StatementEntry, *, is_again: bool = False) -> RenderableType:
    """Return an entry: sentences with the quoted words in bold, then citations, notes, disputes.

    ``is_again``: whether the entry above it cites the same article, which is not cited again.
    """
    words = Text(visible(entry.words))
    for span in entry.quoted:
        words.stylize("bold", span.start, span.end)
    cited = _same_article if is_again else _citation
    lines = [cited(number, entry.citation, "")]
    lines[0].append(f"  {entry.kinds}", style="dim")
    for place in entry.also_in:
        number += 1
        lines.append(_citation(number, place, f"{strings.PRINTED_AGAIN}: "))
    noted = [notes for notes in (entry.notes, entry.names) if notes]
    lines += [Text(strings.NEXT_NOTE).join(map(_note, notes)) for notes in noted]
    rows: list[RenderableType] = [Padding(words, (1, 2, 0, 2))]
    rows += [Padding(line, (0, 2, 0, 2)) for line in lines]
    rows += _disputes(entry.disputes, entry.citation, number + 1)
    return Group(*rows)


def _disputes(
    disputes: Iterable[Excerpt], disputed: Citation, number: int
) -> Iterator[RenderableType]:
    """Yield the sentences that dispute what stands at a citation, numbered on from ``number``."""
    for dispute in disputes:
        label = Text(dispute_label(dispute, disputed), style="yellow")
        yield Padding(label, (0, 2, 0, 2))
        yield Padding(Text(visible(dispute.text)), (0, 4, 0, 4))
        for place in (dispute.citation, *dispute.also_in):
            same = "" if place is dispute.citation else f"{strings.SAME_WORDS}: "
            yield Padding(_citation(number, place, same), (0, 4, 0, 4))
            number += 1


def _note(note: StatementNote) -> Text:
    if note.cited is None:
        return Text(f"{note.before}{note.after}", style="dim")
    words = Text(visible(note.cited.words), style="not dim italic")
    before, after = ("“", "”") if note.cited.marked else ("", "")
    line = Text(f"{note.before}{before}", style="dim")
    return Text.assemble(line, words, Text(f"{after}{note.after}", style="dim"))


def _styled(words: Words, style: str = "") -> Text:
    """Return one of the bot's own sentences, which Telegram shows as well."""
    return Text(visible(formatted(words).text), style=style)


def _name_line(name: str) -> str:
    return one_line(name, NAME_LENGTH)


def _citation(number: int | None, citation: Citation, before: str) -> Text:
    line = Text(f"[{number}] " if number else "— ", style="green")
    line.append(before, style="dim")
    line.append(f"{citation.published[:10] if citation.published else 'date unknown'}, ", "green")
    line.append(visible(citation.outlet or "outlet unknown"), style="green bold")
    if citation.title:
        line.append(f", {visible(citation.title)}", style="green")
    link = Path(citation.source.partition("#")[0]).as_uri()
    line.append(" · ", style="dim")
    line.append(printable(citation.file), style=Style.parse("cyan") + Style(link=link))
    line.append(f" {citation.span.start}–{citation.span.end}", style="dim")
    return line


def _same_article(number: int, citation: Citation, before: str) -> Text:
    line = Text(f"[{number}] {before}", style="green")
    line.append(strings.SAME_ARTICLE, style="dim")
    return line.append(f" {citation.span.start}–{citation.span.end}", style="dim")
