"""The sample corpus, ingested once with the real encoder and parser for all stories."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.bootstrap import Components, opened
from bot.ingestion import ingest_paths
from bot.settings import ROOT, Settings, load_settings
from retrieval.ingest.report import IngestReport


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The defaults, but for a data folder of the tests' own."""
    data_dir = tmp_path_factory.mktemp("data")
    return load_settings().model_copy(update={"data_dir": data_dir})


@pytest.fixture(scope="session")
def seeds_report(settings: Settings) -> IngestReport:
    """What ingesting the sample corpus reports."""
    return ingest_paths(settings, [ROOT / "seeds"])


@pytest.fixture(scope="session")
def seeds_components(settings: Settings, seeds_report: IngestReport) -> Iterator[Components]:
    """The sample corpus, opened for questions."""
    assert not seeds_report.skipped
    with opened(settings) as components:
        yield components
