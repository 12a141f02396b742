"""What proves a citation: the file and the text that it was read from, as they were then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typing_extensions import override

from bot.messages import buttons, notices
from bot.service.service import RetrievalService
from retrieval.answer.followups.turns import PreviousTurn
from retrieval.model import Answer, Citation, Excerpt, Reply, Span
from tests.adapters.stores import ask_context
from tests.bot.conftest import Serve
from tests.bot_server.chats import Message
from tests.bot_server.people import Reader
from tests.bot_server.state import BotApi
from tests.stories.newspaper import Newsroom

WORDS = "The quay of Velmark opened on Monday, the port said."
STORY = f"Quay opens\n\n{WORDS}\n\nIt had been closed for a year, and nobody had said why.\n"
PAGE = f"<html><body><article><h1>Quay opens</h1><p>{WORDS}</p><p>Nobody came.</p></article>"
LINES = "\n".join(json.dumps({"text": text}) for text in (STORY, "Another story. It rained."))
FILES = {
    "quay.txt": STORY.encode(),
    "quay.html": PAGE.encode(),
    "quay.json": json.dumps({"title": "Quay opens", "text": STORY}).encode(),
    "quay.jsonl": LINES.encode(),
    "latin.txt": f"{STORY}Café “Quay”.\r\n".encode("cp1252"),
}


@dataclass
class Desk:
    """A catalogue with one article, read from a file that can be changed."""

    room: Newsroom
    path: Path

    def __post_init__(self) -> None:
        assert not self.room.ingest(self.path).skipped

    @property
    def service(self) -> RetrievalService:
        return QuayService(ask_context(self.room.catalogue), passages_shown=3, min_confidence=0.5)

    @property
    def text(self) -> str:
        place = self.cite()
        text = self.room.catalogue.articles.text(place.source, place.version)
        assert text is not None
        return text

    def cite(self) -> Citation:
        cards = self.room.catalogue.articles.cards()
        card = next(each for each in cards if each.file in {self.path.name, f"{self.path.name}#1"})
        text = self.room.catalogue.articles.text(card.source, card.version)
        assert text is not None
        start = text.index(WORDS)
        return card.cite(Span(start, start + len(WORDS)))


class QuayService(RetrievalService):
    """Answers every question from the one article."""

    @override
    def ask(self, question: str, earlier: PreviousTurn | None = None) -> Reply:
        (card, *_) = self._context.articles.cards()
        text = self._context.articles.text(card.source, card.version)
        assert text is not None
        start = text.index(WORDS)
        cited = card.cite(Span(start, start + len(WORDS)))
        return Answer(question, 0.9, (Excerpt(WORDS, cited, 1.0),))


@pytest.fixture(name="desk", params=FILES)
def _desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    yield from desk_with(str(request.param), tmp_path)


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[Desk]:
    yield from desk_with("quay.html", tmp_path)


def desk_with(name: str, folder: Path) -> Iterator[Desk]:
    path = folder / "paper" / name
    path.parent.mkdir()
    path.write_bytes(FILES[name])
    room = Newsroom(folder / "var")
    yield Desk(room, path)
    room.catalogue.close()


async def open_context(api: BotApi, reader: Reader) -> Message:
    await reader.write("When did the quay open?")
    await api.shown(reader.user_id, 1)
    await reader.press("Context")
    return (await api.shown(reader.user_id, 2))[1]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def test_a_citation_says_which_text_its_offsets_count_in_and_gives_the_digests_of_both(
    api: BotApi, reader: Reader, serve: Serve, desk: Desk
) -> None:
    span = desk.cite().span
    place = f"{span.start}–{span.end}"
    is_same = desk.text.encode() == FILES[desk.path.name]
    async with serve(desk.service):
        context = await open_context(api, reader)
        copied = reader.copy("Copy citation")
        await reader.press(buttons.FULL)
        full = (await api.shown(reader.user_id, 3))[2]
    what = "file" if is_same else "source text"
    assert context.text.endswith(f"\ncharacters {place} of the {what}")
    assert full.marked("pre") == [full.text]
    assert full.text.startswith(f"{WORDS}\n\n")
    assert f"Characters: {place} of the {what}" in full.text
    assert f"SHA-256 {sha256(FILES[desk.path.name])}" in full.text
    assert f"SHA-256 {sha256(desk.text.encode())}" in full.text
    assert sha256(desk.text.encode())[:16] in copied
    assert sha256(FILES[desk.path.name])[:16] in copied


async def test_the_source_text_is_sent_with_exactly_the_digest_that_is_shown(
    api: BotApi, reader: Reader, serve: Serve, page: Desk
) -> None:
    text = page.text.encode()
    async with serve(page.service):
        await open_context(api, reader)
        await reader.press(buttons.TEXT)
        sent = (await api.shown(reader.user_id, 3))[2]
    (call,) = api.made("sendDocument")
    assert call.uploads["document"].data == text
    assert sent.more["document"]["file_name"] == "quay.html.text.txt"
    assert sent.text.endswith(
        "The text as it was stored when the file was read; the offsets count in it. "
        f"SHA-256 {sha256(text)}"
    )
    span = page.cite().span
    assert text.decode()[span.start : span.end] == WORDS


async def test_a_file_that_changed_since_it_was_read_is_never_sent_with_its_words(
    api: BotApi, reader: Reader, serve: Serve, desk: Desk
) -> None:
    text = desk.text.encode()
    async with serve(desk.service):
        await open_context(api, reader)
        desk.path.write_bytes(FILES[desk.path.name].replace(b"Monday", b"Sunday"))
        await reader.press(buttons.FILE)
        told = (await api.shown(reader.user_id, 3))[2]
        assert not api.made("sendDocument")
        await reader.press(buttons.TEXT)
        await api.shown(reader.user_id, 4)
        (call,) = api.made("sendDocument")
        await reader.press("Context")
        context = (await api.shown(reader.user_id, 5))[4]
        await reader.press(buttons.FULL)
        full = (await api.shown(reader.user_id, 6))[5]
    changed = f"{desk.path.name} has changed since it was read on "
    assert told.text.startswith(changed)
    assert told.text.endswith("The words shown are from the text that was stored then.")
    assert told.buttons() == [["Source text"]]
    assert call.uploads["document"].data == text
    assert changed in context.text
    assert changed in full.text
    assert WORDS in context.text
    assert f"SHA-256 {sha256(FILES[desk.path.name])}" in full.text


async def test_a_file_that_is_gone_is_said_to_be_and_its_text_can_still_be_had(
    api: BotApi, reader: Reader, serve: Serve, desk: Desk
) -> None:
    text = desk.text.encode()
    async with serve(desk.service):
        await open_context(api, reader)
        desk.path.unlink()
        await reader.press(buttons.FILE)
        told = (await api.shown(reader.user_id, 3))[2]
        await reader.press(buttons.TEXT)
        await api.shown(reader.user_id, 4)
    (call,) = api.made("sendDocument")
    assert told.text.startswith(f"{desk.path.name} is no longer where it was read on ")
    assert call.uploads["document"].data == text


async def test_another_line_of_the_file_changes_the_file_and_not_the_words(
    api: BotApi, reader: Reader, serve: Serve, tmp_path: Path
) -> None:
    for desk in desk_with("quay.jsonl", tmp_path):
        desk.path.write_bytes(FILES["quay.jsonl"] + b"\n")
        async with serve(desk.service):
            context = await open_context(api, reader)
        assert "quay.jsonl has changed since it was read on " in context.text


async def test_the_buttons_of_a_withdrawn_article_say_that_it_is_withdrawn(
    api: BotApi, reader: Reader, serve: Serve, page: Desk
) -> None:
    names = ("Context", buttons.FILE, buttons.TEXT, buttons.FULL)
    async with serve(page.service):
        await open_context(api, reader)
        page.room.catalogue.writer.remove([page.cite().source])
        for name in names:
            await reader.press(name)
        told = (await api.shown(reader.user_id, 2 + len(names)))[2:]
    assert [each.text for each in told] == [notices.WITHDRAWN] * len(names)


async def test_a_text_that_was_altered_in_the_catalogue_is_not_sent(
    api: BotApi, reader: Reader, serve: Serve, page: Desk
) -> None:
    async with serve(page.service):
        await open_context(api, reader)
        with page.room.catalogue.database.changing() as connection:
            connection.execute("UPDATE versions SET text = replace(text, 'Nobody', 'No body')")
        await reader.press(buttons.TEXT)
        told = (await api.shown(reader.user_id, 3))[2]
    assert told.text == notices.TEXT_DAMAGED
    assert not api.made("sendDocument")


async def test_the_article_of_a_source_sends_its_file_and_its_text(
    api: BotApi, reader: Reader, serve: Serve, page: Desk
) -> None:
    async with serve(page.service):
        await reader.write("/sources")
        (message,) = await api.shown(reader.user_id, 1)
        await reader.press("Outlet unknown")
        await api.until(lambda: "1. " in message.text)
        await reader.press("1")
        await api.until(lambda: WORDS in message.text)
        assert message.buttons()[0][:2] == ["Source file", "Source text"]
        await reader.press(buttons.FILE)
        await api.shown(reader.user_id, 2)
        await reader.press(buttons.TEXT)
        await api.shown(reader.user_id, 3)
    file, text = (call.uploads["document"].data for call in api.made("sendDocument"))
    assert (file, text) == (FILES["quay.html"], page.text.encode())
