"""Ingesting in a process of its own: what it brings, and what its faults leave alone."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from bot import bootstrap
from bot.bootstrap import opened
from bot.ingestion import CorpusEditor
from bot.settings import Settings, load_settings
from retrieval.adapters.isolated_process import run_apart
from retrieval.errors import IsolatedProcessError
from tests.processes import run_python

STORY = "Quay opens\n\nThe quay of Velmark opened on Monday, the port said.\n"
HEAVY = "{'torch', 'spacy', 'thinc', 'sentence_transformers', 'transformers'}"


def settings_in(folder: Path) -> Settings:
    return load_settings().model_copy(update={"data_dir": folder / "data"})


@pytest.mark.model
@pytest.mark.parser
def test_an_upload_is_read_by_a_process_of_its_own_and_seen_by_whoever_answers(
    tmp_path: Path,
) -> None:
    story, bad = tmp_path / "quay.txt", tmp_path / "bad.json"
    story.write_text(STORY)
    bad.write_text("{")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.bootstrap import opened\n"
        "from bot.ingestion import CorpusEditor\n"
        "from bot.settings import load_settings\n"
        "settings = load_settings()\n"
        "with opened(settings) as components:\n"
        "    service = components.service()\n"
        "    assert service.cards() == []\n"
        f"    report = CorpusEditor(settings).ingest([Path({str(story)!r}), Path({str(bad)!r})])\n"
        "    assert (report.articles, [each.file for each in report.skipped]) == (1, ['bad.json'])\n"
        "    (card,) = service.cards()\n"
        "    print(card.file, service.ask('When did the quay of Velmark open?').passages[0].text)\n"
        f"print('heavy:', sorted({HEAVY} & set(sys.modules)))\n"
    )
    done = run_python("-c", program, data_dir=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "quay.txt The quay of Velmark opened on Monday, the port said.",
        "heavy: []",
    ]


@pytest.mark.model
def test_what_is_removed_is_gone_for_whoever_answers(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    story = tmp_path / "quay.txt"
    story.write_text(STORY)
    with opened(settings) as components:
        CorpusEditor(settings).ingest([story])
        service = components.service()
        (card,) = service.cards()
        CorpusEditor(settings).remove([card.source])
        assert (service.cards(), service.corpus_size().passages) == ([], 0)


def test_an_ingest_that_takes_too_long_is_stopped_and_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(
        IsolatedProcessError, match=r"bot\.ingestion was stopped after 0 s"
    ) as failed:
        CorpusEditor(settings_in(tmp_path), deadline=0.01).ingest([tmp_path])
    assert failed.value.cause == "it was not done after 0 minutes, and was stopped"


def test_a_crash_of_the_process_that_reads_is_an_error_that_names_the_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crashed(
        module: str, *, deadline: float, given: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        del given
        done = run_apart(module, deadline=deadline, given=b"no order")
        return subprocess.CompletedProcess(done.args, -signal.SIGSEGV, b"", done.stderr)

    monkeypatch.setattr(bootstrap, "run_apart", crashed)
    with pytest.raises(IsolatedProcessError, match=r"bot\.ingestion was ended by SIGSEGV"):
        CorpusEditor(settings_in(tmp_path)).ingest([tmp_path])


def test_a_fault_of_the_catalogue_is_told_by_its_sentence(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogue.sqlite").write_text("These are only words. " * 100)
    with pytest.raises(IsolatedProcessError, match=r"failed: .*file is not a database") as failed:
        CorpusEditor(settings).ingest([tmp_path])
    assert failed.value.cause is not None
    assert "it is damaged, or no such file at all; bring back a backup" in failed.value.cause
