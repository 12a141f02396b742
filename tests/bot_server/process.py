"""The bot as a process of its own, as it is in production: started, watched, stopped, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN
from tests.processes import run_python

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAM: Final = (sys.executable, "-m", "bot")


class IngestFailedError(Exception):
    """The corpus could not be taken in; with what the program said."""


@dataclass
class BotProcess:
    """``python -m bot run`` with a data folder and settings that outlive it."""

    settings: Mapping[str, str]
    """The environment beside the test's own."""
    log: list[str] = field(default_factory=list)
    """What it wrote to standard error, over all its lives."""
    _is_alive: bool = False
    _born: int = 0
    """The line of the log with which this life began."""
    _process: asyncio.subprocess.Process | None = None
    _reading: asyncio.Task[None] | None = None
    _wrote: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def start(self) -> None:
        """Starts it, on what its last life left."""
        assert self._process is None, "it is running"
        self._process = await asyncio.create_subprocess_exec(
            *PROGRAM,
            "run",
            cwd=ROOT,
            env={**os.environ, **self.settings},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._is_alive, self._born = True, len(self.log)
        self._reading = asyncio.create_task(self._read(self._process))

    async def stop(self) -> int:
        """SIGTERM: it may finish what it has in hand. Its exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """``kill -9``: it may finish nothing."""
        await self._end(signal.SIGKILL)

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return await self._end(None)

    async def says(self, words: str, seconds: float = 120) -> str:
        """The first line with these words in the log of this life, once it is there.

        The limit is for a test that fails.
        """

        def said() -> list[str]:
            return [line for line in self.log[self._born :] if words in line]

        async with asyncio.timeout(seconds), self._wrote:
            await self._wrote.wait_for(lambda: said() or not self._is_alive)
        if not said():
            raise AssertionError(f"it ended without saying so:\n{self.text()}")
        return said()[0]

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def text(self) -> str:
        return "\n".join(self.log)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            self.log.append(line.decode(errors="replace").rstrip("\n"))
            await self._tell()
        self._is_alive = False
        await self._tell()

    async def _tell(self) -> None:
        async with self._wrote:
            self._wrote.notify_all()

    async def _end(self, by: signal.Signals | None) -> int:
        process, reading = self._process, self._reading
        assert process is not None, "it is not running"
        assert reading is not None
        if by is not None and process.returncode is None:
            process.send_signal(by)
        code = await process.wait()
        await reading
        self._process = self._reading = None
        return code


@asynccontextmanager
async def bot_process(api: BotApi, data_dir: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """The bot, started on a data folder and speaking to the test's Telegram; killed at the end.

    Settings are named as in ``bot/settings.py``: ``telegram_allowed_users="[77]"``.
    """
    process = BotProcess(environment_for(api, data_dir, **settings))
    await process.start()
    try:
        yield process
    finally:
        if process.is_running:
            await process.kill()


def environment_for(api: BotApi, data_dir: Path, **settings: str) -> dict[str, str]:
    """What the bot has to find in its environment."""
    return {
        "VERBATIM_DATA_DIR": str(data_dir),
        "VERBATIM_TELEGRAM_TOKEN": TOKEN,
        "VERBATIM_TELEGRAM_BASE_URL": f"{api.url}/bot",
        "VERBATIM_TELEGRAM_BASE_FILE_URL": f"{api.url}/file/bot",
        "COLUMNS": "200",
        **{f"VERBATIM_{name.upper()}": value for name, value in settings.items()},
    }


def take_in(corpus: Path, data_dir: Path) -> None:
    """Takes the articles of a folder in by the command line, all of them.

    Raises:
        IngestFailedError: with what the program said.
    """
    done = run_python("-m", "bot", "ingest", str(corpus), data_dir=data_dir)
    if done.returncode:
        raise IngestFailedError(done.stdout + done.stderr)
