"""In groups, topics, and by inline mode from anywhere."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.messages import buttons, strings
from bot.store.quotas import Quotas
from bot.store.user_data import UserDataStore
from bot.tg.handlers import inline
from retrieval.errors import FilterError
from retrieval.model import Answer, Reply
from tests.bot.conftest import Serve
from tests.bot.fake_service import (
    FROM_THE_BOT,
    GAZETTE,
    GROUP,
    LEDGER,
    QUESTION,
    REOPENING,
    REOPENS,
    TUGS,
    FakeService,
    altered,
    answering,
)
from tests.bot_server.answering import content_of
from tests.bot_server.faults import migrated, refusal
from tests.bot_server.groups import add_bot, open_topic, remove_bot
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME

STRANGER = 666


async def test_in_groups_only_what_is_meant_for_the_bot_is_answered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    opened = {"name": "Ports", "icon_color": 1}
    async with serve(paper):
        await reader.write_in(GROUP, "Not for the bot")
        await reader.write_in(GROUP, "@SomebodyElse what do you say?")
        await reader.write_in(GROUP, "/ask@OtherBot not for this one")
        await reader.write_in(GROUP, "/unknown")
        await reader.write_in(
            GROUP,
            "in the bot's topic",
            reply_to_message={**FROM_THE_BOT, "forum_topic_created": opened},
        )
        await reader.write_in(GROUP, f"🚢 @{BOT_NAME.lower()} mentioned")
        await reader.write_in(GROUP, "replied", reply_to_message=FROM_THE_BOT)
        await reader.write_in(GROUP, f"/ask@{BOT_NAME} commanded")
        await api.messages(3)
    assert paper.asked == ["🚢   mentioned", "replied", "commanded"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(f"@{BOT_NAME}", strings.HOW_TO_ASK), ("/ask", strings.HOW_TO_ASK_IN_GROUPS)],
)
async def test_who_asks_nothing_is_told_how_to_ask(
    api: BotApi, reader: Reader, serve: Serve, words: str, expected: str
) -> None:
    async with serve(answering()):
        await reader.write_in(GROUP, words)
        (answer,) = await api.messages(1)
    assert answer.text == expected


async def test_privacy_mode_is_explained(api: BotApi, reader: Reader, serve: Serve) -> None:
    async with serve(answering()):
        await reader.write_in(GROUP, "/help")
        (answer,) = await api.shown(GROUP, 1)
    assert answer.text.endswith(
        "In groups\nI answer only when asked: with /ask, in a reply to one of my messages, or "
        "when I am mentioned. In privacy mode Telegram keeps mentions from me; /ask always "
        "reaches me."
    )


async def test_everything_stays_in_the_topic_it_was_asked_in(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    chat = api.chats.opened(GROUP, "supergroup", "The newsroom")
    both = Answer(QUESTION, 0.9, (GAZETTE.excerpt(REOPENS), GAZETTE.excerpt(TUGS, score=0.5)))
    async with serve(answering(**{QUESTION: both})):
        topic = await open_topic(api, chat, "Ports", reader.form())
        asked = await reader.write_in(
            GROUP, f"/ask {QUESTION}", message_thread_id=topic, is_topic_message=True
        )
        await api.shown(GROUP, 1)
        await reader.press(buttons.MORE, chat=chat)
        answer, more = await api.shown(GROUP, 2)
        await reader.reply(answer, "source?", REOPENS)
        *_, context = await api.shown(GROUP, 3)
    assert answer.replies_to == asked
    assert {each.thread for each in (answer, more, context)} == {topic}
    assert {call.parameters["message_thread_id"] for call in api.sent} == {topic}


async def test_the_bot_joins_and_leaves_quietly(api: BotApi, reader: Reader, serve: Serve) -> None:
    chat = api.chats.opened(GROUP, "supergroup", "The newsroom")
    async with serve(answering()):
        await add_bot(api, chat, reader.form())
        await remove_bot(api, chat, reader.form())
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
    assert not chat.from_the_bot()


async def test_a_group_that_became_a_supergroup_gets_its_answer_there(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("sendMessage", migrated(-100900))
    async with serve(answering()):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.messages(1)
        (answer,) = await api.shown(-100900, 1)
        await reader.press("Context", chat=api.chat(-100900))
        await api.shown(-100900, 2)
    assert REOPENS in answer.text


# --- who may ask -----------------------------------------------------------------------------


async def test_those_on_the_list_are_served_and_strangers_hear_once_what_to_do(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    stranger, paper = Reader(api, STRANGER), answering()
    async with serve(paper, reader.user_id):
        await stranger.write(QUESTION)
        await stranger.write("/start")
        await stranger.write_in(GROUP, f"/ask {QUESTION}")
        await stranger.write(QUESTION)
        await reader.write("/ask Who else?")
        sent = await api.messages(2)
    told, answer = sorted(sent, key=lambda call: call.chat_id, reverse=True)
    assert told.text == strings.not_allowed(STRANGER).text
    assert answer.chat_id == reader.user_id
    assert paper.asked == ["Who else?"]


async def test_strangers_press_no_buttons_and_look_nothing_up(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    stranger, paper = Reader(api, STRANGER), answering()
    async with serve(paper, reader.user_id):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        await api.answer(await stranger.press("Context", chat=api.chat(GROUP)))
        await stranger.look_up("Who else?")
        await reader.write_in(GROUP, "/id")
        *_, last = await api.shown(GROUP, 2)
    assert last.text.startswith("You are 77")
    assert paper.asked == [QUESTION]


async def test_an_update_without_a_sender_is_ignored(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, f"/ask {QUESTION}", **{"from": None})
        await reader.write_in(GROUP, "/ask Who else?")
        await api.messages(1)
    assert paper.asked == ["Who else?"]


# --- inline ----------------------------------------------------------------------------------


async def test_inline_passages_stand_by_themselves_and_lead_to_their_context(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    reply = Answer(
        QUESTION,
        0.9,
        (GAZETTE.excerpt(REOPENS, LEDGER.cite(REOPENS)), GAZETTE.excerpt(TUGS, score=0.5)),
    )
    async with serve(answering(**{QUESTION: reply})):
        answer = await api.answer(await reader.look_up(f" {QUESTION} "))
        first, second = answer["results"]
        await reader.follow(second["reply_markup"]["inline_keyboard"][0][0]["url"])
        (context,) = await api.shown(reader.user_id, 1)
        await reader.write(f"/start {answer['button']['start_parameter']}")
        _, best = await api.shown(reader.user_id, 2)
    assert content_of(first).text == (
        f"{REOPENS}\n"
        "[1] 12 March 2026 · The Ostervik Gazette — Port to reopen <after> nine weeks & a day · "
        "harbour/reopening.txt\n[2] same words: date unknown · outlet unknown · ledger-0312.txt"
    )
    assert (first["title"], first["description"]) == (
        REOPENS,
        "12 March 2026, The Ostervik Gazette",
    )
    assert first["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    assert context.marked("bold")[0] == TUGS
    assert best.marked("bold")[0] == REOPENS
    assert answer["button"]["text"] == buttons.ASK_IN_PRIVATE
    assert (answer["is_personal"], answer["cache_time"]) == (True, inline.CACHED_FOR)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", None),
        ("wh", None),
        ("hello there", None),
        ("Who pays?", "The articles do not say."),
        ("after:x", "after:x is no date"),
    ],
)
async def test_where_the_articles_do_not_answer_a_result_says_why(
    api: BotApi, reader: Reader, serve: Serve, words: str, reason: str | None
) -> None:
    paper = answering(**{"after:x": FilterError("after:x is no date")})
    async with serve(paper):
        answer = await api.answer(await reader.look_up(words))
    told = [(each["title"], each["description"]) for each in answer["results"]]
    assert told == ([] if reason is None else [(strings.NO_ANSWER, reason)])
    assert answer["button"] == {"text": buttons.HOW_TO_ASK, "start_parameter": "how"}
    assert answer["is_personal"] is True
    if reason is not None:
        assert reason in content_of(answer["results"][0]).text


async def test_words_that_are_not_the_sources_are_not_offered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    wrong = Answer(QUESTION, 0.9, (altered(GAZETTE.excerpt(REOPENS)),))
    async with serve(answering(**{QUESTION: wrong})):
        answer = await api.answer(await reader.look_up(QUESTION))
    assert answer["results"] == []


async def test_a_query_is_answered_in_time_though_nothing_was_found_yet(
    api: BotApi, reader: Reader, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inline, "PATIENCE", 0.01)
    go_on = threading.Event()

    def look() -> Reply:
        assert go_on.wait(20)
        return REOPENING

    async with serve(FakeService(answers={QUESTION: look})):
        answer = await api.answer(await reader.look_up(QUESTION))
        go_on.set()
    assert (answer["results"], answer["cache_time"]) == ([], 0)


async def test_a_query_that_telegram_has_forgotten_is_no_trouble(
    api: BotApi, reader: Reader, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("answerInlineQuery", refusal(400, "Bad Request: query is too old"))
    async with serve(answering()):
        await reader.look_up(QUESTION)
        await api.until(lambda: bool(api.made("answerInlineQuery")))
        answer = await api.answer(await reader.look_up(QUESTION))
    assert len(answer["results"]) == 1
    assert "not answered" not in caplog.text


async def test_an_inline_query_counts_when_a_result_is_chosen_and_not_at_each_keystroke(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data = UserDataStore(quotas=Quotas(user_per_day=1))
    async with serve(answering(), user_data=user_data):
        for _ in range(3):
            answer = await api.answer(await reader.look_up(QUESTION))
            assert len(answer["results"]) == 1
        await reader.choose(QUESTION, answer["results"][0]["id"])
        await reader.write(QUESTION)
        (refused,) = await api.shown(reader.user_id, 1)
        assert refused.text.startswith("I answer you 1 question a day")
        answer = await api.answer(await reader.look_up(QUESTION))
    assert answer["results"] == []
    assert answer["button"]["text"] == buttons.NO_MORE_FOR_NOW


async def test_of_inline_queries_the_newest_wins_and_those_before_it_are_dropped(
    api: BotApi, reader: Reader, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inline, "PAUSE", 0.01)
    go_on, begun = threading.Event(), threading.Event()

    def look() -> Reply:
        begun.set()
        assert go_on.wait(20)
        return REOPENING

    paper = answering(**{"When will the port": look})
    async with serve(paper):
        older = await reader.look_up("When will the port")
        await asyncio.to_thread(begun.wait, 20)
        answer = await api.answer(await reader.look_up(QUESTION))
        go_on.set()
        await Reader(api, 78).write(QUESTION)
        await api.shown(78, 1)
    assert len(answer["results"]) == 1
    assert api.queries.asked[older].answer is None


async def test_what_is_typed_on_is_not_looked_for_at_every_letter(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        for end in range(len(QUESTION) - 9, len(QUESTION)):
            await reader.look_up(QUESTION[:end])
        await api.answer(await reader.look_up(QUESTION))
    assert paper.asked[-1] == QUESTION
    assert len(paper.asked) < 9
