"""Small real things that stand in for large ones; the contract suites run on both."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import Stemmer

from retrieval.ports import EncoderModel, Vectors
from retrieval.quotes.parsed.parse import Parse


class HashingEncoder:
    """Counts hashed, stemmed words: texts that share words are near. The same on every machine.

    Attributes:
        encoded: how many texts it was given, to tell whether something was embedded twice.
    """

    def __init__(self, revision: str = "1", dimension: int = 256) -> None:
        self.model = EncoderModel("hashing", revision, dimension)
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        rows = np.zeros((len(texts), self.model.dimension), dtype=np.float32)
        stem = Stemmer.Stemmer("porter").stemWord
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or [""]:
                row[self._place(stem(word))] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def _place(self, stem: str) -> int:
        seed = f"{self.model.revision} {stem}".encode()
        digest = hashlib.blake2b(seed, digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.model.dimension


class EmptyParser:
    """``Parser`` that finds no token in any text, and so no statement."""

    def parse(self, texts: Iterable[str], language: str) -> Iterator[Parse]:
        del language
        for _ in texts:
            yield Parse((), (), ())


@contextmanager
def somebody_else() -> Iterator[None]:
    """For a while not root, who may read everything."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
