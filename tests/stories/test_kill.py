"""``kill -9`` in the middle of ingest, again and again, and what is left."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from tests.fakes import HashingEncoder
from tests.stories.killed_ingest import Order
from tests.stories.newspaper import CorpusSnapshot, print_evening, print_morning, snapshot_of

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashingEncoder()
KILLED = -9
PICK = random.Random(20260222)  # noqa: S311 - the same moments every time


@dataclass
class Nursery:
    process: "subprocess.Popen[str]"

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

    def copy_to(self, folder: Path) -> "Desk":
        """The same catalogue and index; the paper stays where it is, as its path is its name."""
        shutil.copytree(self.data_dir, folder / "var")
        (folder / "paper").symlink_to(self.paper)
        return Desk(folder)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
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


@pytest.fixture(scope="module")
def service(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    service = Desk(tmp_path_factory.mktemp("desk"))
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


@pytest.fixture(scope="module")
def uninterrupted(
    nursery: Nursery, service: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Uninterrupted:
    copy = service.copy_to(tmp_path_factory.mktemp("uninterrupted"))
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


@pytest.mark.parametrize("share", sorted(PICK.random() for _ in range(12)))
def test_a_kill_at_any_statement_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, share: float
) -> None:
    copy = service.copy_to(tmp_path)
    at = 1 + int(share * uninterrupted.steps)
    assert nursery.run(copy.order(die_at=at)) == KILLED
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


@pytest.mark.parametrize(
    "words",
    [
        "BEGIN IMMEDIATE",
        "UPDATE articles SET live",  # after the old contents are dropped
        "DELETE FROM embeddings",  # after the switch
        "COMMIT",
        "DELETE FROM articles",  # what is gone
        "UPDATE generation SET seal",  # the index is about to be opened
        "index: upsert",
        "index: upserted",
        "index: deleted",
        "DELETE FROM outbox",  # the index was told, the outbox was not
    ],
)
def test_a_kill_between_two_steps_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, words: str
) -> None:
    copy = service.copy_to(tmp_path)
    assert nursery.run(copy.order(die_before=words)) == KILLED
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


@pytest.mark.parametrize("die_after", sorted(PICK.uniform(0.005, 0.3) for _ in range(8)))
def test_a_kill_at_any_moment_loses_nothing(
    nursery: Nursery, service: Desk, uninterrupted: Uninterrupted, tmp_path: Path, die_after: float
) -> None:
    copy = service.copy_to(tmp_path)
    assert nursery.run(copy.order(die_after=die_after)) in {KILLED, 0}  # it may have been quicker
    look_for_damage(copy, uninterrupted)
    assert nursery.run(copy.order()) == 0
    assert left_in(copy) == uninterrupted.left
    assert generations(copy) == ["g1"]


def test_kill_after_kill_in_the_first_ingest_loses_nothing(
    nursery: Nursery, tmp_path: Path, uninterrupted: Uninterrupted
) -> None:
    service = Desk(tmp_path)
    print_morning(service.paper)
    print_evening(service.paper)
    for at in (3, 30, 60, 400, 700):
        assert nursery.run(service.order(die_at=at)) == KILLED
    assert nursery.run(service.order(die_before="INSERT INTO generation")) == KILLED
    assert nursery.run(service.order()) == 0
    assert left_in(service) == uninterrupted.left
