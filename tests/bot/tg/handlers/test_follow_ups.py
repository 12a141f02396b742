"""One message after another: leaning on the one before, asking whence, edited, taken back."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.messages import notices, strings
from bot.store.user_data import UserDataStore
from retrieval.answer.user_input.about_answer import asks_for_occasion, asks_for_source
from retrieval.errors import FilterError
from retrieval.model import Answer, Declined, Reply, StatementKind
from tests.bot.conftest import Serve
from tests.bot.fake_service import (
    FROM_THE_BOT,
    GAZETTE,
    GROUP,
    QUESTION,
    REOPENING,
    REOPENS,
    SAFE,
    TUGS,
    FakeService,
    PrintedArticle,
    answering,
)
from tests.bot.messages import samples
from tests.bot_server.faults import refusal
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi


async def test_a_question_is_looked_for_together_with_the_one_before_it(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, other = answering(), Reader(api, 78)
    async with serve(paper):
        await reader.write(QUESTION)
        await api.messages(1)
        await reader.write("why?")
        await api.messages(2)
        await other.write("why?")
        await api.messages(3)
    assert [each and each.question for each in paper.previous_turns] == [None, QUESTION, None]


async def test_a_reply_to_an_answer_in_a_group_follows_it_up_whoever_writes(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, other = answering(), Reader(api, 78)
    async with serve(paper):
        asked = await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.messages(1)
        answer = {**FROM_THE_BOT, "message_id": asked + 1}
        await other.write_in(GROUP, "why?", reply_to_message=answer)
        await api.messages(2)
        await other.write_in(GROUP, "/ask why?")
        await api.messages(3)
    assert [each and each.question for each in paper.previous_turns] == [None, QUESTION, ""]


async def test_what_was_not_answered_is_not_followed_up(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering(**{QUESTION: RuntimeError("broken")})
    async with serve(paper):
        await reader.write(QUESTION)
        await api.messages(1)
        await reader.write("why?")
        await api.messages(2)
    assert paper.previous_turns == [None, None]


async def test_what_somebody_said_may_be_asked_on(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(samples.ARTICLES, quotes={"lindqvist": samples.QUOTED})
    async with serve(paper):
        await reader.write("/quote lindqvist")
        await api.messages(1)
        await reader.write("why did she say so?")
        await api.messages(2)
    (previous,) = paper.previous_turns
    assert previous is not None
    assert (previous.question, previous.names) == (
        "What did Mara Lindqvist say?",
        ("Mara Lindqvist",),
    )


async def test_a_question_on_a_quoted_sentence_takes_its_names_first(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    both = Answer(QUESTION, 0.9, (GAZETTE.excerpt(REOPENS), GAZETTE.excerpt(SAFE)))
    paper = FakeService(answers={QUESTION: both})
    async with serve(paper):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.reply(answer, "When did she say that the tugs wait?", SAFE)
        await api.shown(reader.user_id, 2)
    previous = paper.previous_turns[-1]
    assert previous is not None
    assert previous.names[0] == "Mara Lindqvist"


# --- where is this from? ---------------------------------------------------------------------

OTHER = "Are the cranes safe?"
SECOND = Answer(OTHER, 0.9, (GAZETTE.excerpt(SAFE),))
BOTH = Answer(QUESTION, 0.9, (GAZETTE.excerpt(REOPENS), GAZETTE.excerpt(f"{SAFE} {TUGS}")))


@pytest.mark.parametrize(
    ("asked", "shows"),
    [
        (("Where is this from?", TUGS), (2, TUGS)),
        (("source?", "tugs would wait"), (2, "tugs would wait")),
        (("?", REOPENS), (1, REOPENS)),
        (("who said that", SAFE), (2, SAFE)),
        (
            ("Which article is this from?", "[2] 12 March 2026 · The Ostervik Gazette"),
            (2, f"{SAFE} {TUGS}"),
        ),
        (("Where is this from?", None), (1, REOPENS)),
    ],
)
async def test_a_quoted_sentence_is_shown_with_its_citation_and_what_stands_around_it(
    api: BotApi,
    reader: Reader,
    serve: Serve,
    asked: tuple[str, str | None],
    shows: tuple[int, str],
) -> None:
    paper = FakeService(answers={QUESTION: BOTH})
    async with serve(paper):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        question = await reader.reply(answer, *asked)
        _, shown = await api.shown(reader.user_id, 2)
    number, bold = shows
    assert paper.asked == [QUESTION]
    assert shown.replies_to == question
    assert shown.marked("bold")[0] == bold
    assert f"\n[{number}] 12 March 2026 · The Ostervik Gazette — " in shown.text


@pytest.mark.parametrize("asked", ["who said that?", "Says who?", "and whose words are these"])
async def test_who_said_that_names_the_speaker_above_the_sentence(
    api: BotApi, reader: Reader, serve: Serve, asked: str
) -> None:
    said = GAZETTE.statement(SAFE, SAFE[:10], StatementKind.DIRECT)
    paper = FakeService(answers={QUESTION: BOTH}, said_in={"gazette": (said,)})
    async with serve(paper):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.reply(answer, asked, SAFE)
        _, named = await api.shown(reader.user_id, 2)
        await reader.reply(answer, asked, REOPENS)
        *_, unknown = await api.shown(reader.user_id, 3)
    assert paper.asked == [QUESTION]
    assert named.text.startswith("Who speaks there: Mara Lindqvist\n")
    assert SAFE in named.text
    assert "Who speaks" not in unknown.text


async def test_without_a_reply_the_latest_answer_is_asked_about(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, other = FakeService(answers={QUESTION: BOTH}), Reader(api, 78)
    async with serve(paper):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.write("Where is this from?")
        _, shown = await api.shown(reader.user_id, 2)
        await other.write("Where is this from?")
        (told,) = await api.shown(78, 1)
    assert shown.marked("bold")[0] == REOPENS
    assert told.text == notices.NO_ANSWER_MEANT
    assert paper.asked == [QUESTION]


async def test_the_latest_answer_survives_a_restart(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    paper = FakeService(answers={QUESTION: BOTH, OTHER: SECOND})
    async with serve(paper, user_data=UserDataStore(tmp_path / "desk.sqlite")):
        await reader.write(QUESTION)
        await reader.write(OTHER)
        await api.shown(reader.user_id, 2)
    async with serve(paper, user_data=UserDataStore(tmp_path / "desk.sqlite")):
        await reader.write("where is this from?")
        *_, shown = await api.shown(reader.user_id, 3)
    assert shown.marked("bold")[0] == SAFE
    assert paper.asked == [QUESTION, OTHER]


@pytest.mark.parametrize(
    "asked",
    ["are you sure?", "thanks, source?", "when was this published?", "is that true?", "Link?"],
)
async def test_a_question_about_the_answer_itself_is_never_searched(
    api: BotApi, reader: Reader, serve: Serve, asked: str
) -> None:
    paper = FakeService(answers={QUESTION: BOTH})
    async with serve(paper):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.write(asked)
        _, shown = await api.shown(reader.user_id, 2)
    assert shown.marked("bold")[0] == REOPENS
    assert "12 March 2026" in shown.text
    assert paper.asked == [QUESTION]


@pytest.mark.parametrize("asked", ["when was that?", "and when?", "When did she say that?"])
async def test_when_after_what_somebody_said_asks_for_the_time_of_it(
    api: BotApi, reader: Reader, serve: Serve, asked: str
) -> None:
    said = "What did Lindqvist say?"
    paper = FakeService(answers={said: Answer(said, 0.9, (GAZETTE.excerpt(SAFE),))})
    async with serve(paper):
        await reader.write(said)
        await api.shown(reader.user_id, 1)
        await reader.write(asked)
        _, shown = await api.shown(reader.user_id, 2)
    assert shown.text.startswith(notices.said_by("12 March 2026"))
    assert shown.marked("bold")[0] == SAFE
    assert paper.asked == [said]


async def test_when_after_anything_else_asks_on_from_the_question(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(answers={OTHER: SECOND})
    async with serve(paper):
        await reader.write(OTHER)
        await api.shown(reader.user_id, 1)
        await reader.write("when was that?")
        await api.shown(reader.user_id, 2)
    assert paper.asked == [OTHER, "when was that?"]


async def test_a_reply_to_an_older_answer_follows_up_that_answer_however_old(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    now = [1_800_000_000.0]
    paper = FakeService(answers={QUESTION: BOTH, OTHER: SECOND})
    async with serve(paper, user_data=UserDataStore(clock=lambda: now[0])):
        await reader.write(QUESTION)
        (first,) = await api.shown(reader.user_id, 1)
        await reader.write("/id")  # handled when the answer before it is remembered
        await api.shown(reader.user_id, 2)
        now[0] += 3 * 3600
        await reader.write(OTHER)
        await api.shown(reader.user_id, 3)
        await reader.reply(first, "why?")
        await api.shown(reader.user_id, 4)
    assert [each and each.question for each in paper.previous_turns] == [None, None, QUESTION]


async def test_where_nothing_is_cited_there_is_nothing_to_show(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(FakeService()):
        await reader.write("Who pays?")
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.reply(answer, "Where is this from?", "The articles do not say.")
        _, told = await api.shown(reader.user_id, 2)
    assert told.text == notices.NOTHING_CITED


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where is this from?", True),
        ("Where's that from", True),
        ("Where does this sentence come from?", True),
        ("what is the source of this?", True),
        ("in which article is that?", True),
        ("Says who?", True),
        ("context please", True),
        ("…", True),
        ("when was this written?", True),
        ("are you really sure about that?", True),
        ("how do you know?", True),
        ("how do you know Lindqvist?", False),
        ("when was the port written off?", False),
        ("is that port safe?", False),
        ("when was that?", False),
        ("where is that?", False),
        ("where is the port?", False),
        ("who said that the port reopens?", False),
        ("which paper does she own?", False),
        ("why?", False),
        ("and in 2023?", False),
    ],
)
def test_questions_about_the_answer_are_known(question: str, *, expected: bool) -> None:
    assert asks_for_source(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("when?", True),
        ("And when was that?", True),
        ("When did she say so?", True),
        ("on what day was that said?", True),
        ("where?", True),
        ("when did Lindqvist say so?", False),
        ("when will it reopen?", False),
        ("where is the port?", False),
    ],
)
def test_questions_for_the_occasion_of_words_are_known(question: str, *, expected: bool) -> None:
    assert asks_for_occasion(question) is expected


# --- edited ----------------------------------------------------------------------------------


async def test_an_edited_question_edits_its_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering(**{OTHER: Answer(OTHER, 0.9, (GAZETTE.excerpt(SAFE),))})
    async with serve(paper):
        number = await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.edit(number, OTHER)
        await api.until(lambda: answer.text.startswith(SAFE))
        await reader.press("Context")
        _, shown = await api.shown(reader.user_id, 2)
        await reader.write("why?")
        await api.shown(reader.user_id, 3)
    assert shown.marked("bold")[0] == SAFE
    assert [each and each.question for each in paper.previous_turns] == [None, QUESTION, OTHER]


async def test_an_edited_command_edits_its_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(samples.ARTICLES, quotes={"lindqvist": samples.QUOTED})
    async with serve(paper):
        number = await reader.write("/quote lindkvist")
        (answer,) = await api.shown(reader.user_id, 1)
        await reader.edit(number, "/quote lindqvist")
        await api.until(lambda: answer.text.startswith("Mara Lindqvist – 3 statements"))
        await reader.edit(number, "/help")
        await reader.write("/id")
        await api.shown(reader.user_id, 2)
    assert answer.text.startswith("Mara Lindqvist – 3 statements")


WORDS = " ".join(f"Sentence {number} is about ships 🚢." for number in range(400))
LONG = PrintedArticle("long.txt", WORDS)


@pytest.mark.parametrize(("before", "after"), [("short", "long"), ("long", "short")])
async def test_a_longer_answer_is_sent_on_and_of_a_shorter_one_the_rest_is_deleted(
    api: BotApi, reader: Reader, serve: Serve, before: str, after: str
) -> None:
    long = Answer("long", 0.9, (LONG.excerpt(WORDS),))
    parts = {"short": 1, "long": 4}
    paper = FakeService([LONG, GAZETTE], {"long": long, "short": REOPENING})
    async with serve(paper):
        number = await reader.write(before)
        first, *_ = await api.shown(reader.user_id, parts[before])
        await reader.edit(number, after)
        await api.until(lambda: len(api.chat(reader.user_id).from_the_bot()) == parts[after])
        await reader.edit(number, "what else?")
        await api.until(lambda: "The articles do not say." in first.text)
        await api.until(lambda: len(api.chat(reader.user_id).from_the_bot()) == 1)


async def test_an_answer_that_was_deleted_is_given_anew(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        number = await reader.write("What else?")
        (answer,) = await api.shown(reader.user_id, 1)
        del api.chat(reader.user_id).messages[answer.number]
        await reader.edit(number, QUESTION)
        (again,) = await api.shown(reader.user_id, 1)
        await api.until(lambda: again.text.startswith(REOPENS))
    assert again.replies_to == number


async def test_a_question_that_could_not_be_understood_is_answered_when_edited(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    fault = FilterError("after:yesterday is no date")
    async with serve(answering(**{"port after:yesterday": fault})):
        number = await reader.write("port after:yesterday")
        await api.shown(reader.user_id, 1)
        await reader.edit(number, QUESTION)
        _, answer = await api.shown(reader.user_id, 2)
    assert answer.text.startswith(REOPENS)


async def test_edits_that_change_nothing_or_are_not_for_the_bot_are_passed_over(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        number = await reader.write(QUESTION)
        remark = await reader.write_in(GROUP, "Nobody asks the bot")
        await api.shown(reader.user_id, 1)
        await reader.edit(number, QUESTION)
        await reader.edit(remark, "Still nobody asks the bot", api.chat(GROUP))
        await reader.write_in(GROUP, "/ask Who else?")
        await api.shown(GROUP, 1)
    assert paper.asked == [QUESTION, "Who else?"]


async def test_an_edit_that_telegram_refuses_is_apologised_for(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    api.fail("editMessageText", refusal(400, "Bad Request: something new"))
    async with serve(answering()):
        number = await reader.write("What else?")
        await api.shown(reader.user_id, 1)
        await reader.edit(number, QUESTION)
        _, told = await api.shown(reader.user_id, 2)
    assert told.text == strings.FAILED


# --- in order, and taken back ----------------------------------------------------------------


async def test_two_fast_messages_are_answered_in_order(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering(second=Declined("", "The second.", 0, ()))
    async with serve(paper):
        numbers = [await reader.write(QUESTION), await reader.write("second")]
        sent = await api.shown(reader.user_id, 2)
    assert [each.replies_to for each in sent] == numbers
    assert [each.text.split("\n")[0] for each in sent] == [REOPENS, "The second."]


async def test_cancel_ends_what_is_being_looked_for_and_what_waits_and_nothing_of_others(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def look() -> Reply:
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(20)
        return REOPENING

    paper = FakeService(answers={"slow": look, QUESTION: REOPENING})
    async with serve(paper):
        await reader.write("/cancel")
        await api.shown(reader.user_id, 1)
        await reader.write("slow")
        await begun.wait()
        await reader.write(QUESTION)
        await Reader(api, 78).write("/cancel")
        await api.shown(78, 1)
        await reader.write("/cancel")
        nothing, cancelled = await api.shown(reader.user_id, 2)
        await reader.write(QUESTION)
        *_, answer = await api.shown(reader.user_id, 3)
        go_on.set()
    assert nothing.text == api.chat(78).from_the_bot()[0].text == notices.NOTHING_TO_CANCEL
    assert cancelled.text == notices.cancelled(1, is_search=True)
    assert answer.text.startswith(REOPENS)
    assert len(api.chat(reader.user_id).from_the_bot()) == 3
