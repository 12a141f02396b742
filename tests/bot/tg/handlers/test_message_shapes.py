"""Which messages are questions: replies, captions, albums, long texts, and what others write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.messages import strings
from bot.store.user_data import UserDataStore
from bot.tg.handlers.requests import EDITED_WITHIN_TO_ASK
from bot.tg.transport.addressing import EDITED_WITHIN
from retrieval.ingest.report import IngestReport
from tests.bot.conftest import Serve
from tests.bot.fake_service import (
    FROM_THE_BOT,
    GROUP,
    QUESTION,
    REOPENS,
    FakeService,
    answering,
)
from tests.bot_server.chats import BOT
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME, Json

PHOTO: Json = {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]}
OTHER_BOT: Json = {"id": 4242, "is_bot": True, "first_name": "Echo", "username": "EchoBot"}
CHANNEL: Json = {"id": -1009, "type": "channel", "title": "The Velmark Wire"}
ASKED_LAST = "Who paid for the crane?"


async def asked_in_the_end(api: BotApi, reader: Reader, paper: FakeService) -> list[str]:
    """What was asked before a last question, which is awaited."""
    before = len(api.chats.opened(78, "private", "Other").from_the_bot())
    await Reader(api, 78).write(ASKED_LAST)
    await api.shown(78, before + 1)
    del reader
    return [each for each in paper.asked if each != ASKED_LAST]


# --- replies in groups -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "ok thanks",
        "lol",
        "👍",
        "thank you so much!",
        "That is not true.",
        "I never liked him",
        "…",
    ],
)
async def test_a_reply_in_a_group_that_asks_nothing_is_ignored(
    api: BotApi, reader: Reader, serve: Serve, words: str
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, words, reply_to_message=FROM_THE_BOT)
        assert await asked_in_the_end(api, reader, paper) == []
    assert not api.chat(GROUP).from_the_bot()


@pytest.mark.parametrize(
    "words", ["and in 2023", "why?", "who says that", "the tugs", "is that true", "tell me more"]
)
async def test_a_reply_in_a_group_that_asks_something_is_answered(
    api: BotApi, reader: Reader, serve: Serve, words: str
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, words, reply_to_message=FROM_THE_BOT)
        await api.shown(GROUP, 1)
    assert paper.asked in ([words], [])  # “who says that” asks for the source


@pytest.mark.parametrize("words", [f"hello @{BOT_NAME}", f"@{BOT_NAME} thanks!"])
async def test_a_greeting_in_a_group_is_met_with_silence(
    api: BotApi, reader: Reader, serve: Serve, words: str
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, words)
        assert await asked_in_the_end(api, reader, paper) == []
    assert not api.chat(GROUP).from_the_bot()


# --- what others write -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"via_bot": OTHER_BOT},
        {"via_bot": BOT},
        {"from": OTHER_BOT},
        {
            "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
            "sender_chat": CHANNEL,
            "is_automatic_forward": True,
            "forward_origin": {
                "type": "channel",
                "date": 1767225600,
                "chat": CHANNEL,
                "message_id": 3,
            },
        },
        {"forward_origin": {"type": "user", "date": 1767225600, "sender_user": BOT}},
        {"forward_origin": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 3}},
    ],
    ids=["via a bot", "via this bot", "another bot", "linked channel", "own words", "a post"],
)
async def test_what_no_reader_writes_is_ignored_in_groups(
    api: BotApi, reader: Reader, serve: Serve, more: Json
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, f"@{BOT_NAME} {QUESTION}", **more)
        await reader.write_in(GROUP, f"/ask@{BOT_NAME} {QUESTION}", **more)
        assert await asked_in_the_end(api, reader, paper) == []
    assert not api.chat(GROUP).from_the_bot()


@pytest.mark.parametrize(
    "more",
    [
        {"via_bot": BOT},
        {"forward_origin": {"type": "user", "date": 1767225600, "sender_user": BOT}},
    ],
    ids=["via this bot", "forwarded"],
)
async def test_the_bots_own_words_in_a_private_chat_are_no_question(
    api: BotApi, reader: Reader, serve: Serve, more: Json
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write(QUESTION, **more)
        assert await asked_in_the_end(api, reader, paper) == []
    assert not api.chat(77).from_the_bot()


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_title": "The other newsroom"},
        {"pinned_message": FROM_THE_BOT},
        {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Gone"}},
        {"group_chat_created": True},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    ],
    ids=lambda each: next(iter(each)),
)
async def test_service_messages_are_ignored_everywhere(
    api: BotApi, reader: Reader, serve: Serve, service: Json
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, None, **service)
        await reader.write(None, **service)
        assert await asked_in_the_end(api, reader, paper) == []
    assert not api.chat(GROUP).from_the_bot()
    assert not api.chat(77).from_the_bot()


async def test_what_a_group_says_without_addressing_the_bot_is_never_stored(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "Our lawyer meets the harbour master at nine"
    user_data, stored = UserDataStore(tmp_path / "desk.sqlite"), []
    receive = user_data.inbox.receive

    async def watched(update_id: int, body: str, user: int | None) -> bool:
        stored.append(body)
        return await receive(update_id, body, user)

    monkeypatch.setattr(user_data.inbox, "receive", watched)
    async with serve(answering(), user_data=user_data):
        await reader.write_in(GROUP, secret)
        await reader.write_in(GROUP, f"/kick@OtherBot {secret}")
        await reader.write_in(GROUP, f"/kick {secret}")
        await reader.write_in(GROUP, secret, reply_to_message={**FROM_THE_BOT, "from": OTHER_BOT})
        number = await reader.write_in(GROUP, "lunch")
        await reader.edit(number, secret, api.chat(GROUP))
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
    assert not any(secret in each for each in stored)
    assert len(stored) == 1


# --- edits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "is_answered"),
    [(EDITED_WITHIN_TO_ASK - 5, True), (EDITED_WITHIN_TO_ASK + 5, False)],
)
async def test_an_old_message_that_is_edited_into_a_question_is_not_answered(
    api: BotApi, reader: Reader, serve: Serve, later: float, *, is_answered: bool
) -> None:
    paper, now = answering(), api.clock()
    async with serve(paper):
        api.clock = lambda: now - later
        number = await reader.write_in(GROUP, "lunch at nine")
        api.clock = lambda: now
        await reader.edit(number, f"@{BOT_NAME} {QUESTION}", api.chat(GROUP))
        assert bool(await asked_in_the_end(api, reader, paper)) is is_answered


async def test_a_question_that_is_edited_days_later_keeps_its_answer(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper, now = answering(), api.clock()
    async with serve(paper):
        number = await reader.write(QUESTION)
        (answer,) = await api.shown(77, 1)
        api.clock = lambda: now + EDITED_WITHIN + 60
        await reader.edit(number, "Who pays for it?")
        assert await asked_in_the_end(api, reader, paper) == [QUESTION]
    assert REOPENS in answer.text


# --- captions and albums ---------------------------------------------------------------------


async def test_a_caption_is_answered_as_a_text_is(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        photo = await reader.write(QUESTION, **PHOTO)
        (answer,) = await api.shown(77, 1)
        await reader.send_document("a.pdf", b"x", mime="application/pdf", caption=QUESTION)
        await api.shown(77, 2)
        await reader.write(None, **PHOTO)
        *_, hint = await api.shown(77, 3)
        await reader.write_in(GROUP, f"@{BOT_NAME} {QUESTION}", **PHOTO)
        await reader.write_in(GROUP, f"/ask {QUESTION}", **PHOTO)
        await reader.write_in(GROUP, "lunch at nine", **PHOTO)
        await api.shown(GROUP, 2)
    assert answer.replies_to == photo
    assert hint.text == strings.ONLY_TEXT
    assert paper.asked == [QUESTION] * 4


@pytest.mark.parametrize("captioned", [0, 1, 2], ids=["first", "second", "last"])
async def test_an_album_is_one_message_whose_caption_counts_once(
    api: BotApi, reader: Reader, serve: Serve, captioned: int
) -> None:
    paper = answering()
    async with serve(paper):
        for number in range(3):
            words = QUESTION if number == captioned else None
            await reader.write(words, **PHOTO, media_group_id="4711")
        await api.shown(77, 1)
        await reader.write("/help")
        shown = await api.shown(77, 2)
    assert REOPENS in shown[0].text
    assert paper.asked == [QUESTION]


async def test_an_album_without_a_caption_gets_one_hint(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        for group in ("1", "2"):
            for _ in range(4):
                await reader.write(None, **PHOTO, media_group_id=group)
        await api.shown(77, 2)
        await reader.write("/help")
        shown = await api.shown(77, 3)
    assert [each.text for each in shown[:2]] == [strings.ONLY_TEXT] * 2


# --- long texts ------------------------------------------------------------------------------


async def test_a_question_that_telegram_split_is_one_question(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    first, second = "The quay of Velmark. " * 190, "and so on. " * 300
    paper, other = answering(), Reader(api, 78)
    async with serve(paper):
        number = await reader.write(first.strip())
        await other.write(QUESTION)
        await reader.write(second.strip())
        await reader.write("When will the port reopen?")
        (answer,) = await api.shown(77, 1)
        await api.shown(78, 1)
        await reader.write("/help")
        await api.shown(77, 2)
    assert paper.asked.count(QUESTION) == 1
    joined = f"{first.strip()}\n{second.strip()}\nWhen will the port reopen?"
    assert joined in paper.asked
    assert len(paper.asked) == 2
    assert answer.replies_to == number


async def test_what_only_looks_like_a_part_is_a_message_of_its_own(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    long = "The quay of Velmark. " * 150
    paper = answering()
    async with serve(paper):
        await reader.write("short")
        await reader.write(QUESTION)  # nothing was split before it
        await api.shown(77, 2)
        await reader.write(long.strip())
        await reader.write("/help")  # a command is no part
        await api.shown(77, 4)
        await reader.write_in(GROUP, f"/ask {long}")
        await Reader(api, 78).write_in(GROUP, f"/ask {QUESTION}")  # another reader's
        await api.shown(GROUP, 2)
    assert sorted(map(len, paper.asked)) == sorted(
        [5, len(QUESTION), len(long.strip()), len(long.strip()), len(QUESTION)]
    )


async def test_an_album_of_documents_is_taken_in_with_one_report(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    read: list[list[str]] = []

    def ingest(paths: Sequence[Path]) -> IngestReport:
        read.append([path.name for path in paths])
        return IngestReport(len(paths), 0, 0, 0, 2, 3, (), 0.5)

    admins = frozenset({77})
    async with serve(answering(), ingest=ingest, telegram_admins=admins, data_dir=tmp_path):
        for name in ("quay.txt", "ferry.txt", "tugs.md"):
            await reader.send_document(name, name.encode(), media_group_id="9")
        await api.shown(77, 1)
        await reader.write("/help")
        told, _ = await api.shown(77, 2)
    assert read == [["quay.txt", "ferry.txt", "tugs.md"]]
    assert told.text.startswith("3 articles taken in")
