"""Defines syntactic parses as the statement engine reads them, and the parser's protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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


MOST_SENTENCE_TOKENS = 400
"""Longer sentences are cut: a list or a run of marks without an end, not language. Rules look at
whole sentences and subtrees again and again, and would take the square of the length."""


def with_bounded_sentences(parse: Parse, most: int = MOST_SENTENCE_TOKENS) -> Parse:
    """Return the parse with no sentence of more tokens than ``most``, the same if it has none.

    A longer one is cut into sentences of so many tokens, or a few more where an entity would be
    cut. Tokens whose head is in another of them become roots.
    """
    part_of = _parts_of_sentences(parse, most)
    if not part_of or part_of[-1] == parse.tokens[-1].sentence:
        return parse
    tokens = tuple(
        replace(token, sentence=part)
        if part_of[token.head] == part
        else replace(token, sentence=part, head=index, dep="ROOT")
        for index, (token, part) in enumerate(zip(parse.tokens, part_of, strict=True))
    )
    children = tuple(
        tuple(child for child in family if part_of[child] == part)
        for family, part in zip(parse.children, part_of, strict=True)
    )
    return Parse(tokens, children, parse.entities)


def _parts_of_sentences(parse: Parse, most: int) -> Sequence[int]:
    """Return the number of each token's sentence once those that are too long are cut."""
    within_entity = {at for start, end, _ in parse.entities for at in range(start + 1, end)}
    parts: list[int] = []
    number, length, sentence = -1, 0, -1
    for index, token in enumerate(parse.tokens):
        is_new = number < 0 or token.sentence != sentence
        if is_new or (length >= most and index not in within_entity):
            number, length, sentence = number + 1, 0, token.sentence
        parts.append(number)
        length += 1
    return parts


class Parser(Protocol):
    """Tags words, parses sentences and finds named entities."""

    def parse(self, texts: Iterable[str], language: str) -> Iterable[Parse]:
        """Yield one parse a text, in order, lazily; never raise because of what a text says.

        Args:
            texts: all in the same language.
            language: its code, such as "en"; one that there is data for.
        """
