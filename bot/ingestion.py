"""Ingests files into the stores of the settings, and removes articles from them.

``python -m bot.ingestion`` reads an ``_Order`` from standard input, and writes the report as JSON:
what reading articles takes in memory stays in that process.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.bootstrap import (
    SAYS_WHY,
    known_outlets,
    open_file_reader,
    open_parser,
    opened,
    reading_limits,
    run_module,
)
from bot.settings import Settings
from retrieval.errors import IsolatedProcessError, VerbatimError
from retrieval.ingest.report import IngestReport
from retrieval.ingest.run import MissingFiles, ingest

DEADLINE = 3600.0
"""Seconds that an ingest in a process of its own may take; what it wrote until then is kept."""

ShowProgress = Callable[[str, int, int], None]
"""Is told the stage, and how much of how much of it is done."""


def ingest_paths(
    settings: Settings,
    paths: Sequence[Path],
    *,
    gone: MissingFiles = MissingFiles.KEEP,
    follow_links: bool = False,
    data_dir: Path | None = None,
    progress: ShowProgress = lambda _stage, _done, _total: None,
) -> IngestReport:
    """Ingest the files below the paths, then bring the vector index up to date.

    Args:
        settings: say how to read, and where the data folder is.
        paths: files and folders.
        gone: what to do with articles whose files are missing.
        follow_links: whether links that lead out of a folder are followed.
        data_dir: the data folder, if not that of the settings.
        progress: is told how far it is.
    """
    cores = os.cpu_count() or 1
    with (
        opened(settings, data_dir=data_dir, threads=cores, is_ingest=True) as components,
        open_file_reader(settings) as read,
    ):
        report = ingest(
            paths,
            catalogue=components.catalogue.writer,
            encoder=components.encoder,
            parser=open_parser(),
            limits=reading_limits(settings),
            outlets=known_outlets(settings),
            gone=gone,
            follow_links=follow_links,
            read=read,
            progress=lambda step: progress(step.stage, step.done, step.total),
        )
        components.vectors.refresh(lambda done, total: progress("indexing", done, total))
    return report


def rebuild_index(settings: Settings, progress: ShowProgress) -> int:
    """Build the vector index anew from the catalogue; return how many passages it holds."""
    with opened(settings) as components:
        components.vectors.rebuild(lambda done, total: progress("indexing", done, total))
        components.vectors.drain()
        return components.catalogue.outbox.embedded_count()


@dataclass(frozen=True, slots=True)
class CorpusEditor:
    """Adds articles to the corpus and removes them, while others answer from it.

    Attributes:
        deadline: seconds that one ingest may take.
    """

    settings: Settings
    deadline: float = DEADLINE

    def ingest(self, paths: Sequence[Path]) -> IngestReport:
        """Ingest files in a process of its own; whoever answers sees the articles afterwards.

        Raises:
            IsolatedProcessError: it failed, was ended or took too long. Articles that it had
                committed until then are kept.
        """
        values = self.settings.model_dump(mode="json", include=_OF_INGEST)
        order = _Order(settings=values, paths=[path.resolve() for path in paths])
        written = run_module("bot.ingestion", order.model_dump_json().encode(), self.deadline)
        try:
            return _REPORT.validate_json(written)
        except ValidationError:
            raise IsolatedProcessError("bot.ingestion wrote no report") from None

    def remove(self, sources: Collection[str]) -> None:
        """Remove articles with their statements and vectors.

        Raises:
            CatalogueError: the catalogue cannot be written.
        """
        with opened(self.settings) as components:
            components.catalogue.writer.remove(sources)


class _Order(BaseModel):
    """What a process of its own is to ingest, and the settings that matter to it."""

    settings: dict[str, object]
    paths: list[Path]


_MENDABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
"""What an admin can mend on the machine: no room on the disk, or no right to write to it."""

_REPORT = TypeAdapter(IngestReport)
_OF_INGEST = {
    "data_dir",
    "models_dir",
    "outlets_file",
    "speakers_file",
    "max_file_bytes",
    "max_article_characters",
    "max_file_seconds",
    "model",
    "reader",
}


def _carry_out_order() -> None:
    order = _Order.model_validate_json(sys.stdin.buffer.read())
    try:
        report = ingest_paths(Settings.model_validate(order.settings), order.paths)
    except VerbatimError as error:
        _end_saying(str(error))
    except OSError as error:
        if error.errno not in _MENDABLE:
            raise
        named = f": {error.filename}" if error.filename else ""
        _end_saying(f"{error.strerror}{named}")
    sys.stdout.buffer.write(_REPORT.dump_json(report))


def _end_saying(why: str) -> NoReturn:
    sys.stderr.write(f"{' '.join(why.split())}\n")
    sys.exit(SAYS_WHY)


if __name__ == "__main__":
    _carry_out_order()
