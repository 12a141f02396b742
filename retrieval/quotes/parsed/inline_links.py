"""Find links to other articles that a page puts into a sentence, after the name of somebody.

Some sites print, after a name, the full name and headlines about that person, up to a word in
capitals: "Sen. Joe Ollen Joseph (Joe) Ray OllenHarbour bill fails Ollen wins again MORE (Ind.)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from retrieval.model import Content, Span

_LONGEST = 900
"""Code points between the second name and the word that ends the links."""


def inline_links(text: str, endings: Iterable[str]) -> list[Span]:
    """Return the spans of such links, from the name printed again to the word that ends them.

    Args:
        text: of an article, or a part of one.
        endings: the words that end such links, in lower case.
    """
    upper = [ending.upper() for ending in sorted(endings)]
    if not any(ending in text for ending in upper):
        return []
    return [Span(m.start("links"), m.end("links")) for m in _pattern(tuple(upper)).finditer(text)]


def blank_out(text: str, spans: Sequence[Span]) -> str:
    """Return the text with blanks in place of these spans, so that offsets stay valid."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def without_links(text: str, content: Content, links: Sequence[Span]) -> tuple[Content, ...]:
    """Return the content in pieces before, between and after the links that stand in it."""
    pieces, start = [], content.span.start
    for link in links:
        if link.overlaps(content.span):
            pieces.append((start, link.start))
            start = link.end
    pieces.append((start, content.span.end))
    if len(pieces) == 1:
        return (content,)
    stripped = (_stripped(text, start, end) for start, end in pieces)
    return tuple(Content(span, content.quoted) for span in stripped if span is not None)


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space at its ends; None where it has no letter or digit."""
    words = text[start:end] if start < end else ""
    if not any(character.isalnum() for character in words):
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@cache
def _pattern(endings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches a name and the links after it: "Ada Vik Ada Lise Vik … MORE".

    "Vik" alone may come before, and a surname of two words is not cut.
    """
    name, middle = r"[A-Z][\w'’-]+", r"(?:\(?[A-Z][\w.'’-]*\)?,?\s+)"
    headline = r"[A-Z\d\s'’\"“]"
    both = (
        rf"(?P<given>{name})\s+{middle}{{0,3}}?(?P<last>{name})"
        rf"(?=\s+(?P=given)\s+{middle}{{0,4}}?(?P=last){headline})"
    )
    surname = (
        rf"(?P<surname>{name})(?!\s+(?P<rest>{name})\s+{middle}{{0,5}}?(?P=surname)\s+(?P=rest))"
        rf"(?=\s+{middle}{{1,5}}?(?P=surname){headline})"
    )
    ending = "|".join(map(re.escape, endings))
    return re.compile(
        rf"\b(?:{both}|{surname})(?P<links>[^\S\n][^\n]{{1,{_LONGEST}}}?[^\S\n](?:{ending})\b)"
    )
