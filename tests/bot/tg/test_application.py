"""The bot as readers meet it: over real HTTP, with the production application."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import replace
from html import unescape

import pytest

from bot.messages import strings
from bot.messages.text_entities import Words
from retrieval.errors import FilterError, ModelError
from retrieval.model import Answer, Declined, Quoted, Reply, SpeakerStatements
from tests.bot.conftest import Serve, Speed
from tests.bot.fake_service import (
    GAZETTE,
    QUESTION,
    REOPENING,
    REOPENS,
    FakeService,
    PrintedArticle,
    altered,
    answering,
)
from tests.bot.messages import samples
from tests.bot.messages.as_html import as_html, sent_html
from tests.bot_server.faults import (
    BAD_GATEWAY,
    BLOCKED,
    CANNOT_PARSE,
    CONFLICT,
    TOO_MANY,
)
from tests.bot_server.markup import utf16_length
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import TOKEN


async def test_a_question_is_answered_in_the_sources_words_with_the_citation(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        question = await reader.write(QUESTION)
        (answer,) = await api.messages(1)
    assert sent_html(answer) == (
        f"<blockquote>{REOPENS}</blockquote>\n"
        "[1] 12 March 2026 · <b>The Ostervik Gazette</b> — "
        '<a href="https://gazette.example/port?id=7&amp;page=1">'
        "Port to reopen &lt;after&gt; nine weeks &amp; a day</a> · "
        "<code>harbour/reopening.txt</code>"
    )
    assert answer.replies_to == question
    assert answer.parameters["reply_parameters"]["allow_sending_without_reply"] is True
    assert answer.parameters["link_preview_options"] == {"is_disabled": True}


async def test_typing_is_shown_while_an_answer_is_looked_for_and_not_after_it(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    found = threading.Event()

    def look() -> Reply:
        assert found.wait(20)
        return REOPENING

    async with serve(FakeService(answers={QUESTION: look}), speed=Speed(typing=0.01)):
        await reader.write(QUESTION)
        await api.until(lambda: len(api.made("sendChatAction")) >= 3)
        found.set()
        await api.messages(1)
    methods = [call.method for call in api.calls if call.method.startswith("send")]
    assert methods[-1] == "sendMessage"
    assert methods[:3] == ["sendChatAction"] * 3


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/quote", strings.HOW_TO_QUOTE),
        ("/quote \u200b", strings.HOW_TO_QUOTE),
        ("/ask", strings.HOW_TO_ASK),
        ("/sources", strings.NO_SOURCES),
        ("/frobnicate now", strings.UNKNOWN_COMMAND),
        ("/quote <b>Nobody</b>", strings.unknown_name("<b>Nobody</b>")),
        ("\u200b \u2067", strings.HOW_TO_ASK),
    ],
)
async def test_a_command_that_is_unknown_or_lacks_its_words_is_explained(
    api: BotApi, reader: Reader, serve: Serve, command: str, expected: Words
) -> None:
    async with serve(answering()):
        await reader.write(command)
        (answer,) = await api.messages(1)
    assert sent_html(answer) == as_html(expected)


async def test_what_stands_after_a_command_is_looked_for_whole(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    asked = "lindqvist about the bolt all"
    paper = FakeService(samples.ARTICLES, quotes={asked: samples.QUOTED_ABOUT})
    async with serve(paper):
        await reader.write(f"/quote {asked}")
        (answer,) = await api.messages(1)
    assert answer.text.startswith("Mara Lindqvist about the bolt – 1 of 3 statements\n")
    assert "to: <i>the panel</i>\ndisputed in the same article:\n" in sent_html(answer)


async def test_a_statement_whose_dispute_has_changed_is_not_sent(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    other = replace(samples.DISPUTED.disputed[0], text="She had not signed it.")
    said = replace(samples.DISPUTED, disputed=(other,))
    reply = Quoted("her", SpeakerStatements("Lindqvist", (), (said,)))
    async with serve(FakeService(samples.ARTICLES, quotes={"her": reply})):
        await reader.write("/quote her")
        (answer,) = await api.messages(1)
    assert answer.text == strings.NOT_VERBATIM


async def test_what_is_not_text_gets_a_hint(api: BotApi, reader: Reader, serve: Serve) -> None:
    async with serve(answering()):
        await reader.write(None, dice={"emoji": "🎲", "value": 3})
        (answer,) = await api.messages(1)
    assert answer.text == strings.ONLY_TEXT


# --- long and hostile ------------------------------------------------------------------------


async def test_a_long_answer_comes_in_parts_whose_quotations_make_up_the_source(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    words = " ".join(f"Sentence {number} is about ships 🚢." for number in range(400))
    long = PrintedArticle("long.txt", words)
    answer = Answer(QUESTION, 0.9, (long.excerpt(words),))
    async with serve(FakeService([long], {QUESTION: answer})):
        question = await reader.write(QUESTION)
        sent = await api.messages(4)
    assert len(sent) == 4
    assert [part.replies_to for part in sent] == [question, None, None, None]
    assert [sent_html(part).rsplit("\n\n", 1)[1] for part in sent] == [
        f"<i>{number}/4</i>" for number in range(1, 5)
    ]
    assert all(utf16_length(part.text) <= 4096 for part in sent)
    pieces = [sent_html(part).split("<blockquote>")[1].split("</blockquote>")[0] for part in sent]
    assert all(piece.endswith(".") for piece in pieces)
    assert " ".join(pieces) == words


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>bold & <unclosed",
        "<script>alert(1)</script>",
        "a \u202eright to left override",
        "\u2067isolated, never closed",
        "zero\u200bwidth\ufeff\u2060",
        "🧑\u200d🚒👩🏽\u200d🚀 flags 🇸🇪",
        "&lt;already&amp;escaped&#39;",
        "x" * 10_000,
        "👍" * 5_000,
        "/command @mention https://example.org #tag",
        "line one\r\n\tline two\n\n\nline five",
        "“curly” ‘quotes’ \"straight\" 'marks'",
    ],
)
async def test_hostile_words_go_in_and_come_out_to_the_letter(
    api: BotApi, reader: Reader, serve: Serve, hostile: str
) -> None:
    article = PrintedArticle(f"{hostile[:50]}.txt", f"- {hostile} -", *(hostile,) * 4)
    reply = Answer(hostile, 0.9, (article.excerpt(hostile, article.cite("-")),))
    paper = FakeService([article], {hostile: reply})
    async with serve(paper):
        await reader.write("/help" if hostile.startswith("/") else hostile)
        await reader.write("/start")
        sent = await api.messages(2)
        await api.until(lambda: sent[-1].text.startswith(strings.INTRODUCTION))
    assert not any(strings.FAILED in part.text for part in sent)
    if not hostile.startswith("/"):
        assert paper.asked == [hostile]
        quoted = [
            unescape(sent_html(part).split(">", 1)[1].split("</blockquote>")[0])
            for part in sent
            if sent_html(part).startswith("<blockquote")
        ]
        assert "".join(quoted) == hostile


# --- trouble ---------------------------------------------------------------------------------


async def test_words_that_are_not_the_sources_are_never_sent(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    good = GAZETTE.excerpt("The cranes are safe")
    wrong = altered(GAZETTE.excerpt(REOPENS))
    async with serve(FakeService(answers={QUESTION: Answer(QUESTION, 0.9, (good, wrong))})):
        await reader.write(QUESTION)
        sent = await api.messages(1)
    assert [part.text for part in sent] == [strings.NOT_VERBATIM]
    assert "harbour/reopening.txt, version 1: other words than shown at 16..96" in caplog.text
    assert "cranes" not in caplog.text


async def test_a_reader_is_told_to_ask_again_when_an_article_goes_while_it_is_answered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(FakeService([], {QUESTION: REOPENING})):
        await reader.write(QUESTION)
        sent = await api.messages(1)
    assert [part.text for part in sent] == [strings.NOT_VERBATIM]


async def test_a_fault_is_told_in_one_neutral_sentence_and_logged_without_its_words(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "what the article says"
    async with serve(answering(**{QUESTION: RuntimeError(f"{secret} {TOKEN}")})):
        await reader.write(QUESTION)
        sent = await api.messages(1)
    assert [part.text for part in sent] == [strings.FAILED]
    assert "RuntimeError at" in caplog.text
    for hidden in (secret, TOKEN, QUESTION):
        assert hidden not in caplog.text


async def test_a_filter_that_makes_no_sense_is_explained(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    fault = FilterError("after:yesterday <is> not a date: expected after:2026-03-12")
    async with serve(answering(**{QUESTION: fault})):
        await reader.write(QUESTION)
        (answer,) = await api.messages(1)
    assert answer.text == str(fault)


async def test_an_answer_that_takes_too_long_is_given_up(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    released = threading.Event()

    def look() -> Reply:
        released.wait(20)
        return REOPENING

    async with serve(FakeService(answers={QUESTION: look}), speed=Speed(patience=0.01)):
        await reader.write(QUESTION)
        sent = await api.messages(1)
        released.set()
    assert [part.text for part in sent] == [strings.TOO_LONG]


async def test_refused_markup_is_sent_again_as_the_same_words_in_plain_text(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("sendMessage", CANNOT_PARSE)
    async with serve(answering()):
        question = await reader.write(QUESTION)
        (answer,) = await api.messages(1)
    assert answer.text == (
        f"{REOPENS}\n[1] 12 March 2026 · The Ostervik Gazette — Port to reopen <after> nine weeks & a day · "
        "harbour/reopening.txt"
    )
    assert not answer.parameters.get("entities")
    assert answer.replies_to == question


async def test_telegrams_wish_to_wait_is_honoured(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("sendMessage", TOO_MANY)
    async with serve(answering()):
        await reader.write(QUESTION)
        sent = await api.messages(1)
    assert [REOPENS in part.text for part in sent] == [True]
    assert len(api.made("sendMessage")) == 2


async def test_a_bad_gateway_does_not_lose_the_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("sendMessage", BAD_GATEWAY)
    api.fail("getUpdates", BAD_GATEWAY)
    async with serve(answering()):
        await reader.write(QUESTION)
        sent = await api.messages(1)
    assert [REOPENS in part.text for part in sent] == [True]


async def test_who_blocked_the_bot_is_left_alone(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("sendMessage", BLOCKED)
    async with serve(answering()):
        await reader.write(QUESTION)
        await api.until(lambda: bool(api.made("sendMessage")))
        await Reader(api, 78).write(QUESTION)
        await api.messages(1)
    assert len(api.made("sendMessage")) == 2


async def test_another_instance_with_the_same_token_is_named_in_the_log(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("getUpdates", CONFLICT)
    async with serve(answering()):
        await reader.write(QUESTION)
        await api.messages(1)
    assert "409 Conflict: another process is polling with this token" in caplog.text


async def test_the_token_is_never_logged(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with serve(answering()):
        logging.getLogger("elsewhere").info("calling %s/getMe", TOKEN)
        await reader.write(QUESTION)
        await api.messages(1)
    assert "calling [token]/getMe" in caplog.text
    assert TOKEN not in caplog.text
    assert "Answering as @VerbatimTestBot" in caplog.text


# --- order -----------------------------------------------------------------------------------


async def test_one_chat_is_answered_in_order_while_another_does_not_wait(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    go_on = threading.Event()

    def look() -> Reply:
        assert go_on.wait(20)
        return Declined("", "The first.", 0, ())

    paper = FakeService(
        answers={
            "first": look,
            "second": Declined("", "The second.", 0, ()),
            "other": Declined("", "The other.", 0, ()),
        }
    )
    async with serve(paper, at_once=2):
        await reader.write("first")
        for _ in range(12):  # more than there are places at work
            await reader.write("second")
        await Reader(api, 78).write("other")
        await api.messages(1)
        go_on.set()
        sent = await api.messages(14)
    assert [part.text for part in sent] == ["The other.", "The first.", *["The second."] * 12]


async def test_stored_data_is_tidied_in_the_background(serve: Serve) -> None:
    paper = answering()
    async with serve(paper, speed=Speed(upkeep=0.01)):
        assert await asyncio.to_thread(paper.refreshed.wait, 20)


async def test_the_reader_is_loaded_before_anybody_asks(api: BotApi, serve: Serve) -> None:
    paper = answering()
    async with serve(paper):
        await api.until(paper.reader_loaded.is_set)


async def test_a_reader_that_cannot_be_loaded_keeps_nobody_from_an_answer(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    class WithoutReader(FakeService):
        def load_reader(self) -> None:
            raise ModelError("reader: no reader can be loaded from it")

    paper = WithoutReader(samples.ARTICLES, answers={QUESTION: REOPENING})
    async with serve(paper, speed=Speed(upkeep=0.01)):
        await api.until(paper.refreshed.is_set)  # the chores go on
        await reader.write(QUESTION)
        await api.messages(1)
    assert "The reader was not loaded" in caplog.text
