"""Holds the parsed article that the rules read: tokens with paragraph, sentence and quotation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.model import Span
from retrieval.quotes.parsed.inline_links import blank_out, inline_links
from retrieval.quotes.parsed.labelled_speech.speaker_labels import SpeakerLabel
from retrieval.quotes.parsed.labelled_speech.unmarked_speech import (
    find_speaker_labels,
    unmarked_quotations,
)
from retrieval.quotes.parsed.lexicon import Lexicon
from retrieval.quotes.parsed.nicknames import nickname_end
from retrieval.quotes.parsed.paragraphs import Paragraph
from retrieval.quotes.parsed.parse import Parse, Token, with_bounded_sentences
from retrieval.quotes.parsed.quotations import Quotation, find_quotations
from retrieval.quotes.parsed.sentences import number_sentences
from retrieval.quotes.parsed.work_titles import is_title

MAX_SUBTREE_DISTANCE = 1_500
"""Tokens farther than this from the head are left out of its subtree, which bounds the time."""


TokenRange = tuple[int, int]
"""First and last token of a stretch, both included."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One article's dependency parse, with lookups by token number.

    Tokens are numbered from 0 through the whole article; every sequence ending in ``_of`` has one
    entry a token.

    Attributes:
        text: the article's stored text, into which all spans point.
        lexicon: the words of the article's language.
        children: the dependents of each token, in order.
        entities: first token, end token (exclusive) and label of each named entity.
        paragraph_of: the paragraph of each token.
        quotation_of: the quotation that each token is in, marks included, or -1.
        work_titles: quotations that are titles of books, films and the like, said by nobody.
        sentence_of: the sentence of each token; no sentence ends inside a quotation.
        inline_links: links to other articles in the midst of sentences; blanks to the parser.
        labels: the speaker labels, in order.
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
    inline_links: tuple[Span, ...]
    labels: tuple[SpeakerLabel, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the span from the first token's start to the last token's end."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def token_at(self, offset: int) -> int:
        """Return the last token that starts at that code point or before it."""
        return max(0, bisect_right(self.tokens, offset, key=lambda t: t.span.start) - 1)

    def is_quoted(self, at: int) -> bool:
        """Return whether the token is inside a quotation, its marks included."""
        return self.quotation_of[at] >= 0

    def lower_text(self, at: int) -> str:
        """Return the token's text in lower case."""
        return self.tokens[at].text.lower()

    def printed_text(self, first: int, last: int) -> str:
        """Return the text from the first to the last token, white space collapsed."""
        return " ".join(self.span(first, last).of(self.text).split())

    def subtree(self, head: int, without: Iterable[int] = ()) -> list[int]:
        """Return the head and all its descendants in order, without the given branches."""
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
        """Return the first dependent with one of the dependency labels, or None."""
        return next((c for c in self.children[head] if self.tokens[c].dep in labels), None)


def quotation_extents(quotation_of: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the first and last token of each quotation, marks included."""
    found: dict[int, tuple[int, int]] = {}
    for index, quote in enumerate(quotation_of):
        if quote >= 0:
            found[quote] = (found.get(quote, (index, index))[0], index)
    return found


def build_document(
    text: str,
    paragraphs: Sequence[Paragraph],
    parses: Sequence[Parse],
    lexicon: Lexicon,
    starts: Sequence[int] = (),
) -> ParsedDocument:
    """Return the parsed document of an article.

    Args:
        text: the article's stored text.
        paragraphs: its paragraphs, as ``paragraphs_of`` gives them.
        parses: one for each paragraph, with offsets from the paragraph's start.
        lexicon: of the article's language.
        starts: where the article's sentences start, in order.
    """
    spans = [paragraph.span for paragraph in paragraphs]
    links = inline_links(text, lexicon.works.inline_link_ends)
    tokens: list[Token] = []
    children: list[tuple[int, ...]] = []
    entities: list[tuple[int, int, str]] = []
    paragraph_of: list[int] = []
    for number, (span, whole) in enumerate(zip(spans, parses, strict=True)):
        parse = with_bounded_sentences(whole)
        offset = len(tokens)
        sentence = tokens[-1].sentence + 1 if tokens else 0
        tokens.extend(token.moved(span.start, offset, sentence) for token in parse.tokens)
        children.extend(tuple(c + offset for c in family) for family in parse.children)
        entities.extend((a + offset, b + offset, label) for a, b, label in parse.entities)
        paragraph_of.extend([number] * len(parse.tokens))
    labels = find_speaker_labels(text, spans, tokens, lexicon)
    found = _quotations(blank_out(text, links), spans, labels, lexicon)
    nicknames = _nicknames(tokens, lexicon)
    found = tuple(each for each in found if each.outer.start not in nicknames)
    for surname in nicknames.values():
        tokens[surname] = replace(tokens[surname], pos="PROPN")
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
        number_sentences(
            text,
            tokens,
            paragraph_of,
            quotation_of,
            found,
            cues=lexicon.verbs.cues,
            starts=starts,
        ),
        tuple(links),
        labels,
    )


def _quotations(
    text: str, spans: Sequence[Span], labels: Sequence[SpeakerLabel], lexicon: Lexicon
) -> tuple[Quotation, ...]:
    """Return the quotations in order; in the paragraphs of a turn, its words alone."""
    in_turns = {number for label in labels for number, _ in label.turn}
    marked = (each for each in find_quotations(text, spans) if each.paragraph not in in_turns)
    unmarked = unmarked_quotations(text, labels, lexicon)
    return tuple(sorted([*marked, *unmarked], key=lambda quotation: quotation.outer))


def _nicknames(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, int]:
    """Return the token after each nickname, by the offset of the mark that opens it."""
    titles = lexicon.people.titles
    ends = ((at, nickname_end(tokens, at, titles)) for at in range(len(tokens)))
    return {tokens[at].span.start: end + 1 for at, end in ends if end is not None}


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
