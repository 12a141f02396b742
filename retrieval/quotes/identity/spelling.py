"""Find the corpus's spellings of a name that a question spells otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from retrieval.cache import RevisionCache
from retrieval.languages.tables import name_words
from retrieval.ports import KnownName
from retrieval.quotes.identity.name_keys import normalise_name, search_key, word_keys

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHORTEST_WITH_A_SLIP = 6
"""Shorter words are not looked for with a slip of the pen: too many are one letter apart."""


class KnownSpellings:
    """The words of all printed names, by what their spellings have in common.

    Args:
        names: every printed name; asked again when ``revision`` changes.
        revision: a number that changes with the corpus.
    """

    def __init__(
        self, names: Callable[[], Sequence[KnownName]], revision: Callable[[], int]
    ) -> None:
        self._by_key = RevisionCache(lambda: _by_key(names()), revision)

    def of(self, word: str) -> tuple[str, ...]:
        """Return other spellings of the word that names in the corpus have, in order; possibly none.

        A word that no name has in any spelling is looked for with one slip of the pen. A first
        name has only the spellings that are known to be one: Anne is none of Jane.
        """
        if _WORD.fullmatch(word) is None:
            return ()
        by_key = self._by_key.get()
        key = search_key(word)
        found = by_key.get(key)
        if normalise_name(word) in name_words().first_names:
            same = word_keys(word)
            found = frozenset(each for each in found or () if word_keys(each) == same)
        elif found is None and len(key) >= _SHORTEST_WITH_A_SLIP:
            near = process.extractOne(
                key, by_key.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=1
            )
            found = by_key[near[0]] if near is not None else None
        return tuple(sorted((found or frozenset()) - {normalise_name(word)}))


def _by_key(names: Iterable[KnownName]) -> Mapping[str, frozenset[str]]:
    words: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in _WORD.findall(name.text):
            words[search_key(word)].add(normalise_name(word))
    return {key: frozenset(group) for key, group in words.items()}
