"""Breaks the vector index, and looks whether that is noticed, bounded, answered around, repaired."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from benchmarks.attack.index_faults import NamedFault, all_faults
from benchmarks.attack.table import Attack, Row
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.ports import Vectors
from tests.adapters.stores import article, digested
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dimension=64)
PASSAGES = 1100
"""More than Chroma keeps in its log: some of it lies in the files of its graph."""
BOUND = 60.0
"""Seconds in which a process with a broken index opens it, answers and repairs it."""
NEAREST, _FOUND = 20, 0.95
QUESTIONS = tuple(f"word{n} word{n + 7} word{n + 50}" for n in range(0, 100, 10))


@dataclass(frozen=True, slots=True)
class Found:
    """What a process saw of the index: its notices, and whether its answers are right."""

    opened: str | None
    right_before: int
    left: str | None
    right_after: int
    seconds: float


def attack(given: Attack) -> Iterator[Row]:
    """Yield a row for each fault; those beyond the list are its faults with other random bits."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "chromadb"])
    with tempfile.TemporaryDirectory(prefix="attack-index-") as folder:
        sound = Path(folder) / "sound"
        _fill(sound)
        faults = all_faults()
        for number in range(given.size):
            fault = faults[number % len(faults)]
            row = Row(fault.name, 1)
            if not given.is_over:
                data_dir = Path(folder) / "try"
                shutil.copytree(sound, data_dir)
                _try(row, fault, data_dir, random.Random(f"{given.seed} {number}"))
                shutil.rmtree(data_dir)
            yield row


def _try(row: Row, fault: NamedFault, data_dir: Path, pick: random.Random) -> None:
    with row.trying(fault.name):
        with fault.fault(data_dir, pick):
            first = _looked_at(data_dir)
            row.note = (first.opened or first.left or "nothing noticed").replace(
                f"{data_dir}/", ""
            )
            _all_right(first)
            if fault.lasts:
                assert first.left is not None, "a fault that lasts is not said"
            else:
                assert first.left is None, f"not repaired: {first.left}"
        second = _looked_at(data_dir)
        _all_right(second)
        assert second.left is None, f"not repaired once the fault is gone: {second.left}"


def _all_right(found: Found) -> None:
    before, after = found.right_before, found.right_after
    assert before == len(QUESTIONS), f"{before} of {len(QUESTIONS)} answers right before a rebuild"
    assert after == len(QUESTIONS), f"{after} of {len(QUESTIONS)} answers right after it"


def _looked_at(data_dir: Path) -> Found:
    """Return what a process of its own sees; its end or its silence is a failed assertion."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_look, args=(data_dir, theirs))
    process.start()
    theirs.close()
    try:
        answered = ours.poll(BOUND)
        found = ours.recv() if answered else None
    except EOFError:
        found = None
    else:
        assert answered, f"no end within {BOUND:.0f} s"
    finally:
        process.join(5 if process.is_alive() else 0)
        if process.is_alive():
            process.kill()
        process.join()
    assert isinstance(found, Found), f"it ended the program: {process.exitcode}, {found}"
    return found


def _look(data_dir: Path, tell: Connection) -> None:
    try:
        tell.send(_look_at(data_dir))
    except Exception as error:  # noqa: BLE001 - whatever comes out of the store is the finding
        tell.send(f"{type(error).__name__}: {error}")


def _look_at(data_dir: Path) -> Found:
    began = time.monotonic()
    catalogue = open_catalogue(data_dir / "catalogue.sqlite", ENCODER.model)
    store = VectorStore(data_dir, catalogue)
    store.open()
    before = _right(store)
    opened = store.notice
    store.refresh()
    after, left = _right(store), store.notice
    store.close()
    catalogue.close()
    return Found(opened, before, left, after, time.monotonic() - began)


def _right(store: VectorStore) -> int:
    """Return to how many questions the store's answer is as good as an exact comparison's."""
    return sum(_is_right(store, vector) for vector in ENCODER.encode(QUESTIONS))


def _is_right(store: VectorStore, vector: Vectors) -> bool:
    """Every cosine is that of its passage, and they are the highest, but for one in twenty."""
    everything = dict(store._exactly(vector, PASSAGES))  # noqa: SLF001 - what it falls back on is what is right
    found = store.nearest(vector, NEAREST)
    said = [cosine for _, cosine in found]
    true = [everything.get(key, np.nan) for key, _ in found]
    if len(found) != NEAREST or not np.allclose(said, true, atol=1e-3):
        return False
    highest = sorted(everything.values(), reverse=True)[:NEAREST]
    return bool(np.isclose(said, highest, atol=1e-3).mean() >= _FOUND)


def _fill(data_dir: Path) -> None:
    catalogue = open_catalogue(data_dir / "catalogue.sqlite", ENCODER.model)
    store = VectorStore(data_dir, catalogue)
    store.open()
    words, pick = [f"word{n}" for n in range(200)], random.Random(5)
    texts = [" ".join(pick.choices(words, k=12)) + f" {n}." for n in range(PASSAGES)]
    made = [article(text, f"{number}.txt") for number, text in enumerate(texts)]
    catalogue.writer.commit([digested(each, encoder=ENCODER) for each in made])
    store.refresh()
    store.nearest(ENCODER.encode(QUESTIONS[:1])[0], 5)
    store.close()
    catalogue.close()
