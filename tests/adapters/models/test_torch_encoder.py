import json
from pathlib import Path

import pytest

from retrieval.adapters.models.torch_encoder import SentenceTransformerEncoder
from retrieval.errors import ModelError


def folder_with(tmp_path: Path, weights: bytes = b"weights") -> Path:
    folder = tmp_path / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "config.json").write_text(json.dumps({"hidden_size": 48}))
    pooling = {"word_embedding_dimension": 32}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return folder


def test_a_folder_is_known_by_its_path_and_its_weights(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    model = SentenceTransformerEncoder(str(folder), 1).model
    assert (model.name, model.dimension) == (str(folder), 32)
    (folder / "model.safetensors").write_bytes(b"altered")
    assert SentenceTransformerEncoder(str(folder), 1).model.revision != model.revision


def test_the_last_module_decides_how_long_a_vector_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "config.json").write_text(json.dumps({"out_features": 8}))
    assert SentenceTransformerEncoder(str(folder), 1).model.dimension == 8


@pytest.mark.parametrize("missing", ["/nowhere/at/all", "./nowhere", "~/nowhere-at-all"])
def test_a_missing_folder_is_said_with_setting_value_and_expectation(missing: str) -> None:
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder(missing, 1)
    assert str(raised.value) == (
        f"VERBATIM_MODEL is '{missing}': no such folder; expected 'packaged', "
        "a folder with a sentence-transformers model or the name of a cached one"
    )


def test_a_model_that_is_not_on_this_machine_is_not_downloaded() -> None:
    with pytest.raises(ModelError, match=r"VERBATIM_MODEL is 'exampleton/no-such-model'"):
        SentenceTransformerEncoder("exampleton/no-such-model", 1)


def test_a_folder_without_weights_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no weights"):
        _ = SentenceTransformerEncoder(str(tmp_path), 1).model


def test_weights_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    encoder = SentenceTransformerEncoder(str(folder_with(tmp_path)), 1)
    with pytest.raises(ModelError, match="cannot be loaded"):
        encoder.encode(["a question"])
