"""The modules that one question passes, from the update to the reply, for ``benchmarks.structure``.

``python -m benchmarks.route FILE`` is the bot that is watched: it notes every call of a function
of ``bot`` or ``retrieval`` between one SIGUSR1 and the next, and writes what it noted to the file
when it ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

from bot.cli.commands import main as run_bot
from bot.settings import ROOT
from tests.bot_server.people import Reader
from tests.bot_server.process import environment_for, take_in
from tests.bot_server.server import bot_api

FIRST = "Who chairs the inquiry?"
"""Asked before, so that what happens once only is not counted."""
SETTLING = 1.0
"""Seconds after a reply in which the bot notes that it was sent."""
PATIENCE = 120.0
"""Seconds after which the bot counts as stuck."""
NOTING = b"noting\n"
"""What the bot writes when it begins to note calls, and when it ceases to."""


async def ask(question: str) -> Sequence[str]:
    """What the bot replies from the sample corpus, and the modules on the way to that reply."""
    with tempfile.TemporaryDirectory() as folder:
        data, noted = Path(folder) / "data", Path(folder) / "calls.json"
        take_in(ROOT / "seeds", data)
        reply = await _reply(question, data, noted)
        calls = json.loads(noted.read_text(encoding="utf-8"))
    modules, chain = calls["modules"], calls["chain"]
    return [
        f"{question} {reply.splitlines()[0]}",
        f"modules that the question passes: {len(modules)}",
        *(f"  {module}" for module in modules),
        f"deepest chain of calls: {len(chain)} modules",
        *(f"  {module}" for module in chain),
    ]


async def _reply(question: str, data: Path, noted: Path) -> str:
    async with bot_api() as api:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.route", str(noted)),
            cwd=ROOT,
            env={**os.environ, **environment_for(api, data)},
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        reader = Reader(api)
        await reader.write(FIRST)
        await api.until(lambda: len(api.sent) == 1, seconds=PATIENCE)
        await asyncio.sleep(SETTLING)
        process.send_signal(signal.SIGUSR1)
        assert await process.stdout.readline() == NOTING
        await reader.write(question)
        await api.until(lambda: len(api.sent) > 1, seconds=PATIENCE)
        await asyncio.sleep(SETTLING)
        process.send_signal(signal.SIGUSR1)
        assert await process.stdout.readline() == NOTING
        process.terminate()
        await process.wait()
        return api.sent[1].text


@dataclass
class Calls:
    """Notes the modules of all calls, and the longest chain of them on one stack."""

    modules: set[str] = field(default_factory=set)
    chain: Sequence[str] = ()
    is_noting: bool = False

    def toggle(self, *_: object) -> None:
        """Begins to note, or ceases to, and says so."""
        self.is_noting = not self.is_noting
        os.write(sys.stdout.fileno(), NOTING)

    def profile(self, frame: FrameType, event: str, _: object) -> None:
        """Takes what ``sys.setprofile`` reports."""
        if self.is_noting and event == "call":
            module = _module(frame.f_code.co_filename)
            if module is not None:
                self.modules.add(module)
                chain = list(dict.fromkeys(_callers(frame)))
                self.chain = max(self.chain, chain, key=len)

    def written(self) -> str:
        """What was noted as JSON, the chain from its first caller down."""
        return json.dumps({"modules": sorted(self.modules), "chain": self.chain[::-1]})


def _callers(frame: FrameType | None) -> Iterator[str]:
    """The modules of ours on a stack, from the innermost call outwards."""
    while frame is not None:
        module = _module(frame.f_code.co_filename)
        if module is not None:
            yield module
        frame = frame.f_back


@cache
def _module(file: str) -> str | None:
    """The module of a source file; None where it is none of the bot's or of retrieval's."""
    path = Path(file)
    if not path.is_relative_to(ROOT):
        return None
    inside = path.relative_to(ROOT).with_suffix("")
    return ".".join(inside.parts) if inside.parts[0] in {"bot", "retrieval"} else None


def main() -> None:
    calls = Calls()
    signal.signal(signal.SIGUSR1, calls.toggle)
    threading.setprofile(calls.profile)
    sys.setprofile(calls.profile)
    noted = Path(sys.argv[1])
    sys.argv[1:] = ["run"]
    try:
        run_bot()
    finally:
        sys.setprofile(None)
        noted.write_text(calls.written(), encoding="utf-8")


if __name__ == "__main__":
    main()
