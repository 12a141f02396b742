"""What becomes of an update between Telegram and the handlers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import BaseRateLimiter

from bot.store.user_data import UserDataStore
from bot.tg.transport.delivery import (
    ChatAvailability,
    DeliveryTracker,
    handling_update,
    mark_sending,
    mark_unsent,
)
from bot.tg.transport.health import BotHealth
from bot.tg.transport.rate_limiter import RateLimiter
from bot.tg.transport.update_processor import FLEETING_SECONDS, PerChatUpdateProcessor
from bot.tg.transport.update_queue import DurableUpdateQueue
from tests.bot.store.conftest import Clock
from tests.bot_server.wire import TOKEN

BOT = Bot(TOKEN)
READER = {"id": 77, "is_bot": False, "first_name": "Reader", "language_code": "en"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Reader"}
GROUP = {"id": -100500, "type": "supergroup", "title": "The newsroom", "is_forum": True}
ANSWER = {"message_id": 8, "date": 1767225600, "chat": GROUP, "text": "Port to reopen 🚢"}
MESSAGE = {
    "message_id": 9,
    "date": 1767225600,
    "chat": GROUP,
    "from": READER,
    "text": "@VerbatimTestBot where is this from? \ud83d",
    "entities": [{"type": "mention", "offset": 0, "length": 16}],
    "message_thread_id": 31,
    "is_topic_message": True,
    "reply_to_message": ANSWER,
    "quote": {"text": "Port to reopen", "position": 0, "is_manual": True},
    "of_a_later_bot_api": {"kept": [1, 2]},
}
CALLBACK = {
    "callback_query": {
        "id": "42",
        "from": READER,
        "message": ANSWER,
        "chat_instance": "1",
        "data": "c:7f3a:2",
    }
}
INLINE = {"inline_query": {"id": "43", "from": READER, "query": "port", "offset": ""}}
JOINED = {
    "my_chat_member": {
        "chat": GROUP,
        "from": READER,
        "date": 1767225600,
        "old_chat_member": {"status": "left", "user": READER},
        "new_chat_member": {"status": "member", "user": READER},
    }
}
DOCUMENT = {
    "message_id": 9,
    "date": 1767225600,
    "chat": PRIVATE,
    "from": READER,
    "document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.html", "file_size": 9},
    "forward_origin": {"type": "user", "date": 1767225600, "sender_user": READER},
}
KINDS = (
    {"message": MESSAGE},
    {"edited_message": MESSAGE},
    {"message": DOCUMENT},
    CALLBACK,
    INLINE,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


@pytest.fixture
async def user_data() -> AsyncIterator[UserDataStore]:
    with closing(UserDataStore(clock=Clock())) as opened:
        yield opened


def update(number: int, chat: int = 77, **kind: Any) -> Update:  # noqa: ANN401 - a vendor's fields
    message = {**MESSAGE, "chat": {**PRIVATE, "id": chat}}
    return Update.de_json({"update_id": number, **(kind or {"message": message})}, BOT)


def numbers(queue: DurableUpdateQueue) -> list[int]:
    queued = [queue.get_nowait() for _ in range(queue.qsize())]
    return [each.update_id for each in queued if isinstance(each, Update)]


# --- taken in --------------------------------------------------------------------------------


async def test_an_update_that_is_delivered_twice_is_queued_once(user_data: UserDataStore) -> None:
    queue = DurableUpdateQueue(user_data.inbox, BotHealth())
    for number in (1, 2, 1, 2, 3):
        await queue.put(update(number))
    assert numbers(queue) == [1, 2, 3]
    assert await user_data.inbox.count_pending() == 3


async def test_updates_that_are_delivered_at_once_are_queued_in_order(
    user_data: UserDataStore,
) -> None:
    queue = DurableUpdateQueue(user_data.inbox, BotHealth())
    await asyncio.gather(*(queue.put(update(number)) for number in range(1, 50)))
    assert numbers(queue) == list(range(1, 50))


@pytest.mark.parametrize("kind", [*KINDS, JOINED], ids=lambda kind: next(iter(kind)))
async def test_after_a_crash_an_update_is_queued_again_as_it_was(
    path: Path, kind: dict[str, Any]
) -> None:
    received = update(1, **kind)
    with closing(UserDataStore(path)) as user_data:
        await DurableUpdateQueue(user_data.inbox, BotHealth()).put(received)
    with closing(UserDataStore(path)) as user_data:
        queue = DurableUpdateQueue(user_data.inbox, BotHealth())
        assert await queue.recover(BOT) == 1
        again = queue.get_nowait()
    assert isinstance(again, Update)
    assert again.to_dict() == received.to_dict()
    assert again.to_dict().keys() == {"update_id", *kind}
    assert again.effective_user == received.effective_user


async def test_what_was_left_comes_before_what_is_new(path: Path) -> None:
    with closing(UserDataStore(path)) as user_data:
        queue = DurableUpdateQueue(user_data.inbox, BotHealth())
        for number in (1, 2, 3):
            await queue.put(update(number))
        await user_data.inbox.mark_done(2)
    with closing(UserDataStore(path)) as user_data:
        queue = DurableUpdateQueue(user_data.inbox, BotHealth())
        await queue.recover(BOT)
        await queue.put(update(3))
        await queue.put(update(4))
    assert numbers(queue) == [1, 3, 4]


async def test_what_cannot_be_stored_is_not_received(user_data: UserDataStore) -> None:
    queue = DurableUpdateQueue(user_data.inbox, BotHealth())
    user_data.close()
    with pytest.raises(TelegramError, match="not received"):
        await queue.put(update(1))
    assert queue.empty()


async def test_what_is_no_update_is_only_queued(user_data: UserDataStore) -> None:
    queue = DurableUpdateQueue(user_data.inbox, BotHealth())
    await queue.put("stop")
    assert queue.get_nowait() == "stop"
    assert await user_data.inbox.count_pending() == 0


async def test_a_stored_update_that_cannot_be_read_stops_nothing(
    user_data: UserDataStore, caplog: pytest.LogCaptureFixture
) -> None:
    await user_data.inbox.receive(1, '{"update_id": 1, "message": "secret"}', None)
    await user_data.inbox.receive(2, "secret", None)
    await user_data.inbox.receive(3, update(3).to_json(), 77)
    queue = DurableUpdateQueue(user_data.inbox, BotHealth())
    await queue.recover(BOT)
    assert numbers(queue) == [3]
    assert await user_data.inbox.count_pending() == 1
    assert "cannot be read" in caplog.text
    assert "secret" not in caplog.text


# --- handled ---------------------------------------------------------------------------------

Work = Callable[[], Awaitable[None]]


class RecordingHandler:
    """Handles updates as the application does, and writes down what happens."""

    def __init__(self, user_data: UserDataStore, at_once: int = 8) -> None:
        self.user_data = user_data
        self.happened: list[str] = []
        self.processor = PerChatUpdateProcessor(at_once, user_data.inbox, self.apologise)

    async def apologise(self, update: Update) -> None:
        self.happened.append(f"sorry for {update.update_id}")

    async def answer(self, number: int) -> None:
        self.happened.append(f"answered {number}")

    async def handle(self, update: object, work: Work | None = None) -> None:
        number = update.update_id if isinstance(update, Update) else 0
        await self.processor.process_update(update, work() if work else self.answer(number))


@pytest.fixture
def handler(user_data: UserDataStore) -> RecordingHandler:
    return RecordingHandler(user_data)


async def received(user_data: UserDataStore, *updates: Update) -> None:
    for each in updates:
        await DurableUpdateQueue(user_data.inbox, BotHealth()).put(each)


async def test_what_was_handled_is_done(
    user_data: UserDataStore, handler: RecordingHandler
) -> None:
    await received(user_data, update(1), update(2))
    await handler.handle(update(1))
    assert handler.happened == ["answered 1"]
    assert [each.update_id for each in await user_data.inbox.pending()] == [2]


async def test_what_failed_is_done(user_data: UserDataStore, handler: RecordingHandler) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    await received(user_data, update(1))
    with pytest.raises(ZeroDivisionError):
        await handler.handle(update(1), fail)
    assert await user_data.inbox.count_pending() == 0


async def test_what_was_broken_off_is_not_done(
    user_data: UserDataStore, handler: RecordingHandler
) -> None:
    begun = asyncio.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.Event().wait()

    await received(user_data, update(1))
    task = asyncio.create_task(handler.handle(update(1), wait))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await user_data.inbox.count_pending() == 1
    await handler.handle(update(1))
    await handler.handle(update(1))
    assert handler.happened == ["answered 1"]


async def test_what_ended_the_process_twice_is_apologised_for_once(path: Path) -> None:
    happened: list[str] = []
    for _ in range(4):
        with closing(UserDataStore(path)) as user_data:
            handler, queue = (
                RecordingHandler(user_data),
                DurableUpdateQueue(user_data.inbox, BotHealth()),
            )
            await queue.put(update(1))
            await queue.recover(BOT)
            for number in set(numbers(queue)):
                if len(happened) < 2:
                    await user_data.inbox.begin(number)
                    happened.append("crashed")
                else:
                    await handler.handle(update(number))
            happened += handler.happened
    assert happened == ["crashed", "crashed", "sorry for 1"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: next(iter(kind)))
async def test_only_what_is_waited_for_at_once_grows_stale(
    user_data: UserDataStore, handler: RecordingHandler, kind: dict[str, Any]
) -> None:
    await received(user_data, update(1, **kind), update(2, **kind))
    clock = user_data.clock
    assert isinstance(clock, Clock)
    clock.now += FLEETING_SECONDS
    await handler.handle(update(1, **kind))
    clock.now += 1
    await handler.handle(update(2, **kind))
    fleeting = kind in (CALLBACK, INLINE)
    assert handler.happened == (["answered 1"] if fleeting else ["answered 1", "answered 2"])
    assert await user_data.inbox.count_pending() == 0


async def test_the_reader_is_served_though_nothing_can_be_noted(
    user_data: UserDataStore, handler: RecordingHandler, caplog: pytest.LogCaptureFixture
) -> None:
    user_data.close()
    await handler.handle(update(1))
    assert handler.happened == ["answered 1"]
    assert "Not noted" in caplog.text


async def test_a_chats_updates_are_handled_in_order_and_chats_side_by_side(
    user_data: UserDataStore,
) -> None:
    handler, go_on = RecordingHandler(user_data, at_once=2), asyncio.Event()

    async def wait() -> None:
        await go_on.wait()
        handler.happened.append("the slow one")

    tasks = [
        asyncio.create_task(handler.handle(update(number, chat), work))
        for number, chat, work in ((1, 7, wait), (2, 7, None), (3, 8, None))
    ]
    await tasks[2]
    assert handler.happened == ["answered 3"]
    go_on.set()
    await asyncio.gather(*tasks)
    assert handler.happened == ["answered 3", "the slow one", "answered 2"]


async def test_what_is_no_update_is_handled_and_not_noted(
    user_data: UserDataStore, handler: RecordingHandler
) -> None:
    await handler.handle("a job")
    assert handler.happened == ["answered 0"]
    assert await user_data.inbox.count_pending() == 0


# --- sent ------------------------------------------------------------------------------------


async def may_be_answered_again(user_data: UserDataStore) -> bool:
    return bool(await user_data.inbox.pending())


async def call(limiter: DeliveryTracker, endpoint: str, *outcomes: Exception | None) -> None:
    left = list(outcomes)

    async def callback() -> bool:
        error = left.pop(0)
        if error is not None:
            raise error
        return True

    await limiter.process_request(callback, (), {}, endpoint, {}, None)


class Once(BaseRateLimiter[int]):
    """Makes the call, and no second one."""

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(  # noqa: PLR0917 - fixed by BaseRateLimiter of python-telegram-bot
        self,
        callback: Callable[..., Awaitable[Any]],
        args: Any,  # noqa: ANN401 - BaseRateLimiter says Any
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401 - BaseRateLimiter says Any
        del endpoint, data, rate_limit_args
        return await callback(*args, **kwargs)


@pytest.fixture
def limiter(user_data: UserDataStore) -> DeliveryTracker:
    return DeliveryTracker(Once(), ChatAvailability(user_data))


def broken() -> NetworkError:
    error = NetworkError("reset")
    error.__cause__ = ConnectionResetError()
    return error


@pytest.mark.parametrize(
    ("endpoint", "outcome", "again"),
    [
        ("sendMessage", None, False),
        ("sendDocument", None, False),
        ("sendChatAction", None, True),
        ("editMessageText", None, True),
        ("answerCallbackQuery", None, True),
        ("sendMessage", TimedOut(), False),
        ("sendMessage", broken(), False),
        ("sendMessage", BadRequest("can't parse entities"), True),
        ("sendMessage", Forbidden("bot was blocked by the user"), True),
        ("sendMessage", ChatMigrated(-100900), True),
        ("sendDocument", NetworkError("Bad Gateway"), True),
    ],
    ids=repr,
)
async def test_only_what_may_have_arrived_keeps_a_crash_from_being_made_good(
    user_data: UserDataStore,
    limiter: DeliveryTracker,
    endpoint: str,
    outcome: Exception | None,
    *,
    again: bool,
) -> None:
    await received(user_data, update(1))
    with handling_update(user_data.inbox, 1):
        try:
            await call(limiter, endpoint, outcome)
        except TelegramError as error:
            assert error is outcome  # noqa: PT017 - the outcome may be none, too
    assert await may_be_answered_again(user_data) is again


async def test_while_telegram_asks_to_wait_a_crash_is_made_good(
    user_data: UserDataStore, limiter: DeliveryTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await received(user_data, update(1))
    with handling_update(user_data.inbox, 1):
        with pytest.raises(RetryAfter):
            await call(limiter, "sendMessage", RetryAfter(600))
        assert await may_be_answered_again(user_data)


async def test_a_message_that_is_sent_at_the_second_attempt_is_sent(
    user_data: UserDataStore,
) -> None:
    limiter = DeliveryTracker(RateLimiter(pauses=(0,)), ChatAvailability(user_data))
    await received(user_data, update(1))
    await limiter.initialize()
    with handling_update(user_data.inbox, 1):
        await call(limiter, "sendMessage", NetworkError("Bad Gateway"), None)
    await limiter.shutdown()
    assert not await may_be_answered_again(user_data)


async def test_a_second_part_that_is_refused_does_not_unsend_the_first(
    user_data: UserDataStore, limiter: DeliveryTracker
) -> None:
    await received(user_data, update(1))
    with handling_update(user_data.inbox, 1):
        await call(limiter, "sendMessage", None)
        with pytest.raises(Forbidden):
            await call(limiter, "sendMessage", Forbidden("blocked"))
    assert not await may_be_answered_again(user_data)


async def test_what_is_sent_for_no_update_is_noted_nowhere(
    user_data: UserDataStore, limiter: DeliveryTracker
) -> None:
    await received(user_data, update(1))
    await call(limiter, "sendMessage", None)
    await mark_sending()
    await mark_unsent()
    assert await may_be_answered_again(user_data)


async def test_a_message_goes_out_though_nothing_can_be_noted(
    user_data: UserDataStore, limiter: DeliveryTracker, caplog: pytest.LogCaptureFixture
) -> None:
    user_data.close()
    with caplog.at_level(logging.ERROR), handling_update(user_data.inbox, 1):
        await call(limiter, "sendMessage", None)
    assert "Not noted" in caplog.text
