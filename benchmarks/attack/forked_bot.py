"""Runs ``verbatim run`` in forked processes that can be killed: ``python -m benchmarks.attack.forked_bot``.

Imports are slow, so this process makes them once. For each line on standard input it forks a bot,
writes the bot's process number, waits for its end and writes its exit status (minus the signal).
"""

from __future__ import annotations

import os
import sys

import chromadb  # noqa: F401 - slow, and needed by every bot
import onnxruntime  # noqa: F401 - the same

from bot.cli import commands
from bot.tg import application  # noqa: F401 - the same


def main() -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            _run()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run() -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        commands.run()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
