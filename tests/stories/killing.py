"""Ingests a newspaper in processes that are killed, and looks at what is left."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from tests.fakes import HashingEncoder
from tests.stories.killed_ingest import Order
from tests.stories.newspaper import CorpusSnapshot, print_evening, print_morning, snapshot_of

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashingEncoder()
KILLED = -9


@dataclass
class Nursery:
    process: subprocess.Popen[str]

    def run(self, order: Order) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(order)) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@dataclass(frozen=True)
class Desk:
    """A newspaper whose morning edition is in the catalogue and whose evening edition is out."""

    folder: Path

    @property
    def paper(self) -> Path:
        return self.folder / "paper"

    @property
    def data_dir(self) -> Path:
        return self.folder / "var"

    def order(
        self,
        *,
        die_at: int | None = None,
        die_before: str | None = None,
        die_after: float | None = None,
    ) -> Order:
        return Order(
            str(self.data_dir),
            str(self.paper),
            str(self.folder / "acknowledged"),
            str(self.folder / "measured"),
            die_at,
            die_before,
            die_after,
        )

    def copy_to(self, folder: Path) -> Desk:
        """The same catalogue and index; the paper stays where it is, as its path is its name."""
        shutil.copytree(self.data_dir, folder / "var")
        (folder / "paper").symlink_to(self.paper)
        return Desk(folder)


@contextmanager
def opened_nursery() -> Iterator[Nursery]:
    """Starts the process that forks those which are killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stories.killed_ingest"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def evening_before_ingest(nursery: Nursery, folder: Path) -> Desk:
    """The morning edition is in the catalogue, the evening edition is printed."""
    service = Desk(folder)
    print_morning(service.paper)
    assert nursery.run(service.order()) == 0
    print_evening(service.paper)
    return service


@dataclass(frozen=True)
class Uninterrupted:
    """What is there before a run that nobody kills, what it leaves, and in how many steps."""

    before: CorpusSnapshot
    left: CorpusSnapshot
    steps: int


def ingested_without_a_kill(nursery: Nursery, service: Desk, folder: Path) -> Uninterrupted:
    """What the run leaves that the others are compared with; it is made of a copy."""
    copy = service.copy_to(folder)
    before = left_in(copy)
    assert nursery.run(copy.order()) == 0
    return Uninterrupted(before, left_in(copy), int((copy.folder / "measured").read_text()))


def left_in(service: Desk) -> CorpusSnapshot:
    """What the catalogue tells; and the index, which must be sound, tells the same."""
    catalogue = open_catalogue(service.data_dir / "catalogue.db", ENCODER.model)
    store = VectorStore(service.data_dir, catalogue)
    store.open()
    assert (store.notice, store.needs_rebuild, catalogue.outbox.pending(1)) == (None, False, [])
    index = store._opened_index()
    assert index is not None
    assert index.count() == catalogue.articles.count()
    question = ENCODER.encode(["Varro closed its harbour after a storm"])[0]
    assert [k for k, _ in store.nearest(question, 5)] == [
        k for k, _ in store._exactly(question, 5)
    ]
    found = snapshot_of(catalogue)
    store.close()
    catalogue.close()
    return found


def generations(service: Desk) -> list[str]:
    """Of the index: more than the first means that it had to be built anew."""
    return sorted(path.name for path in (service.data_dir / "vectors").iterdir())


def look_for_damage(service: Desk, uninterrupted: Uninterrupted) -> None:
    """The catalogue is sound, every article old or new, and what was acknowledged is in it."""
    connection = sqlite3.connect(service.data_dir / "catalogue.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO lexicon (lexicon) VALUES ('integrity-check')")
    half = connection.execute(
        "SELECT count(*) FROM passages WHERE version NOT IN (SELECT live FROM articles)"
    )
    assert half.fetchone() == (0,)
    connection.close()
    catalogue = open_catalogue(service.data_dir / "catalogue.db", ENCODER.model)
    known = catalogue.writer.entries()
    acknowledged = service.folder / "acknowledged"
    for line in acknowledged.read_text().splitlines() if acknowledged.exists() else []:
        source, fingerprint = line.split("\t")
        assert known[source].fingerprint == fingerprint
        assert known[source].embedded
    found = snapshot_of(catalogue).passages
    before, after = uninterrupted.before.passages, uninterrupted.left.passages
    for file in before | after:
        assert found.get(file) in (before.get(file), after.get(file))
    catalogue.close()
