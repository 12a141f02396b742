"""Renders statements: words, citations, kinds, notes and disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.messages import strings
from bot.messages.citations import (
    render_citation,
    render_citations,
    render_copies,
    render_quotation,
)
from bot.messages.pagination import HEADING_ROOM, MARKS, ROOM, divide
from bot.messages.text_entities import (
    FormattedText,
    fits_a_line,
    formatted,
    italic,
    join,
    one_line,
    quotation,
    verbatim,
)
from retrieval.citing import by_passage
from retrieval.model import (
    Citation,
    CitedStatement,
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    Referent,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
)
from retrieval.quotes.identity.name_keys import normalise_name, word_keys

STATEMENTS_SHOWN = 5
"""Entries in the terminal for a reader who does not ask for all."""
PLACES_SHOWN = 5
"""Places in the terminal where somebody is named, likewise."""
FORMS_SHOWN = 6
"""Other forms of a name that are shown."""
NAME_LENGTH = 100
"""Code points of a name or a role that are shown."""


@dataclass(frozen=True, slots=True)
class StatementNote:
    """A note on a statement: the bot's words, and the source's between them."""

    before: str
    cited: CitedWords | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class CitedWords:
    """A few words of a source, with their citation; ``marked``: in quotation marks."""

    words: str
    citation: Citation
    marked: bool = False


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """Whole sentences with the statements in them, shown as one entry.

    Attributes:
        quoted: which of the words stand in quotation marks, counted from the first of them.
        notes: to whom, through whom and how surely it was said.
        names: whom the words beside the statements are taken for, and how surely.
        disputes: the sentences that dispute any of the statements.
        speaker: whose words they are, where that is known.
    """

    words: str
    citation: Citation
    also_in: tuple[Citation, ...]
    kinds: str
    quoted: tuple[Span, ...]
    notes: tuple[StatementNote, ...]
    names: tuple[StatementNote, ...]
    disputes: tuple[Excerpt, ...]
    speaker: str | None = None

    @property
    def places(self) -> tuple[Citation, ...]:
        """Return every citation, in the order of the numbers."""
        disputed = (place for each in self.disputes for place in (each.citation, *each.also_in))
        return (self.citation, *self.also_in, *disputed)


def statement_entries(
    statements: Sequence[CitedStatement], limit: int | None = None
) -> tuple[StatementEntry, ...]:
    """Return the first ``limit`` entries; statements of the same sentences are one entry.

    Sentences that lie within those of another statement are not shown apart from them.
    """
    return tuple(_entry(group) for group in by_passage(statements)[:limit])


def render_heading(answer: Quoted) -> tuple[FormattedText, ...]:
    """Return lines: who it is, how many entries in which order; who else; other forms."""
    speaker, shown = answer.speaker, statement_entries(answer.speaker.statements)
    name, number, others = name_of(speaker.speaker), len(shown), namesakes_line(answer)
    left_out = [strings.resolved_left_out(answer.resolved)] if answer.resolved else []
    if answer.topic is not None:
        topic, total = name_of(answer.topic), number + answer.others
        return (strings.spoken_about(name, topic, number, total), *left_out, *others)
    undated = sum(each.citation.published is None for each in shown)
    articles = len({each.citation.source for each in shown})
    line = strings.spoken(name, number, articles, undated)
    forms = [name_of(form) for form in speaker.aliases if form != speaker.speaker]
    known = [formatted(strings.printed_as(forms[:FORMS_SHOWN]))] if forms else []
    return (line, *left_out, *others, *known)


def namesakes_line(reply: Quoted | NotAbout | NamedOnly) -> list[FormattedText]:
    """Return a line on who else has the name, where one of several was taken for it."""
    if not reply.namesakes:
        return []
    return [strings.namesakes([name_of(each) for each in reply.namesakes])]


def describe_speaker(person: SpeakerStatements) -> str:
    """Return what tells somebody from others of the name: the role, and how much they said."""
    number = len(statement_entries(person.statements))
    said = strings.count(number, "statement") if number else strings.NOTHING_SAID
    known = {each.citation.outlet for each in person.statements}
    outlets = strings.outlets(len(known - {None}), some_unknown=None in known)
    told = (
        strings.NO_FIRST_NAME if person.is_surname_only else "",
        name_of(person.role or ""),
        f"{said}, {outlets}" if number else said,
    )
    return "; ".join(filter(None, told))


def exact_name(person: SpeakerStatements) -> str:
    """Return what to ask for so that nobody else is meant."""
    return f"{person.speaker} only" if person.is_surname_only else person.speaker


def indistinguishable(answer: SeveralSpeakers) -> list[SpeakerStatements]:
    """Return those who go by the very same words as another one."""
    names = [person.speaker.casefold() for person in answer.speakers]
    return [each for each in answer.speakers if names.count(each.speaker.casefold()) > 1]


def name_of(name: str) -> str:
    """Return a name, a role or a topic in one line."""
    return one_line(name, NAME_LENGTH)


def _entry(group: Sequence[CitedStatement]) -> StatementEntry:
    first = max(group, key=lambda each: each.citation.span.end - each.citation.span.start)
    start = first.citation.span.start
    quoted = [c.span for each in group for c in each.statement.content if c.quoted]
    disputes = {
        each.citation: each
        for one in group
        for each in one.disputed
        if not _is_within(each.citation, first.citation)  # it is read there
    }
    return StatementEntry(
        first.passage,
        first.citation,
        tuple(dict.fromkeys(place for each in group for place in each.also_in)),
        " and ".join(dict.fromkeys(strings.KINDS[each.statement.kind] for each in group)),
        tuple(Span(span.start - start, span.end - start) for span in quoted),
        tuple(dict.fromkeys(note for each in group for note in _notes(each))),
        tuple(dict.fromkeys(note for each in group for note in _names(each))),
        tuple(disputes.values()),
        first.statement.speaker.name if first.statement.speaker else None,
    )


def _is_within(place: Citation, other: Citation) -> bool:
    return place.source == other.source and other.span.contains(place.span)


def _notes(cited: CitedStatement) -> list[StatementNote]:
    """Return notes: hedge, conduit, addressee, headline only, several speakers."""
    statement = cited.statement
    travelling = (
        (strings.NOT_PLAINLY, cited.hedge, statement.hedge),
        (strings.THROUGH, cited.conduit, statement.conduit),
        (strings.TOLD, cited.addressee, statement.addressee),
    )
    found = [
        StatementNote(label, CitedWords(words, replace(cited.citation, span=span)))
        for label, words, span in travelling
        if words is not None and span is not None
    ]
    if statement.headline_only:
        found.append(StatementNote(strings.IN_A_HEADLINE))
    if statement.speaker is not None and statement.speaker.members:
        found.append(StatementNote(strings.spoken_together(name_of(statement.speaker.name))))
    return found


def _names(cited: CitedStatement) -> list[StatementNote]:
    """Return for whom the words beside a statement stand, where they are not the name."""
    statement = cited.statement
    speaker, resolution = statement.speaker, statement.resolution
    if speaker is None:
        return []
    if statement.mention is None or cited.mention is None:
        return (
            []
            if resolution is None
            else [StatementNote(strings.unnamed(name_of(speaker.name), resolution))]
        )
    if _is_name(cited.mention, speaker.name):
        return []
    place = replace(cited.citation, span=statement.mention)
    after = strings.taken_for(name_of(speaker.name), resolution)
    return [StatementNote("", CitedWords(cited.mention, place, marked=True), after)]


def referent_notes(excerpt: Excerpt) -> tuple[StatementNote, ...]:
    """Return for whom words of an excerpt stand."""
    return tuple(_referent(each) for each in excerpt.referents)


def statement_notes(excerpt: Excerpt) -> tuple[StatementNote, ...]:
    """Return to whom, through whom and how surely the statements of an excerpt were said."""
    return tuple(dict.fromkeys(note for each in excerpt.statements for note in _notes(each)))


def _referent(referent: Referent) -> StatementNote:
    name = name_of(referent.name)
    if referent.words is None:
        return StatementNote(strings.unnamed(name, referent.resolution))
    printed = CitedWords(referent.words, referent.citation, marked=True)
    return StatementNote("", printed, strings.taken_for(name, referent.resolution))


def _is_name(mention: str, name: str) -> bool:
    """Whether the words beside a statement are the speaker's name or a part of it, with titles."""
    printed, full = set(word_keys(mention)), set(word_keys(name))
    return normalise_name(mention) == normalise_name(name) or (
        bool(full)
        and (printed <= full or full <= printed or word_keys(mention)[-1:] == word_keys(name)[-1:])
    )


_ROOM = ROOM - HEADING_ROOM

WORDS_IN_A_LINE = 200
"""UTF-16 units; longer words of a source stand in lines of their own."""
NOTES_IN_A_LINE = 300


def render_statements(shown: Sequence[StatementEntry], number: int = 1) -> list[FormattedText]:
    """Return a block for each entry with its notes and disputes; several where it is too long."""
    blocks: list[FormattedText] = []
    for entry in shown:
        blocks += render_entry(entry, number)
        number += len(entry.places)
    return blocks


def render_entry(
    entry: StatementEntry, number: int, *, is_again: bool = False
) -> list[FormattedText]:
    """Return the blocks of an entry, each short enough to stand below a heading.

    ``is_again``: whether the entry above it cites the same article, which is not cited again.
    """
    cited = strings.SAME_ARTICLE if is_again else render_citation(entry.citation)
    lines = [formatted(f"[{number}] ", italic(entry.kinds), " · ", cited)]
    lines += render_copies(number + 1, entry.also_in, strings.PRINTED_AGAIN)
    pieces = [*render_quotation(number, entry.words, entry.citation, lines, room=_ROOM)]
    pieces += render_notes(entry.notes)
    pieces += render_notes(entry.names)
    first_dispute = number + 1 + len(entry.also_in)
    pieces += _render_disputes(entry.disputes, entry.citation, first_dispute)
    return join_blocks(pieces, _ROOM)


def render_company(excerpt: Excerpt, number: int) -> Iterator[FormattedText]:
    """Yield what stands below an excerpt: notes on its statements and what disputes them.

    ``number`` is that of the first dispute's citation.
    """
    yield from render_notes(statement_notes(excerpt))
    yield from render_notes(referent_notes(excerpt))
    yield from _render_disputes(excerpt.disputes, excerpt.citation, number)


def _render_disputes(
    disputes: Iterable[Excerpt], disputed: Citation, number: int
) -> Iterator[FormattedText]:
    """Yield the sentences that dispute what stands at a citation, numbered on."""
    for dispute in disputes:
        yield formatted(dispute_label(dispute, disputed))
        lines = render_citations(number, dispute.citation, dispute.also_in, strings.SAME_WORDS)
        yield from render_quotation(number, dispute.text, dispute.citation, lines)
        number += 1 + len(dispute.also_in)


def dispute_label(dispute: Excerpt, disputed: Citation) -> str:
    """Return what heads a sentence that disputes what stands at a citation."""
    elsewhere = dispute.citation.source != disputed.source
    return strings.DISPUTED_ELSEWHERE if elsewhere else strings.DISPUTED


def render_notes(notes: Sequence[StatementNote]) -> Iterator[FormattedText]:
    """Yield the notes in one line; one with words that do not fit a line in lines of its own."""
    brief = [note for note in notes if note.cited is None or _is_brief(note.cited)]
    for some in _in_lines([_brief(note) for note in brief]):
        yield join(strings.NEXT_NOTE, some)
    for note in notes:
        if note.cited is not None and not _is_brief(note.cited):
            if note.before:
                yield formatted(note.before.rstrip())
            for piece, place in divide(note.cited.words, note.cited.citation, ROOM):
                yield quotation(piece, place, folded=False)
            if note.after:
                yield formatted(note.after.lstrip())


def _is_brief(cited: CitedWords) -> bool:
    return fits_a_line(cited.words, WORDS_IN_A_LINE)


def _brief(note: StatementNote) -> FormattedText:
    if note.cited is None:
        return formatted(note.before, note.after)
    before, after = ("“", "”") if note.cited.marked else ("", "")
    words = verbatim(note.cited.words, note.cited.citation)
    return formatted(note.before, before, words, after, note.after)


def _in_lines(notes: Sequence[FormattedText]) -> Iterator[Sequence[FormattedText]]:
    """Yield the notes, as many in a line as a line holds."""
    line: list[FormattedText] = []
    for note in notes:
        if line and sum(each.length for each in (*line, note)) > NOTES_IN_A_LINE:
            yield line
            line = []
        line.append(note)
    if line:
        yield line


def join_blocks(pieces: Iterable[FormattedText], room: int = ROOM) -> list[FormattedText]:
    """Return the pieces below one another, in as few blocks of so much room as hold them."""
    blocks: list[FormattedText] = []
    for piece in pieces:
        longer = join("\n", [*blocks[-1:], piece])
        if blocks and longer.length <= room and len(longer.entities) <= MARKS:
            blocks[-1] = longer
        else:
            blocks.append(piece)
    return blocks
