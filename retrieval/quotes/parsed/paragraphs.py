"""Prepare an article's paragraphs for the parser, with offsets that stay valid in its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.model import Article, BlockKind, Sentence, Span
from retrieval.quotes.parsed.inline_links import blank_out, inline_links

STRAIGHT_QUOTES = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‹": "'",
        "›": "'",
        "‟": '"',
        "\n": " ",
        "\t": " ",
        "\xa0": " ",
        "\r": " ",
    }
)
"""Replaces one code point by one, so that offsets into the text stay valid."""

MISSING_SPACE = re.compile(
    r"""(?<=[^\s(\["'])"(?=\w) | (?<=\w)"(?=[,;:.?!]\w)
    | (?<=[.?!,])["”](?=[–—-]{1,2}\w)
    | (?<=[^\w\s(\["'])'(?=\w\w)
    | (?<=[^\s(\["'“‘])‘(?=\w)""",
    re.VERBOSE,
)
"""Matches the mark in 'said:“We', which the parser would make one token with its neighbours."""

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Matches half a surrogate pair, which no encoding can write."""

SENTENCE_END = re.compile(r"[.?!…:;)\]”\"’»]$")

SYMBOL_ROW = re.compile(r"[^\w\s]{9,}")
"""Matches a row of signs, over which the parser takes longer than over a page of prose."""

LINE_END_WINDOW = 80
"""Code points at the end of a line in which punctuation that ends a sentence is looked for."""


MISSING_LINE_BREAK = re.compile(
    r"""
    (?<=[.!?…][”"»])(?=[“«A-Z]) | (?<=[.!?…]")(?="[A-Z])   # .”“ and .”T
    | (?<=[a-z0-9]{2}[.!?])(?=“[A-Z] | [A-Z][a-z]+[\ ’'])    # 2030.Marlow said
    """,
    re.VERBOSE,
)
"""Matches where two paragraphs lost the line break between them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article's body, as it is parsed."""

    span: Span
    kind: BlockKind


def paragraphs_of(article: Article, sentences: Sequence[Sentence]) -> tuple[Paragraph, ...]:
    """Return the article's paragraphs, with lines cut in mid-sentence joined and glued ones split.

    Lines are joined where one of ``sentences`` spans both, or where a line of prose without final
    punctuation is followed by a lower-case letter.
    """
    joined: list[Paragraph] = []
    continued_starts = _continued_block_starts(article, sentences)
    for block in article.body:
        last = joined[-1] if joined else None
        if last is not None and _continues_paragraph(
            article.text, last, block.span, continued_starts
        ):
            joined[-1] = Paragraph(Span(last.span.start, block.span.end), last.kind)
        else:
            joined.append(Paragraph(block.span, block.kind))
    return tuple(
        Paragraph(piece, paragraph.kind)
        for paragraph in joined
        for piece in _split_glued(article.text, paragraph.span)
    )


def text_for_parser(text: str, link_ends: Iterable[str] = ()) -> str:
    """Return the text in marks that the parser knows, code point for code point.

    Args:
        text: of a paragraph.
        link_ends: words that end links put into a sentence; blanks take the place of these links.
    """
    prose = blank_out(text, inline_links(text, link_ends))
    whole = LONE_SURROGATE.sub("?", MISSING_SPACE.sub(" ", prose))
    plain = MISSING_SPACE.sub(" ", whole.translate(STRAIGHT_QUOTES))
    return SYMBOL_ROW.sub(lambda row: " " * len(row.group()), plain)


def _continued_block_starts(article: Article, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return starts of blocks into which a sentence of the block before continues."""
    starts = [block.span.start for block in article.body]
    return frozenset(
        start
        for sentence in sentences
        for start in starts[
            bisect_left(starts, sentence.span.start + 1) : bisect_left(starts, sentence.span.end)
        ]
    )


def _continues_paragraph(
    text: str, last: Paragraph, span: Span, continued_starts: frozenset[int]
) -> bool:
    if span.start in continued_starts:
        return True
    if last.kind is not BlockKind.PROSE or "\n\n" in text[last.span.end : span.start]:
        return False
    before = text[max(last.span.start, last.span.end - LINE_END_WINDOW) : last.span.end].rstrip()
    after = span.of(text).lstrip()
    return bool(before and after[:1].islower()) and not SENTENCE_END.search(before)


def _split_glued(text: str, span: Span) -> Iterator[Span]:
    cuts = [
        span.start,
        *(m.start() + span.start for m in MISSING_LINE_BREAK.finditer(span.of(text))),
        span.end,
    ]
    for start, end in pairwise(cuts):
        if text[start:end].strip():
            yield Span(start, end)
