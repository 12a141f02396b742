"""An empty catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.catalogue import SqliteCatalogue
from tests.adapters.stores import ENCODER


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqliteCatalogue]:
    catalogue = SqliteCatalogue(tmp_path / "catalogue.db", ENCODER.model)
    yield catalogue
    catalogue.close()
