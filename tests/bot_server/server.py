"""The server's HTTP: one asyncio server on this machine, in the loop of whoever starts it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tests.bot_server import schema
from tests.bot_server.faults import AnyFault, Fault, Held, ResetAfter, ResetBefore, Slow, Works
from tests.bot_server.files import MOST_UP
from tests.bot_server.flood import Flood, counts
from tests.bot_server.ledger import Call, Effect
from tests.bot_server.methods import do, knows
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN, Json, Refused, Upload, bad_request

BESIDE_THE_FILE = 1024 * 1024
"""Bytes that a call may have beside the largest file."""


@asynccontextmanager
async def bot_api(
    *, clock: Callable[[], float] = time.time, flood: Flood | None = None, port: int = 0
) -> AsyncIterator[BotApi]:
    """The server, listening on a port of this machine; a free one where none is named."""
    api = BotApi(clock, flood)
    application = web.Application(client_max_size=MOST_UP + BESIDE_THE_FILE)
    front = _Front(api)
    application.router.add_route("*", "/bot{token}/{method}", front.call)
    application.router.add_get("/file/bot{token}/{path:.+}", front.file)
    runner = web.AppRunner(application, shutdown_timeout=1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    host, port = runner.addresses[0][:2]
    api.url = f"http://{host}:{port}"
    try:
        yield api
    finally:
        api.updates.close()
        await api.courier.aim(None)
        await runner.cleanup()


class _Front:
    """Takes requests, meets the faults that are ordered, and writes the ledger."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _refused(Refused(401))
        method = schema.method_named(name)
        if method is None:
            return _refused(Refused(404, "method not found"))
        fields, uploads = await _read(request)
        call = Call(
            method.__api_method__, schema.decoded(method, fields), self._api.clock(), uploads
        )
        self._api.calls.append(call)
        await self._api.tell()
        response = await self._meet(request, call, self._next_fault(call.method))
        await self._api.tell()
        return response

    async def file(self, request: web.Request) -> web.Response:
        file = self._api.files.at(request.match_info["path"])
        if request.match_info["token"] != TOKEN or file is None:
            return _refused(Refused(404))
        return web.Response(body=file.upload.data, content_type=file.upload.mime)

    def _next_fault(self, method: str) -> AnyFault:
        faults = self._api.faults[method.lower()]
        return faults.pop(0) if faults else Works()

    async def _meet(self, request: web.Request, call: Call, fault: AnyFault) -> web.Response:
        match fault:
            case Fault():
                call.effect = Effect.FAILED
                if fault.moves_to is not None:
                    self._api.chats.move(call.chat_id, fault.moves_to)
                return web.Response(
                    status=fault.status, text=fault.body, content_type=fault.content_type
                )
            case ResetBefore():
                call.effect = Effect.FAILED
                return _reset(request)
            case ResetAfter():
                await self._do(call)
                if call.effect is Effect.DONE:
                    call.effect = Effect.DONE_UNSEEN
                return _reset(request)
            case Slow():
                await asyncio.sleep(fault.seconds)
            case Held():
                await fault.release.wait()
            case Works():
                pass
        return await self._do(call)

    async def _do(self, call: Call) -> web.Response:
        try:
            self._check(call)
            call.result = await do(self._api, call)
        except Refused as refused:
            call.effect, call.refusal = Effect.REFUSED, str(refused)
            return _refused(refused)
        call.effect = Effect.DONE
        return web.json_response({"ok": True, "result": call.result})

    def _check(self, call: Call) -> None:
        method = schema.method_named(call.method)
        if method is None or not knows(call.method):
            raise Refused(404, "method not found")
        wrong = schema.faults(method, dict(call.parameters))
        if wrong:
            raise bad_request(
                f"{call.method} is not called as the schema says: {'; '.join(wrong)}"
            )
        chat = call.parameters.get("chat_id")
        if self._api.flood and counts(call.method) and isinstance(chat, int):
            seconds = self._api.flood.retry_after(chat, self._api.clock())
            if seconds:
                raise Refused(429, f"retry after {seconds}", retry_after=seconds)


async def _read(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields of a call, and the files that came with it; JSON is taken as Telegram takes it."""
    if request.content_type == "application/json":
        given: Json = json.loads(await request.text() or "{}")
        return {name: _as_field(value) for name, value in given.items()}, {}
    fields, uploads = dict(request.query), {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            fields.setdefault(name, f"attach://{name}")
        elif isinstance(value, str):
            fields[name] = value
    return fields, uploads


def _as_field(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _refused(refused: Refused) -> web.Response:
    return web.Response(
        status=refused.status, text=refused.body(), content_type="application/json"
    )


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
