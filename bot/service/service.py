"""Answers questions and requests for statements; the terminal and Telegram both call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.service.articles import (
    ArticleDetails,
    CorpusSize,
    StatementSpeaker,
    StoredArticle,
    card_key,
    lead,
)
from bot.service.find_article import NoSuchArticle, find_article
from bot.service.sentence_context import SentenceContext, sentence_context
from bot.service.source_files import (
    CitedSource,
    SourceFile,
    SourceLookup,
    Sources,
    SourceText,
    source_file,
    source_text,
)
from bot.service.verbatim import (
    check_words,
    words_at,
    words_in_quote_reply,
    words_in_reply,
    words_in_statement,
)
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.answer.question import names_in
from retrieval.answer.user_input.small_talk import SmallTalk, small_talk_in
from retrieval.ask import ask
from retrieval.ask_context import AskContext
from retrieval.citing import by_passage, cited
from retrieval.corpus.files import ITEM
from retrieval.errors import WithdrawnError
from retrieval.model import (
    Citation,
    CitedStatement,
    Excerpt,
    ListedOutlet,
    QuoteReply,
    Reply,
    Sentence,
    Span,
)
from retrieval.outlets import outlets
from retrieval.ports import ArticleCard, Filters
from retrieval.text_keys import without_lone_surrogates

_READY = "ready"


class RetrievalService:
    """Answers from the corpus. Synchronous; may be called from several threads at once.

    Args:
        context: what answering works with.
        passages_shown: how many excerpts an answer has at most.
        min_confidence: below it a question is declined, 0 to 1.
        named_only: whether ``quote`` shows only statements with the speaker's name beside them.
        notices: returns what is wrong with the stores though they answer.
    """

    def __init__(
        self,
        context: AskContext,
        *,
        passages_shown: int,
        min_confidence: float,
        named_only: bool = False,
        notices: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._named_only = named_only
        self._notices = notices
        self._context = context
        self._passages_shown = passages_shown
        self._min_confidence = min_confidence

    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        """Return what the articles say to a question, checked word for word against the store.

        ``earlier`` is what was asked and answered before it in the conversation.

        Raises:
            FilterError: a filter in the question cannot be understood.
        """
        reply = ask(
            without_lone_surrogates(question),
            self._context,
            limit=self._passages_shown,
            min_confidence=self._min_confidence,
            earlier=earlier,
        )
        check_words(words_in_reply(reply), self._context.articles)
        return reply

    def small_talk(self, text: str) -> SmallTalk | None:
        """Return which small talk a message is; None where it asks something of the articles."""
        return small_talk_in(text, self._context.vocabulary.is_printed)

    def outlets(self) -> Sequence[ListedOutlet]:
        """Return the outlets with their articles."""
        return outlets(self._context.articles.cards())

    def quote(
        self,
        name: str,
        *,
        about: str | None = None,
        everything: bool = False,
        named: bool = False,
    ) -> QuoteReply:
        """Return what somebody of that name said, checked word for word against the store.

        Args:
            name: whose words, possibly with a topic: "NAME about TOPIC".
            about: the topic, where it is given apart.
            everything: all of it, however much.
            named: only where the speaker is printed as a name beside the words.
        """
        query = self._context.quotes.parse(without_lone_surrogates(name))
        if about is not None:
            query = replace(query, topic=without_lone_surrogates(about))
        query = replace(
            query,
            everything=everything or query.everything,
            named=named or query.named or self._named_only,
        )
        reply = self._context.quotes.answer(query)
        check_words(words_in_quote_reply(reply), self._context.articles)
        return reply

    def words_of(self, citation: Citation) -> str:
        """Return the stored words at the citation, read again from the store.

        Raises:
            NotVerbatimError: that version of the article is gone, or the span lies outside it.
        """
        text = self._context.articles.text(citation.source, citation.version)
        return words_at(citation, text)

    def context(self, citation: Citation) -> SentenceContext:
        """Return the words at the citation with the sentences around them.

        Raises:
            NotVerbatimError: that version of the article is gone, or the span lies outside it.
        """
        text = self._context.articles.text(citation.source, citation.version)
        words_at(citation, text)
        sentences = self._sentences(citation.source, citation.version)
        return sentence_context(citation, text or "", [sentence.span for sentence in sentences])

    def source_lookup(self) -> SourceLookup:
        """Return what finds the sources of citations, as they are from now on."""
        return SourceLookup(self._context.articles)

    def sources_of(self, citations: Iterable[Citation]) -> Sources:
        """Return by what the cited texts are recognised, and how their files are now."""
        return self.source_lookup().all(citations)

    def file_of(self, citation: Citation, limit: int) -> SourceFile:
        """Return the file that the citation stands in, with its bytes where it did not change.

        Args:
            citation: of the article.
            limit: a larger file, in bytes, comes without its bytes.

        Raises:
            WithdrawnError: that version of the article is gone.
        """
        return source_file(citation, *self._source_of(citation), limit)

    def text_of(self, citation: Citation) -> SourceText:
        """Return the stored text that the citation's offsets count in.

        Raises:
            WithdrawnError: that version of the article is gone.
            DamagedTextError: it is not the text that was stored.
        """
        return source_text(citation, *self._source_of(citation))

    def _source_of(self, citation: Citation) -> tuple[CitedSource, str]:
        """Return the source of a citation with its text."""
        source = self.source_lookup()(citation)
        text = self._context.articles.text(citation.source, citation.version)
        if source is None or text is None:
            raise WithdrawnError(f"{citation.file}: the cited article was removed")
        return source, text

    def article(self, key: str) -> ArticleDetails | None:
        """Return the article of that key; None where it is there no more."""
        card = self._card(key)
        text = None if card is None else self._context.articles.text(card.source, card.version)
        if card is None or text is None:
            return None
        span = lead(text, self._sentences(card.source, card.version))
        shown = None if span is None else Excerpt(span.of(text), card.cite(span), 1.0)
        (listed,) = outlets([card])
        stored = self._context.statements.statements_in(card.source)
        said = len(by_passage([cited(each) for each in stored]))
        return ArticleDetails(card.cite(Span(0, 0)), listed.files[0].evidence, shown, said)

    def stored_article(self, name: str) -> StoredArticle | NoSuchArticle:
        """Return the article of a file with all that is stored of it.

        Args:
            name: the file as cited, its path, or a tail of either that no other has.
        """
        card = find_article(self._context.articles.cards(), name)
        if isinstance(card, NoSuchArticle):
            return card
        article = self._context.articles.article(card.source, card.version)
        digests = self._context.articles.digests(card.source, card.version)
        if article is None or digests is None:  # removed since
            return NoSuchArticle(name, (), is_ambiguous=False)
        return StoredArticle(article, digests)

    def statements_in(self, key: str) -> Sequence[CitedStatement]:
        """Return the statements in the article of that key, in the order of its text."""
        card = self._card(key)
        stored = () if card is None else self._context.statements.statements_in(card.source)
        said = [cited(each) for each in stored]
        words = (pair for each in said for pair in words_in_statement(each))
        check_words(words, self._context.articles)
        return sorted(said, key=lambda each: (each.citation.span, each.id))

    def speakers_in(self, place: Citation) -> Sequence[StatementSpeaker]:
        """Return who speaks in the cited words, in their order, each once; () where none is known."""
        said = [
            each.statement
            for each in self._context.statements.statements_in(place.source)
            if each.card.version == place.version
        ]
        found = [
            (each.passage, StatementSpeaker(each.speaker.name, each.resolution))
            for each in said
            if each.speaker is not None and any(c.span.overlaps(place.span) for c in each.content)
        ]
        in_order = [speaker for _, speaker in sorted(found, key=lambda each: each[0])]
        return list({each.name: each for each in reversed(in_order)}.values())[::-1]

    def cards(self) -> Sequence[ArticleCard]:
        """Return the articles, by file."""
        return self._context.articles.cards()

    def cards_of_file(self, digest: str) -> Sequence[ArticleCard]:
        """Return the articles that were read from a file of these bytes, by their SHA-256."""
        return self._context.articles.cards_of_file(digest)

    def articles_of(self, name: str) -> Sequence[ArticleCard] | NoSuchArticle:
        """Return all articles of a file: as cited, by its path, or by a tail of either."""
        cards = self._context.articles.cards()
        named = [
            card
            for card in cards
            if name in {each for of in (card.file, card.source) for each in (of, ITEM.sub("", of))}
        ]
        found = named or find_article(cards, name)
        return (found,) if isinstance(found, ArticleCard) else found

    def _card(self, key: str) -> ArticleCard | None:
        cards = self._context.articles.cards()
        return next((card for card in cards if card_key(card) == key), None)

    def _sentences(self, source: str, version: int) -> Sequence[Sentence]:
        """Return those of an article's live version, in order; none of one that was replaced."""
        articles = self._context.articles
        keys, _ = articles.vectors(Filters(sources=frozenset({source})))
        found = {
            each.sentence.span: each.sentence
            for passage in articles.passages(keys)
            if passage.card.version == version
            for each in passage.sentences
        }
        return [found[span] for span in sorted(found)]

    def names_in(self, text: str) -> Sequence[str]:
        """Return the full names of those whom a text names, if they stand in the articles."""
        people = map(self._context.quotes.person, names_in(without_lone_surrogates(text)))
        return tuple(dict.fromkeys(person.name for person in people if person is not None))

    def corpus_size(self) -> CorpusSize:
        """Return how much there is to answer from."""
        cards = self._context.articles.cards()
        return CorpusSize(
            articles=len(cards),
            outlets=len({card.outlet for card in cards} - {None}),
            passages=self._context.articles.count(),
            statements=sum(known.statements for known in self._context.statements.speakers()),
        )

    def revision(self) -> int:
        """Return another number than before where the articles have changed."""
        return self._context.statements.revision()

    def examples(self) -> Sequence[str]:
        """Return at most two questions that the articles answer: on those with most statements."""
        speakers = [known for known in self._context.statements.speakers() if known.speaker.named]
        said: Counter[str] = Counter()
        for known in speakers:
            said[known.speaker.name] += known.statements
        most = sorted(said, key=lambda name: (-said[name], name))
        return tuple(f"What did {name} say?" for name in most[:2])

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._context.encoder.encode(["ready"])
        self._context.quotes.quote("ready")

    def load_reader(self) -> None:
        """Load the reader, if there is one, so that no question waits for it; for the background.

        Raises:
            ModelError: it cannot be loaded.
        """
        if self._context.passage_reader is not None:
            self._context.passage_reader.read(_READY, [(_READY, [Span(0, len(_READY))])])

    def notices(self) -> Sequence[str]:
        """Return what is wrong with the stores though they answer, in sentences for the admin."""
        return self._notices()

    def refresh_index(self) -> None:
        """Bring the vector index up to date; for the background."""
        self._context.neighbours.refresh()
