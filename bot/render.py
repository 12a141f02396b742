"""Excerpts as a reader on Telegram sees them: quoted, cited, counted."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.cited import citations, cited
from bot.entries import referent_notes
from bot.markup import italic
from bot.pages import Block
from bot.quoting import joined, noted
from bot.understanding import understanding
from retrieval.model import Excerpt, Understood


def taken_as(understood: Understood) -> list[Block]:
    """How the question was taken, where it is not as typed."""
    return [Block(italic(line)) for line in understanding(understood)]


def excerpt_blocks(excerpts: Sequence[Excerpt], number: int = 1) -> list[Block]:
    """Each with its citations, numbered on; below them, of how many sources they really are."""
    blocks: list[Block] = []
    for excerpt in excerpts:
        lines = citations(number, excerpt.citation, excerpt.also_in, texts.SAME_WORDS)
        shown = cited(
            number,
            excerpt.text,
            excerpt.citation,
            lines,
            lead=excerpt.lead,
            answer=excerpt.answer,
        )
        blocks += joined([*shown, *noted(referent_notes(excerpt))])
        number += len(lines)
    sources, prints = _sources_and_prints(excerpts)
    if prints > sources:
        blocks.append(Block(texts.sources_and_prints(sources, prints)))
    return blocks


def _sources_and_prints(excerpts: Sequence[Excerpt]) -> tuple[int, int]:
    """Files that hold the same words, or two of the excerpts, are prints of one source."""
    sources: list[set[str]] = []
    for excerpt in excerpts:
        prints = {place.file for place in (excerpt.citation, *excerpt.also_in)}
        for known in [source for source in sources if source & prints]:
            prints |= known
            sources.remove(known)
        sources.append(prints)
    return len(sources), sum(map(len, sources))
