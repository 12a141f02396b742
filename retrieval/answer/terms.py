"""Turns the words of a question into weighted terms: stems, spellings, irregular forms."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from retrieval.answer.lexicon import question_words
from retrieval.text_keys import WORD, fold_accents, words_in


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question, as a query term.

    Attributes:
        word: as typed.
        variants: the word, its other spellings in the corpus, and other forms of the same verb.
        stems: the stems of all of them.
        weight: inverse document frequency, as in BM25; a word that the corpus lacks weighs most.
        known: whether any spelling stands in the corpus.
    """

    word: str
    variants: tuple[str, ...]
    stems: frozenset[str]
    weight: float
    known: bool


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(Stemmer.Stemmer("porter").stemWord(word))


@lru_cache(maxsize=100_000)
def _folded_stem(word: str) -> str:
    return _stem(fold_accents(word))


def tokenize(text: str) -> list[str]:
    """Return the words of a text, as printed; the text itself where it has none."""
    return words_in(text) or [text]


@lru_cache(maxsize=4096)  # sentences of the passages that are found again and again
def stems(text: str) -> frozenset[str]:
    """Return the stems (Porter 1980) of all words of a text, without case and accents."""
    return frozenset(map(_folded_stem, words_in(text)))


@cache
def stop_stems() -> frozenset[str]:
    """Return the stems of words that say nothing of what a text is about."""
    words = question_words()
    return frozenset[str]().union(*map(stems, words.function_words | words.question_words))


def irregular_forms(word: str) -> tuple[str, ...]:
    """Return the other forms of an irregular verb; none for any other word."""
    return _irregular_forms().get(fold_accents(word), ())


@cache
def _irregular_forms() -> Mapping[str, tuple[str, ...]]:
    verbs = question_words().irregular_verbs
    return {form: tuple(sorted(verb - {form})) for verb in verbs for form in verb}


def query_terms(
    words: Sequence[str],
    spellings: Callable[[str], Sequence[str]],
    frequencies: Callable[[Sequence[str]], Mapping[str, int]],
    passages: int,
) -> tuple[Term, ...]:
    """Return the terms of a question's words, in order, each stem once.

    Args:
        words: the question's content words.
        spellings: other spellings of a word that the corpus has.
        frequencies: in how many passages each word stands.
        passages: how many passages there are.
    """
    tokens = list(dict.fromkeys(token for word in words for token in words_in(word)))
    variants = {token: (token, *spellings(token), *irregular_forms(token)) for token in tokens}
    counts = frequencies([v for group in variants.values() for v in group])
    found: dict[frozenset[str], Term] = {}
    for token, group in variants.items():
        count = min(passages, sum(counts.get(variant, 0) for variant in dict.fromkeys(group)))
        key = frozenset(_stem(fold_accents(variant)) for variant in group)
        found.setdefault(
            key,
            Term(token, group, key, inverse_document_frequency(count, passages), known=count > 0),
        )
    return tuple(found.values())


def correct_spelling(
    text: str, wanted: Sequence[Term], frequencies: Callable[[Sequence[str]], Mapping[str, int]]
) -> str:
    """Return the text with words that the corpus lacks in a spelling that it has.

    For those that read meaning and not words: to them a slip of the pen is another word.
    """
    counts = frequencies([variant for term in wanted for variant in term.variants])
    meant = {
        term.word: next((each for each in term.variants if counts.get(each)), term.word)
        for term in wanted
    }
    return WORD.sub(lambda match: meant.get(match.group(), match.group()), text)


def inverse_document_frequency(count: int, passages: int) -> float:
    """Return the inverse document frequency of a word in ``count`` passages, as in BM25."""
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))


def coverage(wanted: Sequence[Term], present: frozenset[str]) -> float:
    """Return the share of the terms' weight among the stems, 0 to 1; 0 for no terms."""
    total = said = 0.0
    for term in wanted:
        total += term.weight
        if not term.stems.isdisjoint(present):
            said += term.weight
    return said / total if total > 0 else 0.0
