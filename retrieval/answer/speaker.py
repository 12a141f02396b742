"""Finds whose words a question asks for: by its verb, its filter, or "according to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.answer import decline
from retrieval.answer.lexicon import alternation, question_words
from retrieval.answer.question import Question
from retrieval.answer.scope import CitedSource, cited_sources
from retrieval.model import (
    Ambiguous,
    Declined,
    Excerpt,
    NamedOnly,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    UnknownName,
)
from retrieval.ports import StoredPassage


@dataclass(frozen=True, slots=True)
class SpeakerFilter:
    """Restricts an answer to the words of one person.

    Attributes:
        places: where they stand, as (source, span).
        only: whether nothing else can be an answer.
    """

    name: str
    places: tuple[tuple[str, Span], ...]
    only: bool = False

    @property
    def sources(self) -> frozenset[str]:
        """The articles in which the words stand."""
        return frozenset(source for source, _ in self.places)

    def speaks_in(self, passage: StoredPassage, index: int) -> bool:
        """Whether any of the words stand in that sentence of the passage."""
        span = passage.sentences[index].sentence.span
        source = passage.card.source
        return any(of == source and place.overlaps(span) for of, place in self.places)


def speaker_filter(
    question: Question, who: str, reply: QuoteReply, *, is_personal_name: bool
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words a question asks for; None where that is nobody's name.

    A refusal where that person is not quoted or not named, a question back where the name fits
    several.

    Args:
        question: one that asks for somebody's words, by its verb or its filter.
        who: the name that it asks for.
        reply: what ``/quote`` finds for that name.
        is_personal_name: whether it is certainly somebody's name.
    """
    match reply:
        case Quoted(speaker=speaker):
            places = tuple(
                (place.source, place.span)
                for statement in speaker.statements
                for place in (statement.citation, *statement.also_in)
            )
            return SpeakerFilter(
                speaker.speaker, places, only=question.filters.speaker is not None
            )
        case NamedOnly(speaker=name, named_in=named_in):
            reason = decline.reason_not_quoted(name, len(named_in))
            return Declined(question.text, reason, 0.0, named_in[:3])
        case SeveralSpeakers(speakers=speakers):
            return _ask_which_speaker(question.text, who, speakers)
        case UnknownName(suggestions=suggestions) if is_personal_name:
            reason = decline.reason_unknown_name(who, suggestions)
            return Declined(question.text, reason, 0.0, (), suggestions=suggestions)
        case _:  # no name, such as a role: the question may still be answered in other words
            return None


def asked_speaker(text: str) -> str | None:
    """Return the words for the person whose words a question asks for, or None."""
    asked = _asked_speaker().search(text)
    return asked["who"].strip() if asked else None


def named_sources(text: str) -> Iterator[CitedSource]:
    """Yield according to whom something is asked, every reading that looks like a name.

    "According to officials" or "to a report" does not: it is left in the question.
    """
    all_small = text == text.lower()
    articles = tuple(f"{article} " for article in question_words().definite_articles)
    for source in cited_sources(text):
        named = all_small or source.name != source.name.lower()
        if named or source.name.startswith(articles):
            yield source


def _ask_which_speaker(text: str, who: str, speakers: Sequence[SpeakerStatements]) -> Ambiguous:
    """Return the question which speaker is meant, with one statement of each."""
    first = tuple(speaker.statements[0] for speaker in speakers if speaker.statements)
    return Ambiguous(
        text,
        f"{who} may be any of {len(speakers)} people.",
        tuple(speaker.speaker for speaker in speakers),
        0.0,
        tuple(Excerpt(said.passage, said.citation, 0.0, said.also_in) for said in first),
        statements=first,
    )


@cache
def _asked_speaker() -> re.Pattern[str]:
    words = question_words()
    return re.compile(
        rf"(?:{alternation(words.speaker_asked_patterns)})\s(?P<who>.{{2,60}}?)\s"
        rf"(?:(?:{alternation(words.adverbs)})\s)?(?:{words.speaking})\b",
        re.IGNORECASE,
    )
