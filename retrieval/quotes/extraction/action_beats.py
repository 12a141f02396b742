"""Attribute quotations beside an action beat, a clause that tells what somebody did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.quotes.extraction.cues import Cue
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
    drafts: StatementDrafts,
    sentence: SentenceTokens,
    quote: int,
    cues_of: Mapping[int, Sequence[Cue]],
) -> bool:
    """Add a whole quotation after a sentence of the paragraph about what somebody did.

    It is whoever made the gesture that the sentence tells of, and nobody's where somebody else
    is named there, or acts right after the quotation.

    Args:
        drafts: the document's statements so far.
        sentence: the quotation's sentence.
        quote: the quotation's number.
        cues_of: the cues of each sentence by its number; a sentence that reports is no beat.

    Returns:
        Whether it was one, and was added.
    """
    document = drafts.document
    beat = _sentence_beside(document, sentence.first, -1)
    if beat is None or not _is_whole(drafts, sentence, quote) or _reports(document, beat, cues_of):
        return False
    who = _acting_person(document, beat.start, beat.stop - 1)
    if who is None or _names_writing(document, beat):
        return False
    about_somebody = any(
        _is_he_or_she(document, at) for at in range(sentence.first, sentence.last + 1)
    )
    if about_somebody and _has_speaker_before(drafts, who):
        return False
    is_clear = not about_somebody and _is_of_one_person(drafts, sentence, beat, who)
    subject = phrase_of(document, who) if is_clear else None
    drafts.add(None, subject, [drafts.extent[quote]], sentence)
    return True


def add_before_action_beat(
    drafts: StatementDrafts,
    sentence: SentenceTokens,
    quote: int,
    cues_of: Mapping[int, Sequence[Cue]],
) -> bool:
    """Add a whole quotation before a sentence of the paragraph about what somebody did.

    It is nobody's: who acts then may as well be who hears it. Arguments and result are as above.
    """
    document = drafts.document
    beat = _sentence_beside(document, sentence.last, 1)
    if beat is None or not _is_whole(drafts, sentence, quote) or _reports(document, beat, cues_of):
        return False
    if _acting_person(document, beat.start, beat.stop - 1) is None:
        return False
    drafts.add(None, None, [drafts.extent[quote]], sentence)
    return True


def _sentence_beside(document: ParsedDocument, edge: int, step: int) -> range | None:
    """Return the tokens of the sentence before or after an edge, in its paragraph, or None."""
    at = edge + step
    if not 0 <= at < len(document.tokens):
        return None
    if document.paragraph_of[at] != document.paragraph_of[edge]:
        return None
    end = at
    while (
        0 <= end + step < len(document.tokens)
        and document.sentence_of[end + step] == document.sentence_of[at]
    ):
        end += step
    beat = range(min(at, end), max(at, end) + 1)
    return None if any(map(document.is_quoted, beat)) else beat


def _is_whole(drafts: StatementDrafts, sentence: SentenceTokens, quote: int) -> bool:
    """Return whether the quotation is a sentence by itself, from its capital to its full stop."""
    document, (start, end) = drafts.document, drafts.extent[quote]
    inner = document.quotations[quote].inner.of(document.text)
    rest = range(end + 1, sentence.last + 1)
    return (
        start == sentence.first
        and all(document.tokens[at].pos in {"PUNCT", "SPACE"} for at in rest)
        and inner[:1].isupper()
        and last_character(inner) in SENTENCE_ENDS
    )


def _reports(document: ParsedDocument, beat: range, cues_of: Mapping[int, Sequence[Cue]]) -> bool:
    """Return whether a verb of the sentence reports words, and is no gesture or mere talk."""
    verbs = document.lexicon.verbs
    return any(
        document.tokens[cue.token].lemma not in verbs.gestures | verbs.talking
        for cue in cues_of.get(document.sentence_of[beat.start], ())
    )


def _is_of_one_person(
    drafts: StatementDrafts, sentence: SentenceTokens, beat: range, who: int
) -> bool:
    """Return whether whoever acts in the beat must be whoever speaks: nobody else comes in."""
    document = drafts.document
    if not (is_person_mention(document, who) or document.tokens[who].pos == "NOUN"):
        return False
    goes_on = _is_he_or_she(document, who) and _has_speaker_before(drafts, who)
    lemma = document.tokens[document.tokens[who].head].lemma
    return (
        (goes_on or lemma in document.lexicon.verbs.gestures)
        and not _names_others(document, beat, who)
        and not _somebody_else_acts_after(document, sentence, who)
    )


def _has_speaker_before(drafts: StatementDrafts, at: int) -> bool:
    """Return whether a statement of somebody stands before a token in its paragraph."""
    document = drafts.document
    return any(
        draft.subject is not None
        and draft.ranges[0][0] < at
        and document.paragraph_of[draft.ranges[0][0]] == document.paragraph_of[at]
        for draft in drafts.all
    )


def _names_writing(document: ParsedDocument, beat: range) -> bool:
    """Return whether the sentence tells of something to be read: "pointed at the sign"."""
    works = document.lexicon.works
    return any(document.tokens[at].lemma in works.nouns | works.writing for at in beat)


def _names_others(document: ParsedDocument, beat: range, who: int) -> bool:
    """Return whether the sentence names anybody but whom the token is about."""
    phrase, roles = phrase_of(document, who), document.lexicon.people.role_nouns
    return any(
        document.tokens[at].entity != "DATE"
        if document.tokens[at].pos == "PROPN"
        else document.tokens[at].dep == "pobj" and document.lower_text(at) in roles
        for at in beat
        if not phrase.first <= at <= phrase.last
    )


def _somebody_else_acts_after(
    document: ParsedDocument, sentence: SentenceTokens, who: int
) -> bool:
    """Return whether somebody else acts right after the quotation."""
    beat = _sentence_beside(document, sentence.last, 1)
    acts = _acting_person(document, beat.start, beat.stop - 1) if beat is not None else None
    if acts is None or _is_he_or_she(document, acts) or _is_he_or_she(document, who):
        return False
    return document.lower_text(acts) != document.lower_text(who)


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
            and (is_person_mention(document, at) or _is_somebody(document, at))
        ),
        None,
    )


def _is_somebody(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is a role such as "the mayor", or the surname of a full name."""
    word = document.lower_text(at)
    if document.tokens[at].pos == "NOUN":
        return _is_role(document, at)
    return document.tokens[at].pos == "PROPN" and any(
        document.lower_text(after) == word
        and before.pos == "PROPN"
        and before.dep == "compound"
        and before.head == after
        for after, before in enumerate(document.tokens, 1)
        if after < len(document.tokens)
    )


def _is_role(document: ParsedDocument, at: int) -> bool:
    """Return whether the noun stands for somebody: "the mayor", "a porter" where one shrugs."""
    people, word = document.lexicon.people, document.lower_text(at)
    article = document.lower_text(phrase_of(document, at).first)
    if word in people.role_nouns and article in document.lexicon.grammar.pointing:
        return True
    is_one = document.tokens[at].tag == "NN" and word not in people.plural_nouns
    return (
        is_one
        and article in document.lexicon.grammar.determiners
        and _is_human_gesture(document, document.tokens[at].head)
        and word not in people.group_nouns | people.listening_nouns | people.organisation_nouns
    )


def _is_human_gesture(document: ParsedDocument, verb: int) -> bool:
    """Return whether only people do that: they shrug, or shake their heads."""
    verbs, lemma = document.lexicon.verbs, document.tokens[verb].lemma
    moved = document.child(verb, "dobj")
    if lemma in verbs.human_gestures or moved is None or lemma not in verbs.gestures:
        return lemma in verbs.human_gestures
    owner = document.child(moved, "poss")
    is_own = owner is not None and _is_he_or_she(document, owner)
    return is_own and document.lower_text(moved) in verbs.moved_parts


def _is_he_or_she(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is "he" or "she" in any form."""
    return document.lower_text(at) in document.lexicon.grammar.he_and_she
