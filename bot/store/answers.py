"""Stores answers: found again by the buttons below them, by a reply and by an edited question."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.store.database import Connection, Database
from retrieval.model import QuoteReply, Reply

KEY_BYTES = 8

_KINDS = {kind.__name__: kind for kind in get_args(Reply | QuoteReply)}
_COLUMNS = (
    "number, key, chat, topic, question_message, user, question, kind, reply, at FROM answers"
)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A question and the reply to it.

    Attributes:
        key: opaque, 11 characters of ``A-Za-z0-9_-``, for callback data and deep links.
        chat: where it was asked; None for what was asked in no chat (inline mode).
        question_message: the number of the message that asks.
        answer_messages: the numbers of the messages that answer, in order; none before
            ``set_messages``.
        user: who asked; None where that is not known.
        when: seconds since 1970.
    """

    key: str
    chat: int | None
    topic: int | None
    question_message: int | None
    answer_messages: tuple[int, ...]
    user: int | None
    question: str
    reply: Reply | QuoteReply
    when: float


class AnswerStore:
    """Keeps answers for so many seconds; one that is older is not found, pruned or not."""

    def __init__(
        self, database: Database, clock: Callable[[], float], keep_seconds: float
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep_seconds = keep_seconds

    async def put(
        self,
        question: str,
        reply: Reply | QuoteReply,
        *,
        chat: int | None,
        topic: int | None,
        question_message: int | None,
        user: int | None,
    ) -> StoredAnswer:
        """Store an answer that is about to be sent, under a new key."""
        answer = StoredAnswer(
            secrets.token_urlsafe(KEY_BYTES),
            chat,
            topic,
            question_message,
            (),
            user,
            question,
            reply,
            self._clock(),
        )
        await self._database.write(_insert, answer)
        return answer

    async def set_messages(self, key: str, chat: int, messages: Sequence[int]) -> None:
        """Record the messages in which an answer was sent, in place of those recorded before.

        ``chat`` is where they arrived: not that of the question, if the group has moved.
        """
        await self._database.write(_set_messages, key, chat, messages)

    async def amend(
        self, key: str, question: str, reply: Reply | QuoteReply
    ) -> StoredAnswer | None:
        """Store another answer under the key, for a question that was edited.

        Feedback on the one before is deleted. None where that is no longer there.
        """
        now = self._clock()
        row = (question, *_serialise(reply), now)
        return await self._database.write(_amend, key, row, now - self._keep_seconds)

    async def get(self, key: str) -> StoredAnswer | None:
        """Return the answer of that key; None where it is no longer there."""
        return await self._find("key = ?", key)

    async def find_by_question(self, chat: int, message: int) -> StoredAnswer | None:
        """Return the answer to the question in that message, the last where there are several."""
        return await self._find("chat = ? AND question_message = ?", chat, message)

    async def find_by_message(self, chat: int, message: int) -> StoredAnswer | None:
        """Return the answer of which that message is a part."""
        return await self._find(
            "number = (SELECT answer FROM answer_messages WHERE chat = ? AND message = ?)",
            chat,
            message,
        )

    async def latest(self, chat: int, topic: int | None, user: int) -> StoredAnswer | None:
        """Return the answer that was sent last to the user in that place; None where none was."""
        return await self._find(
            "user = ? AND topic IS ? AND number IN"
            " (SELECT answer FROM answer_messages WHERE chat = ?)",
            user,
            topic,
            chat,
        )

    async def _find(self, condition: str, *values: object) -> StoredAnswer | None:
        oldest = self._clock() - self._keep_seconds
        return await self._database.read(_select, f"{condition} AND at >= ?", *values, oldest)


def _insert(connection: Connection, answer: StoredAnswer) -> None:
    connection.execute(
        "INSERT INTO answers"
        " (key, chat, topic, question_message, user, question, kind, reply, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            answer.key,
            answer.chat,
            answer.topic,
            answer.question_message,
            answer.user,
            answer.question,
            *_serialise(answer.reply),
            answer.when,
        ),
    )


def _set_messages(connection: Connection, key: str, chat: int, messages: Sequence[int]) -> None:
    connection.execute(
        "DELETE FROM answer_messages WHERE answer = (SELECT number FROM answers WHERE key = ?)",
        (key,),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO answer_messages (chat, message, answer)"
        " SELECT ?, ?, number FROM answers WHERE key = ?",
        [(chat, message, key) for message in messages],
    )


def _amend(
    connection: Connection, key: str, row: tuple[str, str, str, float], oldest: float
) -> StoredAnswer | None:
    connection.execute(
        "UPDATE answers SET question = ?, kind = ?, reply = ?, at = ? WHERE key = ? AND at >= ?",
        (*row, key, oldest),
    )
    connection.execute(
        "DELETE FROM feedback WHERE answer = (SELECT number FROM answers WHERE key = ?)", (key,)
    )
    return _select(connection, "key = ? AND at >= ?", key, oldest)


def _select(connection: Connection, condition: str, *values: object) -> StoredAnswer | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} WHERE {condition} ORDER BY at DESC, number DESC LIMIT 1", values
    ).fetchone()
    return None if row is None else _answer_from(connection, row)


def _answer_from(connection: Connection, row: Sequence[Any]) -> StoredAnswer | None:
    """Return the answer; None where an earlier program stored it, whose types were others."""
    number, key, chat, topic, question_message, user, question, kind, stored, at = row
    try:
        reply: Reply | QuoteReply = _adapter(kind).validate_json(stored)
    except (KeyError, ValidationError):
        return None
    rows = connection.execute(
        "SELECT message FROM answer_messages WHERE answer = ? ORDER BY message", (number,)
    )
    messages = tuple(int(message) for (message,) in rows)
    return StoredAnswer(key, chat, topic, question_message, messages, user, question, reply, at)


def _serialise(reply: Reply | QuoteReply) -> tuple[str, str]:
    """Return the class name of the reply, and the reply as JSON."""
    kind = type(reply).__name__
    return kind, _adapter(kind).dump_json(reply).decode()


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[kind])
