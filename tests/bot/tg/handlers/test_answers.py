"""What the buttons below an answer do, for anyone in the chat, for weeks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages import buttons, notices
from bot.messages.buttons import CallbackAction, CallbackData, encode_callback_data
from bot.service.source_files import SourceFile
from bot.store.feedback import Verdict
from bot.store.user_data import UserDataStore
from bot.tg.handlers import citations
from retrieval.model import Answer, Declined
from tests.bot.conftest import Serve
from tests.bot.fake_service import (
    DIGEST,
    GAZETTE,
    GROUP,
    LEDGER,
    QUESTION,
    REOPENS,
    SAFE,
    TUGS,
    FakeService,
    source_of_text,
)
from tests.bot.messages import samples
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

ANSWER = Answer(
    QUESTION,
    0.9,
    (
        GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS), score=2.0),
        GAZETTE.excerpt(TUGS, score=1.0),
    ),
)
TEXT = GAZETTE.text.encode()
SENT = SourceFile("reopening.txt", source_of_text(), len(TEXT), DIGEST, TEXT)
SOURCE = GAZETTE.cite(REOPENS).source


def service() -> FakeService:
    return FakeService(answers={QUESTION: ANSWER})


def with_file(file: SourceFile) -> FakeService:
    return FakeService(
        answers={QUESTION: ANSWER}, files={SOURCE: file}, sources={SOURCE: file.source}
    )


async def test_below_an_answer_stands_what_can_be_done_with_it(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(service()):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
    assert answer.buttons() == [
        ["Context", "Source file", "Copy citation"],
        ["More passages"],
        ["👍 Useful", "👎 Not useful"],
    ]
    assert reader.copy("Copy citation") == (
        f"“{REOPENS}”\nThe Ostervik Gazette, 2026-03-12\nharbour/reopening.txt 16–96"
    )


async def test_context_shows_the_sentences_around_the_words_below_the_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(with_file(SENT)):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.press("Context")
        _, shown = await api.shown(reader.user_id, 2)
    assert shown.replies_to == answer.number
    assert shown.text == (
        f"Port to reopen\n\n{REOPENS} {SAFE} {TUGS}\n"
        "[1] 12 March 2026 · The Ostervik Gazette — Port to reopen <after> nine weeks & a day · "
        "harbour/reopening.txt\ncharacters 16–96 of the file"
    )
    assert shown.marked("bold") == [REOPENS, "The Ostervik Gazette"]
    assert shown.buttons() == [["Source file"], ["Copy citation", "Full citation"]]


async def test_more_passages_are_numbered_on(api: BotApi, reader: Reader, serve: Serve) -> None:
    async with serve(service()):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.press(buttons.MORE)
        _, more = await api.shown(reader.user_id, 2)
        await reader.press("[3] Context")
        _, _, shown = await api.shown(reader.user_id, 3)
    assert more.text.startswith(f"Further passages – less to the point:\n\n{TUGS}\n[3] ")
    assert shown.replies_to == more.number
    assert shown.marked("bold")[0] == TUGS


async def test_a_tap_is_acknowledged_before_anything_is_sent(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(service()):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        before = len(api.calls)
        assert await api.answer(await reader.press("Context")) == {}
        await api.shown(reader.user_id, 2)
    made = [call.method for call in api.calls[before:] if call.method != "getUpdates"]
    assert made[0] == "answerCallbackQuery"


async def test_the_source_comes_as_a_document_with_its_digest(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(with_file(SENT)):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.press(buttons.FILE)
        _, sent = await api.shown(reader.user_id, 2)
    (call,) = api.made("sendDocument")
    assert call.uploads["document"].data == GAZETTE.text.encode()
    assert sent.more["document"]["file_name"] == "reopening.txt"
    assert sent.text == (
        "12 March 2026 · The Ostervik Gazette — Port to reopen <after> nine weeks & a day · "
        f"harbour/reopening.txt\nSHA-256 {DIGEST}"
    )


async def test_a_file_that_is_too_large_is_said_to_be(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    large = replace(SENT, size=citations.LARGEST + 1, content=None)
    async with serve(with_file(large)):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.press(buttons.FILE)
        _, told = await api.shown(reader.user_id, 2)
    assert told.text == "The file has 50 MiB; Telegram takes 50 MiB at most."
    assert not api.made("sendDocument")


async def test_the_latest_verdict_of_each_reader_counts(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    user_data = UserDataStore(tmp_path / "desk.sqlite")
    other = Reader(api, 78)
    async with serve(service(), user_data=user_data):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        chat = api.chat(GROUP)
        for verdict in (buttons.USEFUL, buttons.NOT_USEFUL):
            toast = await api.answer(await reader.press(verdict, chat=chat))
            assert toast == {"text": notices.THANKS}
        await api.answer(await other.press(buttons.USEFUL, chat=chat))
        tally = await user_data.feedback.tally()
    assert tally == {Verdict.USEFUL: 1, Verdict.NOT_USEFUL: 1, Verdict.IS_ANSWERED: 0}


async def test_anyone_in_the_chat_may_press(api: BotApi, reader: Reader, serve: Serve) -> None:
    async with serve(service()):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        await Reader(api, 78).press("Context", chat=api.chat(GROUP))
        _, shown = await api.shown(GROUP, 2)
    assert shown.marked("bold")[0] == REOPENS


async def test_buttons_work_after_a_restart_and_for_as_long_as_answers_are_kept(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    now = 1_800_000_000.0

    def user_data() -> UserDataStore:
        return UserDataStore(tmp_path / "desk.sqlite", clock=lambda: now, keep_days=30)

    async with serve(service(), user_data=user_data()):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
    now += 29 * 86_400
    async with serve(service(), user_data=user_data()):
        assert await api.answer(await reader.press("Context")) == {}
        await api.shown(reader.user_id, 2)
    now += 2 * 86_400
    async with serve(service(), user_data=user_data()):
        toast = await api.answer(await reader.press("Context"))
    assert toast == {"text": notices.BUTTON_EXPIRED}
    assert len(api.chat(reader.user_id).from_the_bot()) == 2


@pytest.mark.parametrize(
    "data",
    [
        encode_callback_data(CallbackData(CallbackAction.CONTEXT, "nobody-knows", 1)),
        encode_callback_data(CallbackData(CallbackAction.OPTION, "nobody-knows", 1)),
        encode_callback_data(CallbackData(CallbackAction.UNWATCH, "nobody-knows")),
        "what an earlier version wrote",
    ],
)
async def test_a_key_that_nobody_knows_is_said_to_have_expired(
    api: BotApi, reader: Reader, serve: Serve, data: str
) -> None:
    async with serve(service()):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        assert answer.keyboard is not None
        answer.keyboard["inline_keyboard"][0][0]["callback_data"] = data
        toast = await api.answer(await reader.press(data=data))
    assert toast == {"text": notices.BUTTON_EXPIRED}


@pytest.mark.parametrize(
    "verb",
    [
        CallbackAction.CONTEXT,
        CallbackAction.FILE,
        CallbackAction.OPTION,
        CallbackAction.PAGE,
        CallbackAction.WATCH,
    ],
)
async def test_what_an_answer_has_not_cannot_be_pressed(
    api: BotApi, reader: Reader, serve: Serve, verb: CallbackAction
) -> None:
    async with serve(service()):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        assert answer.keyboard is not None
        button = answer.keyboard["inline_keyboard"][0][0]
        key = button["callback_data"].split(":")[1]
        button["callback_data"] = encode_callback_data(CallbackData(verb, key, 9))
        toast = await api.answer(await reader.press(data=button["callback_data"]))
    assert toast == {"text": notices.BUTTON_EXPIRED}


async def test_words_around_a_citation_that_is_gone_are_not_shown(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = service()
    async with serve(paper):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        paper.articles = ()
        await reader.press("Context")
        _, told = await api.shown(reader.user_id, 2)
    assert told.text == notices.WITHDRAWN


async def test_whom_a_question_means_is_asked_back_with_buttons(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    full = "What did Olof Lindqvist say?"
    paper = FakeService(
        samples.ARTICLES,
        {"What did Lindqvist say?": samples.AMBIGUOUS, full: Declined(full, "Nothing.", 0, ())},
    )
    async with serve(paper):
        await reader.write("What did Lindqvist say?")
        (asked_back,) = await api.shown(reader.user_id, 1)
        await reader.press("Olof Lindqvist")
        _, answer = await api.shown(reader.user_id, 2)
    assert asked_back.text == "Lindqvist fits two people.\n\nWhom do you mean?"
    assert asked_back.buttons() == [["Mara Lindqvist"], ["Olof Lindqvist"]]
    assert (answer.text, answer.replies_to) == ("Nothing.", asked_back.number)
    assert paper.asked[-1] == full


async def test_what_was_declined_is_stored_for_the_admins(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    user_data = UserDataStore(tmp_path / "desk.sqlite")
    reply = Declined("who pays?", "The articles do not say.", 0.1, ())
    async with serve(
        FakeService(answers={"who pays?": reply, QUESTION: ANSWER}), user_data=user_data
    ):
        await reader.write("who pays?")
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 2)
        (kept,) = await user_data.unanswered.newest(9)
    assert (kept.question, kept.reason) == ("who pays?", "The articles do not say.")
