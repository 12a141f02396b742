"""Decides whether a question is declined although passages were found, and with which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import decline
from retrieval.answer.contradiction import denies_what_is_asked
from retrieval.answer.question import Question, certain_names
from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.scope.filters import drop_outlet_names
from retrieval.answer.speaker import SpeakerFilter
from retrieval.answer.terms import Term
from retrieval.ask_context import AskContext
from retrieval.model import Declined, DeclineKind, Excerpt
from retrieval.question_scope import reason_after_newest
from retrieval.quotes.identity.name_matching import is_personal_name
from retrieval.spoken import SpokenOnTopic

PERHAPS_SHARE = 0.6
"""From this share of the least confidence the closest passage of a refusal is shown at once."""

LEAST_TOLD = 0.75
"""The share of a question's weight that a sentence must have to deny what is asked."""

OFF_TOPIC_SHOWN = 1
"""How many of somebody's words are shown that do not answer; others are nearer to the question."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    Attributes:
        wanted: its terms.
        ranked: the sentences, best first.
        shown: the excerpts, best first, at least one.
        probability: that the best sentence answers.
        speaker: whose words are asked for, if anybody's.
        spoken: their statements on the topic, if there is one.
    """

    question: Question
    wanted: Sequence[Term]
    ranked: Sequence[SentenceCandidate]
    shown: tuple[Excerpt, ...]
    probability: float
    speaker: SpeakerFilter | None = None
    spoken: SpokenOnTopic | None = None


def refusal_of(found: Found, context: AskContext, min_confidence: float) -> Declined | None:
    """Return the refusal of a question; None where what was found answers it."""
    text = found.question.text
    unsure = found.probability * min_confidence  # below what is answered, as far as it was sure
    unknown = _unknown_name(found, context)
    if unknown is not None:
        near = context.quotes.names_like_unknown(unknown) or ()
        return decline.declined_for_unknown_name(text, unknown, near, unsure, found.shown)
    reason = _certain_reason(found, context)
    if reason is not None:
        shown = found.shown if found.speaker is None else found.shown[:OFF_TOPIC_SHOWN]
        return decline.declined(text, reason, unsure, shown)
    if _is_denied(found):
        return decline.declined(text, decline.OTHERWISE, unsure, found.shown)
    if found.probability >= min_confidence:
        return None
    reply = _unsure(found, context)
    if reply.kind is DeclineKind.UNSURE and found.probability >= PERHAPS_SHARE * min_confidence:
        return decline.perhaps(text, _doubt(found, context), found.probability, found.shown)
    return reply


def _is_denied(found: Found) -> bool:
    """Return whether the best sentence tells of what is asked, and that it is not so."""
    best, text = found.ranked[0], found.question.text
    return best.features.words >= LEAST_TOLD and denies_what_is_asked(text, best.text)


def _doubt(found: Found, context: AskContext) -> decline.Reason:
    """Return what the closest excerpt lacks of the question."""
    best, shown = found.ranked[0], found.shown[0]
    beside = best.passage.sentences[max(0, best.index - 1) : best.index + 2]
    card = best.passage.card
    around = (
        *(each.text for each in beside),
        *(each.name for each in shown.referents),
        *(each for each in (card.title, card.outlet) if each),
    )
    return decline.doubt_about(
        found.question.answer_type,
        found.wanted,
        _certain_names(found.question, context),
        decline.ShownText(shown.text, " ".join(around)),
    )


def _unsure(found: Found, context: AskContext) -> Declined:
    """Return the refusal of what is answered too unlikely, with what the corpus lacks of it."""
    text = found.question.text
    names = [
        name
        for name in _certain_names(found.question, context)
        if not context.vocabulary.is_acronym(name)
        and context.quotes.names_like_unknown(name) is not None
    ]
    name = decline.partly_unknown_name(names, found.wanted)
    if name is not None:
        near = context.quotes.names_like_unknown(name) or ()
        return decline.declined_for_unknown_name(text, name, near, found.probability, found.shown)
    word = decline.unknown_word(text, found.wanted)
    reason = decline.TOO_UNSURE if word is None else decline.reason_unknown_word(word)
    return decline.declined(text, reason, found.probability, found.shown)


def _unknown_name(found: Found, context: AskContext) -> str | None:
    """Return the first name of the question that nobody and nothing in the corpus has, or None.

    A first name with the surname of others is one: Jane Smith, where there is only Anne Smith.
    """
    names = _certain_names(found.question, context)
    unknown = decline.unknown_name(
        [name for name in names if not context.vocabulary.is_acronym(name)], found.wanted
    )
    if unknown is not None:
        return unknown
    unknown = decline.unknown_name_without_capital(found.question.text, found.wanted)
    if unknown is not None:
        return unknown
    people = (name for name in names if " " in name and is_personal_name(name))
    return next((name for name in people if context.quotes.names_like_unknown(name)), None)


def _certain_names(question: Question, context: AskContext) -> tuple[str, ...]:
    """Return the names of the question, without outlets and words that may be no names."""
    return drop_outlet_names(certain_names(question.text), context.vocabulary.outlet_forms())


def _certain_reason(found: Found, context: AskContext) -> decline.Reason | None:
    """Return the reason to decline, whatever the score; None where there is no such reason.

    The names of outlets are no part of what articles must tell: they stand above them.
    """
    question, ranked, speaker = found.question, found.ranked, found.speaker
    reason = (
        reason_after_newest(question, ranked, context)
        or decline.reason_other_number(question.text, ranked)
        or _reason_of_names(found, context)
    )
    if reason is not None:
        return reason
    if speaker is None and decline.lacks_answer_type(question.answer_type, ranked[:3]):
        return decline.reason_no_answer_type(question.answer_type)
    spoken = found.spoken
    if spoken is not None and not spoken.is_about(ranked[0]):
        return decline.reason_not_about(spoken.speaker.name, spoken.topic)
    return None


def _reason_of_names(found: Found, context: AskContext) -> decline.Reason | None:
    """Return the reason where the names of a question stand in no article together."""
    speaker, names = found.speaker, _certain_names(found.question, context)
    if speaker is not None and speaker.each:  # the words of each are asked for, not both in one
        names = tuple(name for name in names if name.casefold() not in speaker.asked.casefold())
    sources_with = context.articles.sources_containing
    pair = decline.names_never_together(names, found.wanted, sources_with)
    if pair is not None:
        return decline.reason_names_never_together(*pair)
    if speaker is None:
        return None
    name = decline.name_without_statements(names, found.wanted, sources_with, speaker.sources)
    return None if name is None else decline.reason_said_elsewhere(speaker.name, name)
