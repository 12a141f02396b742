"""Which citation of a reply a reader means who quotes some words of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from bot.entries import Entry, entries
from bot.views.view import OPTIONS_SHOWN, Reference, alike, numbered, references
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    Span,
    UnknownName,
)

_NUMBER = re.compile(r"\[(\d{1,5})\]")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is asked about, and the number by which it goes in the reply."""

    number: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class _Printed:
    """Words of a source under a number."""

    number: int
    words: str
    reference: Reference

    def at(self, start: int, words: str) -> Meant:
        """These words of them alone."""
        place = self.reference.citation
        first = place.span.start + start
        place = replace(place, span=Span(first, first + len(words)))
        return Meant(self.number, replace(self.reference, citation=place))


def meant_by(reply: Reply | QuoteReply, quote: str) -> Meant | None:
    """What the quoted words of a reply stand for: those very words, if they are a source's.

    Words of the reply that are the bot's own stand for the citation whose number is among them.
    """
    printed = tuple(_printed(reply))
    for words in (quote.strip(), *_longest_first(quote)):
        for each in printed:
            start = each.words.find(words)
            if start >= 0:
                return each.at(start, words)
    number = _NUMBER.search(quote)
    return None if number is None else numbered_as(reply, int(number[1]))


def numbered_as(reply: Reply | QuoteReply, number: int) -> Meant | None:
    """The citation of that number; None where there is none."""
    cited = references(reply)
    return Meant(number, cited[number - 1]) if 1 <= number <= len(cited) else None


def first_number(shown: str) -> int:
    """The number of the first citation in a message of the bot's; 1 where none is seen."""
    found = _NUMBER.search(shown)
    return int(found[1]) if found else 1


def _longest_first(quote: str) -> list[str]:
    """The lines of a quotation that goes over the border of a passage."""
    lines = [line.strip() for line in quote.splitlines()]
    return sorted((line for line in lines if line and not _NUMBER.match(line)), key=len)[::-1]


def _printed(reply: Reply | QuoteReply) -> Iterator[_Printed]:
    match reply:
        case Answer() | Declined():
            return _of_excerpts(reply.passages)
        case NamedOnly():
            return _of_excerpts(reply.named_in)
        case Ambiguous():
            return _of_entries(entries(reply.statements, OPTIONS_SHOWN))
        case Quoted() | NotAbout():
            return _of_entries(entries(reply.speaker.statements))
        case SeveralSpeakers():
            return _of_entries(alike(reply))
        case UnknownName():
            return iter(())
        case _:
            assert_never(reply)


def _of_excerpts(excerpts: tuple[Excerpt, ...]) -> Iterator[_Printed]:
    for number, each in numbered(excerpts):
        yield _Printed(number, each.text, Reference(each.citation))


def _of_entries(shown: tuple[Entry, ...]) -> Iterator[_Printed]:
    number = 1
    for entry in shown:
        yield _Printed(number, entry.words, Reference(entry.citation, entry.speaker))
        following = number + 1 + len(entry.also_in)
        for dispute in entry.disputes:
            yield _Printed(following, dispute.text, Reference(dispute.citation))
            following += 1 + len(dispute.also_in)
        number += len(entry.places)
