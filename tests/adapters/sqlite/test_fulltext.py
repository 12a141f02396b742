import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.adapters.sqlite import fulltext as word_index
from retrieval.adapters.sqlite.catalogue import Catalogue
from tests.adapters.stores import article, digested, found_files


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
    catalogue: Catalogue, asked: Sequence[str], expected: list[str]
) -> None:
    texts = {"a": "All ships have left the harbour of Eastwick today.", "b": "A well-known café."}
    catalogue.writer.commit([digested(article(text, file)) for file, text in texts.items()])
    assert found_files(catalogue, *asked) == expected
    names = {card.source: card.file for card in catalogue.articles.cards()}
    assert sorted(
        names[source] for source in catalogue.articles.sources_containing(asked)
    ) == sorted(expected)


@given(asked=st.lists(st.text(), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_words_are_an_error(catalogue: Catalogue, asked: list[str]) -> None:
    catalogue.articles.search_words(asked, 3)
    catalogue.articles.sources_containing(asked)
    catalogue.articles.document_frequencies(asked)


def test_a_word_counts_less_in_the_title_than_in_the_text(catalogue: Catalogue) -> None:
    titled = article("The quay is closed today for all.", "a", title="Harbour")
    printed = article("The harbour is closed today for all.", "b", title="Quay")
    catalogue.writer.commit([digested(titled), digested(printed)])
    assert found_files(catalogue, "harbour") == ["b", "a"]


def test_equal_passages_are_found_in_order_of_their_files(catalogue: Catalogue) -> None:
    catalogue.writer.commit([digested(article("The harbour.", f)) for f in ("c", "a", "b")])
    assert found_files(catalogue, "harbour") == ["a", "b", "c"]


def test_the_commonest_words_are_not_sought_in_a_large_corpus(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "MANY_PASSAGES", 3)
    texts = ["The ship sank.", "The ship left.", "The ship came.", "The mayor spoke.", "Snow."]
    catalogue.writer.commit([digested(article(text, str(n))) for n, text in enumerate(texts)])
    assert found_files(catalogue, "the", "mayor") == ["3"]
    assert found_files(catalogue, "the", "nowhere") == ["0", "1", "2", "3"]  # nothing rarer


WORDS = "general generally generals agreed agree caresses ponies sky U.S. 2026 naïve Ærø don't x"


def test_document_frequencies_are_those_of_the_index_itself(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    texts = ["General agreed, generally.", "The U.S. sky: naïve ponies.", "2026 caresses don't."]
    catalogue.writer.commit([digested(article(text, str(n))) for n, text in enumerate(texts)])
    found = catalogue.articles.document_frequencies(WORDS.split())
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
    catalogue: Catalogue, typed: str, meant: list[str]
) -> None:
    catalogue.writer.commit([digested(article("The summit saw a ferry and some dredging."))])
    assert list(catalogue.articles.similar_words(typed)) == meant


def test_document_frequencies_follow_changes(catalogue: Catalogue) -> None:
    assert catalogue.articles.document_frequencies(["harbour"]) == {"harbour": 0}
    catalogue.writer.commit([digested(article("The harbour."))])
    assert catalogue.articles.document_frequencies(["harbour"]) == {"harbour": 1}
    catalogue.writer.remove(["/desk/harbour.txt"])
    assert catalogue.articles.document_frequencies(["harbour"]) == {"harbour": 0}
