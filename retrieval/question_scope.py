"""Finds what a question is narrowed to: outlets, days, and whose words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from retrieval.answer import decline
from retrieval.answer.decline import Reason, time_never_told
from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.question import Question, question_of
from retrieval.answer.ranking import SentenceCandidate
from retrieval.answer.scope.dates import latest_day, latest_stamp, time_after
from retrieval.answer.scope.filters import CitedSource, extract_scope, remove_span
from retrieval.answer.speaker import (
    SpeakerFilter,
    are_named,
    filter_for_several,
    named_sources,
    speaker_filter,
)
from retrieval.answer.words_asked import WordsAsked, words_asked
from retrieval.ask_context import AskContext
from retrieval.model import (
    Ambiguous,
    Declined,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Understood,
    UnknownName,
)
from retrieval.ports import Filters
from retrieval.quote import QuoteService
from retrieval.quotes.identity.name_matching import is_namesake, is_personal_name


def inherit_filters(filters: Filters, before: Understood) -> Filters:
    """Return the question's own filters; unset ones are copied from the previous question."""
    filters = replace(filters, outlet=filters.outlet or before.outlet)
    if filters.after or filters.before:
        return filters
    return replace(filters, after=before.after, before=before.before)


def apply_scope(question: Question, context: AskContext) -> Question:
    """Return the question without the words that narrow it, which become its filters."""
    text, filters = question.text, question.filters
    today = context.today()
    scope = extract_scope(
        text,
        filters,
        outlets=context.vocabulary.outlet_forms(),
        newest=lambda: newest_day(context),
        today=today,
    )
    text, filters = scope.text, scope.filters
    source = None if filters.speaker else _known_source(text, context.quotes)
    if source is not None:
        text, filters = remove_span(text, source.span), replace(filters, speaker=source.name)
    return question if filters == question.filters else question_of(text, filters)


def newest_day(context: AskContext) -> date | None:
    """Return the day of the newest article; None where no date of publication is known."""
    newest = newest_stamp(context)
    return None if newest is None else latest_day([newest])


def newest_stamp(context: AskContext) -> str | None:
    """Return the date of the newest article as it is stated, in ISO 8601."""
    return latest_stamp(context.vocabulary.publication_dates(), context.today())


def reason_after_newest(
    question: Question, ranked: Sequence[SentenceCandidate], context: AskContext
) -> Reason | None:
    """Return the reason to decline a time after the newest article; None where there is no such.

    None, too, where a sentence tells of that time, as plans and forecasts do.

    Args:
        question: with its filters.
        ranked: the sentences nearest to it; with a filter for that time there are none.
        context: what answering works with.
    """
    filters = question.filters
    if not ranked and filters.after is not None:
        day = newest_day(context)
        is_later = day is not None and filters.after > day
    else:
        later = time_after(question.text, lambda: newest_day(context))
        is_later = later is not None and time_never_told(question.text, later, ranked)
    newest = newest_stamp(context) if is_later else None
    return None if newest is None else decline.reason_after_newest(newest)


def _known_source(text: str, quotes: QuoteService) -> CitedSource | None:
    """Return according to whom something is asked; None where that is no name the corpus knows.

    Somebody's name is returned even if nobody has it.
    """
    for source in named_sources(text):
        if quotes.names_like_unknown(source.name) is None or is_personal_name(source.name):
            return source
    return None


def whose_words(
    question: Question, context: AskContext
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words a question asks for, also by its filter; None where for nobody's."""
    quotes = context.quotes
    if question.filters.speaker is not None:
        asked = WordsAsked(question.filters.speaker, None, are_own=True)
        return _filter(question, asked, context)
    readings = list(words_asked(question.text))
    for asked in readings:
        reply = quotes.quote(asked.who)
        if isinstance(reply, Quoted) or (asked.are_own and _is_somebody(reply)):
            return _filter(question, asked, context)
        several = _filter_for_each(question, asked, context) if asked.are_own else None
        if several is not None:
            return several
    unknown = (asked for asked in readings if asked.are_own and _is_unknown(asked, quotes))
    return next((_filter(question, asked, context) for asked in unknown), None)


def _filter_for_each(
    question: Question, asked: WordsAsked, context: AskContext
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words "Dorn and Kerr" asks for; None where not each of them is somebody.

    Where one of them speaks, and another is not quoted or fits several, that is said.
    """
    parts = [part.strip() for part in _joining().split(asked.who)]
    found = [_filter(question, replace(asked, who=part), context) for part in parts if part]
    each = [one for one in found if isinstance(one, SpeakerFilter) and one.are_own]
    if len(each) == len(found) > 1:
        return filter_for_several(each)
    others = (one for one in found if isinstance(one, Declined | Ambiguous))
    return next(others, None) if each else None


def _is_unknown(asked: WordsAsked, quotes: QuoteService) -> bool:
    """Whether nobody has the name, and no unnamed speakers such as "the reports".

    "Dorn and Kerr" is no name of anybody, but of two who are known.
    """
    parts = _joining().split(asked.who)
    are_several = len(parts) > 1 and all(quotes.names_like_unknown(each) is None for each in parts)
    return isinstance(quotes.quote(asked.who), UnknownName) and not are_several


@cache
def _joining() -> re.Pattern[str]:
    joined = alternation(question_words().between_names)
    return re.compile(rf",?\s(?:{joined})\s|,\s", re.IGNORECASE)


def _is_somebody(reply: QuoteReply) -> bool:
    """Whether a name is somebody's, and not that of several without one, such as "reports"."""
    match reply:
        case SeveralSpeakers(speakers=speakers):
            return not speakers or any(
                not person.statements or are_named(person.statements) for person in speakers
            )
        case _:
            return not isinstance(reply, UnknownName)


def _filter(
    question: Question, asked: WordsAsked, context: AskContext
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words are asked for; of several, who speaks in the articles asked about."""
    filters = replace(question.filters, speaker=None)
    cards = None if filters == Filters() else context.articles.cards(filters)
    sources = None if cards is None else frozenset(card.source for card in cards)
    topic = " ".join(word for word in question.words if word not in asked.who.split())
    reply = context.quotes.narrowed(context.quotes.quote(asked.who), sources, topic)
    near = reply.suggestions if isinstance(reply, UnknownName) else ()
    is_name = is_personal_name(asked.who) or is_namesake(asked.who, near)
    is_name = is_name and not _is_description(asked.who, question.text)
    return speaker_filter(question, asked, reply, is_personal_name=is_name)


def _is_description(who: str, text: str) -> bool:
    """Return whether words end in a common noun: "the port’s new report"; case must tell it."""
    return who[-1:].isalnum() and who.rsplit(maxsplit=1)[-1].islower() and text != text.casefold()


def understanding(
    question: Question, speaker: SpeakerFilter | Declined | Ambiguous | None
) -> Understood:
    """Return what the question was narrowed to, and for whom a name was taken."""
    filters, name = question.filters, question.filters.speaker
    if not isinstance(speaker, SpeakerFilter):
        return Understood(filters.outlet, filters.after, filters.before, name)
    return Understood(
        filters.outlet,
        filters.after,
        filters.before,
        speaker.name if speaker.only else name,
        meant=speaker.name if speaker.namesakes else None,
        namesakes=speaker.namesakes,
    )
