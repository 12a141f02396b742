"""Watches: each new statement is told once, with its citation, to those who want to hear."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.messages import notices, watches
from bot.messages.pagination import MessagePart
from bot.messages.text_entities import formatted
from bot.messages.watches import new_statements, statement_keys, statements_of
from bot.store.user_data import UserDataStore
from retrieval.errors import CatalogueError
from retrieval.model import (
    Citation,
    CitedStatement,
    NamedOnly,
    Quoted,
    QuoteReply,
    SeveralSpeakers,
    SpeakerStatements,
    StatementKind,
    UnknownName,
)
from tests.bot.conftest import Serve, Speed
from tests.bot.fake_service import GROUP, LEDGER, SAFE, FakeService
from tests.bot.messages import samples
from tests.bot_server.faults import (
    BLOCKED,
    AnyFault,
    Held,
    ResetAfter,
    ResetBefore,
    refusal,
    too_many,
)
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

FAST = Speed(upkeep=0.01)
BOLT, CRANES, TUGS = samples.LINDQVIST.statements
NAME = "Mara Lindqvist"


@dataclass
class Wire(FakeService):
    """A service whose articles change while the bot runs."""

    def say(self, *said: CitedStatement) -> None:
        """From now on these are her statements."""
        speaker = replace(samples.LINDQVIST, statements=said)
        self.quotes = {NAME: Quoted(NAME, speaker), "lindqvist": Quoted("lindqvist", speaker)}
        self.changes += 1


def wire(*said: CitedStatement) -> Wire:
    paper = Wire(samples.ARTICLES)
    paper.say(*said)
    return paper


async def test_who_watches_hears_once_of_what_is_new(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = wire(TUGS)
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        (begun,) = await api.shown(reader.user_id, 1)
        paper.say(TUGS, CRANES)
        _, news = await api.shown(reader.user_id, 2)
        paper.say(TUGS, CRANES, BOLT)
        *_, more = await api.shown(reader.user_id, 3)
        await reader.press("[1] Context", chat=reader.chat)
        *_, context = await api.shown(reader.user_id, 4)
    assert begun.text == (
        "You will hear of new statements of Mara Lindqvist, once each. "
        "What is known now is no news: 1 statement."
    )
    assert news.text == (
        f"New: 1 statement of Mara Lindqvist\n\n{SAFE}\n"
        "[1] quoted · 12 March 2026 · The Ostervik Gazette — Port to reopen <after> nine weeks & a day · "
        "harbour/reopening.txt"
    )
    assert news.replies_to is None
    assert more.text.startswith(f"New: 1 statement of Mara Lindqvist\n\n{samples.BOLT}\n")
    assert context.replies_to == more.number


async def test_another_print_of_a_statement_is_no_news(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    again = replace(CRANES, id="another", also_in=(LEDGER.cite("No reason was given."),))
    paper = wire(CRANES)
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
        paper.say(again)
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 2)
        paper.say(again, TUGS)
        *_, news = await api.shown(reader.user_id, 3)
    assert news.text.startswith("New: 1 statement of Mara Lindqvist\n\nShe added that tugs")


async def test_what_came_while_the_bot_was_down_is_told_at_the_start(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    file = tmp_path / "desk.sqlite"
    async with serve(wire(TUGS), speed=FAST, user_data=UserDataStore(file)):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
    for _ in range(2):
        async with serve(wire(CRANES, TUGS), speed=FAST, user_data=UserDataStore(file)):
            await api.shown(reader.user_id, 2)
    assert len(api.chat(reader.user_id).from_the_bot()) == 2


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (refusal(500, "Internal Server Error"), 2),
        (ResetBefore(), 1),
        (ResetAfter(), 2),
        (BLOCKED, 1),
    ],
    ids=["not sent", "perhaps sent", "sent", "blocked"],
)
async def test_news_is_never_told_twice(
    api: BotApi,
    reader: Reader,
    serve: Serve,
    fault: AnyFault,
    expected: int,
) -> None:
    paper, other = wire(TUGS), Reader(api, 78)
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
        await other.write("/watch lindqvist")
        await api.shown(78, 1)
        api.fail("sendMessage", fault)
        paper.say(TUGS, CRANES)
        await api.shown(78, 2)
        paper.say(CRANES, TUGS)
        await reader.write("/id")
        await api.until(lambda: "You are" in api.chat(reader.user_id).from_the_bot()[-1].text)
    told = [each for each in api.chat(reader.user_id).from_the_bot() if "You are" not in each.text]
    assert len(told) == expected


@dataclass
class Stumbling(Wire):
    """Cannot look up the words that it is to show, the first time."""

    is_up: bool = False

    def words_of(self, citation: Citation) -> str:
        if not self.is_up:
            self.is_up = True
            raise CatalogueError("the catalogue cannot be used")
        return super().words_of(citation)


async def test_news_that_could_not_be_looked_up_is_told_when_it_can_be(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = Stumbling(samples.ARTICLES)
    paper.say(TUGS)
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
        paper.say(TUGS, CRANES)
        _, news = await api.shown(reader.user_id, 2)
    assert paper.is_up
    assert SAFE in news.text


async def test_news_of_which_a_part_has_arrived_is_not_told_again(
    api: BotApi, reader: Reader, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = watches.render_new_statements
    monkeypatch.setattr(
        watches,
        "render_new_statements",
        lambda new, key: (MessagePart(formatted("First")), *whole(new, key)),
    )
    paper, at_once = wire(TUGS), asyncio.Event()
    at_once.set()
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
        api.fail("sendMessage", Held(at_once), refusal(409, "Conflict"))
        paper.say(TUGS, CRANES)
        await api.shown(reader.user_id, 2)
        paper.say(TUGS, CRANES, BOLT)
        *_, news = await api.shown(reader.user_id, 4)
    assert news.text.startswith("New: 1 statement of Mara Lindqvist")


async def test_who_may_no_longer_ask_hears_nothing(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    file, other = tmp_path / "desk.sqlite", Reader(api, 78)
    async with serve(wire(TUGS), speed=FAST, user_data=UserDataStore(file)):
        for each in (reader, other):
            await each.write("/watch lindqvist")
            await api.shown(each.user_id, 1)
    async with serve(wire(CRANES, TUGS), 78, speed=FAST, user_data=UserDataStore(file)):
        await api.shown(78, 2)
    assert len(api.chat(reader.user_id).from_the_bot()) == 1


async def test_news_goes_to_the_topic_it_was_asked_for_in(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = wire()
    async with serve(paper, speed=FAST):
        await reader.write_in(
            GROUP, "/watch lindqvist", message_thread_id=31, is_topic_message=True
        )
        await api.shown(GROUP, 1)
        paper.say(CRANES)
        _, news = await api.shown(GROUP, 2)
    assert news.thread == 31


async def test_words_that_are_not_the_sources_are_no_news(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = wire()
    false = replace(CRANES, passage=SAFE.replace("safe", "sound"))
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.shown(reader.user_id, 1)
        paper.say(false)
        await api.until(paper.refreshed.is_set)
        paper.say(CRANES)
        _, news = await api.shown(reader.user_id, 2)
    assert SAFE in news.text


# --- beginning and ending --------------------------------------------------------------------


async def test_watches_are_listed_and_ended(api: BotApi, reader: Reader, serve: Serve) -> None:
    paper = wire(TUGS)
    paper.quotes = {**paper.quotes, "mutual": samples.NAMED_ONLY}
    said: list[str] = []

    async def told(words: str) -> str:
        await reader.write(words)
        said.append((await api.shown(reader.user_id, len(said) + 1))[-1].text)
        return said[-1]

    async with serve(paper):
        assert await told("/unwatch") == notices.WATCHING_NOBODY
        assert await told("/watch") == notices.HOW_TO_WATCH
        await told("/watch lindqvist")
        assert await told("/watch Mara Lindqvist") == "You watch Mara Lindqvist already."
        assert await told("/watch mutual") == (
            "You will hear of new statements of Baltic Mutual, once each."
        )
        assert await told("/watching") == (
            "You watch 2 speakers:\n• Mara Lindqvist\n• Baltic Mutual\n\n"
            "/unwatch NAME stops watching one of them."
        )
        assert await told("/unwatch nobody") == "You do not watch nobody."
        assert await told("/unwatch") == notices.WHOM_NO_LONGER
        asked = api.chat(reader.user_id).from_the_bot()[-1]
        await reader.press("Baltic Mutual")
        await api.until(lambda: asked.text == "You will hear no more of Baltic Mutual.")
        assert await told("/unwatch lindqvist") == "You will hear no more of Mara Lindqvist."
        await told("/watch lindqvist")
        assert await told("/unwatch") == "You will hear no more of Mara Lindqvist."
        assert await told("/watching") == notices.WATCHING_NOBODY


async def test_whom_to_watch_is_chosen_by_a_button(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = wire(TUGS)
    paper.quotes = {**paper.quotes, "lindkvist": samples.UNKNOWN, "l": samples.SEVERAL}
    async with serve(paper):
        await reader.write("/watch l")
        (several,) = await api.shown(reader.user_id, 1)
        await reader.write("/watch lindkvist")
        _, unknown = await api.shown(reader.user_id, 2)
        await reader.press(NAME)
        *_, begun = await api.shown(reader.user_id, 3)
    assert several.text == notices.WHOM_TO_WATCH
    assert several.buttons() == [["Mara Lindqvist"], ["Olof Lindqvist"], ["Lindqvist only"]]
    assert unknown.text == "Nobody is found under the name Lindkvist.\nDid you mean:"
    assert begun.text.startswith("You will hear of new statements of Mara Lindqvist")


# --- what is new -----------------------------------------------------------------------------


def test_prints_of_one_statement_have_one_key_and_short_ones_depend_on_what_is_around() -> None:
    assert statement_keys(CRANES) == statement_keys(replace(CRANES, id="2"))
    assert statement_keys(CRANES) != statement_keys(TUGS)
    short = LEDGER.statement("No reason was given.", "No reason", StatementKind.INDIRECT)
    assert statement_keys(short) != statement_keys(replace(short, passage="No reason, said he."))


def test_a_key_that_an_earlier_program_stored_is_still_that_of_the_statement() -> None:
    relayed = replace(
        TUGS,
        contents=("No.",),
        passage="“No,” he said.",
        conduit="A spokesman",
        hedge="later denied it",
    )
    keys = [statement_keys(each) for each in (CRANES, TUGS, relayed)]
    assert keys == [("9022c05f135d8314",), ("3da5bdf1713077be",), ("4b4be51f3656a06e",)]


def test_a_statement_is_news_only_where_none_of_its_prints_is_known() -> None:
    both = replace(CRANES, variants=(("cranes stand", "", "", ""),))
    speaker = SpeakerStatements(NAME, (), (both, TUGS))
    short, longer = statement_keys(both)
    (tugs,) = statement_keys(TUGS)
    assert new_statements(speaker, {longer, tugs}).speaker.statements == (TUGS,)
    assert new_statements(speaker, {short, longer}).speaker.statements == (both,)


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (samples.QUOTED, True),
        (samples.NOT_ABOUT, True),
        (samples.SEVERAL, True),
        (SeveralSpeakers("l", (SpeakerStatements("Olof Lindqvist", (), ()),)), False),
        (NamedOnly("l", NAME, ()), False),
        (UnknownName("l", ()), False),
    ],
)
def test_the_one_who_was_watched_is_found_among_namesakes(
    reply: QuoteReply, *, found: bool
) -> None:
    speaker = statements_of(NAME, reply)
    assert (speaker is not None and speaker.speaker == NAME) is found


async def test_one_chats_429_delays_nobody_elses_news_and_is_told_after_a_restart(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    paper, path, other = wire(TUGS), tmp_path / "desk.sqlite", Reader(api, 78)
    async with serve(paper, speed=FAST, user_data=UserDataStore(path)):
        for number, each in enumerate((reader, other)):
            await each.write("/watch lindqvist")
            await api.messages(number + 1)
        refreshed = paper.refreshed
        api.fail("sendMessage", too_many(3600))
        paper.say(TUGS, CRANES)
        (_, news) = await api.shown(78, 2)
        refreshed.clear()
        assert await asyncio.to_thread(refreshed.wait, 30)  # the chores go on
        await other.write("/help")
        await api.shown(78, 3)
        assert len(api.chat(77).from_the_bot()) == 1
    async with serve(paper, speed=FAST, user_data=UserDataStore(path)):
        (_, late) = await api.shown(77, 2)
    assert late.text == news.text
    assert len(api.chat(78).from_the_bot()) == 3


async def test_a_chat_that_could_be_told_of_nothing_yet_hears_of_all_that_came_meanwhile(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, go_on = wire(TUGS), asyncio.Event()
    async with serve(paper, speed=FAST):
        await reader.write("/watch lindqvist")
        await api.messages(1)
        api.fail("sendMessage", Held(go_on))
        paper.say(TUGS, CRANES)
        await api.until(lambda: len(api.made("sendMessage")) == 2)
        paper.say(TUGS, CRANES, BOLT)
        paper.refreshed.clear()
        assert await asyncio.to_thread(paper.refreshed.wait, 30)
        go_on.set()
        _, first, second = await api.shown(77, 3)
    assert first.text.startswith("New: 1 statement")
    assert second.text.startswith("New: 1 statement")
    assert first.text != second.text
