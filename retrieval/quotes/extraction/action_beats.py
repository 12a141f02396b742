"""Attribute quotations beside an action beat, a clause that tells what somebody did."""

from __future__ import annotations

from collections.abc import Collection

from retrieval.quotes.extraction.draft import StatementDrafts
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import phrase_of
from retrieval.quotes.parsed.quotation_marks import DASHES, SENTENCE_ENDS, last_character

ASIDE_LENGTHS = range(4, 14)
"""Tokens of an aside in a quotation, its dashes included."""


def add_interrupted_quotation(
    drafts: StatementDrafts, sentence: SentenceTokens, quote: int
) -> bool:
    """Add a quotation with an aside in it: “The shares” – Marlow paused – “are worthless.”.

    Returns:
        Whether it was one, and was added.
    """
    document = drafts.document
    following = next((later for later in sentence.quotes if later > quote), None)
    if following is None or following in drafts.owner:
        return False
    first, last = drafts.extent[quote][1] + 1, drafts.extent[following][0] - 1
    if last - first + 1 not in ASIDE_LENGTHS or not all(
        document.tokens[at].text in DASHES for at in (first, last)
    ):
        return False
    who = _acting_person(document, first, last)
    if who is None:
        return False
    verb = document.tokens[who].head
    ranges = [drafts.extent[quote], drafts.extent[following]]
    drafts.add(document.span(verb, verb), phrase_of(document, who), ranges, sentence)
    return True


def add_after_action_beat(
    drafts: StatementDrafts, sentence: SentenceTokens, quote: int, with_cues: Collection[int]
) -> bool:
    """Add a whole quotation after a sentence of the paragraph about what somebody did.

    Args:
        drafts: the document's statements so far.
        sentence: the quotation's sentence.
        quote: the quotation's number.
        with_cues: numbers of the sentences that have a cue, which are no action beats.

    Returns:
        Whether it was one, and was added.
    """
    document = drafts.document
    start, end = drafts.extent[quote]
    last = sentence.first - 1
    inner = document.quotations[quote].inner.of(document.text)
    if (
        start != sentence.first
        or last < 0
        or document.paragraph_of[last] != document.paragraph_of[start]
        or document.sentence_of[last] in with_cues
        or document.is_quoted(last)
        or not (inner[:1].isupper() and last_character(inner) in SENTENCE_ENDS)
        or any(_is_he_or_she(document, at) for at in range(start, end + 1))
    ):
        return False
    first = last
    while first > 0 and document.sentence_of[first - 1] == document.sentence_of[last]:
        first -= 1
    who = _acting_person(document, first, last)
    if who is None or any(document.is_quoted(at) for at in range(first, last)):
        return False
    drafts.add(None, phrase_of(document, who), [(start, end)], sentence)
    return True


def is_person_mention(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is part of a person's name, or "he" or "she"."""
    return document.tokens[at].entity == "PERSON" or _is_he_or_she(document, at)


def _acting_person(document: ParsedDocument, first: int, last: int) -> int | None:
    """Return the person who is the subject of the main verb between two tokens, or None."""
    return next(
        (
            at
            for at in range(first, last + 1)
            if document.tokens[at].dep == "nsubj"
            and not document.is_quoted(document.tokens[at].head)
            and first <= document.tokens[at].head <= last
            and document.tokens[document.tokens[at].head].pos == "VERB"
            and document.tokens[document.tokens[at].head].dep in {"ROOT", "parataxis", "ccomp"}
            and is_person_mention(document, at)
        ),
        None,
    )


def _is_he_or_she(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is "he" or "she" in any form."""
    return document.lower_text(at) in document.lexicon.grammar.he_and_she
