"""What links a cue and its quotation, and one quotation and the next."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.quotes.cues import Cue
from retrieval.quotes.lines import Line, Range
from retrieval.quotes.marks import ENDS, INNER_CLOSERS, LINKS
from retrieval.quotes.page import Page

_LINK_TOKENS = 3
"""A comma, "and" and a blank, between a clause and the quotation after it."""

STRETCH = 45
"""How many tokens after its cue a quotation inside a clause may begin."""


def direct_link(page: Page, cue: Cue, frame: int, start: int) -> bool:
    """Whether only addressee, time and place stand between the cue and the quotation."""
    last = page.tokens[start - 1].text
    between = {
        page.tokens[at].text.lower()
        for at in range(frame + 1, start)
        if page.tokens[at].pos not in {"PUNCT", "SPACE"}
    }
    near = last in page.lexicon.grammar.that and start - frame <= STRETCH
    if last in {":", ","} or near or between <= LINKS | page.lexicon.grammar.that:
        return True
    inner = page.quotations[page.quotation_of[start]].inner.of(page.text)
    whole = inner[:1].isupper() and inner.rstrip(INNER_CLOSERS)[-1:] in {*ENDS, ","}
    return whole and page.tokens[cue.token].lemma in page.lexicon.verbs.saying


def after_links(page: Page, first: int, last: int) -> int:
    """The first token that is no comma, colon or "that"."""
    while first < last and (
        page.tokens[first].text.lower() in LINKS | page.lexicon.grammar.that
        or page.tokens[first].pos in {"PUNCT", "SPACE"}
    ):
        first += 1
    return first


def tail(page: Page, first: int, last: int) -> bool:
    """Whether only a link stands between a clause and the quotation after it."""
    return last - first <= _LINK_TOKENS and all(
        page.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ", "DET", "ADP"}
        for at in range(first, last)
    )


def same_run(page: Page, extent: Mapping[int, Range], sentence: Line, end: int, limit: int) -> int:
    """The end of quotations that follow directly on this one."""
    for quote in sentence.quotes:
        start, last = extent[quote]
        if end < start < limit and all(
            page.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ"} for at in range(end + 1, start)
        ):
            end = last
    return end


def gone_on(page: Page, sentence: Line, end: int, limit: int) -> int:
    """The end of a clause that goes on after its quotation: "“a fall” in the takings"."""
    inner = page.quotations[page.quotation_of[end]].inner.of(page.text)
    if inner.rstrip(INNER_CLOSERS)[-1:] in {",", *ENDS} or end >= sentence.last:
        return end
    at = end + 1
    while (
        at <= sentence.last
        and at < limit
        and (
            page.quotation_of[at] >= 0
            or not (
                page.tokens[at].pos == "PUNCT" or page.tokens[at].dep in {"cc", "advcl", "mark"}
            )
        )
    ):
        at += 1
    return at - 1


def is_reason(page: Page, at: int) -> bool:
    """Whether a clause goes on there with "because", or "for her to wait", not with a time."""
    token = page.tokens[at]
    return token.text.lower() in page.lexicon.grammar.reasons or token.tag == "TO"
