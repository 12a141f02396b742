"""The server as a process of its own: prints its address, and is a chat with the bot.

``python -m tests.bot_server [PORT]``. What is typed is written to the bot, ``[label]`` presses a
button; what the bot does is printed, one line of JSON each. It ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import sys

from tests.bot_server.ledger import Call, Effect
from tests.bot_server.people import Reader
from tests.bot_server.server import bot_api
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN, Json

QUIET = frozenset({"getUpdates", "getMe", "sendChatAction"})


async def main(port: int) -> None:
    """Serves until the input ends."""
    async with bot_api(port=port) as api:
        _print({"base_url": f"{api.url}/bot", "token": TOKEN})
        printing = asyncio.create_task(_print_calls(api))
        reader = Reader(api)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await _type(reader, line.strip())
        printing.cancel()


async def _type(reader: Reader, line: str) -> None:
    if line.startswith("[") and line.endswith("]"):
        try:
            await reader.press(line[1:-1])
        except AssertionError as error:
            _print({"fault": str(error)})
    elif line:
        await reader.write(line)


async def _print_calls(api: BotApi) -> None:
    printed: set[int] = set()

    def news() -> list[Call]:
        return [call for call in api.calls if _is_done(call) and id(call) not in printed]

    while True:
        await api.until(lambda: bool(news()), seconds=None)
        for call in news():
            printed.add(id(call))
            _print({"method": call.method, "effect": call.effect, **call.parameters})


def _is_done(call: Call) -> bool:
    return call.method not in QUIET and call.effect is not Effect.UNDER_WAY


def _print(form: Json) -> None:
    sys.stdout.write(json.dumps(form, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
