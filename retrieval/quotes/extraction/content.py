"""Find the content spans that a cue reports: before its reporting clause, after it, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.quotes.extraction.according_to import according_to_content, as_noted_content
from retrieval.quotes.extraction.clauses import ClauseExtractor
from retrieval.quotes.extraction.cues import (
    Cue,
    is_according_to,
    reports_clause,
    reports_object,
    reports_only_adjacent_quotation,
)
from retrieval.quotes.extraction.reporting_clause import (
    MAX_CUE_DISTANCE,
    clause_end_after_quotation,
    content_end_before,
    ends_with_reporting_clause,
    has_only_link_between,
    is_directly_linked,
    quotation_run_end,
    reporting_clause_end,
    reports_preceding_clause,
    skip_links,
    starts_reason,
)
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.grammar.asides import antecedent
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.quotation_marks import INNER_CLOSERS, SENTENCE_ENDS

MIN_SENTENCE_WORDS = 4
"""Words from which a quotation without final punctuation is taken for a sentence."""

RESUMING_MARKS = frozenset({",", ":", "-", "–", "—", "--"})
"""Marks between the reporting clause and a quotation that resumes what stands before it."""


class ContentExtractor:
    """Finds the content that the cues of one document report, as ranges of tokens."""

    def __init__(self, document: ParsedDocument, extent: Mapping[int, TokenRange]) -> None:
        self._document = document
        self._extent = extent
        self._clauses = ClauseExtractor(document, extent)

    def extract(
        self,
        sentence: SentenceTokens,
        cue: Cue,
        earlier: Sequence[Cue],
        following: Cue | None,
        taken: Mapping[int, Cue],
    ) -> list[TokenRange]:
        """Return the ranges that a cue reports, in order; none where it reports nothing.

        Args:
            sentence: the sentence of the cue.
            cue: the cue.
            earlier: the cues before it that claim what stands before them.
            following: the next cue, which claims the quotations beyond it.
            taken: the quotations that a cue before it reports, each with that cue.
        """
        if is_according_to(self._document, cue):
            return according_to_content(self._document, self._extent, sentence, cue)
        if noted := as_noted_content(self._document, sentence, cue):
            return [noted]
        left = self._preceding_content(sentence, cue, earlier, taken)
        if not any(self._contains_quotation(sentence, part) for part in left):
            right = self._following_content(sentence, cue, following)
            if any(self._contains_quotation(sentence, part) for part in right):
                before = self._before_lowercase_quotation(sentence, cue, earlier, right[0])
                before = before or self._relative_pronoun(sentence, cue)
                before = before or self._before_parenthetical(sentence, cue, earlier, right[0])
                return [*(before or self._antecedent(cue, right[0])), *right]
            if not left:
                before = (
                    self._before_parenthetical(sentence, cue, earlier, right[0]) if right else []
                )
                about = self._antecedent(cue, right[0]) if right and not before else []
                return [*before, *about, *right]
        return [*left, *self._resumed_content(sentence, cue, following)]

    def _before_lowercase_quotation(
        self, sentence: SentenceTokens, cue: Cue, earlier: Sequence[Cue], right: TokenRange
    ) -> list[TokenRange]:
        """Return the clause that a quotation continues: "The plan, she said, “is a fall.”"."""
        document = self._document
        subject, quote = cue.subject, document.quotation_of[right[0]]
        if subject is None or cue.inherited or earlier or quote < 0:
            return []
        if document.tokens[right[0] - 1].text != "," or subject.first > right[0]:
            return []
        if not document.quotations[quote].inner.of(document.text)[:1].islower():
            return []
        last, parted = content_end_before(self._document, sentence, min(cue.token, subject.first))
        bare = document.tokens[sentence.first].tag in {"VBN", "VBG"}
        if not parted or last < sentence.first or bare or document.is_quoted(last):
            return []
        return [(sentence.first, last)]

    def _before_parenthetical(
        self, sentence: SentenceTokens, cue: Cue, earlier: Sequence[Cue], right: TokenRange
    ) -> list[TokenRange]:
        """Return what "Marlow said" interrupts: "If it rains, Marlow said, it will fall"."""
        document, subject = self._document, cue.subject
        if subject is None or cue.inherited or earlier or document.is_quoted(right[0]):
            return []
        if (
            right[0] != reporting_clause_end(document, cue) + 2
            or document.tokens[right[0] - 1].text != ","
        ):
            return []
        last, parted = content_end_before(document, sentence, min(cue.token, subject.first))
        bare = document.tokens[sentence.first].tag in {"VBN", "VBG"}
        outside = last >= sentence.first and not document.is_quoted(last)
        return [(sentence.first, last)] if parted and outside and not bare else []

    def _relative_pronoun(self, sentence: SentenceTokens, cue: Cue) -> list[TokenRange]:
        """Return the relative pronoun for what is called something: "what she called “a fall”"."""
        tokens = self._document.tokens
        return [
            (child, child)
            for child in self._document.children[cue.token]
            if sentence.first <= child < cue.token
            and tokens[child].dep == "dobj"
            and tokens[child].tag in {"WP", "WDT"}
        ]

    def _antecedent(self, cue: Cue, right: TokenRange) -> list[TokenRange]:
        """Return what a clause without a subject is about: "a plan she says will work"."""
        phrase = antecedent(self._document, cue.token, right[0])
        if phrase is None or cue.subject is None or cue.inherited:
            return []
        return [(phrase.first, phrase.last)] if phrase.head != cue.subject.head else []

    def _preceding_content(
        self, sentence: SentenceTokens, cue: Cue, earlier: Sequence[Cue], taken: Mapping[int, Cue]
    ) -> list[TokenRange]:
        """Return the content before "Marlow said" or "said Marlow"."""
        subject = cue.subject
        if subject is None or cue.inherited:
            return []
        reporting_start = min(cue.token, subject.first)
        last, parted = content_end_before(self._document, sentence, reporting_start)
        if last < sentence.first:
            return []
        quote = self._document.quotation_of[last]
        if quote >= 0:
            owner = taken.get(quote)
            if owner is not None and not self._is_nested_report(owner, cue):
                return []
            inner = self._document.quotations[quote].inner.of(self._document.text)
            closed = inner.rstrip(INNER_CLOSERS)[-1:] in {",", "-", "–", "—", *SENTENCE_ENDS}
            if not (parted or closed or self._is_complete_quotation(sentence, cue, quote, inner)):
                return []
            return [(self._preceding_start(sentence, earlier, self._extent[quote][0]), last)]
        spoken = parted and reports_preceding_clause(
            self._document, sentence, cue, reporting_start, earlier
        )
        return [(sentence.first, last)] if spoken else []

    def _is_nested_report(self, inner: Cue, outer: Cue) -> bool:
        """Return whether one cue's words are the other's, too: "He said “no,” Marlow recalled"."""
        if is_according_to(self._document, inner):
            return True
        at = inner.token
        while self._document.tokens[at].head != at:
            at = self._document.tokens[at].head
            if at == outer.token:
                return self._document.tokens[inner.token].dep in {"ccomp", "parataxis"}
        return False

    def _is_complete_quotation(
        self, sentence: SentenceTokens, cue: Cue, quote: int, inner: str
    ) -> bool:
        """Return whether a quotation without its comma is all content: "“We lost it” Ro said"."""
        return (
            inner[:1].isupper()
            and len(inner.split()) >= MIN_SENTENCE_WORDS
            and self._extent[quote][0] == sentence.first
            and self._document.tokens[cue.token].lemma in self._document.lexicon.verbs.saying
            and ends_with_reporting_clause(self._document, cue, sentence)
        )

    def _preceding_start(
        self, sentence: SentenceTokens, earlier: Sequence[Cue], quote: int
    ) -> int:
        """Return where the clause begins that ends in the quotation."""
        document = self._document
        words = [
            at
            for at in range(sentence.first, quote)
            if not document.is_quoted(at)
            and document.tokens[at].pos not in {"PUNCT", "SPACE", "CCONJ", "INTJ"}
        ]
        return quote if earlier or not words else sentence.first

    def _resumed_content(
        self, sentence: SentenceTokens, cue: Cue, following: Cue | None
    ) -> list[TokenRange]:
        """Return what continues, after the reporting clause, the content before it."""
        reporting_end = reporting_clause_end(self._document, cue)
        limit = following.token if following is not None else sentence.last + 1
        quote = self._first_quotation_between(sentence, reporting_end, limit)
        return self._resumed_quotation(sentence, reporting_end, quote) or self._resumed_clause(
            sentence, cue, reporting_end
        )

    def _first_quotation_between(
        self, sentence: SentenceTokens, reporting_end: int, limit: int
    ) -> int | None:
        starts = self._extent
        return next((q for q in sentence.quotes if reporting_end < starts[q][0] < limit), None)

    def _following_content(
        self, sentence: SentenceTokens, cue: Cue, following: Cue | None
    ) -> list[TokenRange]:
        """Return the content after the reporting clause."""
        reporting_end = reporting_clause_end(self._document, cue)
        limit = following.token if following is not None else sentence.last + 1
        quote = self._first_quotation_between(sentence, reporting_end, limit)
        if quote is not None and (excepted := self._excepted(reporting_end, quote, limit)):
            return [excepted]
        clause = (
            None
            if reports_only_adjacent_quotation(self._document, cue)
            else self._clauses.extract(sentence, cue, reporting_end)
        )
        reports = reports_clause(self._document, cue) and self._clauses.governs_clause(
            cue, reporting_end
        )
        if quote is None:
            by_object = clause and reports_object(self._document, cue)
            quoting = clause and self._contains_quotation(sentence, clause)
            return [clause] if clause and (reports or by_object or quoting) else []
        start, end = self._extent[quote]
        if clause is not None and clause[0] <= start:
            if end <= clause[1] or has_only_link_between(self._document, clause[1] + 1, start):
                return [(clause[0], max(clause[1], end))]
            if reports:
                return [clause]
        if is_directly_linked(self._document, cue, reporting_end, start):
            end = self._end_from_quotation(sentence, end, limit)
            that = (
                start - 1 > reporting_end
                and self._document.lower_text(start - 1) in self._document.lexicon.grammar.that
            )
            return [(start - that, end)]
        reaches = clause is None and self._can_reach(cue, reporting_end, start)
        return [(skip_links(self._document, reporting_end + 1, start), end)] if reaches else []

    def _excepted(self, reporting_end: int, quote: int, limit: int) -> TokenRange | None:
        """Return the quotation in "would not say more than that “…”", with its "that"."""
        grammar, (start, end) = self._document.lexicon.grammar, self._extent[quote]
        that = self._document.lower_text(start - 1) in grammar.that
        before = start - 1 - that
        follows = before > reporting_end and end < limit
        excepts = self._document.lower_text(before) in grammar.excepting
        return (start - that, end) if follows and excepts else None

    def _can_reach(self, cue: Cue, reporting_end: int, start: int) -> bool:
        """Return whether the verb may report a distant quotation without a parsed clause."""
        lemma = self._document.tokens[cue.token].lemma
        return (
            lemma in self._document.lexicon.verbs.saying | self._document.lexicon.verbs.believing
            and start - reporting_end <= MAX_CUE_DISTANCE
            and not cue.nonfactual
        )

    def _contains_quotation(self, sentence: SentenceTokens, clause: TokenRange) -> bool:
        return any(clause[0] <= self._extent[q][0] <= clause[1] for q in sentence.quotes)

    def _resumed_quotation(
        self, sentence: SentenceTokens, reporting_end: int, quote: int | None
    ) -> list[TokenRange]:
        """Return the second half of “…,” she said, “…”."""
        document = self._document
        if quote is None:
            return []
        start, end = self._extent[quote]
        if start <= reporting_end or document.tokens[start - 1].text not in RESUMING_MARKS:
            return []
        return [(start, self._end_from_quotation(sentence, end, sentence.last + 1))]

    def _end_from_quotation(self, sentence: SentenceTokens, end: int, limit: int) -> int:
        """Return the content's end from a quotation's on, before the token ``limit``."""
        end = quotation_run_end(self._document, self._extent, sentence, end, limit)
        return clause_end_after_quotation(self._document, sentence, end, limit)

    def _resumed_clause(
        self, sentence: SentenceTokens, cue: Cue, reporting_end: int
    ) -> list[TokenRange]:
        """Return the second half of "The plan, she said, would fail"."""
        document = self._document
        root = document.tokens[cue.token].head
        clause = document.child(cue.token, "ccomp")
        verb = root if document.tokens[cue.token].dep == "parataxis" else clause
        comma = next(
            (
                at
                for at in range(reporting_end + 1, sentence.last)
                if document.tokens[at].text == "," and not document.is_quoted(at)
            ),
            None,
        )
        if comma is None:
            return []
        before = min(cue.token, cue.subject.first) - 1 if cue.subject else 0
        quoted = any(document.is_quoted(at) for at in range(max(0, before - 1), before + 1))
        subordinate = (
            not quoted and comma == reporting_end + 1 and starts_reason(self._document, comma + 1)
        )
        resumed = verb is not None and verb > comma
        if not (resumed or subordinate):
            return []
        if resumed and verb and document.sentence_of[verb] != document.sentence_of[cue.token]:
            return []
        return [(comma + 1, sentence.last)]
