"""Statements in the making."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from retrieval.model import Content, Span, StatementKind
from retrieval.quotes.lines import Line, Range
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import Phrase
from retrieval.quotes.stretches import parts


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement whose speaker is not resolved yet.

    Attributes:
        subject: the phrase that names the speaker; None where the statement has no cue.
        follows: number of the attribution whose speaker this one shares.
    """

    contents: tuple[Content, ...]
    cue: Span | None = None
    subject: Phrase | None = None
    follows: int | None = None

    @property
    def kind(self) -> StatementKind:
        """Direct if everything is quoted, mixed if something is, indirect otherwise."""
        quoted = {content.quoted for content in self.contents}
        if quoted == {True}:
            return StatementKind.DIRECT
        return StatementKind.MIXED if True in quoted else StatementKind.INDIRECT


@dataclass(slots=True)
class Draft:
    """A statement in the making: token ranges (first, last) of its content."""

    cue: Span | None
    subject: Phrase | None
    ranges: list[tuple[int, int]]
    follows: Draft | None = None
    quotes: set[int] = field(default_factory=set)


class Drafts:
    """The statements of one page so far, and which quotation is whose."""

    def __init__(self, page: Page, extent: Mapping[int, Range]) -> None:
        self._page = page
        self._extent = extent
        self.made: list[Draft] = []
        self.owner: dict[int, Draft] = {}

    def add(
        self,
        cue: Span | None,
        subject: Phrase | None,
        ranges: list[tuple[int, int]],
        sentence: Line,
    ) -> Draft:
        """Notes a statement, and as its own those quotations that nobody owns yet."""
        quotes = {q for a, b in ranges for q in sentence.quotes if a <= self._extent[q][0] <= b}
        draft = Draft(cue, subject, ranges, None, quotes)
        self.made.append(draft)
        for quote in quotes:
            self.owner.setdefault(quote, draft)
        return draft

    def chain(self) -> None:
        """Gives the parts of a quotation over several paragraphs to one statement."""
        page = self._page
        for number in range(1, len(page.quotations)):
            if not page.quotations[number].continues:
                continue
            before, here = self.owner.get(number - 1), self.owner.get(number)
            if before is not None and (here is None or here.cue is None):
                if here is not None:
                    self.made.remove(here)
                before.ranges.append(self._extent[number])
                self.owner[number] = before
        for number in reversed(range(1, len(page.quotations))):
            here = self.owner.get(number)
            if page.quotations[number].continues and here and number - 1 not in self.owner:
                here.ranges.insert(0, self._extent[number - 1])
                self.owner[number - 1] = here

    def finished(self) -> tuple[Attribution, ...]:
        """The statements in order of their first word."""
        made: list[tuple[Draft, Attribution]] = []
        for draft in sorted(self.made, key=lambda d: (d.ranges[0], d.ranges[-1])):
            contents = tuple(
                content for a, b in sorted(draft.ranges) for content in parts(self._page, a, b)
            )
            if contents:
                made.append((draft, Attribution(contents, draft.cue, draft.subject)))
        numbers = {id(draft): number for number, (draft, _) in enumerate(made)}
        return tuple(
            replace(made_of, follows=numbers.get(id(draft.follows)) if draft.follows else None)
            for draft, made_of in made
        )
