"""Lets readers do anything at random to the bot on a Telegram of its own, 300 steps a walk."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.attack.table import Attack, Row
from tests.bot.walking import walking

STEPS_OF_A_WALK = 300


def attack(given: Attack) -> Iterator[Row]:
    """Yield the row of the walks; a walk ends with the first thing that is as it must not be."""
    row = Row("steps of readers on Telegram", given.size)
    asyncio.run(_walk(row, given))
    yield row


async def _walk(row: Row, given: Attack) -> None:
    seed = given.seed
    while row.tried < given.size and not given.is_over:
        with tempfile.TemporaryDirectory(prefix="attack-telegram-") as folder:
            await _walk_once(row, given, Path(folder), seed)
        seed += 1
    row.note = f"{seed - given.seed} walks of {STEPS_OF_A_WALK} steps"


async def _walk_once(row: Row, given: Attack, folder: Path, seed: int) -> None:
    async with walking(folder, seed) as walk:
        for number in range(STEPS_OF_A_WALK):
            if row.tried >= given.size or given.is_over or len(row.broke) > seed - given.seed:
                return
            with row.trying(f"seed {seed}, step {number}"):
                try:
                    await walk.step()
                except TimeoutError as error:
                    raise AssertionError(f"no end of it: {walk.did[-1]}") from error
                except AssertionError as error:
                    raise AssertionError(f"{walk.did[-1]}: {error}") from error
