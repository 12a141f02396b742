"""The quoted and unquoted stretches of a statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from retrieval.model import Content, Span
from retrieval.quotes.page import Page


def parts(page: Page, first: int, last: int, own: Collection[int]) -> Iterator[Content]:
    """The quoted and unquoted stretches of a token range, marks and edges trimmed.

    Only quotations in ``own`` are quoted here: the others are words that somebody else said,
    as the speaker reports, or titles, and keep their marks.
    """
    at = first
    while at <= last:
        quote = _quotation(page, at, own)
        end = at
        while end < last and _quotation(page, end + 1, own) == quote:
            end += 1
        if quote is not None:
            span: Span | None = page.quotations[quote].inner
        else:
            span = _trimmed(page, at, end, opens=at == first, closes=end == last)
        if span is not None and any(map(str.isalnum, span.of(page.text))):
            yield Content(span, quoted=quote is not None)
        at = end + 1


def _quotation(page: Page, at: int, own: Collection[int]) -> int | None:
    """The quotation among whose words the token is."""
    return page.quotation_of[at] if page.quotation_of[at] in own else None


def _trimmed(page: Page, first: int, last: int, *, opens: bool, closes: bool) -> Span | None:
    """The stretch without the punctuation, and the "that", at its edges."""
    tokens = page.tokens

    def is_edge(at: int) -> bool:
        mark = tokens[at].pos in {"PUNCT", "SPACE"} and tokens[at].text not in {"(", "["}
        return mark and page.quotation_of[at] < 0

    while first <= last and is_edge(first):
        first += 1
    while last >= first and (is_edge(last) or (closes and tokens[last].pos == "CCONJ")):
        last -= 1
    at_edge = opens or closes
    if first > last or (
        at_edge
        and all(tokens[at].pos in {"CCONJ", "PUNCT", "SPACE"} for at in range(first, last + 1))
    ):
        return None
    return page.span(first, last)
