"""People on Telegram who write to the bot, press its buttons and block it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.bot_server.chats import Chat, Message
from tests.bot_server.groups import membership, reaches_the_bot
from tests.bot_server.keyboards import payload_of
from tests.bot_server.markup import Formatted, found_entities, position_of
from tests.bot_server.state import BotApi
from tests.bot_server.wire import Json, Upload


@dataclass
class Reader:
    """Somebody who writes to the bot; without a chat given, in the private chat with it."""

    api: BotApi
    user_id: int = 77
    name: str = "Reader"
    language: str = "en"

    def form(self) -> Json:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.api.chats.opened(self.user_id, "private", self.name)

    async def write(self, text: str | None, **more: Any) -> int:  # noqa: ANN401 - any field of Telegram's message
        """Writes in the private chat with the bot; the number of the message."""
        return await self._write(self.chat, text, more)

    async def write_in(self, group: int, text: str | None, **more: Any) -> int:  # noqa: ANN401 - any field of Telegram's message
        """Writes in a group."""
        chat = self.api.chats.opened(group, "supergroup", "The newsroom")
        return await self._write(chat, text, more)

    async def reply(self, to: Message, text: str, quote: str | None = None) -> int:
        """Replies to a message, or to the words quoted of it, where it stands."""
        more: Json = {"reply_to_message": to.form(replied=False)}
        if quote is not None:
            position = position_of(Formatted(quote), to.words, 0)
            assert position is not None, f"{quote!r} does not stand in {to.text!r}"
            more["quote"] = {"text": quote, "position": position, "is_manual": True}
        if to.chat.is_forum and to.thread is not None:
            more |= {"message_thread_id": to.thread, "is_topic_message": True}
        return await self._write(to.chat, text, more)

    async def send_document(
        self,
        name: str,
        data: bytes,
        *,
        mime: str = "text/plain",
        caption: str | None = None,
        claimed_size: int | None = None,
        **more: Any,  # noqa: ANN401 - any field of Telegram's message
    ) -> int:
        """Sends a file in the private chat."""
        file = self.api.files.keep(Upload(name, mime, data), "documents", claimed_size)
        return await self._write(self.chat, caption, {"document": file.document_form(), **more})

    async def forward(self, text: str, channel: str) -> int:
        """Forwards a channel's post into the private chat."""
        origin = {
            "type": "channel",
            "date": self.api.now(),
            "chat": {"id": -1009, "type": "channel", "title": channel},
            "message_id": 12,
        }
        return await self.write(text, forward_origin=origin)

    async def edit(self, number: int, text: str, chat: Chat | None = None) -> None:
        """Changes the words of a message of their own."""
        message = (chat or self.chat).messages[number]
        message.words, message.edited = as_typed(text), self.api.now()
        await self.api.deliver(edited_message=message.form())

    async def press(
        self, name: str | None = None, *, data: str | None = None, chat: Chat | None = None
    ) -> str:
        """Presses the newest button of this name or data; the id under which it is answered."""
        message, button = _button(chat or self.chat, "callback_data", name, data)
        query = self.api.queries.ask(self.api.clock(), message)
        await self.api.deliver(
            callback_query={
                "id": query.id,
                "from": self.form(),
                "message": message.form(),
                "chat_instance": str(8_000_000_000 - message.chat.number),
                "data": button["callback_data"],
            }
        )
        return query.id

    def copy(self, name: str, chat: Chat | None = None) -> str:
        """What the newest copy button of this name puts on the clipboard."""
        _, button = _button(chat or self.chat, "copy_text", name)
        return str(button["copy_text"]["text"])

    async def follow(self, url: str) -> int:
        """Taps on a deep link into the bot: the start button follows by itself."""
        payload = payload_of(url)
        assert payload is not None, f"no deep link into the bot: {url}"
        return await self.write(f"/start {payload}")

    async def look_up(self, words: str, *, chat_type: str = "private") -> str:
        """Types ``@bot words`` in some chat; the id under which it is answered."""
        query = self.api.queries.ask(self.api.clock())
        await self.api.deliver(
            inline_query={
                "id": query.id,
                "from": self.form(),
                "query": words,
                "offset": "",
                "chat_type": chat_type,
            }
        )
        return query.id

    async def choose(self, words: str, result_id: str) -> None:
        """Sends a result of ``@bot words``; the bot hears of it where it asked for feedback."""
        await self.api.deliver(
            chosen_inline_result={"result_id": result_id, "from": self.form(), "query": words}
        )

    async def block(self) -> None:
        """Blocks the bot."""
        self.chat.closed_because = "bot was blocked by the user"
        change = membership(self.api, self.chat, self.form(), "member", "kicked")
        await self.api.deliver(my_chat_member=change)

    async def unblock(self) -> None:
        """Thinks better of it."""
        self.chat.closed_because = None
        change = membership(self.api, self.chat, self.form(), "kicked", "member")
        await self.api.deliver(my_chat_member=change)

    async def _write(self, chat: Chat, text: str | None, more: Json) -> int:
        message = Message(self.api.number(), chat, self.form(), self.api.now(), as_typed(text))
        message.thread = more.get("message_thread_id")
        if message.thread is not None and more.get("is_topic_message"):
            chat.is_forum = True
            chat.topics.setdefault(message.thread, "A topic")
        message.more = more
        self.api.write(message)
        if reaches_the_bot(message, reads_everything=self.api.profile.reads_everything):
            await self.api.deliver(message=message.form())
        return message.number


def as_typed(text: str | None) -> Formatted:
    """The words as somebody typed them, with the commands, mentions and links in them."""
    return Formatted(text or "", found_entities(text or ""))


def _button(
    chat: Chat, action: str, name: str | None, data: str | None = None
) -> tuple[Message, Json]:
    """The newest button that does this, with its message."""
    there = [
        (message, button)
        for message in chat.shows()
        for row in message.rows()
        for button in row
        if action in button
    ]
    for message, button in reversed(there):
        if name in {None, button["text"]} and data in {None, button.get("callback_data")}:
            return message, button
    names = [button["text"] for _, button in there]
    raise AssertionError(f"no such button: {name or data}; there are {names}")
