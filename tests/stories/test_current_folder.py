"""Commands and their child processes run nothing that lies in the folder they are called in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from retrieval.adapters.isolated_process import run_apart

pytestmark = [pytest.mark.model, pytest.mark.parser]

THIRD_PARTY = (
    "numpy", "torch", "onnxruntime", "tokenizers", "spacy", "chromadb", "typer", "rich", "pydantic",
    "pydantic_settings", "telegram", "trafilatura", "lxml", "Stemmer", "rapidfuzz", "cython_runtime",
    "transformers", "sentence_transformers", "en_core_web_sm", "hnswlib", "yaml", "psutil",
)  # fmt: skip
STANDARD = (
    "sqlite3", "json", "re", "types", "os", "random", "signal", "selectors", "logging", "tomllib",
    "multiprocessing", "concurrent", "asyncio", "readline", "sitecustomize", "usercustomize",
    "hashlib", "subprocess", "pickle", "_socket",
)  # fmt: skip
MARK = """
import pathlib
with (pathlib.Path(__file__).parent / "executed").open("a") as marks:
    marks.write(__file__ + " in " + __name__ + "\\n")
"""
SCRIPT = (sys.executable, "-P", "-c", "from bot.__main__ import main; main()")
"""As the script that is installed, whose own folder is the first on the path of modules."""
MODULE = (sys.executable, "-m", "bot")
STORY = (
    "Quay reopens\n\nThe quay of Velmark reopened on Monday.\n\n“It is open,” said Ada Berglund.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with articles, where somebody has left modules and settings of other programs."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "quay.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / ".env").write_bytes(
        b"VERBATIM_DATA_DIR=elsewhere\nchroma_api_impl=numpy.Api\nANONYMIZED_TELEMETRY=\xff\n"
    )
    (tmp_path / "questions.txt").write_text("When did the quay reopen?\n")
    (tmp_path / "bot.py").write_text(MARK)
    (tmp_path / "retrieval").mkdir()
    (tmp_path / "retrieval" / "__init__.py").write_text(MARK)
    return tmp_path


def leave(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (folder / f"{name}.py").write_text(MARK)


def executed(folder: Path) -> str:
    marks = folder / "executed"
    return marks.read_text() if marks.exists() else ""


def call(
    folder: Path, command: tuple[str, ...], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder, as its user does; the project is found as if it were installed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(  # noqa: S603 - no shell: this interpreter and this project
        [*command, *arguments],
        cwd=folder,
        env={**env, "VERBATIM_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)},
        input="When did the quay reopen?\n/quit\n",
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_runs_no_module_of_the_folder_that_it_is_called_in(folder: Path) -> None:
    leave(folder, THIRD_PARTY + STANDARD)
    for arguments in (
        ("ingest", "articles"),
        ("ask", "When did the quay reopen?"),
        ("ask", "--json", "--from", "questions.txt"),
        ("quote", "Berglund"),
        ("sources",),
        ("statements", "articles"),
        ("reindex",),
        ("doctor",),
        ("chat",),
    ):
        done = call(folder, SCRIPT, *arguments)
        assert (done.returncode, executed(folder)) == (0, ""), (arguments, done.stderr)
    assert not (folder / "elsewhere").exists()


def test_python_m_bot_loads_no_library_from_the_folder_that_it_is_called_in(folder: Path) -> None:
    (folder / "bot.py").unlink()
    (folder / "retrieval" / "__init__.py").unlink()
    (folder / "retrieval").rmdir()
    leave(folder, THIRD_PARTY)
    done = call(folder, MODULE, "ingest", "articles")
    assert (done.returncode, executed(folder)) == (0, ""), done.stderr


def test_a_child_process_runs_no_module_of_the_current_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(folder, THIRD_PARTY + STANDARD)
    monkeypatch.chdir(folder)
    done = run_apart("retrieval.adapters.chroma.healthcheck", deadline=120, given=b"")
    assert done.returncode == 1
    assert executed(folder) == ""


def test_a_child_process_finds_modules_in_the_project_and_what_is_installed_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    said = run_apart("site", deadline=120).stdout.decode()
    assert str(ROOT) in said
    assert str(folder) not in said
