"""Locate the reporting clause around content, such as "Marlow told the board"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.quotes.extraction.cues import Cue, starts_with_phrase
from retrieval.quotes.extraction.sentence_tokens import SentenceTokens
from retrieval.quotes.grammar.asides import (
    starts_manner,
    starts_occasion,
    starts_rebuttal,
    starts_second_act,
)
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.noun_phrases import phrase_of
from retrieval.quotes.parsed.quotation_marks import CUE_LINKS, DASHES, INNER_CLOSERS, SENTENCE_ENDS


def reporting_clause_end(document: ParsedDocument, cue: Cue) -> int:
    """Return the last token of the cue, or of its subject or addressee where those come after."""
    subject = cue.subject
    inverted = subject is not None and not cue.inherited and subject.first > cue.token
    last = max(cue.last, subject.last) if subject is not None and inverted else cue.last
    addressee = document.child(cue.token, "dobj", "dative")
    if (
        addressee is None
        or document.tokens[cue.token].lemma not in document.lexicon.verbs.addressing
    ):
        return last
    phrase = phrase_of(document, addressee)
    beside = phrase.first == last + 1 and not document.is_quoted(addressee)
    return max(last, phrase.last) if beside else last


def content_end_before(
    document: ParsedDocument, sentence: SentenceTokens, reporting_start: int
) -> tuple[int, bool]:
    """Return the last token before the reporting clause, and whether punctuation parts them."""
    at, parted = reporting_start - 1, False
    while (
        at >= sentence.first
        and not document.is_quoted(at)
        and document.tokens[at].pos
        in ({"PUNCT", "SPACE"} if parted else {"PUNCT", "SPACE", "ADV"})
    ):
        if document.tokens[at].text == "," or document.tokens[at].text in DASHES:
            parted = True
        at -= 1
    return at, parted


def ends_with_reporting_clause(
    document: ParsedDocument, cue: Cue, sentence: SentenceTokens
) -> bool:
    """Return whether only punctuation, time or place follows the reporting clause."""
    last = max(cue.last, cue.subject.last if cue.subject else 0)
    addressee = document.child(cue.token, "dobj", "dative")
    if (
        addressee is not None
        and document.tokens[cue.token].lemma in document.lexicon.verbs.addressing
    ):
        last = max(last, *document.subtree(addressee))
    following = last + 1
    return (
        following > sentence.last
        or document.tokens[following].pos in {"PUNCT", "SPACE", "ADP", "ADV", "PRON"}
        or document.is_quoted(following)
    )


def reports_preceding_clause(
    document: ParsedDocument,
    sentence: SentenceTokens,
    cue: Cue,
    reporting_start: int,
    earlier: Sequence[Cue],
) -> bool:
    """Return whether the parse links a clause before the reporting clause to the cue."""
    if reports_following_clause(document, cue):
        return False
    clause = document.child(cue.token, "ccomp")
    if clause is not None and clause < reporting_start:
        return True
    aside = document.tokens[cue.token].dep in {"parataxis", "ccomp", "advcl"}
    return aside and not earlier and ends_with_reporting_clause(document, cue, sentence)


def reports_following_clause(document: ParsedDocument, cue: Cue) -> bool:
    """Return whether a clause or object follows the cue directly: "At dusk, she said that …"."""
    tokens = document.tokens
    reporting_end = reporting_clause_end(document, cue)
    if (
        reporting_end > cue.last
        or reporting_end + 1 >= len(tokens)
        or tokens[reporting_end + 1].text == ","
    ):
        return False
    kinds = {"ccomp", "xcomp"}
    if tokens[cue.token].lemma not in document.lexicon.verbs.addressing:
        kinds.add("dobj")
    return any(
        child > reporting_end and tokens[child].dep in kinds and tokens[child].entity != "DATE"
        for child in document.children[cue.token]
    )


MAX_LINK_TOKENS = 3
"""Tokens of a comma, "and" and a blank, between a clause and the quotation after it."""

MAX_CUE_DISTANCE = 45
"""Tokens after its cue within which a quotation inside a clause may begin."""


def is_directly_linked(document: ParsedDocument, cue: Cue, reporting_end: int, start: int) -> bool:
    """Return whether only addressee, time and place stand between the cue and the quotation."""
    last = document.tokens[start - 1].text
    between = {
        document.lower_text(at)
        for at in range(reporting_end + 1, start)
        if document.tokens[at].pos not in {"PUNCT", "SPACE"}
    }
    near = last in document.lexicon.grammar.that and start - reporting_end <= MAX_CUE_DISTANCE
    if last in {":", ","} or near or between <= CUE_LINKS | document.lexicon.grammar.that:
        return True
    inner = document.quotations[document.quotation_of[start]].inner.of(document.text)
    whole = inner[:1].isupper() and inner.rstrip(INNER_CLOSERS)[-1:] in {*SENTENCE_ENDS, ","}
    return whole and document.tokens[cue.token].lemma in document.lexicon.verbs.saying


def skip_links(document: ParsedDocument, first: int, last: int) -> int:
    """Return the first token that is no comma, colon or "that"."""
    while first < last and (
        document.lower_text(first) in CUE_LINKS | document.lexicon.grammar.that
        or document.tokens[first].pos in {"PUNCT", "SPACE"}
    ):
        first += 1
    return first


def has_only_link_between(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether only a comma or conjunction stands between a clause and its quotation."""
    return last - first <= MAX_LINK_TOKENS and all(
        document.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ", "DET", "ADP"}
        for at in range(first, last)
    )


def quotation_run_end(
    document: ParsedDocument,
    extent: Mapping[int, TokenRange],
    sentence: SentenceTokens,
    end: int,
    limit: int,
) -> int:
    """Return the end of the run of quotations that follow this one directly."""
    for quote in sentence.quotes:
        start, last = extent[quote]
        if end < start < limit and all(
            document.tokens[at].pos in {"PUNCT", "SPACE", "CCONJ"} for at in range(end + 1, start)
        ):
            end = last
    return end


def clause_end_after_quotation(
    document: ParsedDocument, sentence: SentenceTokens, end: int, limit: int
) -> int:
    """Return the end of a clause that continues after its quotation: "“a fall” in the takings"."""
    inner = document.quotations[document.quotation_of[end]].inner.of(document.text)
    if inner.rstrip(INNER_CLOSERS)[-1:] in {",", *SENTENCE_ENDS} or end >= sentence.last:
        return end
    at = end + 1
    while (
        at <= sentence.last
        and at < limit
        and (
            document.is_quoted(at)
            or not (
                document.tokens[at].pos == "PUNCT"
                or document.tokens[at].dep in {"cc", "advcl", "mark"}
            )
        )
    ):
        at += 1
    return at - 1


def starts_reason(document: ParsedDocument, at: int) -> bool:
    """Return whether a clause of reason starts there: "because …", "for her to wait"."""
    token = document.tokens[at]
    return token.text.lower() in document.lexicon.grammar.reasons or token.tag == "TO"


def before_comment(document: ParsedDocument, first: int, last: int, head: int) -> int:
    """Return the clause's end before the writer's comment: ", suggesting that …".

    None stands before the clause's verb: "that, while it rained, the pier held".
    """
    for at in range(max(first + 1, head), last):
        if document.is_quoted(at) or _opens_clause(document, at - 1):
            continue
        comments = document.tokens[at].text == "," and _comments(document, at + 1)
        grammar = document.lexicon.grammar
        worded = any(starts_with_phrase(document, at, each) for each in grammar.in_the_words_of)
        if comments or worded or starts_occasion(document, at) or _breaks_off(document, at, last):
            return at - 1
        if starts_manner(document, at, last) or starts_second_act(document, at, head):
            return at - 1 - (document.tokens[at - 1].text == ",")
    return last


def _opens_clause(document: ParsedDocument, at: int) -> bool:
    """Return whether the token opens a clause, into which something may be put."""
    token = document.tokens[at]
    return token.pos == "CCONJ" or token.text.lower() in document.lexicon.grammar.that


def _comments(document: ParsedDocument, at: int) -> bool:
    """Return whether the writer goes on after a comma: ", suggesting …", ", according to …"."""
    token, grammar = document.tokens[at], document.lexicon.grammar
    verbs = document.lexicon.verbs
    adds = token.tag == "VBG" and token.lemma in verbs.cues | verbs.as_a_result
    return (
        adds
        or token.text.lower() in grammar.continuing
        or starts_rebuttal(document, at)
        or any(starts_with_phrase(document, at, each) for each in grammar.according)
    )


def _breaks_off(document: ParsedDocument, at: int, last: int) -> bool:
    """Return whether a dash parts the writer's remark, to which no second one puts an end."""
    tokens = document.tokens
    return (
        tokens[at].text in {"—", "–", "--"}
        and tokens[at + 1].pos in {"DET", "NOUN"}
        and not any(tokens[i].text in DASHES for i in range(at + 1, last + 1))
    )
