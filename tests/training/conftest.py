"""What is imported of the tests of training."""

from __future__ import annotations

from pathlib import Path

import pytest

IMPORT_TORCH = frozenset({"test_reader.py", "test_training.py"})
"""That takes seconds in every process, which tests that do not train need not wait for."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what trains where it is not asked for."""
    leave_out = config.option.markexpr == "not training" and collection_path.name in IMPORT_TORCH
    return True if leave_out else None
