"""Defines syntactic parses as the statement engine reads them, and the parser's protocol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from retrieval.model import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a parsed text, with indexes into the same parse.

    Attributes:
        span: offsets into the text that was parsed.
        text: the token as printed.
        lemma: lower-case base form.
        pos: universal part of speech ("VERB", "PROPN", …).
        tag: the model's fine-grained tag ("VBD", "NNP", …).
        dep: dependency label to the head, in the ClearNLP scheme of spaCy's English models.
        head: index of the head; a root is its own head.
        entity: entity label ("PERSON", "ORG", "GPE", …), or "".
        sentence: number of the sentence that the token is in.
    """

    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str
    sentence: int

    def moved(self, characters: int, tokens: int, sentences: int) -> Token:
        """Return the same token in a text that has that much before it."""
        return Token(
            self.span.shift(characters),
            self.text,
            self.lemma,
            self.pos,
            self.tag,
            self.dep,
            self.head + tokens,
            self.entity,
            self.sentence + sentences,
        )


@dataclass(frozen=True, slots=True)
class Parse:
    """Tokens in order, with the children of each."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    entities: tuple[tuple[int, int, str], ...]
    """First token, one past the last token, label; in order, without overlap."""


class Parser(Protocol):
    """Tags words, parses sentences and finds named entities."""

    def parse(self, texts: Iterable[str], language: str) -> Iterable[Parse]:
        """Yield one parse a text, in order, lazily; never raise because of what a text says.

        Args:
            texts: all in the same language.
            language: its code, such as "en"; one that there is data for.
        """
