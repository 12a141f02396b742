"""Memory of a process that answers, before and after its first upload, as a ratio.

The upload is read by a process of its own, as the bot does, and by the one that answers:

    python -m benchmarks.upload_memory
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from bot.bootstrap import opened
from bot.ingestion import CorpusEditor, ingest_paths
from bot.settings import ROOT, load_settings

QUESTION = "How much will the new terminal cost?"
APART, INSIDE = "a process of its own", "the process that answers"


def main() -> None:
    if sys.argv[1:]:
        before, after = _memory_around_an_upload(apart=sys.argv[1] == APART)
        print(before, after)
        return
    print("| the upload is read by | MiB before | MiB after | after / before |")
    print("|---|---|---|---|")
    for reader in (APART, INSIDE):
        with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
            shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
            done = subprocess.run(  # noqa: S603 - this interpreter and this module
                [sys.executable, "-m", "benchmarks.upload_memory", reader],
                cwd=ROOT,
                env={**os.environ, "VERBATIM_DATA_DIR": folder},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        before, after = map(float, done.stdout.split())
        print(f"| {reader} | {before:.0f} | {after:.0f} | {after / before:.2f} |")


def _memory_around_an_upload(*, apart: bool) -> tuple[float, float]:
    """Return the resident memory in MiB when questions were answered, and after an upload."""
    settings = load_settings()
    first, *others = sorted((Path(os.environ["VERBATIM_DATA_DIR"]) / "seeds").glob("*.txt"))
    editor = CorpusEditor(settings)
    editor.ingest(others)
    with opened(settings) as components:
        service = components.service()
        service.warm_up()
        service.ask(QUESTION)
        before = _resident()
        report = editor.ingest([first]) if apart else ingest_paths(settings, [first])
        if report.articles != 1:
            raise AssertionError(report)
        service.ask(QUESTION)
        return before, _resident()


def _resident() -> float:
    return float(psutil.Process().memory_info().rss / 2**20)


if __name__ == "__main__":
    main()
