import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from retrieval.adapters.chroma import index as index_module
from retrieval.adapters.chroma import store as vector_store
from retrieval.adapters.chroma.index import ChromaIndex
from retrieval.adapters.chroma.index_files import files_fingerprint
from retrieval.adapters.chroma.store import VectorStore
from retrieval.adapters.sqlite.catalogue import open_catalogue
from retrieval.errors import IndexBrokenError, IndexBusyError
from retrieval.ports import Vectors
from tests.adapters.stores import article, digested
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dimension=64)
MANY = 1100
"""More than Chroma keeps in its log: some of it lies in the files of its graph."""


@contextmanager
def opened(
    data_dir: Path, encoder: HashingEncoder = ENCODER, few: int = 0
) -> Iterator[VectorStore]:
    catalogue = open_catalogue(data_dir / "catalogue.db", encoder.model)
    store = VectorStore(data_dir, catalogue, few=few)
    store.open()
    try:
        yield store
    finally:
        store.close()
        catalogue.close()


def take_in(store: VectorStore, *texts: str, files: Sequence[str] = ()) -> None:
    named = zip(files or [f"{text[:40]}.txt" for text in texts], texts, strict=True)
    store._catalogue.writer.commit(
        [digested(article(text, file), encoder=ENCODER) for file, text in named]
    )


def nearest(store: VectorStore, text: str, limit: int = 5) -> list[str]:
    """The words of the passages nearest to the text."""
    found = store.nearest(ENCODER.encode([text])[0], limit)
    cosines = [cosine for _, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    passages = store._catalogue.articles.passages([key for key, _ in found])
    return [passage.sentences[0].text for passage in passages]


def in_index(store: VectorStore) -> int:
    index = store._opened_index()
    assert index is not None
    return index.count()


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


# --- a sound index ---------------------------------------------------------------------------


def test_an_empty_corpus_needs_no_index_and_has_no_neighbours(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert (store.notice, store.needs_rebuild) == (None, False)
        assert nearest(store, "harbour") == []
        store.refresh(silent)
        assert not (tmp_path / "vectors").exists()


def test_neighbours_are_found_before_during_and_after_the_index_is_built(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.", "The mayor resigned.")
        assert store.needs_rebuild
        assert nearest(store, "A harbour.", 1) == ["The harbour is closed."]
        steps: list[tuple[int, int]] = []

        def ask_meanwhile(done: int, total: int) -> None:
            steps.append((done, total))
            assert nearest(store, "A harbour.", 1) == ["The harbour is closed."]

        store.refresh(ask_meanwhile)
        assert steps == [(2, 2)]
        assert (store.notice, store.needs_rebuild, in_index(store)) == (None, False, 2)
        assert nearest(store, "A harbour.", 1) == ["The harbour is closed."]


def test_what_the_index_was_not_told_yet_is_found_and_what_is_dead_is_not(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.", files=["a"])
        store.refresh(silent)
        take_in(store, "The harbour is open again.", files=["a"])
        take_in(store, "A harbour seal.", files=["b"])
        both = {"The harbour is open again.", "A harbour seal."}
        assert set(nearest(store, "harbour")) == both
        assert in_index(store) == 1
        assert store.drain() == 3
        assert set(nearest(store, "harbour")) == both
        assert in_index(store) == 2
        assert store.drain() == 0


def test_a_few_passages_are_compared_without_the_index_and_more_with_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "Quay reopens", "Rain in Velmark")
        store.refresh(silent)
    with opened(tmp_path, few=2) as store:
        assert nearest(store, "Quay reopens", 1) == ["Quay reopens"]
        store.refresh(silent)
        assert store._index is None
        take_in(store, "Mayor resigns")
        assert nearest(store, "Mayor resigns", 1) == ["Mayor resigns"]
        assert store._index is not None


def test_many_dead_neighbours_do_not_hide_the_living(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, *["harbour"] * 30, "A harbour far away.", files=[f"{n}" for n in range(31)])
        store.refresh(silent)
        store._catalogue.writer.remove([f"/desk/{n}" for n in range(30)])
        assert nearest(store, "harbour", 3) == ["A harbour far away."]


def test_an_index_that_was_closed_is_trusted_and_one_that_was_not_is_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examined: list[Path] = []
    monkeypatch.setattr(vector_store, "fault_of", lambda folder, *_: examined.append(folder))
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.")
        store.refresh(silent)
        assert in_index(store) == 1
    for _ in range(2):
        with opened(tmp_path) as store:
            assert in_index(store) == 1
    assert examined == []
    with opened(tmp_path) as store:
        store._catalogue.outbox.set_fingerprint(1, None)  # as after a kill
    with opened(tmp_path) as store:
        assert store.notice is None
        assert in_index(store) == 1
    assert examined == [tmp_path / "vectors" / "g1"]


def test_only_one_process_owns_the_index_and_the_rest_answer_without_it(tmp_path: Path) -> None:
    with opened(tmp_path) as owner:
        take_in(owner, "The harbour is closed.")
        owner.refresh(silent)
        with opened(tmp_path) as other:
            assert other.notice == (
                f"Another process works with the vector index in {tmp_path}. "
                "Answers come from an exact comparison, which is as good but slower."
            )
            take_in(other, "The harbour is open.")
            assert len(nearest(other, "harbour")) == 2
            assert (other.drain(), other.needs_rebuild) == (0, False)
            with pytest.raises(IndexBusyError):
                other.rebuild(silent)
        assert owner.drain() == 1
        assert in_index(owner) == 2


def test_an_index_full_of_dead_vectors_is_built_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, *[f"Ship {n} sank." for n in range(10)], files=[f"{n}" for n in range(10)])
        store.refresh(silent)
        take_in(store, *[f"Ship {n} left." for n in range(3)], files=["0", "1", "2"])
        store.drain()
        assert not store.needs_rebuild
        take_in(store, "Ship 4 left.", files=["4"])
        store.drain()
        assert (store.needs_rebuild, store.notice) == (True, None)
        store.refresh(silent)
        assert (store.needs_rebuild, in_index(store)) == (False, 10)
        assert [path.name for path in (tmp_path / "vectors").iterdir()] == ["g2"]


def test_what_changes_while_the_index_is_built_reaches_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.", "The mayor resigned.", files=["a", "b"])

        def change(done: int, total: int) -> None:
            silent(done, total)
            take_in(store, "The harbour is open.", "A ship sank.", files=["a", "c"])
            assert store.drain() == 0  # the old index must not swallow it

        store.rebuild(change)
        assert set(nearest(store, "harbour")) == {
            "The harbour is open.",
            "The mayor resigned.",
            "A ship sank.",
        }
        assert store.drain() == 3
        assert in_index(store) == 3


def test_another_model_gets_another_index(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.")
        store.refresh(silent)
    other = HashingEncoder("2", dimension=16)
    with opened(tmp_path, other) as store:
        assert store.notice is not None
        assert "its vectors are by another model, hashing@1" in store.notice
        assert store.nearest(other.encode(["harbour"])[0], 5) == []  # embedded by none yet
        (waiting,) = store._catalogue.writer.unembedded(9)
        rows = other.encode(waiting.passages), other.encode(waiting.sentences)
        store._catalogue.writer.add_vectors(waiting, *rows)
        store.refresh(silent)
        assert len(store.nearest(other.encode(["harbour"])[0], 5)) == 1
        assert in_index(store) == 1


# --- a broken one ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("sound")
    words = [f"word{n}" for n in range(200)]
    pick = random.Random(5)  # noqa: S311 - nothing secret: the seed gives the same words every time
    with opened(data_dir) as store:
        texts = [" ".join(pick.choices(words, k=12)) + f" {n}." for n in range(MANY)]
        take_in(store, *texts, files=[f"{n}.txt" for n in range(MANY)])
        store.refresh(silent)
        assert in_index(store) == MANY
    return data_dir


def remove_the_folder(index: Path) -> None:
    shutil.rmtree(index)


def remove_the_graph(index: Path) -> None:
    shutil.rmtree(graph(index))


def cut_the_pickle(index: Path) -> None:
    (pickle,) = index.rglob("index_metadata.pickle")
    pickle.write_bytes(pickle.read_bytes()[:100])


def cut_the_database(index: Path) -> None:
    database = index / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:5000])


def put_junk_into_the_graph(index: Path) -> None:
    (level,) = index.rglob("data_level0.bin")
    level.write_bytes(np.random.default_rng(1).bytes(level.stat().st_size))


def put_it_behind_the_catalogue(index: Path) -> None:
    behind = ChromaIndex(index, vector_store.NAME, ENCODER.model)
    behind.delete([f"{n}:{n}:0" for n in range(1, 40)])
    behind.close()


def flip_bits_and_keep_size_and_time(index: Path) -> None:
    rot(graph(index) / "data_level0.bin", slice(2000, 2064))


def zero_a_block_and_keep_size_and_time(index: Path) -> None:
    rot(index / "chroma.sqlite3", slice(8192, 12288))


def rot(path: Path, at: slice) -> None:
    """Other bytes in a part of the file, whose size and times stay as they were."""
    was, content = path.stat(), bytearray(path.read_bytes())
    content[at] = bytes(255 - byte for byte in content[at])
    path.write_bytes(content)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def put_a_file_in_place_of_all(index: Path) -> None:
    shutil.rmtree(index.parent)
    index.parent.write_text("somebody's notes")


def graph(index: Path) -> Path:
    (pickle,) = index.rglob("index_metadata.pickle")
    return pickle.parent


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove_the_folder, "it is missing"),
        (remove_the_graph, "of its 1100 vectors"),
        (cut_the_pickle, "pickle"),
        (cut_the_database, "malformed"),
        (put_junk_into_the_graph, "SIGSEGV"),
        (put_it_behind_the_catalogue, "it holds 1061 vectors, expected 1100"),
        (put_a_file_in_place_of_all, "it is missing"),
    ],
)
def test_a_broken_index_is_noticed_said_done_without_and_built_anew(
    sound: Path, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    question = "word3 word77 word150"
    with opened(data_dir) as store:
        expected = nearest(store, question)
        assert len(expected) == 5
    damage(data_dir / "vectors" / "g1")
    with opened(data_dir) as store:
        assert store.notice is not None
        assert store.notice.startswith("The vector index has to be built anew: ")
        assert said in store.notice
        assert store.notice.endswith(
            ". Answers come from an exact comparison, which is as good but slower."
        )
        needed = store.needs_rebuild
        assert nearest(store, question) == expected
        store.refresh(silent)
        assert (needed, store.needs_rebuild) == (True, False)
        assert in_index(store) == MANY
        assert nearest(store, question) == expected
        assert [path.name for path in (data_dir / "vectors").iterdir()] == ["g2"]
    with opened(data_dir) as store:
        assert store.notice is None


@pytest.mark.parametrize(
    "damage", [flip_bits_and_keep_size_and_time, zero_a_block_and_keep_size_and_time]
)
def test_bits_that_changed_by_themselves_are_noticed_before_the_index_is_loaded(
    sound: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    with opened(data_dir) as store:
        expected = nearest(store, "word3 word77 word150")
    damage(data_dir / "vectors" / "g1")
    with opened(data_dir) as store:
        assert nearest(store, "word3 word77 word150") == expected
        assert "its files are not as they were written" in (store.notice or "")
        store.refresh(silent)
        assert (store.notice, in_index(store)) == (None, MANY)
        assert nearest(store, "word3 word77 word150") == expected


def test_a_file_in_place_of_the_index_is_set_aside_and_not_deleted(
    sound: Path, tmp_path: Path
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    put_a_file_in_place_of_all(data_dir / "vectors" / "g1")
    with opened(data_dir) as store:
        store.refresh(silent)
    assert (data_dir / "vectors.set-aside-1").read_text() == "somebody's notes"


@pytest.mark.parametrize(("inside", "said"), [((), None), (("notes.txt",), "move it away")])
def test_a_folder_in_place_of_the_lock_is_removed_if_it_is_empty_and_else_said(
    sound: Path, tmp_path: Path, inside: Sequence[str], said: str | None
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    (data_dir / "index.lock").unlink(missing_ok=True)
    (data_dir / "index.lock").mkdir()
    for name in inside:
        (data_dir / "index.lock" / name).write_text("mine")
    with opened(data_dir) as store:
        assert (store.notice is None) == (said is None)
        assert (said or "") in (store.notice or "")
        assert len(nearest(store, "word3 word77 word150")) == 5
        store.refresh(silent)


LOCKING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_an_index_that_another_program_has_locked_is_done_without_at_once_and_built_anew(
    sound: Path, tmp_path: Path
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    database = data_dir / "vectors" / "g1" / "chroma.sqlite3"
    with subprocess.Popen(  # noqa: S603 - no shell: this interpreter, a literal and a path of the test
        [sys.executable, "-c", LOCKING, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with opened(data_dir) as store:
            assert len(nearest(store, "word3 word77 word150")) == 5
            assert "another program has locked it" in (store.notice or "")
            store.refresh(silent)
            assert (store.notice, in_index(store)) == (None, MANY)
        other.stdin.close()


def test_an_index_that_never_answers_is_waited_for_some_seconds_only(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    monkeypatch.setattr(index_module, "QUERY_SECONDS", 0.1)
    released = threading.Event()
    with opened(data_dir) as store:
        expected = nearest(store, "word3 word77 word150")
        index = store._opened_index()
        assert index is not None
        monkeypatch.setattr(index._collection, "query", lambda **_: released.wait())
        assert nearest(store, "word3 word77 word150") == expected
        assert "no answer within 0 seconds" in (store.notice or "")
        assert store.needs_rebuild
        released.set()


def test_an_index_that_cannot_be_built_is_said_once_and_left_for_some_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[Path] = []

    class FullDisk(ChromaIndex):
        def __init__(self, folder: Path, *_: object) -> None:
            tries.append(folder)
            raise IndexBrokenError("database or disk is full")

    monkeypatch.setattr(vector_store, "ChromaIndex", FullDisk)
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.")
        for _ in range(3):
            store.refresh(silent)
            assert nearest(store, "harbour") == ["The harbour is closed."]
        assert "database or disk is full" in (store.notice or "")
    assert len(tries) == 1
    assert caplog.text.count("cannot be brought up to date") == 1


def test_an_index_that_breaks_in_use_is_done_without(sound: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(sound, data_dir)
    with opened(data_dir) as store:
        expected = nearest(store, "word3 word77 word150")
        index = store._opened_index()
        assert index is not None
        index.close()
        assert nearest(store, "word3 word77 word150") == expected
        assert store.needs_rebuild
        assert store.drain() == 0


def test_a_rebuild_that_was_cut_off_leaves_nothing_behind(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.")
        store.refresh(silent)

        def fail(done: int, total: int) -> None:
            raise KeyboardInterrupt(done, total)

        with pytest.raises(KeyboardInterrupt):
            store.rebuild(fail)
        assert nearest(store, "harbour") == ["The harbour is closed."]
        store.rebuild(silent)
        assert [path.name for path in (tmp_path / "vectors").iterdir()] == ["g3"]
        assert in_index(store) == 1


def test_a_change_that_was_told_but_not_settled_is_told_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.", files=["a"])
        store.refresh(silent)
        take_in(store, "The harbour is open.", files=["a"])
        changes = [(c.number, c.key, c.dead) for c in store._catalogue.outbox.pending(9)]
        assert store.drain() == 2
        connection = sqlite3.connect(tmp_path / "catalogue.db")
        connection.executemany("INSERT INTO outbox VALUES (?, ?, ?)", changes)
        connection.commit()
        connection.close()
        assert nearest(store, "harbour") == ["The harbour is open."]
        assert store.drain() == 2
        assert (in_index(store), nearest(store, "harbour")) == (1, ["The harbour is open."])


def test_a_vector_that_the_index_holds_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class RecordingIndex(ChromaIndex):
        def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
            sent.extend(keys)
            super().upsert(keys, vectors)

    monkeypatch.setattr(vector_store, "ChromaIndex", RecordingIndex)
    with opened(tmp_path) as store:
        take_in(store, "The harbour is closed.", files=["a"])
        store.refresh(silent)
        take_in(store, "The ferry is late.", files=["b"])
        change = store._catalogue.outbox.pending(9)[0]
        store.drain()
        connection = sqlite3.connect(tmp_path / "catalogue.db")
        connection.execute(
            "INSERT INTO outbox VALUES (?, ?, ?)", (change.number, change.key, change.dead)
        )
        connection.commit()
        connection.close()
        take_in(store, "The mill burns.", files=["c"])
        assert store.drain() == 2
        assert len(sent) == len(set(sent)) == 3


def test_any_change_of_the_files_of_an_index_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_text("x")
    seal = files_fingerprint(tmp_path)
    assert files_fingerprint(tmp_path) == seal
    (tmp_path / "below" / "file").write_text("xy")
    assert files_fingerprint(tmp_path) != seal
