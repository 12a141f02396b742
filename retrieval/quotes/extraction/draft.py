"""Collect the statements of a document as drafts, and decide which owns each quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from retrieval.model import Content, Span, StatementKind
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.noun_phrases import NounPhrase
from retrieval.quotes.parsed.quotation_marks import MARKS


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement whose speaker is not resolved yet.

    Attributes:
        contents: its content spans, in order; at least one.
        cue: the span of the cue; None where the statement has none.
        subject: the phrase that names the speaker; None where nothing does.
        follows: index of the attribution whose speaker this one shares.
        only_quotes: whether it is none unless its speaker is quoted in it: "spoke of …".
    """

    contents: tuple[Content, ...]
    cue: Span | None = None
    subject: NounPhrase | None = None
    follows: int | None = None
    only_quotes: bool = False

    @property
    def kind(self) -> StatementKind:
        """Return direct if everything is quoted, mixed if something is, indirect otherwise."""
        quoted = {content.quoted for content in self.contents}
        if quoted == {True}:
            return StatementKind.DIRECT
        return StatementKind.MIXED if True in quoted else StatementKind.INDIRECT


@dataclass(slots=True, eq=False)
class StatementDraft:
    """A statement while it is extracted, with its content as token ranges.

    Attributes:
        ranges: the content, each as its first and last token.
        follows: the statement whose speaker this one shares.
        quotes: numbers of the quotations in the content.
        only_quotes: whether it is none unless its speaker is quoted in it: "spoke of …".
    """

    cue: Span | None
    subject: NounPhrase | None
    ranges: list[tuple[int, int]]
    follows: StatementDraft | None = None
    quotes: set[int] = field(default_factory=set)
    only_quotes: bool = False


class StatementDrafts:
    """The statements of one document so far, and the owner of each quotation.

    Args:
        document: the document that is read.
        extent: the first and the last token of each of its quotations.
    """

    def __init__(self, document: ParsedDocument, extent: Mapping[int, TokenRange]) -> None:
        self.document = document
        self.extent = extent
        self._quotes = [quote for quote in extent if quote not in document.work_titles]
        self.all: list[StatementDraft] = []
        self.owner: dict[int, StatementDraft] = {}

    def add(
        self,
        cue: Span | None,
        subject: NounPhrase | None,
        ranges: list[tuple[int, int]],
        sentence: SentenceTokens,
    ) -> StatementDraft:
        """Add a statement, which owns those quotations in its ranges that nobody owns yet."""
        quotes = self.quotations_within(ranges, sentence)
        draft = StatementDraft(cue, subject, ranges, None, quotes)
        self.all.append(draft)
        for quote in quotes:
            self.owner.setdefault(quote, draft)
        return draft

    def quotations_within(
        self, ranges: Iterable[TokenRange], sentence: SentenceTokens
    ) -> set[int]:
        """Return the quotations of a sentence that start within one of the ranges."""
        return {q for a, b in ranges for q in sentence.quotes if a <= self.extent[q][0] <= b}

    def extend(self, draft: StatementDraft, more: TokenRange, quotes: Iterable[int]) -> None:
        """Extend a statement by a range and the quotations in it."""
        draft.ranges.append(more)
        for quote in quotes:
            draft.quotes.add(quote)
            self.owner[quote] = draft

    def join_continued(self) -> None:
        """Join the parts of quotations over several paragraphs in one statement each."""
        document = self.document
        joined: dict[StatementDraft, StatementDraft] = {}
        for number in range(1, len(document.quotations)):
            if not document.quotations[number].continues or number not in self.extent:
                continue
            before, here = self.owner.get(number - 1), self.owner.get(number)
            if before is None or before is here or (here and (here.cue or here.subject)):
                continue
            for more in here.ranges if here is not None else [self.extent[number]]:
                self.extend(before, more, [number, *(here.quotes if here is not None else ())])
            if here is not None:
                joined[here] = before
        for number in reversed(range(1, len(document.quotations))):
            here = self.owner.get(number)
            opening = self.extent.get(number - 1)
            if here is None or opening is None or number - 1 in self.owner:
                continue
            if document.quotations[number].continues:
                here.ranges.insert(0, opening)
                self.owner[number - 1] = here
        self.all = [draft for draft in self.all if draft not in joined]
        for draft in self.all:
            draft.follows = joined.get(draft.follows, draft.follows) if draft.follows else None

    def to_attributions(self) -> tuple[Attribution, ...]:
        """Return the attributions in order of their first token; each quotation is in one only."""
        made: list[tuple[StatementDraft, Attribution]] = []
        owners = self._owners()
        for draft in sorted(self.all, key=lambda d: (d.ranges[0], d.ranges[-1])):
            own = frozenset(
                quote for quote in self._quotations_in(draft) if owners[quote] is draft
            )
            contents = tuple(
                content
                for a, b in sorted(draft.ranges)
                if not self._belongs_to_other(a, b, own)
                for content in content_spans(self.document, a, b, own)
            )
            if contents:
                subject = self._without_marks(draft.subject) if draft.subject else None
                only_quotes = draft.only_quotes and not own
                made.append(
                    (draft, Attribution(contents, draft.cue, subject, only_quotes=only_quotes))
                )
        numbers = {draft: number for number, (draft, _) in enumerate(made)}
        return tuple(
            replace(made_of, follows=numbers.get(draft.follows) if draft.follows else None)
            for draft, made_of in made
        )

    def _quotations_in(self, draft: StatementDraft) -> Iterator[int]:
        """Yield the quotations in a statement's content."""
        for first, last in draft.ranges:
            at = bisect_left(self._quotes, first, key=lambda quote: self.extent[quote][1])
            while at < len(self._quotes) and self.extent[self._quotes[at]][0] <= last:
                yield self._quotes[at]
                at += 1

    def _owners(self) -> dict[int, StatementDraft]:
        """Return the owner of each quotation, of the statements that contain it."""
        claims: dict[int, dict[StatementDraft, None]] = defaultdict(dict)
        for draft in self.all:
            for quote in self._quotations_in(draft):
                claims[quote][draft] = None
        return {quote: self._owner_of(quote, [*drafts]) for quote, drafts in claims.items()}

    def _owner_of(self, quote: int, claimants: Sequence[StatementDraft]) -> StatementDraft:
        """Return the innermost of the claimants; of several, the one with the nearest cue."""
        innermost = [
            draft
            for draft in claimants
            if not any(
                self._contains_cue_of(draft, other) for other in claimants if other is not draft
            )
        ]
        return min(innermost or claimants, key=lambda draft: self._distance(draft, quote))

    def _contains_cue_of(self, draft: StatementDraft, other: StatementDraft) -> bool:
        """Return whether the other's cue stands in the statement's content."""
        return other.cue is not None and any(
            self.document.span(first, last).contains(other.cue) for first, last in draft.ranges
        )

    def _distance(self, draft: StatementDraft, quote: int) -> float:
        """Return the distance, in code points, from the statement's cue to the quotation."""
        outer = self.document.quotations[quote].outer
        if draft.cue is None:
            return inf
        return max(outer.start - draft.cue.end, draft.cue.start - outer.end)

    def _belongs_to_other(self, first: int, last: int, own: Collection[int]) -> bool:
        """Return whether the range is nothing but a quotation that another statement owns."""
        quote = self.document.quotation_of[first]
        alone = quote >= 0 and quote == self.document.quotation_of[last]
        return alone and quote not in own and quote not in self.document.work_titles

    def _without_marks(self, phrase: NounPhrase) -> NounPhrase:
        """Return the phrase without quotation marks at its edges."""
        tokens = self.document.tokens
        first, last = phrase.first, phrase.last
        while first < phrase.head and not any(map(str.isalnum, tokens[first].text)):
            first += 1
        while last > phrase.head and tokens[last].text in MARKS:
            last -= 1
        return NounPhrase(phrase.head, first, last)


def content_spans(
    document: ParsedDocument, first: int, last: int, own: Collection[int]
) -> Iterator[Content]:
    """Yield the quoted and unquoted spans of a token range, marks and edges trimmed.

    Only quotations in ``own`` count as quoted: others are words of somebody else, or scare quotes
    and titles within the speaker's words, and keep their marks.
    """
    at = first
    while at <= last:
        quote = _owned_quotation(document, at, own)
        end = at
        while end < last and _owned_quotation(document, end + 1, own) == quote:
            end += 1
        if quote is not None:
            span: Span | None = document.quotations[quote].inner
        else:
            span = _trimmed(document, at, end, opens=at == first, closes=end == last)
        if span is not None and any(map(str.isalnum, span.of(document.text))):
            yield Content(span, quoted=quote is not None)
        at = end + 1


def _owned_quotation(document: ParsedDocument, at: int, own: Collection[int]) -> int | None:
    """Return the owned quotation that the token is in, or None."""
    return document.quotation_of[at] if document.quotation_of[at] in own else None


def _trimmed(
    document: ParsedDocument, first: int, last: int, *, opens: bool, closes: bool
) -> Span | None:
    """Return the span without punctuation and conjunctions at its edges, or None."""
    tokens = document.tokens

    def is_edge(at: int) -> bool:
        mark = tokens[at].pos in {"PUNCT", "SPACE"} and tokens[at].text not in {"(", "["}
        return mark and not document.is_quoted(at)

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
    return document.span(first, last)
