"""Everybody in the corpus, found without comparing a name with everybody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from retrieval.quotes.names import (
    MOST_SLIPS,
    SHORTEST_FUZZY,
    Match,
    match,
    role_nouns,
    role_words,
    words_of,
)
from retrieval.quotes.people import Somebody


class Directory:
    """Answers as ``names.match`` does on all of them, in the time of a few.

    Attributes:
        known: everybody, in the order in which ties are broken.
    """

    def __init__(self, known: Sequence[Somebody]) -> None:
        self.known = known
        self._candidates = [each.candidate() for each in known]
        by_word: defaultdict[str, set[int]] = defaultdict(set)
        by_role: defaultdict[str, set[int]] = defaultdict(set)
        for index, candidate in enumerate(self._candidates):
            for form in (candidate.name, *candidate.aliases):
                for word in words_of(form):
                    by_word[word].add(index)
            for role in candidate.roles:
                for word in role_words(role):
                    by_role[word].add(index)
        self._by_word: Mapping[str, set[int]] = dict(by_word)
        self._by_role: Mapping[str, set[int]] = dict(by_role)

    def match(self, query: str) -> tuple[Match, ...]:
        """Whom the query can mean, best first; indexes are of ``known``."""
        few = sorted(self._of_name(query) | self._of_role(query))
        hits = match(query, [self._candidates[index] for index in few])
        return tuple(replace(hit, index=few[hit.index]) for hit in hits)

    def _of_name(self, query: str) -> set[int]:
        """Those with a word near each word of the query."""
        sets = [self._near(word) for word in words_of(query)]
        return set.intersection(*sets) if sets else set()

    def _near(self, word: str) -> set[int]:
        if len(word) < SHORTEST_FUZZY:
            return self._by_word.get(word, set())
        near = process.extract(
            word,
            self._by_word.keys(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=MOST_SLIPS,
            limit=None,
        )
        return set[int]().union(*(self._by_word[other] for other, _, _ in near))

    def _of_role(self, query: str) -> set[int]:
        """Those whose roles have every role noun of the query, or without one any of its words."""
        nouns = role_nouns(query)
        if nouns:
            return set.intersection(*(self._by_role.get(word, set()) for word in nouns))
        return set[int]().union(*(self._by_role.get(word, set()) for word in role_words(query)))
