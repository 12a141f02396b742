"""Whose words a reader waits for, and that each of them comes once."""

from __future__ import annotations

from bot.store.user_data import Drawer
from bot.store.watches import Watch
from tests.bot.store.conftest import Clock

READER, CHAT, TOPIC = 77, -100500, 31


def begin(
    drawer: Drawer,
    known: str = "Mara Lindqvist",
    *statements: str,
    topic: int | None = TOPIC,
    user: int = READER,
    chat: int = CHAT,
) -> Watch:
    return drawer.watches.begin(
        user=user, chat=chat, topic=topic, asked="lindqvist", known=known, statements=statements
    )


def test_a_watch_is_of_a_reader_in_a_place(drawer: Drawer, clock: Clock) -> None:
    watch = begin(drawer)
    elsewhere = begin(drawer, topic=None)
    others = begin(drawer, user=78)
    assert watch == Watch(
        watch.number, READER, CHAT, TOPIC, "lindqvist", "Mara Lindqvist", clock.now
    )
    watches = drawer.watches
    assert watches.of(user=READER, chat=CHAT, topic=TOPIC) == [watch]
    assert watches.of(user=READER, chat=CHAT, topic=None) == [elsewhere]
    assert watches.of(user=READER, chat=CHAT + 1, topic=TOPIC) == []
    assert watches.all() == [watch, elsewhere, others]


def test_watching_twice_is_watching_once(drawer: Drawer, clock: Clock) -> None:
    for topic in (TOPIC, None):
        first = begin(drawer, topic=topic)
        clock.now += 10
        assert begin(drawer, topic=topic) == first
    assert len(drawer.watches.all()) == 2


def test_a_watch_that_is_ended_is_over(drawer: Drawer) -> None:
    begin(drawer)
    here = {"user": READER, "chat": CHAT, "topic": TOPIC}
    assert not drawer.watches.end(**here, known="Olof Lindqvist")
    assert drawer.watches.end(**here, known="Mara Lindqvist")
    assert not drawer.watches.end(**here, known="Mara Lindqvist")
    assert drawer.watches.all() == []


def test_each_statement_is_news_once_and_what_was_there_before_is_none(drawer: Drawer) -> None:
    one, other = begin(drawer, "Mara Lindqvist", "a", "b"), begin(drawer, "Baltic Mutual", "a")
    watches = drawer.watches
    assert watches.claim(one.number, ["a", "c", "b", "d", "c"]) == ["c", "d"]
    assert watches.claim(one.number, ["a", "b", "c", "d"]) == []
    assert watches.claim(other.number, ["c"]) == ["c"]


def test_what_could_not_be_sent_is_news_again(drawer: Drawer) -> None:
    watch = begin(drawer)
    drawer.watches.claim(watch.number, ["a", "b"])
    drawer.watches.release(watch.number, ["b"])
    assert drawer.watches.claim(watch.number, ["a", "b"]) == ["b"]


def test_of_a_watch_that_was_ended_nothing_is_news(drawer: Drawer) -> None:
    watch = begin(drawer)
    drawer.watches.end_all(CHAT)
    assert drawer.watches.claim(watch.number, ["a"]) == []


def test_where_the_bot_may_no_longer_write_nothing_is_watched(drawer: Drawer) -> None:
    begin(drawer)
    begin(drawer, user=78)
    kept = begin(drawer, chat=READER, topic=None)
    assert drawer.watches.end_all(CHAT) == 2
    assert drawer.watches.all() == [kept]


def test_the_watches_of_a_group_go_along_when_it_moves(drawer: Drawer) -> None:
    watch, twice = begin(drawer, "Mara Lindqvist", "a"), begin(drawer, "Baltic Mutual")
    there = begin(drawer, "Baltic Mutual", chat=-100900)
    drawer.watches.move(CHAT, -100900)
    assert [(each.number, each.chat) for each in drawer.watches.all()] == [
        (watch.number, -100900),
        (there.number, -100900),
    ]
    assert drawer.watches.claim(watch.number, ["a", "b"]) == ["b"]
    assert drawer.watches.claim(twice.number, ["a"]) == []
