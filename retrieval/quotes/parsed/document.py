"""A parsed article: words, their paragraphs, sentences and quotations, ready to be read off."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.model import Article, BlockKind, Sentence, Span
from retrieval.ports import Parse, Token
from retrieval.quotes.parsed.lexicon import Lexicon
from retrieval.quotes.parsed.quotation_marks import (
    MISSING_LINE_BREAK,
    SENTENCE_ENDS,
    Quotation,
    find_quotations,
    last_character,
)
from retrieval.quotes.parsed.work_titles import is_title

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
"""Code point for code point, so that offsets stay what they are."""

MISSING_SPACE = re.compile(
    r"""(?<=[^\s(\["'])"(?=\w) | (?<=\w)"(?=[,;:.?!]\w)
    | (?<=[^\w\s(\["'])'(?=\w\w)
    | (?<=[^\s(\["'“‘])‘(?=\w)""",
    re.VERBOSE,
)
"""The mark of 'said:“We': without a blank the parser takes all of it for one word."""

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character, which no encoding can write."""
SENTENCE_END = re.compile(r"[.?!…:;)\]”\"’»]$")
SYMBOL_ROW = re.compile(r"[^\w\s]{9,}")
"""A row of signs, over which the parser takes longer than over a page of prose."""

MAX_SUBTREE_DISTANCE = 1_500
"""How many tokens away from its head the farthest child stands."""

LINE_END_WINDOW = 80
"""How many code points at the end of a line tell whether it runs on."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article's body, as it is parsed."""

    span: Span
    kind: BlockKind


def paragraphs_of(article: Article, sentences: Sequence[Sentence]) -> tuple[Paragraph, ...]:
    """The article's paragraphs: lines cut in mid-sentence joined, glued ones parted."""
    joined: list[Paragraph] = []
    border = _continued_block_starts(article, sentences)
    for block in article.body:
        last = joined[-1] if joined else None
        if last is not None and _continues_paragraph(article.text, last, block.span, border):
            joined[-1] = Paragraph(Span(last.span.start, block.span.end), last.kind)
        else:
            joined.append(Paragraph(block.span, block.kind))
    return tuple(
        Paragraph(piece, paragraph.kind)
        for paragraph in joined
        for piece in _split_glued(article.text, paragraph.span)
    )


def text_for_parser(text: str) -> str:
    """The same text, code point for code point, in marks that the parser knows."""
    whole = LONE_SURROGATE.sub("?", MISSING_SPACE.sub(" ", text))
    plain = MISSING_SPACE.sub(" ", whole.translate(STRAIGHT_QUOTES))
    return SYMBOL_ROW.sub(lambda row: " " * len(row.group()), plain)


def _continued_block_starts(article: Article, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Starts of blocks into which a sentence of the block before runs."""
    starts = [block.span.start for block in article.body]
    return frozenset(
        start
        for sentence in sentences
        for start in starts[
            bisect_left(starts, sentence.span.start + 1) : bisect_left(starts, sentence.span.end)
        ]
    )


def _continues_paragraph(text: str, last: Paragraph, span: Span, border: frozenset[int]) -> bool:
    if span.start in border:
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


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One article's parse, with indexes by token.

    Attributes:
        paragraph_of: the paragraph of each token.
        quotation_of: the quotation that each token is in, marks included, or -1.
        titles: which quotations are titles of books, films and the like, said by nobody.
        sentence_of: the sentence of each token; borders inside a quotation do not count.
    """

    text: str
    lexicon: Lexicon
    paragraphs: tuple[Paragraph, ...]
    quotations: tuple[Quotation, ...]
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    entities: tuple[tuple[int, int, str], ...]
    paragraph_of: tuple[int, ...]
    quotation_of: tuple[int, ...]
    work_titles: frozenset[int]
    sentence_of: tuple[int, ...]

    def span(self, first: int, last: int) -> Span:
        """From the first token's first to the last token's last code point."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def token_at(self, offset: int) -> int:
        """The token that stands at that code point of the text, or the last one before it."""
        return max(0, bisect_right(self.tokens, offset, key=lambda t: t.span.start) - 1)

    def printed_text(self, first: int, last: int) -> str:
        """What is printed from the first to the last token, white space made plain."""
        return " ".join(self.span(first, last).of(self.text).split())

    def subtree(self, head: int, without: Iterable[int] = ()) -> list[int]:
        """The head and everything under it, in order, but for branches left out."""
        left_out = frozenset(without)
        found, waiting = [], [head]
        while waiting:
            index = waiting.pop()
            found.append(index)
            waiting.extend(
                child
                for child in self.children[index]
                if child not in left_out and abs(child - head) <= MAX_SUBTREE_DISTANCE
            )
        return sorted(found)

    def child(self, head: int, *labels: str) -> int | None:
        """The first child with one of the labels."""
        return next((c for c in self.children[head] if self.tokens[c].dep in labels), None)


def quotation_extents(quotation_of: Sequence[int]) -> dict[int, tuple[int, int]]:
    """First and last token of each quotation, marks included."""
    found: dict[int, tuple[int, int]] = {}
    for index, quote in enumerate(quotation_of):
        if quote >= 0:
            found[quote] = (found.get(quote, (index, index))[0], index)
    return found


def build_document(
    text: str, paragraphs: Sequence[Paragraph], parses: Sequence[Parse], lexicon: Lexicon
) -> ParsedDocument:
    """The document of an article from the parse of each of its paragraphs, in its language's words."""
    spans = [paragraph.span for paragraph in paragraphs]
    found = find_quotations(text, spans)
    tokens: list[Token] = []
    children: list[tuple[int, ...]] = []
    entities: list[tuple[int, int, str]] = []
    paragraph_of: list[int] = []
    for number, (span, parse) in enumerate(zip(spans, parses, strict=True)):
        offset = len(tokens)
        sentence = tokens[-1].sentence + 1 if tokens else 0
        tokens.extend(token.moved(span.start, offset, sentence) for token in parse.tokens)
        children.extend(tuple(c + offset for c in family) for family in parse.children)
        entities.extend((a + offset, b + offset, label) for a, b, label in parse.entities)
        paragraph_of.extend([number] * len(parse.tokens))
    quotation_of = _quotation_of(tokens, found)
    return ParsedDocument(
        text,
        lexicon,
        tuple(paragraphs),
        found,
        tuple(tokens),
        tuple(children),
        tuple(entities),
        tuple(paragraph_of),
        quotation_of,
        _work_titles(text, tokens, quotation_of, found, lexicon),
        number_sentences(text, tokens, paragraph_of, quotation_of, found, cues=lexicon.verbs.cues),
    )


def _quotation_of(tokens: Sequence[Token], found: Sequence[Quotation]) -> tuple[int, ...]:
    quotation_of: list[int] = []
    number = 0
    for token in tokens:
        while number < len(found) and found[number].outer.end <= token.span.start:
            number += 1
        hit = number < len(found) and found[number].outer.overlaps(token.span)
        quotation_of.append(number if hit else -1)
    return tuple(quotation_of)


def _work_titles(
    text: str,
    tokens: Sequence[Token],
    quotation_of: Sequence[int],
    found: Sequence[Quotation],
    lexicon: Lexicon,
) -> frozenset[int]:
    return frozenset(
        quote
        for quote, extent in quotation_extents(quotation_of).items()
        if is_title(text, found[quote], tokens, extent, lexicon)
    )


CUE_WINDOW = 8
"""How many tokens after a quotation's question mark a cue is looked for."""

MAX_SENTENCE_TOKENS = 400
"""Tokens of a sentence, each quotation counted as one: beyond them it is no sentence but a list."""


def number_sentences(
    text: str,
    tokens: Sequence[Token],
    paragraph_of: Sequence[int],
    quotation_of: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
) -> tuple[int, ...]:
    """The number of the sentence that each token is in.

    Args:
        text: the article's.
        tokens: of the article.
        paragraph_of: the paragraph of each token.
        quotation_of: the quotation of each token, or -1.
        found: the quotations.
        cues: lemmas of verbs of speech.
    """
    numbers: list[int] = []
    number = length = 0
    for index, token in enumerate(tokens):
        apart = index > 0 and (
            quotation_of[index] < 0 or quotation_of[index] != quotation_of[index - 1]
        )
        length += apart
        if index and (
            paragraph_of[index] != paragraph_of[index - 1]
            or (length > MAX_SENTENCE_TOKENS and apart)
            or _is_sentence_border(index, text, tokens, quotation_of, found, cues=cues)
        ):
            number += 1
            length = 0
        numbers.append(number)
        if not token.text.strip() and index and paragraph_of[index] == paragraph_of[index - 1]:
            numbers[-1] = numbers[-2]
    return tuple(numbers)


def _is_sentence_border(
    index: int,
    text: str,
    tokens: Sequence[Token],
    quotation_of: Sequence[int],
    found: Sequence[Quotation],
    *,
    cues: frozenset[str],
) -> bool:
    """Whether the sentence ends before this token of the same paragraph."""
    before, here = tokens[index - 1], tokens[index]
    if quotation_of[index] >= 0 and quotation_of[index] == quotation_of[index - 1]:
        return False
    starts = here.text[:1].isupper() or here.text[:1].isdigit() or quotation_of[index] >= 0
    if quotation_of[index - 1] >= 0:
        last = last_character(found[quotation_of[index - 1]].inner.of(text))
        if last == "." or (last in SENTENCE_ENDS and quotation_of[index] >= 0):
            return starts
        return (
            last in SENTENCE_ENDS
            and starts
            and not _cue_follows(index, tokens, quotation_of, cues)
        )
    if before.text in SENTENCE_ENDS:
        return starts
    return here.sentence != before.sentence and before.text.endswith(".") and starts


def _cue_follows(
    index: int, tokens: Sequence[Token], quotation_of: Sequence[int], cues: frozenset[str]
) -> bool:
    for at in range(index, min(index + CUE_WINDOW, len(tokens))):
        if quotation_of[at] >= 0 or tokens[at].text in SENTENCE_ENDS:
            return False
        if tokens[at].lemma in cues and tokens[at].pos == "VERB":
            return True
    return False
