"""Whose words a reader waits for, and that each of them comes once."""

from __future__ import annotations

from bot.store.user_data import UserDataStore
from bot.store.watches import Watch
from tests.bot.store.conftest import Clock

READER, CHAT, TOPIC = 77, -100500, 31


async def begin(
    user_data: UserDataStore,
    known: str = "Mara Lindqvist",
    *statements: str,
    topic: int | None = TOPIC,
    user: int = READER,
    chat: int = CHAT,
) -> Watch:
    return await user_data.watches.add(
        user=user, chat=chat, topic=topic, asked="lindqvist", known=known, statements=statements
    )


async def test_a_watch_is_of_a_reader_in_a_place(user_data: UserDataStore, clock: Clock) -> None:
    watch = await begin(user_data)
    elsewhere = await begin(user_data, topic=None)
    others = await begin(user_data, user=78)
    assert watch == Watch(
        watch.number, READER, CHAT, TOPIC, "lindqvist", "Mara Lindqvist", clock.now
    )
    watches = user_data.watches
    assert await watches.of_user(user=READER, chat=CHAT, topic=TOPIC) == [watch]
    assert await watches.of_user(user=READER, chat=CHAT, topic=None) == [elsewhere]
    assert await watches.of_user(user=READER, chat=CHAT + 1, topic=TOPIC) == []
    assert await watches.all() == [watch, elsewhere, others]


async def test_watching_twice_is_watching_once(user_data: UserDataStore, clock: Clock) -> None:
    for topic in (TOPIC, None):
        first = await begin(user_data, topic=topic)
        clock.now += 10
        assert await begin(user_data, topic=topic) == first
    assert len(await user_data.watches.all()) == 2


async def test_a_watch_that_is_ended_is_over(user_data: UserDataStore) -> None:
    await begin(user_data)
    here = {"user": READER, "chat": CHAT, "topic": TOPIC}
    assert not await user_data.watches.remove(**here, known="Olof Lindqvist")
    assert await user_data.watches.remove(**here, known="Mara Lindqvist")
    assert not await user_data.watches.remove(**here, known="Mara Lindqvist")
    assert await user_data.watches.all() == []


async def test_each_statement_is_news_once_and_what_was_there_before_is_none(
    user_data: UserDataStore,
) -> None:
    one, other = (
        await begin(user_data, "Mara Lindqvist", "a", "b"),
        await begin(user_data, "Baltic Mutual", "a"),
    )
    watches = user_data.watches
    assert await watches.claim(one.number, ["a", "c", "b", "d", "c"]) == ["c", "d"]
    assert await watches.claim(one.number, ["a", "b", "c", "d"]) == []
    assert await watches.claim(other.number, ["c"]) == ["c"]


async def test_what_could_not_be_sent_is_news_again(user_data: UserDataStore) -> None:
    watch = await begin(user_data)
    await user_data.watches.claim(watch.number, ["a", "b"])
    await user_data.watches.release(watch.number, ["b"])
    assert await user_data.watches.claim(watch.number, ["a", "b"]) == ["b"]


async def test_of_a_watch_that_was_ended_nothing_is_news(user_data: UserDataStore) -> None:
    watch = await begin(user_data)
    await user_data.watches.remove_all(CHAT)
    assert await user_data.watches.claim(watch.number, ["a"]) == []


async def test_where_the_bot_may_no_longer_write_nothing_is_watched(
    user_data: UserDataStore,
) -> None:
    await begin(user_data)
    await begin(user_data, user=78)
    kept = await begin(user_data, chat=READER, topic=None)
    assert await user_data.watches.remove_all(CHAT) == 2
    assert await user_data.watches.all() == [kept]


async def test_the_watches_of_a_group_go_along_when_it_moves(user_data: UserDataStore) -> None:
    watch = await begin(user_data, "Mara Lindqvist", "a")
    twice = await begin(user_data, "Baltic Mutual")
    there = await begin(user_data, "Baltic Mutual", chat=-100900)
    await user_data.watches.move(CHAT, -100900)
    assert [(each.number, each.chat) for each in await user_data.watches.all()] == [
        (watch.number, -100900),
        (there.number, -100900),
    ]
    assert await user_data.watches.claim(watch.number, ["a", "b"]) == ["b"]
    assert await user_data.watches.claim(twice.number, ["a"]) == []
