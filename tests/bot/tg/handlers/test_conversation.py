"""What is remembered of a conversation, for whom, and for how long."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from telegram import Chat, Message, User

from bot.store.conversations import ConversationStore
from bot.store.database import Database
from bot.store.user_data import UserDataStore
from bot.tg.handlers.conversation import previous_turn, remember_turn
from retrieval.answer.followups.turns import PreviousTurn

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


async def test_each_reader_of_each_chat_and_topic_has_a_conversation() -> None:
    kept = ConversationStore(Database())
    await remember_turn(kept, message(), [], ONE)

    assert await previous_turn(kept, message(2)) == ONE
    assert await previous_turn(kept, message(2, reader=8)) is None
    assert await previous_turn(kept, message(2, chat=9)) is None
    assert await previous_turn(kept, message(2, topic=3)) is None


async def test_a_reply_to_an_answer_follows_up_that_answer_whoever_asked() -> None:
    kept = ConversationStore(Database())
    first, second = message(10, reader=None), message(11, reader=None)
    await remember_turn(kept, message(), [first], ONE)
    await remember_turn(kept, message(2), [second], OTHER)

    assert await previous_turn(kept, message(3)) == OTHER
    assert await previous_turn(kept, message(3, replies_to=first)) == ONE
    assert await previous_turn(kept, message(3, reader=8, replies_to=first)) == ONE
    assert await previous_turn(kept, message(3, replies_to=message(99))) == OTHER


async def test_what_was_asked_long_ago_is_forgotten() -> None:
    clock = Clock()
    kept = ConversationStore(Database(), clock, keep_seconds=60)
    await remember_turn(kept, message(), [], ONE)

    clock.now = 60
    assert await previous_turn(kept, message()) == ONE
    clock.now = 61
    assert await previous_turn(kept, message()) is None


async def test_of_many_conversations_the_oldest_are_forgotten() -> None:
    kept = ConversationStore(Database(), at_most=2)
    for reader in (1, 2, 1, 3):
        await remember_turn(kept, message(reader=reader), [], ONE)

    remembered = [
        reader for reader in (1, 2, 3) if await previous_turn(kept, message(reader=reader))
    ]
    assert remembered == [1, 3]


async def test_a_restart_forgets_no_conversation(tmp_path: Path) -> None:
    path, answer = tmp_path / "desk.sqlite", message(10, reader=None)
    with closing(UserDataStore(path)) as user_data:
        await remember_turn(user_data.conversations, message(topic=3), [answer], ONE)
    with closing(UserDataStore(path)) as user_data:
        kept = user_data.conversations
        assert await previous_turn(kept, message(2, topic=3)) == ONE
        assert await previous_turn(kept, message(2, reader=8, replies_to=answer)) == ONE
        assert await previous_turn(kept, message(2)) is None


async def test_what_a_reader_asked_is_forgotten_with_them_also_where_others_follow_it_up() -> None:
    with closing(UserDataStore()) as user_data:
        kept, answer, others = user_data.conversations, message(10), message(11)
        await remember_turn(kept, message(), [answer], ONE)
        await remember_turn(kept, message(2, reader=8, chat=9), [others], OTHER)
        await user_data.forget(7)
        assert await previous_turn(kept, message(3)) is None
        assert await previous_turn(kept, message(3, reader=8, replies_to=answer)) is None
        assert await previous_turn(kept, message(3, reader=8, chat=9)) == OTHER


async def test_somebody_unknown_follows_up_nothing_but_an_answer_that_is_replied_to() -> None:
    kept = ConversationStore(Database())
    for asked in (ONE, OTHER):
        await remember_turn(kept, message(reader=None), [], asked)
    assert await previous_turn(kept, message(2, reader=None)) is None
