from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from bot.bootstrap import open_encoder
from bot.settings import load_settings
from retrieval.adapters.models.packaged import published_folder
from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
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
    return open_encoder(load_settings(), threads=1)


@cache
def packaged_on_two_threads() -> Encoder:
    return open_encoder(load_settings(), threads=2)


@cache
def by_torch() -> Encoder:
    return SentenceTransformerEncoder(str(published_folder()), threads=1)


@pytest.fixture(
    params=[
        hashing,
        pytest.param(packaged, marks=pytest.mark.model),
        pytest.param(packaged_on_two_threads, marks=pytest.mark.model),
        pytest.param(by_torch, marks=pytest.mark.model),
    ]
)
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
