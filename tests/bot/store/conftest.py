from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.store.user_data import FILE_NAME, UserDataStore


@dataclass
class Clock:
    """Seconds since 1970 as the test sets them."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


@pytest.fixture
def user_data(path: Path, clock: Clock) -> Iterator[UserDataStore]:
    opened = UserDataStore(path, clock=clock, keep_days=90)
    yield opened
    opened.close()
