"""The catalogue in SQLite: the truth, from which everything else can be built again."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from retrieval.adapters.sqlite import outbox, reader, statements, writer
from retrieval.adapters.sqlite.fulltext import (
    SHORTEST_WITH_A_SLIP,
    Stemmer,
    any_of,
    frequencies,
    near_terms,
    query_for,
)
from retrieval.adapters.sqlite.outbox import Change, Generation
from retrieval.adapters.sqlite.reader import versions_matching
from retrieval.adapters.sqlite.schema import Connections
from retrieval.adapters.sqlite.serialisation import digest_of
from retrieval.adapters.sqlite.vector_cache import VectorCache, VectorMatrix, change_of
from retrieval.model import Span
from retrieval.ports import (
    ArticleCard,
    CatalogueEntry,
    EncoderModel,
    Filters,
    KnownName,
    KnownSpeaker,
    PreparedArticle,
    StoredPassage,
    StoredStatement,
    UnembeddedArticle,
    Vectors,
)


class SqliteCatalogue:
    """``Writing``, ``Reading`` and ``Statements``, and what ``upkeep`` needs for the index.

    Several threads may use one object, and several processes one file; a writer waits for
    another for up to half a minute.

    Raises:
        CatalogueError: the file cannot be opened, is not a catalogue, is of another version or,
            later on, cannot be written.
    """

    def __init__(self, path: Path, model: EncoderModel) -> None:
        self._connections = Connections(path)
        self._stemmer = Stemmer()
        self._dimension = model.dimension
        self._frequencies: tuple[int, dict[str, int]] = (-1, {})
        self._passages = (-1, 0)
        with self._connections.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO models (key) VALUES (?)", (model.key,))
            number = connection.execute("SELECT id FROM models WHERE key = ?", (model.key,))
            self._model = int(number.fetchone()[0])
        self._matrix = VectorCache(self._model, model.dimension)
        self.model = model

    def close(self) -> None:
        """Lets go of the file."""
        self._connections.close()
        self._stemmer.close()

    # --- writing -----------------------------------------------------------------------------

    def known(self) -> Mapping[str, CatalogueEntry]:
        """See ``Writing``."""
        with self._connections.reading() as connection:
            return reader.known(connection, self._model)

    def vectors_of(self, texts: Sequence[str]) -> Mapping[str, Vectors]:
        """See ``Writing``. Each vector has shape (dimension,)."""
        digests = {text: digest_of(text) for text in texts}
        with self._connections.reading() as connection:
            return reader.vectors_of_digests(connection, self._model, self._dimension, digests)

    def commit(self, digested: Sequence[PreparedArticle]) -> None:
        """See ``Writing``. An article whose fingerprint is live already is left as it is."""
        with self._changing() as connection:
            for each in digested:
                writer.commit_one(connection, self._model, each)

    def confirm(self, fingerprints: Mapping[str, str]) -> None:
        """See ``Writing``."""
        with self._changing() as connection:
            connection.executemany(
                "UPDATE versions SET fingerprint = ?"
                " WHERE id = (SELECT live FROM articles WHERE source = ?)",
                [(fingerprint, source) for source, fingerprint in fingerprints.items()],
            )

    def unembedded(self, limit: int) -> Sequence[UnembeddedArticle]:
        """See ``Writing``."""
        with self._connections.reading() as connection:
            return reader.unembedded(connection, self._model, limit)

    def embed(
        self, article: UnembeddedArticle, passage_vectors: Vectors, sentence_vectors: Vectors
    ) -> None:
        """See ``Writing``."""
        with self._changing() as connection:
            writer.embed(
                connection, self._model, article.version, passage_vectors, sentence_vectors
            )

    def move(self, old_source: str, new_source: str, file: str) -> None:
        """See ``Writing``. Nothing happens where another article lies at the new place."""
        with self._changing() as connection:
            writer.move(connection, old_source, new_source, file)

    def remove(self, sources: Collection[str]) -> None:
        """See ``Writing``. Their texts and vectors go as well, also those of older versions."""
        with self._changing() as connection:
            writer.remove(connection, sources)

    # --- reading -----------------------------------------------------------------------------

    def cards(self, filters: Filters | None = None) -> Sequence[ArticleCard]:
        """See ``Reading``."""
        with self._connections.reading() as connection:
            versions = versions_matching(connection, filters) if filters else None
            return reader.cards(connection, versions)

    def text(self, source: str, version: int) -> str | None:
        """See ``Reading``. None, too, for an article that was removed."""
        with self._connections.reading() as connection:
            return reader.text(connection, source, version)

    def by_words(
        self, words: Sequence[str], limit: int, filters: Filters | None = None
    ) -> Sequence[tuple[str, float]]:
        """See ``Reading``. Any text is a word; the commonest are not sought in a large corpus."""
        terms = self._stemmer.terms(words)
        often = self.document_frequencies(words)
        query = query_for(terms, often, self.count())
        if query is None or limit < 1:
            return []
        with self._connections.reading() as connection:
            versions = versions_matching(connection, filters) if filters else None
            return reader.by_words(connection, query, limit, versions)

    def sources_with(self, words: Sequence[str]) -> frozenset[str]:
        """See ``Reading``. The commonest words are sought as well."""
        often = self.document_frequencies(words)
        query = any_of([word for word in words if often.get(word)])
        if query is None:
            return frozenset()
        with self._connections.reading() as connection:
            return reader.sources_with(connection, query)

    def passages(self, keys: Sequence[str]) -> Sequence[StoredPassage]:
        """See ``Reading``. The row of a sentence that is not embedded yet holds zeros."""
        with self._connections.reading() as connection:
            return reader.passages(connection, self._model, self._dimension, keys)

    def before(self, key: str) -> StoredPassage | None:
        """See ``Reading``."""
        *version, number = key.split(":")
        if number == "0":
            return None
        return next(iter(self.passages([":".join([*version, str(int(number) - 1)])])), None)

    def vectors(self, filters: Filters | None = None) -> tuple[Sequence[str], Vectors]:
        """See ``Reading``. Not to be written to: without filters, it is the cache itself."""
        with self._connections.reading() as connection:
            matrix = self._matrix.at(connection)
            if filters is None:
                return matrix.keys, matrix.vectors
            versions = sorted(versions_matching(connection, filters))
        rows = np.flatnonzero(np.isin(matrix.versions, versions))
        return [matrix.keys[row] for row in rows.tolist()], matrix.vectors[rows]

    def near_words(self, word: str) -> Sequence[str]:
        """See ``Reading``. Words are as the index stems them; short ones have no near ones."""
        parts = self._stemmer.terms([word])[word]
        if len(parts) != 1 or len(parts[0]) < SHORTEST_WITH_A_SLIP:
            return ()
        if self.document_frequencies([word])[word]:
            return ()
        with self._connections.reading() as connection:
            return near_terms(connection, parts[0])

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """See ``Reading``. A word stands in a passage, too, where it stands in the title."""
        terms = self._stemmer.terms(words)
        with self._connections.reading() as connection:
            change, often = change_of(connection), self._frequencies
            if often[0] != change:
                often = self._frequencies = (change, {})
            new = {word: parts for word, parts in terms.items() if word not in often[1]}
            often[1].update(frequencies(connection, new))
        return {word: often[1][word] for word in terms}

    def count(self) -> int:
        """How many passages are live."""
        with self._connections.reading() as connection:
            change = change_of(connection)
            if self._passages[0] != change:
                rows = connection.execute("SELECT count(*) FROM passages")
                self._passages = (change, int(rows.fetchone()[0]))
            return self._passages[1]

    # --- statements --------------------------------------------------------------------------

    def speakers(self) -> Sequence[KnownSpeaker]:
        """See ``Statements``."""
        with self._connections.reading() as connection:
            return statements.speakers(connection)

    def statements_of(self, speaker_ids: Collection[int]) -> Sequence[StoredStatement]:
        """See ``Statements``."""
        with self._connections.reading() as connection:
            return statements.statements_of(connection, speaker_ids)

    def statements_in(self, source: str) -> Sequence[StoredStatement]:
        """Those of the article of that source, by whoever is known."""
        with self._connections.reading() as connection:
            return statements.statements_in(connection, source)

    def names(self) -> Sequence[KnownName]:
        """See ``Statements``."""
        with self._connections.reading() as connection:
            return statements.names(connection)

    def places_of(self, names: Collection[str]) -> Sequence[tuple[ArticleCard, Span, str]]:
        """See ``Statements``. A name outside every sentence, as in a caption, stands alone."""
        with self._connections.reading() as connection:
            return statements.places_of(connection, names)

    # --- for the upkeep of the vector index --------------------------------------------------

    def matrix(self) -> VectorMatrix:
        """Every live, embedded passage's vector, held in memory."""
        with self._connections.reading() as connection:
            return self._matrix.at(connection)

    def overlay(self, keys: Sequence[str]) -> tuple[set[str], Sequence[str], Vectors]:
        """Which of the keys are live; and what is new to the index: keys and vectors."""
        with self._connections.reading() as connection:
            untold = outbox.changes(connection, sys.maxsize)
            new = list(dict.fromkeys(change.key for change in untold if not change.dead))
            vectors = reader.vectors_of_keys(connection, self._model, self._dimension, new)
            return reader.live(connection, keys), *vectors

    def vectors_of_keys(self, keys: Sequence[str]) -> tuple[Sequence[str], Vectors]:
        """Keys and vectors of those passages that are live and embedded."""
        with self._connections.reading() as connection:
            return reader.vectors_of_keys(connection, self._model, self._dimension, keys)

    def batch_of_vectors(self, after: int, limit: int) -> tuple[int, Sequence[str], Vectors]:
        """The next embedded passages after this row: the last row, their keys and vectors."""
        with self._connections.reading() as connection:
            return outbox.batch_of_vectors(connection, self._model, self._dimension, after, limit)

    def embedded_count(self) -> int:
        """How many live passages have a vector by the current model."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT count(*) FROM passages JOIN embeddings"
                " ON embeddings.digest = passages.digest AND model = ?",
                (self._model,),
            )
            return int(rows.fetchone()[0])

    def last_change(self) -> int:
        """The number of the newest change for the index."""
        with self._connections.reading() as connection:
            return outbox.last_change(connection)

    def changes(self, limit: int) -> Sequence[Change]:
        """What the index has yet to be told, in order."""
        with self._connections.reading() as connection:
            return outbox.changes(connection, limit)

    def settle(self, told: Sequence[Change]) -> None:
        """The index has been told these."""
        with self._connections.writing() as connection:
            outbox.settle(connection, told)

    def generation(self) -> Generation | None:
        """The vector index in force; None before the first was built."""
        with self._connections.reading() as connection:
            return outbox.generation(connection)

    def put_in_force(self, new: Generation, up_to: int) -> None:
        """A new index, which has been told every change up to this one."""
        with self._connections.writing() as connection:
            outbox.put_in_force(connection, new, up_to)

    def seal(self, number: int, files: str | None) -> None:
        """Notes that the index is closed, with its files, or (None) that it is open."""
        with self._connections.writing() as connection:
            outbox.seal(connection, number, files)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which what was kept in memory is out of date, in every process."""
        with self._connections.writing() as connection:
            yield connection
            connection.execute("UPDATE changes SET number = number + 1")
