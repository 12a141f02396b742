"""A newspaper's morning edition, and a room to take it in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.newspaper import Newsroom, print_morning


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    print_morning(folder, 6)
    return folder


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "var")
    yield room
    room.catalogue.close()
