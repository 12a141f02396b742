"""Restricts an answer to the words of the person whose words a question asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer import decline
from retrieval.answer.lexicon import question_words
from retrieval.answer.question import Question
from retrieval.answer.scope.filters import CitedSource, cited_sources
from retrieval.answer.words_asked import WordsAsked
from retrieval.model import (
    Ambiguous,
    CitedStatement,
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
    """Restricts an answer to the words of one person, or of several.

    Attributes:
        statements: what they said.
        topic: what the words are to be about; None for anything.
        are_own: whether nothing but their own words can be an answer.
        only: whether a filter says so.
        namesakes: others of the name that was asked for.
        asked: the name as typed.
        each: of each of several; () for one person.
    """

    name: str
    statements: tuple[CitedStatement, ...]
    topic: str | None = None
    are_own: bool = False
    only: bool = False
    namesakes: tuple[str, ...] = ()
    asked: str = ""
    each: tuple[SpeakerFilter, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """The articles in which the words stand."""
        return frozenset(
            place.source for each in self.statements for place in (each.citation, *each.also_in)
        )

    def speaks_in(self, passage: StoredPassage, index: int) -> bool:
        """Whether any of the words stand in that sentence of the passage."""
        return any(True for _ in self.statements_in(passage, index))

    def statements_in(self, passage: StoredPassage, index: int) -> Iterator[CitedStatement]:
        """Yield the statements that stand in that sentence of the passage."""
        span, source = passage.sentences[index].sentence.span, passage.card.source
        for each in self.statements:
            if any(where == source and at.overlaps(span) for where, at in _places(each)):
                yield each


def filter_for_several(each: Sequence[SpeakerFilter]) -> SpeakerFilter:
    """Return the filter for the words of any of these people."""
    statements = {said.id: said for one in each for said in one.statements}
    return SpeakerFilter(
        " or ".join(one.name for one in each),
        tuple(statements.values()),
        each[0].topic,
        are_own=True,
        asked=" ".join(one.asked for one in each),
        each=tuple(each),
    )


def _places(statement: CitedStatement) -> Iterator[tuple[str, Span]]:
    """Yield where the words of a statement stand; of other prints, where the sentences do."""
    for content in statement.statement.content:
        yield statement.citation.source, content.span
    for place in statement.also_in:
        yield place.source, place.span


def speaker_filter(
    question: Question, asked: WordsAsked, reply: QuoteReply, *, is_personal_name: bool
) -> SpeakerFilter | Declined | Ambiguous | None:
    """Return whose words a question asks for; None where that is nobody's name.

    A refusal where that person is not quoted or not named, a question back where the name fits
    several.

    Args:
        question: one that asks for somebody's words, by its verb or its filter.
        asked: whose words it asks for.
        reply: what ``/quote`` finds for that name.
        is_personal_name: whether it is certainly somebody's name.
    """
    match reply:
        case Quoted(speaker=speaker, namesakes=namesakes):
            return SpeakerFilter(
                speaker.speaker,
                speaker.statements,
                asked.topic,
                are_own=asked.are_own and are_named(speaker.statements),
                only=question.filters.speaker is not None,
                namesakes=namesakes,
                asked=asked.who,
            )
        case NamedOnly(speaker=name, named_in=named_in):
            reason = decline.reason_not_quoted(name, len(named_in))
            return decline.declined(question.text, reason, passages=named_in[:3])
        case SeveralSpeakers(speakers=speakers):
            return _ask_which_speaker(question.text, asked.who, speakers)
        case UnknownName(suggestions=suggestions) if is_personal_name:
            return decline.declined_for_unknown_name(question.text, asked.who, suggestions)
        case _:  # no name, such as a role: the question may still be answered in other words
            return None


def are_named(statements: Sequence[CitedStatement]) -> bool:
    """Whether the statements are of somebody with a name, and not of "officials"."""
    return any(each.statement.speaker and each.statement.speaker.named for each in statements)


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
