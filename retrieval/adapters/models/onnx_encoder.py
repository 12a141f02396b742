"""Embeds texts with an 8-bit ONNX model: a third of torch's time, and no torch in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.adapters.models.vendor_errors import as_model_error
from retrieval.cancellation import stop_if_cancelled
from retrieval.errors import ModelError
from retrieval.ports import EncoderModel, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
INPUT = "input_ids"

LONGEST_TEXT = 50_000
"""Characters of a text that are cut into tokens: many times what a model's limit can hold."""

_DESCRIPTION = "encoder.json"
_REVISION_LETTERS = 16
_MAKE = "int8-onnx"
_ONLY_ERRORS = 3


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """Describes a model without loading it.

    Attributes:
        dimension: numbers in a vector.
        max_tokens: of a text; the rest of it is ignored.
    """

    name: str
    dimension: int
    max_tokens: int

    def write(self, folder: Path) -> None:
        """Write it into the model's folder."""
        (folder / _DESCRIPTION).write_text(json.dumps(asdict(self)), encoding="utf-8")


class OnnxEncoder:
    """Implements ``Encoder`` with a folder made by ``onnx_export``. Any threads may call it.

    Each text goes through the model alone: in a batch, the range of the 8-bit numbers would be
    that of the whole batch, and a vector would depend on the other texts. Long texts are no
    slower for it; ``threads`` of them are encoded at a time, each by one thread.

    Raises:
        ModelError: files are missing or cannot be read, at the first use of them.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder = folder
        self._threads = threads

    @cached_property
    def model(self) -> EncoderModel:
        """See ``Encoder``. Reads the files once, to tell them from others."""
        try:
            files = [(self._folder / name).read_bytes() for name in (MODEL, TOKENIZER)]
        except OSError as error:
            raise self._unusable(error) from error
        digests = "".join(hashlib.sha256(file).hexdigest() for file in files)
        digest = hashlib.sha256(digests.encode()).hexdigest()[:_REVISION_LETTERS]
        described = self._description
        return EncoderModel(described.name, f"{digest}-{_MAKE}", described.dimension)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``. A text's end beyond the model's limit is lost."""
        if not texts:
            return np.zeros((0, self._description.dimension), dtype=np.float32)
        if self._threads == 1 or len(texts) == 1:
            rows = [self._vector(text) for text in texts]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                rows = list(pool.map(self._vector, texts))
        return np.stack(rows)

    def _vector(self, text: str) -> Vectors:
        stop_if_cancelled()
        tokenizer, session = self._tokenizer, self._session
        with as_model_error(f"{self._folder}: a text cannot be encoded"):
            tokens = np.array([tokenizer.encode(text[:LONGEST_TEXT]).ids], dtype=np.int64)
            found = np.asarray(session.run(None, {INPUT: tokens})[0][0], dtype=np.float32)
        if found.shape != (self._description.dimension,):
            raise ModelError(
                f"{self._folder}: {found.shape[-1]} numbers a text, "
                f"its description says {self._description.dimension}"
            )
        return found

    @cached_property
    def _description(self) -> ModelDescription:
        try:
            said = json.loads((self._folder / _DESCRIPTION).read_text(encoding="utf-8"))
            return ModelDescription(
                str(said["name"]), int(said["dimension"]), int(said["max_tokens"])
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._unusable(error) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        except Exception as error:  # tokenizers raises Exception itself, whatever is amiss
            raise self._unusable(error) from error
        tokenizer.no_padding()  # the file says: every text to 128 tokens
        tokenizer.enable_truncation(self._description.max_tokens)
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        # A second thread waits by spinning, and slows both down on a busy machine.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ONLY_ERRORS
        try:
            return InferenceSession(
                str(self._folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
        except (
            Exception
        ) as error:  # onnxruntime has 15 kinds of error, each straight below Exception
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> ModelError:
        return ModelError(
            f"{self._folder}: cannot be used: {error}; remove that folder, and it is made anew"
        )
