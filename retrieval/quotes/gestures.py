"""Quotations beside somebody who does something: "Marlow shook her head. “No.”"."""

from __future__ import annotations

from collections.abc import Collection

from retrieval.quotes.drafts import Drafts
from retrieval.quotes.lines import Line
from retrieval.quotes.marks import DASHES, ENDS, last_said
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import phrase_of

ASIDE = range(4, 14)
"""How many tokens an aside in a quotation has, its dashes included."""


def interrupted(drafts: Drafts, sentence: Line, quote: int) -> bool:
    """A quotation with an aside in it: “The shares” – Marlow paused – “are worthless.”.

    Whether it was one, and is noted; the same goes for ``after_a_gesture``.
    """
    page = drafts.page
    following = next((later for later in sentence.quotes if later > quote), None)
    if following is None or following in drafts.owner:
        return False
    first, last = drafts.extent[quote][1] + 1, drafts.extent[following][0] - 1
    if last - first + 1 not in ASIDE or not all(
        page.tokens[at].text in DASHES for at in (first, last)
    ):
        return False
    who = _actor(page, first, last)
    if who is None:
        return False
    verb = page.tokens[who].head
    ranges = [drafts.extent[quote], drafts.extent[following]]
    drafts.add(page.span(verb, verb), phrase_of(page, who), ranges, sentence)
    return True


def after_a_gesture(
    drafts: Drafts, sentence: Line, quote: int, with_cues: Collection[int]
) -> bool:
    """A whole quotation after a sentence of the paragraph about what somebody did.

    ``with_cues`` are the numbers of the sentences that have a cue: in them somebody said it.
    """
    page = drafts.page
    start, end = drafts.extent[quote]
    last = sentence.first - 1
    inner = page.quotations[quote].inner.of(page.text)
    if (
        start != sentence.first
        or last < 0
        or page.paragraph_of[last] != page.paragraph_of[start]
        or page.sentence_of[last] in with_cues
        or page.quotation_of[last] >= 0
        or not (inner[:1].isupper() and last_said(inner) in ENDS)
        or any(_is_he_or_she(page, at) for at in range(start, end + 1))
    ):
        return False
    first = last
    while first > 0 and page.sentence_of[first - 1] == page.sentence_of[last]:
        first -= 1
    who = _actor(page, first, last)
    if who is None or any(page.quotation_of[at] >= 0 for at in range(first, last)):
        return False
    drafts.add(None, phrase_of(page, who), [(start, end)], sentence)
    return True


def is_person(page: Page, at: int) -> bool:
    """Whether the token is of a person's name, or "he" or "she"."""
    return page.tokens[at].entity == "PERSON" or _is_he_or_she(page, at)


def _actor(page: Page, first: int, last: int) -> int | None:
    """The person or pronoun that is the subject of what is told between two tokens."""
    return next(
        (
            at
            for at in range(first, last + 1)
            if page.tokens[at].dep == "nsubj"
            and page.quotation_of[page.tokens[at].head] < 0
            and first <= page.tokens[at].head <= last
            and page.tokens[page.tokens[at].head].pos == "VERB"
            and page.tokens[page.tokens[at].head].dep in {"ROOT", "parataxis", "ccomp"}
            and is_person(page, at)
        ),
        None,
    )


def _is_he_or_she(page: Page, at: int) -> bool:
    """Also another form of them."""
    return page.tokens[at].text.lower() in page.lexicon.grammar.he_and_she
