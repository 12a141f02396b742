"""What each chat shows: its messages in order, with their edits, keyboards and reactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.bot_server.markup import Formatted
from tests.bot_server.wire import BOT_ID, BOT_NAME, Json, Refused, bad_request

BOT: Json = {"id": BOT_ID, "is_bot": True, "first_name": "Verbatim", "username": BOT_NAME}


@dataclass
class Message:
    """A message as it stands now."""

    number: int
    chat: Chat
    sender: Json | None
    date: int
    words: Formatted = field(default_factory=Formatted)
    keyboard: Json | None = None
    thread: int | None = None
    replies_to: int | None = None
    quote: Json | None = None
    edited: int | None = None
    reactions: list[str] = field(default_factory=list)
    more: Json = field(default_factory=dict)
    """The document, the photo, and whatever else is in it."""

    @property
    def text(self) -> str:
        """The text or the caption."""
        return self.words.text

    @property
    def is_from_the_bot(self) -> bool:
        return self.sender is not None and self.sender["id"] == BOT_ID

    @property
    def has_media(self) -> bool:
        return "document" in self.more or "photo" in self.more

    def buttons(self) -> Sequence[Sequence[str]]:
        """What the buttons are called, row by row."""
        return [[str(button["text"]) for button in row] for row in self.rows()]

    def rows(self) -> Sequence[Sequence[Json]]:
        rows: Sequence[Sequence[Json]] = (self.keyboard or {}).get("inline_keyboard", ())
        return rows

    def marked(self, kind: str) -> Sequence[str]:
        """The stretches of the text that are formatted in this way."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        stretches = [
            units[2 * each["offset"] : 2 * (each["offset"] + each["length"])]
            for each in self.words.entities
            if each["type"] == kind
        ]
        return [stretch.decode("utf-16-le", "surrogatepass") for stretch in stretches]

    def form(self, *, replied: bool = True) -> Json:
        """The Bot API's object; a message in it does not say in turn to what it replies."""
        words, entities = (
            ("caption", "caption_entities") if self.has_media else ("text", "entities")
        )
        original = self.chat.messages.get(self.replies_to or 0)
        form: Json = {
            "message_id": self.number,
            "date": self.date,
            "chat": self.chat.form(),
            "from": self.sender,
            words: self.text or None,
            entities: list(self.words.entities) or None,
            "reply_markup": self.keyboard,
            "message_thread_id": self.thread,
            "is_topic_message": True if self.thread and self.chat.is_forum else None,
            "edit_date": self.edited,
            "quote": self.quote,
            "reply_to_message": original.form(replied=False) if replied and original else None,
            **self.more,
        }
        return {name: value for name, value in form.items() if value is not None}


@dataclass
class Chat:
    """A private chat, a group or a channel."""

    number: int
    kind: str
    title: str
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    closed_because: str | None = None
    """Why the bot may not write here."""
    moved_to: int | None = None
    actions: list[str] = field(default_factory=list)
    """"typing" and the like, as they came."""

    def form(self) -> Json:
        form: Json = {"id": self.number, "type": self.kind}
        form["first_name" if self.kind == "private" else "title"] = self.title
        if self.is_forum:
            form["is_forum"] = True
        return form

    def shows(self) -> Sequence[Message]:
        """What the reader sees, from top to bottom."""
        return [self.messages[number] for number in sorted(self.messages)]

    def from_the_bot(self) -> Sequence[Message]:
        return [message for message in self.shows() if message.is_from_the_bot]

    def transcript(self) -> str:
        """The chat as text: who, what, and the buttons in brackets."""
        return "\n".join(line for message in self.shows() for line in _lines(message))


@dataclass
class Chats:
    """All chats that the bot can know of."""

    by_number: dict[int, Chat] = field(default_factory=dict)

    def opened(self, number: int, kind: str, title: str) -> Chat:
        """The chat; a new one of this kind if there was none."""
        return self.by_number.setdefault(number, Chat(number, kind, title))

    def of_the_bot(self, number: object) -> Chat:
        """The chat that the bot means.

        Raises:
            Refused: it knows of none, it may not write there, or the chat has moved.
        """
        chat = self.by_number.get(number) if isinstance(number, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to is not None:
            raise Refused(
                400,
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.closed_because is not None:
            raise Refused(403, chat.closed_because)
        return chat

    def move(self, number: int, to: int) -> None:
        """A group becomes a supergroup."""
        old = self.opened(number, "group", "The newsroom")
        self.opened(to, "supergroup", old.title)
        old.moved_to = to


def _lines(message: Message) -> Iterator[str]:
    sender = "bot" if message.is_from_the_bot else (message.sender or {}).get("first_name", "?")
    attached = message.more.get("document", {}).get("file_name")
    words = " ".join(filter(None, (attached and f"<{attached}>", message.text)))
    yield f"{sender}: {words}"
    for row in message.buttons():
        yield " ".join(f"[{name}]" for name in row)
