from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.adapters.chroma.index import ChromaIndex
from retrieval.errors import IndexBrokenError
from retrieval.ports import EncoderModel, Vectors

MODEL = EncoderModel("test", "1", 16)


def chroma(folder: Path) -> ChromaIndex:
    return ChromaIndex(folder / "g1", "news", MODEL)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    index = chroma(tmp_path)
    yield index
    index.close()


def units(count: int) -> Vectors:
    rows = np.random.default_rng(7).normal(size=(count, MODEL.dimension))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows, dtype=np.float32)


def keys(count: int) -> list[str]:
    return [f"{n}:1:0" for n in range(count)]


def test_the_nearest_are_the_nearest_by_cosine_best_first(index: ChromaIndex) -> None:
    vectors = units(40)
    index.upsert(keys(40), vectors)
    cosines = vectors @ vectors[3]
    expected = [f"{n}:1:0" for n in np.argsort(-cosines)[:5]]
    found = index.nearest(vectors[3], 5)
    assert [key for key, _ in found] == expected
    assert [cosine for _, cosine in found] == pytest.approx(sorted(cosines)[::-1][:5], abs=1e-5)


def test_no_more_are_found_than_there_are(index: ChromaIndex) -> None:
    index.upsert(keys(3), units(3))
    assert len(index.nearest(units(1)[0], 10)) == 3


def test_nothing_is_found_in_an_empty_index(index: ChromaIndex) -> None:
    assert list(index.nearest(units(1)[0], 10)) == []
    assert index.count() == 0


@pytest.mark.parametrize("limit", [0, -1])
def test_nothing_is_found_where_nothing_is_asked_for(index: ChromaIndex, limit: int) -> None:
    index.upsert(keys(2), units(2))
    assert list(index.nearest(units(1)[0], limit)) == []


def test_an_upsert_replaces(index: ChromaIndex) -> None:
    vectors = units(2)
    index.upsert(["a"], vectors[:1])
    index.upsert(["a"], vectors[1:])
    assert index.count() == 1
    ((key, cosine),) = index.nearest(vectors[1], 1)
    assert key == "a"
    assert cosine == pytest.approx(1.0, abs=1e-5)


def test_of_a_key_that_is_given_twice_the_last_holds(index: ChromaIndex) -> None:
    vectors = units(2)
    index.upsert(["a", "a"], vectors)
    ((key, cosine),) = index.nearest(vectors[1], 1)
    assert key == "a"
    assert cosine == pytest.approx(1.0, abs=1e-5)


def test_keys_without_a_vector_are_told_from_those_with_one(index: ChromaIndex) -> None:
    index.upsert(keys(600), units(600))
    index.delete(["4:1:0"])
    assert index.missing(["x", "3:1:0", "4:1:0", "599:1:0", "y"]) == ["x", "4:1:0", "y"]
    assert index.missing([]) == []


def test_what_is_deleted_is_not_found(index: ChromaIndex) -> None:
    vectors = units(10)
    index.upsert(keys(10), vectors)
    index.delete(["4:1:0"])
    assert index.count() == 9
    assert "4:1:0" not in [key for key, _ in index.nearest(vectors[4], 10)]


def test_what_is_not_there_can_be_deleted(index: ChromaIndex) -> None:
    index.upsert(["a"], units(1))
    index.delete(["b", "b"])
    assert index.count() == 1


def test_nothing_can_be_put_in_and_taken_out(index: ChromaIndex) -> None:
    index.upsert([], units(0))
    index.delete([])
    assert index.count() == 0


def test_more_than_a_batch_is_taken_in_whole(index: ChromaIndex) -> None:
    index.upsert(keys(600), units(600))
    assert index.count() == 600
    index.delete(keys(590))
    assert index.count() == 10


def test_identical_vectors_are_found_in_order_of_their_keys(index: ChromaIndex) -> None:
    vector = units(1)
    index.upsert(["b", "a", "c"], np.repeat(vector, 3, axis=0))
    assert [key for key, _ in index.nearest(vector[0], 3)] == ["a", "b", "c"]


def test_vectors_of_another_length_are_refused(index: ChromaIndex) -> None:
    with pytest.raises(ValueError, match="keys for vectors of shape"):
        index.upsert(["a"], np.ones((1, 3), dtype=np.float32))


def test_what_was_put_in_is_there_after_it_was_closed(tmp_path: Path) -> None:
    vectors = units(30)
    first = chroma(tmp_path)
    first.upsert(keys(30), vectors)
    first.close()
    second = chroma(tmp_path)
    assert second.count() == 30
    assert second.nearest(vectors[8], 1)[0][0] == "8:1:0"
    second.close()


def test_a_collection_of_another_model_is_refused(tmp_path: Path) -> None:
    chroma(tmp_path).close()
    with pytest.raises(IndexBrokenError, match="test@2"):
        ChromaIndex(tmp_path / "g1", "news", EncoderModel("test", "2", 16))


def test_a_closed_index_says_so_at_once(tmp_path: Path) -> None:
    index = chroma(tmp_path)
    index.close()
    with pytest.raises(IndexBrokenError, match="closed"):
        index.count()
