import hashlib
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from retrieval.ports import ArticleDigests
from tests.adapters.stores import (
    ENCODER,
    FILE_DIGEST,
    LIND,
    article,
    digested,
    found_files,
    name,
    statement,
)
from tests.fakes import HashingEncoder

ROOT = Path(__file__).resolve().parents[3]


# --- what comes back -------------------------------------------------------------------------


def test_a_card_says_what_is_known_and_where_it_was_read(catalogue: Catalogue) -> None:
    text = "The Eastwick Herald\nThe harbour is closed."
    catalogue.writer.commit(
        [digested(article(text, outlet="The Eastwick Herald", published="2026-02"))]
    )
    (card,) = catalogue.articles.cards()
    assert (card.file, card.outlet, card.published) == (
        "harbour.txt",
        "The Eastwick Herald",
        "2026-02",
    )
    assert (card.title, card.url) == (None, None)
    assert card.outlet_rules == ("list of outlets",)
    assert card.outlet_evidence == ("The Eastwick Herald",)


def test_the_digests_of_every_version_are_kept(catalogue: Catalogue) -> None:
    old, new = article("The harbour is closed."), article("The harbour is open.")
    catalogue.writer.commit([digested(old)])
    (first,) = catalogue.articles.cards()
    catalogue.writer.commit([digested(new)])
    (second,) = catalogue.articles.cards()
    for card, of in ((first, old), (second, new)):
        kept = catalogue.articles.digests(of.source, card.version)
        text = hashlib.sha256(of.text.encode()).hexdigest()
        assert kept == ArticleDigests(FILE_DIGEST, text, "2026-03-01T09:30:00+00:00")
    assert catalogue.articles.digests("/desk/other.txt", second.version) is None
    catalogue.writer.remove([new.source])
    assert catalogue.articles.digests(new.source, second.version) is None


def test_an_article_comes_back_as_it_was_stored(catalogue: Catalogue) -> None:
    stored = article("The harbour is closed. The mayor said so.")
    catalogue.writer.commit([digested(stored)])
    (card,) = catalogue.articles.cards()
    assert catalogue.articles.article(stored.source, card.version) == stored
    assert catalogue.articles.article("/desk/other.txt", card.version) is None


def test_a_passage_comes_back_with_its_sentences_and_their_vectors(
    catalogue: Catalogue,
) -> None:
    text = "The harbour is closed. The mayor said so."
    catalogue.writer.commit([digested(article(text))])
    (key,), _ = catalogue.articles.vectors()
    (passage,) = catalogue.articles.passages([key])
    printed = [sentence.text for sentence in passage.sentences]
    assert printed == ["The harbour is closed.", "The mayor said so."]
    assert passage.vectors == pytest.approx(ENCODER.encode(printed), abs=1e-3)


def test_passages_come_in_the_order_asked_for_without_those_that_are_none(
    catalogue: Catalogue,
) -> None:
    catalogue.writer.commit(
        [digested(article("One harbour.", "a")), digested(article("Two.", "b"))]
    )
    a, b = catalogue.articles.vectors()[0]
    odd = ["", "a:b:c", "1:2", "99:99:0", "²:1:0", "1:1:9", f"{2**70}:1:0"]
    assert [each.key for each in catalogue.articles.passages([b, *odd, a])] == [b, a]


def test_the_passage_before_is_of_the_same_article_and_the_first_has_none(
    catalogue: Catalogue,
) -> None:
    long = "\n".join(f"The harbour of Eastwick has {n} berths for small boats." for n in range(60))
    catalogue.writer.commit(
        [digested(article(long, "long")), digested(article("Short.", "short"))]
    )
    keys, _ = catalogue.articles.vectors()
    numbers = {key: catalogue.articles.passages([key])[0].number for key in keys}
    assert max(numbers.values()) > 1
    for key, number in numbers.items():
        before = catalogue.articles.previous_passage(key)
        assert (before.number if before else None) == (number - 1 if number else None)
        assert before is None or before.card.file == "long"


def test_a_passage_that_was_read_before_is_as_the_catalogue_has_it_now(
    catalogue: Catalogue,
) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    (key,), _ = catalogue.articles.vectors()
    (before,) = catalogue.articles.passages([key])
    assert catalogue.articles.passages([key, key]) == [before, before]
    catalogue.writer.move("/desk/harbour.txt", "/desk/port.txt", "port.txt")
    (moved,) = catalogue.articles.passages([key])
    assert (moved.card.file, catalogue.articles.cards()) == ("port.txt", [moved.card])
    catalogue.writer.remove(["/desk/port.txt"])
    assert catalogue.articles.passages([key]) == []


def test_a_passage_without_vectors_has_them_once_they_are_stored(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    (key,), _ = catalogue.articles.vectors()
    other = HashingEncoder("2")
    again = open_catalogue(tmp_path / "catalogue.db", other.model)
    (bare,) = again.articles.passages([key])
    assert not bare.vectors.any()
    (article_left,) = again.writer.unembedded(9)
    rows = [other.encode(texts) for texts in (article_left.passages, article_left.sentences)]
    again.writer.add_vectors(article_left, *rows)
    (embedded,) = again.articles.passages([key])
    assert embedded.vectors == pytest.approx(rows[1], abs=0.001)
    again.close()


def test_articles_with_a_word_are_those_of_the_present_state(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    assert catalogue.articles.sources_containing(["harbour"]) == {"/desk/harbour.txt"}
    catalogue.writer.commit([digested(article("A harbour opens.", "quay.txt"))])
    catalogue.writer.commit([digested(article("The ferry is late."))])
    assert catalogue.articles.sources_containing(["harbour"]) == {"/desk/quay.txt"}


def test_vectors_of_passages_are_kept_to_the_bit(catalogue: Catalogue) -> None:
    one = digested(article("The harbour is closed."))
    catalogue.writer.commit([one])
    assert np.array_equal(catalogue.articles.vectors()[1], one.passage_vectors)


def test_an_article_without_a_sentence_is_kept(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("", "empty.txt"))])
    assert [card.file for card in catalogue.articles.cards()] == ["empty.txt"]
    assert catalogue.writer.entries()["/desk/empty.txt"].embedded


# --- versions --------------------------------------------------------------------------------


def test_a_new_version_takes_the_place_of_the_old_one_whose_text_can_still_be_checked(
    catalogue: Catalogue,
) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    old = catalogue.writer.entries()["/desk/harbour.txt"].version
    (dead,) = catalogue.articles.vectors()[0]
    catalogue.writer.commit([digested(article("The quay is open."))])
    new = catalogue.writer.entries()["/desk/harbour.txt"].version
    assert found_files(catalogue, "harbour") == []
    assert found_files(catalogue, "quay") == ["harbour.txt"]
    assert catalogue.articles.passages([dead]) == []
    assert catalogue.articles.text("/desk/harbour.txt", old) == "The harbour is closed."
    assert catalogue.articles.text("/desk/harbour.txt", new) == "The quay is open."
    assert catalogue.articles.text("/desk/other.txt", new) is None


def test_what_is_live_already_is_not_written_again(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    before = catalogue.writer.entries(), catalogue.outbox.pending(99)
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    assert (catalogue.writer.entries(), catalogue.outbox.pending(99)) == before


def test_a_removed_article_leaves_nothing_and_its_keys_are_not_used_again(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    text = 'Ada Lind said: "The harbour is closed."'
    one = digested(
        article(text),
        statements=[statement(text, "The harbour is closed.", LIND)],
        names=[name(text, "Ada Lind")],
    )
    catalogue.writer.commit([one])
    (old,) = catalogue.articles.vectors()[0]
    version = catalogue.writer.entries()["/desk/harbour.txt"].version
    catalogue.writer.remove(["/desk/harbour.txt", "/desk/never.txt"])
    assert catalogue.articles.text("/desk/harbour.txt", version) is None
    assert (
        catalogue.statements.speakers(),
        catalogue.statements.names(),
        catalogue.articles.cards(),
    ) == ([], [], [])
    assert catalogue.writer.stored_vectors([text]) == {}
    with sqlite3.connect(tmp_path / "catalogue.db") as connection:
        left = connection.execute(
            "SELECT 'version' FROM versions UNION ALL SELECT 'passage' FROM passages"
            " UNION ALL SELECT 'sentence' FROM sentences UNION ALL SELECT 'vector' FROM embeddings"
            " UNION ALL SELECT 'statement' FROM statements UNION ALL SELECT 'name' FROM names"
        )
        assert left.fetchall() == []
    connection.close()
    catalogue.writer.commit([one])
    assert catalogue.articles.vectors()[0] != [old]


def test_vectors_that_another_article_needs_outlive_their_own(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed.", f)) for f in ("a", "b")])
    catalogue.writer.remove(["/desk/a"])
    assert set(catalogue.writer.stored_vectors(["The harbour is closed."])) == {
        "The harbour is closed."
    }
    assert len(catalogue.articles.vectors()[1]) == 1


def test_vectors_of_new_articles_join_those_that_were_read_before(catalogue: Catalogue) -> None:
    texts = {"a": "The harbour is closed.", "b": "The ferry is late.", "c": "The quay is new."}
    for file, text in texts.items():
        catalogue.writer.commit([digested(article(text, file))])
        if file == "b":
            catalogue.writer.remove(["/desk/a"])
        keys, vectors = catalogue.articles.vectors()
        read = catalogue.articles.passages(keys)
        words = [passage.sentences[0].text for passage in read]
        assert np.array_equal(vectors, ENCODER.encode(words))
    assert words == ["The ferry is late.", "The quay is new."]


def test_an_article_that_moved_is_the_same_at_its_new_place(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    version = catalogue.writer.entries()["/desk/harbour.txt"].version
    catalogue.writer.move("/desk/harbour.txt", "/desk/new/harbour.txt", "new/harbour.txt")
    assert [card.file for card in catalogue.articles.cards()] == ["new/harbour.txt"]
    for source in ("/desk/harbour.txt", "/desk/new/harbour.txt"):
        assert catalogue.articles.text(source, version) == "The harbour is closed."


def test_an_article_does_not_move_onto_another(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article(f"{f} is closed.", f)) for f in ("a", "b")])
    catalogue.writer.move("/desk/a", "/desk/b", "b")
    assert [card.file for card in catalogue.articles.cards()] == ["a", "b"]


def test_a_commit_that_fails_leaves_everything_as_it_was(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour is closed."))])
    before = catalogue.writer.entries(), catalogue.outbox.pending(99)
    good = article("The quay is open.")
    bad = digested(article("A town is flooded. A dam broke.", "dam.txt"))
    short = bad.sentence_vectors[:1]
    broken = replace(bad, sentence_vectors=short)
    with pytest.raises(ValueError, match="expected 1 passage and 2 sentence vectors, not 1 and 1"):
        catalogue.writer.commit([digested(good), broken])
    assert (catalogue.writer.entries(), catalogue.outbox.pending(99)) == before


# --- models ----------------------------------------------------------------------------------


def test_vectors_of_two_models_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    text = "The harbour is closed."
    first = open_catalogue(path, ENCODER.model)
    first.writer.commit([digested(article(text))])
    other = HashingEncoder("2", dimension=8)
    second = open_catalogue(path, other.model)
    assert second.writer.stored_vectors([text]) == {}
    assert second.articles.vectors()[1].shape == (0, 8)
    assert not second.writer.entries()["/desk/harbour.txt"].embedded
    (waiting,) = second.writer.unembedded(5)
    second.writer.add_vectors(
        waiting, other.encode(waiting.passages), other.encode(waiting.sentences)
    )
    assert second.writer.unembedded(5) == []
    assert second.writer.entries()["/desk/harbour.txt"].embedded
    assert second.articles.vectors()[1].shape == (1, 8)
    assert first.articles.vectors()[1].shape == (1, 256)
    first.close()
    second.close()


# --- side by side ----------------------------------------------------------------------------


def test_several_threads_write_and_read_at_once(catalogue: Catalogue) -> None:
    def work(number: int) -> int:
        catalogue.writer.commit([digested(article(f"Ship {number} sank.", str(number)))])
        return len(catalogue.articles.search_words([f"{number}"], 5)) + len(
            catalogue.articles.vectors()[0][:0]
        )

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(40))) == [1] * 40
    assert catalogue.articles.count() == 40
    assert len(catalogue.articles.vectors()[0]) == 40


PROCESS = """
import sys
from pathlib import Path
from retrieval.adapters.sqlite.catalogue import Catalogue, open_catalogue
from tests.adapters.stores import ENCODER, article, digested
catalogue = open_catalogue(Path(sys.argv[1]), ENCODER.model)
for number in range(30):
    catalogue.writer.commit([digested(article(f"Ship {number} sank.", str(number)))])
catalogue.close()
"""


def test_several_processes_make_one_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    started = [
        subprocess.Popen(  # noqa: S603 - no shell: this interpreter runs PROCESS, a literal above, on a path
            [sys.executable, "-c", PROCESS, str(path)], cwd=ROOT
        )
        for _ in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    catalogue = open_catalogue(path, ENCODER.model)
    assert catalogue.articles.count() == 30
    assert len(catalogue.outbox.pending(999)) == 30
    assert len(catalogue.articles.search_words(["ship"], 99)) == 30
    catalogue.close()
