"""Which parts of a text are the article. Cleaning selects spans, it never edits text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from retrieval.corpus.lines import Line, lines
from retrieval.corpus.prompts import is_prompt
from retrieval.corpus.repeats import repeated
from retrieval.corpus.split import split
from retrieval.model import Block, BlockKind, Span

_TRAILING_WORDS: Final = 15
_TITLE_WORDS: Final = 5
_TITLES: Final = frozenset({BlockKind.HEADING, BlockKind.QUESTION})


def body(text: str) -> tuple[Block, ...]:
    """The lines and paragraphs that belong to the article, in order, without overlap.

    Left out are navigation, tags, addresses, contacts, dates, bylines, credits, prompts, lists of
    related articles, and what repeats an article inside one page.
    """
    found = [line for line in lines(text) if isinstance(line.kind, BlockKind)]
    blocks = [block for line in found for block in _without_prompts(text, line)]
    blocks = _told_once(text, blocks)
    blocks = _with_one_title(text, blocks)
    return tuple(_without_trailing_headings(text, blocks))


def _without_prompts(text: str, line: Line) -> Iterator[Block]:
    """The line's block, less the prompts at the end of a paragraph."""
    kind = line.kind
    if not isinstance(kind, BlockKind):
        return
    if kind is not BlockKind.PROSE:
        yield Block(line.span, kind)
        return
    said = split(line.span.of(text))
    while said and is_prompt(said[-1].of(line.span.of(text))):
        said.pop()
    if said:
        yield Block(Span(said[0].start, said[-1].end).shift(line.span.start), kind)


def _told_once(text: str, blocks: Sequence[Block]) -> list[Block]:
    places: list[tuple[int, Span]] = []
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.PROSE:
            said = split(block.span.of(text))
            places += [(number, span.shift(block.span.start)) for span in said]
    dropped = repeated([span.of(text) for _, span in places])
    if not dropped:
        return list(blocks)
    kept: dict[int, list[Span]] = {}
    touched = {places[each][0] for each in dropped}
    for each, (number, span) in enumerate(places):
        if each not in dropped:
            kept.setdefault(number, []).append(span)
    told: list[Block] = []
    for number, block in enumerate(blocks):
        if number in touched:
            told += [Block(span, block.kind) for span in kept.get(number, [])]
        else:
            told.append(block)
    return told


def _with_one_title(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Of equal headings above the article the one nearest to it, and of them no long one below."""
    kinds = [block.kind for block in blocks]
    prose = kinds.index(BlockKind.PROSE) if BlockKind.PROSE in kinds else len(blocks)
    titles = {
        block.span.of(text): at for at, block in enumerate(blocks[:prose]) if block.kind in _TITLES
    }
    return [
        block
        for at, block in enumerate(blocks)
        if block.kind not in _TITLES
        or titles.get(block.span.of(text), at) == at
        or (at > prose and len(block.span.of(text).split()) < _TITLE_WORDS)
    ]


def _without_trailing_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Short lines below the last paragraph head nothing; without any paragraph, all stay."""
    told = list(blocks)
    if not any(block.kind is BlockKind.PROSE for block in told):
        return told
    while (
        told[-1].kind is BlockKind.HEADING
        and len(told[-1].span.of(text).split()) <= _TRAILING_WORDS
    ):
        told.pop()
    return told
