"""What admins are told."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import admin
from bot.messages.pagination import LIMIT
from retrieval.corpus.files import Note, Skipped
from retrieval.ingest.report import IngestReport
from tests.bot.messages.shown import only


def test_the_admins_are_told_how_the_bot_is_and_what_it_lacks() -> None:
    now = admin.Status(1204, 17, 9310, 6022, 0, 2, 1, 273_905, 412 * 2**20, 3)
    assert only(admin.render_status(now)) == (
        "<b>Status</b>\n"
        "Collection: 1,204 articles, 17 outlets, 6,022 passages, 9,310 statements\n"
        "Queue: 0 waiting, 2 in hand\n"
        "Errors since the start: 1\n"
        "Up for 3 d 4 h, 412 MiB of memory\n"
        "Telegram reached 3 s ago"
    )
    asked = [
        admin.UnansweredLine("Who <pays>?", 3, 1_774_000_000),
        admin.UnansweredLine("Why?", 1, 1_773_900_000),
    ]
    assert only(admin.render_unanswered(asked, 20)) == (
        "<b>Not answered</b> – 20 questions, newest first\n\n"
        "• Who &lt;pays&gt;? <i>(3 times, last 20 March 2026)</i>\n"
        "• Why? <i>(19 March 2026)</i>\nand 18 more"
    )
    assert (
        only(admin.render_unanswered([], 0)) == "Every question was answered, or none was asked."
    )
    disliked = [
        admin.NotUsefulLine("Is it <so>?", 3, 1, 1_774_000_000),
        admin.NotUsefulLine("When?", 1, 0, 1_773_900_000),
    ]
    assert only(admin.render_unanswered([], 0, disliked)) == (
        "Every question was answered, or none was asked.\n\n"
        "<b>Answered, but not useful</b> – newest first\n\n"
        "• Is it &lt;so&gt;? <i>(👎 3, 👍 1, last 20 March 2026)</i>\n"
        "• When? <i>(👎 1, last 19 March 2026)</i>"
    )
    warned = replace(now, notices=("The catalogue can only be read: the disk is full",))
    assert only(admin.render_status(warned)).endswith(
        "\nTelegram reached 3 s ago\n⚠ The catalogue can only be read: the disk is full"
    )
    judged = replace(now, useful=12, not_useful=3)
    assert only(admin.render_status(judged)).endswith("\nFeedback: 12 useful, 3 not useful")


def test_an_ingest_is_reported_as_on_the_command_line() -> None:
    skips = tuple(Skipped(f"{n}.txt", "empty; expected an <article>") for n in range(11))
    report = IngestReport(2, 5, 1, 0, 9, 14, skips, 3.25, interrupted=True)
    lines = only(admin.render_ingest_report(report)).split("\n")
    assert lines[:4] == [
        "<b>2 articles</b> taken in, 1 replaced, 5 unchanged",
        "9 passages, 14 statements, 3.2 s",
        "11 files skipped:",
        "• <code>0.txt</code>: empty; expected an &lt;article&gt;",
    ]
    assert lines[-2:] == [
        "and 1 more",
        "It was interrupted: what was taken in until then is kept.",
    ]


def test_notes_on_what_was_taken_in_are_shown_and_items_are_no_files() -> None:
    skips = (Skipped("a.jsonl#2", "no text", 41), Skipped("a.jsonl#4", "no text"))
    notes = (
        Note("weir.html", "1 printed paragraph was left out that may be the article's"),
        Note("a.jsonl#1", "title cannot be read: half of a surrogate pair", 12),
        *(Note(f"{n}.html", "date 2031-01-01 is to come; taken for unknown") for n in range(30)),
    )
    report = IngestReport(12, 0, 0, 0, 9, 14, skips, 3.25, notes=notes)
    lines = only(admin.render_ingest_report(report)).split("\n")
    assert lines[2:8] == [
        "42 items skipped:",
        "• <code>a.jsonl#2</code>: no text",
        "• <code>a.jsonl#4</code>: no text",
        "To know about what was taken in:",
        "• <code>weir.html</code>: 1 printed paragraph was left out that may be the article's",
        "• <code>a.jsonl#1</code>: title cannot be read: half of a surrogate pair (and 11 more)",
    ]
    assert lines[-1].startswith("and ")
    mixed = replace(report, skipped=(*skips, Skipped("b.txt", "empty")), notes=())
    assert "\n1 file and 42 items skipped:\n" in only(admin.render_ingest_report(mixed))


def test_the_longest_report_is_one_message() -> None:
    skips = tuple(Skipped("🚢" * 300, "🚢" * 300) for _ in range(30))
    notes = tuple(Note("🚢" * 300, "🚢" * 300, 7) for _ in range(30))
    report = IngestReport(2, 5, 1, 0, 9, 14, skips, 3.25, interrupted=True, notes=notes)
    (part,) = admin.render_ingest_report(report)
    assert part.text.length <= LIMIT


def test_a_list_that_one_message_cannot_hold_goes_on_below_its_own_heading() -> None:
    question = "🚢" * 200
    asked = [admin.UnansweredLine(question, 2, 0.0)] * admin.UNANSWERED_SHOWN
    disliked = [admin.NotUsefulLine(question, 2, 1, 0.0)] * admin.NOT_USEFUL_SHOWN
    first, second = admin.render_unanswered(asked, len(asked), disliked)
    assert first.text.text.startswith("Not answered – 15 questions, newest first\n\n• 🚢")
    assert first.text.text.endswith("\n\n1/2")
    assert second.text.text.startswith("Answered, but not useful – newest first\n\n• 🚢")
    assert max(first.text.length, second.text.length) <= LIMIT
