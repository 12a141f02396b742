"""Whose data: who may see, delete and watch, and who is nobody."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import buttons, notices
from bot.messages.buttons import CallbackAction, CallbackData, encode_callback_data
from bot.settings import SHARED_ACCOUNTS, load_settings
from bot.store.user_data import UserDataStore
from retrieval.errors import ConfigError
from retrieval.model import Declined, NamedOnly
from tests.bot.conftest import Serve
from tests.bot.fake_service import GROUP, QUESTION, REOPENING, REOPENS, FakeService, answering
from tests.bot_server.chats import Chat, Message
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.bot_server.wire import BOT_NAME, Json

OTHER_GROUP = -100600
NEWSROOM: Json = {"id": GROUP, "type": "supergroup", "title": "The newsroom"}
CHANNEL: Json = {"id": -1009, "type": "channel", "title": "The Velmark Wire"}


def shared(number: int, name: str, *, is_bot: bool = True) -> Json:
    return {"id": number, "is_bot": is_bot, "first_name": name}


ANONYMOUS_ADMIN: Json = {"from": shared(1087968824, "Group"), "sender_chat": NEWSROOM}
AS_A_CHANNEL: Json = {"from": shared(136817688, "Channel"), "sender_chat": CHANNEL}
LINKED_CHANNEL: Json = {
    "from": shared(777000, "Telegram", is_bot=False),
    "sender_chat": CHANNEL,
}
NOBODIES = [ANONYMOUS_ADMIN, AS_A_CHANNEL, LINKED_CHANNEL]
NAMES = ["anonymous admin", "as a channel", "linked channel"]


def first_callback_data(message: Message) -> str:
    """What the first button below the message carries that is no link."""
    buttons = (each for row in message.rows() for each in row)
    return next(str(each["callback_data"]) for each in buttons if "callback_data" in each)


async def tap(
    api: BotApi,
    reader: Reader,
    message: Message | Json,
    data: str,
    **more: Any,  # noqa: ANN401 - any field of Telegram's query
) -> Json:
    """What a tap with any data gets, whatever buttons the message has."""
    query = api.queries.ask(api.clock())
    form = message if isinstance(message, dict) else message.form()
    await api.deliver(
        callback_query={
            "id": query.id,
            "from": reader.form(),
            "message": form,
            "chat_instance": "1",
            "data": data,
            **more,
        }
    )
    return await api.answer(query.id)


async def everything_kept(user_data: UserDataStore, user: int) -> int:
    """How much is kept about somebody."""
    counts = await user_data.kept_about(user)
    return counts.answers + counts.conversations + counts.feedback + counts.watches


# --- forgetting ------------------------------------------------------------------------------


async def test_delete_it_all_acts_for_who_asked_and_never_for_who_presses(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data, other = UserDataStore(), Reader(api, 78)
    async with serve(answering(), user_data=user_data):
        for each in (reader, other):
            await each.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 2)
        await reader.write_in(GROUP, "/forget")
        *_, asked = await api.shown(GROUP, 3)
        assert asked.text == notices.DELETE_IN_GROUP
        for name in (buttons.FORGET, buttons.KEEP):
            toast = await api.answer(await other.press(name, chat=api.chat(GROUP)))
            assert toast == {"text": notices.NOT_YOURS}
        assert await everything_kept(user_data, 77)
        assert await everything_kept(user_data, 78)
        await reader.press(buttons.FORGET, chat=api.chat(GROUP))
        await api.until(lambda: asked.text == notices.DELETED)
        assert not await everything_kept(user_data, 77)
        assert await everything_kept(user_data, 78)


async def test_where_no_asker_is_known_nothing_is_deleted(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data = UserDataStore()
    async with serve(answering(), user_data=user_data):
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        answer.keyboard = {
            "inline_keyboard": [[{"text": "Delete it all", "callback_data": "x:all:0"}]]
        }
        assert await tap(api, reader, answer, "x:all:0") == {"text": notices.BUTTON_EXPIRED}
        assert await tap(api, reader, answer, "x:all:0:78") == {"text": notices.BUTTON_EXPIRED}
        assert await everything_kept(user_data, 77)


async def test_what_is_kept_about_somebody_is_not_listed_in_a_group(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        await reader.write(QUESTION)
        await api.shown(reader.user_id, 1)
        await reader.write_in(GROUP, "/forget")
        await reader.write_in(GROUP, f"/privacy@{BOT_NAME}")
        asked, told = await api.shown(GROUP, 2)
    assert "question with" not in asked.text
    assert told.text == notices.privacy_in_group(90).text


@pytest.mark.parametrize("chat", [77, GROUP], ids=["in private", "in a group"])
async def test_forget_and_privacy_serve_everybody_also_off_the_allow_list(
    api: BotApi, reader: Reader, serve: Serve, chat: int
) -> None:
    user_data, paper = UserDataStore(), answering()
    async with serve(paper, user_data=user_data):
        await reader.write(QUESTION)
        await api.shown(77, 1)
    user_data = UserDataStore()
    await user_data.answers.put(
        QUESTION, REOPENING, chat=77, topic=None, question_message=1, user=77
    )
    before = len(api.sent)
    async with serve(paper, 5, user_data=user_data):
        api.chats.opened(GROUP, "supergroup", "The newsroom")
        write = reader.write if chat == 77 else lambda words: reader.write_in(GROUP, words)
        await write("/privacy")
        await write("/forget")
        await api.messages(before + 2)
        *_, asked = api.chat(chat).from_the_bot()
        await reader.press(buttons.FORGET, chat=api.chat(chat))
        await api.until(lambda: asked.text.startswith("Deleted"))
        assert not await everything_kept(user_data, 77)
    assert paper.asked == [QUESTION]


# --- nobody ----------------------------------------------------------------------------------


@pytest.mark.parametrize("nobody", NOBODIES, ids=NAMES)
async def test_who_writes_under_a_shared_account_has_no_rights_and_nothing_kept(
    api: BotApi, reader: Reader, serve: Serve, nobody: Json
) -> None:
    user_data, number = UserDataStore(), nobody["from"]["id"]
    paper = answering()
    paper.quotes = {"Mara": NamedOnly("Mara", "Mara Lindqvist", ())}
    async with serve(
        paper,
        user_data=user_data,
        telegram_admins=frozenset({number, 77}),
        user_questions_per_day=100,
    ):
        for words in (f"/ask {QUESTION}", "/status", "/unanswered", "/watch Mara", "/forget"):
            await reader.write_in(GROUP, words, **nobody)
        await reader.write_in(GROUP, "/id", **nobody)
        await reader.write("/id")
        await api.shown(77, 1)
        await api.until(lambda: not user_data_pending(api))
        await reader.write_in(GROUP, "/id")
        await api.until(lambda: "You are 77" in api.chat(GROUP).from_the_bot()[-1].text)
        assert not await user_data.watches.all()
        assert not await everything_kept(user_data, number)
        assert (await user_data.kept_about(number)).questions == 0
    texts = [each.text for each in api.chat(GROUP).from_the_bot()]
    assert not any(str(number) in each or "Queue" in each for each in texts)


def user_data_pending(api: BotApi) -> bool:
    return bool(api.updates.pending)


async def test_an_anonymous_admin_is_answered_and_told_to_have_no_number(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(answering()):
        for shown, words in enumerate((f"/ask {QUESTION}", "/id", "/forget", "/watching"), 1):
            await reader.write_in(GROUP, words, **ANONYMOUS_ADMIN)
            await api.shown(GROUP, shown)
        answer, number, forget, watching = api.chat(GROUP).from_the_bot()
    assert REOPENS in answer.text
    assert number.text == f"{notices.ANONYMOUS}; this chat is {GROUP}."
    assert (forget.text, watching.text) == (notices.NOBODY_TO_FORGET, notices.NOBODY_WATCHES)


async def test_an_anonymous_admin_asks_only_where_everybody_may(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    elsewhere = {**ANONYMOUS_ADMIN, "sender_chat": {**NEWSROOM, "id": OTHER_GROUP}}
    async with serve(paper, 77, telegram_allowed_chats=frozenset({GROUP})):
        await reader.write_in(OTHER_GROUP, "/ask Who asks?", **elsewhere)
        await reader.write_in(GROUP, f"/ask {QUESTION}", **ANONYMOUS_ADMIN)
        await api.shown(GROUP, 1)
    assert paper.asked == [QUESTION]


async def test_one_anonymous_admin_does_not_follow_up_anothers_question(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = answering()
    async with serve(paper):
        await reader.write_in(GROUP, f"/ask {QUESTION}", **ANONYMOUS_ADMIN)
        await api.shown(GROUP, 1)
        await reader.write_in(GROUP, "/ask and in 2023?", **ANONYMOUS_ADMIN)
        await api.shown(GROUP, 2)
    assert paper.previous_turns == [None, None]


@pytest.mark.parametrize("number", sorted(SHARED_ACCOUNTS))
@pytest.mark.parametrize("name", ["TELEGRAM_ALLOWED_USERS", "TELEGRAM_ADMINS"])
def test_a_shared_account_in_the_settings_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    monkeypatch.setenv(f"VERBATIM_{name}", f"[5, {number}]")
    with pytest.raises(ConfigError) as refused:
        load_settings()
    told = str(refused.value)
    assert f"VERBATIM_{name}" in told
    assert SHARED_ACCOUNTS[number] in told
    monkeypatch.setenv(f"VERBATIM_{name}", "[5, 777001]")
    assert load_settings()


# --- for admins ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/status", "/unanswered", f"/status@{BOT_NAME}"])
async def test_an_admin_command_in_a_group_is_answered_in_private_only(
    api: BotApi, reader: Reader, serve: Serve, command: str
) -> None:
    async with serve(answering(), telegram_admins=frozenset({77})):
        await reader.write_in(GROUP, command)
        (told,) = await api.shown(GROUP, 1)
        await reader.write(command)
        (answer,) = await api.shown(77, 1)
    assert told.text == notices.IN_PRIVATE_ONLY
    assert answer.text not in {notices.IN_PRIVATE_ONLY, notices.FOR_ADMINS}


# --- taps ------------------------------------------------------------------------------------


async def test_a_tap_counts_only_below_the_message_that_has_the_button(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data = UserDataStore()
    async with serve(answering(), user_data=user_data):
        await reader.write(QUESTION)
        (answer,) = await api.shown(77, 1)
        data = first_callback_data(answer)
        await reader.write("/help")
        _, other_message = await api.shown(77, 2)
        other = Reader(api, 78)
        await other.write_in(GROUP, "/help")
        (elsewhere,) = await api.shown(GROUP, 1)
        for who, message in ((reader, other_message), (other, elsewhere)):
            for forged in (data, "so:all:1", "so:all:2", "x:all:0:77", "e:gone:0"):
                toast = await tap(api, who, message, forged)
                assert toast == {"text": notices.BUTTON_EXPIRED}, forged
        assert await tap(api, reader, answer, data) == {}
        await api.shown(77, 3)
    assert len(api.chat(GROUP).from_the_bot()) == 1


async def test_old_messages_and_posts_of_channels_have_polite_buttons(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data = UserDataStore()
    async with serve(answering(), user_data=user_data):
        await reader.write(QUESTION)
        (answer,) = await api.shown(77, 1)
        data = first_callback_data(answer)
        gone = {"chat": answer.chat.form(), "message_id": answer.number, "date": 0}
        assert await tap(api, reader, gone, data) == {}
        await api.shown(77, 2)
        strange = {**gone, "message_id": 4711}
        assert await tap(api, reader, strange, data) == {"text": notices.BUTTON_EXPIRED}
        in_channel = Message(99, Chat(-1009, "channel", "The Wire"), None, api.now())
        in_channel.keyboard = answer.keyboard
        toast = await tap(api, reader, in_channel, data)
        assert toast == {"text": notices.BUTTON_EXPIRED}
        await reader.write("/forget")
        *_, asked = await api.shown(77, 3)
        own = encode_callback_data(CallbackData(CallbackAction.FORGET, "all", asker=77))
        assert await tap(api, reader, {**gone, "message_id": asked.number}, own) == {}
        await api.until(lambda: asked.text.startswith("Deleted"))


async def test_anybody_in_a_group_may_turn_pages_and_open_sources_and_only_who_asked_ends_a_watch(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data, other = UserDataStore(), Reader(api, 78)
    async with serve(FakeService(answers=answering().answers), user_data=user_data):
        await reader.write_in(GROUP, f"/ask {QUESTION}")
        await api.shown(GROUP, 1)
        assert await api.answer(await other.press("Context", chat=api.chat(GROUP))) == {}
        for user in (77, 78):
            for known in ("Ada Berglund", "Mara Lindqvist"):
                await user_data.watches.add(
                    user=user, chat=GROUP, topic=None, asked=known, known=known, statements=()
                )
        await reader.write_in(GROUP, "/unwatch")
        *_, options = await api.shown(GROUP, 3)
        toast = await api.answer(await other.press("Ada Berglund", chat=api.chat(GROUP)))
        assert toast == {"text": notices.NOT_YOURS}
        assert len(await user_data.watches.all()) == 4
        await reader.press("Ada Berglund", chat=api.chat(GROUP))
        await api.until(lambda: options.text.startswith("You will hear no more"))
        left = [(each.user, each.known) for each in await user_data.watches.all()]
    assert (77, "Ada Berglund") not in left
    assert (78, "Ada Berglund") in left


# --- what admins see of what was not answered ---------------------------------------------------


async def test_unanswered_keeps_no_chatter_and_nothing_of_who_was_forgotten(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    user_data, other = UserDataStore(), Reader(api, 78)
    chatter = ["hello", "thanks a lot", "asdfgh", "My mother is ill and I am afraid.", "👍"]
    asked_for = [*chatter, "Who pays for the crane?", "Who signed the report?"]
    paper = FakeService(answers={each: Declined(each, "No.", 0.1, ()) for each in asked_for})
    async with serve(paper, user_data=user_data, telegram_admins=frozenset({78})):
        for number, words in enumerate([*chatter, "Who pays for the crane?"], 1):
            await reader.write(words)
            await api.shown(77, number)
        await other.write("Who signed the report?")
        await api.shown(78, 1)
        await other.write("/unanswered")
        *_, before = await api.shown(78, 2)
        await reader.write("/forget")
        *_, asked = await api.shown(77, len(chatter) + 2)
        await reader.press(buttons.FORGET)
        await api.until(lambda: asked.text.startswith("Deleted"))
        await other.write("/unanswered")
        *_, after = await api.shown(78, 3)
    assert "Who pays for the crane?" in before.text
    assert not any(each in before.text for each in chatter)
    assert "Who pays" not in after.text
    assert "Who signed the report?" in after.text
