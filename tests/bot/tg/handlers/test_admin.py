"""What the admins of the bot can do, and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import opened
from bot.ingestion import ingest_paths
from bot.messages import buttons, notices, strings
from bot.messages.corpus_changes import uploads
from bot.settings import load_settings
from bot.store.user_data import UserDataStore
from bot.tg.handlers.admin import memory
from bot.tg.handlers.uploads import (
    SIDECAR,
    ForwardedPost,
    SavedDocument,
    SentDocument,
    UploadFolder,
    delete_new,
    file_name_for,
    suffix_of,
)
from retrieval.corpus.files import Skipped
from retrieval.corpus.sidecar import from_sidecar
from retrieval.errors import IsolatedProcessError, ModelError
from retrieval.ingest.report import IngestReport
from retrieval.model import Declined
from tests.bot.conftest import Serve
from tests.bot.fake_service import QUESTION, FakeService, answering
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi

ADMIN = 77
STORY = b"Quay opens\n\nThe quay of Velmark opened on Monday, the port said.\n"
DONE = IngestReport(1, 0, 0, 0, 2, 3, (), 0.5)


@dataclass
class Reading:
    """Takes in what it is given, and remembers what it was."""

    report: IngestReport | Exception = DONE
    read: list[tuple[str, bytes, bytes | None]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, paths: Sequence[Path]) -> IngestReport:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        (path,) = paths
        beside = path.with_name(path.name + SIDECAR)
        stated = beside.read_bytes() if beside.exists() else None
        self.read.append((path.name, path.read_bytes(), stated))
        with self._lock:
            self.at_once -= 1
        if isinstance(self.report, Exception):
            raise self.report
        return self.report


async def test_a_document_is_taken_in_with_the_report_of_the_command_line(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    reading = Reading()
    async with serve(
        FakeService(), ingest=reading, telegram_admins=frozenset({ADMIN}), data_dir=tmp_path
    ):
        await reader.send_document("../../quay <1>.TXT", STORY)
        (told,) = await api.shown(ADMIN, 1)
        await reader.send_document("page", b"<p>A page.</p>", mime="text/html")
        await api.shown(ADMIN, 2)
    assert reading.read == [("quay -1.txt", STORY, None), ("page.html", b"<p>A page.</p>", None)]
    assert told.text == "1 article taken in\n2 passages, 3 statements, 0.5 s"
    assert [each.name for each in (tmp_path / "received").glob("*/*.txt")] == ["quay -1.txt"]


async def test_a_forwarded_post_is_taken_in_with_what_telegram_states_of_it(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    reading, paper = Reading(), FakeService()
    async with serve(paper, ingest=reading, telegram_admins=frozenset({ADMIN}), data_dir=tmp_path):
        await reader.forward("The quay of Velmark opened.", 'The "Velmark" Wire')
        await api.shown(ADMIN, 1)
    ((name, words, stated),) = reading.read
    assert (name, words) == ("The -Velmark- Wire.txt", b"The quay of Velmark opened.")
    assert stated is not None
    declared, faults = from_sidecar(stated)
    assert not faults
    assert declared.outlet is not None
    assert declared.published is not None
    assert declared.outlet.value == 'The "Velmark" Wire'
    assert not paper.asked


@dataclass(frozen=True)
class Sent:
    name: str
    mime: str
    size: int | None = None


@pytest.mark.parametrize(
    "sent",
    [
        Sent("paper.pdf", "application/pdf"),
        Sent("photo", "image/png"),
        Sent("huge.txt", "text/plain", 21 * 1024 * 1024),
    ],
)
async def test_what_is_no_article_is_said_to_be_none(
    api: BotApi,
    reader: Reader,
    serve: Serve,
    tmp_path: Path,
    sent: Sent,
) -> None:
    reading = Reading()
    async with serve(
        FakeService(), ingest=reading, telegram_admins=frozenset({ADMIN}), data_dir=tmp_path
    ):
        await reader.send_document(sent.name, STORY, mime=sent.mime, claimed_size=sent.size)
        (told,) = await api.shown(ADMIN, 1)
    assert told.text == notices.NOT_AN_ARTICLE
    assert not reading.read


@pytest.mark.parametrize(
    "outcome",
    [
        (
            IngestReport(0, 0, 0, 0, 0, 0, (Skipped("quay.txt", "no <prose>"),), 0.1),
            "0 articles taken in\n0 passages, 0 statements, 0.1 s\n1 file skipped:\n"
            "• quay.txt: no <prose>",
        ),
        (IsolatedProcessError("what it says is not told"), uploads.NOT_TAKEN_IN),
        (ModelError("what it says is not told"), uploads.NOT_TAKEN_IN),
        (
            IsolatedProcessError("bot.ingestion failed: …", "no space left on the disk of /data"),
            "It could not be taken in, and nothing was changed: no space left on the disk of "
            "/data. Then send it again.",
        ),
    ],
)
async def test_what_could_not_be_taken_in_is_not_kept(
    api: BotApi,
    reader: Reader,
    serve: Serve,
    tmp_path: Path,
    outcome: tuple[IngestReport | Exception, str],
) -> None:
    report, expected = outcome
    async with serve(
        FakeService(),
        ingest=Reading(report),
        telegram_admins=frozenset({ADMIN}),
        data_dir=tmp_path,
    ):
        await reader.send_document("quay.txt", STORY)
        (told,) = await api.shown(ADMIN, 1)
    assert told.text == expected
    assert not list((tmp_path / "received").glob("*"))


def saved(folder: Path, name: str | None, content: bytes) -> SavedDocument:
    return UploadFolder(folder).save(SentDocument(file_name_for(name, ".txt"), content))


def test_what_lay_there_before_is_not_taken_away_again(tmp_path: Path) -> None:
    first = saved(tmp_path, "quay.txt", STORY)
    delete_new(saved(tmp_path, "quay.txt", STORY))
    delete_new(saved(tmp_path, "port.txt", STORY))
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [first.path]


async def test_one_article_is_taken_in_after_another(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    reading, admins = Reading(), frozenset({ADMIN, 78, 79})
    async with serve(FakeService(), ingest=reading, telegram_admins=admins, data_dir=tmp_path):
        for each in (reader, Reader(api, 78), Reader(api, 79)):
            await each.send_document(f"{each.user_id}.txt", STORY)
        for admin in admins:
            await api.shown(admin, 1)
    assert len(reading.read) == 3
    assert reading.most_at_once == 1


async def test_from_others_no_article_is_taken(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    reading, paper = Reading(), FakeService()
    async with serve(paper, ingest=reading, telegram_admins=frozenset({5}), data_dir=tmp_path):
        await reader.send_document("quay.txt", STORY)
        await reader.forward("What opened?", "The Velmark Wire")
        told, _ = await api.shown(ADMIN, 2)
    assert told.text == strings.ONLY_TEXT
    assert paper.asked == ["What opened?"]
    assert not reading.read


# --- how it is -------------------------------------------------------------------------------


async def test_status_says_what_there_is_and_what_is_to_do(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    paper = FakeService(answers={"broken": RuntimeError("broken")})
    async with serve(paper, telegram_admins=frozenset({ADMIN})):
        await Reader(api, 78).write("broken")
        await api.shown(78, 1)
        await reader.write("/status")
        (told,) = await api.shown(ADMIN, 1)
    lines = told.text.splitlines()
    assert lines[:4] == [
        "Status",
        "Collection: 2 articles, 1 outlet, 5 passages, 3 statements",
        "Queue: 0 waiting, 1 in hand",
        "Errors since the start: 1",
    ]
    assert lines[4].startswith("Up for 0 s, ") or lines[4].startswith("Up for ")
    assert lines[5].startswith("Telegram reached ")


async def test_unanswered_lists_what_was_declined(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    now = datetime(2026, 3, 12, 8, tzinfo=UTC).timestamp()
    declined = {
        each: Declined(each, "No.", 0, ()) for each in ("Who <pays>?", "who <pays>", "Why?")
    }
    async with serve(
        FakeService(answers=declined),
        telegram_admins=frozenset({ADMIN}),
        user_data=UserDataStore(clock=lambda: now),
    ):
        await reader.write("/unanswered")
        for question in declined:
            await reader.write(question)
        await reader.write("/unanswered")
        nothing, *_, told = await api.shown(ADMIN, 5)
    assert nothing.text == notices.NOTHING_UNANSWERED
    assert told.text == (
        "Not answered – 2 questions, newest first\n\n"
        "• Why? (12 March 2026)\n• who <pays> (twice, last 12 March 2026)"
    )


async def test_what_readers_found_not_useful_is_shown_to_the_admins(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    now = datetime(2026, 3, 12, 8, tzinfo=UTC).timestamp()
    async with serve(
        answering(),
        telegram_admins=frozenset({ADMIN}),
        user_data=UserDataStore(clock=lambda: now),
    ):
        await reader.write(QUESTION)
        await api.shown(ADMIN, 1)
        await api.answer(await reader.press(buttons.NOT_USEFUL))
        await reader.write("/unanswered")
        await reader.write("/status")
        *_, listed, status = await api.shown(ADMIN, 3)
    assert listed.text == (
        f"{notices.NOTHING_UNANSWERED}\n\n"
        "Answered, but not useful – newest first\n\n"
        f"• {QUESTION} (👎 1, last 12 March 2026)"
    )
    assert status.text.endswith("\nFeedback: 0 useful, 1 not useful")


async def test_others_hear_that_these_commands_are_not_for_them_and_groups_nothing(
    api: BotApi, reader: Reader, serve: Serve
) -> None:
    async with serve(FakeService(), telegram_admins=frozenset({5})):
        for command in ("/status", "/unanswered"):
            await reader.write(command)
            await reader.write_in(-100500, command)
        await reader.write_in(-100500, "/id")
        told = await api.shown(reader.user_id, 2)
        (only,) = await api.shown(-100500, 1)
    assert [each.text for each in told] == [notices.FOR_ADMINS] * 2
    assert only.text.startswith("You are 77")


def test_memory_is_that_of_this_process() -> None:
    assert 2**20 < memory() < 2**40


# --- laid down as files ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("a.txt", None, ".txt"),
        ("A.HTM", "application/octet-stream", ".htm"),
        (None, "text/plain", ".txt"),
        ("a", "text/html; charset=utf-8", ".html"),
        ("a.pdf", "text/plain", None),
        ("a.json", "application/pdf", ".json"),
        ("A.JSONL", None, ".jsonl"),
        ("a", "application/json", ".json"),
        ("a.json.exe", "application/json", None),
        (None, None, None),
    ],
)
def test_how_a_document_is_read_is_told_by_its_name_or_else_by_its_kind(
    name: str | None, kind: str | None, suffix: str | None
) -> None:
    assert suffix_of(name, kind) == suffix


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\news\\quay.txt", "quay.txt"),
        ("README.txt", "article.txt"),
        (".hidden", "hidden.txt"),
        ("…", "article.txt"),
        (None, "article.txt"),
        ("Ö\u202e\x00k.txt", "Ö-k.txt"),
        ("x" * 300, f"{'x' * 80}.txt"),
        ("𝐪" * 300, f"{'𝐪' * 50}.txt"),
    ],
)
def test_whatever_a_document_is_called_it_lies_in_the_folder(
    tmp_path: Path, name: str | None, expected: str
) -> None:
    path = saved(tmp_path, name, STORY).path
    assert (path.name, path.parent.parent) == (expected, tmp_path)
    assert path.read_bytes() == STORY
    assert saved(tmp_path, name, STORY).path == path
    assert saved(tmp_path, name, b"other").path.parent != path.parent


def test_a_post_of_nobody_states_nothing(tmp_path: Path) -> None:
    path = UploadFolder(tmp_path).save_post(ForwardedPost("Words \ud83d.", None, None, None)).path
    assert path.read_text(encoding="utf-8") == "Words ?."
    assert path.with_name(path.name + SIDECAR).read_bytes() == b""


@pytest.mark.parser
@pytest.mark.model
async def test_a_forwarded_post_is_in_the_catalogue_with_its_outlet_and_date(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    settings = load_settings().model_copy(update={"data_dir": tmp_path})

    def taken(paths: Sequence[Path]) -> IngestReport:
        return ingest_paths(settings, paths)

    with opened(settings) as components:
        async with serve(
            components.service(),
            ingest=taken,
            telegram_admins=frozenset({ADMIN}),
            data_dir=tmp_path,
        ):
            await reader.forward(STORY.decode(), "Velmark Wire")
            (told,) = await api.shown(ADMIN, 1)
            await reader.write("When did the quay of Velmark open?")
            _, answer = await api.shown(ADMIN, 2)
    assert told.text.startswith("1 article taken in\n1 passage, ")
    assert answer.text.startswith("The quay of Velmark opened on Monday, the port said.\n[1] ")
    assert " · Velmark Wire — " in answer.text
    assert "Velmark Wire.txt" in answer.text
