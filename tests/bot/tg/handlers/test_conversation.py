"""What is remembered of a conversation, for whom, and for how long."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from telegram import Chat, Message, User

from bot.store.user_data import UserDataStore
from bot.tg.handlers.conversation import ConversationContext
from retrieval.answer.followups import PreviousTurn

ONE, OTHER = PreviousTurn("Who left?"), PreviousTurn("Who came?")


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def message(
    number: int = 1,
    *,
    chat: int = 7,
    reader: int | None = 7,
    topic: int | None = None,
    replies_to: Message | None = None,
) -> Message:
    return Message(
        number,
        datetime(2026, 1, 1, tzinfo=UTC),
        Chat(chat, "supergroup"),
        from_user=None if reader is None else User(reader, "Reader", is_bot=False),
        message_thread_id=topic,
        is_topic_message=topic is not None,
        reply_to_message=replies_to,
    )


def test_each_reader_of_each_chat_and_topic_has_a_conversation() -> None:
    kept = ConversationContext()
    kept.remember(message(), [], ONE)

    assert kept.before(message(2)) == ONE
    assert kept.before(message(2, reader=8)) is None
    assert kept.before(message(2, chat=9)) is None
    assert kept.before(message(2, topic=3)) is None


def test_a_reply_to_an_answer_leans_on_that_one_whoever_asked() -> None:
    kept = ConversationContext()
    first, second = message(10, reader=None), message(11, reader=None)
    kept.remember(message(), [first], ONE)
    kept.remember(message(2), [second], OTHER)

    assert kept.before(message(3)) == OTHER
    assert kept.before(message(3, replies_to=first)) == ONE
    assert kept.before(message(3, reader=8, replies_to=first)) == ONE
    assert kept.before(message(3, replies_to=message(99))) == OTHER


def test_what_was_asked_long_ago_is_forgotten() -> None:
    clock = Clock()
    kept = ConversationContext(clock, for_seconds=60)
    kept.remember(message(), [], ONE)

    clock.now = 60
    assert kept.before(message()) == ONE
    clock.now = 61
    assert kept.before(message()) is None


def test_of_many_conversations_the_oldest_are_forgotten() -> None:
    kept = ConversationContext(at_most=2)
    for reader in (1, 2, 1, 3):
        kept.remember(message(reader=reader), [], ONE)

    remembered = [reader for reader in (1, 2, 3) if kept.before(message(reader=reader))]
    assert remembered == [1, 3]


def test_a_restart_forgets_no_conversation(tmp_path: Path) -> None:
    path, answer = tmp_path / "desk.sqlite", message(10, reader=None)
    with closing(UserDataStore(path)) as user_data:
        ConversationContext(talks=user_data.talks).remember(message(topic=3), [answer], ONE)
    with closing(UserDataStore(path)) as user_data:
        kept = ConversationContext(talks=user_data.talks)
        assert kept.before(message(2, topic=3)) == ONE
        assert kept.before(message(2, reader=8, replies_to=answer)) == ONE
        assert kept.before(message(2)) is None


def test_what_a_reader_asked_is_forgotten_with_them_also_where_others_would_lean_on_it() -> None:
    with closing(UserDataStore()) as user_data:
        kept, answer, others = ConversationContext(talks=user_data.talks), message(10), message(11)
        kept.remember(message(), [answer], ONE)
        kept.remember(message(2, reader=8, chat=9), [others], OTHER)
        user_data.forget(7)
        assert kept.before(message(3)) is None
        assert kept.before(message(3, reader=8, replies_to=answer)) is None
        assert kept.before(message(3, reader=8, chat=9)) == OTHER


def test_somebody_unknown_has_a_conversation_for_each_chat() -> None:
    kept = ConversationContext()
    for asked in (ONE, OTHER):
        kept.remember(message(reader=None), [], asked)
    assert kept.before(message(2, reader=None)) == OTHER
    assert kept.before(message(2, reader=None, chat=9)) is None
