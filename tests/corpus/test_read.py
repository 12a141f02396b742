import hashlib
import json
import logging
import tempfile
from pathlib import Path

import pytest

from retrieval.corpus import read as reading
from retrieval.corpus.files import FoundFile, Limits, Skipped, find_files
from retrieval.corpus.read import Articles, RawArticle, read_file
from retrieval.model import Fact
from tests.fakes import somebody_else

LIMITS = Limits(max_file_bytes=50_000_000, max_article_characters=400_000)
STORY = "Town opens its pier\n\nThe pier is done, and the town is glad of it.\n"


def read(path: Path, limits: Limits = LIMITS) -> Articles:
    return read_file(FoundFile(path.resolve(), path.name), limits)


def one(path: Path) -> RawArticle:
    articles, skipped = read(path)
    assert skipped == []
    assert len(articles) == 1
    return articles[0]


def reason(path: Path, limits: Limits = LIMITS) -> str:
    articles, skipped = read(path, limits)
    assert articles == []
    assert len(skipped) == 1
    assert "\n" not in str(skipped[0])
    return str(skipped[0])


def stated(fact: Fact | None) -> tuple[str, str] | None:
    return (fact.value, fact.evidence[0].rule) if fact else None


# --- text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["﻿Pier\r\nThe pier is done.\r", "Pier\u2028 é “x” 🐟\n\n", "a\x0cb"]
)
def test_a_text_file_is_stored_unaltered(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-8"))
    article = one(path)
    assert article.text == text == path.read_bytes().decode("utf-8")
    assert article.source == str(path.resolve())
    assert article.digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_other_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    text = "The café on the pier is done, and Zoë is glad of it.\n" * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert one(path).text == text


def test_typographic_quotes_of_windows_are_recognised(tmp_path: Path) -> None:
    text = "“The pier is done,” the mayor said – and it was.\n" * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1252"))
    assert one(path).text == text


def test_another_script_is_recognised(tmp_path: Path) -> None:
    text = (
        "Новый причал открыт, и город этому рад. Его строили десять лет, и он дорого обошёлся.\n"
        * 4
    )
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1251"))
    assert one(path).text == text


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (PNG, "not text: byte 0x00 at 8; expected a text file"),
        (b"pier\x00pier pier", "not text: byte 0x00 at 4; expected a text file"),
        (b"\x01\x02\x03pier", "not text: byte 0x01 at 0; expected a text file"),
        (
            b"\xff\xfep\x00i",
            "not text: begins as UTF-16, but byte 0x69 at 4 is not; expected a text file",
        ),
        (b"", "empty; expected an article"),
        (b" \n\t\xef\xbb\xbf", "empty; expected an article"),
        ("\u00a0\u2003".encode(), "empty; expected an article"),
        (
            b"x" * 400_001,
            "400,001 characters, at most 400,000: see VERBATIM_MAX_ARTICLE_CHARACTERS",
        ),
    ],
)
def test_what_is_no_article_is_skipped_with_a_reason(
    tmp_path: Path, raw: bytes, said: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert reason(path) == f"a.txt: {said}"


@pytest.mark.parametrize("suffix", [".txt", ".html", ".json", ".jsonl"])
@pytest.mark.parametrize("blank", ["\ufeff", "\ufeff\ufeff\n", "\ufeff \r\n\t"])
def test_a_file_of_blanks_is_skipped_whatever_its_kind(
    tmp_path: Path, suffix: str, blank: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(blank, encoding="utf-8")
    assert "expected" in reason(path)


def test_a_large_file_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000_000)
    assert reason(path) == "a.txt: 1000.0 GB, at most 50.0 MB: see VERBATIM_MAX_FILE_BYTES"


def test_an_unreadable_file_is_skipped() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # so that it is the file that cannot be read, not the folder
        path = Path(folder) / "a.txt"
        path.write_text(STORY, encoding="utf-8")
        path.chmod(0)
        with somebody_else():
            said = reason(path)
    assert said == "a.txt: cannot be read: Permission denied"


# --- sidecar ---------------------------------------------------------------------------------


def test_a_sidecar_states_facts_and_changes_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    before = one(path).digest
    sidecar = tmp_path / "a.txt.meta.toml"
    sidecar.write_text(
        'outlet = "The Echo"\npublished = 2025-01-05\nbyline = "Ada Quill"\n', encoding="utf-8"
    )
    article = one(path)
    assert stated(article.declared.outlet) == ("The Echo", "sidecar file")
    assert stated(article.declared.published) == ("2025-01-05", "sidecar file")
    assert stated(article.declared.byline) == ("Ada Quill", "sidecar file")
    assert article.declared.title is None
    assert article.digest != before
    assert article.file_digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        (
            "outlet = 5",
            "outlet: 5; expected a string",
        ),
        (
            'outlets = "x"\npublished = "soon"',
            "published: 'soon'; expected a date such as 2025-01-31; "
            "unknown key 'outlets'; expected outlet, title, published, byline, url",
        ),
        ("outlet =", "broken TOML: Invalid value (at end of document)"),
        (
            f"title = {'1' * 5000}",
            "broken TOML: Exceeds the limit (4300 digits) for integer string conversion: "
            "value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit",
        ),
        (f"title = 0x{'f' * 5000}", "title: a number of very many digits; expected a string"),
        ("title = 2025-01-05", "title: 2025-01-05; expected a string"),
        (
            "published = 10:30:00",
            "published: 10:30:00; expected a date such as 2025-01-31",
        ),
    ],
)
def test_a_wrong_sidecar_is_a_fault_that_names_file_and_key(
    tmp_path: Path, sidecar: str, said: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    (tmp_path / "a.txt.meta.toml").write_text(sidecar, encoding="utf-8")
    assert reason(path) == f"a.txt.meta.toml: {said}"


# --- JSON ------------------------------------------------------------------------------------


def test_fields_of_a_json_article_are_facts(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    item = {
        "text": STORY,
        "title": "Pier",
        "outlet": None,
        "published": "January 5, 2025",
        "x": [1],
    }
    path.write_text(json.dumps(item), encoding="utf-8")
    article = one(path)
    assert article.text == STORY
    assert stated(article.declared.title) == ("Pier", "field title")
    assert stated(article.declared.published) == ("2025-01-05", "field published")
    assert article.declared.outlet is None
    assert article.file == "a.json"


def test_an_ambiguous_date_in_a_field_states_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": STORY, "published": "03/04/2025"}), encoding="utf-8")
    assert one(path).declared.published is None


def test_articles_of_a_list_are_numbered_and_a_bad_one_does_not_stop_the_others(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps([{"text": STORY}, {"title": 5}, "x", {"text": "Other."}]), encoding="utf-8"
    )
    articles, skipped = read(path)
    assert [(each.file, each.source) for each in articles] == [
        ("a.json#1", f"{path.resolve()}#1"),
        ("a.json#4", f"{path.resolve()}#4"),
    ]
    assert [str(each) for each in skipped] == [
        "a.json#2: no article: the object has title; expected a text in one of text, maintext, "
        "content, content_text, body, story_text, …",
        "a.json#3: a string; expected an object with text",
    ]


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = [
        '{"text": "One."}',
        "",
        '{"text": ',
        '{"text": null}',
        '{"text": "Five.\\ud800"}',
        '{"text": "Six."}',
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    articles, skipped = read(path)
    assert [each.file for each in articles] == ["news.jsonl#1", "news.jsonl#5", "news.jsonl#6"]
    assert [str(each) for each in skipped] == [
        "news.jsonl#3: broken JSON at line 1, column 9: Expecting value",
        "news.jsonl#4: no article: the object has text; expected a text in one of text, maintext, "
        "content, content_text, body, story_text, …",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{\n "text": "x",\n}', "broken JSON at line 3, column 1"),
        ("[]", "an empty list; expected articles"),
        ("[" * 100_000, "JSON that cannot be read: "),
        ("9" * 5_000, "a number; expected an object with text"),
        ("[1, 2, 3]", "a list with a number; expected articles"),
        ("\ufeff", "empty; expected an article"),
        ('{"text": "  "}', "empty field text; expected an article"),
        ('{"text": "a\\u0000"}', "not text: character U+0000 at 1"),
        ('{"text": ["a", 5]}', "field text is a list; expected a string"),
        (
            '{"name": "lock-app", "version": "1.0.0"}',
            "no article: the object has name, version; expected a text in one of text, ",
        ),
    ],
)
def test_broken_json_says_where(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    assert reason(path).startswith(f"a.json: {said}")


@pytest.mark.parametrize(
    "title", ['{"@type": "NewsArticle", "headline": "Ice \\ud83e"}', '{"headline": "\\u0000"}']
)
def test_half_a_character_in_a_page_costs_what_it_stands_in(tmp_path: Path, title: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f'<html><head><script type="application/ld+json">{title}</script></head><body><article>'
        "<p>The pier is done, and the town is glad of it, the mayor said on Monday.</p>"
        "<p>It took ten years, and it cost twice as much as the council had been told.</p>"
        "</article></body></html>"
    )
    assert one(path).declared.title is None


def test_a_file_that_the_reader_does_not_expect_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(raw: bytes) -> str:
        raise IndexError(f"of {raw!r}")

    monkeypatch.setattr(reading, "decode", fails)
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    assert reason(path).startswith("a.txt: could not be read: IndexError in test_read.py:")
    assert "pier" not in caplog.text
    assert str(path.resolve()) in caplog.text


# --- a folder of everything ------------------------------------------------------------------


def test_one_bad_file_never_stops_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {
        "01-empty.txt": b"",
        "02-png.txt": PNG,
        "03-nul.txt": b"pier\x00",
        "04-long.txt": b"x" * 5_000_000,
        "05-broken.html": b"<html><bo\xff\xfe<<<p></div",
        "06-broken.json": b"{",
        "07-nothing.jsonl": b"{\n[]\n",
        "08-good.txt": STORY.encode(),
        "09-good-utf16.txt": STORY.encode("utf-16"),
        "10-good-latin.txt": ("Café. " + STORY).encode("latin-1"),
        "11\n🐟.txt": STORY.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "12-sparse.txt").open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    (tmp_path / "13-loop").symlink_to(tmp_path)
    articles, skipped = _all(tmp_path)
    assert articles == ["08-good.txt", "09-good-utf16.txt", "10-good-latin.txt", "11\n🐟.txt"]
    assert [line.split(":")[0] for line in skipped] == [
        "01-empty.txt",
        "02-png.txt",
        "03-nul.txt",
        "04-long.txt",
        "05-broken.html",
        "06-broken.json",
        "07-nothing.jsonl#1",
        "07-nothing.jsonl#2",
        "12-sparse.txt",
        "13-loop",
    ]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def _all(folder: Path) -> tuple[list[str], list[str]]:
    articles: list[str] = []
    skipped: list[str] = []
    for found in find_files([folder]):
        if isinstance(found, Skipped):
            skipped.append(str(found))
            continue
        good, bad = read_file(found, LIMITS)
        articles += [each.file for each in good]
        skipped += [str(each) for each in bad]
    return articles, skipped
