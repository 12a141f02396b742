"""Telegram's HTML: writing it safely, and reading back what it shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

from retrieval.model import Span

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
_QUOTING = frozenset({"blockquote", "em"})
"""Whatever stands in these is a source's words; the bot's own italics are ``i``."""


def text(words: str) -> str:
    """The words as they stand, every one of them, as HTML."""
    return escape(words, quote=False)


def label(words: str, limit: int) -> str:
    """A name or title as HTML that stays in its place on its line.

    One line, without control characters, at most ``limit`` code points. Words of a script that
    runs from right to left are isolated, so that they cannot reorder what stands beside them.
    Not for quotations: those are shown to the letter.
    """
    return text(tidy(words, limit))


def tidy(words: str, limit: int) -> str:
    """The same, not yet as HTML."""
    tidied = _INVISIBLE.sub("", _SPACE.sub(" ", words)).strip()
    if len(tidied) > limit:
        tidied = tidied[: limit - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in tidied):
        tidied = f"{FIRST_STRONG_ISOLATE}{tidied}{POP_ISOLATE}"
    return tidied


def bold(html: str) -> str:
    """In bold."""
    return f"<b>{html}</b>"


def italic(html: str) -> str:
    """In italics."""
    return f"<i>{html}</i>"


def code(html: str) -> str:
    """As code: a tap copies it, and nothing in it becomes a link."""
    return f"<code>{html}</code>"


def link(html: str, url: str) -> str:
    """A link to the address."""
    return f'<a href="{escape(url)}">{html}</a>'


def quotation(words: str, *, folded: bool, lead: int = 0, answer: Span | None = None) -> str:
    """A block quotation of exactly these words; a folded one opens at a tap.

    The first ``lead`` code points are in italics: they only lead up to the others. Those of
    ``answer`` are in bold, as far as they are there.
    """
    tag = f"<blockquote{' expandable' if folded else ''}>"
    return f"{tag}{''.join(_marked(words, Span(0, lead), answer or Span(0, 0)))}</blockquote>"


def _marked(words: str, lead: Span, answer: Span) -> Iterator[str]:
    """The words in stretches that are marked alike."""
    inside = (min(at, len(words)) for at in (lead.end, answer.start, answer.end))
    borders = sorted({0, len(words), *inside})
    for start, end in pairwise(borders):
        stretch, html = Span(start, end), text(words[start:end])
        html = bold(html) if answer.contains(stretch) else html
        yield italic(html) if lead.contains(stretch) else html


def local_time(unix: int, html: str) -> str:
    """A moment, which Telegram shows by the reader's own clock; elsewhere the HTML is shown."""
    return f'<tg-time unix="{unix}" format="Dt">{html}</tg-time>'


def fits_a_line(words: str, limit: int) -> bool:
    """Whether the words, to the letter, can stand in a line of the bot's own."""
    turns = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in words)
    return len(words) <= limit and words.isprintable() and not turns


def verbatim(words: str) -> str:
    """Exactly these words of a source, within a line."""
    return f"<em>{text(words)}</em>"


def plain(html: str) -> str:
    """The words that the HTML shows."""
    return "".join(_read(html).shown)


def quotations(html: str) -> tuple[str, ...]:
    """The words of sources, inside block quotations and within lines, in order."""
    return tuple("".join(words) for words in _read(html).quoted)


def entities(html: str) -> int:
    """How many formatted stretches the HTML has."""
    return _read(html).entities


def units(words: str) -> int:
    """The length as Telegram counts it: in UTF-16 code units."""
    return len(words) + sum(character > "\uffff" for character in words)


@dataclass
class _Reader(HTMLParser):
    shown: list[str] = field(default_factory=list)
    quoted: list[list[str]] = field(default_factory=list)
    entities: int = 0
    _quoting: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.entities += 1
        if tag in _QUOTING:
            self._quoting = True
            self.quoted.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _QUOTING:
            self._quoting = False

    def handle_data(self, data: str) -> None:
        self.shown.append(data)
        if self._quoting:
            self.quoted[-1].append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
