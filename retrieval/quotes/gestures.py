"""Quotations beside somebody who does something: "Marlow shook her head. “No.”"."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from retrieval.quotes.drafts import Drafts
from retrieval.quotes.lines import Line, Range
from retrieval.quotes.marks import DASHES, ENDS, last_said
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import phrase_of

ASIDE = range(4, 14)
"""How many tokens an aside in a quotation has, its dashes included."""


class Gestures:
    """Gives quotations of one page to whoever the sentence before, or the aside, is about."""

    def __init__(
        self,
        page: Page,
        extent: Mapping[int, Range],
        drafts: Drafts,
        with_cues: Collection[int],
    ) -> None:
        """Reads nothing yet; ``with_cues`` are the numbers of the sentences that have a cue."""
        self._page = page
        self._extent = extent
        self._drafts = drafts
        self._with_cues = with_cues

    def interrupted(self, sentence: Line, quote: int) -> bool:
        """A quotation with an aside in it: “The shares” – Marlow paused – “are worthless.”.

        Whether it was one, and is noted; the same goes for ``after``.
        """
        page = self._page
        following = next((later for later in sentence.quotes if later > quote), None)
        if following is None or following in self._drafts.owner:
            return False
        first, last = self._extent[quote][1] + 1, self._extent[following][0] - 1
        if last - first + 1 not in ASIDE or not all(
            page.tokens[at].text in DASHES for at in (first, last)
        ):
            return False
        who = self._actor(first, last)
        if who is None:
            return False
        verb = page.tokens[who].head
        ranges = [self._extent[quote], self._extent[following]]
        self._drafts.add(page.span(verb, verb), phrase_of(page, who), ranges, sentence)
        return True

    def after(self, sentence: Line, quote: int) -> bool:
        """A whole quotation after a sentence of the paragraph about what somebody did."""
        page = self._page
        start, end = self._extent[quote]
        last = sentence.first - 1
        inner = page.quotations[quote].inner.of(page.text)
        if (
            start != sentence.first
            or last < 0
            or page.paragraph_of[last] != page.paragraph_of[start]
            or page.sentence_of[last] in self._with_cues
            or page.quotation_of[last] >= 0
            or not (inner[:1].isupper() and last_said(inner) in ENDS)
            or any(self._is_somebody(at) for at in range(start, end + 1))
        ):
            return False
        first = last
        while first > 0 and page.sentence_of[first - 1] == page.sentence_of[last]:
            first -= 1
        who = self._actor(first, last)
        if who is None or any(page.quotation_of[at] >= 0 for at in range(first, last)):
            return False
        self._drafts.add(None, phrase_of(page, who), [(start, end)], sentence)
        return True

    def _actor(self, first: int, last: int) -> int | None:
        """The person or pronoun that is the subject of what is told between two tokens."""
        page = self._page
        return next(
            (
                at
                for at in range(first, last + 1)
                if page.tokens[at].dep == "nsubj"
                and page.quotation_of[page.tokens[at].head] < 0
                and first <= page.tokens[at].head <= last
                and page.tokens[page.tokens[at].head].pos == "VERB"
                and page.tokens[page.tokens[at].head].dep in {"ROOT", "parataxis", "ccomp"}
                and (page.tokens[at].entity == "PERSON" or self._is_somebody(at))
            ),
            None,
        )

    def _is_somebody(self, at: int) -> bool:
        """Whether the token is "he" or "she", or another form of them."""
        grammar = self._page.lexicon.grammar
        return self._page.tokens[at].text.lower() in grammar.masculine | grammar.feminine
