"""A question is asked, and answered in the sources' words or declined with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.answer import decline
from retrieval.answer.cite import excerpts
from retrieval.answer.question import Question, understand
from retrieval.answer.search import find
from retrieval.answer.select import Candidate, candidates
from retrieval.answer.terms import Term, terms
from retrieval.model import (
    Ambiguous,
    Answer,
    Declined,
    Excerpt,
    NamedOnly,
    Quoted,
    QuoteReply,
    Reply,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
)
from retrieval.ports import (
    Card,
    Encoder,
    Filters,
    Neighbours,
    Reading,
    StoredPassage,
    Vectors,
)
from retrieval.provenance.copies import same_words

PASSAGES = 12
"""How many passages the sentences are chosen from."""


@dataclass(frozen=True, slots=True)
class Library:
    """What is asked of.

    Attributes:
        spellings: other spellings of a word under which the corpus knows a name.
        quote: who somebody is and what they said, as ``/quote`` finds it.
    """

    reading: Reading
    encoder: Encoder
    neighbours: Neighbours
    spellings: Callable[[str], Sequence[str]]
    quote: Callable[[str], QuoteReply]


def ask(text: str, library: Library, *, limit: int, min_confidence: float) -> Reply:
    """The reply to a question, with at most ``limit`` excerpts.

    Raises:
        FilterError: a filter in the question cannot be understood.
    """
    return replace(_asked(understand(text), library, limit, min_confidence), question=text)


def _asked(question: Question, library: Library, limit: int, min_confidence: float) -> Reply:
    if not question.words:
        return Declined(question.text, decline.NOTHING_ASKED, 0.0, ())
    said = _whose_words(question, library)
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


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one person: where they stand, as (source, span)."""

    name: str
    places: tuple[tuple[str, Span], ...]


def _reply(
    question: Question, said: Said | None, library: Library, limit: int, min_confidence: float
) -> Reply:
    wanted = terms(
        question.words,
        library.spellings,
        library.reading.document_frequencies,
        library.reading.count(),
    )
    vector = library.encoder.encode([question.text])[0]
    passages = nearest_passages(question, wanted, vector, library)
    ranked = choose(question, wanted, vector, passages, said)
    text_of = _texts(library.reading)
    shown = excerpts(ranked, text_of, same_words, limit)
    if not shown:
        return Declined(question.text, decline.TOO_UNSURE, 0.0, ())
    confidence = decline.confidence(ranked[0].signals, wanted)
    reason = _why_not(question, wanted, ranked, said, library.reading)
    if reason is None and confidence < min_confidence:
        reason = decline.TOO_UNSURE
    if reason is not None:
        return Declined(question.text, reason, min(confidence, min_confidence), shown)
    return Answer(question.text, confidence, shown)


def nearest_passages(
    question: Question, wanted: Sequence[Term], vector: Vectors, library: Library
) -> Sequence[StoredPassage]:
    """The passages nearest to the question, by words in every spelling and by meaning."""
    words = [word for term in wanted for word in term.variants]
    found = find(
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
    said: Said | None,
) -> list[Candidate]:
    """The sentences of the passages, those that answer best first."""

    def spoken(passage: StoredPassage, index: int) -> bool:
        if said is None:
            return False
        span = passage.sentences[index].sentence.span
        return any(
            source == passage.card.source and place.overlaps(span) for source, place in said.places
        )

    ranked = candidates(vector, wanted, question.kind, passages, spoken)
    if said is not None and any(candidate.signals.spoken for candidate in ranked):
        ranked = [candidate for candidate in ranked if candidate.signals.spoken]
    return ranked


def _why_not(
    question: Question,
    wanted: Sequence[Term],
    ranked: Sequence[Candidate],
    said: Said | None,
    reading: Reading,
) -> str | None:
    """The reason to decline, whatever the score; None where there is no such reason."""
    if (name := decline.missing_name(question.names, wanted)) is not None:
        return decline.no_such_name(name)
    pair = decline.never_together(question.names, wanted, reading.sources_with)
    if pair is not None:
        return decline.apart(*pair)
    if said is not None:
        spoken_in = frozenset(source for source, _ in said.places)
        name = decline.not_said_beside(question.names, wanted, reading.sources_with, spoken_in)
        return None if name is None else decline.said_elsewhere(said.name, name)
    if decline.lacks_kind(question.kind, ranked[:3]):
        return decline.no_kind(question.kind)
    return None


_WHOSE = re.compile(
    r"\bwhat\s(?:else\s)?(?:did|does|do|has|have|had|is|was|would)\s(?P<who>.{2,60}?)\s"
    r"(?:also\s|just\s|publicly\s|reportedly\s)?"
    r"(?:say|said|saying|tell|told|telling|state|stated|claim|claimed|argue|argued|warn|warned|"
    r"announce|announced|explain|explained|add|added|comment|commented|predict|predicted|"
    r"promise|promised|insist|insisted|admit|admitted|declare|declared)\b",
    re.IGNORECASE,
)


def _whose_words(question: Question, library: Library) -> Said | Declined | Ambiguous | None:
    """Whose words a question asks for, also by its filter; None where it asks for nobody's.

    A refusal where that person is not quoted, a question back where the name fits several.
    """
    who = question.filters.speaker or _who(question.text)
    if who is None:
        return None
    match library.quote(who):
        case Quoted(speaker=speaker):
            return Said(
                speaker.speaker,
                tuple(
                    (place.source, place.span)
                    for statement in speaker.statements
                    for place in (statement.citation, *statement.also_in)
                ),
            )
        case NamedOnly(speaker=name, named_in=named_in):
            reason = decline.not_quoted(name, len(named_in))
            return Declined(question.text, reason, 0.0, named_in[:3])
        case SeveralSpeakers(speakers=speakers):
            return Ambiguous(
                question.text,
                f"{who} may be any of {len(speakers)} people.",
                tuple(speaker.speaker for speaker in speakers),
                0.0,
                _first_words(speakers),
            )
        case _:  # nobody of that name: the question may still be answered in other words
            return None


def _who(text: str) -> str | None:
    asked = _WHOSE.search(text)
    return asked["who"].strip() if asked else None


def _first_words(speakers: Sequence[SpeakerStatements]) -> tuple[Excerpt, ...]:
    """One statement of each, so that the reader sees who is who."""
    first = [speaker.statements[0] for speaker in speakers if speaker.statements]
    return tuple(Excerpt(said.passage, said.citation, 0.0, said.also_in) for said in first)


def _texts(reading: Reading) -> Callable[[Card], str | None]:
    """The stored text of a card's version, read once for one question."""

    @lru_cache(maxsize=64)
    def text_of(card: Card) -> str | None:
        return reading.text(card.source, card.version)

    return text_of
