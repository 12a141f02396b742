"""A catalogue of statements in memory, for ``quote`` to answer from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

from retrieval.answer.topic import TopicMatch, TopicScorer
from retrieval.citing import statement_id
from retrieval.model import (
    CitedStatement,
    Content,
    Name,
    NamedOnly,
    NameKind,
    NotAbout,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    Span,
    Speaker,
    Statement,
    StatementKind,
    UnknownName,
)
from retrieval.ports import ArticleCard, KnownName, KnownSpeaker, StoredStatement
from retrieval.quote import QuoteService
from retrieval.quotes.identity.people import KnownPerson


def card(file: str) -> ArticleCard:
    return ArticleCard(file, file, 1, None, None, None, None)


class StatementExtras(TypedDict, total=False):
    """What may be known of a quotation and its article."""

    passage: str
    conduit: str
    hedge: str
    disputed: tuple[str, ...]
    headline_only: bool
    published: str | None


@dataclass
class StatementCatalogue:
    """Holds what it is told was said and named; implements ``ports.StatementReader``."""

    said: list[tuple[KnownSpeaker, list[StoredStatement]]] = field(default_factory=list)
    named: list[tuple[str, str, Name, str]] = field(default_factory=list)

    def say(
        self, file: str, speaker: Speaker, *words: str, **extras: Unpack[StatementExtras]
    ) -> None:
        """Each of the words is one direct quotation in the file, with what travels with it."""
        known = KnownSpeaker(len(self.said), file, speaker, len(words))
        made = [stored(file, speaker, each, n) for n, each in enumerate(words)]
        self.said.append((known, [_with(each, extras) for each in made]))

    def name(self, file: str, text: str, sentence: str, kind: NameKind = NameKind.PERSON) -> None:
        start = sentence.index(text)
        self.named.append((file, text, Name(text, kind, Span(start, start + len(text))), sentence))

    def revision(self) -> int:
        return 0

    def speakers(self) -> Sequence[KnownSpeaker]:
        return [known for known, _ in self.said]

    def statements_of(self, speaker_ids: Collection[int]) -> Sequence[StoredStatement]:
        found = [s for known, those in self.said if known.id in speaker_ids for s in those]
        return sorted(found, key=lambda s: (s.card.file, s.statement.passage))

    def statements_in(self, source: str) -> Sequence[StoredStatement]:
        return self.statements_of([known.id for known, _ in self.said if known.source == source])

    def disputed(self) -> Sequence[StoredStatement]:
        return [each for _, those in self.said for each in those if each.disputed]

    def names(self) -> Sequence[KnownName]:
        kinds = {text: name.kind for _, text, name, _ in self.named}
        return [
            KnownName(
                text,
                kind,
                sum(t == text for _, t, _, _ in self.named),
                len({f for f, t, _, _ in self.named if t == text}),
            )
            for text, kind in kinds.items()
        ]

    def articles_naming(self, names: Collection[str]) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(file for file, text, _, _ in self.named if text == name)
            for name in names
        }

    def sentences_naming(self, names: Collection[str]) -> Sequence[tuple[ArticleCard, Span, str]]:
        return [
            (card(file), Span(0, len(sentence)), sentence)
            for file, text, _, sentence in self.named
            if text in names
        ]


def _with(said: StoredStatement, these: StatementExtras) -> StoredStatement:
    statement = said.statement
    return replace(
        said,
        card=replace(said.card, published=these.get("published")),
        statement=replace(
            statement,
            headline_only=these.get("headline_only", False),
            disputed=tuple(statement.passage.shift(50) for _ in these.get("disputed", ())),
        ),
        passage=these.get("passage", said.passage),
        conduit=these.get("conduit"),
        hedge=these.get("hedge"),
        disputed=these.get("disputed", ()),
    )


def stored(file: str, speaker: Speaker, words: str, number: int) -> StoredStatement:
    span = Span(100 * number, 100 * number + len(words))
    statement = Statement(
        StatementKind.DIRECT, (Content(span, quoted=True),), None, None, speaker, span
    )
    return StoredStatement(
        statement_id(file, [words]), card(file), statement, (words,), None, None, words
    )


class ByWord(TopicScorer):
    """Takes a statement to be about a topic as far as it has its words."""

    def __init__(self) -> None:
        """Needs neither articles nor an encoder."""

    def scores(self, topic: str, statements: Sequence[CitedStatement]) -> list[TopicMatch]:
        words = topic.split()
        return [
            TopicMatch(sum(word in each.passage for word in words) / len(words), None)
            for each in statements
        ]


def quotes_of(catalogue: StatementCatalogue, people: Sequence[KnownPerson] = ()) -> QuoteService:
    return QuoteService(catalogue, people, ByWord())


def reply_to(
    name: str, catalogue: StatementCatalogue, people: Sequence[KnownPerson]
) -> QuoteReply:
    return quotes_of(catalogue, people).quote(name)


def names(reply: QuoteReply) -> list[str]:
    match reply:
        case Quoted():
            return [reply.speaker.speaker]
        case SeveralSpeakers():
            return [each.speaker for each in reply.speakers]
        case NamedOnly():
            return [reply.speaker]
        case UnknownName():
            return []
        case NotAbout():
            return [reply.speaker.speaker]
