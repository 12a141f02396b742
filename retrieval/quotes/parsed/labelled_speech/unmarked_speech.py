"""Find whose words stand in an article without quotation marks, or under a label with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.model import Span
from retrieval.quotes.parsed.labelled_speech.interviews import questions_and_answers
from retrieval.quotes.parsed.labelled_speech.signatures import find_posts, find_signatures
from retrieval.quotes.parsed.labelled_speech.speaker_labels import (
    LabelReader,
    SpeakerLabel,
    find_announcing_labels,
)
from retrieval.quotes.parsed.labelled_speech.transcripts import with_turns, with_words_below
from retrieval.quotes.parsed.lexicon import Lexicon
from retrieval.quotes.parsed.parse import Token
from retrieval.quotes.parsed.quotations import Quotation

IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]\n]{2,40})[)\]]\s*")
"""Matches a few words in brackets."""

LINK = re.compile(r"\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S*\s*")
"""Matches an address in a post."""


def find_speaker_labels(
    text: str, paragraphs: Sequence[Span], tokens: Sequence[Token], lexicon: Lexicon
) -> tuple[SpeakerLabel, ...]:
    """Return the names and roles beside their words, one a paragraph, in order.

    These are the labels of a transcript's turns, those before and after quotations in press
    releases, and the names beside embedded posts.
    """
    reader = LabelReader(text, paragraphs, tokens, lexicon)
    colons = find_announcing_labels(reader)
    found: dict[int, SpeakerLabel] = {}
    for label in (
        *find_posts(reader),
        *with_turns(reader, colons),
        *with_words_below(reader, colons),
        *questions_and_answers(reader),
        *(label for label in colons if reader.announces(label) and reader.is_somebody(label)),
        *find_signatures(reader),
    ):
        found.setdefault(label.paragraph, label)
    return tuple(found[number] for number in sorted(found))


def unmarked_quotations(
    text: str, labels: Iterable[SpeakerLabel], lexicon: Lexicon
) -> Iterator[Quotation]:
    """Yield the words of every turn and post as quotations whose marks are not printed.

    Left out are stage directions, such as "(laughter)", and addresses.
    """
    for label in labels:
        for number, span in label.turn:
            for piece in _pieces(text, span, lexicon):
                yield Quotation(piece, piece, number)


def _pieces(text: str, span: Span, lexicon: Lexicon) -> Iterator[Span]:
    """Yield what is left of the words without stage directions and addresses."""
    start = span.start
    cuts = [match.span() for match in LINK.finditer(text, span.start, span.end)]
    cuts += [
        match.span()
        for match in IN_BRACKETS.finditer(text, span.start, span.end)
        if not lexicon.labels.stage_directions.isdisjoint(re.findall(r"\w+", match[1].lower()))
    ]
    for first, end in [*sorted(cuts), (span.end, span.end)]:
        if any(map(str.isalnum, text[start:first])):
            yield Span(start, first)
        start = max(start, end)
