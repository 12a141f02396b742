"""Answers a question in the sources' words, or declines it with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from retrieval.excerpt_statements import ExcerptStatements
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
from retrieval.quotes.identity.name_matching import is_personal_name
from retrieval.vocabulary import CorpusVocabulary

PASSAGES = 12
"""How many passages the sentences are chosen from."""


@dataclass(frozen=True, slots=True)
class AskContext:
    """What answering a question works with.

    Attributes:
        neighbours: finds the passages nearest to a vector.
        vocabulary: the words by which the corpus knows things.
        quotes: finds whom a name means, and what they said.
        excerpt_statements: finds what belongs to the statements in an excerpt.
        passage_reader: reads the best sentences again; None: nothing does.
        today: the reader's own day, from which "last week" is counted; None: it is not known.
    """

    articles: ArticleReader
    statements: StatementReader
    encoder: Encoder
    neighbours: NearestPassages
    vocabulary: CorpusVocabulary
    quotes: QuoteService
    excerpt_statements: ExcerptStatements
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
    """Return the reply to a question, with at most ``limit`` excerpts.

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
    question = _apply_scope(parse_question(completed or text), context)
    if completed is not None and earlier is not None:
        question = replace(
            question, filters=_inherit_filters(question.filters, earlier.understood)
        )
    speaker = _speaker_filter(question, context.quotes)
    reply = _reply(question, speaker, context, limit, min_confidence)
    if isinstance(reply, Declined) and not isinstance(speaker, Declined):
        reply = _or_elsewhere(reply, question, context, limit, min_confidence)
    understood = replace(_understood(question, speaker), question=completed)
    return replace(reply, question=text, understood=understood)


def _inherit_filters(filters: Filters, before: Understood) -> Filters:
    """Return the question's own filters; unset ones are copied from the previous question."""
    filters = replace(filters, outlet=filters.outlet or before.outlet)
    if filters.after or filters.before:
        return filters
    return replace(filters, after=before.after, before=before.before)


def _apply_scope(question: Question, context: AskContext) -> Question:
    """Return the question without the words that narrow it, which become its filters."""
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
    if who is None:
        return None
    is_name = is_personal_name(who)
    return speaker_filter(question, who, quotes.quote(who), is_personal_name=is_name)


def _understood(
    question: Question, speaker: SpeakerFilter | Declined | Ambiguous | None
) -> Understood:
    filters, name = question.filters, question.filters.speaker
    if isinstance(speaker, SpeakerFilter) and speaker.only:
        name = speaker.name
    return Understood(filters.outlet, filters.after, filters.before, name)


def _reply(
    question: Question,
    speaker: SpeakerFilter | Declined | Ambiguous | None,
    context: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    """Return the reply within the question's filters; refuse what needs no search to refuse."""
    if not question.words:
        return Declined(question.text, decline.NOTHING_ASKED, 0.0, ())
    if isinstance(speaker, Declined | Ambiguous):
        return speaker
    if speaker is not None:
        filters = replace(question.filters, speaker=None, sources=speaker.sources)
        question = replace(question, filters=filters)
    if not context.articles.count():
        return Declined(question.text, decline.NOTHING_HERE, 0.0, ())
    if question.filters != Filters() and not context.articles.cards(question.filters):
        return Declined(question.text, decline.NOTHING_PASSES, 0.0, ())
    return _reply_from_passages(question, speaker, context, limit, min_confidence)


def _or_elsewhere(
    reply: Declined, question: Question, context: AskContext, limit: int, min_confidence: float
) -> Declined:
    """Return the refusal, or another where the articles that its filters exclude answer."""
    filters = question.filters
    if filters == Filters() or not question.words:
        return reply
    unfiltered = replace(question, filters=Filters())
    speaker = _speaker_filter(unfiltered, context.quotes)
    others = _reply(unfiltered, speaker, context, limit, min_confidence)
    if not isinstance(others, Answer):
        return reply
    if filters.speaker is not None and reply.passages:  # their nearest words are worth more
        return replace(reply, reason=decline.THEIRS_DO_NOT)
    reason = decline.reason_only_others_answer(
        nothing_passes=reply.reason == decline.NOTHING_PASSES
    )
    return replace(reply, reason=reason, passages=others.passages, elsewhere=True)


def _reply_from_passages(
    question: Question,
    speaker: SpeakerFilter | None,
    context: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    """Search, rank and cite; decline where the best sentence is too unlikely to answer."""
    wanted = context.vocabulary.terms(question.words)
    corrected = correct_spelling(question.text, wanted, context.articles.document_frequencies)
    vector = context.encoder.encode([corrected])[0]
    passages = nearest_passages(question, wanted, vector, context)
    ranked = choose_sentences(question, wanted, vector, passages, speaker)
    texts = _QuestionTexts(context.articles)
    if context.passage_reader is not None:
        ranked = rerank(corrected, ranked, context.passage_reader, texts.text_of)
    ranked = diversify(ranked, limit)
    shown = build_excerpts(ranked, texts.text_of, limit, texts.sentences_before)
    shown = tuple(
        _with_statements(excerpt, context)
        for excerpt in sorted(shown, key=lambda excerpt: -excerpt.score)
    )
    if not shown:
        return Declined(question.text, decline.TOO_UNSURE, 0.0, ())
    features = answerability_features(corrected, wanted, ranked[0], context.articles.count())
    probability = confidence(features, spoken=ranked[0].features.spoken)
    reason = _decline_reason(question, wanted, ranked, speaker, context)
    if reason is not None:  # below what is answered, and as far below as it was sure
        return Declined(question.text, reason, probability * min_confidence, shown)
    if probability < min_confidence:
        return Declined(question.text, decline.TOO_UNSURE, probability, shown)
    return Answer(question.text, probability, shown)


def nearest_passages(
    question: Question, wanted: Sequence[Term], vector: Vectors, context: AskContext
) -> Sequence[StoredPassage]:
    """Return the passages nearest to the question, by words in every spelling and by meaning."""
    words = [word for term in wanted for word in term.variants]
    found = search_passages(
        words,
        vector,
        articles=context.articles,
        neighbours=context.neighbours,
        filters=question.filters,
        limit=PASSAGES,
    )
    return context.articles.passages([key for key, _ in found])


def choose_sentences(
    question: Question,
    wanted: Sequence[Term],
    vector: Vectors,
    passages: Sequence[StoredPassage],
    speaker: SpeakerFilter | None,
) -> list[SentenceCandidate]:
    """Return the sentences of the passages, those that answer best first.

    Where somebody's words are asked for, only those, if there are any or nothing else will do.
    """
    spoken = _nobody_speaks if speaker is None else speaker.speaks_in
    ranked = rank_sentences(vector, wanted, question.answer_type, passages, spoken)
    if speaker is not None and (speaker.only or any(each.features.spoken for each in ranked)):
        ranked = [candidate for candidate in ranked if candidate.features.spoken]
    return ranked


def _decline_reason(
    question: Question,
    wanted: Sequence[Term],
    ranked: Sequence[SentenceCandidate],
    speaker: SpeakerFilter | None,
    context: AskContext,
) -> str | None:
    """Return the reason to decline, whatever the score; None where there is no such reason.

    The names of outlets are no part of what articles must tell: they stand above them.
    """
    names = drop_outlet_names(question.names, context.vocabulary.outlet_forms())
    sources_with = context.articles.sources_containing
    if (name := decline.unknown_name(names, wanted)) is not None:
        return decline.reason_unknown_name(name)
    pair = decline.names_never_together(names, wanted, sources_with)
    if pair is not None:
        return decline.reason_names_never_together(*pair)
    if speaker is not None:
        name = decline.name_without_statements(names, wanted, sources_with, speaker.sources)
        return None if name is None else decline.reason_said_elsewhere(speaker.name, name)
    if decline.lacks_answer_type(question.answer_type, ranked[:3]):
        return decline.reason_no_answer_type(question.answer_type)
    return None


def _with_statements(excerpt: Excerpt, context: AskContext) -> Excerpt:
    """Return the excerpt with whom its words stand for, and what belongs to its statements."""
    told = context.statements.statements_in(excerpt.citation.source)
    return replace(
        excerpt,
        referents=referents(excerpt, told),
        statements=context.excerpt_statements.of(excerpt, told),
    )


def _nobody_speaks(_passage: StoredPassage, _index: int) -> bool:
    return False


class _QuestionTexts:
    """Reads the texts that one question needs, each article once."""

    def __init__(self, articles: ArticleReader) -> None:
        self._articles = articles
        self._texts: dict[ArticleCard, str | None] = {}

    def text_of(self, card: ArticleCard) -> str | None:
        """Return the stored text of the card's version; None where it is gone."""
        if card not in self._texts:
            self._texts[card] = self._articles.text(card.source, card.version)
        return self._texts[card]

    def sentences_before(self, passage: StoredPassage) -> Sequence[StoredSentence]:
        """Return the sentences of the passage before this one, in order."""
        before = self._articles.previous_passage(passage.key)
        return () if before is None else before.sentences
