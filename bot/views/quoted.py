"""Which citation of a reply a reader means who quotes some words of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.entries import Entry
from bot.views.view import Reference, numbered, printed, references
from retrieval.model import Excerpt, QuoteReply, Reply, Span

_NUMBER = re.compile(r"\[(\d{1,5})\]")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is asked about, and the number by which it goes in the reply."""

    number: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class _Words:
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
    sources = tuple(_words_of(reply))
    for words in (quote.strip(), *_longest_first(quote)):
        for each in sources:
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


def _words_of(reply: Reply | QuoteReply) -> Iterator[_Words]:
    shown = printed(reply)
    yield from _of_excerpts(shown.excerpts)
    yield from _of_entries(shown.statements)


def _of_excerpts(excerpts: tuple[Excerpt, ...]) -> Iterator[_Words]:
    for number, each in numbered(excerpts):
        yield _Words(number, each.text, Reference(each.citation))


def _of_entries(shown: tuple[Entry, ...]) -> Iterator[_Words]:
    number = 1
    for entry in shown:
        yield _Words(number, entry.words, Reference(entry.citation, entry.speaker))
        following = number + 1 + len(entry.also_in)
        for dispute in entry.disputes:
            yield _Words(following, dispute.text, Reference(dispute.citation))
            following += 1 + len(dispute.also_in)
        number += len(entry.places)
