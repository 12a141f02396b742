"""Checks whether a vector index that was not closed properly can be used.

Damaged files of Chroma can end the whole process (SIGSEGV), so they are first opened in another
one: ``python -m retrieval.adapters.chroma.healthcheck FOLDER NAME``, with what is expected of the
index (``ExpectedIndex``, as npz) on standard input.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.adapters.chroma.index import ChromaIndex
from retrieval.adapters.isolated_process import last_line, run_apart
from retrieval.errors import IndexBrokenError
from retrieval.ports import EncoderModel, Vectors

DEADLINE_SECONDS = 120.0
_PROBE = "retrieval.adapters.chroma.healthcheck"
_SAME = 0.999
_FOUND_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class ExpectedIndex:
    """Describes what a sound index holds.

    Attributes:
        least, most: between these numbers of vectors; they differ by what is still in the outbox.
        vectors: of some passages, each of which it must find again.
    """

    model: EncoderModel
    least: int
    most: int
    vectors: Vectors


def fault_of(folder: Path, name: str, expected: ExpectedIndex) -> str | None:
    """Return what is wrong with the index, found in another process; None for a sound one."""
    given = _packed(expected)
    try:
        done = run_apart(_PROBE, str(folder), name, deadline=DEADLINE_SECONDS, given=given)
    except subprocess.TimeoutExpired:
        return f"it does not answer within {DEADLINE_SECONDS:.0f} seconds"
    if done.returncode < 0:
        return f"it ends the program that opens it ({signal.Signals(-done.returncode).name})"
    if done.returncode:
        return last_line(done.stderr) or "it fails"
    return done.stdout.decode().strip() or None


def examine(folder: Path, name: str, expected: ExpectedIndex) -> str | None:
    """Return what is wrong with the index, found by opening it in this process."""
    try:
        index = ChromaIndex(folder, name, expected.model)
        try:
            return _fault_in(index, expected)
        finally:
            index.close()
    except IndexBrokenError as error:
        return str(error)


def _fault_in(index: ChromaIndex, expected: ExpectedIndex) -> str | None:
    count = index.count()
    if not expected.least <= count <= expected.most:
        return f"it holds {count} vectors, expected {_between(expected)}"
    if not len(expected.vectors):
        return None
    everything = min(count, 1000)  # vectors can be counted and yet be lost: they are not found
    found = len(index.nearest(expected.vectors[0], everything))
    if found < _FOUND_SHARE * everything:
        return f"it finds {found} of its {count} vectors"
    again = sum(_finds(index, vector) for vector in expected.vectors)
    if again < _FOUND_SHARE * len(expected.vectors):
        return f"it finds {again} of {len(expected.vectors)} passages again"
    return None


def _finds(index: ChromaIndex, vector: Vectors) -> bool:
    nearest = index.nearest(vector, 1)
    return bool(nearest) and nearest[0][1] >= _SAME


def _between(expected: ExpectedIndex) -> str:
    if expected.least == expected.most:
        return str(expected.most)
    return f"{expected.least} to {expected.most}"


def _packed(expected: ExpectedIndex) -> bytes:
    model = expected.model
    packed = io.BytesIO()
    np.savez(
        packed,
        model=np.array([model.name, model.revision]),
        numbers=np.array([model.dimension, expected.least, expected.most]),
        vectors=expected.vectors,
    )
    return packed.getvalue()


def _unpacked(packed: bytes) -> ExpectedIndex:
    with np.load(io.BytesIO(packed)) as arrays:
        name, revision = arrays["model"].tolist()
        dimension, least, most = arrays["numbers"].tolist()
        model = EncoderModel(name, revision, dimension)
        return ExpectedIndex(model, least, most, arrays["vectors"])


def main(arguments: Sequence[str]) -> None:
    """Print what is wrong, in one line, or nothing."""
    folder, name = arguments
    sys.stdout.write(examine(Path(folder), name, _unpacked(sys.stdin.buffer.read())) or "")


if __name__ == "__main__":
    main(sys.argv[1:])
