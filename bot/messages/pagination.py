"""Lays blocks of text out as messages that Telegram takes, and several of them as pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.messages import strings
from bot.messages.buttons import Row
from bot.messages.text_entities import FormattedText, join, units
from retrieval.model import Citation, Span

LIMIT = 4096
"""Telegram's limit for one message, in UTF-16 units."""

ENTITY_LIMIT = 100
"""Entities in one message; Telegram ignores those beyond."""

MARKS = ENTITY_LIMIT - 2
"""Entities that the blocks of a message may have; the rest is for page marks."""

T = TypeVar("T")

GAP = "\n\n"
ROOM = LIMIT - 240
"""UTF-16 units that one block may take; the rest is for page marks."""

HEADING_ROOM = 900
"""UTF-16 units for a heading and the first block below it to stand on one page."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*(?=\s)|(?<=\S)(?=\n)")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
_NO_SENTENCE_END = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Sgt|Capt|Sen|Rep|Gov|Rev|Prof|Hon|vs|No|Jr|Sr)\.$"
)


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message with the buttons below it."""

    text: FormattedText
    buttons: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that are shown in pages, with its printed number.

    Attributes:
        article: what it cites; None where that does not matter.
        again: its blocks where the item above it on the page cites the same article.
    """

    number: int
    blocks: tuple[FormattedText, ...]
    article: str | None = None
    again: tuple[FormattedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One of several pages, and the numbers of the items that stand on it."""

    blocks: tuple[FormattedText, ...]
    numbers: tuple[int, ...]


def paginate(blocks: Iterable[FormattedText]) -> tuple[MessagePart, ...]:
    """Return the blocks in as few messages as hold them, marked 1/3 where there are several.

    A block is never cut, and must not be longer than ``ROOM``.
    """
    pages: list[_Sheet] = []
    for block in blocks:
        if not pages or not pages[-1].holds(block):
            pages.append(_Sheet())
        pages[-1].add(block)
    return tuple(_part(page.blocks, number, len(pages)) for number, page in enumerate(pages, 1))


def paginate_items(items: Iterable[Item], head: FormattedText, at_most: int) -> tuple[Page, ...]:
    """Return the head and the items in order, in pages of one message each, at least one.

    The first begins below the head. Another goes on on the next page only where it is longer than
    one. A block must not be longer than ``ROOM``; what it leaves over is for two lines more.

    Args:
        items: what is to be shown.
        head: stands on the first page.
        at_most: so many items on a page.
    """
    pages = [(_Sheet(), dict[int, None]())]
    pages[0][0].add(head)
    article: str | None = None
    for item in items:
        blocks = item.again if item.again and item.article == article else item.blocks
        on_page = len(pages[-1][1])
        if on_page >= at_most or (on_page and not pages[-1][0].holds(*blocks)):
            pages.append((_Sheet(), {}))
            blocks = item.blocks
        article = item.article
        for block in blocks:
            if not pages[-1][0].holds(block):
                pages.append((_Sheet(), {}))
            pages[-1][0].add(block)
            pages[-1][1][item.number] = None
    return tuple(Page(tuple(sheet.blocks), tuple(of)) for sheet, of in pages if sheet.blocks)


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """One page of several as a message, with its number and the numbers of its items."""

    part: MessagePart
    number: int
    items: tuple[int, ...]


def render_page(pages: Sequence[Page], number: int, name: str) -> ReplyPage:
    """Return the page of that number, or the nearest that there is.

    It says which of them it is and, from the second on, of what.
    """
    number = max(1, min(number, len(pages)))
    page = pages[number - 1]
    pieces = list(page.blocks)
    if number > 1:
        pieces.insert(0, strings.continued(name, number, len(pages)))
    elif len(pages) > 1:
        pieces.append(strings.page_of(number, len(pages)))
    return ReplyPage(MessagePart(join(GAP, pieces)), number, page.numbers)


def slice_page(things: Sequence[T], page: int, size: int) -> tuple[int, int, Sequence[T]]:
    """Return the number of the nearest page that there is, of how many, and the things on it."""
    pages = max(1, -(-len(things) // size))
    page = max(1, min(page, pages))
    return page, pages, things[(page - 1) * size : page * size]


def with_buttons(parts: Sequence[MessagePart], rows: Iterable[Row]) -> tuple[MessagePart, ...]:
    """Return the messages with these rows below the last one, but for the empty ones."""
    return (*parts[:-1], replace(parts[-1], buttons=tuple(row for row in rows if row)))


class _Sheet:
    """A message that is being filled."""

    def __init__(self) -> None:
        self.blocks: list[FormattedText] = []
        self._length = self._formatted = 0

    def holds(self, *more: FormattedText) -> bool:
        """Whether these blocks fit as well; an empty message holds any block."""
        length = sum(units(GAP) + block.length for block in more)
        formatted = sum(len(block.entities) for block in more)
        fits = self._length + length <= ROOM and self._formatted + formatted <= MARKS
        return fits or not self.blocks

    def add(self, block: FormattedText) -> None:
        """Put a block below the others."""
        self._length += block.length + (units(GAP) if self.blocks else 0)
        self._formatted += len(block.entities)
        self.blocks.append(block)


def _part(page: Sequence[FormattedText], number: int, total: int) -> MessagePart:
    marks = [strings.part(number, total)] if total > 1 else []
    return MessagePart(join(GAP, [*page, *marks]))


def divide(words: str, citation: Citation, room: int) -> Iterator[tuple[str, Citation]]:
    """Yield words that are too long for one message as pieces, each with its own citation.

    Every piece is ``words[a:b]``, at most ``room`` units long, and ends where a sentence does; a
    sentence longer than that ends between words, and a word longer than that anywhere. Only
    white space is left out between pieces.
    """
    start = 0
    while start < len(words):
        end = start + _cut(words[start:], room)
        piece = words[start:end]
        span = Span(citation.span.start + start, citation.span.start + end)
        yield piece, replace(citation, span=span)
        start = end
        while start < len(words) and words[start].isspace():
            start += 1


def _cut(words: str, room: int) -> int:
    """Return how many code points of the words the next piece takes."""
    fitting = _fitting(words, room)
    if fitting == len(words):
        return fitting
    for borders in (_SENTENCE_END, _WORD_END):
        ends = [found.end() for found in borders.finditer(words, 0, fitting + 1)]
        for end in reversed(ends):
            if 0 < end <= fitting and not _NO_SENTENCE_END.search(words, max(0, end - 6), end):
                return end
    return fitting


def _fitting(words: str, room: int) -> int:
    if units(words) <= room:
        return len(words)
    used = 0
    for index, character in enumerate(words):
        used += units(character)
        if used > room:
            return max(index, 1)
    return len(words)
