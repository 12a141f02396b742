"""Maps the numbers and options that a reply prints to what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from bot.messages import buttons
from bot.messages.buttons import Button
from bot.messages.copied.clipboard import citation_to_copy
from bot.messages.pagination import Item
from bot.messages.statements import (
    StatementEntry,
    exact_name,
    indistinguishable,
    render_entry,
    statement_entries,
)
from bot.service.source_files import Sources, source_key
from retrieval.answer.followups.completion import complete_follow_up
from retrieval.answer.followups.turns import turn_of_reply
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    Declined,
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    UnknownName,
)

OPTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Reference:
    """The citation of a printed number, and whose words these are where that is known."""

    citation: Citation
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class NumberedContent:
    """What of a reply is printed under numbers: excerpts or statements."""

    excerpts: tuple[Excerpt, ...] = ()
    statements: tuple[StatementEntry, ...] = ()


def numbered_content(reply: Reply | QuoteReply) -> NumberedContent:
    """Return it in the order of the numbers, of all pages."""
    match reply:
        case Answer() | Declined():
            return NumberedContent(reply.passages)
        case NamedOnly():
            return NumberedContent(reply.named_in)
        case Ambiguous():
            return NumberedContent(statements=statement_entries(reply.statements, OPTIONS_SHOWN))
        case Quoted() | NotAbout():
            return NumberedContent(statements=statement_entries(reply.speaker.statements))
        case SeveralSpeakers():
            return NumberedContent(statements=indistinguishable_entries(reply))
        case UnknownName():
            return NumberedContent()
        case _:
            assert_never(reply)


def references(reply: Reply | QuoteReply) -> tuple[Reference, ...]:
    """Return what is cited, in the order of the printed numbers, [1] first."""
    shown = numbered_content(reply)
    return (*_of_excerpts(shown.excerpts), *_of_entries(shown.statements))


def _of_excerpts(excerpts: Iterable[Excerpt]) -> tuple[Reference, ...]:
    return tuple(Reference(place) for each in excerpts for place in each.places)


def _of_entries(shown: Iterable[StatementEntry]) -> tuple[Reference, ...]:
    return tuple(
        Reference(place, entry.speaker if at <= len(entry.also_in) else None)
        for entry in shown
        for at, place in enumerate(entry.places)
    )


def option_requests(reply: Reply | QuoteReply) -> tuple[str, ...]:
    """Return what options 1, 2 … of a reply ask: a whole question, or what follows ``/quote``."""
    match reply:
        case Ambiguous() | Declined():
            asked = turn_of_reply(reply)
            options = asked.options[:OPTIONS_SHOWN]
            return tuple(
                complete_follow_up(each, asked, lambda _: None) or each for each in options
            )
        case SeveralSpeakers():
            names = [exact_name(person) for person in distinguishable(reply)]
            return tuple(_about(name, reply.topic) for name in names)
        case UnknownName():
            return tuple(_about(name, reply.topic) for name in reply.suggestions[:OPTIONS_SHOWN])
        case _:
            return ()


def _about(name: str, topic: str | None) -> str:
    return f"{name} about {topic}" if topic else name


def distinguishable(reply: SeveralSpeakers) -> list[SpeakerStatements]:
    """Return those of the name who can be asked for one by one."""
    same = indistinguishable(reply)
    return [person for person in reply.speakers if person not in same][:OPTIONS_SHOWN]


def indistinguishable_entries(reply: SeveralSpeakers) -> tuple[StatementEntry, ...]:
    """Return what those said whom no name tells apart."""
    same = indistinguishable(reply)
    return statement_entries(
        [each for person in same for each in person.statements], OPTIONS_SHOWN
    )


def numbered(excerpts: Iterable[Excerpt], first: int = 1) -> Iterator[tuple[int, Excerpt]]:
    """Yield each with the number of its own citation.

    Its copies, and then what disputes it, have the numbers after it.
    """
    for excerpt in excerpts:
        yield first, excerpt
        first += len(excerpt.places)


def statement_items(shown: Iterable[StatementEntry]) -> Iterator[Item]:
    """Yield statements with their notes and disputes, numbered."""
    number = 1
    for entry in shown:
        again = render_entry(entry, number, is_again=True)
        blocks = render_entry(entry, number)
        yield Item(number, tuple(blocks), entry.citation.source, tuple(again))
        number += len(entry.places)


def copy_button(
    words: str, reference: Reference, sources: Sources, label: str = buttons.COPY
) -> Button:
    """Return a button that copies the words at a citation with all that it takes to look them up."""
    place = reference.citation
    source = sources.get(source_key(place))
    return Button(label, citation_to_copy(words, place, speaker=reference.speaker, source=source))


NUMBER = re.compile(r"\[(\d{1,5})\]")


@dataclass(frozen=True, slots=True)
class ReferencedCitation:
    """A citation with its number in the reply."""

    number: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a source, with their printed number."""

    number: int
    words: str
    reference: Reference

    def at(self, start: int, words: str) -> ReferencedCitation:
        """Return the citation of these words alone."""
        place = self.reference.citation
        first = place.span.start + start
        place = replace(place, span=Span(first, first + len(words)))
        return ReferencedCitation(self.number, replace(self.reference, citation=place))


def citation_meant_by(reply: Reply | QuoteReply, quote: str) -> ReferencedCitation | None:
    """Return the citation of the words that a reader quoted from a reply.

    Words of the reply that are the bot's own stand for the citation whose number is among them.
    """
    sources = tuple(_words_of(reply))
    for words in (quote.strip(), *_longest_first(quote)):
        for each in sources:
            start = each.words.find(words)
            if start >= 0:
                return each.at(start, words)
    number = NUMBER.search(quote)
    return None if number is None else citation_numbered(reply, int(number[1]))


def citation_numbered(reply: Reply | QuoteReply, number: int) -> ReferencedCitation | None:
    """Return the citation of that number; None where there is none."""
    cited = references(reply)
    return ReferencedCitation(number, cited[number - 1]) if 1 <= number <= len(cited) else None


def first_number(shown: str) -> int:
    """Return the first citation's number in a message of the bot's; 1 where none is seen."""
    found = NUMBER.search(shown)
    return int(found[1]) if found else 1


def _longest_first(quote: str) -> list[str]:
    """Return the lines of a quotation that crosses the border of a passage, the longest first."""
    lines = [line.strip() for line in quote.splitlines()]
    return sorted((line for line in lines if line and not NUMBER.match(line)), key=len)[::-1]


def _words_of(reply: Reply | QuoteReply) -> Iterator[_Words]:
    shown = numbered_content(reply)
    yield from _words_of_excerpts(shown.excerpts)
    yield from _words_of_entries(shown.statements)


def _words_of_excerpts(excerpts: tuple[Excerpt, ...]) -> Iterator[_Words]:
    for number, each in numbered(excerpts):
        yield _Words(number, each.text, Reference(each.citation))
        yield from _words_of_disputes(each.disputes, number + 1 + len(each.also_in))


def _words_of_entries(shown: tuple[StatementEntry, ...]) -> Iterator[_Words]:
    number = 1
    for entry in shown:
        yield _Words(number, entry.words, Reference(entry.citation, entry.speaker))
        yield from _words_of_disputes(entry.disputes, number + 1 + len(entry.also_in))
        number += len(entry.places)


def _words_of_disputes(disputes: Iterable[Excerpt], first: int) -> Iterator[_Words]:
    for number, each in numbered(disputes, first):
        yield _Words(number, each.text, Reference(each.citation))
