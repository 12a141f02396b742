"""Attribute quotations, turns and posts to whom a label before or after them names."""

from __future__ import annotations

from collections import defaultdict

from retrieval.model import Span
from retrieval.quotes.extraction.draft import StatementDrafts
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.parsed.labelled_speech.speaker_labels import SpeakerLabel
from retrieval.quotes.parsed.noun_phrases import NounPhrase

DASHES = frozenset({"-", "--", "–", "—"})

SIGNATURE_TOKENS = 5
"""Tokens after a quotation within which the dash and the name of a signature begin."""


class LabelledQuotations:
    """Attributes the quotations of one document that stand beside a speaker label."""

    def __init__(self, drafts: StatementDrafts) -> None:
        self._drafts, self._document = drafts, drafts.document
        labels = drafts.document.labels
        self._label_of = {label.paragraph: label for label in labels}
        self._turn_of = {number: label for label in labels for number, _ in label.turn}
        self._quotes_in: dict[int, list[int]] = defaultdict(list)
        for quote in drafts.extent:
            self._quotes_in[drafts.document.quotations[quote].paragraph].append(quote)

    def add(self, sentence: SentenceTokens, quote: int) -> bool:
        """Add a quotation after "Anna Marlow, mayor:", or a whole turn; return whether it was."""
        place = self._document.quotations[quote].paragraph
        start, end = self._drafts.extent[quote]
        turn = self._turn_of.get(place)
        beside, above, below = (self._label_of.get(place + n) for n in (0, -1, 1))
        if turn is not None:
            self._add_turn(turn, sentence, quote)
        elif beside is not None and self._is_beside(beside, start, end):
            self._add(beside, sentence, quote)
        elif above is not None and not above.signs and self._is_next(above.mark, start):
            self._add(above, sentence, quote)
        elif below is not None and below.signs and self._is_next(end, below.mark):
            self._add(below, sentence, quote)
        else:
            return False
        return True

    def is_turn(self, paragraph: int) -> bool:
        """Return whether the paragraph is, or continues, a turn or a post."""
        return paragraph in self._turn_of

    def _is_beside(self, label: SpeakerLabel, start: int, end: int) -> bool:
        """Return whether the label stands right before or right after the quotation.

        One before it is a heading where a dash and a name after it sign the quotation.
        """
        if label.signs:
            return label.mark == end + 1
        return label.mark == start - 1 and not self._is_signed(end)

    def _is_signed(self, end: int) -> bool:
        """Return whether a dash and a name stand after a quotation, in its paragraph."""
        tokens, paragraph_of = self._document.tokens, self._document.paragraph_of
        words = [
            at
            for at in range(end + 1, min(end + SIGNATURE_TOKENS, len(tokens)))
            if tokens[at].pos != "SPACE" and paragraph_of[at] == paragraph_of[end]
        ]
        dash, name = (tokens[at] for at in words[:2]) if len(words) > 1 else (None, None)
        return (
            dash is not None and name is not None and dash.text in DASHES and name.pos == "PROPN"
        )

    def _is_next(self, one: int, other: int) -> bool:
        """Return whether only white space stands between two tokens."""
        return one < other and all(
            self._document.tokens[at].pos == "SPACE" for at in range(one + 1, other)
        )

    def _add_turn(self, label: SpeakerLabel, sentence: SentenceTokens, quote: int) -> None:
        """Add every quotation of the turn as one statement, the given one first."""
        self._add(label, sentence, quote)
        draft = self._drafts.owner[quote]
        for number, _ in label.turn:
            for other in self._quotes_in[number]:
                if other not in self._drafts.owner:
                    self._drafts.extend(draft, self._drafts.extent[other], [other])

    def _add(self, label: SpeakerLabel, sentence: SentenceTokens, quote: int) -> None:
        mark = self._document.tokens[label.mark].span
        colon = mark.of(self._document.text).find(":")
        at = mark.start + colon
        cue = Span(at, at + 1) if colon >= 0 and not label.signs else None
        phrase = NounPhrase(label.last, label.first, label.last) if label.names else None
        self._drafts.add(cue, phrase, [self._drafts.extent[quote]], sentence)
