"""Embeds texts with a sentence-transformers model from this machine's disk."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.cancellation import stop_if_cancelled
from retrieval.errors import ModelError
from retrieval.ports import EncoderModel, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_REVISION_LETTERS = 16
_SETTING = "VERBATIM_MODEL"
_PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class _ModelFolder:
    name: str
    folder: Path


class SentenceTransformerEncoder:
    """Implements ``Encoder``. Weights are loaded at the first text; nothing is ever downloaded.

    Args:
        model: a folder, or the name of a model in the local Hugging Face cache.
        threads: how many torch may use.

    Raises:
        ModelError: there is no such model, or it is none for sentences. Raised by the constructor
            for a missing one, later for the rest.
    """

    def __init__(self, model: str, threads: int) -> None:
        self._place = _place_of(model)
        self._threads = threads
        self._lock = threading.Lock()

    @cached_property
    def model(self) -> EncoderModel:
        """See ``Encoder``. Reads the weights once, to tell them from others."""
        digest = _digest_of_weights(self._place.folder)
        dimension = _dimension_of(self._place.folder)
        return EncoderModel(self._place.name, digest[:_REVISION_LETTERS], dimension)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``. One thread at a time; a text's end beyond the model's limit is lost."""
        dimension = self.model.dimension  # says what is missing, before torch does
        if not texts:
            return np.zeros((0, dimension), dtype=np.float32)
        stop_if_cancelled()
        with self._lock:
            # Batches are made of texts of like length, by the model itself.
            found = self._loaded.encode(
                list(texts),
                batch_size=_BATCH,
                show_progress_bar=False,
                normalize_embeddings=True,
                convert_to_numpy=True,
            )
        vectors = np.asarray(found, dtype=np.float32)
        if vectors.shape != (len(texts), dimension):
            raise ModelError(
                f"{self._place.folder}: {vectors.shape[-1]} numbers a text, "
                f"its configuration says {dimension}"
            )
        return vectors

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Seconds and hundreds of megabytes, which a command that embeds nothing should not pay.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call] # transformers states no types for it; it takes and gives nothing
        torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(
                str(self._place.folder), device="cpu", local_files_only=True
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(f"{self._place.folder}: cannot be loaded: {error}") from error


def _place_of(model: str) -> _ModelFolder:
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _ModelFolder(str(folder.resolve()), folder.resolve())
    if folder.is_absolute() or model.startswith((".", "~")):
        raise ModelError(
            f"{_SETTING} is {model!r}: no such folder; expected {_PACKAGED!r}, "
            f"a folder with a sentence-transformers model or the name of a cached one"
        )
    return _ModelFolder(model, _cached_folder(model))


def _cached_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{_SETTING} is {name!r}: neither a folder nor in the local Hugging Face cache; "
            f"expected {_PACKAGED!r}, a folder with a sentence-transformers model "
            f"or the name of a cached one (nothing is downloaded)"
        ) from error


def _digest_of_weights(folder: Path) -> str:
    """Return SHA-256 of the one file of weights; of several, of their names and digests."""
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise ModelError(
            f"{_SETTING}: {folder} holds no weights; expected model.safetensors in a "
            f"sentence-transformers folder"
        )
    digests = [_digest_of_file(file) for file in files]
    if len(digests) == 1:
        return digests[0]
    named = [f"{f.relative_to(folder)} {d}" for f, d in zip(files, digests, strict=True)]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def _digest_of_file(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _dimension_of(folder: Path) -> int:
    """Return the dimension that the last module states, or else the transformer's own."""
    settings = sorted(folder.glob("[0-9]*_*/config.json"), key=lambda path: path.parent.name)
    for path, keys in (
        *((path, ("out_features", "word_embedding_dimension")) for path in reversed(settings)),
        (folder / "config.json", ("hidden_size", "dim", "d_model")),
    ):
        said = _json_of(path)
        for key in keys:
            if isinstance(said.get(key), int):
                return int(str(said[key]))
    raise ModelError(f"{folder}: no module says how long a vector is; expected 1_Pooling")


def _json_of(path: Path) -> dict[str, object]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
