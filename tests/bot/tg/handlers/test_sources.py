"""/sources and /quote: pages that are turned in place, names that are chosen by a button."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.messages import buttons, notices, strings
from bot.service.articles import ArticleDetails, file_key
from bot.service.source_files import SourceFile
from retrieval.model import Quoted, StatementKind
from tests.bot.conftest import Serve
from tests.bot.fake_service import DIGEST, GAZETTE, REOPENS, SAFE, FakeService, source_of_text
from tests.bot.messages import samples
from tests.bot_server.chats import Message
from tests.bot_server.faults import Held
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

GAZETTE_FILE = samples.OUTLETS[1].files[0]
OPENED = ArticleDetails(
    GAZETTE.cite(REOPENS), ("line in the footer",), GAZETTE.excerpt(REOPENS), 1
)
SAID_THERE = (GAZETTE.statement(SAFE, "The cranes are safe,", StatementKind.DIRECT),)


def listing(file: SourceFile | None = None) -> FakeService:
    key = file_key(GAZETTE_FILE)
    return FakeService(
        samples.ARTICLES,
        listed=samples.OUTLETS,
        opened={key: OPENED},
        said_in={key: SAID_THERE},
        files={} if file is None else {GAZETTE.cite(REOPENS).source: file},
    )


async def edited(api: BotApi, reader: Reader, times: int) -> Message:
    """The only message of the bot's, once it was edited so many times."""
    await api.until(lambda: sum(c.effect == "done" for c in api.made("editMessageText")) >= times)
    (message,) = api.chat(reader.user_id).from_the_bot()
    return message


async def test_an_outlet_opens_its_articles_and_an_article_what_stands_in_it(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    file = SourceFile("reopening.txt", source_of_text(), 5, DIGEST, b"Port.")
    async with serve(listing(file)):
        await reader.write("/sources")
        (message,) = await api.shown(reader.user_id, 1)
        assert message.text.startswith(
            "4 articles, 2 known outlets\n\nNorthern Courier – 1 article"
        )
        await reader.press("The Ostervik Gazette")
        message = await edited(api, reader, 1)
        assert message.buttons() == [["1", "2"], [buttons.ALL_OUTLETS]]
        await reader.press("1")
        message = await edited(api, reader, 2)
        assert message.text.startswith(
            f"{REOPENS}\n[1] 12 March 2026 · The Ostervik Gazette — Port to reopen"
        )
        assert message.text.endswith("\noutlet known by: line in the footer")
        await reader.press("Statements (1)")
        message = await edited(api, reader, 3)
        assert SAFE in message.text
        await reader.press(buttons.BACK_TO_ARTICLE)
        message = await edited(api, reader, 4)
        await reader.press(buttons.FILE)
        await api.until(lambda: bool(api.made("sendDocument")))
        await reader.press("‹ The Ostervik Gazette")
        await api.until(lambda: len(api.made("editMessageText")) >= 5)
        await reader.press(buttons.ALL_OUTLETS)
        await api.until(lambda: "4 articles, 2 known outlets" in message.text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gazette", "The Ostervik Gazette – 2 articles, 1 December 2025 – 12 March 2026\n\n1. "),
        ("Northern Courier", "Northern Courier – 1 article, 19 March 2026\n\n1. Inquiry"),
        ("outlet unknown", "Outlet unknown – 1 article, date unknown\n\n1. "),
        ("o", "Northern Courier – 1 article, 19 March 2026\nThe Ostervik Gazette – 2 articles"),
        ("<i>", "No outlet called <i> is known here."),
    ],
)
async def test_an_outlet_is_found_by_its_name_or_a_part_of_it(
    api: BotApi, reader: Reader, serve: Serve, name: str, expected: str
) -> None:
    async with serve(listing()):
        await reader.write(f"/sources {name}")
        (message,) = await api.shown(reader.user_id, 1)
    assert message.text.startswith(expected)


async def test_an_article_that_is_gone_meanwhile_is_said_to_be_gone(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = listing()
    async with serve(paper):
        await reader.write("/sources")
        await api.shown(reader.user_id, 1)
        await reader.press("The Ostervik Gazette")
        await edited(api, reader, 1)
        paper.opened = {}
        await reader.press("1")
        message = await edited(api, reader, 2)
    assert message.text == notices.ARTICLE_GONE


# --- somebody's words ------------------------------------------------------------------------


def many(number: int) -> Quoted:
    """The same few statements again and again, as if each stood in another version."""
    said = samples.LINDQVIST.statements
    statements = tuple(
        replace(said[at % 3], id=str(at), citation=replace(said[at % 3].citation, version=at + 1))
        for at in range(number)
    )
    return Quoted("lindqvist", replace(samples.LINDQVIST, statements=statements))


async def test_what_somebody_said_is_paged_in_place(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(samples.ARTICLES, quotes={"lindqvist": many(12)})
    async with serve(paper):
        await reader.write("/quote lindqvist")
        (message,) = await api.shown(reader.user_id, 1)
        first = message.text
        await reader.press(buttons.NEXT)
        message = await edited(api, reader, 1)
        assert message.text.startswith("Mara Lindqvist – page 2 of 3\n\n")
        for times in (2, 3):
            await reader.press(buttons.PREVIOUS if times == 2 else buttons.NEXT)
            message = await edited(api, reader, times)
        await reader.press("[6] Context" if "[6] Context" in str(message.buttons()) else "[6]")
        await api.shown(reader.user_id, 2)
        assert first.startswith("Mara Lindqvist – 12 statements in 2 articles, newest first\n")
        assert first.endswith("\n\npage 1 of 3")


async def test_two_taps_on_one_button_turn_one_page(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    paper = FakeService(samples.ARTICLES, quotes={"lindqvist": many(12)})
    go_on = asyncio.Event()
    api.fail("editMessageText", Held(go_on))
    async with serve(paper):
        await reader.write("/quote lindqvist")
        await api.shown(reader.user_id, 1)
        taps = [await reader.press(buttons.NEXT) for _ in range(2)]
        assert await api.answer(taps[0]) == {}
        go_on.set()
        assert await api.answer(taps[1]) == {}
        await api.until(lambda: len(api.made("editMessageText")) == 2)
        message = await edited(api, reader, 1)
    assert message.text.startswith("Mara Lindqvist – page 2 of 3")
    assert api.made("editMessageText")[1].refusal is not None
    assert "not answered" not in caplog.text


async def test_names_alike_and_namesakes_are_offered_as_buttons(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(
        samples.ARTICLES,
        quotes={
            "lindkvist about fish": replace(samples.UNKNOWN, topic="fish"),
            "Mara Lindqvist about fish": samples.NOT_ABOUT,
            "lindqvist": samples.SEVERAL,
            "Olof Lindqvist": samples.NAMED_ONLY,
        },
    )
    async with serve(paper):
        await reader.write("/quote lindkvist about fish")
        (unknown,) = await api.shown(reader.user_id, 1)
        await reader.press("Mara Lindqvist")
        (*_, about) = await api.shown(reader.user_id, 2)
        await reader.write("/quote lindqvist")
        (*_, several) = await api.shown(reader.user_id, 3)
        await reader.press("Olof Lindqvist")
        (*_, named) = await api.shown(reader.user_id, 4)
    assert unknown.buttons() == [["Mara Lindqvist"], ["Olof Lindqvist"]]
    assert about.text.startswith("None of the 3 statements of Mara Lindqvist is about fish.\n\n")
    assert several.buttons() == [["Mara Lindqvist"], ["Olof Lindqvist"], ["Lindqvist only"]]
    assert named.text.startswith(
        "Baltic Mutual is named once; no words of theirs are quoted.\n\nNamed here:\n\n"
    )
    assert named.replies_to == several.number


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "“No,” Mara Lindqvist told them.",
            "Mara Lindqvist – 3 statements in 2 articles, newest first",
        ),
        ("They met at noon.", "I found no name in that message"),
        ("Olof Lindqvist met Mara Lindqvist", "Whom do you mean?"),
    ],
)
async def test_quote_in_reply_to_a_message_means_who_is_named_in_it(
    api: BotApi, reader: Reader, serve: Serve, words: str, expected: str
) -> None:
    paper = FakeService(
        samples.ARTICLES,
        quotes={"Mara Lindqvist": samples.QUOTED},
        known=("Mara Lindqvist", "Olof Lindqvist"),
    )
    async with serve(paper):
        number = await reader.write_in(-100500, words)
        await reader.reply(api.chat(-100500).messages[number], "/quote")
        (message,) = await api.shown(-100500, 1)
        assert message.text.startswith(expected)
        if message.buttons() == [["Mara Lindqvist"], ["Olof Lindqvist"]]:
            await reader.press("Mara Lindqvist", chat=api.chat(-100500))
            await api.shown(-100500, 2)


async def test_in_an_answer_the_names_are_those_in_the_sources_words(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(
        samples.ARTICLES,
        quotes={"Mara Lindqvist": samples.QUOTED, "lindqvist": samples.QUOTED},
        known=("Mara Lindqvist", "Ostervik Gazette"),
    )
    async with serve(paper):
        await reader.write("/quote lindqvist")
        (message,) = await api.shown(reader.user_id, 1)
        await reader.reply(message, "/quote")
        _, again = await api.shown(reader.user_id, 2)
    assert "Ostervik Gazette" in message.text
    assert again.text == message.text


async def test_quote_without_a_name_says_how_to_write_it(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(listing()):
        await reader.write("/quote")
        (message,) = await api.shown(reader.user_id, 1)
    assert message.text == strings.HOW_TO_QUOTE
