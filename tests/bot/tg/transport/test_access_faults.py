"""Who may ask, and how much."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest
from telegram import User

from bot.messages import strings
from bot.messages.text_entities import formatted
from bot.store.quotas import Quotas
from bot.store.user_data import UserDataStore
from bot.tg.handlers.base import count_question
from bot.tg.transport.access import AccessControl
from tests.bot.fake_service import GROUP, QUESTION, REOPENS
from tests.bot.messages.as_html import as_html
from tests.bot.tg.transport.installation import OTHER, READER, Installation, StoppedTime
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

STRANGE_GROUP, ADMIN = -100_777, 5
ASKING = User(READER, "Reader", is_bot=False)


@pytest.fixture
def installation(api: BotApi, tmp_path: Path) -> Installation:
    return Installation(api, tmp_path)


@pytest.mark.parametrize(
    ("users", "chats", "user", "chat", "admitted"),
    [
        ((), (), OTHER, OTHER, True),
        ((READER,), (), READER, READER, True),
        ((READER,), (), READER, GROUP, True),
        ((READER,), (), OTHER, OTHER, False),
        ((READER,), (), OTHER, GROUP, False),
        ((), (GROUP,), OTHER, GROUP, True),
        ((), (GROUP,), OTHER, STRANGE_GROUP, False),
        ((), (GROUP,), OTHER, OTHER, False),
        ((), (GROUP,), OTHER, None, False),
        ((READER,), (GROUP,), READER, STRANGE_GROUP, True),
        ((READER,), (GROUP,), OTHER, GROUP, True),
        ((READER,), (), ADMIN, ADMIN, True),
        ((), (GROUP,), ADMIN, None, True),
    ],
)
def test_a_listed_user_may_ask_anywhere_and_anybody_in_a_listed_chat(
    users: Collection[int], chats: Collection[int], user: int, chat: int | None, *, admitted: bool
) -> None:
    assert AccessControl(users, chats, (ADMIN,)).admits(user, chat) is admitted


async def test_in_a_listed_group_anybody_is_answered_and_elsewhere_the_bot_is_silent(
    api: BotApi, reader: Reader, installation: Installation
) -> None:
    installation.changes["telegram_allowed_chats"] = frozenset({GROUP})
    async with installation.open():
        await reader.write_in(STRANGE_GROUP, f"/ask {QUESTION}")
        await reader.write(QUESTION)
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        await api.shown(READER, 1)
    assert REOPENS in api.chat(GROUP).from_the_bot()[0].text
    assert api.chat(STRANGE_GROUP).from_the_bot() == []
    assert [each.text for each in api.chat(READER).from_the_bot()] == [
        strings.not_allowed(READER).text
    ]


# --- how much --------------------------------------------------------------------------------


def user_data(time: StoppedTime, **allowed: int) -> UserDataStore:
    time.now = 1_800_000_000.0
    return UserDataStore(clock=time, quotas=Quotas(**allowed))


async def test_a_question_beyond_the_quota_is_refused_with_the_time_when_it_ends() -> None:
    time = StoppedTime()
    with closing(user_data(time, user_per_minute=2)) as kept:
        assert [await count_question(kept, ASKING) for _ in range(2)] == [None, None]
        time.now += 18
        said = await count_question(kept, ASKING)
        assert said is not None
        assert as_html(said) == (
            "I answer you 2 questions a minute, and you have asked that many. "
            'Please ask again in 43 s: <tg-time unix="1800000060" format="Dt">'
            "15 January 2027, 08:01 UTC</tg-time>."
        )
        assert await count_question(kept, User(OTHER, "Other", is_bot=False)) is None
        time.now += 43
        assert await count_question(kept, ASKING) is None


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (
            {"user_per_day": 1},
            "I answer you 1 question a day, and you have asked that many. Please ask again in 1 d 0 h",
        ),
        (
            {"everybody_per_day": 1},
            "I answer 1 question a day, and that many have been asked. Please ask again in 1 d 0 h",
        ),
    ],
)
async def test_each_quota_is_named_when_it_is_used_up(allowed: dict[str, int], said: str) -> None:
    with closing(user_data(StoppedTime(), **allowed)) as kept:
        assert await count_question(kept, ASKING) is None
        refused = await count_question(kept, ASKING)
    assert refused is not None
    assert formatted(refused).text.startswith(said)


async def test_a_question_of_nobody_known_counts_as_one_of_all() -> None:
    with closing(user_data(StoppedTime(), everybody_per_day=1)) as kept:
        assert await count_question(kept, None) is None
        assert await count_question(kept, ASKING) is not None


async def test_where_questions_cannot_be_counted_they_may_be_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = user_data(StoppedTime(), user_per_day=1)
    kept.close()
    assert await asyncio.wait_for(count_question(kept, ASKING), 60) is None
    assert "A question was not counted: StoreError" in caplog.text
