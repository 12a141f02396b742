"""What the views share: what printed numbers and options stand for, and rows of buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from bot import labels, texts
from bot.actions import Button, Press, Row, Verb
from bot.copying import copy
from bot.entries import Entry, entries, exact_name, indistinct
from bot.markup import tidy
from bot.pages import GAP, Item, Page, Part
from bot.quoting import said_blocks
from retrieval.answer.earlier import earlier_of
from retrieval.answer.follow import complete
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
    SpeakerStatements,
    UnknownName,
)

T = TypeVar("T")

OPTIONS_SHOWN = 10
NUMBERS_IN_A_ROW = 6
FEW = 3
"""So many buttons in a row have room for a word."""

Digests = Mapping[str, str]
"""SHA-256 of the files of articles, by ``Citation.source``, as far as they are known."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a printed number stands for, and whose words these are where that is known."""

    citation: Citation
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What of a reply is printed under numbers: words of articles, or statements."""

    excerpts: tuple[Excerpt, ...] = ()
    statements: tuple[Entry, ...] = ()


def printed(reply: Reply | QuoteReply) -> Printed:
    """In the order of the numbers, on whatever page it stands."""
    match reply:
        case Answer() | Declined():
            return Printed(reply.passages)
        case NamedOnly():
            return Printed(reply.named_in)
        case Ambiguous():
            return Printed(statements=entries(reply.statements, OPTIONS_SHOWN))
        case Quoted() | NotAbout():
            return Printed(statements=entries(reply.speaker.statements))
        case SeveralSpeakers():
            return Printed(statements=alike(reply))
        case UnknownName():
            return Printed()
        case _:
            assert_never(reply)


def references(reply: Reply | QuoteReply) -> tuple[Reference, ...]:
    """What is cited, in the order of the printed numbers, [1] first."""
    shown = printed(reply)
    return (*_of_excerpts(shown.excerpts), *_of_entries(shown.statements))


def _of_excerpts(excerpts: Iterable[Excerpt]) -> tuple[Reference, ...]:
    return tuple(Reference(place) for each in excerpts for place in (each.citation, *each.also_in))


def _of_entries(shown: Iterable[Entry]) -> tuple[Reference, ...]:
    return tuple(
        Reference(place, entry.speaker if at <= len(entry.also_in) else None)
        for entry in shown
        for at, place in enumerate(entry.places)
    )


def requests(reply: Reply | QuoteReply) -> tuple[str, ...]:
    """What options 1, 2 … of a reply ask for: a whole question, or what follows ``/quote``."""
    match reply:
        case Ambiguous():
            asked = earlier_of(reply)
            options = reply.options[:OPTIONS_SHOWN]
            return tuple(complete(each, asked, lambda _: None) or each for each in options)
        case SeveralSpeakers():
            names = [exact_name(person) for person in distinct(reply)]
            return tuple(_about(name, reply.topic) for name in names)
        case UnknownName():
            return tuple(_about(name, reply.topic) for name in reply.suggestions[:OPTIONS_SHOWN])
        case _:
            return ()


def _about(name: str, topic: str | None) -> str:
    return f"{name} about {topic}" if topic else name


def distinct(reply: SeveralSpeakers) -> list[SpeakerStatements]:
    """Those of the name who can be asked for one by one."""
    same = indistinct(reply)
    return [person for person in reply.speakers if person not in same][:OPTIONS_SHOWN]


def alike(reply: SeveralSpeakers) -> tuple[Entry, ...]:
    """What those said whom no name tells apart."""
    same = indistinct(reply)
    return entries([each for person in same for each in person.statements], OPTIONS_SHOWN)


def numbered(excerpts: Iterable[Excerpt], first: int = 1) -> Iterator[tuple[int, Excerpt]]:
    """Each with the number of its own citation; its copies have the numbers after it."""
    for excerpt in excerpts:
        yield first, excerpt
        first += 1 + len(excerpt.also_in)


# --- pages -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of several as a message: which one it is, and what stands on it by its number."""

    part: Part
    number: int
    items: tuple[int, ...]


def sheet(pages: Sequence[Page], number: int, name: str) -> Sheet:
    """The page of that number, or the nearest that there is.

    It says which of them it is and, from the second on, of what: ``name`` is HTML.
    """
    number = max(1, min(number, len(pages)))
    page = pages[number - 1]
    pieces = [block.html for block in page.blocks]
    if number > 1:
        pieces.insert(0, texts.continued(name, number, len(pages)))
    elif len(pages) > 1:
        pieces.append(texts.page_of(number, len(pages)))
    places = tuple(place for block in page.blocks for place in block.citations)
    return Sheet(Part(GAP.join(pieces), places), number, page.numbers)


def paged(things: Sequence[T], page: int, size: int) -> tuple[int, int, Sequence[T]]:
    """The number of the page, or of the nearest that there is, of how many, and what is on it."""
    pages = max(1, -(-len(things) // size))
    page = max(1, min(page, pages))
    return page, pages, things[(page - 1) * size : page * size]


def said_items(shown: Iterable[Entry]) -> Iterator[Item]:
    """Statements with all that travels with them, numbered."""
    number = 1
    for entry in shown:
        yield Item(number, tuple(said_blocks([entry], number)))
        number += len(entry.places)


# --- buttons ---------------------------------------------------------------------------------


def with_buttons(parts: Sequence[Part], rows: Iterable[Row]) -> tuple[Part, ...]:
    """The messages with these rows below the last one, but for the empty ones."""
    return (*parts[:-1], replace(parts[-1], buttons=tuple(row for row in rows if row)))


def context_button(number: int, key: str, label: str = labels.CONTEXT) -> Button:
    """Shows the sentences around a citation."""
    return Button(label, Press(Verb.CONTEXT, key, number))


def file_button(number: int, key: str, label: str = labels.FILE) -> Button:
    """Sends the file that a citation stands in."""
    return Button(label, Press(Verb.FILE, key, number))


def copy_button(
    words: str, reference: Reference, digests: Digests, label: str = labels.COPY
) -> Button:
    """Copies the words at a citation with all that it takes to look them up."""
    place = reference.citation
    copied = copy(words, place, speaker=reference.speaker, digest=digests.get(place.source))
    return Button(label, copied)


def number_rows(numbers: Sequence[int], key: str) -> Iterator[Row]:
    """A button for the context of each of these citations; many have only a number on them."""
    few = len(numbers) <= FEW
    names = [labels.numbered(each, labels.CONTEXT if few else "") for each in numbers]
    pairs = zip(numbers, names, strict=True)
    buttons = [context_button(number, key, name) for number, name in pairs]
    for start in range(0, len(buttons), NUMBERS_IN_A_ROW):
        yield tuple(buttons[start : start + NUMBERS_IN_A_ROW])


def option_rows(names: Iterable[str], key: str, verb: Verb = Verb.OPTION) -> Iterator[Row]:
    """A button in a row of its own for each option."""
    for number, name in enumerate(names, 1):
        yield (Button(on_button(name), Press(verb, key, number)),)


def turning(verb: Verb, key: str, page: int, pages: int) -> Row:
    """To the page before and to the page after, where there are such."""
    back = (Button(labels.PREVIOUS, Press(verb, key, page - 1)),) if page > 1 else ()
    on = (Button(labels.NEXT, Press(verb, key, page + 1)),) if page < pages else ()
    return (*back, *on)


def on_button(name: str) -> str:
    """A name as far as it has room on a button, and something where nothing of it can be seen."""
    return tidy(name, labels.LABEL_LENGTH) or labels.NOTHING_PRINTABLE
