"""Finds the sentences around cited words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model import Citation, Span

SENTENCES_AROUND = 3
"""So many are shown before the cited words, and as many after them."""

MAX_LENGTH_AROUND = 700
"""At most so many code points before the cited words, and as many after them."""


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """Cited words with the sentences around them.

    Attributes:
        words: all of it, ``citation.span`` of the stored text.
        quoted: where the cited words stand in them.
    """

    words: str
    citation: Citation
    quoted: Span

    @property
    def cited(self) -> Citation:
        """Return the citation that was asked about."""
        return replace(self.citation, span=self.quoted.shift(self.citation.span.start))


def sentence_context(citation: Citation, text: str, sentences: Sequence[Span]) -> SentenceContext:
    """Return the cited words with the sentences that stand right before and after them.

    Args:
        citation: of a span of the text.
        text: the stored text.
        sentences: those of the article, in order; none: its lines are taken for them.
    """
    known = sentences or _lines(text, citation.span)
    around = Span(_start(citation.span, known, text), _end(citation.span, known, text))
    quoted = Span(citation.span.start - around.start, citation.span.end - around.start)
    return SentenceContext(around.of(text), replace(citation, span=around), quoted)


def _start(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Return where the sentences begin that lead up to the cited words without a gap."""
    edge = cited.start
    before = [sentence for sentence in sentences if sentence.start < cited.start]
    for sentence in before[: -SENTENCES_AROUND - 1 : -1]:
        gap = text[sentence.end : edge]
        if gap.strip() or cited.start - sentence.start > MAX_LENGTH_AROUND:
            break
        edge = sentence.start
    return edge


def _end(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Return where the sentences end that follow the cited words without a gap."""
    edge = cited.end
    for sentence in [each for each in sentences if each.end > cited.end][:SENTENCES_AROUND]:
        gap = text[edge : sentence.start]
        if gap.strip() or sentence.end - cited.end > MAX_LENGTH_AROUND:
            break
        edge = sentence.end
    return edge


def _lines(text: str, cited: Span) -> list[Span]:
    """Return the whole lines in reach of the cited words, without white space at their ends."""
    start = text.rfind("\n", 0, max(0, cited.start - MAX_LENGTH_AROUND)) + 1
    end = text.find("\n", cited.end + MAX_LENGTH_AROUND)
    found = []
    for line in text[start : end if end >= 0 else len(text)].splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if line.strip():
            found.append(Span(start + indent, start + len(line.rstrip())))
        start += len(line)
    return found
