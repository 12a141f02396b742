"""Joins messages that are one: the parts of a long text that Telegram split, and albums."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from telegram import Document, Message, Update

from bot.store.update_inbox import UpdateInbox
from bot.tg.transport.delivery import log_failure

WAIT_SECONDS = 1.0
"""How long a part waits for the next one; a client sends them right after each other."""

SPLIT_FROM = 2048
"""UTF-16 code units from which a text may be a part: clients split at 4,096, or a little before."""

MOST_PARTS = 4
"""Parts that are read as one question; those after them are left."""

SAME_MOMENT = 5
"""Seconds within which the parts of a text are sent."""

ALBUM = "album_documents"
"""The field in which a joined album keeps its documents; it is none of the Bot API's."""

Release = Callable[[Update], None]


@dataclass(slots=True)
class _Held:
    update: Update
    newest: Message
    parts: int = 1
    timer: asyncio.TimerHandle | None = field(default=None)


class MessageJoiner:
    """Holds back what may go on, for a moment, and hands on what belongs together as one.

    What is joined is one update in the inbox, too: after a crash it is handled once.

    Args:
        inbox: where the updates are stored already.
        release: is given each update when nothing more is to be joined to it.
        wait: seconds for which a part waits for the next one.
    """

    def __init__(self, inbox: UpdateInbox, release: Release, wait: float = WAIT_SECONDS) -> None:
        self._inbox = inbox
        self._release = release
        self._wait = wait
        self._held: dict[Hashable, _Held] = {}

    def goes_on(self, update: Update) -> bool:
        """Return whether the update is a further part of one that is held back."""
        message, held = update.message, self._held.get(_writer(update))
        return message is not None and held is not None and _belongs(held.newest, message)

    async def take(self, update: Update) -> int | None:
        """Take a stored update; return the id of the one that it was joined to, if any."""
        message, writer = update.message, _writer(update)
        held = self._held.get(writer)
        if message is None:
            self._release(update)
            return None
        if held is not None and _belongs(held.newest, message):
            await self._join(writer, held, update, message)
            return held.update.update_id
        if held is not None:
            self._let_go(writer)
        if _may_go_on(message):
            self._held[writer] = _Held(update, message)
            self._begin_waiting(writer)
        else:
            self._release(update)
        return None

    def close(self) -> None:
        """Hand on nothing more: what is held back is in the inbox."""
        for held in self._held.values():
            self._stop_waiting(held)
        self._held.clear()

    async def _join(self, writer: Hashable, held: _Held, update: Update, message: Message) -> None:
        held.parts += 1
        joined = held.update
        if message.media_group_id is not None:
            joined = _with_item(held.update, update)
        elif held.parts <= MOST_PARTS:
            joined = _with_text(held.update, message)
        self._stop_waiting(held)
        held.update, held.newest = joined, message
        joining = self._inbox.join(joined.update_id, joined.to_json(), update.update_id)
        await log_failure(joining)
        self._begin_waiting(writer)

    def _begin_waiting(self, writer: Hashable) -> None:
        loop = asyncio.get_running_loop()
        self._held[writer].timer = loop.call_later(self._wait, self._let_go, writer)

    @staticmethod
    def _stop_waiting(held: _Held) -> None:
        if held.timer is not None:
            held.timer.cancel()

    def _let_go(self, writer: Hashable) -> None:
        held = self._held.pop(writer, None)
        if held is not None:
            self._stop_waiting(held)
            self._release(held.update)


def documents_of(message: Message) -> list[Document]:
    """Return the document of a message, or those of the album that was joined in it."""
    album = message.api_kwargs.get(ALBUM)
    if album is None:
        return [] if message.document is None else [message.document]
    documents = [Document.de_json(each, message.get_bot()) for each in album]
    return [each for each in documents if each is not None]


def _writer(update: Update) -> Hashable:
    """Return who writes where: only their own messages are joined."""
    message = update.message
    if message is None:
        return None
    user, chat = message.from_user, message.sender_chat
    who = (user.id if user else None, chat.id if chat else None)
    return (message.chat_id, message.message_thread_id, *who)


def _may_go_on(message: Message) -> bool:
    if message.media_group_id is not None:
        return True
    return _length(message.text or "") > SPLIT_FROM and message.forward_origin is None


def _belongs(before: Message, message: Message) -> bool:
    """Return whether a message is the next part of the one before it."""
    if before.media_group_id is not None or message.media_group_id is not None:
        return before.media_group_id == message.media_group_id
    words, apart = message.text or "", (message.date - before.date).total_seconds()
    is_plain = message.forward_origin is None and message.reply_to_message is None
    is_next = before.message_id < message.message_id and 0 <= apart <= SAME_MOMENT
    is_part = bool(words) and not words.startswith("/") and _may_go_on(before)
    return is_plain and is_next and is_part


def _with_text(first: Update, message: Message) -> Update:
    """Return the first part with the text of a further one after it."""
    form, bot = _form(first), first.get_bot()
    said = form["message"]
    before = str(said.get("text", ""))
    shift = _length(before) + 1
    entities = [
        {**entity.to_dict(), "offset": entity.offset + shift} for entity in message.entities
    ]
    said["text"] = f"{before}\n{message.text}"
    said["entities"] = [*said.get("entities", []), *entities]
    return Update.de_json(form, bot)


def _with_item(first: Update, item: Update) -> Update:
    """Return the album with a further item; the first caption in it is the album's."""
    form, more = _form(first), _form(item)["message"]
    said = form["message"]
    documents = said.get(ALBUM) or [said[key] for key in ("document",) if key in said]
    said[ALBUM] = [*documents, *(more[key] for key in ("document",) if key in more)]
    if not said.get("caption") and more.get("caption"):
        said |= {key: more[key] for key in ("caption", "caption_entities") if key in more}
    return Update.de_json(form, first.get_bot())


def _form(update: Update) -> dict[str, Any]:
    """Return the update as Telegram wrote it."""
    form: dict[str, Any] = json.loads(update.to_json())
    return form


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
