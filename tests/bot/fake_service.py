"""A retrieval service with a few printed articles: what it shows really stands in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from typing_extensions import override

from bot.messages.pagination import MessagePart
from bot.messages.quote import render_quote
from bot.service.articles import ArticleDetails, CorpusSize, StatementSpeaker
from bot.service.sentence_context import SentenceContext, sentence_context
from bot.service.service import RetrievalService
from bot.service.source_files import (
    CitedSource,
    FileState,
    SourceFile,
    Sources,
    SourceText,
    source_key,
    source_text,
)
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.answer.user_input.small_talk import SmallTalk, small_talk_in
from retrieval.errors import WithdrawnError
from retrieval.model import (
    Answer,
    Citation,
    CitedStatement,
    Content,
    Declined,
    Excerpt,
    ListedOutlet,
    QuoteReply,
    Reply,
    Resolution,
    Span,
    Speaker,
    Statement,
    StatementKind,
    UnknownName,
)
from retrieval.ports import ArticleCard, ArticleDigests
from tests.bot_server.wire import BOT_ID, BOT_NAME


@dataclass(frozen=True)
class PrintedArticle:
    """An article as printed."""

    file: str
    text: str
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None

    def cite(self, words: str) -> Citation:
        start = self.text.index(words)
        return Citation(
            self.file,
            Span(start, start + len(words)),
            self.outlet,
            self.title,
            self.published,
            self.url,
            source=f"/articles/{self.file}",
            version=1,
        )

    def excerpt(self, words: str, *also_in: Citation, score: float = 1.0) -> Excerpt:
        return Excerpt(words, self.cite(words), score, also_in)

    def statement(
        self,
        passage: str,
        content: str,
        kind: StatementKind,
        *also_in: Citation,
        speaker: str = "Mara Lindqvist",
    ) -> CitedStatement:
        start = self.text.index(content)
        return CitedStatement(
            id=f"{self.file}:{start}",
            statement=Statement(
                kind,
                (Content(Span(start, start + len(content)), kind is StatementKind.DIRECT),),
                cue=None,
                mention=None,
                speaker=Speaker(speaker),
                passage=self.cite(passage).span,
            ),
            contents=(content,),
            cue=None,
            mention=None,
            passage=passage,
            citation=self.cite(passage),
            also_in=also_in,
        )

    def travelling(
        self,
        said: CitedStatement,
        *,
        mention: str | None = None,
        resolution: Resolution | None = None,
        addressee: str | None = None,
        conduit: str | None = None,
        hedge: str | None = None,
        disputed: Sequence[Excerpt] = (),
        headline_only: bool = False,
    ) -> CitedStatement:
        """The statement with what travels with it, wherever these words stand in the article."""
        return replace(
            said,
            statement=replace(
                said.statement,
                mention=self._at(mention),
                resolution=resolution,
                addressee=self._at(addressee),
                conduit=self._at(conduit),
                hedge=self._at(hedge),
                disputed=tuple(each.citation.span for each in disputed),
                headline_only=headline_only,
            ),
            mention=mention,
            addressee=addressee,
            conduit=conduit,
            hedge=hedge,
            disputed=tuple(disputed),
        )

    def _at(self, words: str | None) -> Span | None:
        return None if words is None else self.cite(words).span


DIGEST = "0123456789abcdef" * 4
PAGE_DIGEST = "fedcba9876543210" * 4
READ_AT = "2026-03-13T09:30:00+00:00"


def source_of_text(state: FileState = FileState.UNCHANGED) -> CitedSource:
    """A text file, which is the stored text."""
    return CitedSource(ArticleDigests(DIGEST, DIGEST, READ_AT), state)


def source_of_page(state: FileState = FileState.UNCHANGED) -> CitedSource:
    """A page from which the stored text was extracted."""
    return CitedSource(ArticleDigests(PAGE_DIGEST, DIGEST, READ_AT), state)


GAZETTE = PrintedArticle(
    "harbour/reopening.txt",
    "Port to reopen\n\nThe port of Ostervik will reopen on Monday, nine weeks after the crane "
    "collapse. “The cranes are safe,” harbour master Mara Lindqvist said. She added that tugs "
    "would wait until Friday.\n",
    outlet="The Ostervik Gazette",
    title="Port to reopen <after> nine weeks & a day",
    published="2026-03-12",
    url="https://gazette.example/port?id=7&page=1",
)
LEDGER = PrintedArticle(
    "ledger-0312.txt",
    "FROM THE COAST. The port of Ostervik will reopen on Monday, nine weeks after the crane "
    "collapse. No reason was given.\n",
)
REOPENS = "The port of Ostervik will reopen on Monday, nine weeks after the crane collapse."
SAFE = "“The cranes are safe,” harbour master Mara Lindqvist said."
TUGS = "She added that tugs would wait until Friday."


@dataclass
class FakeService(RetrievalService):
    """Answers as scripted, from the articles it holds; declines everything else.

    It overrides all that the bot calls, and has no library. ``sources`` and ``files`` are by
    ``Citation.source``.
    """

    articles: Sequence[PrintedArticle] = (GAZETTE, LEDGER)
    answers: Mapping[str, Reply | Exception | Callable[[], Reply]] = field(default_factory=dict)
    quotes: Mapping[str, QuoteReply] = field(default_factory=dict)
    listed: Sequence[ListedOutlet] = ()
    questions: Sequence[str] = ("When will the port reopen?", "Are the cranes safe?")
    sources: Mapping[str, CitedSource] = field(default_factory=dict)
    files: Mapping[str, SourceFile] = field(default_factory=dict)
    opened: Mapping[str, ArticleDetails] = field(default_factory=dict)
    said_in: Mapping[str, Sequence[CitedStatement]] = field(default_factory=dict)
    known: Sequence[str] = ()
    changes: int = 1
    trouble: Sequence[str] = ()
    asked: list[str] = field(default_factory=list)
    previous_turns: list[PreviousTurn | None] = field(default_factory=list)
    refreshed: threading.Event = field(default_factory=threading.Event)
    reader_loaded: threading.Event = field(default_factory=threading.Event)

    @override
    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        self.asked.append(question)
        self.previous_turns.append(earlier)
        answer = self.answers.get(question, DECLINED)
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    @override
    def small_talk(self, text: str) -> SmallTalk | None:
        return small_talk_in(text)

    @override
    def outlets(self) -> Sequence[ListedOutlet]:
        return self.listed

    @override
    def quote(
        self,
        name: str,
        *,
        about: str | None = None,
        everything: bool = False,
        named: bool = False,
    ) -> QuoteReply:
        del about, everything, named
        return self.quotes.get(name, UnknownName(name, ()))

    @override
    def words_of(self, citation: Citation) -> str:
        return citation.span.of(self._stored_text(citation))

    @override
    def context(self, citation: Citation) -> SentenceContext:
        return sentence_context(citation, self._stored_text(citation), ())

    @override
    def sources_of(self, citations: Iterable[Citation]) -> Sources:
        known = {source_key(each): self.sources.get(each.source) for each in citations}
        return {key: source for key, source in known.items() if source is not None}

    @override
    def file_of(self, citation: Citation, limit: int) -> SourceFile:
        del limit
        self.words_of(citation)
        return self.files[citation.source]

    @override
    def text_of(self, citation: Citation) -> SourceText:
        text = self._stored_text(citation)
        return source_text(citation, self.sources[citation.source], text)

    @override
    def article(self, key: str) -> ArticleDetails | None:
        return self.opened.get(key)

    @override
    def cards(self) -> Sequence[ArticleCard]:
        return ()

    @override
    def cards_of_file(self, digest: str) -> Sequence[ArticleCard]:
        return ()

    @override
    def statements_in(self, key: str) -> Sequence[CitedStatement]:
        return self.said_in.get(key, ())

    @override
    def speakers_in(self, place: Citation) -> Sequence[StatementSpeaker]:
        return tuple(
            StatementSpeaker(each.statement.speaker.name, each.statement.resolution)
            for said in self.said_in.values()
            for each in said
            if each.statement.speaker is not None
            and each.citation.source == place.source
            and each.citation.span.overlaps(place.span)
        )

    @override
    def names_in(self, text: str) -> Sequence[str]:
        return tuple(name for name in self.known if name in text)

    @override
    def corpus_size(self) -> CorpusSize:
        return CorpusSize(len(self.articles), 1, 5, 3)

    @override
    def revision(self) -> int:
        return self.changes

    @override
    def examples(self) -> Sequence[str]:
        return self.questions

    @override
    def notices(self) -> Sequence[str]:
        return self.trouble

    @override
    def load_reader(self) -> None:
        self.reader_loaded.set()

    @override
    def refresh_index(self) -> None:
        self.refreshed.set()

    def _stored_text(self, citation: Citation) -> str:
        for article in self.articles:
            if article.file == citation.file:
                return article.text
        raise WithdrawnError(f"{citation.file} is gone")


QUESTION = "When will the port reopen?"
REOPENING = Answer(QUESTION, 0.9, (GAZETTE.excerpt(REOPENS),))
DECLINED = Declined("", "The articles do not say.", 0.1, ())

GROUP = -100500
FROM_THE_BOT = {
    "message_id": 5,
    "date": 1767225600,
    "chat": {"id": GROUP, "type": "supergroup", "title": "The newsroom"},
    "from": {"id": BOT_ID, "is_bot": True, "first_name": "Verbatim", "username": BOT_NAME},
    "text": "…",
}
"""A message of the bot's in a group."""


def answering(**answers: Reply | Exception | Callable[[], Reply]) -> FakeService:
    """A service that knows when the port reopens."""
    return FakeService(answers={QUESTION: REOPENING, **answers})


def altered(excerpt: Excerpt) -> Excerpt:
    """The same place with other words: what must never be shown."""
    return replace(excerpt, text=excerpt.text.replace("Monday", "Tuesday"))


def every_page(reply: QuoteReply) -> tuple[MessagePart, ...]:
    """All that Telegram shows of what somebody said, page by page."""
    pages = [render_quote(reply, "p7Rk2_xQ-0a")]
    while (following := render_quote(reply, "p7Rk2_xQ-0a", len(pages) + 1)) != pages[-1]:
        pages.append(following)
    return tuple(part for page in pages for part in page)
