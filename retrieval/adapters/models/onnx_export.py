"""Exports a sentence-transformers model to ONNX, quantized to 8 bits, for ``OnnxEncoder``.

    python -m retrieval.adapters.models.onnx_export NAME SOURCE FOLDER

Loads torch, so it runs in a process of its own; see ``packaged``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer

from retrieval.adapters.models.onnx_encoder import INPUT, MODEL, TOKENIZER, ModelDescription

_OPSET = 17
_SOME_TOKENS = 9
"""The length of the text that the export is traced with; any other runs as well."""


class _MeanOfTokens(torch.nn.Module):
    """Pools one text's token vectors: their mean, of unit length."""

    def __init__(self, tokens: torch.nn.Module) -> None:
        super().__init__()
        self.tokens = tokens

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        states = self.tokens(input_ids=input_ids).last_hidden_state
        return torch.nn.functional.normalize(states.mean(dim=1), dim=-1)


def export(name: str, source: Path, made: Path) -> None:
    """Export the model into a new folder, whole or not at all.

    Args:
        name: of the model, stored with its vectors.
        source: a folder of a sentence-transformers model: a BERT and the mean of its tokens.
        made: the folder to be made, which is not there yet.
    """
    model = SentenceTransformer(
        str(source),
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": "eager"},
    )
    with tempfile.TemporaryDirectory(dir=made.parent, prefix="making-") as there:
        full, unfinished = Path(there) / "full.onnx", Path(there) / "made"
        unfinished.mkdir()
        _export_full(_MeanOfTokens(model[0].model), full)
        # Ranges by channel: one range for all of a layer's weights damages the vectors (cosine
        # .945). Seven bits of the eight: with all, sums overflow on processors without VNNI, and
        # a vector would depend on the machine; it costs a thousandth of cosine.
        quantize_dynamic(
            full,
            unfinished / MODEL,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        shutil.copyfile(source / "tokenizer.json", unfinished / TOKENIZER)
        ModelDescription(name, _dimension(model), int(model.max_seq_length or 0)).write(unfinished)
        unfinished.rename(made)


def _export_full(module: torch.nn.Module, file: Path) -> None:
    torch.onnx.export(
        module.eval(),  # a new module is in training, whatever the one inside it was
        (torch.ones(1, _SOME_TOKENS, dtype=torch.long),),
        str(file),
        input_names=[INPUT],
        output_names=["vector"],
        dynamic_axes={INPUT: {1: "tokens"}},
        opset_version=_OPSET,
        dynamo=False,  # the newer exporter wants onnxscript
    )


def _dimension(model: SentenceTransformer) -> int:
    return len(model.encode("", show_progress_bar=False))


def main(arguments: Sequence[str]) -> None:
    """Export the model; an error ends the process with a traceback, which ``packaged`` reads."""
    name, source, made = arguments
    os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.simplefilter("ignore")  # of the exporter, that it is the older one
    export(name, Path(source), Path(made))


if __name__ == "__main__":
    main(sys.argv[1:])
