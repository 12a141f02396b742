"""Handles documents and forwarded posts from admins, which are ingested one after another."""

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
from bot.tg.transport.message_joiner import documents_of
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
    """Saves a document, ingests it and reports the outcome.

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
        """Ingest the document, or the forwarded post."""
        del context
        message = message_of(update)
        saved = await self._save(message)
        if not saved:
            await say(message, notices.NOT_AN_ARTICLE)
            return
        async with self._turn, typing(message, self._services.typing_every):
            report = await self._report(saved)
        self._metrics.ingested("failed" if report is None else "done")
        if report is None:
            await say(message, notices.NOT_TAKEN_IN)
        else:
            await send(message, admin.render_ingest_report(report))

    async def _report(self, saved: Sequence[SavedDocument]) -> IngestReport | None:
        """Ingest the files; where nothing of them was, delete what was not there before."""
        try:
            report = await asyncio.to_thread(self._ingest, [each.path for each in saved])
        except VerbatimError as error:
            logger.error("Not taken in: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
            report = None
        if report is None or not (report.articles or report.replaced or report.unchanged):
            for each in saved:
                await asyncio.to_thread(delete_new, each)
        return report

    async def _save(self, message: Message) -> Sequence[SavedDocument]:
        """Save the files of a message or an album; none where there is no article in it."""
        documents = documents_of(message)
        if documents:
            saved = [await _download(each, self._folder) for each in documents]
            return [each for each in saved if each is not None]
        given = _post_in(message)
        if given is None:
            return ()
        return (await asyncio.to_thread(save_post, self._folder, given),)


async def _download(sent: Document, folder: Path) -> SavedDocument | None:
    suffix = suffix_of(sent.file_name, sent.mime_type)
    if suffix is None or (sent.file_size or 0) > LARGEST:
        return None
    try:
        file = await sent.get_file()
    except BadRequest:  # too big, whatever it claimed
        return None
    content = bytes(await file.download_as_bytearray())
    return await asyncio.to_thread(save_document, folder, sent.file_name, suffix, content)


def _post_in(message: Message) -> ForwardedPost | None:
    """Return the text that was forwarded, with what Telegram states of the channel."""
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
    """An article that was saved, and which of its files were not there before."""

    path: Path
    new: tuple[Path, ...]


def suffix_of(name: str | None, kind: str | None) -> str | None:
    """Return the suffix that says how to read a document; None for one that is no article."""
    suffix = PurePosixPath(name or "").suffix.lower()
    return SUFFIXES.get(suffix) if suffix else KINDS.get((kind or "").partition(";")[0])


def save_document(folder: Path, name: str | None, suffix: str, content: bytes) -> SavedDocument:
    """Save a document below the folder; the same one always in the same place."""
    subfolder = folder / hashlib.sha256(content).hexdigest()[:_DIGEST]
    return _write(subfolder, {f"{_stem(name)}{suffix}": content})


def save_post(folder: Path, given: ForwardedPost) -> SavedDocument:
    """Save a post below the folder, with a sidecar file of what is stated about it."""
    content = given.text.encode("utf-8", "replace")
    stated = "".join(f"{line}\n" for line in _sidecar_lines(given)).encode()
    subfolder = folder / hashlib.sha256(content + b"\0" + stated).hexdigest()[:_DIGEST]
    name = f"{_stem(given.outlet or 'post')}.txt"
    return _write(subfolder, {name: content, f"{name}{SIDECAR}": stated})


def delete_new(saved: SavedDocument) -> None:
    """Delete the files that were not there before."""
    for path in saved.new:
        path.unlink(missing_ok=True)
    with suppress(OSError):  # something else is in it
        saved.path.parent.rmdir()


def _sidecar_lines(given: ForwardedPost) -> Iterator[str]:
    outlet = one_line(given.outlet or "", _NAME_LENGTH)
    if outlet:
        yield f"outlet = {_toml_string(outlet)}"
    if given.posted is not None:
        yield f"published = {_toml_string(given.posted.isoformat(timespec='minutes'))}"
    if given.url is not None:
        yield f"url = {_toml_string(given.url)}"


def _toml_string(words: str) -> str:
    """Return a basic string of TOML; the words have no control characters."""
    return json.dumps(words, ensure_ascii=False)


def _stem(name: str | None) -> str:
    """Return a stem that is a valid file name on every system."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    fit = _UNFIT.sub("-", stem)[:_NAME_LENGTH].strip(" .-")
    return "article" if not fit or fit.upper() == "README" else fit


def _write(folder: Path, files: Mapping[str, bytes]) -> SavedDocument:
    """Write the files, of which the first is the article."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files]
    new = tuple(path for path in paths if not path.exists())
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return SavedDocument(paths[0], new)
