"""What a process that answers has in memory: neither torch nor spaCy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.processes import run_python

pytestmark = [pytest.mark.model, pytest.mark.parser]

STORY = (
    "Quay reopens in Velmark\n\n"
    "The quay of Velmark reopened on Monday, the port said.\n\n"
    "“We are open for everybody,” said Ada Berglund, who runs the port.\n"
)
HEAVY = "{'torch', 'transformers', 'sentence_transformers', 'spacy', 'thinc', 'sklearn', 'scipy'}"
SAY_WHAT_IS_HEAVY = f"import sys; print('heavy:', sorted({HEAVY} & set(sys.modules)))"
TYPED = """
import sys
from bot.cli.commands import main
sys.argv[1:] = {arguments}
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
A_BOT = """
import bot.tg.application
from bot.bootstrap import opened
from bot.settings import load_settings
with opened(load_settings()) as components:
    service = components.service()
    service.warm_up()
    print(service.ask("When did the quay of Velmark reopen?").passages[0].text)
    print(service.quote("Berglund"))
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def ingest_said(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What was printed when the data folder was filled."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "quay.txt").write_text(STORY, encoding="utf-8")
    return run(data_dir, TYPED.format(arguments=["ingest", str(folder)]))


def run(data_dir: Path, program: str) -> str:
    done = run_python("-c", program + SAY_WHAT_IS_HEAVY, data_dir=data_dir)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.usefixtures("ingest_said")
@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            TYPED.format(arguments=["ask", "When did the quay of Velmark reopen?", "--json"]),
            "reopened on Monday",
        ),
        (TYPED.format(arguments=["quote", "Berglund", "about", "the port"]), "open for everybody"),
        (A_BOT, "reopened on Monday"),
    ],
    ids=["ask", "quote", "bot"],
)
def test_answering_loads_neither_torch_nor_spacy(data_dir: Path, program: str, said: str) -> None:
    printed = run(data_dir, program)
    assert said in printed
    assert printed.endswith("heavy: []\n")


def test_ingest_loads_the_parser_so_that_the_test_above_can_fail(ingest_said: str) -> None:
    assert "'spacy'" in ingest_said.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads as Linux lists them")
def test_numpy_multiplies_by_the_thread_that_asks() -> None:
    program = (
        "import os, sys\n"
        "sys.argv[1:] = ['--version']\n"
        "from bot.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "import numpy as np\n"
        "np.ones((2000, 384), 'f4') @ np.ones((384, 384), 'f4')\n"
        "print('threads:', len(os.listdir('/proc/self/task')))\n"
    )
    assert "threads: 1\n" in run_python("-c", program).stdout
