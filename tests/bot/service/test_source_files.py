"""Cited files, compared with what they were when they were read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.service.service import RetrievalService
from bot.service.source_files import CitedSource, FileState, source_key
from retrieval.adapters.sqlite.catalogue import Catalogue
from retrieval.errors import DamagedTextError, WithdrawnError
from retrieval.model import Citation, Span
from tests.adapters.stores import ask_context
from tests.stories.newspaper import Newsroom, report_on

LIMIT = 10_000_000
PAGE = "<html><body><article><p>{}</p></article></body></html>"
NAMES = ("port.txt", "old.txt", "page.html", "item.json", "news.jsonl")


def fill(folder: Path) -> None:
    folder.mkdir()
    (folder / "port.txt").write_text(report_on(1), encoding="utf-8")
    (folder / "old.txt").write_bytes(f"{report_on(2)}\nCafé “Quay”.\r\n".encode("cp1252"))
    paragraphs = report_on(3).replace("\n", "</p>\n<p>")
    (folder / "page.html").write_text(PAGE.format(paragraphs), encoding="utf-8")
    (folder / "item.json").write_text(json.dumps({"text": report_on(4)}), encoding="utf-8")
    lines = [json.dumps({"text": report_on(number)}) for number in (5, 6)]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Iterator[Newsroom]:
    fill(tmp_path / "paper")
    room = Newsroom(tmp_path / "var")
    assert not room.ingest(tmp_path / "paper").skipped
    yield room
    room.catalogue.close()


@pytest.fixture(name="service")
def _service(room: Newsroom) -> RetrievalService:
    return service_of(room.catalogue)


def service_of(catalogue: Catalogue) -> RetrievalService:
    return RetrievalService(ask_context(catalogue), passages_shown=3, min_confidence=0.5)


def cited(room: Newsroom, file: str) -> Citation:
    (card,) = (each for each in room.catalogue.articles.cards() if each.file == file)
    return card.cite(Span(0, 9))


def source_of(service: RetrievalService, citation: Citation) -> CitedSource:
    return service.sources_of([citation])[source_key(citation)]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_sent_as_it_was_read_and_its_text_as_it_was_stored(
    room: Newsroom, service: RetrievalService, name: str, tmp_path: Path
) -> None:
    place = cited(room, f"{name}#1" if name == "news.jsonl" else name)
    source, file, text = (
        source_of(service, place),
        service.file_of(place, LIMIT),
        service.text_of(place),
    )
    read = (tmp_path / "paper" / name).read_bytes()
    assert (file.name, file.content, file.size) == (name, read, len(read))
    assert file.digest == source.digests.file == hashlib.sha256(read).hexdigest()
    assert source.digests.text == hashlib.sha256(text.content).hexdigest()
    assert service.words_of(place) == text.content.decode()[0:9]
    assert source.state is FileState.UNCHANGED
    assert source.is_file_itself is (name == "port.txt")
    assert text.name == {
        "port.txt": "port.txt",
        "news.jsonl": "news.jsonl-1.text.txt",
    }.get(name, f"{name}.text.txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_changed_is_not_sent_and_its_text_still_is(
    room: Newsroom, service: RetrievalService, name: str, tmp_path: Path
) -> None:
    place = cited(room, f"{name}#1" if name == "news.jsonl" else name)
    before = source_of(service, place), service.text_of(place).content
    path = tmp_path / "paper" / name
    kept = path.stat()
    path.write_bytes(path.read_bytes().replace(b"The", b"thE", 1) + b" ")
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    file, now = service.file_of(place, LIMIT), source_of(service, place)
    assert (file.content, file.digest, file.source.state) == (None, None, FileState.CHANGED)
    assert (now.state, now.digests) == (FileState.CHANGED, before[0].digests)
    assert service.text_of(place).content == before[1]
    path.unlink()
    assert service.file_of(place, LIMIT).source.state is FileState.GONE
    path.mkdir()
    assert source_of(service, place).state is FileState.GONE


def test_an_old_citation_is_compared_with_what_was_read_for_it(
    room: Newsroom, service: RetrievalService, tmp_path: Path
) -> None:
    old, path = cited(room, "page.html"), tmp_path / "paper" / "page.html"
    before = service.text_of(old).content
    path.write_text(PAGE.format(report_on(7).replace("\n", "</p>\n<p>")), encoding="utf-8")
    assert room.ingest(tmp_path / "paper").replaced == 1
    new = cited(room, "page.html")
    assert (source_of(service, old).state, source_of(service, new).state) == (
        FileState.CHANGED,
        FileState.UNCHANGED,
    )
    assert service.text_of(old).content == before != service.text_of(new).content


def test_a_large_file_is_compared_and_not_read_into_memory(
    room: Newsroom, service: RetrievalService
) -> None:
    place = cited(room, "page.html")
    file = service.file_of(place, 10)
    assert (file.content, file.source.state) == (None, FileState.UNCHANGED)
    assert file.size > 10


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("port.txt", FileState.UNCHANGED),
        ("old.txt", FileState.UNCHANGED),
        ("page.html", FileState.UNKNOWN),
        ("item.json", FileState.UNKNOWN),
    ],
)
def test_of_what_was_read_before_digests_were_stored_only_text_can_be_compared(
    room: Newsroom, service: RetrievalService, tmp_path: Path, name: str, expected: FileState
) -> None:
    with room.catalogue.database.changing() as connection:
        connection.execute("UPDATE versions SET file_digest = NULL, text_digest = NULL")
    place = cited(room, name)
    source, text = source_of(service, place), service.text_of(place)
    assert source.state == expected
    assert (source.digests.file, source.is_file_itself) == (None, False)
    assert source.digests.text == hashlib.sha256(text.content).hexdigest()
    with (tmp_path / "paper" / name).open("a") as file:
        file.write("Another line.")
    changed = FileState.UNKNOWN if expected is FileState.UNKNOWN else FileState.CHANGED
    assert source_of(service, place).state == changed


def test_a_stored_text_that_is_another_one_is_not_sent(
    room: Newsroom, service: RetrievalService
) -> None:
    place = cited(room, "page.html")
    with room.catalogue.database.changing() as connection:
        connection.execute("UPDATE versions SET text = replace(text, 'e', 'E')")
    with pytest.raises(DamagedTextError, match=r"page\.html: the stored text is not the one"):
        service.text_of(place)


def test_of_an_article_that_was_withdrawn_nothing_is_sent(
    room: Newsroom, service: RetrievalService
) -> None:
    place = cited(room, "page.html")
    room.catalogue.writer.remove([place.source])
    assert service.sources_of([place]) == {}
    for call in (service.text_of, service.words_of, service.context):
        with pytest.raises(WithdrawnError):
            call(place)
    with pytest.raises(WithdrawnError):
        service.file_of(place, LIMIT)
