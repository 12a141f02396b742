import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.adapters import words as word_index
from retrieval.adapters.catalogue import SqliteCatalogue
from retrieval.adapters.stored import days_of, fold
from retrieval.errors import CatalogueError
from retrieval.model import NameKind, Speaker
from retrieval.ports import Filters
from tests.adapters.desk import (
    ENCODER,
    article,
    digested,
    name,
    span_of,
    statement,
)
from tests.fakes import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
LIND = Speaker("Ada Lind", ("Mayor Lind", "the mayor"))
OFFICIAL = Speaker("a harbour official", named=False)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqliteCatalogue]:
    catalogue = SqliteCatalogue(tmp_path / "catalogue.db", ENCODER.model)
    yield catalogue
    catalogue.close()


def found_files(catalogue: SqliteCatalogue, *words: str) -> list[str]:
    keys = [key for key, _ in catalogue.by_words(words, 10)]
    return [passage.card.file for passage in catalogue.passages(keys)]


def files(catalogue: SqliteCatalogue, filters: Filters) -> list[str]:
    return [card.file for card in catalogue.cards(filters)]


# --- what comes back -------------------------------------------------------------------------


def test_a_card_says_what_is_known_and_where_it_was_read(catalogue: SqliteCatalogue) -> None:
    text = "The Eastwick Herald\nThe harbour is closed."
    catalogue.commit([digested(article(text, outlet="The Eastwick Herald", published="2026-02"))])
    (card,) = catalogue.cards()
    assert (card.file, card.outlet, card.published) == (
        "harbour.txt",
        "The Eastwick Herald",
        "2026-02",
    )
    assert (card.title, card.url) == (None, None)
    assert card.outlet_rules == ("list of outlets",)
    assert card.outlet_evidence == ("The Eastwick Herald",)


def test_a_passage_comes_back_with_its_sentences_and_their_vectors(
    catalogue: SqliteCatalogue,
) -> None:
    text = "The harbour is closed. The mayor said so."
    catalogue.commit([digested(article(text))])
    (key,), _ = catalogue.vectors()
    (passage,) = catalogue.passages([key])
    printed = [sentence.text for sentence in passage.sentences]
    assert printed == ["The harbour is closed.", "The mayor said so."]
    assert passage.vectors == pytest.approx(ENCODER.encode(printed), abs=1e-3)


def test_passages_come_in_the_order_asked_for_without_those_that_are_none(
    catalogue: SqliteCatalogue,
) -> None:
    catalogue.commit([digested(article("One harbour.", "a")), digested(article("Two.", "b"))])
    a, b = catalogue.vectors()[0]
    odd = ["", "a:b:c", "1:2", "99:99:0", "²:1:0", "1:1:9", f"{2**70}:1:0"]
    assert [each.key for each in catalogue.passages([b, *odd, a])] == [b, a]


def test_vectors_of_passages_are_kept_to_the_bit(catalogue: SqliteCatalogue) -> None:
    one = digested(article("The harbour is closed."))
    catalogue.commit([one])
    assert np.array_equal(catalogue.vectors()[1], one.passage_vectors)


def test_an_article_without_a_sentence_is_kept(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("", "empty.txt"))])
    assert [card.file for card in catalogue.cards()] == ["empty.txt"]
    assert catalogue.known()["/desk/empty.txt"].embedded


# --- versions --------------------------------------------------------------------------------


def test_a_new_version_takes_the_place_of_the_old_one_whose_text_can_still_be_checked(
    catalogue: SqliteCatalogue,
) -> None:
    catalogue.commit([digested(article("The harbour is closed."))])
    old = catalogue.known()["/desk/harbour.txt"].version
    (dead,) = catalogue.vectors()[0]
    catalogue.commit([digested(article("The quay is open."))])
    new = catalogue.known()["/desk/harbour.txt"].version
    assert found_files(catalogue, "harbour") == []
    assert found_files(catalogue, "quay") == ["harbour.txt"]
    assert catalogue.passages([dead]) == []
    assert catalogue.text("/desk/harbour.txt", old) == "The harbour is closed."
    assert catalogue.text("/desk/harbour.txt", new) == "The quay is open."
    assert catalogue.text("/desk/other.txt", new) is None


def test_what_is_live_already_is_not_written_again(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("The harbour is closed."))])
    before = catalogue.known(), catalogue.changes(99)
    catalogue.commit([digested(article("The harbour is closed."))])
    assert (catalogue.known(), catalogue.changes(99)) == before


def test_a_removed_article_leaves_nothing_and_its_keys_are_not_used_again(
    catalogue: SqliteCatalogue, tmp_path: Path
) -> None:
    text = 'Ada Lind said: "The harbour is closed."'
    one = digested(
        article(text),
        statements=[statement(text, "The harbour is closed.", LIND)],
        names=[name(text, "Ada Lind")],
    )
    catalogue.commit([one])
    (old,) = catalogue.vectors()[0]
    version = catalogue.known()["/desk/harbour.txt"].version
    catalogue.remove(["/desk/harbour.txt", "/desk/never.txt"])
    assert catalogue.text("/desk/harbour.txt", version) is None
    assert (catalogue.speakers(), catalogue.names(), catalogue.cards()) == ([], [], [])
    assert catalogue.vectors_of([text]) == {}
    with sqlite3.connect(tmp_path / "catalogue.db") as connection:
        for table in ("versions", "passages", "sentences", "embeddings", "statements", "names"):
            rows = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - literals
            assert (table, *rows.fetchone()) == (table, 0)
    connection.close()
    catalogue.commit([one])
    assert catalogue.vectors()[0] != [old]


def test_vectors_that_another_article_needs_outlive_their_own(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("The harbour is closed.", f)) for f in ("a", "b")])
    catalogue.remove(["/desk/a"])
    assert set(catalogue.vectors_of(["The harbour is closed."])) == {"The harbour is closed."}
    assert len(catalogue.vectors()[1]) == 1


def test_an_article_that_moved_is_the_same_at_its_new_place(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("The harbour is closed."))])
    version = catalogue.known()["/desk/harbour.txt"].version
    catalogue.move("/desk/harbour.txt", "/desk/new/harbour.txt", "new/harbour.txt")
    assert [card.file for card in catalogue.cards()] == ["new/harbour.txt"]
    for source in ("/desk/harbour.txt", "/desk/new/harbour.txt"):
        assert catalogue.text(source, version) == "The harbour is closed."


def test_an_article_does_not_move_onto_another(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article(f"{f} is closed.", f)) for f in ("a", "b")])
    catalogue.move("/desk/a", "/desk/b", "b")
    assert [card.file for card in catalogue.cards()] == ["a", "b"]


def test_a_commit_that_fails_leaves_everything_as_it_was(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("The harbour is closed."))])
    before = catalogue.known(), catalogue.changes(99)
    good = article("The quay is open.")
    bad = digested(article("A town is flooded. A dam broke.", "dam.txt"))
    short = bad.sentence_vectors[:1]
    broken = type(bad)(
        bad.article, bad.fingerprint, bad.passages, (), (), bad.passage_vectors, short
    )
    with pytest.raises(ValueError, match="expected 1 passage and 2 sentence vectors, not 1 and 1"):
        catalogue.commit([digested(good), broken])
    assert (catalogue.known(), catalogue.changes(99)) == before


# --- models ----------------------------------------------------------------------------------


def test_vectors_of_two_models_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    text = "The harbour is closed."
    first = SqliteCatalogue(path, ENCODER.model)
    first.commit([digested(article(text))])
    other = HashingEncoder("2", dimension=8)
    second = SqliteCatalogue(path, other.model)
    assert second.vectors_of([text]) == {}
    assert second.vectors()[1].shape == (0, 8)
    assert not second.known()["/desk/harbour.txt"].embedded
    (waiting,) = second.unembedded(5)
    second.embed(waiting, other.encode(waiting.passages), other.encode(waiting.sentences))
    assert second.unembedded(5) == []
    assert second.known()["/desk/harbour.txt"].embedded
    assert second.vectors()[1].shape == (1, 8)
    assert first.vectors()[1].shape == (1, 256)
    first.close()
    second.close()


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["harbours"], ["a"]),  # stemmed
        (["HARBOUR"], ["a"]),
        (["cafe"], ["b"]),  # without its accent
        (["café"], ["b"]),
        (["well-known"], ["b"]),
        (["known-well"], []),  # a word of two parts is those parts in that order
        (["harbour", "café"], ["b", "a"]),  # any of them; the shorter passage first
        (["NEAR"], []),
        (["AND", "OR", "NOT"], []),
        (['"', "*", "(", "🚢", "", "a\0b"], []),
        (["harbour", '" OR title:', "^"], ["a"]),
        (["half \ud800"], []),
        ([], []),
    ],
)
def test_words_are_found_whatever_is_asked(
    catalogue: SqliteCatalogue, asked: Sequence[str], expected: list[str]
) -> None:
    texts = {"a": "All ships have left the harbour of Eastwick today.", "b": "A well-known café."}
    catalogue.commit([digested(article(text, file)) for file, text in texts.items()])
    assert found_files(catalogue, *asked) == expected
    names = {card.source: card.file for card in catalogue.cards()}
    assert sorted(names[source] for source in catalogue.sources_with(asked)) == sorted(expected)


@given(asked=st.lists(st.text(), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_words_are_an_error(catalogue: SqliteCatalogue, asked: list[str]) -> None:
    catalogue.by_words(asked, 3)
    catalogue.sources_with(asked)
    catalogue.document_frequencies(asked)


def test_a_word_counts_less_in_the_title_than_in_the_text(catalogue: SqliteCatalogue) -> None:
    titled = article("The quay is closed today for all.", "a", title="Harbour")
    printed = article("The harbour is closed today for all.", "b", title="Quay")
    catalogue.commit([digested(titled), digested(printed)])
    assert found_files(catalogue, "harbour") == ["b", "a"]


def test_equal_passages_are_found_in_order_of_their_files(catalogue: SqliteCatalogue) -> None:
    catalogue.commit([digested(article("The harbour.", f)) for f in ("c", "a", "b")])
    assert found_files(catalogue, "harbour") == ["a", "b", "c"]


def test_the_commonest_words_are_not_sought_in_a_large_corpus(
    catalogue: SqliteCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "MANY_PASSAGES", 3)
    texts = ["The ship sank.", "The ship left.", "The ship came.", "The mayor spoke.", "Snow."]
    catalogue.commit([digested(article(text, str(n))) for n, text in enumerate(texts)])
    assert found_files(catalogue, "the", "mayor") == ["3"]
    assert found_files(catalogue, "the", "nowhere") == ["0", "1", "2", "3"]  # nothing rarer


WORDS = "general generally generals agreed agree caresses ponies sky U.S. 2026 naïve Ærø don't x"


def test_document_frequencies_are_those_of_the_index_itself(
    catalogue: SqliteCatalogue, tmp_path: Path
) -> None:
    texts = ["General agreed, generally.", "The U.S. sky: naïve ponies.", "2026 caresses don't."]
    catalogue.commit([digested(article(text, str(n))) for n, text in enumerate(texts)])
    found = catalogue.document_frequencies(WORDS.split())
    connection = sqlite3.connect(tmp_path / "catalogue.db")
    for word in WORDS.split():
        query = "SELECT count(*) FROM lexicon WHERE lexicon MATCH ?"
        (expected,) = connection.execute(query, (f'"{word}"',)).fetchone()
        assert (word, found[word]) == (word, expected)
    connection.close()
    assert found["agree"] == 1
    assert found["x"] == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sumit", ["summit"]),
        ("sumimt", ["summit"]),
        ("summits", []),  # it stands there
        ("bummit", []),  # the first letter is seldom wrong
        ("fery", []),  # too short to tell
        ("drredging", ["dredg"]),
        ("two words", []),
        ("", []),
    ],
)
def test_a_word_that_is_nowhere_may_be_one_a_letter_away(
    catalogue: SqliteCatalogue, typed: str, meant: list[str]
) -> None:
    catalogue.commit([digested(article("The summit saw a ferry and some dredging."))])
    assert list(catalogue.near_words(typed)) == meant


def test_document_frequencies_follow_changes(catalogue: SqliteCatalogue) -> None:
    assert catalogue.document_frequencies(["harbour"]) == {"harbour": 0}
    catalogue.commit([digested(article("The harbour."))])
    assert catalogue.document_frequencies(["harbour"]) == {"harbour": 1}
    catalogue.remove(["/desk/harbour.txt"])
    assert catalogue.document_frequencies(["harbour"]) == {"harbour": 0}


# --- filters ---------------------------------------------------------------------------------


@pytest.fixture
def paper_stand(catalogue: SqliteCatalogue) -> SqliteCatalogue:
    text = 'Zoë Ørsted said: "Nothing."'
    zoe = Speaker("Zoë Ørsted", ("Minister Ørsted",))
    catalogue.commit(
        [
            digested(article("x", "times", outlet="The Times", published="2026-02-10")),
            digested(article("x", "eastwick", outlet="Eastwick Times", published="2026-02")),
            digested(article("x", "hartford", outlet="Hartford Courant", published="2026")),
            digested(
                article(text, "elan", outlet="L'Élan", published="2026-03-01T23:59+00:00"),
                statements=[statement(text, "Nothing.", zoe)],
            ),
            digested(article("x", "unknown")),
        ]
    )
    return catalogue


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["eastwick", "elan", "hartford", "times", "unknown"]),
        (Filters(outlet="the times"), ["times"]),
        (Filters(outlet="TIMES"), ["times"]),  # it is one outlet's very name
        (Filters(outlet="eastwick"), ["eastwick"]),
        (Filters(outlet="east"), ["eastwick"]),
        (Filters(outlet="art"), []),  # no word of Hartford begins with it
        (Filters(outlet="l'elan"), ["elan"]),
        (Filters(outlet="%"), []),
        (Filters(outlet=""), []),
        (Filters(after=date(2026, 2, 10)), ["elan", "times"]),
        (Filters(after=date(2026, 2, 11)), ["elan"]),
        (Filters(after=date(2026, 2, 1)), ["eastwick", "elan", "times"]),  # February is certain
        (Filters(before=date(2026, 2, 10)), ["times"]),
        (Filters(before=date(2026, 2, 28)), ["eastwick", "times"]),
        (Filters(before=date(2026, 12, 31)), ["eastwick", "elan", "hartford", "times"]),
        (Filters(after=date(2026, 3, 1), before=date(2026, 3, 1)), ["elan"]),
        (Filters(speaker="ørsted"), ["elan"]),
        (Filters(speaker="zoe"), ["elan"]),
        (Filters(speaker="minister"), ["elan"]),
        (Filters(speaker="sted"), []),
        (Filters(speaker="zoe", outlet="times"), []),
        (Filters(sources=frozenset({"/desk/elan", "/desk/none"})), ["elan"]),
        (Filters(sources=frozenset()), []),
    ],
)
def test_filters_let_through(
    paper_stand: SqliteCatalogue, filters: Filters, expected: list[str]
) -> None:
    assert files(paper_stand, filters) == expected
    keys, vectors = paper_stand.vectors(filters)
    assert sorted(each.card.file for each in paper_stand.passages(keys)) == expected
    assert len(vectors) == len(expected)


def test_filters_hold_for_words_too(paper_stand: SqliteCatalogue) -> None:
    assert len(paper_stand.by_words(["x"], 9, Filters(outlet="eastwick"))) == 1
    assert paper_stand.by_words(["x"], 9, Filters(speaker="zoe")) == []


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, (None, None)),
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-01-23T12:00+00:00", ("2026-01-23", "2026-01-23")),
        ("yesterday", (None, None)),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(
    published: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert days_of(published) == expected


def test_names_are_folded_to_words() -> None:
    assert fold("L'Élan — No. 2") == " l elan no 2"


# --- statements ------------------------------------------------------------------------------


@pytest.fixture
def quotes(catalogue: SqliteCatalogue) -> SqliteCatalogue:
    old = 'Ada Lind said: "Wait."\nAda Lind left. In Eastwick, a harbour official said: "Go."'
    new = 'Mayor Ada Lind said: "Now."\nNobody answered.'
    undated = 'Ada Lind said: "Perhaps."'
    catalogue.commit(
        [
            digested(
                article(old, "old", published="2026-01-01"),
                statements=[
                    statement(old, "Wait.", LIND),
                    statement(old, "Go.", OFFICIAL),
                    statement(old, "Go.", None),
                ],
                names=[
                    name(old, "Ada Lind"),
                    name(old, "Ada Lind", nth=1),
                    name(old, "Eastwick", NameKind.PLACE),
                ],
            ),
            digested(
                article(new, "new", published="2026-02-02"),
                statements=[statement(new, "Now.", LIND)],
                names=[replace(name(new, "Ada Lind"), roles=("Mayor", "mother of four"))],
            ),
            digested(
                article(undated, "undated"), statements=[statement(undated, "Perhaps.", LIND)]
            ),
        ]
    )
    return catalogue


def test_speakers_are_those_of_each_article_with_their_number_of_statements(
    quotes: SqliteCatalogue,
) -> None:
    found = [(each.source, each.speaker, each.statements) for each in quotes.speakers()]
    assert found == [
        ("/desk/new", LIND, 1),
        ("/desk/old", LIND, 1),
        ("/desk/old", OFFICIAL, 1),
        ("/desk/undated", LIND, 1),
    ]


def test_statements_come_newest_first_and_those_without_a_date_last(
    quotes: SqliteCatalogue,
) -> None:
    ids = [each.id for each in quotes.speakers() if each.speaker == LIND]
    found = quotes.statements_of(ids)
    assert [each.contents for each in found] == [("Now.",), ("Wait.",), ("Perhaps.",)]
    assert quotes.statements_of([]) == []


def test_a_statement_comes_back_with_its_words(quotes: SqliteCatalogue) -> None:
    ids = [each.id for each in quotes.speakers() if each.speaker == OFFICIAL]
    (found,) = quotes.statements_of(ids)
    assert (found.cue, found.mention, found.contents) == ("said", "a harbour official", ("Go.",))
    assert found.passage == 'Ada Lind left. In Eastwick, a harbour official said: "Go."'
    assert found.statement.speaker == OFFICIAL
    text = quotes.text(found.card.source, found.card.version)
    assert text is not None
    assert found.statement.content[0].span == span_of(text, "Go.")


def test_names_are_counted_by_sentences_and_articles(quotes: SqliteCatalogue) -> None:
    found = [(each.text, each.kind, each.places, each.articles) for each in quotes.names()]
    assert found == [
        ("Ada Lind", NameKind.PERSON, 3, 2),
        ("Eastwick", NameKind.PLACE, 1, 1),
    ]
    assert [each.roles for each in quotes.names()] == [("Mayor", "mother of four"), ()]


def test_the_places_of_names_are_sentences_newest_first_each_once(quotes: SqliteCatalogue) -> None:
    found = quotes.places_of(["Ada Lind", "Eastwick", "nobody", "'"])
    assert [(card.file, words) for card, _, words in found] == [
        ("new", 'Mayor Ada Lind said: "Now."'),
        ("old", 'Ada Lind said: "Wait."'),
        ("old", "Ada Lind left."),
        ("old", 'In Eastwick, a harbour official said: "Go."'),
    ]
    for card, span, words in found:
        assert span.of(quotes.text(card.source, card.version) or "") == words


def test_a_replaced_article_takes_its_statements_with_it(quotes: SqliteCatalogue) -> None:
    ids = [each.id for each in quotes.speakers() if each.source == "/desk/new"]
    quotes.commit([digested(article("Nothing was said.", "new"))])
    assert quotes.statements_of(ids) == []
    assert "/desk/new" not in {each.source for each in quotes.speakers()}


# --- the file --------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_text("These are only words. " * 100)
    with pytest.raises(CatalogueError, match="file is not a database"):
        SqliteCatalogue(path, ENCODER.model)


def test_a_catalogue_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    SqliteCatalogue(path, ENCODER.model).close()
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE speakers DROP COLUMN members")
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with closing(SqliteCatalogue(path, ENCODER.model)) as catalogue:
        assert catalogue.speakers() == []
    connection = sqlite3.connect(path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(speakers)")]
    connection.close()
    assert "members" in columns


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("PRAGMA user_version = 99", "a catalogue of version 99, this program knows version"),
        ("CREATE TABLE recipes (name TEXT)", "a database, but not a catalogue"),
    ],
)
def test_another_database_is_left_alone(tmp_path: Path, statement: str, reason: str) -> None:
    path = tmp_path / "catalogue.db"
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match=reason):
        SqliteCatalogue(path, ENCODER.model)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CatalogueError, match="cannot be used"):
        SqliteCatalogue(tmp_path / "file" / "catalogue.db", ENCODER.model)


def test_several_threads_write_and_read_at_once(catalogue: SqliteCatalogue) -> None:
    def work(number: int) -> int:
        catalogue.commit([digested(article(f"Ship {number} sank.", str(number)))])
        return len(catalogue.by_words([f"{number}"], 5)) + len(catalogue.vectors()[0][:0])

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(40))) == [1] * 40
    assert catalogue.count() == 40
    assert len(catalogue.vectors()[0]) == 40


PROCESS = """
import sys
from pathlib import Path
from retrieval.adapters.catalogue import SqliteCatalogue
from tests.adapters.desk import ENCODER, article, digested
catalogue = SqliteCatalogue(Path(sys.argv[1]), ENCODER.model)
for number in range(30):
    catalogue.commit([digested(article(f"Ship {number} sank.", str(number)))])
catalogue.close()
"""


def test_several_processes_make_one_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    started = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(path)], cwd=ROOT)  # noqa: S603 - ours
        for _ in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    catalogue = SqliteCatalogue(path, ENCODER.model)
    assert catalogue.count() == 30
    assert len(catalogue.changes(999)) == 30
    assert len(catalogue.by_words(["ship"], 99)) == 30
    catalogue.close()
