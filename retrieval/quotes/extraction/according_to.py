"""Find the content of "according to Marlow", "in Marlow's words" and "as Marlow noted"."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.quotes.extraction.cues import Cue, according_phrase_at
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange

MAX_LINK_WORDS = 2
"""Words before "according to" that are a mere link, such as "And so"; more are content."""


def according_to_content(
    document: ParsedDocument, extent: Mapping[int, TokenRange], sentence: SentenceTokens, cue: Cue
) -> list[TokenRange]:
    """Return the ranges that "according to Marlow" reports, in order, before it or after."""
    subject = cue.subject
    if subject is None:
        return []
    before = [
        at
        for at in range(sentence.first, cue.token)
        if document.tokens[at].pos not in {"PUNCT", "SPACE", "CCONJ"}
    ]
    if according_phrase_at(document, cue.token + 1) in document.lexicon.grammar.in_the_words_of:
        return [extent[q] for q in sentence.quotes if extent[q][1] < cue.token]
    if before and len(before) > MAX_LINK_WORDS:
        return [
            (sentence.first, cue.token - 1),
            *_resumed_clause(document, sentence, cue, subject.last),
        ]
    comma = next(
        (
            at
            for at in range(subject.last + 1, sentence.last + 1)
            if document.tokens[at].text == ","
            and not document.is_quoted(at)
            and _starts_clause(document, at, sentence)
        ),
        None,
    )
    quote = next((q for q in sentence.quotes if extent[q][0] > subject.last), None)
    if comma is None and quote is not None:
        return [(extent[quote][0], sentence.last)]
    return [(comma + 1, sentence.last)] if comma is not None and comma < sentence.last else []


def _resumed_clause(
    document: ParsedDocument, sentence: SentenceTokens, cue: Cue, last: int
) -> list[TokenRange]:
    """Return the second half of "The figures, according to Marlow, are wrong"."""
    comma = last + 1
    if comma >= sentence.last or document.tokens[comma].text != ",":
        return []
    opens = document.tokens[cue.token - 1].text == ","
    verb = any(document.tokens[at].dep == "ROOT" for at in range(comma, sentence.last + 1))
    subordinate = document.tokens[comma + 1].pos == "SCONJ"
    return [(comma + 1, sentence.last)] if opens and (verb or subordinate) else []


def _starts_clause(document: ParsedDocument, comma: int, sentence: SentenceTokens) -> bool:
    """Return whether a clause, not an apposition, begins after the comma."""
    root = next(
        (at for at in range(comma + 1, sentence.last + 1) if document.tokens[at].dep == "ROOT"),
        None,
    )
    later = any(
        document.tokens[at].text == "," and not document.is_quoted(at)
        for at in range(comma + 1, root or comma)
    )
    return (
        root is None
        or not later
        or document.tokens[comma].head >= comma
        or document.tokens[comma + 1].pos != "DET"
    )


def as_noted_content(
    document: ParsedDocument, sentence: SentenceTokens, cue: Cue
) -> TokenRange | None:
    """Return the clause beside "as Marlow noted", after it or before; None for any other cue."""
    subject, mark = cue.subject, document.child(cue.token, "mark")
    if subject is None or mark is None or cue.inherited:
        return None
    if document.lower_text(mark) not in document.lexicon.grammar.noting:
        return None
    if (
        document.child(cue.token, "ccomp", "xcomp", "dobj") is not None
        or mark != subject.first - 1
    ):
        return None
    last = max(cue.last, subject.last)
    before = sum(
        document.tokens[at].pos not in {"PUNCT", "SPACE"} for at in range(sentence.first, mark)
    )
    if before < MAX_LINK_WORDS:
        comma = next(
            (at for at in range(last + 1, sentence.last) if document.tokens[at].text == ","), None
        )
        return (comma + 1, sentence.last) if comma is not None else None
    ends = last + 1 >= sentence.last or document.tokens[last + 1].pos == "PUNCT"
    parted = document.tokens[mark - 1].text == "," or document.is_quoted(mark - 1)
    return (sentence.first, mark - 1) if ends and parted else None
