"""Content, cue and mention of each statement: what was said, by which word, of whom."""

from __future__ import annotations

from collections import defaultdict

from retrieval.quotes.according import stands_alone
from retrieval.quotes.content import Contents
from retrieval.quotes.cueless import Cueless
from retrieval.quotes.cues import Cue, cues
from retrieval.quotes.drafts import Attribution, Draft, Drafts
from retrieval.quotes.lines import Line, extents, lines, only_beside
from retrieval.quotes.page import Page


def attributions(page: Page) -> tuple[Attribution, ...]:
    """Every statement of a page, in order of its first word."""
    return _Reader(page).read()


class _Reader:
    """Reads one page from the top."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._extent = extents(page)
        self._contents = Contents(page, self._extent)
        self._drafts = Drafts(page, self._extent)

    def read(self) -> tuple[Attribution, ...]:
        """The statements of the page."""
        by_number: dict[int, list[Cue]] = defaultdict(list)
        for cue in cues(self._page):
            by_number[self._page.sentence_of[cue.token]].append(cue)
        found = lines(self._page, by_number)
        cueless = Cueless(self._page, self._extent, self._drafts, by_number)
        for sentence in found:
            if not cueless.headline(sentence):
                self._sentence(sentence)
        for sentence in found:
            cueless.quotations(sentence)
        self._drafts.chain()
        return self._drafts.finished()

    def _sentence(self, sentence: Line) -> None:
        taken: dict[int, int] = {}
        for number, cue in enumerate(sentence.cues):
            if cue.subject is None:
                continue
            following = next(
                (
                    later
                    for later in sentence.cues[number + 1 :]
                    if not only_beside(self._page, later)
                ),
                None,
            )
            earlier = [
                before
                for before in sentence.cues[:number]
                if before.subject is not None
                and not (only_beside(self._page, before) or before.inherited or before.doubted)
            ]
            ranges = self._contents.of(sentence, cue, earlier, following)
            if not ranges:
                continue
            quotes = {
                q for a, b in ranges for q in sentence.quotes if a <= self._extent[q][0] <= b
            }
            if not quotes and not stands_alone(self._page, cue):
                continue
            draft = Draft(self._page.span(cue.token, cue.last), cue.subject, ranges, None, quotes)
            self._drafts.made.append(draft)
            for quote in quotes:
                if taken.get(quote, -1) < number:
                    taken[quote] = number
                    self._drafts.owner[quote] = draft
