"""Replies a second and how long a reader waits, beside the same server answering itself.

    python -m benchmarks.bot [--users 1 8 64] [--messages 160] [--crowd 200]

See README.md beside it for what is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import psutil

from benchmarks.bot_clients import BARE, INSTANT, QUESTIONS, VERBATIM
from bot.settings import ROOT
from tests.bot_server.flood import Flood
from tests.bot_server.people import Reader
from tests.bot_server.process import environment_for, take_in
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi

SHIPPED = "shipped"
COMMANDS = {
    SHIPPED: ("-m", "bot", "run"),
    **{who: ("-m", "benchmarks.bot_clients", who) for who in (BARE, INSTANT, VERBATIM)},
}
NAMES = {
    BARE: "a bare client, one fixed answer",
    INSTANT: "the bot, one fixed answer",
    VERBATIM: "the bot, answers from the sample corpus",
}
WARMING = 6
"""Questions that are not counted."""
PATIENCE = 60.0
"""Seconds after which a reply counts as lost."""


@dataclass(frozen=True, slots=True)
class Round:
    """What some users at once saw, and what it cost.

    Attributes:
        waits: seconds from each question to the first message of the reply.
        lost: questions that nobody replied to.
        disordered: chats in which a reply stands before that to an earlier question.
        seconds: from the first question to the last reply.
        processor: seconds of processor time of who answered.
        mebibytes: resident at the end.
        server: seconds of processor time of the server, with the readers in it.
    """

    waits: Sequence[float]
    lost: int
    disordered: int
    seconds: float
    processor: float
    mebibytes: float
    server: float

    @property
    def rate(self) -> float:
        """Replies a second."""
        return len(self.waits) / self.seconds

    def wait(self, percent: int) -> float:
        """A percentile, in milliseconds."""
        return statistics.quantiles(self.waits, n=100, method="inclusive")[percent - 1] * 1000


@dataclass
class Crowd:
    """Readers who write and note when they are replied to."""

    api: BotApi
    questions: Iterator[str] = field(default_factory=lambda: cycle(QUESTIONS))
    waits: list[float] = field(default_factory=list)
    lost: int = 0
    asked: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _replied: dict[tuple[int, int], asyncio.Future[float]] = field(default_factory=dict)
    _seen: int = 0

    async def follow(self) -> None:
        """Sees every message as it takes effect, until cancelled."""
        while True:
            await self.api.until(lambda: len(self.api.sent) > self._seen, seconds=None)
            now = time.perf_counter()
            for call in self.api.sent[self._seen :]:
                future = self._replied.get((call.chat_id, call.replies_to or 0))
                if future is not None and not future.done():
                    future.set_result(now)
            self._seen = len(self.api.sent)

    async def ask(self, reader: Reader, times: int, at_once: int = 1) -> None:
        """Asks so many questions, so many before the reply to the first of them is there."""
        for begun in range(0, times, at_once):
            several = [await self._write(reader) for _ in range(min(at_once, times - begun))]
            await asyncio.gather(*(self._wait(since, reply) for since, reply in several))

    async def _write(self, reader: Reader) -> tuple[float, asyncio.Future[float]]:
        since, reply = time.perf_counter(), asyncio.get_running_loop().create_future()
        # The number is known before the message is delivered, so that no reply comes too early.
        number = self.api.number() + 1
        self._replied[reader.user_id, number] = reply
        written = await reader.write(next(self.questions))
        assert written == number, "somebody else wrote in between"
        self.asked[reader.user_id].append(number)
        return since, reply

    async def _wait(self, since: float, reply: asyncio.Future[float]) -> None:
        try:
            self.waits.append(await asyncio.wait_for(reply, PATIENCE) - since)
        except TimeoutError:
            self.lost += 1

    def disordered(self) -> int:
        """Chats that were not replied to in the order of their questions."""
        replies: defaultdict[int, list[int]] = defaultdict(list)
        for call in self.api.sent:
            if call.replies_to is not None and call.replies_to not in replies[call.chat_id][-1:]:
                replies[call.chat_id].append(call.replies_to)
        return sum(replies[chat] != asked for chat, asked in self.asked.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--messages", type=int, default=64, help="in each round, all users'")
    parser.add_argument("--crowd", type=int, default=200, help="users at once, at the real pace")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as scratch:
        data = Path(scratch) / "data"
        take_in(ROOT / "seeds", data)
        began = time.perf_counter()
        asyncio.run(_measure(data, args.users, args.messages, args.crowd))
        print(f"\nmeasured in {time.perf_counter() - began:.0f} s")


async def _measure(data: Path, users: Sequence[int], messages: int, crowd: int) -> None:
    rounds = {who: await _rounds(who, data, users, messages) for who in NAMES}
    for number, size in enumerate(users):
        print(f"\n## {size} {'user' if size == 1 else 'users'} at once\n")
        print(
            "| who answers | replies/s | p50 ms | p95 ms | CPU ms a reply | MiB | server CPU ms |"
        )
        print("|---|---|---|---|---|---|---|")
        of_bare = rounds[BARE][number]
        for who, name in NAMES.items():
            print(_line(name, rounds[who][number], of_bare))
    await _crowd(data, crowd)


def _line(name: str, shown: Round, bare: Round) -> str:
    def beside(value: float, other: float) -> str:
        return f"{value:.0f}" if shown is bare else f"{value:.0f} (×{value / other:.2f})"

    count = len(shown.waits)
    cells = (
        name,
        beside(shown.rate, bare.rate),
        beside(shown.wait(50), bare.wait(50)),
        beside(shown.wait(95), bare.wait(95)),
        beside(shown.processor / count * 1000, bare.processor / len(bare.waits) * 1000),
        f"{shown.mebibytes:.0f}",
        f"{shown.server / count * 1000:.0f}",
    )
    problem = f" — {shown.lost} lost, {shown.disordered} chats disordered"
    return f"| {' | '.join(cells)} |{problem if shown.lost or shown.disordered else ''}"


async def _rounds(who: str, data: Path, users: Sequence[int], messages: int) -> Sequence[Round]:
    """One for each number of users, by the same process."""
    async with bot_api() as api, _answering(who, api, data) as process:
        await _round(api, process, [(Reader(api, 1), WARMING)])
        done = []
        for size in users:
            times = -(-messages // size)
            asking = [(Reader(api, size * 1000 + each), times) for each in range(size)]
            done.append(await _round(api, process, asking))
        return done


async def _crowd(data: Path, size: int) -> None:
    """Everybody at once, every fifth with two questions, at the pace that Telegram keeps."""
    async with bot_api(flood=Flood()) as api, _answering(SHIPPED, api, data) as process:
        asking = [(Reader(api, 1 + each), 1 if each % 5 else 2) for each in range(size)]
        done = await _round(api, process, asking, at_once=2)
        refused = sum(call.refusal is not None for call in api.calls)
    print(
        f"\n## {size} users at once, every fifth with two questions, as shipped, with Telegram's limits\n"
    )
    print(
        f"{len(done.waits)} of {sum(times for _, times in asking)} answered in {done.seconds:.1f} s ({done.rate:.1f} a "
        f"second); {done.lost} lost, {done.disordered} chats disordered, {refused} calls refused; "
        f"p50 {done.wait(50) / 1000:.1f} s, p95 {done.wait(95) / 1000:.1f} s; "
        f"{done.mebibytes:.0f} MiB, {done.processor:.1f} s of processor time"
    )


async def _round(
    api: BotApi, process: psutil.Process, asking: Sequence[tuple[Reader, int]], at_once: int = 1
) -> Round:
    crowd = Crowd(api)
    following = asyncio.create_task(crowd.follow())
    began, spent, own = time.perf_counter(), _processor(process), time.process_time()
    await asyncio.gather(*(crowd.ask(reader, times, at_once) for reader, times in asking))
    seconds = time.perf_counter() - began
    following.cancel()
    return Round(
        crowd.waits,
        crowd.lost,
        crowd.disordered(),
        seconds,
        _processor(process) - spent,
        process.memory_info().rss / 2**20,
        time.process_time() - own,
    )


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@asynccontextmanager
async def _answering(who: str, api: BotApi, data: Path) -> AsyncIterator[psutil.Process]:
    """The process that answers, from its first poll.

    It has a data folder of its own: every server numbers its updates alike, and what the bot has
    had before it does not answer again.
    """
    quiet = {"OMP_NUM_THREADS": "1"}
    own = Path(shutil.copytree(data, data.with_name(who)))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *COMMANDS[who],
        cwd=ROOT,
        env={**os.environ, **environment_for(api, own), **quiet},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await api.until(lambda: bool(api.made("getUpdates")), seconds=PATIENCE)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    main()
