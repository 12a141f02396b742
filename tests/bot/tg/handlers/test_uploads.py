"""What admins send, send again, take back and remove: over a real catalogue and real files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.messages import notices
from bot.messages.corpus_changes import removals, uploads
from bot.service.service import RetrievalService
from retrieval.errors import CatalogueError, IsolatedProcessError
from retrieval.ingest.report import IngestReport
from tests.adapters.stores import ask_context
from tests.bot.conftest import Serve
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.stories.newspaper import Newsroom, report_on

ADMIN, OTHER = 77, 78
OLD, NEW, THIRD, FOURTH = (report_on(number).encode() for number in (1, 2, 3, 4))


@dataclass
class Desk:
    """The bot over a catalogue, with a folder of uploads."""

    room: Newsroom
    serve: Serve
    folder: Path
    faults: int = 0
    refusal: str | None = None

    def ingest(self, paths: Sequence[Path]) -> IngestReport:
        if self.faults:
            self.faults -= 1
            raise IsolatedProcessError("bot.ingestion was ended by SIGSEGV")
        return self.room.ingest(*paths)

    def remove(self, sources: Collection[str]) -> None:
        if self.refusal is not None:
            raise CatalogueError(self.refusal)
        self.room.catalogue.writer.remove(sources)

    def open(self) -> AbstractAsyncContextManager[None]:
        context = ask_context(self.room.catalogue)
        return self.serve(
            RetrievalService(context, passages_shown=3, min_confidence=0.5),
            ingest=self.ingest,
            remove=self.remove,
            telegram_admins=frozenset({ADMIN}),
            data_dir=self.folder,
        )

    def texts(self) -> dict[str, list[bytes]]:
        """The stored texts by the file that is cited."""
        found: dict[str, list[bytes]] = {}
        for card in self.room.catalogue.articles.cards():
            text = self.room.catalogue.articles.text(card.source, card.version)
            found.setdefault(card.file, []).append((text or "").encode())
        return found

    def files(self) -> list[tuple[str, bytes]]:
        """The uploads that lie there."""
        lying = (self.folder / "received").glob("[!.]*/*")
        return sorted((path.name, path.read_bytes()) for path in lying)


@pytest.fixture(name="desk")
def _desk(serve: Serve, tmp_path: Path) -> Iterator[Desk]:
    room = Newsroom(tmp_path / "var")
    yield Desk(room, serve, tmp_path)
    room.catalogue.close()


async def test_the_report_names_what_went_in_and_what_was_skipped_and_why(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    lines = [
        {"text": report_on(1), "title": "Quay opens", "published": "2026-03-12"},
        {"text": report_on(2)},
        {"title": "No text"},
    ]
    content = "\n".join(json.dumps(each) for each in lines).encode()
    async with desk.open():
        await reader.send_document("news.jsonl", content, mime="application/pdf")
        (told,) = await api.shown(ADMIN, 1)
    head, _, first, second, skipped, why = told.text.splitlines()
    assert head == "2 articles taken in"
    assert first == "• 12 March 2026 · outlet unknown — Quay opens · news.jsonl#1"
    assert second.startswith("• date unknown · outlet unknown")
    assert second.endswith(" · news.jsonl#2")
    assert (skipped, why[:16]) == ("1 item skipped:", "• news.jsonl#3: ")
    assert told.buttons() == [["Undo"]]


async def test_the_same_file_sent_again_is_said_to_be_known(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        for name in ("quay.txt", "quay.txt", "other.txt"):
            await reader.send_document(name, OLD)
        _, again, renamed = await api.shown(ADMIN, 3)
    assert again.text.startswith("I have this very file already:\n• date unknown · outlet unknown")
    assert again.text.endswith("quay.txt")
    assert renamed.text == again.text
    assert desk.files() == [("quay.txt", OLD)]


async def test_a_corrected_upload_replaces_when_it_is_said_to_and_comes_back_by_undo(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        await api.shown(ADMIN, 1)
        await reader.send_document("quay.txt", NEW)
        _, asked = await api.shown(ADMIN, 2)
        assert asked.text.startswith("I have another quay.txt:\n• date unknown · outlet unknown")
        assert asked.buttons() == [["Replace it", "Keep both"]]
        assert desk.texts() == {"quay.txt": [OLD]}
        await reader.press("Replace it")
        await api.until(lambda: "1 article replaced" in asked.text)
        assert asked.buttons() == [["Undo"]]
        assert desk.texts() == {"quay.txt": [NEW]}
        assert [content for _, content in desk.files()] == [NEW]
        await reader.press("Undo")
        await api.until(lambda: "Taken back" in asked.text)
    assert asked.text.startswith(
        "Taken back: quay.txt\nHere again:\n• date unknown · outlet unknown"
    )
    assert desk.texts() == {"quay.txt": [OLD]}
    assert [content for _, content in desk.files()] == [OLD]


async def test_both_are_kept_when_it_is_said_so(api: BotApi, reader: Reader, desk: Desk) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        await api.shown(ADMIN, 1)
        await reader.send_document("quay.txt", NEW)
        _, asked = await api.shown(ADMIN, 2)
        await reader.press("Keep both")
        await api.until(lambda: "1 article taken in" in asked.text)
        assert sorted(desk.texts()["quay.txt"]) == sorted([OLD, NEW])
        await reader.press("Undo")
        await api.until(lambda: "Taken back" in asked.text)
    assert desk.texts() == {"quay.txt": [OLD]}


async def test_a_choice_and_an_undo_wait_for_a_restart_of_the_bot(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        await reader.send_document("quay.txt", NEW)
        _, asked = await api.shown(ADMIN, 2)
    async with desk.open():
        await reader.press("Replace it")
        await api.until(lambda: "1 article replaced" in asked.text)
    async with desk.open():
        await reader.press("Undo")
        await api.until(lambda: "Taken back" in asked.text)
    assert desk.texts() == {"quay.txt": [OLD]}


async def test_a_file_from_elsewhere_is_replaced_in_the_collection_and_left_where_it_lies(
    api: BotApi, reader: Reader, desk: Desk, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "paper" / "quay.txt"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(OLD)
    desk.room.ingest(elsewhere)
    async with desk.open():
        await reader.send_document("quay.txt", NEW)
        (asked,) = await api.shown(ADMIN, 1)
        await reader.press("Replace it")
        await api.until(lambda: "1 article taken in" in asked.text)
        assert f"The file {elsewhere} is not one of the uploads and stays" in asked.text
        assert desk.texts() == {"quay.txt": [NEW]}
        await reader.press("Undo")
        await api.until(lambda: "Taken back" in asked.text)
    assert elsewhere.read_bytes() == OLD
    assert desk.texts() == {"quay.txt": [OLD]}
    assert desk.files() == []


async def test_an_upload_is_taken_back_with_its_file_and_only_once(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        (told,) = await api.shown(ADMIN, 1)
        data = told.rows()[0][0]["callback_data"]
        await reader.press("Undo")
        await api.until(lambda: "Taken back" in told.text)
    assert told.text == "Taken back: quay.txt"
    assert told.buttons() == []
    assert (desk.texts(), desk.files()) == ({}, [])
    assert not list((desk.folder / "received").rglob("*.json"))
    assert data.startswith("uu:")


async def test_an_upload_that_was_replaced_since_is_not_taken_back_over_the_later_one(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        (first,) = await api.shown(ADMIN, 1)
        undo_first = first.rows()[0][0]["callback_data"]
        await reader.send_document("quay.txt", NEW)
        _, second = await api.shown(ADMIN, 2)
        await reader.press("Replace it")
        await api.until(lambda: "1 article replaced" in second.text)
        await reader.press(data=undo_first)
        await api.until(lambda: first.text == uploads.REPLACED_SINCE)
    assert desk.texts() == {"quay.txt": [NEW]}


async def test_what_fails_to_replace_changes_nothing(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        await reader.send_document("quay.txt", NEW)
        _, asked = await api.shown(ADMIN, 2)
        desk.faults = 1
        await reader.press("Replace it")
        await api.until(lambda: asked.text == uploads.NOT_TAKEN_IN)
        await reader.send_document("empty.txt", b" \n ")
        _, _, empty = await api.shown(ADMIN, 3)
    assert desk.texts() == {"quay.txt": [OLD]}
    assert [content for _, content in desk.files()] == [OLD]
    assert "empty.txt: empty; expected an article" in empty.text
    assert empty.buttons() == []


async def test_what_cannot_be_removed_or_taken_back_says_the_cause_to_admins(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    desk.refusal = "no space left on the disk of /data: free some, then do it again."
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        (told,) = await api.shown(ADMIN, 1)
        await reader.press("Undo")
        await api.until(lambda: told.text.startswith("Nothing was changed: no space left"))
        await reader.write("/remove quay.txt")
        _, asked = await api.shown(ADMIN, 2)
        await reader.press("Remove quay.txt")
        await api.until(lambda: asked.text.startswith("Nothing was changed: no space left"))
    assert desk.texts() == {"quay.txt": [OLD]}


async def test_nobody_else_may_press_what_admins_are_asked(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        (told,) = await api.shown(ADMIN, 1)
        toast = await api.answer(await Reader(api, OTHER).press("Undo", chat=reader.chat))
    assert toast == {"text": notices.FOR_ADMINS}
    assert told.buttons() == [["Undo"]]
    assert desk.texts() == {"quay.txt": [OLD]}


async def test_two_uploads_at_once_are_both_taken_in(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("one.txt", OLD)
        await reader.send_document("two.txt", NEW, caption="Here is another one")
        await reader.send_document("two.txt", NEW)
        told = await api.shown(ADMIN, 3)
    assert [each.text.splitlines()[0] for each in told] == [
        "1 article taken in",
        "1 article taken in",
        "I have this very file already:",
    ]
    assert desk.texts() == {"one.txt": [OLD], "two.txt": [NEW]}


async def test_an_album_is_taken_in_with_one_report_and_taken_back_whole(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay.txt", OLD)
        await api.shown(ADMIN, 1)
        for name, content in (("quay.txt", NEW), ("lock.txt", THIRD), ("dam.txt", FOURTH)):
            await reader.send_document(name, content, media_group_id="9")
        _, told, asked = await api.shown(ADMIN, 3)
        assert told.text.startswith("2 articles taken in")
        assert asked.text.startswith("I have another quay.txt:")
        assert sorted(desk.texts()) == ["dam.txt", "lock.txt", "quay.txt"]
        await reader.press(data=told.rows()[0][0]["callback_data"])
        await api.until(lambda: told.text == "Taken back: lock.txt, dam.txt")
    assert desk.texts() == {"quay.txt": [OLD]}


async def test_remove_asks_and_then_removes_the_article_and_the_upload(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        for name, content in (("quay.txt", OLD), ("lock.txt", NEW)):
            await reader.send_document(name, content)
        await reader.write("/remove quay.txt")
        *_, asked = await api.shown(ADMIN, 3)
        assert asked.text.startswith(
            "Remove from the collection?\n• date unknown · outlet unknown"
        )
        assert asked.buttons() == [["Remove quay.txt"], ["Keep it"]]
        assert len(desk.texts()) == 2
        await reader.press("Remove quay.txt")
        await api.until(lambda: asked.text.startswith("Removed:"))
    assert desk.texts() == {"lock.txt": [NEW]}
    assert desk.files() == [("lock.txt", NEW)]


async def test_a_file_of_several_articles_is_removed_whole_or_one_of_them(
    api: BotApi, reader: Reader, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "paper" / "news.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(json.dumps({"text": report_on(each)}) for each in (1, 2, 3)))
    desk.room.ingest(path)
    async with desk.open():
        await reader.write("/remove news.jsonl#2")
        (one,) = await api.shown(ADMIN, 1)
        await reader.press("Remove news.jsonl#2")
        await api.until(lambda: one.text.startswith("Removed:"))
        assert sorted(desk.texts()) == ["news.jsonl#1", "news.jsonl#3"]
        assert "stays: an ingest of its folder takes it in again" in one.text
        await reader.write("/remove news.jsonl")
        _, whole = await api.shown(ADMIN, 2)
        await reader.press("Remove news.jsonl")
        await api.until(lambda: whole.text.startswith("Removed:"))
    assert desk.texts() == {}
    assert path.exists()


async def test_remove_says_how_to_name_a_file_and_suggests_what_is_close(
    api: BotApi, reader: Reader, desk: Desk
) -> None:
    async with desk.open():
        await reader.send_document("quay-opens.txt", OLD)
        await reader.write("/remove")
        await reader.write("/remove quay-open.txt")
        await reader.write("/remove quay-opens.txt")
        _, how, close, asked = await api.shown(ADMIN, 4)
        await reader.press("Keep it")
        await api.until(lambda: asked.text == removals.NOTHING_REMOVED)
        await Reader(api, OTHER).write("/remove quay-opens.txt")
        (told,) = await api.shown(OTHER, 1)
    assert how.text == removals.HOW_TO_REMOVE
    assert close.text == "No article is cited by quay-open.txt.\nDid you mean:\n• quay-opens.txt"
    assert told.text == notices.FOR_ADMINS
    assert desk.texts() == {"quay-opens.txt": [OLD]}
