"""Answers a question in the sources' words, or declines it with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.abstention import Found, refusal_of
from retrieval.answer import decline
from retrieval.answer.answerability import answerability_features, confidence
from retrieval.answer.excerpts import build_excerpts, referents
from retrieval.answer.followups.completion import complete_follow_up
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.answer.question import Question, parse_question
from retrieval.answer.ranking import SentenceCandidate, diversify, rank_sentences
from retrieval.answer.recency import newest_first
from retrieval.answer.reranking import rerank
from retrieval.answer.search import search_passages
from retrieval.answer.speaker import SpeakerFilter
from retrieval.answer.terms import Term, correct_spelling
from retrieval.answer.user_input.language import is_other_language
from retrieval.answer.user_input.question_words import plain_question
from retrieval.answer.user_input.slips import without_slips
from retrieval.answer.user_input.small_talk import small_talk_in, without_small_talk
from retrieval.answer.words_asked import bare_speaker
from retrieval.ask_context import AskContext
from retrieval.citing import without_overlap
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    Reply,
)
from retrieval.ports import (
    ArticleCard,
    ArticleReader,
    Filters,
    StoredPassage,
    StoredSentence,
    Vectors,
)
from retrieval.question_scope import (
    apply_scope,
    inherit_filters,
    reason_after_newest,
    understanding,
    whose_words,
)
from retrieval.spoken import spoken_on_topic
from retrieval.vocabulary import CorpusVocabulary

PASSAGES = 40
"""How many passages the sentences are chosen from."""


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
    reason = decline_as_typed(text, context.vocabulary)
    if reason is not None:
        return decline.declined(text, reason)
    vocabulary = context.vocabulary
    asked = without_small_talk(text, vocabulary.is_printed)
    asked = plain_question(asked, vocabulary.is_known)
    named = bare_speaker(asked)
    asked = without_slips(
        asked,
        vocabulary.is_known,
        lambda word: word in named or vocabulary.is_name_spelled_otherwise(word),
    )
    completed = (
        None if earlier is None else complete_follow_up(asked, earlier, context.quotes.person)
    )
    question = apply_scope(parse_question(completed or asked), context)
    if completed is not None and earlier is not None:
        question = replace(question, filters=inherit_filters(question.filters, earlier.understood))
    speaker = whose_words(question, context)
    reply = _reply(question, speaker, context, limit, min_confidence)
    if isinstance(reply, Declined) and not isinstance(speaker, Declined):
        reply = _or_elsewhere(reply, question, context, limit, min_confidence)
    if isinstance(reply, Declined) and speaker is not None:
        reply = _with_nearest(reply, question, context, limit, min_confidence)
    if isinstance(reply, Declined):
        reply = decline.with_name_as_typed(reply, text)
    understood = replace(understanding(question, speaker), question=completed)
    return replace(reply, question=text, understood=understood)


def decline_as_typed(text: str, vocabulary: CorpusVocabulary) -> decline.Reason | None:
    """Return why a text is declined before anything is looked for; None where it may ask."""
    if small_talk_in(text, vocabulary.is_printed) is not None:
        return decline.SMALL_TALK
    return decline.OTHER_LANGUAGE if is_other_language(text, vocabulary.is_known) else None


def _reply(
    question: Question,
    speaker: SpeakerFilter | Declined | Ambiguous | None,
    context: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    """Return the reply within the question's filters; refuse what needs no search to refuse."""
    if not question.words:
        return decline.declined(question.text, decline.NOTHING_ASKED)
    if isinstance(speaker, Declined | Ambiguous):
        return speaker
    if speaker is not None:
        filters = replace(question.filters, speaker=None, sources=speaker.sources)
        question = replace(question, filters=filters)
    if not context.articles.count():
        return decline.declined(question.text, decline.NOTHING_HERE)
    if question.filters != Filters() and not context.articles.cards(question.filters):
        passes = context.articles.cards(replace(question.filters, sources=None))
        reason = (
            decline.reason_not_said_there(speaker.name)
            if speaker is not None and passes
            else reason_after_newest(question, (), context) or decline.NOTHING_PASSES
        )
        return decline.declined(question.text, reason)
    return _reply_from_passages(question, speaker, context, limit, min_confidence)


def _or_elsewhere(
    reply: Declined, question: Question, context: AskContext, limit: int, min_confidence: float
) -> Declined:
    """Return the refusal, or another where the articles that its filters exclude answer."""
    filters = question.filters
    if filters == Filters() or not question.words:
        return reply
    unfiltered = replace(question, filters=Filters())
    speaker = whose_words(unfiltered, context)
    others = _reply(unfiltered, speaker, context, limit, min_confidence)
    if not isinstance(others, Answer):
        return reply
    if filters.speaker is not None and reply.passages:  # their nearest words are worth more
        return decline.with_reason(reply, decline.THEIRS_DO_NOT)
    reason = decline.reason_only_others_answer(reply)
    reply = decline.with_reason(reply, reason)
    return replace(reply, passages=others.passages, elsewhere=True)


def _with_nearest(
    reply: Declined, question: Question, context: AskContext, limit: int, min_confidence: float
) -> Declined:
    """Return a refusal of somebody's words with the passages nearest to the question below them.

    Not where a filter allows nothing but those words, or other articles than the filters' answer.
    """
    if question.filters.speaker is not None or reply.elsewhere:
        return reply
    of_anybody = _reply(question, None, context, limit, min_confidence)
    passages = without_overlap((*reply.passages, *of_anybody.passages))
    return replace(reply, passages=passages[:limit])


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
    spoken = None if speaker is None else spoken_on_topic(speaker, context)
    if spoken is not None:
        passages = [*spoken.passages, *(p for p in passages if p.key not in spoken.keys)]
    ranked = choose_sentences(question, wanted, vector, passages, speaker)
    texts = _QuestionTexts(context.articles)
    if context.passage_reader is not None:
        ranked = rerank(corrected, ranked, context.passage_reader, texts.text_of)
    if spoken is not None:
        ranked = spoken.about_topic_first(ranked)
    ranked = newest_first(question.text, ranked)
    ranked = _each_speaker_first(diversify(ranked, limit), speaker)
    shown = build_excerpts(ranked, texts.text_of, limit, texts.sentences_before)
    shown = tuple(
        _with_statements(excerpt, context)
        for excerpt in sorted(shown, key=lambda excerpt: -excerpt.score)
    )
    if not shown:
        return decline.declined(question.text, decline.TOO_UNSURE)
    features = answerability_features(corrected, wanted, ranked[0], context.articles.count())
    probability = confidence(features, spoken=ranked[0].features.spoken)
    found = Found(question, wanted, ranked, shown, probability, speaker, spoken)
    refusal = refusal_of(found, context, min_confidence)
    return refusal or Answer(question.text, probability, shown)


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
    if speaker is not None and (speaker.are_own or any(each.features.spoken for each in ranked)):
        ranked = [candidate for candidate in ranked if candidate.features.spoken]
    return ranked


def _each_speaker_first(
    ranked: Sequence[SentenceCandidate], speaker: SpeakerFilter | None
) -> list[SentenceCandidate]:
    """Return the best sentence of each of several speakers first, then the others in order.

    Each of these counts as much as the best: all of them are asked for.
    """
    firsts = [
        next((one for one in ranked if each.speaks_in(one.passage, one.index)), None)
        for each in (speaker.each if speaker is not None else ())
    ]
    first = [one for one in ranked if any(one is each for each in firsts)]
    others = [one for one in ranked if all(one is not each for each in first)]
    return [*(replace(one, score=max(one.score, first[0].score)) for one in first), *others]


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
