import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from retrieval.adapters.encoders import SentenceTransformerEncoder
from retrieval.ports import Encoder
from tests.fakes import HashingEncoder

TEXTS = [
    "The harbour of Eastwick will be closed from Monday.",
    "",
    "🚢",
    "Fishermen protest against the closing of the harbour. " * 60,
    "Mayor Ada Lind resigned.",
]


@cache
def hashing() -> Encoder:
    return HashingEncoder()


@cache
def packaged() -> Encoder:
    return SentenceTransformerEncoder("packaged", threads=1)


@pytest.fixture(params=[hashing, pytest.param(packaged, marks=pytest.mark.model)])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    make: Callable[[], Encoder] = request.param
    return make()


def test_every_text_has_a_row_of_unit_length(encoder: Encoder) -> None:
    found = encoder.encode(TEXTS)
    assert found.shape == (len(TEXTS), encoder.model.dimension)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_make_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.model.dimension)


def test_rows_are_in_the_order_of_the_texts(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-4)


def test_texts_on_the_same_matter_are_nearer(encoder: Encoder) -> None:
    question, right, wrong = encoder.encode(["Is the harbour closed?", TEXTS[0], TEXTS[4]])
    assert question @ right > question @ wrong


def test_several_threads_get_what_one_gets(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [TEXTS] * 8):
            assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.model
def test_the_packaged_model_is_the_published_one_and_is_known_without_loading_it() -> None:
    program = (
        "import sys; from retrieval.adapters.encoders import SentenceTransformerEncoder as E;"
        "print(E('packaged', 1).model); print({'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, and the program above
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "EncoderModel(name='all-MiniLM-L6-v2', revision='53aa51172d142c89', dimension=384)\nset()\n"
    )
