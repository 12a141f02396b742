from pathlib import Path

from retrieval.corpus.files import SUFFIXES, FoundFile, Limits, find_files, printable
from retrieval.corpus.read import read_file

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


def test_a_loop_of_links_is_reported_once_and_other_links_are_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "a").mkdir(parents=True)
    outside.mkdir()
    (inside / "a" / "x.txt").write_text("x", encoding="utf-8")
    (outside / "y.txt").write_text("x", encoding="utf-8")
    (inside / "a" / "loop").symlink_to(inside)
    (inside / "twin").symlink_to(inside / "a")
    (inside / "linked").symlink_to(outside)
    (inside / "dead.txt").symlink_to(tmp_path / "none")
    found = [
        each.file if isinstance(each, FoundFile) else str(each) for each in find_files([inside])
    ]
    assert found == [
        "a/loop: a link back to the folder 'in'; not followed",
        "a/x.txt",
        "dead.txt: a link to nothing",
        "linked/y.txt",
    ]


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
