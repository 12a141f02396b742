"""The quoted and unquoted stretches of a statement."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.model import Content, Span
from retrieval.quotes.page import Page


def parts(page: Page, first: int, last: int) -> Iterator[Content]:
    """The quoted and unquoted stretches of a token range, marks and edges trimmed."""
    at = first
    while at <= last:
        quote = page.quotation_of[at]
        end = at
        while end < last and page.quotation_of[end + 1] == quote:
            end += 1
        if quote >= 0:
            yield Content(page.quotations[quote].inner, quoted=True)
        else:
            span = _trimmed(page, at, end, opens=at == first, closes=end == last)
            if span is not None:
                yield Content(span, quoted=False)
        at = end + 1


def _trimmed(page: Page, first: int, last: int, *, opens: bool, closes: bool) -> Span | None:
    """The stretch without the punctuation, and the "that", at its edges."""
    tokens = page.tokens

    def is_edge(at: int) -> bool:
        return tokens[at].pos in {"PUNCT", "SPACE"} and tokens[at].text not in {"(", "["}

    while first <= last and (
        is_edge(first)
        or (
            opens
            and tokens[first].text.lower() in page.lexicon.grammar.that
            and (tokens[first].pos == "SCONJ" or _follows_saying(page, first))
        )
    ):
        first += 1
    while last >= first and (is_edge(last) or (closes and tokens[last].pos == "CCONJ")):
        last -= 1
    if first > last or all(
        tokens[at].pos in {"CCONJ", "PUNCT", "SPACE"} for at in range(first, last + 1)
    ):
        return None
    return page.span(first, last)


def _follows_saying(page: Page, at: int) -> bool:
    """Whether "that" stands right after a verb of saying, and more than a noun after it."""
    return (
        at > 0
        and page.tokens[at - 1].lemma in page.lexicon.verbs.saying
        and page.tokens[at + 1].pos == "NOUN"
    )
