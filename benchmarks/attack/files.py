"""Ingests malformed files beside good ones, and looks whether each costs only itself."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.attack.malformed import ENCODINGS, SIDECARS, malformed
from benchmarks.attack.table import Attack, Row
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.model import Article
from retrieval.ports import EncoderModel
from tests.stories.newspaper import report_on

ROOT = Path(__file__).resolve().parents[2]
AT_A_TIME = 250
GOOD = 10
BOUND = 600
"""Seconds in which so many files are ingested, whatever is in them."""
SECONDS_A_FILE = 5
_SIDECAR_OF = 20


def attack(given: Attack) -> Iterator[Row]:
    """Yield one row: what became of so many malformed files."""
    row = Row("malformed files", given.size)
    came: Counter[str] = Counter()
    for first in range(0, given.size, AT_A_TIME):
        if given.is_over:
            break
        numbers = range(first, min(first + AT_A_TIME, given.size))
        with tempfile.TemporaryDirectory(prefix="attack-files-") as folder:
            _try(row, came, Path(folder), [f"{given.seed} {number}" for number in numbers])
    row.note = ", ".join(f"{count} {what}" for what, count in sorted(came.items()))
    yield row


def _try(row: Row, came: Counter[str], folder: Path, seeds: list[str]) -> None:
    files = _print(folder / "news", seeds)
    report: Mapping[str, Any] | None = None
    with _noting(row, f"ingest of {seeds[0]} to {seeds[-1]}"):
        report = _ingested(folder)
    row.tried += len(seeds)
    if report is None:
        return
    stored = _stored(folder / "data")
    reasons = {each["file"]: each["reason"] for each in report["skipped"]}
    for number in range(GOOD):
        with _noting(row, f"the good file {number} among {seeds[0]} to {seeds[-1]}"):
            assert f"good-{number}.txt" in stored, "a good file is not in"
    for name, (seed, raw) in files.items():
        with _noting(row, f"{seed}, {name}"):
            articles = [each for file, each in stored.items() if file.partition("#")[0] == name]
            said = [why for file, why in reasons.items() if file.startswith(name)]
            came["read" if articles else "skipped"] += 1
            assert articles or said, "neither in nor skipped"
            assert all(said), "skipped without a reason"
            assert not any("could not be" in why for why in said), f"not expected: {said}"
            for article in articles:
                _check(article, raw)


@contextmanager
def _noting(row: Row, how: str) -> Iterator[None]:
    """Note what breaks without counting a try: each file is one, whatever is looked at."""
    tried = row.tried
    with row.trying(how):
        yield
    row.tried = tried


def _print(folder: Path, seeds: list[str]) -> Mapping[str, tuple[str, bytes]]:
    """Write the files; return the seed and the bytes of each malformed one."""
    folder.mkdir()
    for number in range(GOOD):
        (folder / f"good-{number}.txt").write_text(report_on(number), encoding="utf-8")
    files = {}
    for number, seed in enumerate(seeds):
        pick = random.Random(seed)
        suffix, raw = malformed(pick)
        name = f"bad-{number}{suffix}"
        (folder / name).write_bytes(raw)
        if not pick.randrange(_SIDECAR_OF):
            (folder / f"{name}.meta.toml").write_bytes(pick.choice(SIDECARS))
        files[name] = (seed, raw)
    return files


def _ingested(folder: Path) -> Mapping[str, Any]:
    """Return the report of the command, which ends in time and without a traceback."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell: this interpreter, this project, a folder of ours
            [sys.executable, "-P", "-m", "bot", "ingest", "--json", str(folder / "news")],
            cwd=folder,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                "VERBATIM_DATA_DIR": str(folder / "data"),
                "VERBATIM_MAX_FILE_SECONDS": str(SECONDS_A_FILE),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=BOUND,
        )
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"not ended within {BOUND} s") from error
    assert "Traceback" not in done.stderr, done.stderr.strip().rpartition("\n")[2]
    assert done.returncode in (0, 3), f"exit code {done.returncode}: {done.stderr[-200:]}"
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def _stored(data_dir: Path) -> Mapping[str, Article]:
    catalogue = open_catalogue(data_dir / "catalogue.sqlite", EncoderModel("none", "1", 1))
    try:
        cards = catalogue.articles.cards()
        found = (catalogue.articles.article(each.source, each.version) for each in cards)
        return {article.file: article for article in found if article is not None}
    finally:
        catalogue.close()


def _check(article: Article, raw: bytes) -> None:
    """Compare the text of a text file with its bytes, and see that spans lie within the text."""
    assert all(0 <= each.span.start < each.span.end <= len(article.text) for each in article.body)
    article.text.encode()
    assert "\0" not in article.text
    if article.file.endswith((".txt", ".md")):
        assert _is_reading_of(article.text, raw), "the stored text is not the file's"


def _is_reading_of(text: str, raw: bytes) -> bool:
    """Whether a text is what the bytes are in some encoding; C1 controls are Windows-1252."""
    for encoding in (*ENCODINGS, "utf-16-be", "latin-1", "cp1250", "cp1254", "big5", "euc_jp"):
        try:
            read = raw.decode(encoding)
        except UnicodeError:
            continue
        if _without_controls(read) == _without_controls(text):
            return True
    return (
        len(text) <= len(raw)
        and text.encode("ascii", "ignore") == raw.decode("ascii", "ignore").encode()
    )


def _without_controls(text: str) -> str:
    western = (
        bytes([ord(char)]).decode("cp1252", "ignore") if "\x80" <= char <= "\x9f" else char
        for char in text
    )
    return "".join(western).removeprefix("\ufeff")
