"""Reads messages as the tests state them: text with tags, buttons with what they do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from bot.messages.buttons import Button, CallbackData, CopyButton
from bot.messages.pagination import MessagePart
from bot.service.source_files import Sources
from tests.bot.fake_service import FakeService, source_of_text
from tests.bot.messages import samples
from tests.bot.messages.as_html import as_html

GAZETTE_LINE = (
    "12 March 2026 · <b>The Ostervik Gazette</b> — "
    '<a href="https://gazette.example/port?id=7&amp;page=1">'
    "Port to reopen &lt;after&gt; nine weeks &amp; a day</a> · "
    "<code>harbour/reopening.txt</code>"
)
LEDGER_LINE = "date unknown · outlet unknown · <code>ledger-0312.txt</code>"
COURIER_LINE = (
    '<tg-time unix="1773905400" format="Dt">19 March 2026, 08:30 UTC+01:00</tg-time> · '
    '<b>Northern Courier</b> — <a href="https://courier.example/inquiry">'
    "Inquiry into crane collapse opens</a> · "
    "<code>courier/harbour-inquiry.txt</code>"
)
SHORE_LINE = (
    "March 2026 · <b>\u2068חדשות החוף\u2069</b> — \u2068הנמל ייפתח\u2069 · <code>shore.txt</code>"
)


KEY = "p7Rk2_xQ-0a"
SOURCES: Sources = {
    (f"/articles/{article.file}", 1): source_of_text() for article in samples.ARTICLES
}
SERVICE = FakeService(samples.ARTICLES)


def rows(parts: Sequence[MessagePart]) -> list[list[str]]:
    """The buttons below the last message as labels with what they do; none below the others."""
    assert not any(part.buttons for part in parts[:-1])
    return [[f"{each.label} → {_does(each)}" for each in row] for row in parts[-1].buttons]


def _does(button: Button) -> str:
    match button.action:
        case CallbackData(verb=verb, number=number):
            return f"{verb.name} {number}"
        case CopyButton():
            return "copies"


def copied(parts: Sequence[MessagePart]) -> list[str]:
    buttons = chain.from_iterable(row for part in parts for row in part.buttons)
    return [each.action.text for each in buttons if isinstance(each.action, CopyButton)]


def only(parts: tuple[MessagePart, ...]) -> str:
    (part,) = parts
    return as_html(part.text)
