import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.adapters.models.spacy_parser import SpacyParser
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.ingest import run as story
from retrieval.ingest.report import IngestProgress, IngestStage
from tests.fakes import HashingEncoder
from tests.stories.newspaper import FaultyParser, Newsroom, report_on, snapshot_of

# --- again -----------------------------------------------------------------------------------


def test_ingesting_twice_is_ingesting_once(room: Newsroom, paper: Path) -> None:
    first = room.ingest(paper)
    assert (first.articles, first.unchanged, first.replaced, first.removed) == (6, 0, 0, 0)
    assert first.passages >= 6
    before, encoded = snapshot_of(room.catalogue), room.encoder.encoded
    known = room.catalogue.writer.entries()
    second = room.ingest(paper)
    assert (second.articles, second.unchanged, second.replaced) == (0, 6, 0)
    assert (second.passages, second.statements, second.skipped) == (0, 0, ())
    assert snapshot_of(room.catalogue) == before
    assert (room.catalogue.writer.entries(), room.encoder.encoded) == (known, encoded)


def test_a_changed_file_replaces_its_article_and_only_that(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    known = room.catalogue.writer.entries()
    (paper / "03.txt").write_text(report_on(3, "evening"))
    report = room.ingest(paper)
    assert (report.articles, report.unchanged, report.replaced) == (0, 5, 1)
    changed = {s for s, each in room.catalogue.writer.entries().items() if known[s] != each}
    assert changed == {str(paper / "03.txt")}


def test_a_date_after_the_day_of_ingest_is_unknown_and_noted(room: Newsroom, paper: Path) -> None:
    room.now = lambda: datetime(2025, 3, 10, 12, tzinfo=UTC)
    (paper / "01.txt.meta.toml").write_text("published = 2025-03-11\n")
    (paper / "02.txt.meta.toml").write_text("published = 2025-03-12\n")
    report = room.ingest(paper)
    dates = {card.file: card.published for card in room.catalogue.articles.cards()}
    assert dates["01.txt"] == "2025-03-11"  # today, further east
    assert dates["02.txt"] != "2025-03-12"
    assert [(note.file, note.text) for note in report.notes] == [
        ("02.txt", "date 2025-03-12 of the sidecar file is to come; taken for unknown")
    ]


def test_the_digests_are_those_of_the_whole_file_and_of_the_stored_text(
    room: Newsroom, tmp_path: Path
) -> None:
    file = tmp_path / "paper" / "news.jsonl"
    file.parent.mkdir()
    lines = [json.dumps({"text": report_on(number)}) for number in (1, 2)]
    file.write_text("\n".join(lines))
    room.ingest(file)
    _check_digests(room, file, ("#1", "#2"))
    # Another line of the file has changed: the file is another one for the first as well.
    file.write_text("\n".join([lines[0], json.dumps({"text": report_on(3)})]))
    report = room.ingest(file)
    assert (report.unchanged, report.replaced) == (1, 1)
    _check_digests(room, file, ("#1", "#2"))


def test_a_page_has_a_digest_of_its_own_beside_that_of_its_text(
    room: Newsroom, tmp_path: Path
) -> None:
    file = tmp_path / "paper" / "harbour.html"
    file.parent.mkdir()
    paragraphs = report_on(1).replace("\n", "</p>\n<p>")
    file.write_text(f"<html><body><article><p>{paragraphs}</p></article></body></html>")
    room.ingest(file)
    _check_digests(room, file, ("",))


def _check_digests(room: Newsroom, file: Path, places: Sequence[str]) -> None:
    of_file = hashlib.sha256(file.read_bytes()).hexdigest()
    articles, entries = room.catalogue.articles, room.catalogue.writer.entries()
    for place in places:
        source = f"{file}{place}"
        version = entries[source].version
        text, digests = articles.text(source, version), articles.digests(source, version)
        assert text is not None
        assert digests is not None
        of_text = hashlib.sha256(text.encode()).hexdigest()
        assert (digests.file, digests.text) == (of_file, of_text)
        assert entries[source].file_digest == of_file


def test_words_that_were_embedded_once_are_not_embedded_again(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    (paper / "copy.txt").write_bytes((paper / "02.txt").read_bytes())
    assert room.ingest(paper).articles == 1
    assert room.encoder.encoded == encoded


def test_other_bytes_of_the_same_article_change_nothing(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "paper" / "a.json"
    file.parent.mkdir()
    fields = {"title": "Harbour closed", "text": report_on(1)}
    file.write_text(json.dumps(fields))
    room.ingest(file)
    before = room.catalogue.writer.entries()[str(file)]
    file.write_text(json.dumps(fields, indent=2))
    for _ in range(2):
        report = room.ingest(file)
        assert (report.articles, report.unchanged, report.replaced) == (0, 1, 0)
    after = room.catalogue.writer.entries()[str(file)]
    assert after.version == before.version
    assert after.fingerprint != before.fingerprint  # so that next time it is not even read


def test_an_outlet_that_becomes_known_replaces_only_its_own_articles(
    room: Newsroom, paper: Path
) -> None:
    room.ingest(paper)
    room.outlets = (KnownOutlet("Eastwick Herald", files=("04.txt",)),)
    report = room.ingest(paper)
    assert (report.unchanged, report.replaced) == (5, 1)
    outlets = {card.file: card.outlet for card in room.catalogue.articles.cards()}
    assert outlets["04.txt"] == "Eastwick Herald"
    assert room.ingest(paper).unchanged == 6


def test_other_rules_digest_everything_anew(
    room: Newsroom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    monkeypatch.setattr(story, "PIPELINE", "next")
    assert room.ingest(paper).replaced == 6
    assert room.encoder.encoded == encoded


def test_another_model_embeds_what_is_there_and_parses_nothing(
    room: Newsroom, paper: Path, tmp_path: Path
) -> None:
    room.ingest(paper)
    steps: list[IngestProgress] = []
    other = Newsroom(tmp_path / "var", HashingEncoder("2", 32), FaultyParser(""))
    report = other.ingest(paper / "00.txt", progress=steps.append)
    assert (report.unchanged, report.replaced, report.skipped) == (1, 0, ())
    assert steps[0] == IngestProgress(IngestStage.EMBEDDING, 6, 6)
    assert other.catalogue.articles.vectors()[1].shape[1] == 32
    assert all(known.embedded for known in other.catalogue.writer.entries().values())
    assert other.ingest(paper).unchanged == 6
    other.catalogue.close()


# --- places ----------------------------------------------------------------------------------


def test_a_file_that_moved_is_the_same_article_elsewhere(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    versions = {known.version for known in room.catalogue.writer.entries().values()}
    (paper / "old").mkdir()
    (paper / "02.txt").rename(paper / "old" / "02.txt")
    report = room.ingest(paper)
    assert (report.articles, report.unchanged) == (0, 6)
    assert "old/02.txt" in room.files()
    assert "02.txt" not in room.files()
    assert {known.version for known in room.catalogue.writer.entries().values()} == versions
    assert room.ingest(paper).unchanged == 6


def test_a_copy_is_no_move(room: Newsroom, paper: Path) -> None:
    room.ingest(paper)
    (paper / "old").mkdir()
    shutil.copy(paper / "02.txt", paper / "old" / "02.txt")
    assert room.ingest(paper).articles == 1
    assert len(room.files()) == 7


def test_a_file_by_itself_keeps_its_place_below_the_folder(room: Newsroom, paper: Path) -> None:
    (paper / "old").mkdir()
    (paper / "old" / "a.txt").write_text(report_on(9))
    room.ingest(paper)
    (paper / "old" / "a.txt").write_text(report_on(9, "evening"))
    assert room.ingest(paper / "old" / "a.txt").replaced == 1
    assert "old/a.txt" in room.files()
    assert room.ingest(paper).unchanged == 7


def test_a_folder_further_up_changes_how_a_file_is_cited_and_nothing_else(
    room: Newsroom, paper: Path
) -> None:
    room.ingest(paper)
    encoded = room.encoder.encoded
    report = room.ingest(paper.parent)
    assert (report.articles, report.unchanged, report.replaced) == (0, 6, 0)
    assert room.files()[0] == "paper/00.txt"
    assert room.encoder.encoded == encoded


# --- what it tells, and what it reads --------------------------------------------------------


def test_progress_counts_files(room: Newsroom, paper: Path) -> None:
    steps: list[IngestProgress] = []
    room.ingest(paper, progress=steps.append)
    assert steps == [IngestProgress(IngestStage.READING, done, 6) for done in range(1, 7)]


@pytest.mark.parser
def test_statements_and_names_are_taken_in(room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_text(
        "The harbour of Eastwick will stay closed.\n\n"
        "“Nobody is to enter the port before Friday,” said Ada Lind, the mayor of Eastwick.\n"
    )
    room.parser = SpacyParser()
    assert room.ingest(file).statements == 1
    (speaker,) = room.catalogue.statements.speakers()
    assert speaker.speaker.name == "Ada Lind"
    (statement,) = room.catalogue.statements.statements_of([speaker.id])
    assert statement.contents == ("Nobody is to enter the port before Friday,",)
    assert "Eastwick" in {name.text for name in room.catalogue.statements.names()}
