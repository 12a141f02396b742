"""Groups and forums: who is in them, which topics there are, and what of it reaches the bot."""

from __future__ import annotations

from tests.bot_server.chats import BOT, Chat, Message
from tests.bot_server.state import BotApi
from tests.bot_server.wire import Json


async def add_bot(api: BotApi, chat: Chat, by: Json) -> None:
    """Somebody adds the bot to a group."""
    chat.closed_because = None
    await api.deliver(my_chat_member=membership(api, chat, by, "left", "member"))
    message = Message(api.number(), chat, by, api.now(), more={"new_chat_members": [BOT]})
    await api.deliver(message=api.write(message).form())


async def remove_bot(api: BotApi, chat: Chat, by: Json) -> None:
    """Somebody takes the bot out of a group."""
    chat.closed_because = f"bot was kicked from the {chat.kind} chat"
    await api.deliver(my_chat_member=membership(api, chat, by, "member", "kicked"))


async def open_topic(api: BotApi, chat: Chat, name: str, by: Json) -> int:
    """Somebody opens a topic, which makes a forum of the group; the topic's number."""
    chat.is_forum = True
    created = {"name": name, "icon_color": 7322096}
    message = Message(api.number(), chat, by, api.now(), more={"forum_topic_created": created})
    message.thread = message.number
    chat.topics[message.number] = name
    await api.deliver(message=api.write(message).form())
    return message.number


async def make_supergroup(api: BotApi, chat: Chat, number: int) -> Chat:
    """The group becomes a supergroup with another number."""
    api.chats.move(chat.number, number)
    new = api.chat(number)
    for place, more in (
        (chat, {"migrate_to_chat_id": number}),
        (new, {"migrate_from_chat_id": chat.number}),
    ):
        message = Message(api.number(), place, None, api.now(), more=more)
        await api.deliver(message=api.write(message).form())
    return new


def membership(api: BotApi, chat: Chat, by: Json, old: str, new: str) -> Json:
    """What the bot gets to know when it is added, removed or blocked."""
    return {
        "chat": chat.form(),
        "from": by,
        "date": api.now(),
        "old_chat_member": _member(old),
        "new_chat_member": _member(new),
    }


def reaches_the_bot(message: Message, *, reads_everything: bool) -> bool:
    """Whether Telegram tells the bot of a message, which in groups depends on privacy mode.

    With privacy mode on, commands and replies to the bot arrive. A mere mention may or may not
    on Telegram; here it does not.
    """
    if message.chat.kind == "private":
        return True
    if message.chat.closed_because is not None:
        return False
    if reads_everything:
        return True
    replied = message.more.get("reply_to_message", {}).get("from", {})
    return message.text.startswith("/") or replied.get("id") == BOT["id"]


def _member(status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": BOT, "status": status, **until}
