"""What the bot says of itself and of its readers' data, and what Telegram is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messages import buttons, notices, strings
from bot.messages.buttons import encode_deep_link
from bot.messages.text_entities import Words, code, formatted
from bot.store.quotas import Quotas
from bot.store.user_data import UserDataStore
from tests.bot.conftest import Serve
from tests.bot.fake_service import GROUP, QUESTION, REOPENING, REOPENS, answering
from tests.bot.messages.as_html import as_html, sent_html
from tests.bot_server.faults import refusal
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME


async def test_start_has_two_questions_on_buttons_that_are_answered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write("/start")
        (hello,) = await api.shown(reader.user_id, 1)
        await reader.press(QUESTION)
        _, answer = await api.shown(reader.user_id, 2)
        await reader.write("why?")
        await api.shown(reader.user_id, 3)
        paper.questions = ()
        await reader.press("Are the cranes safe?")
        (*_, expired) = await api.shown(reader.user_id, 4)
    assert hello.text == (
        "I answer questions from a collection of news articles, only in the articles’ own words, "
        "and say where each of them stands. Where the articles do not answer, I say so.\n\n"
        "/help shows what else I can do.\n\n"
        "Just ask, in plain words. For example:"
    )
    assert hello.buttons() == [[QUESTION], ["Are the cranes safe?"]]
    assert (answer.text.split("\n")[0], answer.replies_to) == (REOPENS, hello.number)
    assert [each and each.question for each in paper.previous_turns] == [None, QUESTION]
    assert expired.text == notices.BUTTON_EXPIRED


async def test_a_link_leads_to_a_citation(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    user_data = UserDataStore(tmp_path / "desk.sqlite")
    async with serve(answering(), user_data=user_data):
        kept = await user_data.answers.put(
            QUESTION, REOPENING, chat=None, topic=None, question_message=None, user=78
        )
        for payload in (
            encode_deep_link(kept.key, 1),
            encode_deep_link(kept.key, 2),
            encode_deep_link("gone", 1),
        ):
            await reader.follow(f"https://t.me/{BOT_NAME}?start={payload}")
        await reader.follow(f"https://t.me/{BOT_NAME}?start=something-else")
        shown, none, gone, start = await api.shown(reader.user_id, 4)
    assert shown.marked("bold")[0] == REOPENS
    assert none.text == gone.text == notices.LINK_EXPIRED
    assert start.text.startswith(strings.INTRODUCTION)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/help", notices.HELP),
        ("/privacy", notices.privacy(30)),
        ("/id", formatted("You are ", code("77"), "; this chat is ", code("77"), ".")),
        ("/forget", notices.NOTHING_KEPT),
        ("/cancel", notices.NOTHING_TO_CANCEL),
        ("/watching", notices.WATCHING_NOBODY),
    ],
)
async def test_commands_about_the_bot_and_the_reader_are_answered(
    api: BotApi, reader: Reader, serve: Serve, command: str, expected: Words
) -> None:
    async with serve(answering(), keep_days=30):
        await reader.write(command)
        (answer,) = await api.messages(1)
    assert sent_html(answer) == as_html(expected)


async def test_forget_asks_deletes_and_says_what_was_deleted(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering(), user_questions_per_day=9):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await api.answer(await reader.press(buttons.USEFUL))
        await reader.write("/forget")
        _, asked = await api.shown(reader.user_id, 2)
        first = asked.text
        await reader.press(buttons.KEEP)
        await api.until(lambda: asked.text == notices.NOT_DELETED)
        await reader.write("/forget")
        *_, again = await api.shown(reader.user_id, 3)
        await reader.press(buttons.FORGET)
        await api.until(lambda: again.text.startswith("Deleted"))
        toast = await api.answer(await reader.press("Context"))
        await reader.write("/forget")
        *_, nothing = await api.shown(reader.user_id, 4)
    things = "1 question with its answer, 1 verdict on an answer, 2 questions to follow up"
    assert first == f"I keep about you: {things}.\n{notices.DELETE_IT}"
    assert again.text == f"Deleted: {things}."
    assert not again.buttons()
    assert toast == {"text": notices.BUTTON_EXPIRED}
    assert nothing.text == notices.NOTHING_KEPT


async def test_nobody_else_presses_ones_own_forget(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        await reader.write_in(GROUP, "/forget")
        _, asked = await api.shown(GROUP, 2)
        other = Reader(api, 78)
        for name in (buttons.FORGET, buttons.KEEP):
            toast = await api.answer(await other.press(name, chat=api.chat(GROUP)))
            assert toast == {"text": notices.NOT_YOURS}
    assert asked.text == notices.DELETE_IN_GROUP


async def test_commands_and_descriptions_are_registered_for_each_kind_of_chat(
    api: BotApi, serve: Serve
) -> None:
    async with serve(answering(), telegram_admins=frozenset({77, 79})):
        pass
    told = {
        scope: [name for name, _ in given] for (scope, _), given in api.profile.commands.items()
    }
    everybody = "ask quote sources watch watching unwatch cancel help privacy forget id".split()
    in_groups = ["ask", "quote", "sources", "help"]
    assert told == {
        "default": in_groups,
        "all_private_chats": everybody,
        "all_group_chats": in_groups,
        "chat 77": [*everybody, "status", "unanswered", "remove"],
        "chat 79": [*everybody, "status", "unanswered", "remove"],
    }
    assert api.profile.descriptions == {"": notices.DESCRIPTION}
    assert api.profile.short_descriptions == {"": notices.SHORT_DESCRIPTION}


async def test_the_bot_serves_though_its_commands_cannot_be_registered(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("setMyCommands", refusal(500, "Internal Server Error"))
    async with serve(answering()):
        await reader.write(QUESTION)
        assert REOPENS in (await api.messages(1))[0].text
    assert len(api.profile.commands) == 2


async def test_telegram_is_asked_only_for_the_kinds_of_update_that_are_used(
    api: BotApi, serve: Serve
) -> None:
    async with serve(answering()):
        await api.until(lambda: bool(api.made("getUpdates")))
    assert sorted(api.made("getUpdates")[0].parameters["allowed_updates"]) == [
        "callback_query",
        "chosen_inline_result",
        "edited_message",
        "inline_query",
        "message",
        "my_chat_member",
    ]


async def test_a_quota_that_is_used_up_is_said_to_be(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, user_data = (
        answering(),
        UserDataStore(quotas=Quotas(user_per_day=2), clock=lambda: 1.8e9),
    )
    async with serve(paper, user_data=user_data):
        await reader.write(QUESTION)
        await reader.write("/quote Nobody")
        *_, unknown = await api.shown(reader.user_id, 2)
        await reader.write(QUESTION)
        *_, refused = await api.shown(reader.user_id, 3)
        await Reader(api, 78).write(QUESTION)
        await api.shown(78, 1)
        await reader.write("/start")
        await api.shown(reader.user_id, 4)
        await reader.press(QUESTION)
        *_, pressed = await api.shown(reader.user_id, 5)
    assert unknown.text.startswith("Nobody is found under the name Nobody")
    assert refused.text.startswith("I answer you 2 questions a day, and you have asked that many.")
    assert pressed.text == refused.text
    assert paper.asked == [QUESTION, QUESTION]
