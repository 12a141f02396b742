import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import load_settings
from retrieval.adapters.models.onnx_encoder import OnnxEncoder
from retrieval.adapters.models.packaged import prepared, published_folder
from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
from retrieval.errors import ModelError

pytestmark = pytest.mark.model

NEWS = [
    "The harbour of Eastwick will be closed from Monday.",
    "Who resigned?",
    "Mayor Ada Lind resigned on 4 May 2031, after 12,500 people had signed.",
    "“We never saw a ship,” the pilot said; “not one — in 9 weeks.”",
    "Fishermen protest against the closing of the harbour. " * 12,
]


@pytest.fixture(scope="module")
def folder() -> Path:
    configured = load_settings()
    return prepared(configured.below_root(configured.models_dir))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder, threads=2)


@pytest.fixture
def a_copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "model"))


@settings(max_examples=25, deadline=None)
@given(company=st.lists(st.text(max_size=80) | st.sampled_from(NEWS), max_size=6), data=st.data())
def test_a_text_has_one_vector_whatever_its_company(
    encoder: OnnxEncoder, company: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(NEWS))
    place = data.draw(st.integers(0, len(company)))
    found = encoder.encode([*company[:place], text, *company[place:]])[place]
    assert np.array_equal(found, encoder.encode([text])[0])


def test_vectors_are_near_those_of_the_published_model(encoder: OnnxEncoder) -> None:
    published = SentenceTransformerEncoder(str(published_folder()), 1).encode(NEWS)
    assert (encoder.encode(NEWS) * published).sum(axis=1).min() > 0.98


def test_a_long_text_is_read_as_far_as_by_the_published_model(encoder: OnnxEncoder) -> None:
    long = "The mayor of Eastwick met the captain. " * 26  # 210 tokens: more than 128
    longer = long + "A comet was seen over the observatory." * 9
    by_torch = SentenceTransformerEncoder(str(published_folder()), 1)
    ours, theirs = (each.encode([long, longer]) for each in (encoder, by_torch))
    assert ours[0] @ ours[1] == pytest.approx(theirs[0] @ theirs[1], abs=0.02)
    assert ours[0] @ ours[1] < 0.99


def test_other_weights_and_other_words_are_another_model(a_copy: Path) -> None:
    def revision() -> str:
        return OnnxEncoder(a_copy, 1).model.revision

    published = revision()
    assert published.endswith("-int8-onnx")
    words = a_copy / "tokenizer.json"
    words.write_text(words.read_text().replace('"harbour"', '"haven"'))
    other_words = revision()
    with (a_copy / "model.onnx").open("ab") as weights:
        weights.write(b"\0")
    assert len({published, other_words, revision()}) == 3


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x00 no model"])
def test_a_damaged_folder_is_said_with_what_to_do(
    a_copy: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (a_copy / name).unlink()
    else:
        (a_copy / name).write_bytes(content)
    with pytest.raises(ModelError, match="remove that folder, and it is made anew") as raised:
        OnnxEncoder(a_copy, 1).encode(["a question"])
    assert str(a_copy) in str(raised.value)


def test_vectors_of_another_length_than_described_are_refused(a_copy: Path) -> None:
    described = json.loads((a_copy / "encoder.json").read_text())
    (a_copy / "encoder.json").write_text(json.dumps(described | {"dimension": 8}))
    with pytest.raises(ModelError, match="384 numbers a text, its description says 8"):
        OnnxEncoder(a_copy, 1).encode(["a question"])
