"""A statement that is a part of another by the same speaker is not made twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from retrieval.model import Content, Span, Statement, StatementKind
from retrieval.quotes.parsed.quotation_marks import MARKS

EDGES = "".join(sorted(MARKS)) + " \n\t"


def merge_contained(text: str, found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements without those that are a part of another by the same speaker.

    "She noted the wish, which she says is old" says once that it is old. What the part quotes,
    the whole quotes then.

    Args:
        text: the article's stored text.
        found: its statements, in the order of their first word.
    """
    kept: dict[int, Statement] = {}
    near: dict[int, Statement] = {}
    for number, each in enumerate(found):
        start = each.content[0].span.start
        near = {n: other for n, other in near.items() if other.content[-1].span.end > start}
        whole = next((n for n, other in near.items() if _is_contained(each, other)), None)
        if whole is not None:
            kept[whole] = near[whole] = _with_quotations(text, near[whole], each)
            continue
        here = each
        for inside in [n for n, other in near.items() if _is_contained(other, each)]:
            here = _with_quotations(text, here, near[inside])
            del near[inside], kept[inside]
        kept[number] = near[number] = here
    return tuple(kept.values())


def _is_contained(part: Statement, whole: Statement) -> bool:
    """Whether all content of the one stands in the other's, and nobody else is its speaker."""
    return part.speaker in {whole.speaker, None} and all(
        any(other.span.contains(content.span) for other in whole.content)
        for content in part.content
    )


def _with_quotations(text: str, whole: Statement, part: Statement) -> Statement:
    """The whole with those of its words quoted that are quoted in the part."""
    quoted = [content.span for content in part.content if content.quoted]
    content = tuple(
        piece
        for each in whole.content
        for piece in ((each,) if each.quoted else _split_at_quotations(text, each.span, quoted))
    )
    plain = any(not each.quoted for each in content)
    marked = any(each.quoted for each in content)
    kind = StatementKind.MIXED if plain and marked else whole.kind
    return replace(whole, content=content, kind=kind)


def _split_at_quotations(text: str, span: Span, quoted: Iterable[Span]) -> Iterator[Content]:
    """The span in pieces: what is quoted, and what stands between."""
    inside = sorted(each for each in quoted if span.contains(each))
    if not inside:
        yield Content(span, quoted=False)
        return
    start = span.start
    for quotation in inside:
        yield from _unquoted(text, Span(start, quotation.start))
        yield Content(quotation, quoted=True)
        start = quotation.end
    yield from _unquoted(text, Span(start, span.end))


def _unquoted(text: str, span: Span) -> Iterator[Content]:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(EDGES))
    end = span.start + len(words.rstrip(EDGES))
    if any(map(str.isalnum, text[start:end])):
        yield Content(Span(start, end), quoted=False)
