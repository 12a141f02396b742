"""Renders what admins are told: status, unanswered questions, reports of ingests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from bot.messages import citations, notices
from bot.messages.pagination import GAP, MessagePart, paginate
from bot.messages.text_entities import FormattedText, Words, bold, code, formatted, join, one_line
from retrieval.corpus.files import ITEM, Note, Skipped
from retrieval.ingest.report import IngestReport

UNANSWERED_SHOWN = 15
NOT_USEFUL_SHOWN = 10
SKIPPED_SHOWN = 10
NOTES_ROOM = 800
"""UTF-16 units: with ten skipped files, all of it is one message."""

_QUESTION_LENGTH = 100
_FILE_LENGTH = 80
_REASON_LENGTH = 80
_NOTICE_LENGTH = 600
_NOTE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the bot at the moment.

    Attributes:
        waiting: messages received and not begun.
        in_hand: messages being answered.
        errors: since it was started.
        uptime: in seconds.
        memory: of the process, in bytes.
        polled: seconds since the last successful poll; None where it does not poll.
        useful: verdicts of readers that an answer was useful.
        not_useful: verdicts that it was not.
        notices: what is wrong with the stores though they answer, in sentences.
    """

    articles: int
    outlets: int
    statements: int
    passages: int
    waiting: int
    in_hand: int
    errors: int
    uptime: float
    memory: int
    polled: float | None = None
    useful: int = 0
    not_useful: int = 0
    notices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class UnansweredLine:
    """A question that was declined, how often, and when last, in seconds since 1970."""

    question: str
    times: int
    latest: float


@dataclass(frozen=True, slots=True)
class NotUsefulLine:
    """A question with the counts of verdicts on its answers.

    Attributes:
        latest: when one was found not useful last, in seconds since 1970.
    """

    question: str
    not_useful: int
    useful: int
    latest: float


def render_status(now: Status) -> tuple[MessagePart, ...]:
    """Return corpus, queue, errors, uptime, memory and feedback, a line each."""
    lines: list[Words] = [
        bold(notices.STATUS),
        notices.corpus(now.articles, now.outlets, now.passages, now.statements),
        notices.queue(now.waiting, now.in_hand),
        notices.errors(now.errors),
        notices.running(citations.spell_duration(now.uptime), now.memory / 2**20),
    ]
    if now.polled is not None:
        lines.append(notices.polled(citations.spell_duration(now.polled)))
    if now.useful or now.not_useful:
        lines.append(notices.feedback(now.useful, now.not_useful))
    lines += [formatted("⚠ ", one_line(each, _NOTICE_LENGTH)) for each in now.notices]
    return (MessagePart(join("\n", lines)),)


def render_unanswered(
    questions: Sequence[UnansweredLine],
    total: int,
    disliked: Sequence[NotUsefulLine] = (),
    disputed: Sequence[UnansweredLine] = (),
) -> tuple[MessagePart, ...]:
    """Return the questions that were declined last, of so many, and those answered not usefully.

    ``disputed`` were declined, and readers say that the articles do answer them. All are given, and
    shown, the newest first.
    """
    blocks: list[FormattedText] = []
    if questions:
        lines: list[Words] = [_asked(each) for each in questions[:UNANSWERED_SHOWN]]
        hidden = total - len(lines)
        lines += [notices.more(hidden)] if hidden > 0 else []
        blocks.append(join(GAP, [notices.unanswered(total), join("\n", lines)]))
    else:
        blocks.append(formatted(notices.NOTHING_UNANSWERED))
    if disliked:
        shown = join("\n", map(_disliked, disliked[:NOT_USEFUL_SHOWN]))
        blocks.append(join(GAP, [notices.NOT_USEFUL, shown]))
    if disputed:
        shown = join("\n", map(_asked, disputed[:NOT_USEFUL_SHOWN]))
        blocks.append(join(GAP, [notices.DISPUTED_DECLINES, shown]))
    return paginate(blocks)


def _asked(each: UnansweredLine) -> FormattedText:
    question = one_line(each.question, _QUESTION_LENGTH)
    return formatted(f"• {question} ", notices.asked(each.times, _day(each.latest)))


def _disliked(each: NotUsefulLine) -> FormattedText:
    question = one_line(each.question, _QUESTION_LENGTH)
    verdicts = notices.verdicts(each.not_useful, each.useful, _day(each.latest))
    return formatted(f"• {question} ", verdicts)


def _day(seconds: float) -> str:
    return citations.spell_date(datetime.fromtimestamp(seconds, UTC).date().isoformat())


def render_ingest_report(
    report: IngestReport, articles: Sequence[Words] = ()
) -> tuple[MessagePart, ...]:
    """Return what an ingest did, as the command line says it; ``articles`` is a line for each."""
    lines: list[Words] = [
        notices.taken_in(report.articles, report.replaced, report.unchanged, report.removed),
        notices.written(report.passages, report.statements, report.seconds),
        *articles,
    ]
    if report.skipped:
        items = sum(skip.count for skip in report.skipped if _is_of_items(skip))
        files = sum(skip.count for skip in report.skipped if not _is_of_items(skip))
        lines.append(notices.skipped(files, items))
        told = [_told(skip.file, skip.reason, _REASON_LENGTH) for skip in report.skipped]
        lines += _first_of(told, SKIPPED_SHOWN)
    if report.notes:
        lines.append(notices.NOTES_ON_ARTICLES)
        told = [_told(*_note(each), _NOTE_LENGTH) for each in report.notes]
        ends = list(accumulate(each.length for each in told))
        lines += _first_of(told, sum(end <= NOTES_ROOM for end in ends))
    if report.interrupted:
        lines.append(notices.INTERRUPTED)
    return (MessagePart(join("\n", lines)),)


def _first_of(told: Sequence[FormattedText], shown: int) -> list[Words]:
    hidden = len(told) - shown
    return [*told[:shown], *([notices.more(hidden)] if hidden > 0 else [])]


def _told(file: str, what: str, length: int) -> FormattedText:
    return formatted("• ", code(one_line(file, _FILE_LENGTH)), f": {one_line(what, length)}")


def _note(note: Note) -> tuple[str, str]:
    others = f" ({notices.more(note.count - 1)})" if note.count > 1 else ""
    return note.file, note.text + others


def _is_of_items(skip: Skipped) -> bool:
    """Return whether articles in a file are skipped, such as "news.jsonl#3", and not the file."""
    return skip.count > 1 or ITEM.search(skip.file) is not None
