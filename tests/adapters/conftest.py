"""An empty catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from tests.adapters.stores import ENCODER


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = open_catalogue(tmp_path / "catalogue.db", ENCODER.model)
    yield catalogue
    catalogue.close()
