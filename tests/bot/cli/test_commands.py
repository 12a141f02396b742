"""The commands as they are typed: exit codes, JSON, one line for a fault."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.processes import run_python

pytestmark = [pytest.mark.model, pytest.mark.parser]

STORY = (
    "Quay reopens in Velmark\n\n"
    "The quay of Velmark reopened on Monday after a winter of repairs, the port said.\n\n"
    "“We are open for everybody,” said Ada Berglund, who runs the port. “It cost 4 million crowns.”\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = tmp_path_factory.mktemp("articles")
    (articles / "quay.txt").write_text(STORY, encoding="utf-8")
    (articles / "empty.txt").touch()
    return articles


@pytest.fixture(scope="module")
def data_dir(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    done = verbatim(data, "ingest", str(folder), "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert (report["articles"], report["unchanged"], report["replaced"]) == (1, 0, 0)
    assert report["skipped"] == [{"file": "empty.txt", "reason": "empty; expected an article"}]
    return data


def verbatim(data_dir: Path, *args: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return run_python("-m", "bot", *args, data_dir=data_dir, typed=typed)


def test_a_question_is_answered_as_one_json_object(data_dir: Path, folder: Path) -> None:
    done = verbatim(data_dir, "ask", "When did the quay of Velmark reopen?", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    reply = json.loads(done.stdout)
    assert reply["outcome"] == "answered"
    first = reply["passages"][0]
    place = first["citation"]
    stored = (folder / place["file"]).read_bytes().decode()
    assert stored[place["start"] : place["end"]] == first["text"]
    assert "reopened on Monday" in first["text"]
    digest = hashlib.sha256(stored.encode()).hexdigest()
    assert place["sha256"] == {"file": digest, "text": digest}
    assert (place["offsets_in"], place["file_now"]) == ("text", "unchanged")
    assert datetime.fromisoformat(place["read_at"]).tzinfo is not None


def test_what_became_of_a_file_is_said_beside_its_words(data_dir: Path, tmp_path: Path) -> None:
    own, file = tmp_path / "data", tmp_path / "paper" / "lock.json"
    shutil.copytree(data_dir, own)
    file.parent.mkdir()
    story = "The lock of Ostmar opened on Friday, its keeper said."
    file.write_text(json.dumps({"text": story}))
    assert verbatim(own, "ingest", str(file)).returncode == 0
    asked = ("ask", "When did the lock of Ostmar open?")
    before = " ".join(verbatim(own, *asked).stdout.split())
    read = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text(json.dumps({"text": story.replace("Friday", "Sunday")}))
    after = " ".join(verbatim(own, *asked).stdout.split())
    place = json.loads(verbatim(own, *asked, "--json").stdout)["passages"][0]["citation"]
    text = hashlib.sha256(story.encode()).hexdigest()
    assert (
        f"lock.json, its text, SHA-256 {text[:16]}…; extracted from the file, SHA-256 {read[:16]}…"
    ) in before
    assert "has changed" not in before
    assert "lock.json has changed since it was read on" in after
    assert story in after
    assert place["sha256"] == {"file": read, "text": text}
    assert place["file_now"] == "changed"


def test_an_article_is_shown_with_the_text_that_offsets_count_in(
    data_dir: Path, folder: Path
) -> None:
    asked = verbatim(data_dir, "ask", "When did the quay of Velmark reopen?", "--json")
    first = json.loads(asked.stdout)["passages"][0]
    place = first["citation"]

    done = verbatim(data_dir, "show", place["file"], "--json")

    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert shown["text"][place["start"] : place["end"]] == first["text"]
    assert shown["text"] == (folder / place["file"]).read_bytes().decode()
    digest = hashlib.sha256((folder / place["file"]).read_bytes()).hexdigest()
    assert shown["sha256"]["file"] == digest


def test_an_article_that_is_not_there_is_exit_code_4(data_dir: Path) -> None:
    done = verbatim(data_dir, "show", "nowhere.txt", "--json")
    assert (done.returncode, done.stderr) == (4, "")
    assert json.loads(done.stdout)["outcome"] == "unknown"


def test_a_file_of_questions_that_cannot_be_read_is_named_in_one_line(
    data_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 4)
    for name, fault in (
        ("", "a folder"), ("nothing.txt", "No such file"), ("picture.txt", "not text"),
    ):  # fmt: skip
        done = verbatim(data_dir, "ask", "--json", "--from", str(tmp_path / name))
        assert (done.returncode, done.stdout) == (1, "")
        assert fault in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr


def test_a_file_without_a_question_is_said_to_have_none(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = verbatim(data_dir, "ask", "--json", "--from", str(tmp_path / "empty.txt"))
    assert (done.returncode, done.stdout) == (0, "")
    assert "no question in it" in " ".join(done.stderr.split())


def test_questions_of_another_encoding_are_answered(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_bytes("Who runs the café?\nWho is Zoë?\n".encode("cp1252"))
    done = verbatim(data_dir, "ask", "--json", "--from", str(tmp_path / "questions.txt"))
    replies = [json.loads(line)["question"] for line in done.stdout.splitlines()]
    assert replies == ["Who runs the café?", "Who is Zoë?"]


def test_a_conversation_takes_bytes_that_are_no_text(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env={**os.environ, "VERBATIM_DATA_DIR": str(data_dir)},
        input=b"Who is Bj\xf6rk?\n\0\x1b[2J\n\xed\xa0\x80\nWho runs the port?\n/quit\n",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert "Ada Berglund" in done.stdout.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_another_encoding_gets_what_it_can_show(
    data_dir: Path, encoding: str
) -> None:
    env = {**os.environ, "VERBATIM_DATA_DIR": str(data_dir), "PYTHONIOENCODING": encoding}
    for options in ([], ["--json"]):
        done = subprocess.run(  # noqa: S603 - no shell: this interpreter, running this project on literals and paths of the test
            [sys.executable, "-m", "bot", "ask", *options, b"Who is \xff? What did Ada say?"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert b"We are open" in done.stdout
        if options:
            shown = json.loads(done.stdout.decode(encoding))
            assert "“We are open for everybody,”" in json.dumps(shown, ensure_ascii=False)


def test_questions_from_a_file_give_one_object_a_line(data_dir: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("Who runs the port?\n\nbefore:never who?\n")

    done = verbatim(data_dir, "ask", "--from", str(questions), "--json")

    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["question"] for reply in replies] == [
        "Who runs the port?",
        "",
        "before:never who?",
    ]
    assert replies[2]["reason"].startswith("before:never is no date")


@pytest.mark.parametrize(
    ("typed", "outcome", "said"),
    [
        (["Berglund about the cost in crowns"], "found", "It cost 4 million crowns."),
        (["Berglund", "--about", "crowns"], "found", "It cost 4 million crowns."),
        (["Berglund", "about", "elephants"], "not_about", "We are open for everybody,"),
        (["berglund", "all"], "found", "We are open for everybody,"),
    ],
)
def test_words_on_a_topic_are_asked_for_in_one_breath_or_apart(
    data_dir: Path, typed: list[str], outcome: str, said: str
) -> None:
    done = verbatim(data_dir, "quote", *typed, "--json")

    reply = json.loads(done.stdout)
    assert reply["outcome"] == outcome
    passages = [each["passage"]["text"] for each in reply["speakers"][0]["statements"]]
    assert any(said in passage for passage in passages)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["ask", "Who is the king of Ruritania?"], 4),
        (["ask", "--json", "Who is the king of Ruritania?"], 0),
        (["ask", "hello"], 0),
        (["quote", "--json", "Zzyzx"], 0),
        (["sources", "Zzyzx"], 4),
    ],
)
def test_what_was_not_found_or_declined_ends_with_4(
    data_dir: Path, typed: list[str], code: int
) -> None:
    assert verbatim(data_dir, *typed).returncode == code


def test_questions_of_a_file_end_with_0_whatever_is_answered(
    data_dir: Path, tmp_path: Path
) -> None:
    asked = tmp_path / "questions.txt"
    asked.write_text("Who is the king of Ruritania?\nWho was the last one?\n", encoding="utf-8")

    assert verbatim(data_dir, "ask", "--from", str(asked)).returncode == 0


def test_the_beginning_of_a_name_suggests_it_on_the_command_line(data_dir: Path) -> None:
    done = verbatim(data_dir, "quote", "bergl")

    assert done.returncode == 4
    assert "verbatim quote Ada Berglund" in done.stdout


def test_the_version_is_one_line_and_needs_no_settings(tmp_path: Path) -> None:
    done = verbatim(tmp_path / "none", "--version")

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"verbatim \S.*\n", done.stdout)
    assert not (tmp_path / "none").exists()


def test_sources_are_totals_and_with_an_outlet_its_files(data_dir: Path) -> None:
    short = verbatim(data_dir, "sources").stdout
    long = verbatim(data_dir, "sources", "--all").stdout

    assert "1 article, 0 known outlets" in short
    assert "quay.txt" not in short
    assert "quay.txt" in long


def test_a_chat_answers_commands_and_questions_until_the_input_ends(data_dir: Path) -> None:
    typed = "/sources\n/quote berglnd\nWho runs the port?\n/nonsense\n"

    done = verbatim(data_dir, "chat", typed=typed)

    assert done.returncode == 0
    assert "Outlet unknown  1 article  no dates known" in done.stdout
    assert "said Ada Berglund, who runs the port." in done.stdout
    assert "There is no /nonsense. Type /help." in done.stdout


def test_statements_need_nothing_ingested(folder: Path, tmp_path: Path) -> None:
    done = verbatim(tmp_path / "none", "statements", str(folder), "--json")

    assert done.returncode == 3
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert {statement["speaker"] for statement in said} >= {"Ada Berglund"}
    for statement in said:
        for content in statement["content"]:
            assert STORY[content["start"] : content["end"]] == content["text"]
    assert not (tmp_path / "none").exists()


def test_pruning_drops_what_is_gone(data_dir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text(STORY.replace("Velmark", "Ost"), encoding="utf-8")
    assert json.loads(verbatim(data_dir, "ingest", str(other), "--json").stdout)["articles"] == 1
    (other / "one.txt").unlink()

    done = verbatim(data_dir, "ingest", "--prune", str(other), "--json")

    assert json.loads(done.stdout)["removed"] == 1
    listed = json.loads(verbatim(data_dir, "sources", "--json").stdout)
    assert [file["file"] for file in listed["outlets"][0]["files"]] == ["quay.txt"]


def test_a_fault_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no catalogue" * 500)

    done = verbatim(tmp_path, "ask", "Who runs the port?")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("verbatim: ")
    assert "Traceback" not in done.stderr


def test_the_doctor_says_what_is_missing_and_what_to_do(data_dir: Path) -> None:
    done = verbatim(data_dir, "doctor", "--json")

    findings = {finding["about"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert findings["corpus"]["found"] == "1 articles, 1 passages"
    assert findings["vector index"] == {
        "about": "vector index",
        "found": "in order",
        "remedy": None,
        "fault": False,
    }
    assert "VERBATIM_TELEGRAM_TOKEN" in findings["Telegram"]["remedy"]


def test_a_lost_vector_index_is_said_answered_without_and_rebuilt(
    data_dir: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data_dir, copy)
    shutil.rmtree(copy / "vectors")

    first = verbatim(copy, "ask", "Who runs the port?")
    second = verbatim(copy, "ask", "Who runs the port?")

    assert "The vector index has to be built anew: it is missing." in first.stderr
    assert "said Ada Berglund, who runs the port." in first.stdout
    assert second.stderr == ""
    assert "said Ada Berglund, who runs the port." in second.stdout
