"""Turns whatever a vendor's library raises into an error of this project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import ModelError, VerbatimError


@contextmanager
def as_model_error(what: str) -> Iterator[None]:
    """Raise ``ModelError`` for any error in the block; ``what`` says what could not be done.

    That includes a panic in Rust (``pyo3_runtime.PanicException``), which is no ``Exception`` and
    would pass everything that handles errors. Only what ends the process passes as it is.

    Raises:
        ModelError: the library failed; says how.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, VerbatimError):
        raise
    except BaseException as error:
        raise ModelError(f"{what}: {type(error).__name__}: {error}") from error
