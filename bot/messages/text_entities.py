"""Builds text with its formatting as entities over ranges of it, which is what Telegram shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from retrieval.model import Citation, Span

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f"  # controls, after white space has become spaces
    "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"  # soft hyphen, marks, zero width
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
    "\ud800-\udfff]"  # half a surrogate pair cannot be sent
)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


class EntityKind(Enum):
    """How a range of text is formatted."""

    BOLD = auto()
    ITALIC = auto()
    CODE = auto()
    """A tap copies it, and nothing in it becomes a link."""
    LINK = auto()
    LOCAL_TIME = auto()
    """Telegram shows the moment by the reader's own clock; elsewhere the text is shown."""
    QUOTATION = auto()
    FOLDED_QUOTATION = auto()
    """Opens at a tap."""
    SOURCE_WORDS = auto()
    """A source's words within a line, in italics."""
    PREFORMATTED = auto()
    """A tap copies all of it; Telegram allows no other formatting inside."""
    PLAIN_SOURCE_WORDS = auto()
    """A source's words without a format of their own; not sent, only checked."""


_QUOTING = frozenset(
    {
        EntityKind.QUOTATION,
        EntityKind.FOLDED_QUOTATION,
        EntityKind.SOURCE_WORDS,
        EntityKind.PLAIN_SOURCE_WORDS,
    }
)


@dataclass(frozen=True, slots=True)
class TextEntity:
    """A range of text that is formatted, half-open, in code points.

    Attributes:
        url: of a link.
        unix_time: of a local time, in seconds since 1970.
        citation: of a quotation, where its words stand.
    """

    kind: EntityKind
    start: int
    end: int
    url: str | None = None
    unix_time: int | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text with its entities by their start; of those that start together the outer one first."""

    text: str = ""
    entities: tuple[TextEntity, ...] = ()

    @property
    def length(self) -> int:
        """The length as Telegram counts it: in UTF-16 code units."""
        return units(self.text)

    @property
    def quotations(self) -> tuple[tuple[str, Citation | None], ...]:
        """The words of sources, in block quotations and within lines, with where they stand."""
        return tuple(
            (self.text[each.start : each.end], each.citation)
            for each in self.entities
            if each.kind in _QUOTING
        )


Words = str | FormattedText
"""Text that may have formatting."""


def formatted(*pieces: Words) -> FormattedText:
    """Return the pieces one after another as one text."""
    return join("", pieces)


def join(separator: str, pieces: Iterable[Words]) -> FormattedText:
    """Return the pieces as one text, with the separator between them."""
    texts: list[str] = []
    entities: list[TextEntity] = []
    start = 0
    for piece in pieces:
        if texts:
            start += len(separator)
        words = piece if isinstance(piece, FormattedText) else FormattedText(piece)
        texts.append(words.text)
        entities += [
            replace(each, start=each.start + start, end=each.end + start)
            for each in words.entities
        ]
        start += len(words.text)
    return FormattedText(separator.join(texts), tuple(entities))


def one_line(words: str, limit: int) -> str:
    """Return a name or title so that it stays in its place on its line.

    One line, without control characters, at most ``limit`` code points. Words of a script that
    runs from right to left are isolated, so that they cannot reorder what stands beside them.
    Not for quotations: those are shown to the letter.
    """
    tidied = _INVISIBLE.sub("", _SPACE.sub(" ", words)).strip()
    if len(tidied) > limit:
        tidied = tidied[: limit - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in tidied):
        tidied = f"{FIRST_STRONG_ISOLATE}{tidied}{POP_ISOLATE}"
    return tidied


def bold(words: Words) -> FormattedText:
    """Return the words in bold."""
    return _formatted_as(EntityKind.BOLD, words)


def italic(words: Words) -> FormattedText:
    """Return the words in italics."""
    return _formatted_as(EntityKind.ITALIC, words)


def code(words: Words) -> FormattedText:
    """Return the words as code: a tap copies them, and nothing in them becomes a link."""
    return _formatted_as(EntityKind.CODE, words)


def link(words: Words, url: str) -> FormattedText:
    """Return the words as a link to the address."""
    return _formatted_as(EntityKind.LINK, words, url=url)


def local_time(unix_time: int, words: Words) -> FormattedText:
    """Return a moment that Telegram shows by the reader's own clock; elsewhere the words."""
    return _formatted_as(EntityKind.LOCAL_TIME, words, unix_time=unix_time)


def quotation(
    words: str,
    citation: Citation | None,
    *,
    folded: bool,
    lead: int = 0,
    answer: Span | None = None,
) -> FormattedText:
    """Return a block quotation of exactly these words; a folded one opens at a tap.

    The first ``lead`` code points are in italics: they only lead up to the others. Those of
    ``answer`` are in bold, as far as they are there.
    """
    kind = EntityKind.FOLDED_QUOTATION if folded else EntityKind.QUOTATION
    marked = formatted(*_marked(words, Span(0, lead), answer or Span(0, 0)))
    return _formatted_as(kind, marked, citation=citation)


def verbatim(words: str, citation: Citation | None) -> FormattedText:
    """Return exactly these words of a source, to stand within a line."""
    return _formatted_as(EntityKind.SOURCE_WORDS, words, citation=citation)


def plain_verbatim(words: str, citation: Citation | None) -> FormattedText:
    """Return exactly these words of a source, to stand within preformatted text."""
    return _formatted_as(EntityKind.PLAIN_SOURCE_WORDS, words, citation=citation)


def preformatted(words: Words) -> FormattedText:
    """Return the words as preformatted text, which a tap copies whole."""
    return _formatted_as(EntityKind.PREFORMATTED, words)


def _marked(words: str, lead: Span, answer: Span) -> Iterator[Words]:
    """Yield the words in stretches that are marked alike."""
    inside = (min(at, len(words)) for at in (lead.end, answer.start, answer.end))
    borders = sorted({0, len(words), *inside})
    for start, end in pairwise(borders):
        stretch, marked = Span(start, end), formatted(words[start:end])
        marked = bold(marked) if answer.contains(stretch) else marked
        yield italic(marked) if lead.contains(stretch) else marked


def _formatted_as(
    kind: EntityKind,
    words: Words,
    *,
    url: str | None = None,
    unix_time: int | None = None,
    citation: Citation | None = None,
) -> FormattedText:
    inner = formatted(words)
    outer = TextEntity(kind, 0, len(inner.text), url, unix_time, citation)
    return FormattedText(inner.text, (outer, *inner.entities))


def fits_a_line(words: str, limit: int) -> bool:
    """Whether the words, to the letter, can stand in a line of the bot's own."""
    return (
        len(words) <= limit
        and words.isprintable()
        and not any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in words)
    )


def units(words: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 code units."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
