"""The index of words: what is asked of it, and how it folds and stems what it is asked."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.adapters.sqlite.schema import TOKENIZER

TITLE_WEIGHT, WORDS_WEIGHT = 0.4, 1.0
_MOST_KEPT = 50_000
"""Words whose terms are remembered: some megabytes; then it begins anew."""
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
            f"CREATE VIRTUAL TABLE said USING fts5(word, tokenize='{TOKENIZER}')"
        )
        self._scratch.execute("CREATE VIRTUAL TABLE heard USING fts5vocab(said, instance)")

    def terms(self, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The terms of each word, in order: none for "…", two for "well-known"."""
        with self._lock:
            if len(self._terms) > _MOST_KEPT:
                self._terms.clear()
            sought = list(dict.fromkeys(words))
            self._hear([word for word in sought if word not in self._terms])
            return {word: self._terms[word] for word in sought}

    def close(self) -> None:
        """Lets go of the scratch table."""
        with self._lock:
            self._scratch.close()

    def _hear(self, words: Sequence[str]) -> None:
        heard: dict[int, list[str]] = {number: [] for number in range(len(words))}
        rows = [(number, _plain(word)) for number, word in enumerate(words)]
        self._scratch.execute("BEGIN")
        self._scratch.executemany("INSERT INTO said (rowid, word) VALUES (?, ?)", rows)
        order = "SELECT doc, term FROM heard ORDER BY doc, offset"
        for number, term in self._scratch.execute(order).fetchall():
            heard[number].append(term)
        self._scratch.execute("ROLLBACK")
        self._terms.update({word: tuple(heard[n]) for n, word in enumerate(words)})


def frequencies(
    connection: sqlite3.Connection, terms: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """In how many passages each word stands; a word of several terms is sought as a phrase."""
    return {word: _frequency(connection, word, parts) for word, parts in terms.items()}


def query_for(
    terms: Mapping[str, tuple[str, ...]], frequency: Mapping[str, int], passages: int
) -> str | None:
    """Any of the words that the corpus holds, without the commonest; None for nothing to seek."""
    sought = {parts: word for word, parts in terms.items() if frequency[word]}
    if passages > MANY_PASSAGES:
        most = COMMON_SHARE * passages
        sought = {parts: w for parts, w in sought.items() if frequency[w] <= most} or sought
    return any_of(sought.values())


def any_of(words: Iterable[str]) -> str | None:
    """A query for passages with any of the words, None for no words."""
    return " OR ".join(map(_quoted, words)) or None


def near_terms(connection: sqlite3.Connection, term: str) -> tuple[str, ...]:
    """Terms of the index that begin like this one and differ in one letter, or two swapped."""
    rows = connection.execute(
        "SELECT term FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (term[0], chr(ord(term[0]) + 1), len(term) - 1, len(term) + 1),
    )
    near = process.extract(
        term, [other for (other,) in rows], scorer=OSA.distance, score_cutoff=1, limit=None
    )
    return tuple(sorted(other for other, distance, _ in near if distance))


def _frequency(connection: sqlite3.Connection, word: str, parts: tuple[str, ...]) -> int:
    if not parts:
        return 0
    if len(parts) == 1:
        row = connection.execute("SELECT doc FROM terms WHERE term = ?", parts).fetchone()
        return int(row[0]) if row else 0
    query = "SELECT count(*) FROM lexicon WHERE lexicon MATCH ?"
    return int(connection.execute(query, (_quoted(word),)).fetchone()[0])


def _quoted(word: str) -> str:
    """The word as printed, not its stem, which would be stemmed again; never an operator."""
    return '"' + _plain(word).replace('"', '""') + '"'


def _plain(word: str) -> str:
    return word.encode("utf-8", "ignore").decode().replace("\0", " ")
