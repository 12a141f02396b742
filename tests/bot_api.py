"""A small Telegram Bot API server: real HTTP on this machine, for the bot as it is in production.

It knows the methods that the bot uses, is as strict as Telegram about markup and length, keeps a
ledger of every call, and fails on demand.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from aiohttp import web

TOKEN: Final = "4242:the-token-of-a-bot-that-does-not-exist"
BOT_ID: Final = 4242
BOT_NAME: Final = "VerbatimTestBot"
LIMIT: Final = 4096

Json = dict[str, Any]
"""A vendor's objects, as they go over the wire."""


# --- markup, as strict as Telegram's ---------------------------------------------------------

ALLOWED_TAGS: Final = {
    "b": (),
    "strong": (),
    "i": (),
    "em": (),
    "u": (),
    "s": (),
    "code": ("class",),
    "pre": (),
    "a": ("href",),
    "blockquote": ("expandable",),
    "tg-spoiler": (),
}


class MarkupError(Exception):
    """Telegram would refuse this."""


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}"')
        for name, _ in attrs:
            if name not in ALLOWED_TAGS[tag]:
                raise MarkupError(f'Unexpected attribute "{name}" in "{tag}"')
        if tag == "blockquote" and "blockquote" in self._open:
            raise MarkupError("Nested block quotation")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise MarkupError(f'Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise MarkupError('Unsupported start tag ""')
        self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        raise MarkupError(f"Unsupported comment {data!r}")

    def unclosed(self) -> list[str]:
        return self._open


def shown(html: str) -> str:
    """The words that Telegram would show; raises MarkupError where it would refuse."""
    # A "<" that came from "&lt;" is a word, one that stands there is a fault.
    parser = _Parser()
    parser.feed(html.replace("&lt;", "\ue000"))
    parser.close()
    if parser.unclosed():
        raise MarkupError(f"Can't find end tag corresponding to start tag {parser.unclosed()[-1]}")
    return "".join(parser.shown).replace("\ue000", "<")


def utf16_length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


# --- faults ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """What a method answers instead of doing its work."""

    status: int
    body: str
    content_type: str = "application/json"


def refusal(status: int, description: str, **parameters: int) -> Fault:
    body: Json = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Fault(status, json.dumps(body))


TOO_MANY: Final = refusal(429, "Too Many Requests: retry after 1", retry_after=1)
CANNOT_PARSE: Final = refusal(
    400, "Bad Request: can't parse entities: Unsupported start tag at byte offset 2"
)
BLOCKED: Final = refusal(403, "Forbidden: bot was blocked by the user")
CONFLICT: Final = refusal(
    409, "Conflict: terminated by other getUpdates request; make sure that only one is running"
)
BAD_GATEWAY: Final = Fault(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html")


def migrated(to: int) -> Fault:
    return refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=to,
    )


# --- the server ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """One call as it came in."""

    method: str
    parameters: Mapping[str, Any]

    @property
    def text(self) -> str:
        return str(self.parameters["text"])

    @property
    def chat_id(self) -> int:
        return int(self.parameters["chat_id"])

    @property
    def replies_to(self) -> int | None:
        reply = self.parameters.get("reply_parameters")
        return None if reply is None else int(reply["message_id"])


@dataclass
class BotApi:
    """The server's state: what the bot did, what is to reach it, what is to fail."""

    calls: list[Call] = field(default_factory=list)
    sent: list[Call] = field(default_factory=list)
    """The sendMessage calls that took effect."""
    url: str = ""
    _updates: list[Json] = field(default_factory=list)
    _faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _numbers: int = 0
    _update_numbers: int = 1000
    _closing: bool = False

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method answer with these, in order."""
        self._faults[method] += faults

    async def deliver(self, **update: Json) -> None:
        """Something happens on Telegram that the bot gets to know."""
        self._update_numbers += 1
        self._updates.append({"update_id": self._update_numbers, **update})
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Waits for something to have happened; the limit is for a test that fails."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def messages(self, number: int) -> list[Call]:
        """The messages sent, once there are so many."""
        await self.until(lambda: len(self.sent) >= number)
        return self.sent

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def handle(self, request: web.Request) -> web.Response:
        token, method = request.match_info["token"], request.match_info["method"]
        if token != TOKEN:
            return _refused(refusal(401, "Unauthorized"))
        parameters = await _parameters(request)
        self.calls.append(Call(method, parameters))
        async with self._changed:
            self._changed.notify_all()
        faults = self._faults[method]
        if faults:
            return _refused(faults.pop(0))
        answer = getattr(self, f"_do_{method.lower()}", None)
        if answer is None:
            return _refused(refusal(404, "Not Found: method not found"))
        result = await answer(Call(method, parameters))
        if isinstance(result, Fault):
            return _refused(result)
        return web.json_response({"ok": True, "result": result})

    async def close(self) -> None:
        self._closing = True
        async with self._changed:
            self._changed.notify_all()

    async def _do_getme(self, call: Call) -> Json:
        del call
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Verbatim",
            "username": BOT_NAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def _do_getupdates(self, call: Call) -> list[Json]:
        offset = int(call.parameters.get("offset", 0))
        limit = int(call.parameters.get("limit", 100))
        allowed = call.parameters.get("allowed_updates") or ()
        self._updates = [
            update
            for update in self._updates
            if update["update_id"] >= offset and (not allowed or set(update) & set(allowed))
        ]
        try:
            async with asyncio.timeout(float(call.parameters.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: bool(self._updates) or self._closing)
        except TimeoutError:
            return []
        return self._updates[:limit]

    async def _do_sendmessage(self, call: Call) -> Json | Fault:
        words = call.text
        if call.parameters.get("parse_mode") == "HTML":
            try:
                words = shown(words)
            except MarkupError as error:
                return refusal(400, f"Bad Request: can't parse entities: {error}")
        if not words.strip():
            return refusal(400, "Bad Request: message text is empty")
        if utf16_length(words) > LIMIT:
            return refusal(400, "Bad Request: message is too long")
        self.sent.append(call)
        async with self._changed:
            self._changed.notify_all()
        chat = {"id": call.chat_id, "type": "private" if call.chat_id > 0 else "supergroup"}
        return {"message_id": self.number(), "date": 1767225600, "chat": chat, "text": words}

    async def _do_sendchataction(self, call: Call) -> bool:
        del call
        return True

    async def _do_setmycommands(self, call: Call) -> bool:
        del call
        return True

    async def _do_deletewebhook(self, call: Call) -> bool:
        del call
        return True


async def _parameters(request: web.Request) -> Json:
    """As the bot sends them: a form, in which everything that is not a string is JSON."""
    form = await request.post()
    parameters: Json = {}
    for name, value in form.items():
        if name == "text" or not isinstance(value, str):
            parameters[name] = value
            continue
        try:
            parameters[name] = json.loads(value)
        except ValueError:
            parameters[name] = value
    return parameters


def _refused(fault: Fault) -> web.Response:
    return web.Response(status=fault.status, text=fault.body, content_type=fault.content_type)


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """The server, listening on a free port of this machine."""
    api = BotApi()
    application = web.Application()
    application.router.add_route("*", "/bot{token}/{method}", api.handle)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    api.url = f"http://{host}:{port}"
    try:
        yield api
    finally:
        await api.close()
        await runner.cleanup()


# --- people on Telegram ----------------------------------------------------------------------


@dataclass
class Reader:
    """Somebody who writes to the bot."""

    api: BotApi
    user_id: int = 77

    async def write(self, text: str | None, **more: Any) -> int:  # noqa: ANN401 - a vendor's fields
        """Writes in the private chat with the bot; the number of the message."""
        chat = {"id": self.user_id, "type": "private", "first_name": "Reader"}
        return await self._write(chat, text, more)

    async def write_in(self, group: int, text: str, **more: Any) -> int:  # noqa: ANN401 - ditto
        """Writes in a group."""
        chat = {"id": group, "type": "supergroup", "title": "The newsroom"}
        return await self._write(chat, text, more)

    async def _write(self, chat: Json, text: str | None, more: Json) -> int:
        number = self.api.number()
        message: Json = {
            "message_id": number,
            "date": 1767225600,
            "chat": chat,
            "from": {"id": self.user_id, "is_bot": False, "first_name": "Reader"},
            "text": text,
            "entities": _entities(text) if text else None,
            **more,
        }
        await self.api.deliver(message={k: v for k, v in message.items() if v is not None})
        return number


def _entities(text: str) -> list[Json]:
    """Commands and mentions, as Telegram marks them: offsets in UTF-16 units."""
    found: list[Json] = []
    offset = 0
    for word in text.split(" "):
        kind = "bot_command" if word.startswith("/") and len(word) > 1 else None
        kind = "mention" if word.startswith("@") and len(word) > 1 else kind
        if kind:
            first_line = word.split("\n", 1)[0].rstrip(",:!?")
            found.append({"type": kind, "offset": offset, "length": utf16_length(first_line)})
        offset += utf16_length(word) + 1
    return found
