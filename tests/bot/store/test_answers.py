"""Answers behind buttons: to the letter, by key, by question and by answer, for a while."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.store.answers import StoredAnswer
from bot.store.feedback import Verdict
from bot.store.user_data import UserDataStore
from retrieval.model import (
    Answer,
    Citation,
    Declined,
    Excerpt,
    QuoteReply,
    Referent,
    Reply,
    Resolution,
    Span,
    Understood,
    UnknownName,
)
from tests.bot.messages import samples
from tests.bot.store.conftest import Clock

DAY = 86_400.0
GROUP, READER, TOPIC, QUESTION = -100500, 77, 31, 4711

REPLIES = (
    samples.ANSWER,
    samples.LONG_ANSWER,
    samples.DECLINED,
    samples.AMBIGUOUS,
    samples.QUOTED,
    samples.QUOTED_ABOUT,
    samples.NOT_ABOUT,
    samples.NAMED_ONLY,
    samples.SEVERAL,
    samples.UNKNOWN,
)


async def put(
    user_data: UserDataStore,
    reply: Reply | QuoteReply = samples.ANSWER,
    number: int = 0,
    question: str = "When will the port reopen?",
) -> StoredAnswer:
    return await user_data.answers.put(
        question,
        reply,
        chat=GROUP,
        topic=TOPIC,
        question_message=QUESTION + number,
        user=READER,
    )


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
async def test_an_answer_comes_back_as_it_was_put_after_a_restart(
    path: Path, clock: Clock, reply: Reply | QuoteReply
) -> None:
    with closing(UserDataStore(path, clock=clock)) as user_data:
        key = (await put(user_data, reply)).key
    with closing(UserDataStore(path, clock=clock)) as user_data:
        found = await user_data.answers.get(key)
    assert found == StoredAnswer(
        key,
        GROUP,
        TOPIC,
        QUESTION,
        (),
        READER,
        "When will the port reopen?",
        reply,
        clock.now,
    )
    assert found is not None
    assert type(found.reply) is type(reply)


TEXTS = st.text(max_size=20)
MAYBE = st.none() | TEXTS
SPANS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: Span(two[0], sum(two)))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
CITATIONS = st.builds(
    Citation, TEXTS, SPANS, MAYBE, MAYBE, MAYBE, MAYBE, source=TEXTS, version=st.integers(0, 99)
)
REFERENTS = st.builds(Referent, MAYBE, CITATIONS, TEXTS, st.builds(Resolution, TEXTS, NUMBERS))
EXCERPTS = st.builds(
    Excerpt,
    TEXTS,
    CITATIONS,
    NUMBERS,
    st.lists(CITATIONS, max_size=2).map(tuple),
    st.integers(0, 9),
    st.none() | SPANS,
    st.lists(REFERENTS, max_size=2).map(tuple),
)
UNDERSTOOD = st.builds(
    Understood, MAYBE, st.none() | st.dates(), st.none() | st.dates(), MAYBE, MAYBE
)
SEVERAL_EXCERPTS = st.lists(EXCERPTS, min_size=1, max_size=2).map(tuple)


@given(
    st.builds(Answer, TEXTS, NUMBERS, SEVERAL_EXCERPTS, UNDERSTOOD)
    | st.builds(Declined, TEXTS, TEXTS, NUMBERS, SEVERAL_EXCERPTS, UNDERSTOOD, st.booleans())
    | st.builds(UnknownName, TEXTS, st.lists(TEXTS).map(tuple), MAYBE)
)
async def test_any_reply_comes_back_to_the_letter(reply: Reply | QuoteReply) -> None:
    with closing(UserDataStore()) as user_data:
        found = await user_data.answers.get((await put(user_data, reply)).key)
    assert found is not None
    assert found.reply == reply


async def test_keys_fit_a_button_and_a_link_and_are_never_the_same(
    user_data: UserDataStore,
) -> None:
    keys = [(await put(user_data)).key for _ in range(50)]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{8,16}", key) for key in keys)
    assert len(set(keys)) == 50


async def test_an_answer_is_found_by_its_question_and_by_each_of_its_messages(
    user_data: UserDataStore,
) -> None:
    first, second = await put(user_data), await put(user_data, samples.DECLINED, 1)
    await user_data.answers.set_messages(first.key, GROUP, (5001, 5002))
    await user_data.answers.set_messages(second.key, GROUP, (5003,))
    answers = user_data.answers

    found = await answers.find_by_question(GROUP, QUESTION)
    assert found is not None
    assert (found.key, found.answer_messages) == (first.key, (5001, 5002))
    assert (
        await answers.find_by_message(GROUP, 5001)
        == await answers.find_by_message(GROUP, 5002)
        == found
    )
    assert await answers.find_by_message(GROUP, 5003) == await answers.get(second.key)
    assert await answers.find_by_message(GROUP, 5004) is None
    assert await answers.find_by_message(GROUP - 1, 5001) is None
    assert await answers.find_by_question(GROUP - 1, QUESTION) is None
    assert await answers.get("AAAAAAAAAAA") is None


async def test_of_several_answers_to_a_question_the_last_is_found(
    user_data: UserDataStore,
) -> None:
    await put(user_data)
    last = await put(user_data, samples.DECLINED)
    assert await user_data.answers.find_by_question(GROUP, QUESTION) == last


async def test_messages_that_are_sent_anew_take_the_place_of_those_before(
    user_data: UserDataStore,
) -> None:
    key = (await put(user_data)).key
    await user_data.answers.set_messages(key, GROUP, (5001, 5002))
    await user_data.answers.set_messages(key, GROUP, (5001, 5009))
    assert await user_data.answers.find_by_message(GROUP, 5002) is None
    found = await user_data.answers.find_by_message(GROUP, 5009)
    assert found is not None
    assert found.answer_messages == (5001, 5009)


async def test_an_edited_question_has_another_answer_under_the_same_key(
    user_data: UserDataStore, clock: Clock
) -> None:
    key = (await put(user_data)).key
    await user_data.answers.set_messages(key, GROUP, (5001,))
    await user_data.feedback.give(key, READER, Verdict.NOT_USEFUL)
    clock.now += 10

    amended = await user_data.answers.amend(key, "Who pays for the crane?", samples.DECLINED)

    assert amended is not None
    assert amended == await user_data.answers.find_by_message(GROUP, 5001)
    assert (amended.question, amended.reply) == ("Who pays for the crane?", samples.DECLINED)
    assert await user_data.feedback.tally() == dict.fromkeys(Verdict, 0)
    assert await user_data.answers.amend("AAAAAAAAAAA", "Who?", samples.DECLINED) is None


@pytest.mark.parametrize("prunes", [True, False])
async def test_after_its_days_an_answer_is_no_longer_there(
    user_data: UserDataStore, clock: Clock, *, prunes: bool
) -> None:
    key = (await put(user_data)).key
    await user_data.answers.set_messages(key, GROUP, (5001,))

    clock.now += 90 * DAY
    await user_data.prune(clock.now)
    assert await user_data.answers.get(key) is not None
    clock.now += 1
    if prunes:
        assert await user_data.prune(clock.now) == 1
    assert await user_data.answers.get(key) is None
    assert await user_data.answers.find_by_question(GROUP, QUESTION) is None
    assert await user_data.answers.find_by_message(GROUP, 5001) is None
    assert await user_data.answers.amend(key, "Who?", samples.DECLINED) is None


@pytest.mark.parametrize(
    "altered",
    [
        'UPDATE answers SET reply = \'{"question": "of an earlier form"}\'',
        "UPDATE answers SET kind = 'Horoscope'",
    ],
)
async def test_an_answer_of_a_program_whose_nouns_were_others_is_no_longer_there(
    user_data: UserDataStore, path: Path, altered: str
) -> None:
    key = (await put(user_data)).key
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(altered)
    assert await user_data.answers.get(key) is None


def test_a_refusal_stored_before_there_was_a_perhaps_is_still_read() -> None:
    adapter = TypeAdapter(Declined)
    stored = adapter.dump_python(samples.DECLINED, mode="json")
    del stored["perhaps"]
    assert adapter.validate_python(stored) == samples.DECLINED


async def test_what_was_asked_in_no_chat_is_found_by_its_key(user_data: UserDataStore) -> None:
    inline = await user_data.answers.put(
        "Who pays?", samples.DECLINED, chat=None, topic=None, question_message=None, user=READER
    )
    assert await user_data.answers.get(inline.key) == inline
