"""Renders what became of an upload, and the choice where a file of its name is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.messages import strings
from bot.messages.admin import render_ingest_report
from bot.messages.buttons import Button, CallbackAction, CallbackData
from bot.messages.citations import render_citation
from bot.messages.pagination import ROOM, MessagePart
from bot.messages.text_entities import (
    FormattedText,
    Words,
    code,
    formatted,
    italic,
    join,
    one_line,
)
from retrieval.ingest.report import IngestReport
from retrieval.model import Span
from retrieval.ports import ArticleCard

ARTICLES_SHOWN = 10
ARTICLES_ROOM = 2000
"""UTF-16 units: with a question or what else is said, all of it is one message."""

UNDO = "Undo"
REPLACE = "Replace it"
KEEP_BOTH = "Keep both"

NOTHING_CHANGED = "Nothing was changed."
ALREADY_DONE = "That was done already, or taken back, so there is nothing left to do."
REPLACED_SINCE = "The file was replaced since: take the later upload back first."
NOT_TAKEN_IN = (
    "It could not be taken in, and nothing was changed: the log says why. Please send it again."
)
_CAUSE_LENGTH = 500
_NAME_LENGTH = 100


def render_known(cards: Sequence[ArticleCard]) -> MessagePart:
    """Return that a document is in the collection already, byte for byte."""
    return MessagePart(join("\n", ["I have this very file already:", *article_lines(cards)]))


def render_choice(name: str, cards: Sequence[ArticleCard], key: str) -> MessagePart:
    """Return the question what to do with a document whose name is known, with buttons."""
    asked = formatted("I have another ", code(one_line(name, _NAME_LENGTH)), ":")
    what = "Replace it, or keep both?"
    row = (
        Button(REPLACE, CallbackData(CallbackAction.REPLACE, key)),
        Button(KEEP_BOTH, CallbackData(CallbackAction.KEEP_BOTH, key)),
    )
    return MessagePart(join("\n", [asked, *article_lines(cards), what]), (row,))


def render_upload(
    report: IngestReport,
    cards: Sequence[ArticleCard],
    *,
    undo: str | None,
    left: Path | None = None,
) -> MessagePart:
    """Return what went in and what was skipped, with a button that takes it back.

    Args:
        report: of the ingest.
        cards: the articles of the file.
        undo: the key by which it is taken back; None where it cannot be.
        left: a file whose articles were replaced, and which lies outside of the uploads.
    """
    foot = [file_left(left)] if left is not None else []
    (bare,) = render_ingest_report(report)
    room = ROOM - bare.text.length - sum(each.length for each in foot)
    (part,) = render_ingest_report(report, article_lines(cards, room))
    lines = [part.text, *foot]
    row = (Button(UNDO, CallbackData(CallbackAction.UNDO, undo)),) if undo else ()
    return MessagePart(join("\n", lines), (row,) if row else ())


@dataclass(frozen=True, slots=True)
class FailedIngest:
    """An ingest that brought no report. ``cause``: what an admin can mend, if that is known."""

    cause: str | None = None


def render_nothing(report: IngestReport | FailedIngest) -> MessagePart:
    """Return why nothing of an upload went in."""
    if isinstance(report, FailedIngest):
        return MessagePart(formatted(not_taken_in(report.cause)))
    (part,) = render_ingest_report(report)
    return part


def not_taken_in(cause: str | None) -> str:
    """Return that an ingest failed, and why, as far as that is for admins to mend."""
    if cause is None:
        return NOT_TAKEN_IN
    why = one_line(cause, _CAUSE_LENGTH).rstrip(".")
    return f"It could not be taken in, and nothing was changed: {why}. Then send it again."


def not_changed(cause: str) -> str:
    """Return that the collection could not be changed, and why."""
    why = one_line(cause, _CAUSE_LENGTH).rstrip(".")
    return f"Nothing was changed: {why}. Then do it again."


def render_undone(names: Sequence[str], cards: Sequence[ArticleCard]) -> MessagePart:
    """Return that uploads were taken back, and what is there again."""
    head = formatted(
        "Taken back: ", join(", ", [code(one_line(each, _NAME_LENGTH)) for each in names])
    )
    again = ["Here again:", *article_lines(cards)] if cards else []
    return MessagePart(join("\n", [head, *again]))


def not_saved(reason: str) -> FormattedText:
    """Return that a file could not be saved, and why."""
    return formatted(f"It could not be saved, so nothing was changed: {reason}.")


def article_lines(cards: Sequence[ArticleCard], room: int = ARTICLES_ROOM) -> list[Words]:
    """Return a line for each of the first articles, and how many more there are.

    ``room`` is for the lines, in UTF-16 units.
    """
    lines: list[Words] = []
    for card in cards[:ARTICLES_SHOWN]:
        line = formatted("• ", _article(card))
        room -= line.length
        if room < 0:
            break
        lines.append(line)
    hidden = len(cards) - len(lines)
    if hidden <= 0:
        return lines
    if not lines:
        return [strings.count(hidden, "article")]
    return [*lines, f"and {strings.count(hidden, 'more article')}"]


def file_left(path: Path) -> FormattedText:
    """Return that a file stays where it is, and what follows from that."""
    return italic(
        f"The file {one_line(str(path), 250)} is not one of the uploads and stays: an ingest of "
        "its folder takes it in again."
    )


def _article(card: ArticleCard) -> FormattedText:
    cited = render_citation(card.cite(Span(0, 0)))
    return cited if card.title else formatted(cited, " · title unknown")
