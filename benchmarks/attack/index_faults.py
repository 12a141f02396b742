"""Faults of the vector index: each is done to a copy of a sound data folder."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

Damage = Callable[[Path, random.Random], None]
"""Damages what is at a path; what is drawn at random comes from the second argument."""
Fault = Callable[[Path, random.Random], AbstractContextManager[None]]
"""Is in force within the block, in a data folder."""

GRAPH = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
DATABASE = "chroma.sqlite3"
GENERATION = "g1"


@dataclass(frozen=True, slots=True)
class NamedFault:
    """A fault; ``lasts`` where nothing can be rebuilt before it has ended."""

    name: str
    fault: Fault
    lasts: bool = False


def all_faults() -> list[NamedFault]:
    """Return the faults, the same ones in the same order each time."""
    found = [NamedFault(f"vectors {name}", _below("vectors", do)) for name, do in FOLDER.items()]
    found += [
        NamedFault(f"the generation's folder {name}", _below(f"vectors/{GENERATION}", do))
        for name, do in FOLDER.items()
    ]
    found.append(NamedFault("folders of other generations", _once(_other_generations)))
    found += [
        NamedFault("index.lock is an empty folder", _once(_lock_is_a_folder)),
        NamedFault("index.lock is a folder with a file in it", _lock_is_a_full_folder, lasts=True),
        NamedFault("index.lock is held by another program", _lock_is_held, lasts=True),
    ]
    found.append(NamedFault(f"{DATABASE} is locked by another program", _database_is_locked))
    for name, do in (FILE | BIT_ROT | OF_THE_DATABASE).items():
        found.append(
            NamedFault(f"{DATABASE} {name}", _below(f"vectors/{GENERATION}/{DATABASE}", do))
        )
    for file in GRAPH:
        for name, do in (FILE | BIT_ROT).items():
            found.append(NamedFault(f"{file} {name}", _in_the_graph(file, do)))
    found += [
        NamedFault("two files of the graph are swapped", _once(_swap_two)),
        NamedFault("the graph's folder is missing", _once(_remove_the_graph)),
        NamedFault("the graph is that of an earlier day", _once(_older_graph)),
    ]
    return found


# --- what is done to a file or a folder ------------------------------------------------------


def _remove(path: Path, pick: random.Random) -> None:
    del pick
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _empty_folder(path: Path, pick: random.Random) -> None:
    _remove(path, pick)
    path.mkdir()


def _file_instead(path: Path, pick: random.Random) -> None:
    _remove(path, pick)
    path.write_bytes(b"not an index\n")


def _dangling_link(path: Path, pick: random.Random) -> None:
    _remove(path, pick)
    path.symlink_to(path.parent / "nowhere")


def _empty(path: Path, pick: random.Random) -> None:
    del pick
    path.write_bytes(b"")


def _half(path: Path, pick: random.Random) -> None:
    del pick
    os.truncate(path, path.stat().st_size // 2)


def _junk_at_the_end(path: Path, pick: random.Random) -> None:
    with path.open("ab") as opened:
        opened.write(pick.randbytes(4096))


def _zeros(path: Path, pick: random.Random) -> None:
    del pick
    _rot(path, bytes(path.stat().st_size))


def _random_bytes(path: Path, pick: random.Random) -> None:
    _rot(path, pick.randbytes(path.stat().st_size))


def _zeroed_block(path: Path, pick: random.Random) -> None:
    content = bytearray(path.read_bytes())
    start = pick.randrange(max(1, len(content) - 4096))
    content[start : start + 4096] = bytes(len(content[start : start + 4096]))
    _rot(path, bytes(content))


def _flipped_bits(path: Path, pick: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(min(64, len(content))):
        content[pick.randrange(len(content))] ^= 1 << pick.randrange(8)
    _rot(path, bytes(content))


def _rot(path: Path, content: bytes) -> None:
    """Write the content, and leave size and times as they were."""
    was = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def _foreign_database(path: Path, pick: random.Random) -> None:
    _remove(path, pick)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _future_schema(path: Path, pick: random.Random) -> None:
    del pick
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO migrations (dir, version, filename, sql, hash)"
            " VALUES ('sysdb', 99, '00099-future.sqlite.sql', 'SELECT 1', 'x')"
        )
    connection.close()


def _no_collection(path: Path, pick: random.Random) -> None:
    del pick
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM collections")
    connection.close()


def _half_of_the_rows(path: Path, pick: random.Random) -> None:
    del pick
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM embeddings WHERE id % 2")
    connection.close()


def _junk_journal(path: Path, pick: random.Random) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(pick.randbytes(5000))


FOLDER: dict[str, Damage] = {
    "is missing": _remove,
    "is empty": _empty_folder,
    "is a file": _file_instead,
    "is a link to nowhere": _dangling_link,
}
FILE: dict[str, Damage] = {
    "is missing": _remove,
    "is a folder": _empty_folder,
    "is empty": _empty,
    "is cut in half": _half,
    "has junk at its end": _junk_at_the_end,
}
BIT_ROT: dict[str, Damage] = {
    "is zeros, of the same size and time": _zeros,
    "is random bytes, of the same size and time": _random_bytes,
    "has a zeroed block, with the same size and time": _zeroed_block,
    "has flipped bits, with the same size and time": _flipped_bits,
}
OF_THE_DATABASE: dict[str, Damage] = {
    "is another program's": _foreign_database,
    "is of a later version of Chroma": _future_schema,
    "has lost its collection": _no_collection,
    "has lost half of its rows": _half_of_the_rows,
    "has another's journal beside it": _junk_journal,
}


# --- where it is done ------------------------------------------------------------------------


def _below(place: str, damage: Damage) -> Fault:
    return _once(lambda data_dir, pick: damage(data_dir / place, pick))


def _in_the_graph(file: str, damage: Damage) -> Fault:
    return _once(lambda data_dir, pick: damage(_graph(data_dir) / file, pick))


def _once(damage: Damage) -> Fault:
    @contextmanager
    def fault(data_dir: Path, pick: random.Random) -> Iterator[None]:
        damage(data_dir, pick)
        yield

    return fault


def _graph(data_dir: Path) -> Path:
    (pickle,) = (data_dir / "vectors" / GENERATION).rglob("index_metadata.pickle")
    return pickle.parent


def _other_generations(data_dir: Path, pick: random.Random) -> None:
    for name in ("g7", "gone", "g٣"):
        (data_dir / "vectors" / name).mkdir()
        (data_dir / "vectors" / name / DATABASE).write_bytes(pick.randbytes(500))


def _swap_two(data_dir: Path, pick: random.Random) -> None:
    first, second = (_graph(data_dir) / name for name in pick.sample(GRAPH, 2))
    aside = first.with_name("aside")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)


def _remove_the_graph(data_dir: Path, pick: random.Random) -> None:
    _remove(_graph(data_dir), pick)


def _older_graph(data_dir: Path, pick: random.Random) -> None:
    """As after a restored backup of a part: the level file of a smaller graph, with its length."""
    del pick
    for name in ("data_level0.bin", "length.bin", "link_lists.bin"):
        path = _graph(data_dir) / name
        os.truncate(path, path.stat().st_size * 9 // 10)


def _lock_is_a_folder(data_dir: Path, pick: random.Random) -> None:
    del pick
    (data_dir / "index.lock").unlink(missing_ok=True)
    (data_dir / "index.lock").mkdir()


@contextmanager
def _lock_is_a_full_folder(data_dir: Path, pick: random.Random) -> Iterator[None]:
    _lock_is_a_folder(data_dir, pick)
    (data_dir / "index.lock" / "notes.txt").write_text("mine")
    yield
    shutil.rmtree(data_dir / "index.lock")


@contextmanager
def _lock_is_held(data_dir: Path, pick: random.Random) -> Iterator[None]:
    del pick
    with (data_dir / "index.lock").open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


@contextmanager
def _database_is_locked(data_dir: Path, pick: random.Random) -> Iterator[None]:
    del pick
    connection = sqlite3.connect(data_dir / "vectors" / GENERATION / DATABASE)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()
