"""Blocks that belong together are laid out as messages that Telegram takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot import texts
from bot.markup import entities, plain, units
from retrieval.model import Citation, Span

LIMIT = 4096
"""Of one message, in UTF-16 units after Telegram has read the markup."""

ENTITY_LIMIT = 100
"""Formatted stretches in one message; Telegram ignores those beyond."""

GAP = "\n\n"
_MARK_ROOM = units(f"{GAP}999/999")
ROOM = LIMIT - _MARK_ROOM
"""What one block may take, in the same units."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*(?=\s)|(?<=\S)(?=\n)")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
_NO_SENTENCE_END = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Sgt|Capt|Sen|Rep|Gov|Rev|Prof|Hon|vs|No|Jr|Sr)\.$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """HTML that is never cut; ``citations``: where each of its quotations stands, in order."""

    html: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One message; ``citations``: where each of its quotations stands, in order."""

    html: str
    citations: tuple[Citation, ...] = ()


def paginate(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """The blocks in order, in as few messages as hold them, marked 1/3 where there are several.

    A block must not be longer than ``ROOM``.
    """
    pages: list[list[Block]] = []
    length = formatted = 0
    for block in blocks:
        size, marks = units(plain(block.html)), entities(block.html)
        fits = length + units(GAP) + size <= ROOM and formatted + marks <= ENTITY_LIMIT - 1
        if pages and fits:
            pages[-1].append(block)
            length, formatted = length + units(GAP) + size, formatted + marks
        else:
            pages.append([block])
            length, formatted = size, marks
    return tuple(_part(page, number, len(pages)) for number, page in enumerate(pages, 1))


def _part(page: Sequence[Block], number: int, total: int) -> Part:
    pieces = [block.html for block in page]
    if total > 1:
        pieces.append(texts.part(number, total))
    return Part(GAP.join(pieces), tuple(place for block in page for place in block.citations))


def divide(words: str, citation: Citation, room: int) -> Iterator[tuple[str, Citation]]:
    """Words too long for one message as consecutive pieces, each with its own place.

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
    """How many code points of the words the next piece takes."""
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
    used = 0
    for index, character in enumerate(words):
        used += units(character)
        if used > room:
            return max(index, 1)
    return len(words)
