import os
import socket
import tempfile
from pathlib import Path

import pytest

from retrieval.corpus.files import SUFFIXES, FoundFile, Limits, find_files, printable
from retrieval.corpus.read import read_file
from tests.fakes import somebody_else

LIMITS = Limits(max_file_bytes=1000, max_article_characters=1000)


def test_files_are_found_below_a_folder_in_order_without_what_is_no_article(
    tmp_path: Path,
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (
        "z.txt",
        "b/a.MD",
        "b/c.html",
        "a.jsonl",
        "b/.hidden.txt",
        "b/README.md",
        ".git/x.txt",
        "b/y.csv",
        "z.txt.meta.toml",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = list(find_files([tmp_path, tmp_path / "z.txt"]))
    assert found == [
        FoundFile(tmp_path.resolve() / name, name)
        for name in ("a.jsonl", "b/a.MD", "b/c.html", "z.txt")
    ]


def test_a_file_given_by_name_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert list(find_files([tmp_path / "a.txt"])) == [
        FoundFile(tmp_path.resolve() / "a.txt", "a.txt")
    ]


def test_what_was_named_and_is_no_article_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    found = [str(each) for each in find_files([tmp_path / "a.csv", tmp_path / "none"])]
    assert found == [
        "a.csv: extension '.csv'; expected one of .txt .md .html .htm .json .jsonl",
        f"{tmp_path / 'none'}: not found; expected a file or folder",
    ]


def linked_folder(tmp_path: Path) -> Path:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "a").mkdir(parents=True)
    outside.mkdir()
    (inside / "a" / "x.txt").write_text("x", encoding="utf-8")
    (outside / "y.txt").write_text("x", encoding="utf-8")
    (outside / "z.txt").write_text("x", encoding="utf-8")
    (inside / "a" / "loop").symlink_to(inside)
    (inside / "twin").symlink_to(inside / "a")
    (inside / "linked").symlink_to(outside)
    (inside / "z.txt").symlink_to(outside / "z.txt")
    (inside / "again.txt").symlink_to(inside / "a" / "x.txt")
    (inside / "dead.txt").symlink_to(tmp_path / "none")
    (inside / "image.png").symlink_to(outside / "image.png")
    return inside


def listed(folder: Path, *, follow_links: bool = False) -> list[str]:
    return [
        each.file if isinstance(each, FoundFile) else str(each)
        for each in find_files([folder], follow_links=follow_links)
    ]


def test_a_link_that_leads_out_of_the_folder_is_reported_and_not_followed(tmp_path: Path) -> None:
    assert listed(linked_folder(tmp_path)) == [
        "a/loop: a link back to the folder 'in'; not followed",
        "a/x.txt",
        "dead.txt: a link to nothing",
        "linked: a link that leads out of the folder; followed with --follow-links",
        "z.txt: a link that leads out of the folder; followed with --follow-links",
    ]


def test_a_link_that_leads_out_is_followed_where_that_is_asked_for_and_loops_end(
    tmp_path: Path,
) -> None:
    folder = linked_folder(tmp_path)
    (tmp_path / "out" / "back").symlink_to(folder)
    assert listed(folder, follow_links=True) == [
        "a/loop: a link back to the folder 'in'; not followed",
        "a/x.txt",
        "dead.txt: a link to nothing",
        "linked/back: a link back to the folder 'in'; not followed",
        "linked/y.txt",
        "linked/z.txt",
    ]


def test_a_folder_that_is_given_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(linked_folder(tmp_path).parent / "out")
    assert listed(tmp_path / "link") == ["y.txt", "z.txt"]


def test_a_pipe_a_socket_and_a_device_are_reported_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s.txt"))
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        assert listed(tmp_path, follow_links=True) == [
            "pipe.txt: not a regular file",
            "s.txt: not a regular file",
            "zero.txt: not a regular file",
        ]
    pipe = FoundFile(tmp_path / "pipe.txt", "pipe.txt")
    assert [str(each) for each in read_file(pipe, LIMITS)[1]] == ["pipe.txt: not a regular file"]


def test_a_file_that_says_it_is_empty_is_not_read(tmp_path: Path) -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc here")
    (tmp_path / "status.txt").symlink_to(path)
    found = FoundFile(tmp_path / "status.txt", "status.txt")
    said = "status.txt: empty; expected an article"
    assert [str(each) for each in read_file(found, LIMITS)[1]] == [said]


def test_a_folder_that_may_not_be_read_is_reported_and_the_others_go_on() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        for name in ("a", "b", "c"):
            (root / name).mkdir()
            (root / name / "x.txt").write_text("x", encoding="utf-8")
        (root / "b").chmod(0)
        with somebody_else():
            found = listed(root)
            alone = listed(root / "b")
            within = listed(root / "b" / "x.txt")
    assert found == ["a/x.txt", "b: cannot be read: Permission denied", "c/x.txt"]
    assert alone == ["b: cannot be read: Permission denied"]
    assert len(within) == 1
    assert "Permission denied" in within[0]


def test_a_name_of_a_folder_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / "x.txt").write_text("x", encoding="utf-8")
    said = "x.txt: a file name that is not UTF-8"
    assert listed(folder) == [said]
    assert listed(folder / "x.txt") == [said]


def test_a_strange_name_stays_true_and_is_printed_in_one_line(tmp_path: Path) -> None:
    name = "two\nlines 🐟.txt"
    (tmp_path / name).write_text("", encoding="utf-8")
    (found,) = find_files([tmp_path])
    assert isinstance(found, FoundFile)
    assert found.file == name
    assert str(read_file(found, LIMITS)[1][0]) == "two\\nlines 🐟.txt: empty; expected an article"
    assert printable("a\x1b[0m") == "a\\x1b[0m"


def test_every_kind_of_file_that_is_found_has_a_reader(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        (tmp_path / f"a{suffix}").touch()
    found = [each for each in find_files([tmp_path]) if isinstance(each, FoundFile)]
    assert len(found) == len(SUFFIXES)
    for each in found:
        assert [skip.reason for skip in read_file(each, LIMITS)[1]] == [
            "empty; expected an article"
        ]
