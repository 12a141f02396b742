"""Articles made by hand, and what is read off them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.adapters.models.spacy_parser import SpacyParser
from retrieval.model import Article, Block, BlockKind, Sentence, Span, Statement
from retrieval.statements import statements_of


@cache
def parser() -> SpacyParser:
    return SpacyParser()


def article(text: str, kinds: Sequence[BlockKind] = (), file: str = "harbour.txt") -> Article:
    """Every line is a block, of prose where no kind is given."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    every = [*kinds, *[BlockKind.PROSE] * len(lines)]
    blocks = tuple(Block(span, kind) for span, kind in zip(lines, every, strict=False))
    return Article(file, file, text, blocks)


def sentences(read: Article) -> tuple[Sentence, ...]:
    """Cut after a full stop, with its closing mark, before a blank."""
    found: list[Sentence] = []
    for block in read.body:
        words = block.span.of(read.text)
        for m in re.finditer(r"\S.*?(?:[.?!][”\"]?(?=\s+[A-Z“])|$)", words):
            span = Span(m.start(), m.end()).shift(block.span.start)
            found.append(Sentence(span, block.kind))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in words."""

    speaker: str | None
    contents: tuple[str, ...]
    kind: str
    mention: str | None
    cue: str | None


def statements(text: str, kinds: Sequence[BlockKind] = ()) -> tuple[Statement, ...]:
    read = article(text, kinds)
    ((found, _),) = statements_of([(read, sentences(read))], parser())
    return found


def said(text: str, kinds: Sequence[BlockKind] = ()) -> list[Said]:
    return [
        Said(
            statement.speaker.name if statement.speaker else None,
            tuple(content.span.of(text) for content in statement.content),
            statement.kind.value,
            statement.mention.of(text) if statement.mention else None,
            statement.cue.of(text) if statement.cue else None,
        )
        for statement in statements(text, kinds)
    ]
