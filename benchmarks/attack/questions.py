"""Asks questions that are meant to hang or to break, with the reader on, of the sample corpus."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as OverdueError
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TypeVar

from benchmarks.attack.table import Attack, Row
from bot.bootstrap import Components, opened
from bot.cli import console
from bot.cli.json_output import quote_json, reply_json
from bot.cli.terminal_text import TerminalConsole, json_line
from bot.ingestion import ingest_paths
from bot.messages.answer import render_answer
from bot.messages.quote import render_quote
from bot.service.service import RetrievalService
from bot.service.verbatim import words_in_quote_reply, words_in_reply
from bot.service.worker_threads import WorkerThreads
from bot.settings import ROOT, load_settings
from retrieval.errors import FilterError
from retrieval.model import Citation, Declined, DeclineKind, QuoteReply, Reply
from tests.hostile_questions import KINDS, hostile_questions

T = TypeVar("T")

BOUND = 10.0
"""Seconds of processor time in which a question has its reply, however busy the machine is."""
HANGS_AFTER = 120.0
"""Seconds after which a question hangs."""
AGAIN_EVERY = 10
"""One question in so many is asked twice, and has to have the same reply."""


def attack(given: Attack) -> Iterator[Row]:
    """Yield a row for each kind of question."""
    with tempfile.TemporaryDirectory(prefix="attack-questions-") as folder:
        settings = load_settings().model_copy(update={"data_dir": Path(folder)})
        ingest_paths(settings, [ROOT / "seeds"])
        with opened(settings) as components:
            yield from _Asking(components, WorkerThreads(1, "attack")).rows(given)


@dataclass(frozen=True, slots=True)
class _Asking:
    components: Components
    threads: WorkerThreads
    longest: list[float] = field(default_factory=list)
    """Seconds of processor time of the calls of one question."""

    def rows(self, given: Attack) -> Iterator[Row]:
        rows = {kind: Row(kind, 0) for kind in KINDS}
        longest = dict.fromkeys(KINDS, 0.0)
        self.components.service().warm_up()
        for number, (kind, question) in enumerate(hostile_questions(given.seed, given.size)):
            rows[kind].planned += 1
            if given.is_over:
                continue
            self.longest.clear()
            with rows[kind].trying(f"--seed {given.seed}, question {number}"):
                self._try(question, is_asked_again=number % AGAIN_EVERY == 0)
            longest[kind] = max(longest[kind], *self.longest, 0.0)
        for kind, row in rows.items():
            row.note = f"{longest[kind]:.1f} s at most, of {BOUND:.0f}"
            yield row

    def _try(self, question: str, *, is_asked_again: bool) -> None:
        service = self.components.service()
        reply, said = self._reply(service, question), self._quoted(service, question)
        if is_asked_again:
            assert self._reply(service, question) == reply, "another reply the second time"
            assert self._quoted(service, question) == said, "other words the second time"
        try:
            _show(reply, said)
        except Exception as error:
            raise AssertionError(f"cannot be shown: {type(error).__name__}: {error}") from error
        for citation, words in (*words_in_reply(reply), *words_in_quote_reply(said)):
            assert words == self._stored(citation), f"other words than those of {citation.file}"

    def _reply(self, service: RetrievalService, question: str) -> Reply:
        return self._within_bound(lambda: _asked(service, question))

    def _quoted(self, service: RetrievalService, question: str) -> QuoteReply:
        return self._within_bound(lambda: service.quote(question))

    def _within_bound(self, call: Callable[[], T]) -> T:
        """Return what the call returns; its error, or its silence, is a failed assertion."""
        job = self.threads.submit(lambda: _timed(call))
        try:
            result: T
            result, seconds = job.future.result(HANGS_AFTER)
        except OverdueError:
            self.threads.abandon(job)
            raise AssertionError(f"no reply within {HANGS_AFTER:.0f} s") from None
        except Exception as error:
            raise AssertionError(f"no reply: {type(error).__name__}: {error}") from error
        assert seconds <= BOUND, f"{seconds:.1f} s of processor time"
        self.longest.append(seconds)
        return result

    def _stored(self, citation: Citation) -> str | None:
        text = self.components.catalogue.articles.text(citation.source, citation.version)
        return None if text is None else citation.span.of(text)


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    """Return the result with the seconds of processor time of this thread."""
    began = time.thread_time()
    result = call()
    return result, time.thread_time() - began


def _asked(service: RetrievalService, question: str) -> Reply:
    """Ask as the terminal and Telegram do: a filter that cannot be understood is told."""
    try:
        return service.ask(question)
    except FilterError as error:
        return Declined(question, str(error), 0.0, (), kind=DeclineKind.FILTER)


def _show(reply: Reply, said: QuoteReply) -> None:
    """Print both as the terminal does, as JSON and as messages of Telegram."""
    page = TerminalConsole(file=StringIO(), width=80)
    console.print_reply(page, reply)
    console.print_quote(page, said)
    for form in (reply_json(reply, 0.0), quote_json(said)):
        json.loads(json_line(form))
    render_answer(reply, "key", {})
    render_quote(said, "key")
