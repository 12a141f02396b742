"""Articles that a keeper sends or forwards, taken in one after another."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from telegram import Document, Message, MessageOriginChannel, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import log_redaction
from bot.messages import admin, notices
from bot.messages.text_entities import one_line
from bot.monitoring import Metrics
from bot.tg.handlers.base import HandlerServices
from bot.tg.transport.message_text import message_of
from bot.tg.transport.sender import say, send, typing
from retrieval.errors import VerbatimError
from retrieval.ingest import IngestReport

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
Ingest = Callable[[Sequence[Path]], IngestReport]
"""Ingests files."""

LARGEST = 20 * 1024 * 1024
"""What Telegram lets a bot fetch, in bytes."""


class DocumentHandlers:
    """Keeps what it gets, takes it in and says what came of it.

    Args:
        services: to answer with.
        folder: where the files are kept.
        ingest: ingests files; called in a thread.
        metrics: count how each ingestion ended.
    """

    def __init__(
        self,
        services: HandlerServices,
        folder: Path,
        ingest: Ingest,
        metrics: Metrics,
    ) -> None:
        self._services = services
        self._folder = folder
        self._ingest = ingest
        self._metrics = metrics
        self._turn = asyncio.Lock()

    async def receive(self, update: Update, context: Context) -> None:
        """Takes in the document, or the forwarded post."""
        del context
        message = message_of(update)
        laid = await self._laid_down(message)
        if laid is None:
            await say(message, notices.NOT_AN_ARTICLE)
            return
        async with self._turn, typing(message, self._services.typing_every):
            report = await self._report(laid)
        self._metrics.ingested("failed" if report is None else "done")
        if report is None:
            await say(message, notices.NOT_TAKEN_IN)
        else:
            await send(message, admin.render_ingest_report(report))

    async def _report(self, laid: SavedDocument) -> IngestReport | None:
        """What was taken in; where nothing was, the file is not kept, unless it was before."""
        try:
            report = await asyncio.to_thread(self._ingest, [laid.path])
        except VerbatimError as error:
            logger.error("Not taken in: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
            report = None
        if report is None or not (report.articles or report.replaced or report.unchanged):
            await asyncio.to_thread(take_away, laid)
        return report

    async def _laid_down(self, message: Message) -> SavedDocument | None:
        """The file of a message; None where there is no article in it."""
        if message.document is not None:
            return await _fetched(message.document, self._folder)
        given = _post_in(message)
        return None if given is None else await asyncio.to_thread(post, self._folder, given)


async def _fetched(sent: Document, folder: Path) -> SavedDocument | None:
    suffix = suffix_of(sent.file_name, sent.mime_type)
    if suffix is None or (sent.file_size or 0) > LARGEST:
        return None
    try:
        file = await sent.get_file()
    except BadRequest:  # too big, whatever it claimed
        return None
    content = bytes(await file.download_as_bytearray())
    return await asyncio.to_thread(document, folder, sent.file_name, suffix, content)


def _post_in(message: Message) -> ForwardedPost | None:
    """The text that was forwarded, with what Telegram states of the channel."""
    words, origin = message.text or message.caption or "", message.forward_origin
    if origin is None or not words.strip():
        return None
    if not isinstance(origin, MessageOriginChannel):
        return ForwardedPost(words, None, origin.date, None)
    name = origin.chat.username
    url = f"https://t.me/{name}/{origin.message_id}" if name else None
    return ForwardedPost(words, origin.chat.title, origin.date, url)


SUFFIXES = {
    ".txt": ".txt",
    ".md": ".md",
    ".html": ".html",
    ".htm": ".htm",
}
KINDS = {"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html"}
"""The suffix of a document whose name has none."""

SIDECAR = ".meta.toml"

_DIGEST = 16
_NAME_LENGTH = 80
_UNFIT = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True, slots=True)
class ForwardedPost:
    """A post as it was forwarded.

    Attributes:
        outlet: the channel that it was posted in; None where it does not say.
        posted: when.
        url: where it stands, if that is public.
    """

    text: str
    outlet: str | None
    posted: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """An article that was laid down, and which of its files were not there before."""

    path: Path
    new: tuple[Path, ...]


def suffix_of(name: str | None, kind: str | None) -> str | None:
    """The suffix that says how to read a document; None for one that is no article."""
    suffix = PurePosixPath(name or "").suffix.lower()
    return SUFFIXES.get(suffix) if suffix else KINDS.get((kind or "").partition(";")[0])


def document(folder: Path, name: str | None, suffix: str, content: bytes) -> SavedDocument:
    """Lays a document down below the folder; the same one always in the same place."""
    place = folder / hashlib.sha256(content).hexdigest()[:_DIGEST]
    return _laid(place, {f"{_stem(name)}{suffix}": content})


def post(folder: Path, given: ForwardedPost) -> SavedDocument:
    """Lays a post down below the folder, with what is stated about it beside it."""
    content = given.text.encode("utf-8", "replace")
    stated = "".join(f"{line}\n" for line in _stated(given)).encode()
    place = folder / hashlib.sha256(content + b"\0" + stated).hexdigest()[:_DIGEST]
    name = f"{_stem(given.outlet or 'post')}.txt"
    return _laid(place, {name: content, f"{name}{SIDECAR}": stated})


def take_away(laid: SavedDocument) -> None:
    """Deletes what was not there before."""
    for path in laid.new:
        path.unlink(missing_ok=True)
    with suppress(OSError):  # something else is in it
        laid.path.parent.rmdir()


def _stated(given: ForwardedPost) -> Iterator[str]:
    outlet = one_line(given.outlet or "", _NAME_LENGTH)
    if outlet:
        yield f"outlet = {_string(outlet)}"
    if given.posted is not None:
        yield f"published = {_string(given.posted.isoformat(timespec='minutes'))}"
    if given.url is not None:
        yield f"url = {_string(given.url)}"


def _string(words: str) -> str:
    """A basic string of TOML; the words have no control characters."""
    return json.dumps(words, ensure_ascii=False)


def _stem(name: str | None) -> str:
    """A name that no system takes for anything but a file's."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    fit = _UNFIT.sub("-", stem)[:_NAME_LENGTH].strip(" .-")
    return "article" if not fit or fit.upper() == "README" else fit


def _laid(folder: Path, files: Mapping[str, bytes]) -> SavedDocument:
    """The first of the files is the article."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files]
    new = tuple(path for path in paths if not path.exists())
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return SavedDocument(paths[0], new)
