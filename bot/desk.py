"""Whoever answers: one object that the terminal and Telegram both ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from retrieval.ask import Library, ask
from retrieval.errors import NotVerbatimError
from retrieval.model import Citation, ListedOutlet, QuoteReply, Reply
from retrieval.ports import KnownSpeaker, Reading
from retrieval.sources import outlets


class Desk:
    """Asks the library. Synchronous; may be called from several threads at once."""

    def __init__(
        self,
        library: Library,
        *,
        passages_shown: int,
        min_confidence: float,
        speakers: Callable[[], Sequence[KnownSpeaker]],
        chores: Callable[[], None],
    ) -> None:
        """A desk over a library; ``chores`` keep its stores in order."""
        self._speakers = speakers
        self._library = library
        self._passages_shown = passages_shown
        self._min_confidence = min_confidence
        self._chores = chores

    def ask(self, question: str) -> Reply:
        """What the articles say to a question, checked word for word against the store.

        Raises:
            FilterError: a filter in the question cannot be understood.
        """
        reply = ask(
            question,
            self._library,
            limit=self._passages_shown,
            min_confidence=self._min_confidence,
        )
        for excerpt in reply.passages:
            if self.words_of(excerpt.citation) != excerpt.text:
                raise NotVerbatimError(f"{excerpt.citation.file}: the words have changed")
        return reply

    def outlets(self) -> Sequence[ListedOutlet]:
        """The outlets with their articles."""
        return outlets(self._library.reading.cards())

    def quote(self, name: str) -> QuoteReply:
        """What somebody of that name said."""
        return self._library.quote(name)

    def words_of(self, citation: Citation) -> str:
        """The stored words at the citation, read again from the store.

        Raises:
            NotVerbatimError: that version of the article is gone, or the span lies outside it.
        """
        return words_of(self._library.reading, citation)

    def examples(self) -> Sequence[str]:
        """Two questions that the articles answer: what those say who say most."""
        speakers = [known for known in self._speakers() if known.speaker.named]
        said: Counter[str] = Counter()
        for known in speakers:
            said[known.speaker.name] += known.statements
        most = sorted(said, key=lambda name: (-said[name], name))
        return tuple(f"What did {name} say?" for name in most[:2])

    def make_ready(self) -> None:
        """Loads what the first question would otherwise wait for."""
        self._library.encoder.encode(["ready"])
        self._library.quote("ready")

    def upkeep(self) -> None:
        """Background chores."""
        self._chores()


def words_of(reading: Reading, citation: Citation) -> str:
    """The stored words at a citation.

    Raises:
        NotVerbatimError: that version of the article is gone, or the span lies outside it.
    """
    text = reading.text(citation.source, citation.version)
    if text is None or citation.span.end > len(text):
        raise NotVerbatimError(f"{citation.file}: the cited version is no longer stored")
    return citation.span.of(text)
