"""Handles documents and forwarded posts from admins, which are ingested one after another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Document, Message, MessageOriginChannel, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import log_redaction
from bot.messages import notices
from bot.messages.corpus_changes import removals, uploads
from bot.messages.corpus_changes.uploads import FailedIngest
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import formatted
from bot.monitoring import Metrics
from bot.service.articles import stable_key
from bot.service.source_files import file_path
from bot.tg.handlers.base import ButtonTap, HandlerServices
from bot.tg.handlers.uploads import (
    ForwardedPost,
    SavedDocument,
    SentDocument,
    Undo,
    UploadFolder,
    delete_new,
    file_name_for,
    suffix_of,
)
from bot.tg.transport.message_joiner import documents_of
from bot.tg.transport.message_text import message_of, rest_of
from bot.tg.transport.sender import amend, say, send, typing
from retrieval.corpus.files import ITEM
from retrieval.errors import CatalogueError, IsolatedProcessError, VerbatimError
from retrieval.ingest.report import IngestReport
from retrieval.ports import ArticleCard

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
Ingest = Callable[[Sequence[Path]], IngestReport]
"""Ingests files."""
Remove = Callable[[Collection[str]], None]
"""Removes articles by their sources."""

LARGEST = 20 * 1024 * 1024
"""What Telegram lets a bot fetch, in bytes."""


@dataclass(frozen=True, slots=True)
class CorpusChanges:
    """What changes the corpus; both are called in a thread."""

    ingest: Ingest
    remove: Remove


class DocumentHandlers:
    """Saves documents, ingests them and reports the outcome; replaces, takes back and removes.

    Args:
        services: to answer with.
        admins: who may.
        folder: where the files are kept.
        changes: changes the corpus.
        metrics: count how each ingestion ended.
    """

    def __init__(
        self,
        services: HandlerServices,
        admins: Collection[int],
        folder: Path,
        changes: CorpusChanges,
        metrics: Metrics,
    ) -> None:
        self._services = services
        self._service, self._executor = services.service, services.executor
        self._admins = frozenset(admins)
        self._uploads = UploadFolder(folder)
        self._changes = changes
        self._metrics = metrics
        self._turn = asyncio.Lock()

    # --- what is sent ------------------------------------------------------------------------

    async def receive(self, update: Update, context: Context) -> None:
        """Ingest the documents, or the forwarded post, or ask what to do with them."""
        del context
        message = message_of(update)
        sent = await _documents_in(message)
        post = None if sent else _post_in(message)
        if not sent and post is None:
            await say(message, notices.NOT_AN_ARTICLE)
            return
        async with self._turn, typing(message, self._services.typing_every):
            parts = await self._outcomes(sent, post)
        await send(message, parts)

    async def _outcomes(
        self, sent: Sequence[SentDocument], post: ForwardedPost | None
    ) -> Sequence[MessagePart]:
        """Ingest what was sent, and return what to say of it."""
        try:
            if post is not None:
                saved = await asyncio.to_thread(self._uploads.save_post, post)
                return [await self._added([saved], stable_key("post", str(saved.path)))]
            asked = {each.key: await self._asked(each) for each in sent}
            fresh = list({each.key: each for each in sent if asked[each.key] is None}.values())
            taken = [await self._keep(*fresh)] if fresh else []
            return [*taken, *(part for part in asked.values() if part is not None)]
        except OSError as error:
            logger.error("An upload was not saved: %s", log_redaction.describe(error))  # noqa: TRY400 - the error names the place; a traceback could show words of articles
            return [MessagePart(uploads.not_saved(error.strerror or type(error).__name__))]

    async def _asked(self, sent: SentDocument) -> MessagePart | None:
        """Return what to say of a document before it is ingested; None: it is to be."""
        known = await self._executor.run(self._service.cards_of_file, sent.digest)
        there = [card for card in known if file_path(card.source).exists()]
        if there:
            return uploads.render_known(there)
        named = await self._named(sent.name)
        if not named:
            return None
        await asyncio.to_thread(self._uploads.hold, sent)
        return uploads.render_choice(sent.name, named, sent.key)

    async def _named(self, name: str) -> list[ArticleCard]:
        """Return the articles that are cited by that file, the one that was ingested last first."""
        cards = await self._executor.run(self._service.cards)
        named = [card for card in cards if ITEM.sub("", card.file) == name]
        return sorted(named, key=lambda card: -card.version)

    async def _keep(self, *sent: SentDocument) -> MessagePart:
        """Ingest documents beside whatever else has their names."""
        saved = [await asyncio.to_thread(self._uploads.save, each) for each in sent]
        return await self._added(saved, stable_key("uploads", *(each.key for each in sent)))

    async def _added(self, saved: Sequence[SavedDocument], key: str) -> MessagePart:
        """Ingest saved files; where nothing of them was ingested, delete what was not there."""
        paths = [each.path for each in saved]
        report = await self._ingest(paths)
        if isinstance(report, FailedIngest) or not (
            report.articles or report.replaced or report.unchanged
        ):
            for each in saved:
                await asyncio.to_thread(delete_new, each)
            return uploads.render_nothing(report)
        can_undo = bool(report.articles)
        if can_undo:
            await asyncio.to_thread(self._uploads.remember, key, Undo(paths=paths))
        cards = await self._cards_at(*paths)
        return uploads.render_upload(report, cards, undo=key if can_undo else None)

    async def _replace(self, sent: SentDocument) -> MessagePart:
        """Put a document in place of the newest one of its name, and ingest it."""
        named = await self._named(sent.name)
        if not named:
            return await self._keep(sent)
        old = file_path(named[0].source)
        if not self._uploads.holds(old) or not old.exists():
            return await self._replace_elsewhere(sent, old)
        undo = await asyncio.to_thread(self._uploads.overwrite, old, sent)
        await asyncio.to_thread(self._uploads.remember, sent.key, undo)
        report = await self._ingest([old])
        if isinstance(report, FailedIngest) or not (
            report.replaced or report.articles or report.unchanged
        ):
            await asyncio.to_thread(self._uploads.put_back, undo)
            await asyncio.to_thread(self._uploads.forget, sent.key)
            return uploads.render_nothing(report)
        return uploads.render_upload(report, await self._cards_at(old), undo=sent.key)

    async def _replace_elsewhere(self, sent: SentDocument, old: Path) -> MessagePart:
        """Ingest a document, and remove the articles of a file outside of the uploads."""
        saved = await asyncio.to_thread(self._uploads.save, sent)
        report = await self._ingest([saved.path])
        if isinstance(report, FailedIngest) or not (report.articles or report.unchanged):
            await asyncio.to_thread(delete_new, saved)
            return uploads.render_nothing(report)
        undo = Undo(paths=[saved.path], again=old)
        await asyncio.to_thread(self._uploads.remember, sent.key, undo)
        replaced = [card.source for card in await self._cards_at(old)]
        await asyncio.to_thread(self._changes.remove, replaced)
        left = old if await asyncio.to_thread(old.exists) else None
        cards = await self._cards_at(saved.path)
        return uploads.render_upload(report, cards, undo=sent.key, left=left)

    async def _ingest(self, paths: Sequence[Path]) -> IngestReport | FailedIngest:
        """Return the report, or that the ingest failed."""
        try:
            report = await asyncio.to_thread(self._changes.ingest, paths)
        except VerbatimError as error:
            logger.error("Not taken in: %s", log_redaction.describe(error))  # noqa: TRY400 - a traceback could show words of readers or articles
            self._metrics.ingested("failed")
            return FailedIngest(_cause(error))
        self._metrics.ingested("done")
        return report

    async def _cards_at(self, *paths: Path) -> list[ArticleCard]:
        """Return the articles in these files."""
        cards = await self._executor.run(self._service.cards)
        return [card for card in cards if file_path(card.source) in paths]

    # --- buttons -----------------------------------------------------------------------------

    async def replace_by_button(self, tap: ButtonTap) -> None:
        """Put a waiting document in place of the one of its name."""
        await self._by_button(tap, self._decided(tap, self._replace))

    async def keep_by_button(self, tap: ButtonTap) -> None:
        """Ingest a waiting document beside the one of its name."""
        await self._by_button(tap, self._decided(tap, self._keep))

    async def _decided(
        self, tap: ButtonTap, act: Callable[[SentDocument], Awaitable[MessagePart]]
    ) -> MessagePart | None:
        sent = await asyncio.to_thread(self._uploads.held, tap.press.key)
        if sent is None:
            return None
        part = await act(sent)
        await asyncio.to_thread(self._uploads.release, tap.press.key)
        return part

    async def undo_by_button(self, tap: ButtonTap) -> None:
        """Take an upload back: what it replaced is there again."""
        await self._by_button(tap, self._undone(tap.press.key))

    async def _undone(self, key: str) -> MessagePart | None:
        undo = await asyncio.to_thread(self._uploads.undo_of, key)
        if undo is None:
            return None
        if not await asyncio.to_thread(self._uploads.is_latest, undo):
            return MessagePart(formatted(uploads.REPLACED_SINCE))
        cards = await self._cards_at(*undo.paths)
        back = undo.again or (undo.paths[0] if undo.before else None)
        if undo.before is None:
            await asyncio.to_thread(self._changes.remove, [card.source for card in cards])
        await asyncio.to_thread(self._uploads.put_back, undo)
        if back is not None:
            report = await self._ingest([back])
            if isinstance(report, FailedIngest):
                return uploads.render_nothing(report)
        await asyncio.to_thread(self._uploads.forget, key)
        names = [path.name for path in undo.paths]
        return uploads.render_undone(names, await self._cards_at(back) if back else [])

    async def _by_button(
        self, tap: ButtonTap, work: Coroutine[Any, Any, MessagePart | None]
    ) -> None:
        """Do what an admin has tapped for, and put what is to be said in place of the message."""
        with closing(work):  # not begun for anybody else
            if tap.user_id not in self._admins:
                await tap.acknowledge(notices.FOR_ADMINS)
                return
            await tap.acknowledge()
            async with self._turn, typing(tap.message, self._services.typing_every):
                part = await _unless_refused(work)
        part = part or MessagePart(formatted(uploads.ALREADY_DONE))
        if not await amend(
            tap.message.get_bot(), tap.message.chat_id, tap.message.message_id, part
        ):
            await send(tap.message, [part])

    # --- removing ----------------------------------------------------------------------------

    async def remove(self, update: Update, context: Context) -> None:
        """Ask whether the articles of a file are to be removed."""
        del context
        message = message_of(update)
        name = rest_of(message)
        if not name:
            await say(message, removals.HOW_TO_REMOVE)
            return
        found = await self._executor.run(self._service.articles_of, name)
        await send(message, [removals.render_removal(name, found)])

    async def remove_by_button(self, tap: ButtonTap) -> None:
        """Remove the articles of a file, and the file where it is an upload."""
        await self._by_button(tap, self._removed(tap.press.key))

    async def keep_article_by_button(self, tap: ButtonTap) -> None:
        """Remove nothing after all."""
        await self._by_button(tap, _nothing_removed())

    async def _removed(self, key: str) -> MessagePart:
        cards = await self._executor.run(self._service.cards)
        gone = [card for card in cards if key in removals.removal_keys(card)]
        if not gone:
            return MessagePart(formatted(uploads.ALREADY_DONE))
        await asyncio.to_thread(self._changes.remove, [card.source for card in gone])
        path = file_path(gone[0].source)
        is_upload = self._uploads.holds(path)
        if is_upload and not await self._cards_at(path):
            await asyncio.to_thread(self._uploads.delete, path)
        return removals.render_removed(gone, left=path if path.exists() else None)


async def _unless_refused(work: Awaitable[MessagePart | None]) -> MessagePart | None:
    """Return what is to be said, also where the catalogue cannot be written."""
    try:
        return await work
    except CatalogueError as error:
        logger.error("Not changed: %s", log_redaction.describe(error))  # noqa: TRY400 - the error names the file and the cause
        return MessagePart(formatted(uploads.not_changed(str(error))))


def _cause(error: VerbatimError) -> str | None:
    """Return what an admin can mend; None where the words may be those of an article."""
    match error:
        case IsolatedProcessError(cause=cause):
            return cause
        case CatalogueError():
            return str(error)
        case _:
            return None


async def _nothing_removed() -> MessagePart:
    return MessagePart(formatted(removals.NOTHING_REMOVED))


async def _documents_in(message: Message) -> list[SentDocument]:
    """Return the documents of a message or an album that may hold articles."""
    found = [await _download(each) for each in documents_of(message)]
    return [each for each in found if each is not None]


async def _download(sent: Document) -> SentDocument | None:
    suffix = suffix_of(sent.file_name, sent.mime_type)
    if suffix is None or (sent.file_size or 0) > LARGEST:
        return None
    try:
        file = await sent.get_file()
    except BadRequest:  # too big, whatever it claimed
        return None
    content = bytes(await file.download_as_bytearray())
    return SentDocument(file_name_for(sent.file_name, suffix), content)


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
