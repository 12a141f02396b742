"""Answers questions and requests for statements; the terminal and Telegram both call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.service.articles import (
    ArticleDetails,
    CorpusSize,
    SourceFile,
    card_key,
    lead,
    source_file,
)
from retrieval.answer.followups import PreviousTurn
from retrieval.answer.question import names_in
from retrieval.ask import AskContext, ask
from retrieval.citing import cited
from retrieval.errors import NotVerbatimError
from retrieval.model import (
    Ambiguous,
    Citation,
    CitedStatement,
    Excerpt,
    ListedOutlet,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Reply,
    Sentence,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    UnknownName,
)
from retrieval.outlets import outlets
from retrieval.ports import ArticleCard, ArticleReader, Filters


class RetrievalService:
    """Answers from the corpus. Synchronous; may be called from several threads at once.

    Args:
        context: what answering works with.
        passages_shown: how many excerpts an answer has at most.
        min_confidence: below it a question is declined, 0 to 1.
    """

    def __init__(self, context: AskContext, *, passages_shown: int, min_confidence: float) -> None:
        self._context = context
        self._passages_shown = passages_shown
        self._min_confidence = min_confidence

    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        """What the articles say to a question, checked word for word against the store.

        ``earlier`` is what was asked and answered before it in the conversation.

        Raises:
            FilterError: a filter in the question cannot be understood.
        """
        reply = ask(
            question,
            self._context,
            limit=self._passages_shown,
            min_confidence=self._min_confidence,
            earlier=earlier,
        )
        self._prove(answer_words(reply))
        return reply

    def outlets(self) -> Sequence[ListedOutlet]:
        """The outlets with their articles."""
        return outlets(self._context.articles.cards())

    def quote(
        self, name: str, *, about: str | None = None, everything: bool = False
    ) -> QuoteReply:
        """What somebody of that name said, checked word for word against the store.

        Args:
            name: whose words, possibly with a topic: "NAME about TOPIC".
            about: the topic, where it is given apart.
            everything: all of it, however much.
        """
        query = self._context.quotes.parse(name)
        if about is not None:
            query = replace(query, topic=about)
        query = replace(query, everything=everything or query.everything)
        reply = self._context.quotes.answer(query)
        self._prove(shown_words(reply))
        return reply

    def _prove(self, shown: Iterable[tuple[Citation, str]]) -> None:
        """Passes when all of these words stand where they are said to stand."""
        text_of = lru_cache(maxsize=64)(self._context.articles.text)
        for citation, words in shown:
            if _words_at(citation, text_of(citation.source, citation.version)) != words:
                raise NotVerbatimError(f"{citation.file}: the words have changed")

    def words_of(self, citation: Citation) -> str:
        """The stored words at the citation, read again from the store.

        Raises:
            NotVerbatimError: that version of the article is gone, or the span lies outside it.
        """
        return words_of(self._context.articles, citation)

    def context(self, citation: Citation) -> SentenceContext:
        """The words at the citation with the sentences around them.

        Raises:
            NotVerbatimError: that version of the article is gone, or the span lies outside it.
        """
        text = self._context.articles.text(citation.source, citation.version)
        _words_at(citation, text)
        sentences = self._sentences(citation.source, citation.version)
        return context(citation, text or "", [sentence.span for sentence in sentences])

    def file_of(self, citation: Citation) -> SourceFile | None:
        """The file that the citation stands in; None where it is gone or was altered."""
        text = self._context.articles.text(citation.source, citation.version)
        return None if text is None else source_file(citation.source, text)

    def digests(self, citations: Iterable[Citation]) -> Mapping[str, str]:
        """Return SHA-256 of the cited articles' files by source, of those that are still there."""
        places = {each.source: each for each in citations}
        files = {source: self.file_of(place) for source, place in places.items()}
        return {source: file.digest for source, file in files.items() if file is not None}

    def article(self, key: str) -> ArticleDetails | None:
        """The article of that key; None where it is there no more."""
        card = self._card(key)
        text = None if card is None else self._context.articles.text(card.source, card.version)
        if card is None or text is None:
            return None
        span = lead(text, self._sentences(card.source, card.version))
        shown = None if span is None else Excerpt(span.of(text), card.cite(span), 1.0)
        (listed,) = outlets([card])
        said = len(self._context.statements.statements_in(card.source))
        return ArticleDetails(card.cite(Span(0, 0)), listed.files[0].evidence, shown, said)

    def statements_in(self, key: str) -> Sequence[CitedStatement]:
        """The statements in the article of that key, as they come in it."""
        card = self._card(key)
        stored = () if card is None else self._context.statements.statements_in(card.source)
        said = [cited(each) for each in stored]
        self._prove(pair for each in said for pair in _statement_words(each))
        return sorted(said, key=lambda each: (each.citation.span, each.id))

    def _card(self, key: str) -> ArticleCard | None:
        cards = self._context.articles.cards()
        return next((card for card in cards if card_key(card) == key), None)

    def _sentences(self, source: str, version: int) -> Sequence[Sentence]:
        """Those of an article's live version, in order; none of one that was replaced."""
        reading = self._context.articles
        keys, _ = reading.vectors(Filters(sources=frozenset({source})))
        found = {
            each.sentence.span: each.sentence
            for passage in reading.passages(keys)
            if passage.card.version == version
            for each in passage.sentences
        }
        return [found[span] for span in sorted(found)]

    def names_in(self, text: str) -> Sequence[str]:
        """Those of the names in a text that somebody goes by who stands in the articles."""
        people = map(self._context.quotes.person, names_in(text))
        return tuple(dict.fromkeys(person.name for person in people if person is not None))

    def stock(self) -> CorpusSize:
        """How much there is to answer from."""
        cards = self._context.articles.cards()
        return CorpusSize(
            articles=len(cards),
            outlets=len({card.outlet for card in cards} - {None}),
            passages=self._context.articles.count(),
            statements=sum(known.statements for known in self._context.statements.speakers()),
        )

    def revision(self) -> int:
        """Another number than before, where the articles have changed."""
        return self._context.statements.revision()

    def examples(self) -> Sequence[str]:
        """Two questions that the articles answer: what those say who say most."""
        speakers = [known for known in self._context.statements.speakers() if known.speaker.named]
        said: Counter[str] = Counter()
        for known in speakers:
            said[known.speaker.name] += known.statements
        most = sorted(said, key=lambda name: (-said[name], name))
        return tuple(f"What did {name} say?" for name in most[:2])

    def make_ready(self) -> None:
        """Loads what the first question would otherwise wait for."""
        self._context.encoder.encode(["ready"])
        self._context.quotes.quote("ready")

    def upkeep(self) -> None:
        """Background chores."""
        self._context.neighbours.refresh()


def answer_words(reply: Reply) -> Iterator[tuple[Citation, str]]:
    """Every word of a source in the reply to a question, with where it is said to stand."""
    for excerpt in reply.passages:
        yield excerpt.citation, excerpt.text
        for referent in excerpt.referents:
            if referent.words is not None:
                yield referent.citation, referent.words
    for said in reply.statements if isinstance(reply, Ambiguous) else ():
        yield from _statement_words(said)


def shown_words(reply: QuoteReply) -> Iterator[tuple[Citation, str]]:
    """Every word of a source in the reply, with where it is said to stand."""
    match reply:
        case Quoted(speaker=speaker) | NotAbout(speaker=speaker):
            speakers: Sequence[SpeakerStatements] = (speaker,)
        case SeveralSpeakers():
            speakers = reply.speakers
        case NamedOnly():
            speakers = ()
            yield from ((place.citation, place.text) for place in reply.named_in)
        case UnknownName():
            speakers = ()
    for said in (each for speaker in speakers for each in speaker.statements):
        yield from _statement_words(said)


def _statement_words(cited: CitedStatement) -> Iterator[tuple[Citation, str]]:
    """The words of a statement, and of all that travels with it."""
    yield cited.citation, cited.passage
    yield from ((dispute.citation, dispute.text) for dispute in cited.disputed)
    yield from _beside(cited)


def _beside(cited: CitedStatement) -> Iterator[tuple[Citation, str]]:
    """The words of a statement's other spans."""
    statement = cited.statement
    contents = (content.span for content in statement.content)
    beside = (statement.cue, statement.mention, statement.addressee, statement.conduit)
    spans = (*contents, *beside, statement.hedge)
    words = (*cited.contents, cited.cue, cited.mention, cited.addressee, cited.conduit)
    for span, printed in zip(spans, (*words, cited.hedge), strict=True):
        if span is not None and printed is not None:
            yield replace(cited.citation, span=span), printed


def words_of(reading: ArticleReader, citation: Citation) -> str:
    """The stored words at a citation.

    Raises:
        NotVerbatimError: that version of the article is gone, or the span lies outside it.
    """
    return _words_at(citation, reading.text(citation.source, citation.version))


def _words_at(citation: Citation, text: str | None) -> str:
    if text is None or citation.span.end > len(text):
        raise NotVerbatimError(f"{citation.file}: the cited version is no longer stored")
    return citation.span.of(text)


SENTENCES = 3
"""So many are shown before the cited words, and as many after them."""

AROUND = 700
"""At most so many code points before the cited words, and as many after them."""


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """Cited words with what stands around them.

    Attributes:
        words: all of it, ``citation.span`` of the stored text.
        quoted: where the cited words stand in them.
    """

    words: str
    citation: Citation
    quoted: Span

    @property
    def cited(self) -> Citation:
        """The citation that was asked about."""
        return replace(self.citation, span=self.quoted.shift(self.citation.span.start))


def context(citation: Citation, text: str, sentences: Sequence[Span]) -> SentenceContext:
    """The cited words with the sentences that stand right before and after them.

    Args:
        citation: of a span of the text.
        text: the stored text.
        sentences: those of the article, in order; none: its lines are taken for them.
    """
    known = sentences or _lines(text, citation.span)
    around = Span(_start(citation.span, known, text), _end(citation.span, known, text))
    quoted = Span(citation.span.start - around.start, citation.span.end - around.start)
    return SentenceContext(around.of(text), replace(citation, span=around), quoted)


def _start(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Where the sentences begin that lead up to the cited words without a gap."""
    edge = cited.start
    before = [sentence for sentence in sentences if sentence.start < cited.start]
    for sentence in before[: -SENTENCES - 1 : -1]:
        gap = text[sentence.end : edge]
        if gap.strip() or cited.start - sentence.start > AROUND:
            break
        edge = sentence.start
    return edge


def _end(cited: Span, sentences: Sequence[Span], text: str) -> int:
    """Where the sentences end that follow the cited words without a gap."""
    edge = cited.end
    for sentence in [each for each in sentences if each.end > cited.end][:SENTENCES]:
        gap = text[edge : sentence.start]
        if gap.strip() or sentence.end - cited.end > AROUND:
            break
        edge = sentence.end
    return edge


def _lines(text: str, cited: Span) -> list[Span]:
    """The whole lines in reach of the cited words, without the white space at their ends."""
    start = text.rfind("\n", 0, max(0, cited.start - AROUND)) + 1
    end = text.find("\n", cited.end + AROUND)
    found = []
    for line in text[start : end if end >= 0 else len(text)].splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if line.strip():
            found.append(Span(start + indent, start + len(line.rstrip())))
        start += len(line)
    return found
