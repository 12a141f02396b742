"""Builds full-text queries (FTS5), with words folded and stemmed as the index does it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.adapters.sqlite.schema import TOKENIZER

TITLE_WEIGHT, WORDS_WEIGHT = 0.4, 1.0
"""Of a word in the title and in the passage, in BM25 (Robertson and Zaragoza 2009)."""
_CACHED_WORDS = 50_000
"""Words whose terms are remembered: some megabytes; then the cache is emptied."""
COMMON_SHARE = 0.3
"""A word that stands in more of the passages than this says nothing, and costs the most time."""
SHORTEST_WITH_A_SLIP = 5
"""Terms of fewer letters are not looked for with a slip of the pen: too many are alike."""
MANY_PASSAGES = 2000
"""In a smaller corpus, no word is left out."""


class Stemmer:
    """Folds and stems words exactly as the index does, because the same tokenizer does it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._terms: dict[str, tuple[str, ...]] = {}
        self._scratch = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._scratch.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5(word, tokenize='{TOKENIZER}')"
        )
        self._scratch.execute("CREATE VIRTUAL TABLE tokens USING fts5vocab(texts, instance)")

    def terms(self, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the terms of each word, in order: none for "…", two for "well-known"."""
        with self._lock:
            if len(self._terms) > _CACHED_WORDS:
                self._terms.clear()
            wanted = list(dict.fromkeys(words))
            self._tokenize([word for word in wanted if word not in self._terms])
            return {word: self._terms[word] for word in wanted}

    def close(self) -> None:
        """Close the scratch table."""
        with self._lock:
            self._scratch.close()

    def _tokenize(self, words: Sequence[str]) -> None:
        terms: dict[int, list[str]] = {number: [] for number in range(len(words))}
        rows = [(number, _plain(word)) for number, word in enumerate(words)]
        self._scratch.execute("BEGIN")
        self._scratch.executemany("INSERT INTO texts (rowid, word) VALUES (?, ?)", rows)
        in_order = "SELECT doc, term FROM tokens ORDER BY doc, offset"
        for number, term in self._scratch.execute(in_order).fetchall():
            terms[number].append(term)
        self._scratch.execute("ROLLBACK")
        self._terms.update({word: tuple(terms[n]) for n, word in enumerate(words)})


def rare_words_query(
    terms: Mapping[str, tuple[str, ...]], frequencies: Mapping[str, int], passages: int
) -> str | None:
    """Return a query for any of the words that the corpus holds, without the commonest.

    None where there is nothing to look for; words of the same terms are looked for once.

    Args:
        terms: of each word.
        frequencies: in how many passages each word stands.
        passages: how many there are.
    """
    wanted = {parts: word for word, parts in terms.items() if frequencies[word]}
    if passages > MANY_PASSAGES:
        most = COMMON_SHARE * passages
        wanted = {parts: w for parts, w in wanted.items() if frequencies[w] <= most} or wanted
    return any_of(wanted.values())


def any_of(words: Iterable[str]) -> str | None:
    """Return a query for passages with any of the words, None for no words."""
    return " OR ".join(map(phrase, words)) or None


def phrase(word: str) -> str:
    """Return the query for a word as printed: not its stem, which would be stemmed again.

    It is never an operator of the query language.
    """
    return '"' + _plain(word).replace('"', '""') + '"'


def one_edit_away(term: str, others: Sequence[str]) -> tuple[str, ...]:
    """Return those of the other terms that differ in one letter, or two swapped, in order."""
    near = process.extract(term, others, scorer=OSA.distance, score_cutoff=1, limit=None)
    return tuple(sorted(other for other, distance, _ in near if distance))


def _plain(word: str) -> str:
    return word.encode("utf-8", "ignore").decode().replace("\0", " ")
