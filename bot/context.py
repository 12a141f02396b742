"""The sentences around a citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model import Citation, Span

SENTENCES = 3
"""So many are shown before the cited words, and as many after them."""

AROUND = 700
"""At most so many code points before the cited words, and as many after them."""


@dataclass(frozen=True, slots=True)
class Context:
    """Cited words with what stands around them.

    Attributes:
        words: all of it, ``citation.span`` of the stored text.
        quoted: where the cited words stand in them.
    """

    words: str
    citation: Citation
    quoted: Span

    @property
    def cited(self) -> Citation:
        """The citation that was asked about."""
        return replace(self.citation, span=self.quoted.shift(self.citation.span.start))


def context(citation: Citation, text: str, sentences: Sequence[Span]) -> Context:
    """The cited words with the sentences that stand right before and after them.

    Args:
        citation: of a span of the text.
        text: the stored text.
        sentences: those of the article, in order; none: its lines are taken for them.
    """
    known = sentences or _lines(text, citation.span)
    around = Span(_start(citation.span, known, text), _end(citation.span, known, text))
    quoted = Span(citation.span.start - around.start, citation.span.end - around.start)
    return Context(around.of(text), replace(citation, span=around), quoted)


def _start(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Where the sentences begin that lead up to the cited words without a gap."""
    edge = cited.start
    before = [sentence for sentence in sentences if sentence.start < cited.start]
    for sentence in before[: -SENTENCES - 1 : -1]:
        gap = text[sentence.end : edge]
        if gap.strip() or cited.start - sentence.start > AROUND:
            break
        edge = sentence.start
    return edge


def _end(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Where the sentences end that follow the cited words without a gap."""
    edge = cited.end
    for sentence in [each for each in sentences if each.end > cited.end][:SENTENCES]:
        gap = text[edge : sentence.start]
        if gap.strip() or sentence.end - cited.end > AROUND:
            break
        edge = sentence.end
    return edge


def _lines(text: str, cited: Span) -> list[Span]:
    """The whole lines in reach of the cited words, without the white space at their ends."""
    start = text.rfind("\n", 0, max(0, cited.start - AROUND)) + 1
    end = text.find("\n", cited.end + AROUND)
    found = []
    for line in text[start : end if end >= 0 else len(text)].splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if line.strip():
            found.append(Span(start + indent, start + len(line.rstrip())))
        start += len(line)
    return found
