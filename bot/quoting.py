"""What somebody said as the messages that a reader on Telegram sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot import texts
from bot.cited import citations, cited
from bot.entries import (
    NAME_LENGTH,
    PLACES_SHOWN,
    STATEMENTS_SHOWN,
    Cited,
    Entry,
    Note,
    entries,
    exact_name,
    heading,
    indistinct,
    name_of,
    option,
)
from bot.markup import code, entities, fits_a_line, plain, quotation, text, tidy, units, verbatim
from bot.pages import GAP, MARKS, ROOM, Block, Part, divide, paginate
from retrieval.model import (
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    UnknownName,
)

NAMES_SHOWN = 10
ENTRIES_AT_MOST = 60
"""Of one reply: more messages at once than these fill are a nuisance, and Telegram slows down."""
WORDS_IN_A_LINE = 200
"""A source's words that are longer stand in lines of their own."""
NOTES_IN_A_LINE = 300


def quotes(answer: QuoteReply) -> tuple[Part, ...]:
    """What somebody of that name said, or who of that name there is."""
    match answer:
        case Quoted():
            blocks = _quoted(answer)
        case NotAbout():
            blocks = _not_about(answer)
        case NamedOnly():
            blocks = _named_only(answer)
        case SeveralSpeakers():
            blocks = _several(answer)
        case UnknownName():
            blocks = [Block(texts.unknown_name(name_of(answer.name)))]
            if answer.suggestions:
                suggested = answer.suggestions[:NAMES_SHOWN]
                names = [f"• {_quote_command(name, answer.topic)}" for name in suggested]
                blocks.append(Block("\n".join([texts.DID_YOU_MEAN, *names, texts.A_TAP_COPIES])))
        case _:
            assert_never(answer)
    return paginate(blocks)


def _quoted(answer: Quoted) -> list[Block]:
    """What somebody said, the first few unless all of it is asked for."""
    speaker, total = answer.speaker, len(answer.speaker.statements)
    limit = ENTRIES_AT_MOST if answer.everything else STATEMENTS_SHOWN
    shown = entries(speaker.statements, limit)
    blocks = [Block(heading(answer)), *said_blocks(shown)]
    hidden = total - sum(entry.statements for entry in shown)
    if hidden and answer.everything:
        command = _quote_command(answer.name, texts.TOPIC)
        blocks.append(Block(texts.too_many_statements(hidden, command)))
    elif hidden:
        command = _quote_command(answer.name, answer.topic, everything=True)
        blocks.append(Block(texts.more_statements(hidden, command)))
    return blocks


def _not_about(answer: NotAbout) -> list[Block]:
    name, topic = name_of(answer.speaker.speaker), name_of(answer.topic)
    blocks = [Block(texts.not_about(name, topic, answer.total)), Block(texts.NEAREST_STATEMENTS)]
    blocks += said_blocks(entries(answer.speaker.statements))
    if answer.total > len(answer.speaker.statements):
        command = _quote_command(answer.name, everything=True)
        blocks.append(Block(texts.every_statement(command)))
    return blocks


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


def _named_only(answer: NamedOnly) -> list[Block]:
    places = answer.named_in
    line = texts.named_only(name_of(answer.speaker), len(places))
    if not places:
        return [Block(line)]
    blocks = [Block(f"{line}{GAP}{texts.NAMED_HERE}")]
    limit = ENTRIES_AT_MOST if answer.everything else PLACES_SHOWN
    number = 1
    for place in places[:limit]:
        lines = citations(number, place.citation, place.also_in, texts.SAME_WORDS)
        blocks += cited(number, place.text, place.citation, lines)
        number += len(lines)
    if len(places) > limit:
        command = _quote_command(answer.name, everything=True)
        blocks.append(Block(texts.more_places(len(places) - limit, command)))
    return blocks


def _several(answer: SeveralSpeakers) -> list[Block]:
    """Whom the name may mean; those that no command tells apart with their words."""
    lines = [texts.several_speakers(name_of(answer.name), len(answer.speakers))]
    alike = indistinct(answer)
    for person in answer.speakers[:NAMES_SHOWN]:
        name = name_of(person.speaker)
        if person not in alike:
            name = _quote_command(exact_name(person), answer.topic)
        lines.append(f"• {name} – {option(person)}")
    if len(alike) < len(answer.speakers):
        lines.append(texts.A_TAP_COPIES)
    blocks = [Block("\n".join(lines))]
    said = [statement for person in alike for statement in person.statements]
    if said:
        blocks.append(Block(texts.OF_THE_SAME_DESCRIPTION))
        blocks += said_blocks(entries(said, STATEMENTS_SHOWN))
    return blocks


def _quote_command(name: str, topic: str | None = None, *, everything: bool = False) -> str:
    asked = tidy(topic, NAME_LENGTH) if topic else None
    command = texts.quote_command(tidy(name, NAME_LENGTH), asked, everything=everything)
    return code(text(command))
