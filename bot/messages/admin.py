"""Renders what admins are told: status, unanswered questions, reports of ingests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from bot.messages import citations, notices
from bot.messages.pagination import GAP, MessagePart, paginate
from bot.messages.strings import count
from bot.messages.text_entities import (
    FormattedText,
    Words,
    bold,
    code,
    formatted,
    italic,
    join,
    one_line,
)
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

_STATUS = "Status"
_NOT_USEFUL = formatted(bold("Answered, but not useful"), " – newest first")
_DISPUTED_DECLINES = formatted(
    bold("Declined, but answered in the articles, readers say"), " – newest first"
)
_NOTES_ON_ARTICLES = "To know about what was taken in:"
_INTERRUPTED = "It was interrupted: what was taken in until then is kept."


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
        bold(_STATUS),
        _corpus(now.articles, now.outlets, now.passages, now.statements),
        _queue(now.waiting, now.in_hand),
        _errors(now.errors),
        _running(citations.spell_duration(now.uptime), now.memory / 2**20),
    ]
    if now.polled is not None:
        lines.append(_polled(citations.spell_duration(now.polled)))
    if now.useful or now.not_useful:
        lines.append(_feedback(now.useful, now.not_useful))
    lines += [formatted("⚠ ", one_line(each, _NOTICE_LENGTH)) for each in now.notices]
    return (MessagePart(join("\n", lines)),)


def _corpus(articles: int, outlets: int, passages: int, statements: int) -> str:
    """Tell the size of the corpus."""
    parts = ((articles, "article"), (outlets, "outlet"), (passages, "passage"))
    counted = [count(number, noun) for number, noun in (*parts, (statements, "statement"))]
    return f"Collection: {', '.join(counted)}"


def _queue(waiting: int, in_hand: int) -> str:
    """Tell how many updates are waiting and being handled."""
    return f"Queue: {waiting:,} waiting, {in_hand:,} in hand"


def _errors(number: int) -> str:
    """Tell how many errors there were."""
    return f"Errors since the start: {number:,}"


def _running(uptime: str, megabytes: float) -> str:
    """Tell uptime and memory."""
    return f"Up for {uptime}, {megabytes:,.0f} MiB of memory"


def _polled(ago: str) -> str:
    """Tell when Telegram was reached last."""
    return f"Telegram reached {ago} ago"


def _feedback(useful: int, not_useful: int) -> str:
    """Tell how many verdicts readers gave."""
    return f"Feedback: {useful:,} useful, {not_useful:,} not useful"


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
        blocks.append(join(GAP, [_unanswered(total), join("\n", lines)]))
    else:
        blocks.append(formatted(notices.NOTHING_UNANSWERED))
    if disliked:
        shown = join("\n", map(_disliked, disliked[:NOT_USEFUL_SHOWN]))
        blocks.append(join(GAP, [_NOT_USEFUL, shown]))
    if disputed:
        shown = join("\n", map(_asked, disputed[:NOT_USEFUL_SHOWN]))
        blocks.append(join(GAP, [_DISPUTED_DECLINES, shown]))
    return paginate(blocks)


def _asked(each: UnansweredLine) -> FormattedText:
    question = one_line(each.question, _QUESTION_LENGTH)
    return formatted(f"• {question} ", _asked_often(each.times, _day(each.latest)))


def _disliked(each: NotUsefulLine) -> FormattedText:
    question = one_line(each.question, _QUESTION_LENGTH)
    verdicts = _verdicts(each.not_useful, each.useful, _day(each.latest))
    return formatted(f"• {question} ", verdicts)


def _unanswered(number: int) -> FormattedText:
    """Head the list of declined questions."""
    return formatted(bold("Not answered"), f" – {count(number, 'question')}, newest first")


def _asked_often(times: int, day: str) -> FormattedText:
    """Tell how often and when last a question was asked."""
    often = {1: "", 2: "twice, last "}.get(times, f"{times:,} times, last ")
    return italic(f"({often}{day})")


def _verdicts(not_useful: int, useful: int, day: str) -> FormattedText:
    """Tell how often answers to a question were found not useful and useful, and when last."""
    also = f", 👍 {useful:,}" if useful else ""
    return italic(f"(👎 {not_useful:,}{also}, last {day})")


def _day(seconds: float) -> str:
    return citations.spell_date(datetime.fromtimestamp(seconds, UTC).date().isoformat())


def render_ingest_report(
    report: IngestReport, articles: Sequence[Words] = ()
) -> tuple[MessagePart, ...]:
    """Return what an ingest did, as the command line says it; ``articles`` is a line for each."""
    lines: list[Words] = [
        _taken_in(report.articles, report.replaced, report.unchanged, report.removed),
        _written(report.passages, report.statements, report.seconds),
        *articles,
    ]
    if report.skipped:
        items = sum(skip.count for skip in report.skipped if _is_of_items(skip))
        files = sum(skip.count for skip in report.skipped if not _is_of_items(skip))
        lines.append(_skipped(files, items))
        told = [_told(skip.file, skip.reason, _REASON_LENGTH) for skip in report.skipped]
        lines += _first_of(told, SKIPPED_SHOWN)
    if report.notes:
        lines.append(_NOTES_ON_ARTICLES)
        told = [_told(*_note(each), _NOTE_LENGTH) for each in report.notes]
        ends = list(accumulate(each.length for each in told))
        lines += _first_of(told, sum(end <= NOTES_ROOM for end in ends))
    if report.interrupted:
        lines.append(_INTERRUPTED)
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


def _taken_in(articles: int, replaced: int, unchanged: int, removed: int) -> FormattedText:
    """Tell what became of the articles of an ingest."""
    every = (
        (articles, "taken in"),
        (replaced, "replaced"),
        (unchanged, "unchanged"),
        (removed, "removed"),
    )
    (number, what), *others = [each for each in every if each[0]] or [every[0]]
    told = [f" {what}", *(f"{number:,} {what}" for number, what in others)]
    return formatted(bold(count(number, "article")), ", ".join(told))


def _written(passages: int, statements: int, seconds: float) -> str:
    """Tell how many passages and statements were written."""
    return f"{count(passages, 'passage')}, {count(statements, 'statement')}, {seconds:.1f} s"


def _skipped(files: int, items: int) -> str:
    """Head the list of skipped files, and of skipped items of files that hold several articles."""
    every = ((files, "file"), (items, "item"))
    return f"{' and '.join(count(number, what) for number, what in every if number)} skipped:"
