"""Extract the attributions of a document: content, cue and mention of each statement."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence

from retrieval.quotes.extraction.content import ContentExtractor
from retrieval.quotes.extraction.cue_nouns import find_noun_cues
from retrieval.quotes.extraction.cue_verbs import find_cues
from retrieval.quotes.extraction.cues import (
    Cue,
    is_according_to,
    reports_indirect_speech,
    reports_only_adjacent_quotation,
)
from retrieval.quotes.extraction.draft import Attribution, StatementDraft, StatementDrafts
from retrieval.quotes.extraction.objects import says_something
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens, sentences_with_cues
from retrieval.quotes.extraction.uncued import UncuedStatements
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange, quotation_extents


def extract_attributions(document: ParsedDocument) -> tuple[Attribution, ...]:
    """Return every attribution of a document, in order of its first word.

    Quotations and clauses with a cue come first, then nouns of speech, then what has no cue, as in
    the sieves of Muzny et al. 2017; a quotation belongs to one attribution only.
    """
    return _Extractor(document).extract()


class _Extractor:
    """Extracts the attributions of one document, sentence by sentence."""

    def __init__(self, document: ParsedDocument) -> None:
        self._document = document
        self._extent = quotation_extents(document.quotation_of)
        self._contents = ContentExtractor(document, self._extent)
        self._drafts = StatementDrafts(document, self._extent)

    def extract(self) -> tuple[Attribution, ...]:
        """Return the attributions of the document."""
        by_number: dict[int, list[Cue]] = defaultdict(list)
        for cue in find_cues(self._document):
            by_number[self._document.sentence_of[cue.token]].append(cue)
        sentences = sentences_with_cues(self._document, by_number)
        uncued = UncuedStatements(self._drafts, by_number)
        for sentence in sentences:
            if not uncued.extract_headline(sentence):
                self._add_cued(sentence)
        self._add_noun_cues(sentences)
        for sentence in sentences:
            uncued.extract_quotations(sentence)
        for sentence in sentences:
            uncued.extract_pull_quotes(sentence)
        self._drafts.join_continued()
        return self._drafts.to_attributions()

    def _add_cued(self, sentence: SentenceTokens) -> None:
        """Add what the cues of a sentence report, in their order."""
        taken: dict[int, Cue] = {}
        for number, cue in enumerate(sentence.cues):
            earlier = self._claiming_before(sentence, number)
            if cue.subject is None or self._only_prints(cue, earlier):
                continue
            following = self._claiming_after(sentence, number)
            ranges = self._contents.extract(sentence, cue, earlier, following, taken)
            quotes = self._drafts.quotations_within(ranges, sentence)
            indirect = reports_indirect_speech(self._document, cue)
            if not ranges or not (quotes or indirect):
                continue
            if self._is_not_said(cue, ranges) or self._says_nothing(cue, ranges, quotes):
                continue
            span = self._document.span(cue.token, cue.last)
            topic = not indirect and not self._disputes(cue)
            draft = StatementDraft(span, cue.subject, ranges, None, quotes, topic)
            self._drafts.all.append(draft)
            taken |= dict.fromkeys(quotes, cue)
            self._drafts.owner |= dict.fromkeys(quotes, draft)

    def _disputes(self, cue: Cue) -> bool:
        """Return whether the cue says that somebody's words are not so: "disputed that …"."""
        verbs = self._document.lexicon.verbs
        return self._document.tokens[cue.token].lemma in verbs.disputing

    def _claiming_before(self, sentence: SentenceTokens, number: int) -> list[Cue]:
        """Return the sentence's cues before that one that claim what stands before them."""
        return [
            cue
            for cue in sentence.cues[:number]
            if cue.subject is not None
            and not (cue.inherited or cue.nonfactual)
            and not reports_only_adjacent_quotation(self._document, cue)
        ]

    def _claiming_after(self, sentence: SentenceTokens, number: int) -> Cue | None:
        """Return the next cue of the sentence, which claims the quotations beyond it."""
        later = sentence.cues[number + 1 :]
        document = self._document
        return next((c for c in later if not reports_only_adjacent_quotation(document, c)), None)

    def _only_prints(self, cue: Cue, earlier: Sequence[Cue]) -> bool:
        """Return whether "according to" names who printed a quotation that has its own speaker."""
        return is_according_to(self._document, cue) and any(map(self._follows_quotation, earlier))

    def _follows_quotation(self, cue: Cue) -> bool:
        """Return whether a quotation stands right before "Marlow said"."""
        if cue.subject is None:
            return False
        before = min(cue.token, cue.subject.first) - 1
        return before >= 0 and self._document.is_quoted(before)

    def _is_not_said(self, cue: Cue, ranges: Sequence[TokenRange]) -> bool:
        """Return whether it was not said: "did not call it “rotten”".

        Whole quotations were, and so was what follows "would not say more than that".
        """
        if self._requests_anonymity(cue):
            return True
        if not cue.negated:
            return False
        document, first = self._document, ranges[0][0]
        excepting = document.lexicon.grammar.excepting
        if first > cue.last + 1 and document.lower_text(first - 1) in excepting:
            return False
        quote = document.quotation_of[first]
        announced = first > 0 and document.tokens[first - 1].text in {":", ","}
        begins = quote >= 0 and document.quotations[quote].inner.of(document.text)[:1].isupper()
        return not (begins and (announced or first < cue.token))

    def _says_nothing(
        self, cue: Cue, ranges: Sequence[TokenRange], quotes: Collection[int]
    ) -> bool:
        """Return whether nothing is quoted, and the words alone are no statement: "denied it"."""
        if quotes or len(ranges) > 1 or is_according_to(self._document, cue):
            return False
        return not says_something(self._document, cue, ranges[0])

    def _requests_anonymity(self, cue: Cue) -> bool:
        """Return whether the content is only not to be named: "asked that she not be named"."""
        document, verbs = self._document, self._document.lexicon.verbs
        clause = document.child(cue.token, "xcomp", "ccomp")
        if (
            clause is None
            or document.tokens[clause].lemma not in verbs.identifying
            or document.child(clause, "auxpass") is None
        ):
            return False
        who = document.child(clause, "nsubjpass", "nsubj")
        if who is None or document.tokens[who].lemma in verbs.identifying:
            return True
        return document.tokens[who].pos == "PRON" and document.child(clause, "neg") is not None

    def _add_noun_cues(self, sentences: Sequence[SentenceTokens]) -> None:
        """Add what nouns of speech introduce, unless a verb's statement holds the same words."""
        firsts = [sentence.first for sentence in sentences]
        for cue in find_noun_cues(self._document):
            sentence = sentences[bisect_right(firsts, cue.token) - 1]
            first, last = cue.clause
            is_reported = any(
                a <= first and last <= b
                for draft in self._drafts.all
                for a, b in draft.ranges
                if draft.cue and a > cue.token
            )
            if last <= sentence.last and not is_reported:
                span = self._document.span(cue.token, cue.token)
                self._drafts.add(span, cue.subject, [cue.clause], sentence)
