"""How many questions may be asked, by one and by all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.quotas import DAY, MINUTE, QuotaExceeded, QuotaKind, Quotas
from bot.store.user_data import UserDataStore
from tests.bot.store.conftest import Clock

ONE, OTHER = 77, 78


def opened(clock: Clock, quotas: Quotas, path: Path | None = None) -> closing[UserDataStore]:
    return closing(UserDataStore(path, clock=clock, quotas=quotas))


async def test_a_limit_says_which_it_is_how_much_it_allows_and_when_it_ends(clock: Clock) -> None:
    start = clock.now
    with opened(clock, Quotas(user_per_minute=2)) as user_data:
        assert await user_data.quotas.spend(ONE) is None
        clock.now += 10
        assert await user_data.quotas.spend(ONE) is None
        clock.now += 10
        assert await user_data.quotas.spend(ONE) == QuotaExceeded(
            QuotaKind.USER_MINUTE, 2, start + MINUTE
        )
        assert await user_data.quotas.spend(OTHER) is None
        clock.now = start + MINUTE
        assert await user_data.quotas.spend(ONE) is None
        assert await user_data.quotas.spend(ONE) == QuotaExceeded(
            QuotaKind.USER_MINUTE, 2, start + 10 + MINUTE
        )


async def test_what_may_not_be_asked_is_not_counted(clock: Clock) -> None:
    with opened(clock, Quotas(user_per_minute=1)) as user_data:
        await user_data.quotas.spend(ONE)
        start = clock.now
        for _ in range(5):
            clock.now += 5
            assert await user_data.quotas.spend(ONE) == QuotaExceeded(
                QuotaKind.USER_MINUTE, 1, start + MINUTE
            )


async def test_the_limit_of_all_counts_everybody_also_nobody(clock: Clock) -> None:
    start = clock.now
    with opened(clock, Quotas(everybody_per_day=3)) as user_data:
        for user in (ONE, OTHER, None):
            assert await user_data.quotas.spend(user) is None
            clock.now += 1
        for user in (ONE, OTHER, None):
            assert await user_data.quotas.spend(user) == QuotaExceeded(
                QuotaKind.EVERYBODY_DAY, 3, start + DAY
            )
        clock.now = start + DAY
        assert await user_data.quotas.spend(OTHER) is None


async def test_of_several_limits_the_one_that_ends_last_is_named(clock: Clock) -> None:
    with opened(clock, Quotas(1, 1, 1)) as user_data:
        await user_data.quotas.spend(ONE)
        clock.now += 1
        assert await user_data.quotas.spend(ONE) == QuotaExceeded(
            QuotaKind.USER_DAY, 1, clock.now - 1 + DAY
        )


async def test_a_restart_forgets_no_question(path: Path, clock: Clock) -> None:
    for allowed in (True, True, False):
        with opened(clock, Quotas(user_per_day=2), path) as user_data:
            assert (await user_data.quotas.spend(ONE) is None) is allowed


async def test_without_limits_nothing_is_counted(clock: Clock) -> None:
    with opened(clock, Quotas()) as user_data:
        assert {await user_data.quotas.spend(ONE) for _ in range(200)} == {None}
        assert (await user_data.kept_about(ONE)).questions == 0


async def test_a_limit_of_all_needs_nobodys_name(clock: Clock) -> None:
    with opened(clock, Quotas(everybody_per_day=9)) as user_data:
        await user_data.quotas.spend(ONE)
        assert (await user_data.kept_about(ONE)).questions == 0


async def test_who_is_forgotten_has_asked_all_the_same(clock: Clock) -> None:
    with opened(clock, Quotas(user_per_day=3, everybody_per_day=4)) as user_data:
        for _ in range(2):
            assert await user_data.quotas.spend(ONE) is None
            assert (await user_data.forget(ONE)).questions == 1
        assert (await user_data.forget(ONE)).questions == 0
        assert await user_data.quotas.spend(ONE) is None
        refused = await user_data.quotas.spend(ONE)
        assert refused == QuotaExceeded(QuotaKind.USER_DAY, 3, clock.now + DAY)
        assert await user_data.quotas.spend(OTHER) is None
        refused = await user_data.quotas.spend(OTHER)
        assert refused == QuotaExceeded(QuotaKind.EVERYBODY_DAY, 4, clock.now + DAY)
        clock.now += DAY
        assert await user_data.quotas.spend(ONE) is None


@pytest.mark.parametrize("seconds", [MINUTE, DAY])
@given(pauses=st.lists(st.floats(0, 2), max_size=30), allowed=st.integers(1, 5))
async def test_no_stretch_of_time_has_more_questions_than_are_allowed(
    seconds: float, pauses: list[float], allowed: int
) -> None:
    clock = Clock()
    quotas = (
        Quotas(user_per_minute=allowed) if seconds == MINUTE else Quotas(everybody_per_day=allowed)
    )
    asked: list[float] = []
    with opened(clock, quotas) as user_data:
        for pause in pauses:
            clock.now += pause * seconds / 4
            refused = await user_data.quotas.spend(ONE)
            if refused is None:
                asked.append(clock.now)
                continue
            assert clock.now < refused.until <= clock.now + seconds
            clock.now = refused.until
            assert await user_data.quotas.spend(ONE) is None
            asked.append(clock.now)
    assert all(asked[number] + seconds <= later for number, later in enumerate(asked[allowed:]))
