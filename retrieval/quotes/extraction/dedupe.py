"""Merge statements that are contained in another one by the same speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.model import Content, Span, Statement, StatementKind
from retrieval.quotes.parsed.quotation_marks import MARKS

EDGES = "".join(sorted(MARKS)) + " \n\t"


def without_bare_topics(
    found: Sequence[Statement], only_quotes: Sequence[bool]
) -> Iterator[Statement]:
    """Yield the statements without those that only name what somebody else is quoted on.

    In "Marlow spoke of what Kerr called “a theft”", nothing is said by Marlow.

    Args:
        found: the statements of an article.
        only_quotes: for each, whether it is none unless its speaker is quoted in it.
    """
    for statement, bare in zip(found, only_quotes, strict=True):
        if not bare or any(
            other is not statement
            and _is_contained(other, statement)
            and other.speaker == statement.speaker
            and any(content.quoted for content in other.content)
            for other in found
        ):
            yield statement


def merge_contained(text: str, found: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements without those contained in another by the same speaker.

    "She noted the wish, which she says is old" says once that it is old. What the contained one
    quotes, the containing one then quotes.

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
    """Return whether the other has all of its content, and no other speaker has it."""
    return part.speaker in {whole.speaker, None} and all(
        any(other.span.contains(content.span) for other in whole.content)
        for content in part.content
    )


def _with_quotations(text: str, whole: Statement, part: Statement) -> Statement:
    """Return the statement with those of its words quoted that the contained one quotes."""
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
    """Yield the span in pieces: quoted ones, and what stands between them."""
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
