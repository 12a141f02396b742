"""Pages that no parser ends with, read by the real process."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.adapters.file_reader import IsolatedFileReader
from retrieval.adapters.isolated_process import LineServer, ProcessEndedError
from retrieval.corpus.files import FoundFile, Limits
from retrieval.corpus.read import read_file

LIMITS = Limits(max_file_bytes=50_000_000, max_article_characters=400_000)
PARAGRAPHS = [
    f"The ferry board of Sandmere met for the {number}th time, and the slipway is no nearer."
    for number in range(1, 1_200)
]
PAGE = f"<html><body><article>{''.join(f'<p>{each}</p>' for each in PARAGRAPHS)}</article></body>"
ENDLESS = f"<html><body><article {' '.join(f'a{n}=1' for n in range(200_000))}>{PAGE}"


@pytest.fixture
def reader() -> Iterator[IsolatedFileReader]:
    with IsolatedFileReader(60) as opened:
        yield opened


def found(path: Path, content: str) -> FoundFile:
    path.write_text(content, encoding="utf-8")
    return FoundFile(path.resolve(), path.name)


def test_a_page_that_takes_too_long_is_skipped_and_the_next_one_is_read(tmp_path: Path) -> None:
    with IsolatedFileReader(2) as reader:
        articles, skipped = reader(found(tmp_path / "endless.html", ENDLESS), LIMITS)
        assert articles == []
        assert [str(each) for each in skipped] == [
            "endless.html: not read within 2 s: see VERBATIM_MAX_FILE_SECONDS"
        ]
        small = found(tmp_path / "small.txt", "The ferry is late, the board said.")
        assert [each.file for each in reader(small, LIMITS)[0]] == ["small.txt"]
    with IsolatedFileReader(60) as reader:
        assert [each.file for each in reader(found(tmp_path / "b.html", PAGE), LIMITS)[0]]


def test_what_is_read_apart_is_what_is_read_here(
    tmp_path: Path, reader: IsolatedFileReader
) -> None:
    text = " ".join(PARAGRAPHS)
    lines = [json.dumps({"text": text, "title": 5}), "{", json.dumps({"text": "\ud83d"}), "5"]
    files = [
        found(tmp_path / "page.html", PAGE),
        found(tmp_path / "lines.jsonl", "\n".join(lines)),
        found(tmp_path / "empty.html", " " * 100_000),
        found(tmp_path / "a\nb “ü”.json", json.dumps({"text": text, "outlet": "Post"})),
    ]
    for file in files:
        assert reader(file, LIMITS) == read_file(file, LIMITS)
    tight = Limits(max_file_bytes=10, max_article_characters=10)
    assert reader(files[0], tight) == read_file(files[0], tight)


def test_articles_before_the_one_that_takes_too_long_are_in(tmp_path: Path) -> None:
    items = [{"text": "One. " * 4_000}, {"text": "Two."}, {"content_html": ENDLESS}, {"text": "3"}]
    with IsolatedFileReader(5) as reader:
        articles, skipped = reader(found(tmp_path / "items.json", json.dumps(items)), LIMITS)
    assert [each.file for each in articles] == ["items.json#1", "items.json#2"]
    assert [str(each) for each in skipped] == [
        "items.json: not read within 5 s: see VERBATIM_MAX_FILE_SECONDS; "
        "2 articles before it are read"
    ]


def test_a_reader_that_crashes_is_started_anew() -> None:
    server = LineServer("tests.adapters.crashing_module")
    with pytest.raises(ProcessEndedError, match="ended with 7"):
        list(server.ask(b"crash"))
    assert list(server.ask(b"hello")) == [b"hello\n"]
    with pytest.raises(ProcessEndedError):
        list(server.ask(b"crash"))
    server.close()
    server.close()


def test_the_process_ends_with_who_asks(tmp_path: Path, reader: IsolatedFileReader) -> None:
    reader(found(tmp_path / "page.html", PAGE), LIMITS)
    process = reader._server._process
    assert process is not None
    reader.__exit__()
    assert process.poll() is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
