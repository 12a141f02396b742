"""Reads, measures and searches formatted text as Telegram does: by TDLib, not by our own rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.bot_server.tdlib import TdlibError, ask
from tests.bot_server.wire import Json, bad_request

MOST_ENTITIES: Final = 100
"""Telegram drops the rest without a word."""

PARSE_MODES: Final[dict[str, Json]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}

ENTITY_KINDS: Final = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
}
"""TDLib's name for a kind of entity, without what they all begin with, and the Bot API's."""

ENTITY_FIELDS: Final = ("language", "url", "custom_emoji_id", "unix_time")
NOT_TAKEN: Final = frozenset({"PreCode", "MentionName"})
"""Kinds that nobody gives as entities here: the one is a ``pre``, the other needs a user."""

DATE_PARTS: Final = {
    "date_precision": {"Short": "d", "Long": "D"},
    "time_precision": {"Short": "t", "Long": "T"},
}
"""How a moment is shown, by TDLib and by the letters of the Bot API's ``date_time_format``."""

FOUND_BY_TELEGRAM: Final = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)
KEEP_AS_THEY_ARE: Final = frozenset({"code", "pre", "text_link", "text_mention"})
"""Nothing inside of these becomes a link."""

SPACE: Final = " \t\n\v\f\r"
INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_REMOVED: Final = re.compile("[\r\u2028-\u202e]")
_BLANKED: Final = re.compile("[\x00-\x08\x0b-\x1f]")

_MARKDOWN: Final = "*_~|`[]()"
_MASK: Final = str.maketrans({each: chr(0xF8D0 + at) for at, each in enumerate(_MARKDOWN)})
_UNMASK: Final = str.maketrans({chr(0xF8D0 + at): each for at, each in enumerate(_MARKDOWN)})

_LINK_TO_NOWHERE: Final = re.compile(r"<a\b(?!\s+href=)")


class MarkupError(Exception):
    """Telegram would refuse this."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Words with their entities in the Bot API's form; offsets and lengths in UTF-16 units."""

    text: str = ""
    entities: Sequence[Json] = ()

    @property
    def length(self) -> int:
        return utf16_length(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether nobody would see anything."""
        return not self.text.strip(SPACE + INVISIBLE)

    def tidied(self) -> Formatted:
        """As Telegram keeps it: no white space around it, the links that it finds, 100 entities.

        What it takes out of the words themselves, it takes out before they are parsed.
        """
        text = self.text.strip(SPACE)
        moved = utf16_length(self.text) - utf16_length(self.text.lstrip(SPACE))
        kept = [_moved(entity, moved, utf16_length(text)) for entity in self.entities]
        given = [entity for entity in kept if entity["length"] > 0]
        literal = [entity for entity in given if entity["type"] in KEEP_AS_THEY_ARE]
        found = [each for each in found_entities(text) if not _within(each, literal)]
        entities = sorted((*given, *found), key=lambda each: (each["offset"], -each["length"]))
        return Formatted(text, entities[:MOST_ENTITIES])


def utf16_length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def shown(html: str) -> str:
    """The words that Telegram would show, to the letter; raises MarkupError where it refuses.

    And where it would let a link pass, but drop it.
    """
    if _LINK_TO_NOWHERE.search(html):
        raise MarkupError("a link without an address")
    return parsed(html, "HTML").text


def parsed(words: str, parse_mode: str) -> Formatted:
    """The words without their markup.

    Raises:
        MarkupError: in Telegram's own words, from "can't parse entities" on.
        Refused: there is no such mode.
    """
    mode = PARSE_MODES.get(parse_mode.lower())
    if mode is None:
        raise bad_request("unsupported parse_mode")
    try:
        answer = ask("parseTextEntities", text=words, parse_mode=mode)
    except TdlibError as error:
        raise _refusal(error) from None
    return Formatted(answer["text"], [_from_tdlib(each) for each in answer["entities"]])


def formatted(words: str, parse_mode: str | None, entities: Iterable[Json] | None) -> Formatted:
    """What a message with these parameters shows: parsed and kept as Telegram does it.

    Raises:
        Refused: Telegram would refuse it.
    """
    return quoted(words, parse_mode, entities).tidied()


def quoted(words: str, parse_mode: str | None, entities: Iterable[Json] | None) -> Formatted:
    """The same for a quotation, which Telegram takes with its white space and without links.

    Raises:
        Refused: Telegram would refuse it.
    """
    try:
        return parsed(cleaned(words), parse_mode) if parse_mode else kept(words, entities or ())
    except MarkupError as error:
        raise bad_request(str(error)) from None


def kept(words: str, entities: Iterable[Json]) -> Formatted:
    """The words and entities as Telegram keeps them, which takes out characters and moves borders.

    TDLib does this to what it is given before it looks for Markdown, whose marks are hidden here.

    Raises:
        MarkupError: in Telegram's own words: an entity beyond the end, within a surrogate pair,
            with an address that is none, or of a kind that there is not.
    """
    given = [_entity_to_tdlib(each) for each in entities if each["type"] not in FOUND_BY_TELEGRAM]
    text = {"@type": "formattedText", "text": words.translate(_MASK), "entities": given}
    try:
        answer = ask("parseMarkdown", text=text)
    except TdlibError as error:
        raise _refusal(error) from None
    shown = answer["text"].translate(_UNMASK)
    return Formatted(shown, [_from_tdlib(each) for each in answer["entities"]])


def _refusal(error: TdlibError) -> MarkupError:
    reason = str(error)
    return MarkupError(reason[:1].lower() + reason[1:])


def cleaned(words: str) -> str:
    """Without the characters that Telegram takes out; control characters become spaces."""
    return _BLANKED.sub(" ", _REMOVED.sub("", words))


def found_entities(text: str) -> list[Json]:
    """Commands, mentions, links and the like, as Telegram marks them in any message."""
    entities = [_from_tdlib(each) for each in ask("getTextEntities", text=text)["entities"]]
    return [each for each in entities if each["type"] in FOUND_BY_TELEGRAM]


def position_of(quote: Formatted, text: Formatted, near: int) -> int | None:
    """Where the quote stands in the text, in UTF-16 units; ``None`` where it does not."""
    try:
        answer = ask(
            "searchQuote", text=_to_tdlib(text), quote=_to_tdlib(quote), quote_position=near
        )
    except TdlibError:
        return None
    return int(answer["position"])


def _from_tdlib(entity: Json) -> Json:
    kind = entity["type"]
    name = str(kind["@type"]).removeprefix("textEntityType")
    fields = {field: kind[field] for field in ENTITY_FIELDS if field in kind}
    if "formatting_type" in kind:
        fields["date_time_format"] = _date_format(kind["formatting_type"])
    if name == "MentionName":
        fields["user"] = {"id": kind["user_id"], "is_bot": False, "first_name": "Somebody"}
    return {
        "type": ENTITY_KINDS.get(name, "unknown"),
        "offset": entity["offset"],
        "length": entity["length"],
        **fields,
    }


def _date_format(kind: Json) -> str:
    """The letters for a way to show a moment."""
    if kind["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    precisions = {part: kind[part]["@type"] for part in DATE_PARTS}
    letters = [
        DATE_PARTS[part].get(name.removeprefix("dateTimePartPrecision"), "")
        for part, name in precisions.items()
    ]
    return "".join(["w" if kind["show_day_of_week"] else "", *letters])


def _formatting_type(letters: str) -> Json:
    """The way to show a moment that the letters stand for, as TDLib reads them in a tag.

    Raises:
        MarkupError: they stand for none.
    """
    tag = f'<tg-time unix="1" format="{letters}">x</tg-time>'
    (entity,) = ask("parseTextEntities", text=tag, parse_mode=PARSE_MODES["html"])["entities"]
    return dict(entity["type"])


def _to_tdlib(words: Formatted) -> Json:
    entities = [
        _entity_to_tdlib(each)
        for each in words.entities
        if each["type"] in {"bold", "italic", "underline", "strikethrough", "spoiler"}
    ]
    return {"@type": "formattedText", "text": words.text, "entities": entities}


def _entity_to_tdlib(entity: Json) -> Json:
    kinds = {kind: name for name, kind in ENTITY_KINDS.items() if name not in NOT_TAKEN}
    if entity["type"] not in kinds:
        raise MarkupError("can't parse MessageEntity: Unsupported type specified")
    fields: Json = {field: entity[field] for field in ENTITY_FIELDS if field in entity}
    if entity.get("date_time_format"):
        try:
            fields = _formatting_type(entity["date_time_format"]) | fields
        except TdlibError:
            raise MarkupError("can't parse MessageEntity: Invalid date format used") from None
    return {
        "@type": "textEntity",
        "offset": entity["offset"],
        "length": entity["length"],
        "type": fields | {"@type": f"textEntityType{kinds[entity['type']]}"},
    }


def _moved(entity: Json, by: int, end: int) -> Json:
    start = max(0, entity["offset"] - by)
    stop = min(end, entity["offset"] + entity["length"] - by)
    return {**entity, "offset": start, "length": stop - start}


def _within(entity: Json, others: Iterable[Json]) -> bool:
    return any(
        other["offset"] < entity["offset"] + entity["length"]
        and entity["offset"] < other["offset"] + other["length"]
        for other in others
    )
