"""Ingests files into the stores of the settings, from the terminal and from Telegram alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.bootstrap import known_outlets, open_file_reader, open_parser, opened, reading_limits
from bot.settings import Settings
from retrieval.ingest import IngestReport, MissingFiles, ingest

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
        opened(settings, data_dir=data_dir, threads=cores) as components,
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
