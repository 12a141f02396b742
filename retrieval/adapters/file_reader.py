"""Reads files in a process of their own, which is ended where one takes too long or crashes it.

A parser of pages cannot be interrupted, and some pages keep it busy for hours. What is small cannot,
and is read here.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from pydantic import TypeAdapter

from retrieval.adapters.isolated_process import LineServer, ProcessEndedError
from retrieval.corpus.files import FoundFile, Limits, Skipped
from retrieval.corpus.read import Articles, RawArticle, articles_of, read_file

_PLAIN: Final = (".txt", ".md")
_SMALL: Final = 64_000
"""Bytes up to which no page is known that takes seconds."""


@dataclass(frozen=True, slots=True)
class _Request:
    path: Path
    file: str
    limits: Limits
    seconds: float


_REQUEST: Final = TypeAdapter(_Request)
_ANSWER: Final[TypeAdapter[RawArticle | Skipped]] = TypeAdapter(RawArticle | Skipped)


class IsolatedFileReader:
    """Reads files as ``read_file`` does, but for at most so many seconds an article.

    Args:
        seconds: of real time, for one article or the beginning of the file.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._server = LineServer(__name__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def __call__(self, found: FoundFile, limits: Limits) -> Articles:
        """Return the articles of one file, and what of it is skipped; never raises."""
        if found.path.suffix.lower() in _PLAIN or _size(found.path) <= _SMALL:
            return read_file(found, limits)
        articles: list[RawArticle] = []
        skipped: list[Skipped] = []
        request = _REQUEST.dump_json(_Request(found.path, found.file, limits, self._seconds))
        try:
            for line in self._server.ask(request):
                match _ANSWER.validate_json(line):
                    case RawArticle() as article:
                        articles.append(article)
                    case skip:
                        skipped.append(skip)
        except ProcessEndedError as error:
            skipped.append(Skipped(found.file, self._reason(error, len(articles) + len(skipped))))
        return articles, skipped

    def _reason(self, error: ProcessEndedError, read: int) -> str:
        place = f"; {read:,} articles before it are read" if read else ""
        if error.status == -signal.SIGALRM:
            return f"not read within {self._seconds:g} s: see VERBATIM_MAX_FILE_SECONDS{place}"
        return f"the reader crashed on it, with status {error.status}{place}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def serve() -> None:
    """Answer each request on standard input with the articles of its file, a line each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks
    with suppress(OSError):  # where memory ends, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        for answer in _answers(_REQUEST.validate_json(line)):
            out.write(_ANSWER.dump_json(answer) + b"\n")
            out.flush()  # before the next one can end this process
        out.write(b"\n")
        out.flush()


def _answers(request: _Request) -> Iterator[RawArticle | Skipped]:
    """Yield what is in a file; the time for each ends this process."""
    signal.setitimer(signal.ITIMER_REAL, request.seconds)
    for each in articles_of(FoundFile(request.path, request.file), request.limits):
        signal.setitimer(signal.ITIMER_REAL, 0)
        yield each
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    serve()
