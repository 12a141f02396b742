"""Answers that can be asked about: by the buttons below them, by a reply, by an edited question."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.store.database import Database
from retrieval.model import QuoteReply, Reply

KEY_BYTES = 8

_KINDS = {kind.__name__: kind for kind in get_args(Reply | QuoteReply)}
_COLUMNS = (
    "number, key, chat, topic, question_message, user, question, kind, reply, at FROM answers"
)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A question, and what was replied.

    Attributes:
        key: opaque, 11 characters of ``A-Za-z0-9_-``, for callback data and deep links.
        chat: where it was asked; None for what was asked in no chat (inline mode).
        question_message: the number of the message that asks.
        answer_messages: the numbers of the messages that answer, in order; none before ``sent``.
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
    """Keeps answers for a while. What is older is no longer there, pruned or not."""

    def __init__(self, records: Database, clock: Callable[[], float], keep_seconds: float) -> None:
        self._records = records
        self._clock = clock
        self._keep_seconds = keep_seconds

    def put(
        self,
        question: str,
        reply: Reply | QuoteReply,
        *,
        chat: int | None,
        topic: int | None,
        question_message: int | None,
        user: int | None,
    ) -> StoredAnswer:
        """Keeps an answer that is about to be sent, under a new key."""
        key, now = secrets.token_urlsafe(KEY_BYTES), self._clock()
        with self._records.writing() as connection:
            connection.execute(
                "INSERT INTO answers"
                " (key, chat, topic, question_message, user, question, kind, reply, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, chat, topic, question_message, user, question, *_written(reply), now),
            )
        return StoredAnswer(key, chat, topic, question_message, (), user, question, reply, now)

    def sent(self, key: str, chat: int, messages: Sequence[int]) -> None:
        """The messages in which an answer was sent, in place of those noted before.

        ``chat`` is where they arrived: not that of the question, if the group has moved.
        """
        with self._records.writing() as connection:
            connection.execute(
                "DELETE FROM answer_messages"
                " WHERE answer = (SELECT number FROM answers WHERE key = ?)",
                (key,),
            )
            connection.executemany(
                "INSERT OR REPLACE INTO answer_messages (chat, message, answer)"
                " SELECT ?, ?, number FROM answers WHERE key = ?",
                [(chat, message, key) for message in messages],
            )

    def amend(self, key: str, question: str, reply: Reply | QuoteReply) -> StoredAnswer | None:
        """Keeps another answer under the key, for a question that was edited.

        What was thought of the one before is dropped. None where that is no longer there.
        """
        with self._records.writing() as connection:
            connection.execute(
                "UPDATE answers SET question = ?, kind = ?, reply = ?, at = ?"
                " WHERE key = ? AND at >= ?",
                (question, *_written(reply), self._clock(), key, self._oldest()),
            )
            connection.execute(
                "DELETE FROM feedback WHERE answer = (SELECT number FROM answers WHERE key = ?)",
                (key,),
            )
        return self.get(key)

    def get(self, key: str) -> StoredAnswer | None:
        """The answer of a button; None where it is no longer there."""
        return self._find("key = ?", key)

    def of_question(self, chat: int, message: int) -> StoredAnswer | None:
        """The answer to the question in a message, the last where there are several."""
        return self._find("chat = ? AND question_message = ?", chat, message)

    def of_answer(self, chat: int, message: int) -> StoredAnswer | None:
        """The answer of which a message is a part."""
        return self._find(
            "number = (SELECT answer FROM answer_messages WHERE chat = ? AND message = ?)",
            chat,
            message,
        )

    def _find(self, condition: str, *values: object) -> StoredAnswer | None:
        with self._records.reading() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} WHERE {condition} AND at >= ? ORDER BY number DESC LIMIT 1",
                (*values, self._oldest()),
            ).fetchone()
            return None if row is None else _answered(connection, row)

    def _oldest(self) -> float:
        return self._clock() - self._keep_seconds


def _answered(connection: sqlite3.Connection, row: Sequence[Any]) -> StoredAnswer | None:
    number, key, chat, topic, question_message, user, question, kind, written, at = row
    try:
        reply: Reply | QuoteReply = _adapter(kind).validate_json(written)
    except (KeyError, ValidationError):  # by an earlier program, whose nouns were others
        return None
    messages = connection.execute(
        "SELECT message FROM answer_messages WHERE answer = ? ORDER BY message", (number,)
    )
    sent = tuple(int(message) for (message,) in messages)
    return StoredAnswer(key, chat, topic, question_message, sent, user, question, reply, at)


def _written(reply: Reply | QuoteReply) -> tuple[str, str]:
    """The kind of the reply, and the reply as JSON."""
    kind = type(reply).__name__
    return kind, _adapter(kind).dump_json(reply).decode()


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[kind])
