"""What is not answered: short, with the nearest passages behind a button; small talk in a line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages import buttons, notices, strings
from bot.store.feedback import Verdict
from bot.store.quotas import Quotas
from bot.store.user_data import UserDataStore
from retrieval.answer.user_input.small_talk import SmallTalk
from retrieval.model import Declined
from tests.bot.conftest import Serve
from tests.bot.fake_service import (
    FROM_THE_BOT,
    GAZETTE,
    GROUP,
    QUESTION,
    SAFE,
    TUGS,
    FakeService,
    answering,
)
from tests.bot.messages import samples
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

WHO_PAYS = "Who pays for the crane?"
REASON = "The nearest passages do not clearly answer this."
NEAR = Declined(WHO_PAYS, REASON, 0.1, (GAZETTE.excerpt(TUGS),))
ADMIN = 77


def declining() -> FakeService:
    return answering(**{WHO_PAYS: NEAR})


async def test_what_is_not_answered_is_one_line_and_the_nearest_passages_come_by_button(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(declining()):
        await reader.write(WHO_PAYS)
        (short,) = await api.shown(reader.user_id, 1)
        await reader.press(buttons.NEAREST)
        _, nearest = await api.shown(reader.user_id, 2)
    assert short.text == REASON
    assert short.buttons() == [[buttons.NEAREST, buttons.IS_ANSWERED]]
    assert nearest.text.startswith(f"Nearest passages – not an answer:\n\n{TUGS}\n[1] ")
    assert nearest.buttons() == [["[1] Context"], [buttons.IS_ANSWERED_THERE]]


async def test_a_sentence_of_the_nearest_passages_can_be_asked_about(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = declining()
    async with serve(paper):
        await reader.write(WHO_PAYS)
        (short,) = await api.shown(reader.user_id, 1)
        await reader.press(buttons.NEAREST)
        _, nearest = await api.shown(reader.user_id, 2)
        await reader.reply(short, "where is this from?")
        _, _, nothing = await api.shown(reader.user_id, 3)
        await reader.reply(nearest, "where is this from?", TUGS)
        *_, context = await api.shown(reader.user_id, 4)
    assert nothing.text == notices.NOTHING_CITED
    assert context.marked("bold")[0] == TUGS
    assert paper.asked == [WHO_PAYS]


async def test_a_doubtful_passage_comes_with_its_buttons_and_the_others_by_button(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    doubted = replace(samples.PERHAPS, passages=(GAZETTE.excerpt(SAFE), GAZETTE.excerpt(TUGS)))
    async with serve(answering(**{WHO_PAYS: doubted})):
        await reader.write(WHO_PAYS)
        (first,) = await api.shown(reader.user_id, 1)
        await reader.press(buttons.CONTEXT)
        _, context = await api.shown(reader.user_id, 2)
        await reader.press(buttons.MORE)
        *_, others = await api.shown(reader.user_id, 3)
        await reader.reply(first, "where is this from?")
        *_, source = await api.shown(reader.user_id, 4)
    words = doubted.passages[0].text
    assert first.text.startswith(f"{doubted.reason}\n\n{words}\n[1] ")
    assert words in context.text
    assert others.text.startswith(f"Nearest passages – not an answer:\n\n{TUGS}\n[2] ")
    assert words in source.text


async def test_a_reader_can_say_that_a_declined_question_is_answered_and_admins_see_it(
    api: BotApi, serve: Serve, tmp_path: Path
) -> None:
    user_data, reader, admin = UserDataStore(tmp_path / "desk.sqlite"), Reader(api, 78), ADMIN
    async with serve(declining(), user_data=user_data, telegram_admins=frozenset({admin})):
        await reader.write(WHO_PAYS)
        await api.shown(reader.user_id, 1)
        toast = await api.answer(await reader.press(buttons.IS_ANSWERED))
        tally = await user_data.feedback.tally()
        await Reader(api, admin).write("/unanswered")
        (seen,) = await api.shown(admin, 1)
    assert toast == {"text": notices.THANKS}
    assert tally[Verdict.IS_ANSWERED] == 1
    assert "Declined, but answered in the articles, readers say" in seen.text
    assert seen.text.count(WHO_PAYS) == 2


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hello!", SmallTalk.GREETING),
        ("thx", SmallTalk.THANKS),
        ("what can you do?", SmallTalk.ABILITIES),
        ("are you a bot?", SmallTalk.IDENTITY),
        ("👍", SmallTalk.ACKNOWLEDGEMENT),
        ("/ask hello", SmallTalk.GREETING),
    ],
)
async def test_small_talk_in_private_gets_one_line_and_counts_for_nothing(
    api: BotApi, reader: Reader, serve: Serve, said: str, kind: SmallTalk
) -> None:
    user_data = UserDataStore(quotas=Quotas(user_per_day=2))
    paper = answering()
    async with serve(paper, user_data=user_data):
        await reader.write(QUESTION)
        await reader.write(said)
        await reader.write("why?")
        shown = await api.shown(reader.user_id, 3)
        kept = await user_data.unanswered.newest(9)
    assert shown[1].text == strings.SMALL_TALK[kind]
    assert paper.asked == [QUESTION, "why?"]
    previous = paper.previous_turns[1]
    assert previous is not None
    assert previous.question == QUESTION
    assert [each.question for each in kept] == [""]


async def test_small_talk_in_a_group_is_met_with_silence(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, "thanks!", reply_to_message=FROM_THE_BOT)
        await reader.write_in(GROUP, "👍", reply_to_message=FROM_THE_BOT)
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        shown = await api.shown(GROUP, 1)
    assert len(shown) == 1
    assert paper.asked == [QUESTION]


async def test_a_question_that_is_edited_into_thanks_keeps_its_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        asked = await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.edit(asked, "thanks")
        await reader.write("why?")
        shown = await api.shown(reader.user_id, 2)
    assert shown[0].text == answer.text
    assert paper.asked == [QUESTION, "why?"]
