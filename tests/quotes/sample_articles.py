"""Make small articles, and parse them or extract their statements with the real parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.adapters.models.spacy_parser import SpacyParser
from retrieval.corpus.body import body
from retrieval.model import Article, Block, BlockKind, Sentence, Span, Statement
from retrieval.quotes.parsed.document import ParsedDocument, build_document
from retrieval.quotes.parsed.lexicon import lexicons
from retrieval.quotes.parsed.paragraphs import paragraphs_of, text_for_parser
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


def parsed_document(text: str) -> ParsedDocument:
    paragraphs = paragraphs_of(article(text), ())
    parses = list(parser().parse([text_for_parser(p.span.of(text)) for p in paragraphs], "en"))
    return build_document(text, paragraphs, parses, lexicons()["en"])


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement with the text of its spans."""

    speaker: str | None
    contents: tuple[str, ...]
    kind: str
    mention: str | None
    cue: str | None


def statements(text: str, kinds: Sequence[BlockKind] = ()) -> tuple[Statement, ...]:
    read = article(text, kinds)
    ((found, _),) = statements_of([(read, sentences(read))], parser())
    return found


def statement_texts(text: str, kinds: Sequence[BlockKind] = ()) -> list[StatementText]:
    return _texts(text, statements(text, kinds))


def statement_texts_of_file(text: str) -> list[StatementText]:
    """Read the text as a file is: list items without their marks, questions as such."""
    read = Article("harbour.txt", "harbour.txt", text, body(text))
    ((found, _),) = statements_of([(read, sentences(read))], parser())
    return _texts(text, found)


def _texts(text: str, found: Sequence[Statement]) -> list[StatementText]:
    return [
        StatementText(
            statement.speaker.name if statement.speaker else None,
            tuple(content.span.of(text) for content in statement.content),
            statement.kind.value,
            statement.mention.of(text) if statement.mention else None,
            statement.cue.of(text) if statement.cue else None,
        )
        for statement in found
    ]
