"""Prints in which texts the offsets of citations count, and by what these are recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.messages.citations import file_note
from bot.messages.references import references
from bot.messages.statements import PLACES_SHOWN, STATEMENTS_SHOWN, statement_entries
from bot.service.source_files import CitedSource, source_key
from retrieval.corpus.files import printable
from retrieval.model import Citation, Declined, NamedOnly, Quoted, QuoteReply, Reply

SourceOf = Callable[[Citation], CitedSource | None]
"""Returns the source of a citation; None for an article that is no longer stored."""

SHORT_DIGEST = 16


def print_sources(console: Console, reply: Reply | QuoteReply, source_of: SourceOf) -> None:
    """Print a line for each text that is cited, and a warning where its file is another one now.

    The digests are shortened: ``--json`` and ``verbatim show`` have them in full.
    """
    cited = {source_key(each): each for each in _cited(reply)}
    known = [(each, source_of(each)) for each in cited.values()]
    lines = [line for each, source in known if source for line in _lines(each, source)]
    if lines:
        console.print(Text("Offsets count in:", style="dim"))
    for line in lines:
        console.print(Padding(line, (0, 2, 0, 2)))


def _cited(reply: Reply | QuoteReply) -> Iterator[Citation]:
    """Yield the citations that are printed, in their order."""
    match reply:
        case Quoted(everything=False):
            shown = statement_entries(reply.speaker.statements)[:STATEMENTS_SHOWN]
            yield from (place for entry in shown for place in entry.places)
        case NamedOnly(everything=False):
            yield from (each.citation for each in reply.named_in[:PLACES_SHOWN])
        case Declined():  # its other passages answer nothing, and are cut short
            yield from (place for each in reply.closest for place in each.places)
        case _:
            yield from (each.citation for each in references(reply))


def _lines(citation: Citation, source: CitedSource) -> Iterator[Text]:
    digests = source.digests
    file = f"SHA-256 {digests.file[:SHORT_DIGEST]}…" if digests.file else "SHA-256 unknown"
    line = Text(printable(citation.file), style="cyan")
    if source.is_file_itself:
        line.append(f", the file, {file}", style="dim")
    else:
        text = f"SHA-256 {(digests.text or '')[:SHORT_DIGEST]}…"
        line.append(f", its text, {text}; extracted from the file, {file}", style="dim")
    yield line
    note = file_note(citation, source)
    if note is not None:
        yield Text(note.text, style="yellow")
