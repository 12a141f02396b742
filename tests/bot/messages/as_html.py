"""Writes formatted text as Telegram's HTML, in which the tests state what messages look like."""

from __future__ import annotations

from html import escape

from bot.messages.text_entities import EntityKind, FormattedText, TextEntity, Words, formatted
from bot.tg.transport.sender import message_entities
from tests.bot_server.ledger import Call
from tests.bot_server.markup import Formatted, kept, parsed

_TAGS = {
    EntityKind.BOLD: "b",
    EntityKind.ITALIC: "i",
    EntityKind.CODE: "code",
    EntityKind.LINK: "a",
    EntityKind.LOCAL_TIME: "tg-time",
    EntityKind.QUOTATION: "blockquote",
    EntityKind.FOLDED_QUOTATION: "blockquote",
    EntityKind.SOURCE_WORDS: "em",
    EntityKind.PREFORMATTED: "pre",
}


def as_html(words: Words) -> str:
    """Return the text with tags; a source's words within a line are ``em``, the bot's own ``i``.

    Raises:
        AssertionError: an entity goes over the border of another one.
    """
    text = formatted(words)
    return _within(text, text.entities, 0, len(text.text))


def _within(text: FormattedText, entities: tuple[TextEntity, ...], start: int, end: int) -> str:
    """Return that range of the text, with those entities, all of which lie in it."""
    html = []
    while entities:
        outer, *others = entities
        assert start <= outer.start <= outer.end <= end
        inner = tuple(each for each in others if each.start < outer.end)
        html += [escape(text.text[start : outer.start], quote=False), _opening(outer)]
        html += [_within(text, inner, outer.start, outer.end), _closing(outer)]
        start, entities = outer.end, tuple(others[len(inner) :])
    return "".join([*html, escape(text.text[start:end], quote=False)])


def _opening(entity: TextEntity) -> str:
    attributes = {
        EntityKind.FOLDED_QUOTATION: " expandable",
        EntityKind.LINK: f' href="{escape(entity.url or "")}"',
        EntityKind.LOCAL_TIME: f' unix="{entity.unix_time}" format="Dt"',
    }
    if entity.kind not in _TAGS:  # only there to be checked
        return ""
    return f"<{_TAGS[entity.kind]}{attributes.get(entity.kind, '')}>"


def _closing(entity: TextEntity) -> str:
    return f"</{_TAGS[entity.kind]}>" if entity.kind in _TAGS else ""


_KINDS = {
    "bold": EntityKind.BOLD,
    "italic": EntityKind.ITALIC,
    "code": EntityKind.CODE,
    "text_link": EntityKind.LINK,
    "date_time": EntityKind.LOCAL_TIME,
    "blockquote": EntityKind.QUOTATION,
    "expandable_blockquote": EntityKind.FOLDED_QUOTATION,
    "pre": EntityKind.PREFORMATTED,
}


def sent_html(call: Call) -> str:
    """Return the text of a call with tags for its entities; all italics are the bot's own."""
    units = call.text.encode("utf-16-le")
    entities = []
    for each in call.parameters.get("entities", ()):
        start = 2 * each["offset"]
        end = start + 2 * each["length"]
        before, within = units[:start].decode("utf-16-le"), units[start:end].decode("utf-16-le")
        place = (len(before), len(before) + len(within))
        kind = _KINDS[each["type"]]
        entities.append(TextEntity(kind, *place, each.get("url"), each.get("unix_time")))
    return as_html(FormattedText(call.text, tuple(entities)))


def accepted(text: FormattedText) -> Formatted:
    """Return the text as Telegram keeps it, which is as it keeps its HTML.

    Raises:
        AssertionError: that is not so.
        MarkupError: Telegram would refuse it.
    """
    entities = [each.to_dict() for each in message_entities(text)]
    html = parsed(as_html(text), "HTML")
    assert html.text == text.text
    shown = kept(text.text, entities)
    assert shown == kept(html.text, html.entities)
    return shown
