"""The sentences of an article."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.corpus.split import split
from retrieval.model import Article, BlockKind, Sentence

__all__ = ["sentences", "split"]


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article's body: several in a prose block, one in any other."""
    return tuple(_of_body(article))


def _of_body(article: Article) -> Iterator[Sentence]:
    for block in article.body:
        if block.kind is not BlockKind.PROSE:
            yield Sentence(block.span, block.kind)
            continue
        for span in split(block.span.of(article.text)):
            yield Sentence(span.shift(block.span.start), block.kind)
