"""A question is asked, and answered in the sources' words or declined with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from retrieval.answer import decline
from retrieval.answer.answerability import answerability_features, confidence
from retrieval.answer.dates import latest_day
from retrieval.answer.excerpts import build_excerpts, referents
from retrieval.answer.followups import PreviousTurn, complete_follow_up
from retrieval.answer.question import Question, parse_question, question_of
from retrieval.answer.ranking import SentenceCandidate, diversify, rank_sentences, rerank
from retrieval.answer.scope import CitedSource, drop_outlet_names, extract_scope, remove_span
from retrieval.answer.search import search_passages
from retrieval.answer.speaker import SpeakerFilter, asked_speaker, named_sources, speaker_filter
from retrieval.answer.terms import Term, correct_spelling
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    Reply,
    Understood,
    UnknownName,
)
from retrieval.ports import (
    ArticleCard,
    ArticleReader,
    Encoder,
    Filters,
    NearestPassages,
    PassageReader,
    StatementReader,
    StoredPassage,
    StoredSentence,
    Vectors,
)
from retrieval.quote import QuoteService
from retrieval.text_keys import same_words
from retrieval.vocabulary import CorpusVocabulary

PASSAGES = 12
"""How many passages the sentences are chosen from."""


@dataclass(frozen=True, slots=True)
class AskContext:
    """What answering a question works with.

    Attributes:
        neighbours: finds the passages nearest to a vector.
        vocabulary: the words by which the corpus knows things.
        quotes: finds whom a name means and what they said.
        passage_reader: reads the best sentences again; None: nothing does.
        today: the reader's own day, from which "last week" is counted; None: it is not known.
    """

    articles: ArticleReader
    statements: StatementReader
    encoder: Encoder
    neighbours: NearestPassages
    vocabulary: CorpusVocabulary
    quotes: QuoteService
    passage_reader: PassageReader | None = None
    today: Callable[[], date | None] = lambda: None


def ask(
    text: str,
    context: AskContext,
    *,
    limit: int,
    min_confidence: float,
    earlier: PreviousTurn | None = None,
) -> Reply:
    """The reply to a question, with at most ``limit`` excerpts.

    Where the question is narrowed to some articles and only others answer it, that is the reply.

    Args:
        text: as typed.
        context: what answering works with.
        limit: how many excerpts at most.
        min_confidence: below it the question is declined.
        earlier: what was asked and answered before, which completes "and in 2023?".

    Raises:
        FilterError: a filter in the question cannot be understood.
    """
    completed = (
        None if earlier is None else complete_follow_up(text, earlier, context.quotes.person)
    )
    question = _narrowed(parse_question(completed or text), context)
    if completed is not None and earlier is not None:
        question = replace(question, filters=_inherited(question.filters, earlier.understood))
    said = _speaker_filter(question, context.quotes)
    reply = _asked(question, said, context, limit, min_confidence)
    if isinstance(reply, Declined) and not isinstance(said, Declined):
        reply = _unless_others_answer(reply, question, context, limit, min_confidence)
    understood = replace(_understood(question, said), question=completed)
    return replace(reply, question=text, understood=understood)


def _inherited(filters: Filters, before: Understood) -> Filters:
    """The filters, and of those of the question before what these leave open."""
    filters = replace(filters, outlet=filters.outlet or before.outlet)
    if filters.after or filters.before:
        return filters
    return replace(filters, after=before.after, before=before.before)


def _narrowed(question: Question, context: AskContext) -> Question:
    """The question with the filters that are said in words taken out of them."""
    text, filters = question.text, question.filters
    scope = extract_scope(
        text,
        filters,
        outlets=context.vocabulary.outlet_forms(),
        newest=lambda: latest_day(card.published for card in context.articles.cards()),
        today=context.today(),
    )
    text, filters = scope.text, scope.filters
    source = None if filters.speaker else _known_source(text, context.quotes)
    if source is not None:
        text, filters = remove_span(text, source.span), replace(filters, speaker=source.name)
    return question if filters == question.filters else question_of(text, filters)


def _known_source(text: str, quotes: QuoteService) -> CitedSource | None:
    """Return according to whom something is asked; None where that is nobody the corpus knows."""
    for source in named_sources(text):
        if not isinstance(quotes.quote(source.name), UnknownName):
            return source
    return None


def _speaker_filter(
    question: Question, quotes: QuoteService
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words a question asks for, also by its filter; None where for nobody's."""
    who = question.filters.speaker or asked_speaker(question.text)
    return None if who is None else speaker_filter(question, who, quotes.quote(who))


def _understood(
    question: Question, said: SpeakerFilter | Declined | Ambiguous | None
) -> Understood:
    filters = question.filters
    speaker = said.name if isinstance(said, SpeakerFilter) and said.only else filters.speaker
    return Understood(filters.outlet, filters.after, filters.before, speaker)


def _asked(
    question: Question,
    said: SpeakerFilter | Declined | Ambiguous | None,
    context: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    if not question.words:
        return Declined(question.text, decline.NOTHING_ASKED, 0.0, ())
    if isinstance(said, Declined | Ambiguous):
        return said
    if said is not None:
        spoken_in = frozenset(source for source, _ in said.places)
        filters = replace(question.filters, speaker=None, sources=spoken_in)
        question = replace(question, filters=filters)
    if not context.articles.count():
        return Declined(question.text, decline.NOTHING_HERE, 0.0, ())
    if question.filters != Filters() and not context.articles.cards(question.filters):
        return Declined(question.text, decline.NOTHING_PASSES, 0.0, ())
    return _reply(question, said, context, limit, min_confidence)


def _unless_others_answer(
    reply: Declined, question: Question, context: AskContext, limit: int, min_confidence: float
) -> Declined:
    """The refusal, or that only articles answer to which the question was not narrowed."""
    filters = question.filters
    if filters == Filters() or not question.words:
        return reply
    anywhere = replace(question, filters=Filters())
    said = _speaker_filter(anywhere, context.quotes)
    others = _asked(anywhere, said, context, limit, min_confidence)
    if not isinstance(others, Answer):
        return reply
    if filters.speaker is not None and reply.passages:  # their nearest words are worth more
        return replace(reply, reason=decline.THEIRS_DO_NOT)
    reason = decline.reason_only_others_answer(
        nothing_passes=reply.reason == decline.NOTHING_PASSES
    )
    return replace(reply, reason=reason, passages=others.passages, elsewhere=True)


def _reply(
    question: Question,
    said: SpeakerFilter | None,
    context: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    wanted = context.vocabulary.terms(question.words)
    meant = correct_spelling(question.text, wanted, context.articles.document_frequencies)
    vector = context.encoder.encode([meant])[0]
    passages = nearest_passages(question, wanted, vector, context)
    ranked = choose(question, wanted, vector, passages, said)
    text_of = _texts(context.articles)
    if context.passage_reader is not None:
        ranked = rerank(meant, ranked, context.passage_reader, text_of)
    ranked = diversify(ranked, limit)
    before = partial(_before, context.articles)
    shown = build_excerpts(ranked, text_of, same_words, limit, before)
    shown = tuple(
        _with_referents(excerpt, context)
        for excerpt in sorted(shown, key=lambda excerpt: -excerpt.score)
    )
    if not shown:
        return Declined(question.text, decline.TOO_UNSURE, 0.0, ())
    grounds = answerability_features(meant, wanted, ranked[0], context.articles.count())
    sure = confidence(grounds, spoken=ranked[0].signals.spoken)
    reason = _why_not(question, wanted, ranked, said, context)
    if reason is not None:  # below what is answered, and as far below as it was sure
        return Declined(question.text, reason, sure * min_confidence, shown)
    if sure < min_confidence:
        return Declined(question.text, decline.TOO_UNSURE, sure, shown)
    return Answer(question.text, sure, shown)


def nearest_passages(
    question: Question, wanted: Sequence[Term], vector: Vectors, context: AskContext
) -> Sequence[StoredPassage]:
    """The passages nearest to the question, by words in every spelling and by meaning."""
    words = [word for term in wanted for word in term.variants]
    found = search_passages(
        words,
        vector,
        reading=context.articles,
        neighbours=context.neighbours,
        filters=question.filters,
        limit=PASSAGES,
    )
    return context.articles.passages([key for key, _ in found])


def choose(
    question: Question,
    wanted: Sequence[Term],
    vector: Vectors,
    passages: Sequence[StoredPassage],
    said: SpeakerFilter | None,
) -> list[SentenceCandidate]:
    """The sentences of the passages, those that answer best first."""

    def spoken(passage: StoredPassage, index: int) -> bool:
        if said is None:
            return False
        span = passage.sentences[index].sentence.span
        return any(
            source == passage.card.source and place.overlaps(span) for source, place in said.places
        )

    ranked = rank_sentences(vector, wanted, question.kind, passages, spoken)
    if said is not None and (said.only or any(each.signals.spoken for each in ranked)):
        ranked = [candidate for candidate in ranked if candidate.signals.spoken]
    return ranked


def _why_not(
    question: Question,
    wanted: Sequence[Term],
    ranked: Sequence[SentenceCandidate],
    said: SpeakerFilter | None,
    context: AskContext,
) -> str | None:
    """The reason to decline, whatever the score; None where there is no such reason.

    The names of outlets are no part of what articles must tell: they stand above them.
    """
    names = drop_outlet_names(question.names, context.vocabulary.outlet_forms())
    sources_with = context.articles.sources_with
    if (name := decline.unknown_name(names, wanted)) is not None:
        return decline.reason_unknown_name(name)
    pair = decline.names_never_together(names, wanted, sources_with)
    if pair is not None:
        return decline.reason_names_never_together(*pair)
    if said is not None:
        spoken_in = frozenset(source for source, _ in said.places)
        name = decline.name_without_statements(names, wanted, sources_with, spoken_in)
        return None if name is None else decline.reason_said_elsewhere(said.name, name)
    if decline.lacks_answer_type(question.kind, ranked[:3]):
        return decline.reason_no_answer_type(question.kind)
    return None


def _with_referents(excerpt: Excerpt, context: AskContext) -> Excerpt:
    """The excerpt with whom it speaks of, where it leans on somebody whom it does not name."""
    statements = context.statements.statements_in(excerpt.citation.source)
    return replace(excerpt, referents=referents(excerpt, statements))


def _before(reading: ArticleReader, passage: StoredPassage) -> Sequence[StoredSentence]:
    """The sentences of the passage before this one."""
    before = reading.before(passage.key)
    return () if before is None else before.sentences


def _texts(reading: ArticleReader) -> Callable[[ArticleCard], str | None]:
    """The stored text of a card's version, read once for one question."""

    @lru_cache(maxsize=64)
    def text_of(card: ArticleCard) -> str | None:
        return reading.text(card.source, card.version)

    return text_of
