"""The one way from the asynchronous front desk into synchronous retrieval."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from bot.messages.pagination import MessagePart
from bot.messages.verify import assert_verbatim
from bot.monitoring import Metrics
from bot.service.articles import ArticleDetails, CorpusSize, SourceFile
from bot.service.service import SentenceContext
from retrieval.answer.followups import PreviousTurn
from retrieval.errors import FilterError
from retrieval.model import Citation, CitedStatement, ListedOutlet, QuoteReply, Reply

PATIENCE = 45.0
"""How long a reader waits for one answer, in seconds."""

T = TypeVar("T")


class Service(Protocol):
    """Whoever answers. Synchronous; may be called from several threads at once."""

    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        """What the articles say to a question, which may lean on the one before it.

        Raises:
            FilterError: a filter in the question cannot be understood.
        """

    def outlets(self) -> Sequence[ListedOutlet]:
        """The outlets with their articles."""

    def quote(self, name: str) -> QuoteReply:
        """What somebody of that name said."""

    def words_of(self, citation: Citation) -> str:
        """The stored words at the citation, read again from the store.

        Raises:
            NotVerbatimError: they are no longer there.
        """

    def context(self, citation: Citation) -> SentenceContext:
        """The cited words with the sentences around them.

        Raises:
            NotVerbatimError: they are no longer there.
        """

    def file_of(self, citation: Citation) -> SourceFile | None:
        """The file that the citation stands in; None where it is gone or was altered."""

    def article(self, key: str) -> ArticleDetails | None:
        """The article of that key; None where it is there no more."""

    def statements_in(self, key: str) -> Sequence[CitedStatement]:
        """The statements in the article of that key, as they come in it."""

    def names_in(self, text: str) -> Sequence[str]:
        """Those of the names in a text that somebody goes by who stands in the articles."""

    def stock(self) -> CorpusSize:
        """How much there is to answer from."""

    def revision(self) -> int:
        """Another number than before, where the articles have changed."""

    def examples(self) -> Sequence[str]:
        """Two questions that the articles answer, possibly none."""

    def upkeep(self) -> None:
        """Background chores; called every few seconds."""


class ServiceExecutor:
    """Lets a bounded number of questions through at once, each for a bounded time."""

    def __init__(self, service: Service, *, workers: int, patience: float = PATIENCE) -> None:
        self._service = service
        self._patience = patience
        self._turns = asyncio.Semaphore(workers)
        # One thread more than questions: the chores never take the turn of a reader.
        self._threads = ThreadPoolExecutor(workers + 1, thread_name_prefix="desk")

    async def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        """What the articles say to a question; TimeoutError after too long a wait."""
        return await self._in_turn(lambda: self._service.ask(question, earlier))

    async def outlets(self) -> Sequence[ListedOutlet]:
        """The outlets with their articles; TimeoutError after too long a wait."""
        return await self._in_turn(self._service.outlets)

    async def quote(self, name: str) -> QuoteReply:
        """What somebody of that name said; TimeoutError after too long a wait."""
        return await self._in_turn(lambda: self._service.quote(name))

    async def context(self, citation: Citation) -> SentenceContext:
        """The cited words with the sentences around them.

        Raises:
            NotVerbatimError: they are no longer there.
        """
        return await self._in_turn(lambda: self._service.context(citation))

    async def file_of(self, citation: Citation) -> SourceFile | None:
        """The file that the citation stands in; None where it is gone or was altered."""
        return await self._in_turn(lambda: self._service.file_of(citation))

    async def digests(self, citations: Iterable[Citation]) -> Mapping[str, str]:
        """SHA-256 of the files of these articles by their source, as far as they are there."""
        places = {each.source: each for each in citations}

        def read() -> Mapping[str, str]:
            files = {source: self._service.file_of(place) for source, place in places.items()}
            return {source: file.digest for source, file in files.items() if file is not None}

        return await self._in_turn(read)

    async def article(self, key: str) -> ArticleDetails | None:
        """The article of that key; None where it is there no more."""
        return await self._in_turn(lambda: self._service.article(key))

    async def statements_in(self, key: str) -> Sequence[CitedStatement]:
        """The statements in the article of that key, as they come in it."""
        return await self._in_turn(lambda: self._service.statements_in(key))

    async def names_in(self, text: str) -> Sequence[str]:
        """Those of the names in a text that somebody goes by who stands in the articles."""
        return await self._in_turn(lambda: self._service.names_in(text))

    async def stock(self) -> CorpusSize:
        """How much there is to answer from."""
        return await self._in_turn(self._service.stock)

    async def revision(self) -> int:
        """Another number than before, where the articles have changed."""
        return await self._in_turn(self._service.revision)

    async def examples(self) -> Sequence[str]:
        """Two questions that the articles answer, possibly none."""
        return await self._in_turn(self._service.examples)

    async def check(self, parts: Sequence[MessagePart]) -> None:
        """Passes when every quotation in the messages is the source's words.

        Raises:
            NotVerbatimError: one of them is not.
        """
        await self._in_turn(lambda: assert_verbatim(parts, self._service.words_of))

    async def upkeep(self) -> None:
        """The background chores, however long they take."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._service.upkeep)

    async def close(self) -> None:
        """Waits for the work in hand and takes no more."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    async def _in_turn(self, work: Callable[[], T]) -> T:
        """The work's result. A turn is over when its thread is free, not when patience ends."""
        async with asyncio.timeout(self._patience):
            await self._turns.acquire()
            try:
                future = asyncio.get_running_loop().run_in_executor(self._threads, work)
            except BaseException:
                self._turns.release()
                raise
            future.add_done_callback(self._end_of_turn)
            return await asyncio.shield(future)

    def _end_of_turn(self, future: asyncio.Future[T]) -> None:
        self._turns.release()
        if not future.cancelled():
            future.exception()  # nobody may be waiting for it any more


R = TypeVar("R", Reply, QuoteReply)


class MeteredServiceExecutor(ServiceExecutor):
    """Counts the questions that pass by what came of them, and how long they took."""

    def __init__(
        self, service: Service, metrics: Metrics, *, workers: int, patience: float = PATIENCE
    ) -> None:
        super().__init__(service, workers=workers, patience=patience)
        self._metrics = metrics

    async def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        """As a door does."""
        return await self._metered(super().ask(question, earlier))

    async def quote(self, name: str) -> QuoteReply:
        """As a door does."""
        return await self._metered(super().quote(name))

    async def _metered(self, looking: Awaitable[R]) -> R:
        began, outcome = time.perf_counter(), "failed"
        try:
            reply = await looking
            outcome = type(reply).__name__
        except TimeoutError:
            outcome = "TooLong"
            raise
        except FilterError:
            outcome = "Misunderstood"
            raise
        finally:
            self._metrics.question(outcome, time.perf_counter() - began)
        return reply
