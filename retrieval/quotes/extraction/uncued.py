"""Attribute quotations that no cue verb reports: headlines, announced, signed and free ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from retrieval.model import BlockKind
from retrieval.quotes.extraction.action_beats import (
    add_after_action_beat,
    add_before_action_beat,
    add_interrupted_quotation,
    is_person_mention,
)
from retrieval.quotes.extraction.continuation import ContinuedQuotations
from retrieval.quotes.extraction.cues import Cue
from retrieval.quotes.extraction.draft import StatementDrafts
from retrieval.quotes.extraction.labelled import LabelledQuotations
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.parsed.noun_phrases import NounPhrase, phrase_of
from retrieval.quotes.parsed.quotation_marks import DASHES

MAX_HEADLINE_TOKENS = 24
"""Tokens of a first paragraph at most that is taken for a headline."""

MAX_BARE_NAME_TOKENS = 2
"""Tokens at most of a name before a headline's colon that the parser does not know."""

MAX_SPEAKER_TOKENS = 8
"""Tokens at most of a speaker before a colon, after a dash or at a headline's end."""


class UncuedStatements:
    """Adds the statements of one document whose speaker is named without a verb of speech."""

    def __init__(self, drafts: StatementDrafts, cues_of: Mapping[int, Sequence[Cue]]) -> None:
        self._document, self._extent = drafts.document, drafts.extent
        self._drafts, self._cues_of = drafts, cues_of
        self._continuations = ContinuedQuotations(drafts, cues_of)
        self._labels = LabelledQuotations(drafts)
        named = [(a, b) for a, b, label in drafts.document.entities if label in {"PERSON", "ORG"}]
        self._names_by_first = {a: (a, b) for a, b in named}
        self._names_by_end = {b: (a, b) for a, b in named}

    def extract_headline(self, sentence: SentenceTokens) -> bool:
        """Add "…, Harbour Chief Says" or "Harbour chief: …"; return whether it was one."""
        document = self._document
        place = document.paragraph_of[sentence.first]
        paragraph = document.paragraphs[place]
        length = sentence.last - sentence.first
        if not (paragraph.kind is BlockKind.HEADING or place == 0) or length > MAX_HEADLINE_TOKENS:
            return False
        if self._labels.is_turn(place):
            return False
        last = sentence.last
        while (
            last > sentence.first
            and document.tokens[last].pos in {"PUNCT", "SPACE"}
            and not document.is_quoted(last)
        ):
            last -= 1
        outside = [at for at in range(sentence.first, last + 1) if not document.is_quoted(at)]
        commas = [at for at in outside if document.tokens[at].text == ","]
        if (
            commas
            and document.lower_text(last) in document.lexicon.verbs.headline_cues
            and 0 < last - commas[-1] - 1 <= MAX_SPEAKER_TOKENS
            and all(not document.is_quoted(at) for at in range(commas[-1], last))
            and any(map(str.isalnum, document.tokens[last - 1].text))
        ):
            subject = NounPhrase(last - 1, commas[-1] + 1, last - 1)
            self._drafts.add(
                document.span(last, last), subject, [(sentence.first, commas[-1] - 1)], sentence
            )
            return True
        return self._add_colon_headline(sentence, outside)

    def _add_colon_headline(self, sentence: SentenceTokens, outside: Sequence[int]) -> bool:
        document = self._document
        colon = next((at for at in outside if document.tokens[at].text == ":"), None)
        if (
            colon is None
            or not 0 < colon - sentence.first <= MAX_SPEAKER_TOKENS
            or colon >= sentence.last
        ):
            return False
        before = range(sentence.first, colon)
        named = self._names_by_end.get(colon)
        if any(
            document.tokens[at].pos not in {"PROPN", "NOUN", "ADJ"}
            or document.lower_text(at) in document.lexicon.people.labels
            for at in before
        ):
            return False
        if not named and not self._is_bare_name_with_quotation(sentence, colon):
            return False
        first = max(sentence.first, named[0]) if named else sentence.first
        subject = NounPhrase(colon - 1, first, colon - 1)
        self._drafts.add(
            document.span(colon, colon), subject, [(colon + 1, sentence.last)], sentence
        )
        return True

    def _is_bare_name_with_quotation(self, sentence: SentenceTokens, colon: int) -> bool:
        """Return whether only a bare name stands before the colon, and a quotation after it."""
        document = self._document
        return (
            colon - sentence.first <= MAX_BARE_NAME_TOKENS
            and all(document.tokens[at].pos == "PROPN" for at in range(sentence.first, colon))
            and any(self._extent[quote][0] > colon for quote in sentence.quotes)
        )

    def extract_quotations(self, sentence: SentenceTokens) -> None:
        """Add the sentence's quotations that no statement has yet, by the first rule that fits."""
        for quote in sentence.quotes:
            if quote in self._drafts.owner:
                continue
            start, end = self._extent[quote]
            if (
                self._labels.add(sentence, quote)
                or add_interrupted_quotation(self._drafts, sentence, quote)
                or self._add_announced_quotation(sentence, start, end)
                or self._add_signed_quotation(sentence, start, end)
                or self._add_quotation_after_colon(sentence, start, end)
                or add_after_action_beat(self._drafts, sentence, quote, self._cues_of)
            ):
                continue
            self._continuations.extract(sentence, quote)
            if quote not in self._drafts.owner:
                add_before_action_beat(self._drafts, sentence, quote, self._cues_of)

    def extract_pull_quotes(self, sentence: SentenceTokens) -> None:
        """Add the pull quotes: quotations on their own that repeat a part of another one."""
        self._continuations.extract_pull_quotes(sentence)

    def _add_announced_quotation(self, sentence: SentenceTokens, start: int, end: int) -> bool:
        """Add a quotation below a paragraph that ends "Ro continued:"; return whether it was."""
        document = self._document
        colon = self._announcing_colon(start)
        if colon is None:
            return False
        number = document.sentence_of[colon]
        before = [cue for cue in self._cues_of.get(number, ()) if cue.subject is not None]
        if before:
            cue = before[-1]
            span = document.span(cue.token, cue.last)
            self._drafts.add(span, cue.subject, [(start, end)], sentence)
            return True
        subject = self._last_subject(colon)
        if subject is None:
            return False
        verb = document.tokens[subject].head
        span = document.span(verb, verb)
        self._drafts.add(span, phrase_of(document, subject), [(start, end)], sentence)
        return True

    def _announcing_colon(self, start: int) -> int | None:
        """Return the colon that ends the paragraph before the token's, or None."""
        document = self._document
        last = start - 1
        while last >= 0 and document.tokens[last].pos == "SPACE":
            last -= 1
        announces = (
            last >= 0
            and document.tokens[last].text == ":"
            and not document.is_quoted(last)
            and document.paragraph_of[last] == document.paragraph_of[start] - 1
        )
        return last if announces else None

    def _last_subject(self, colon: int) -> int | None:
        """Return the last subject, a name or pronoun, of the sentence that the colon ends."""
        document = self._document
        number = document.sentence_of[colon]
        in_sentence = takewhile(
            lambda at: document.sentence_of[at] == number, range(colon, -1, -1)
        )
        return next(
            (
                at
                for at in in_sentence
                if document.tokens[at].dep == "nsubj"
                and document.tokens[at].pos in {"PROPN", "PRON"}
                and not document.is_quoted(at)
                and not document.is_quoted(document.tokens[at].head)
            ),
            None,
        )

    def _add_signed_quotation(self, sentence: SentenceTokens, start: int, end: int) -> bool:
        """Add a quotation as in: “…” – Marlow, harbour master; return whether it was one."""
        document = self._document
        at = end + 1
        if (
            at + 1 >= len(document.tokens)
            or document.paragraph_of[at + 1] != document.paragraph_of[end]
        ):
            return False
        if document.tokens[at].text not in {*DASHES, "--"}:
            return False
        name = next(
            (self._names_by_first[a] for a in range(at + 1, at + 4) if a in self._names_by_first),
            None,
        )
        if name is None:
            return False
        self._drafts.add(
            None, NounPhrase(name[1] - 1, name[0], name[1] - 1), [(start, end)], sentence
        )
        return True

    def _add_quotation_after_colon(self, sentence: SentenceTokens, start: int, end: int) -> bool:
        """Add a quotation as in: Marlow was blunt: “…”; return whether it was one."""
        document = self._document
        if start == sentence.first or document.tokens[start - 1].text != ":":
            return False
        before = range(sentence.first, start - 1)
        subject = self._narrated_subject(before)
        speaker = self._narrated_speaker(subject) if subject is not None else None
        labels = [at for at in before if document.lower_text(at) in document.lexicon.people.labels]
        if labels and labels != [subject]:
            return False
        if subject is not None and speaker is not None:
            verb = document.tokens[subject].head
            cue = document.span(verb, verb) if sentence.first <= verb < start else None
            phrase = phrase_of(document, speaker)
            if speaker != subject:
                phrase = NounPhrase(speaker, phrase.first, speaker)
            self._drafts.add(cue, phrase, [(start, end)], sentence)
            return True
        named = self._names_by_end.get(start - 1)
        if named is None or named[0] not in before or start - sentence.first > MAX_SPEAKER_TOKENS:
            return False
        cue, phrase = (
            document.span(start - 1, start - 1),
            NounPhrase(start - 2, named[0], start - 2),
        )
        self._drafts.add(cue, phrase, [(start, end)], sentence)
        return True

    def _narrated_subject(self, before: range) -> int | None:
        """Return the last subject among the tokens that names a person or a person's letter."""
        document = self._document
        return next(
            (
                at
                for at in reversed(before)
                if document.tokens[at].dep == "nsubj"
                and not document.is_quoted(at)
                and not document.is_quoted(document.tokens[at].head)
                and self._narrated_speaker(at) is not None
            ),
            None,
        )

    def _narrated_speaker(self, subject: int) -> int | None:
        """Return the person that the subject names, or who wrote the letter that it names."""
        document = self._document
        token, people = document.tokens[subject], document.lexicon.people
        if is_person_mention(document, subject):
            return subject
        if token.lemma not in people.conduits | people.occasions:
            return None
        owner = document.child(subject, "poss")
        named = owner is not None and document.tokens[owner].pos == "PROPN"
        return owner if owner is None or named else self._narrated_speaker(owner)
