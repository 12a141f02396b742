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
from retrieval.answer.followups import Antecedent, NameResolver, PreviousTurn, complete_follow_up
from retrieval.answer.question import Question, parse_question, question_of
from retrieval.answer.ranking import SentenceCandidate, diversify, rank_sentences, rerank
from retrieval.answer.scope import OutletForm, drop_outlet_names, extract_scope
from retrieval.answer.search import search_passages
from retrieval.answer.speaker import QuoteLookup, SpeakerFilter, speaker_filter, split_according_to
from retrieval.answer.terms import Term, correct_spelling, query_terms
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    Reply,
    Understood,
)
from retrieval.ports import (
    ArticleCard,
    ArticleReader,
    Encoder,
    Filters,
    NearestPassages,
    PassageReader,
    StoredPassage,
    StoredSentence,
    StoredStatement,
    Vectors,
)
from retrieval.quotes.coreference.gender import gender_of_first_name, gender_of_roles
from retrieval.quotes.identity.directory import PeopleDirectory
from retrieval.quotes.identity.name_matching import NameFit
from retrieval.text_keys import same_words

PASSAGES = 12
"""How many passages the sentences are chosen from."""


@dataclass(frozen=True, slots=True)
class AskContext:
    """What is asked of.

    Attributes:
        spellings: other spellings of a word under which the corpus knows a name.
        quote: who somebody is and what they said, as ``/quote`` finds it.
        outlets: the words that stand for an outlet of the corpus, the longest first.
        today: the reader's own day, from which "last week" is counted; None: it is not known.
        statements_in: what is said in the article of that source.
        who: the person or body whom a printed name means.
        selector: what reads the best sentences again; None: nothing does.
    """

    reading: ArticleReader
    encoder: Encoder
    neighbours: NearestPassages
    spellings: Callable[[str], Sequence[str]]
    quote: QuoteLookup
    outlets: Callable[[], Sequence[OutletForm]] = tuple
    today: Callable[[], date | None] = lambda: None
    statements_in: Callable[[str], Sequence[StoredStatement]] = lambda _: ()
    who: NameResolver = lambda _: None
    passage_reader: PassageReader | None = None


def ask(
    text: str,
    library: AskContext,
    *,
    limit: int,
    min_confidence: float,
    earlier: PreviousTurn | None = None,
) -> Reply:
    """The reply to a question, with at most ``limit`` excerpts.

    Where the question is narrowed to some articles and only others answer it, that is the reply.

    Args:
        text: as typed.
        library: what is asked of.
        limit: how many excerpts at most.
        min_confidence: below it the question is declined.
        earlier: what was asked and answered before, which completes "and in 2023?".

    Raises:
        FilterError: a filter in the question cannot be understood.
    """
    completed = None if earlier is None else complete_follow_up(text, earlier, library.who)
    question = _narrowed(parse_question(completed or text), library)
    if completed is not None and earlier is not None:
        question = replace(question, filters=_inherited(question.filters, earlier.understood))
    said = speaker_filter(question, library.quote)
    reply = _asked(question, said, library, limit, min_confidence)
    if isinstance(reply, Declined) and not isinstance(said, Declined):
        reply = _unless_others_answer(reply, question, library, limit, min_confidence)
    understood = replace(_understood(question, said), question=completed)
    return replace(reply, question=text, understood=understood)


def _inherited(filters: Filters, before: Understood) -> Filters:
    """The filters, and of those of the question before what these leave open."""
    filters = replace(filters, outlet=filters.outlet or before.outlet)
    if filters.after or filters.before:
        return filters
    return replace(filters, after=before.after, before=before.before)


def person_of(name: str, directory: PeopleDirectory) -> Antecedent | None:
    """The person whom a printed name means most likely, or the body of that name that speaks."""
    hits = [hit for hit in directory.match(name) if hit.fit in {NameFit.EXACT, NameFit.PART}]
    if not hits:
        return None
    meant = directory.known[hits[0].index]
    if not meant.is_person and not (meant.speaker_ids and hits[0].fit is NameFit.EXACT):
        return None
    gender = gender_of_first_name(meant.name) or gender_of_roles(meant.roles)
    return Antecedent(meant.name, gender if meant.is_person else "", is_body=not meant.is_person)


def _narrowed(question: Question, library: AskContext) -> Question:
    """The question with the filters that are said in words taken out of them."""
    text, filters = question.text, question.filters
    scope = extract_scope(
        text,
        filters,
        outlets=library.outlets(),
        newest=lambda: latest_day(card.published for card in library.reading.cards()),
        today=library.today(),
    )
    text, filters = scope.text, scope.filters
    source = None if filters.speaker else split_according_to(text, library.quote)
    if source is not None:
        text, name = source
        filters = replace(filters, speaker=name)
    return question if filters == question.filters else question_of(text, filters)


def _understood(
    question: Question, said: SpeakerFilter | Declined | Ambiguous | None
) -> Understood:
    filters = question.filters
    speaker = said.name if isinstance(said, SpeakerFilter) and said.only else filters.speaker
    return Understood(filters.outlet, filters.after, filters.before, speaker)


def _asked(
    question: Question,
    said: SpeakerFilter | Declined | Ambiguous | None,
    library: AskContext,
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
    if not library.reading.count():
        return Declined(question.text, decline.NOTHING_HERE, 0.0, ())
    if question.filters != Filters() and not library.reading.cards(question.filters):
        return Declined(question.text, decline.NOTHING_PASSES, 0.0, ())
    return _reply(question, said, library, limit, min_confidence)


def _unless_others_answer(
    reply: Declined, question: Question, library: AskContext, limit: int, min_confidence: float
) -> Declined:
    """The refusal, or that only articles answer to which the question was not narrowed."""
    filters = question.filters
    if filters == Filters() or not question.words:
        return reply
    anywhere = replace(question, filters=Filters())
    said = speaker_filter(anywhere, library.quote)
    others = _asked(anywhere, said, library, limit, min_confidence)
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
    library: AskContext,
    limit: int,
    min_confidence: float,
) -> Reply:
    wanted = query_terms(
        question.words,
        library.spellings,
        library.reading.document_frequencies,
        library.reading.count(),
    )
    meant = correct_spelling(question.text, wanted, library.reading.document_frequencies)
    vector = library.encoder.encode([meant])[0]
    passages = nearest_passages(question, wanted, vector, library)
    ranked = choose(question, wanted, vector, passages, said)
    text_of = _texts(library.reading)
    if library.passage_reader is not None:
        ranked = rerank(meant, ranked, library.passage_reader, text_of)
    ranked = diversify(ranked, limit)
    before = partial(_before, library.reading)
    shown = build_excerpts(ranked, text_of, same_words, limit, before)
    shown = tuple(
        _with_referents(excerpt, library)
        for excerpt in sorted(shown, key=lambda excerpt: -excerpt.score)
    )
    if not shown:
        return Declined(question.text, decline.TOO_UNSURE, 0.0, ())
    grounds = answerability_features(meant, wanted, ranked[0], library.reading.count())
    sure = confidence(grounds, spoken=ranked[0].signals.spoken)
    reason = _why_not(question, wanted, ranked, said, library)
    if reason is not None:  # below what is answered, and as far below as it was sure
        return Declined(question.text, reason, sure * min_confidence, shown)
    if sure < min_confidence:
        return Declined(question.text, decline.TOO_UNSURE, sure, shown)
    return Answer(question.text, sure, shown)


def nearest_passages(
    question: Question, wanted: Sequence[Term], vector: Vectors, library: AskContext
) -> Sequence[StoredPassage]:
    """The passages nearest to the question, by words in every spelling and by meaning."""
    words = [word for term in wanted for word in term.variants]
    found = search_passages(
        words,
        vector,
        reading=library.reading,
        neighbours=library.neighbours,
        filters=question.filters,
        limit=PASSAGES,
    )
    return library.reading.passages([key for key, _ in found])


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
    library: AskContext,
) -> str | None:
    """The reason to decline, whatever the score; None where there is no such reason.

    The names of outlets are no part of what articles must tell: they stand above them.
    """
    names = drop_outlet_names(question.names, library.outlets())
    sources_with = library.reading.sources_with
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


def _with_referents(excerpt: Excerpt, library: AskContext) -> Excerpt:
    """The excerpt with whom it speaks of, where it leans on somebody whom it does not name."""
    statements = library.statements_in(excerpt.citation.source)
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
