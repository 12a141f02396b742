"""Whatever readers do, in whatever order: nothing fails, leaks or is kept against their will."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.walking import walking

STEPS = 30


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_readers_do_nothing_fails_and_no_words_reach_another_reader(
    tmp_path: Path, seed: int
) -> None:
    async with walking(tmp_path, seed) as walk:
        for _ in range(STEPS):
            await walk.step()
    assert len(walk.did) == STEPS
