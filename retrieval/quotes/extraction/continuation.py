"""Attribute uncued quotations to the last speaker: continued quotations and pull quotes."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.quotes.extraction.draft import StatementDraft, StatementDrafts
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens

NGRAM = 3
"""Words in a row by which a pull quote is looked up in other quotations."""
MAX_SHARING_NGRAM = 8
"""Quotations with the same words in a row that are compared at most."""


class ContinuedQuotations:
    """Attributes the free-standing quotations of one document to statements made before.

    A quotation that is a sentence by itself goes to the last speaker of its paragraph, else of the
    paragraph before (compare the conversation sieves of Muzny et al. 2017).
    """

    def __init__(self, drafts: StatementDrafts, with_cues: Collection[int]) -> None:
        """Index nothing yet; ``with_cues`` are the numbers of the sentences that have a cue."""
        self._document, self._extent = drafts.document, drafts.extent
        self._drafts, self._with_cues = drafts, with_cues
        self._by_paragraph: dict[int, _ParagraphStatements] = defaultdict(_ParagraphStatements)
        self._indexed = 0

    def extract(self, sentence: SentenceTokens, quote: int) -> None:
        """Add a quotation that is, or starts, a sentence to the words of the last speaker."""
        document = self._document
        if not document.quotations[quote].closed and not self._is_continued(quote):
            return
        if not self._has_only_quotations(sentence):
            self._extend_with_sentence(sentence, quote)
            return
        if self._is_whole_paragraph(quote) and (
            self._containing_quotation(quote) is not None or self._is_crosshead(quote)
        ):
            return
        start, end = self._extent[quote]
        place = document.paragraph_of[start]
        last = self._latest_before(start, place, place - 1)
        if last is None or (last.subject is None and last.follows is None):
            return
        same = document.paragraph_of[last.ranges[0][0]] == place
        if (
            last.quotes
            and (same or self._has_only_quoted_content(last))
            and self._follows_directly(last, start)
        ):
            self._drafts.extend(last, (start, end), [quote])
        elif same or self._starts_paragraph(start):
            self._drafts.add(None, None, [(start, end)], sentence).follows = last

    def extract_pull_quotes(self, sentence: SentenceTokens) -> None:
        """Add the sentence's quotations that stand alone and repeat words of another one."""
        for quote in sentence.quotes:
            if quote in self._drafts.owner or not self._is_whole_paragraph(quote):
                continue
            other = self._containing_quotation(quote)
            whose = self._drafts.owner.get(other) if other is not None else None
            if whose is not None:
                self._drafts.add(None, None, [self._extent[quote]], sentence).follows = whose

    def _extend_with_sentence(self, sentence: SentenceTokens, quote: int) -> None:
        """Extend a statement by a sentence that starts quoted: "“We saw losses” in May."."""
        document = self._document
        start, _ = self._extent[quote]
        opens = all(
            document.tokens[at].pos in {"CCONJ", "PUNCT", "SPACE"}
            for at in range(sentence.first, start)
        )
        if not opens or document.sentence_of[start] in self._with_cues:
            return
        last = self._latest_before(sentence.first, document.paragraph_of[start])
        if last is not None and last.quotes and self._follows_directly(last, sentence.first):
            self._drafts.extend(last, (sentence.first, sentence.last), sentence.quotes)

    def _latest_before(self, start: int, *places: int) -> StatementDraft | None:
        """Return the statement begun before a token in those paragraphs that reaches furthest.

        Callers ask in the order of the document.
        """
        for draft in self._drafts.all[self._indexed :]:
            self._by_paragraph[self._document.paragraph_of[draft.ranges[0][0]]].add(draft)
        self._indexed = len(self._drafts.all)
        found = [
            self._by_paragraph[place].before(start)
            for place in places
            if place in self._by_paragraph
        ]
        return max(
            (each for each in found if each is not None), key=lambda d: d.ranges[-1], default=None
        )

    def _has_only_quotations(self, sentence: SentenceTokens) -> bool:
        """Return whether nothing but quotations stands in the sentence."""
        document = self._document
        return all(
            document.is_quoted(at) or document.tokens[at].pos in {"PUNCT", "SPACE"}
            for at in range(sentence.first, sentence.last + 1)
        )

    def _is_continued(self, quote: int) -> bool:
        """Return whether the next paragraph continues it."""
        following = self._document.quotations[quote + 1 : quote + 2]
        return any(each.continues for each in following)

    def _has_only_quoted_content(self, draft: StatementDraft) -> bool:
        """Return whether the statement's content is nothing but quotations."""
        document = self._document
        return all(
            document.is_quoted(at) or document.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ"}
            for first, last in draft.ranges
            for at in range(first, last + 1)
        )

    def _containing_quotation(self, quote: int) -> int | None:
        """Return the first other quotation that contains its words, or None."""
        words = self._words_of_quotations[quote]
        return next(
            (
                other
                for other in self._quotations_by_ngram.get(_ngram(words, 0), ())
                if other != quote
                and f" {' '.join(words)}" in f" {' '.join(self._words_of_quotations[other])}"
            ),
            None,
        )

    @cached_property
    def _words_of_quotations(self) -> list[list[str]]:
        """Return the words of each quotation, in lower case and without the final point."""
        inners = (each.inner.of(self._document.text) for each in self._document.quotations)
        return [inner.lower().rstrip(".,").split() for inner in inners]

    @cached_property
    def _quotations_by_ngram(self) -> Mapping[tuple[str, ...], list[int]]:
        """Return the first few quotations that contain each run of words."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, words in enumerate(self._words_of_quotations):
            if not self._document.quotations[number].is_marked:
                continue
            for at in range(len(words)):
                holders = found[_ngram(words, at)]
                if len(holders) < MAX_SHARING_NGRAM and holders[-1:] != [number]:
                    holders.append(number)
        return found

    def _is_crosshead(self, quote: int) -> bool:
        """Return whether it heads a section: ‘Never again’, without final punctuation."""
        return self._document.quotations[quote].inner.of(self._document.text)[-1:].isalnum()

    def _is_whole_paragraph(self, quote: int) -> bool:
        """Return whether its paragraph has nothing but this quotation."""
        document = self._document
        paragraph = document.paragraphs[document.quotations[quote].paragraph]
        return paragraph.span.of(document.text).strip() == document.quotations[quote].outer.of(
            document.text
        )

    def _starts_paragraph(self, start: int) -> bool:
        document = self._document
        return start == 0 or document.paragraph_of[start - 1] != document.paragraph_of[start]

    def _follows_directly(self, draft: StatementDraft, start: int) -> bool:
        """Return whether no sentence stands between the statement's own and this quotation."""
        document = self._document
        named = draft.subject.last if draft.subject else 0
        end = max(named, draft.ranges[0][1], draft.ranges[-1][1])
        return all(
            document.sentence_of[at] == document.sentence_of[end]
            for at in range(start - 1, end - 1, -1)
            if not document.is_quoted(at) and document.tokens[at].pos not in {"SPACE", "PUNCT"}
        )


def _ngram(words: Sequence[str], at: int) -> tuple[str, ...]:
    return tuple(word.strip(",.;:!?…") for word in words[at : at + NGRAM])


@dataclass(slots=True)
class _ParagraphStatements:
    """The statements begun in one paragraph, and the one that reaches furthest of those passed."""

    waiting: list[StatementDraft] = field(default_factory=list)
    begun: StatementDraft | None = None

    def add(self, draft: StatementDraft) -> None:
        """Add a statement, so that ``waiting`` stays ordered by first token, the last first."""
        insort(self.waiting, draft, key=lambda d: -d.ranges[0][0])

    def before(self, start: int) -> StatementDraft | None:
        """Return the statement that reaches furthest of those begun before that token."""
        while self.waiting and self.waiting[-1].ranges[0][0] < start:
            draft = self.waiting.pop()
            if self.begun is None or draft.ranges[-1] > self.begun.ranges[-1]:
                self.begun = draft
        return self.begun
