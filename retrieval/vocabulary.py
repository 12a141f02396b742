"""Knows the words of the corpus: spellings of names, and forms of outlets' names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from retrieval.answer.scope.filters import OutletForm, outlet_forms
from retrieval.answer.terms import Term, query_terms
from retrieval.cache import RevisionCache
from retrieval.corpus.known_outlets import read_outlets
from retrieval.ports import ArticleReader, Filters, StatementReader
from retrieval.quotes.identity.spelling import KnownSpellings
from retrieval.text_keys import words_in

_ACRONYM = 2
"""Letters of an acronym at least."""


class CorpusVocabulary:
    """Knows the corpus's words as of its present state; what is made of it is kept until then.

    Args:
        articles: the articles of the corpus.
        statements: its printed names.
        outlets_file: the configured outlets with their aliases; it may be missing.
    """

    def __init__(
        self, articles: ArticleReader, statements: StatementReader, outlets_file: Path
    ) -> None:
        self._articles = articles
        self._outlets_file = outlets_file
        self._names = RevisionCache(statements.names, statements.revision)
        self._spellings = KnownSpellings(self._names.get, statements.revision)
        self._initials = RevisionCache(self._build_initials, statements.revision)
        self._outlet_forms = RevisionCache(self._build_outlet_forms, statements.revision)
        self._dates = RevisionCache(self._read_dates, statements.revision)

    def terms(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the terms of a question's content words, with every spelling in the corpus."""
        return query_terms(
            words, self.spellings, self._articles.document_frequencies, self._articles.count()
        )

    def spellings(self, word: str) -> Sequence[str]:
        """Return other spellings of a word that stand in the corpus.

        A word in lower case that no name has may be a slip of the pen for any word; a name is
        never taken for another word.
        """
        return self._spellings.of(word) or (
            self._articles.similar_words(word) if word.islower() else ()
        )

    def is_printed(self, words: str) -> bool:
        """Return whether these words stand in an article, one after another, in the same case."""
        found = [self._articles.sources_containing([word]) for word in words_in(words)]
        sources = frozenset.intersection(*found) if found else frozenset[str]()
        cards = self._articles.cards(Filters(sources=sources)) if sources else ()
        return any(
            words in (self._articles.text(card.source, card.version) or "") for card in cards
        )

    def is_known(self, word: str) -> bool:
        """Return whether a word, or another form of it, stands in an article."""
        return bool(self._articles.document_frequencies([word]).get(word))

    def is_name_spelled_otherwise(self, word: str) -> bool:
        """Return whether a name in the corpus has this word in another spelling."""
        return bool(self._spellings.of(word))

    def is_acronym(self, word: str) -> bool:
        """Return whether a word is the initials of a printed name: "UN"."""
        return word in self._initials.get()

    def _build_initials(self) -> frozenset[str]:
        names = (known.text.split() for known in self._names.get())
        initials = (
            "".join(word[0] for word in name if word[0].isupper()) for name in names if name
        )
        return frozenset(each[:end] for each in initials for end in range(_ACRONYM, len(each) + 1))

    def publication_dates(self) -> frozenset[str]:
        """Return the dates of publication that articles have, as they are stated."""
        return self._dates.get()

    def _read_dates(self) -> frozenset[str]:
        return frozenset(filter(None, (card.published for card in self._articles.cards())))

    def outlet_forms(self) -> Sequence[OutletForm]:
        """Return the words that stand for an outlet of the corpus, the longest first."""
        return self._outlet_forms.get()

    def _build_outlet_forms(self) -> Sequence[OutletForm]:
        cited = {card.outlet for card in self._articles.cards()} - {None}
        aliases = {known.name: known.aliases for known in read_outlets(self._outlets_file)}
        return outlet_forms(filter(None, cited), aliases, self._names.get())
