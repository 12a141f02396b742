"""Statements as a reader on Telegram sees them, with all that travels with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot import texts
from bot.cited import citations, cited
from bot.entries import Cited, Entry, Note
from bot.markup import entities, fits_a_line, plain, quotation, text, units, verbatim
from bot.pages import MARKS, ROOM, Block, divide

WORDS_IN_A_LINE = 200
"""A source's words that are longer stand in lines of their own."""
NOTES_IN_A_LINE = 300


def said_blocks(shown: Sequence[Entry], number: int = 1) -> list[Block]:
    """Each statement in one block with what travels with it, as far as a message holds that."""
    blocks: list[Block] = []
    for entry in shown:
        lines = citations(number, entry.citation, entry.also_in, texts.PRINTED_AGAIN, entry.kinds)
        number += len(lines)
        pieces = [*cited(number - len(lines), entry.words, entry.citation, lines)]
        pieces += noted(entry.notes)
        pieces += noted(entry.names)
        for dispute in entry.disputes:
            elsewhere = dispute.citation.source != entry.citation.source
            pieces.append(Block(texts.DISPUTED_ELSEWHERE if elsewhere else texts.DISPUTED))
            lines = citations(number, dispute.citation, dispute.also_in, texts.SAME_WORDS)
            pieces += cited(number, dispute.text, dispute.citation, lines)
            number += len(lines)
        blocks += joined(pieces)
    return blocks


def noted(notes: Sequence[Note]) -> Iterator[Block]:
    """The notes in one line; one with words that do not fit a line in lines of its own."""
    brief = [note for note in notes if note.cited is None or _is_brief(note.cited)]
    for some in _in_lines([_brief(note) for note in brief]):
        yield Block(
            texts.NEXT_NOTE.join(each.html for each in some),
            tuple(place for each in some for place in each.citations),
        )
    for note in notes:
        if note.cited is not None and not _is_brief(note.cited):
            yield Block(text(note.before.rstrip()))
            for piece, place in divide(note.cited.words, note.cited.citation, ROOM):
                yield Block(quotation(piece, folded=False), (place,))
            if note.after:
                yield Block(text(note.after.removeprefix("; ")))


def _is_brief(cited: Cited) -> bool:
    return fits_a_line(cited.words, WORDS_IN_A_LINE)


def _brief(note: Note) -> Block:
    if note.cited is None:
        return Block(text(note.before + note.after))
    words = verbatim(note.cited.words)
    if note.cited.marked:
        words = f"“{words}”"
    return Block(f"{text(note.before)}{words}{text(note.after)}", (note.cited.citation,))


def _in_lines(notes: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The notes, as many in a line as a line holds."""
    line: list[Block] = []
    for note in notes:
        if line and sum(units(plain(each.html)) for each in (*line, note)) > NOTES_IN_A_LINE:
            yield line
            line = []
        line.append(note)
    if line:
        yield line


def joined(pieces: Iterable[Block]) -> list[Block]:
    """The pieces below one another, in as few blocks as hold them."""
    blocks: list[Block] = []
    for piece in pieces:
        html = f"{blocks[-1].html}\n{piece.html}" if blocks else piece.html
        if blocks and units(plain(html)) <= ROOM and entities(html) <= MARKS:
            blocks[-1] = Block(html, (*blocks[-1].citations, *piece.citations))
        else:
            blocks.append(piece)
    return blocks
