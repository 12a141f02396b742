"""Join the full names that are one person's: with initials, middle names, nicknames, misprints.

Two are one only where nothing else fits either, and where nothing printed contradicts it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from retrieval.languages.tables import name_words
from retrieval.quotes.identity.name_keys import identity_key, plain_words, word_keys
from retrieval.quotes.identity.name_matching import is_same_but_for_misprint

MISPRINT_RATIO = 3
"""How many times as often a name is printed as a misprint of it, at least."""

Words = tuple[str, ...]


class FullNames:
    """Maps each full name of a person to the key of whose name it is.

    Args:
        printed: every full name of a person, with how often it is printed.
        speak_in: for each of these that speaks, the articles in which it does.
    """

    def __init__(self, printed: Mapping[str, int], speak_in: Mapping[str, frozenset[str]]) -> None:
        self._with_initials = _keys_of_several(printed)
        self._often: Counter[Words] = Counter()
        self._spelt: dict[Words, set[Words]] = defaultdict(set)
        self._speak_in: dict[Words, frozenset[str]] = defaultdict(frozenset)
        for name, often in printed.items():
            words = self._words(name)
            self._often[words] += often
            self._spelt[words].add(plain_words(name))
            self._speak_in[words] |= speak_in.get(name, frozenset())
        self._same_as: dict[Words, Words] = {}
        for rule in (_is_shorter, _is_end_of, _is_with_initial, self._is_nickname):
            self._join(rule)
        self._join_first_surnames()
        self._join_misprints()

    def key(self, name: str) -> str:
        """Return the key of the person who has the full name, or the name's own."""
        return " ".join(self._joined(self._words(name)))

    def by_surname(self) -> Mapping[str, frozenset[str]]:
        """Return the keys of everybody who has a surname."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for words in self._often:
            found[surname(words)].add(" ".join(self._joined(words)))
        return {word: frozenset(keys) for word, keys in found.items()}

    @cached_property
    def first_surnames(self) -> Mapping[str, frozenset[str]]:
        """The keys of everybody by the first of two surnames: "Lind" of Nora Lind Ost.

        It is a surname where the two are also printed without a first name.
        """
        found: defaultdict[str, set[str]] = defaultdict(set)
        for words in self._often:
            for at in range(1, len(words) - 1):
                if words[at:] in self._often and words[at] not in name_words().first_names:
                    found[words[at]].add(" ".join(self._joined(words)))
        return {word: frozenset(keys) for word, keys in found.items()}

    def _words(self, name: str) -> Words:
        key = identity_key(name)
        return word_keys(name) if key in self._with_initials else tuple(key.split())

    def _joined(self, words: Words) -> Words:
        while words in self._same_as:
            words = self._same_as[words]
        return words

    def _join(self, is_of: Callable[[Words, Words], bool]) -> None:
        """Join each name to the only other one of whose bearer it may be a form."""
        by_surname: defaultdict[str, set[Words]] = defaultdict(set)
        for words in self._often:
            by_surname[surname(words)].add(self._joined(words))
        for group in by_surname.values():
            for words in sorted(group):
                fits = {self._joined(other) for other in group if is_of(words, other)}
                if len(fits) == 1 and words not in self._same_as and words not in fits:
                    self._same_as[words] = next(iter(fits))

    def _is_nickname(self, short: Words, full: Words) -> bool:
        """Return whether a name is another one with a nickname, and they seldom both speak.

        The other may have it in marks: William “Bill” Kerr.
        """
        formal = name_words().formal_names.get(short[0], frozenset())
        rest = full[2:] if full[1:2] == short[:1] else full[1:]
        if full[0] not in formal or short[1:] != rest:
            return False
        one, other = self._speak_in[short], self._speak_in[full]
        return not one & other or 2 * len(one & other) < min(len(one), len(other))

    def _join_first_surnames(self) -> None:
        """Join a name to the only one with another surname after it: "Nora Lind", "Nora Lind Ost"."""
        for words in sorted(self._often):
            fits = {
                key
                for key in self.first_surnames.get(words[-1], frozenset())
                if key.startswith(" ".join((*words, "")))
            }
            if len(words) > 1 and len(fits) == 1 and words not in self._same_as:
                self._same_as[words] = tuple(next(iter(fits)).split())

    def _join_misprints(self) -> None:
        """Join each name to the far commoner one of which it is a misprint."""
        by_word: defaultdict[str, set[Words]] = defaultdict(set)
        for words in self._often:
            for word in (words[0], words[-1]):
                by_word[word].add(words)
        for words in sorted(self._often):
            near = by_word[words[0]] | by_word[words[-1]]
            fits = {self._joined(other) for other in near if self._is_misprint(words, other)}
            if len(fits) == 1 and words not in self._same_as and words not in fits:
                self._same_as[words] = next(iter(fits))

    def _is_misprint(self, rare: Words, common: Words) -> bool:
        if len(rare) != len(common) or self._often[rare] * MISPRINT_RATIO > self._often[common]:
            return False
        wrong = [n for n, word in enumerate(rare) if word != common[n]]
        return len(wrong) == 1 and any(
            len(one) == len(other) == len(rare)
            and _is_misprinted_word(one[wrong[0]], other[wrong[0]], is_given=not wrong[0])
            for one in self._spelt[rare]
            for other in self._spelt[common]
        )


def surname(words: Sequence[str]) -> str:
    """Return the last word of a name's key that is no "jr"."""
    ends = name_words().ends
    return next((word for word in reversed(words) if word not in ends), words[-1])


def _is_misprinted_word(one: str, other: str, *, is_given: bool) -> bool:
    return is_same_but_for_misprint(one, other) and (
        not is_given or other in name_words().first_names
    )


def _keys_of_several(printed: Iterable[str]) -> frozenset[str]:
    """Return the names that are printed with initials of several: of George W. and George H. W."""
    initials: defaultdict[str, set[str]] = defaultdict(set)
    for name in printed:
        middle = "".join(word for word in word_keys(name)[1:-1] if len(word) == 1)
        if middle:
            initials[identity_key(name)].add(middle)
    return frozenset(
        key
        for key, found in initials.items()
        if any(
            not one.startswith(other) for one in found for other in found if len(one) >= len(other)
        )
    )


def _is_shorter(short: Words, full: Words) -> bool:
    """Return whether a name is another one without middle names: "Nora Ost", "Nora Lind Ost"."""
    return (
        1 < len(short) < len(full)
        and (short[0], short[-1]) == (full[0], full[-1])
        and set(short) < set(full)
    )


def _is_end_of(short: Words, full: Words) -> bool:
    """Return whether a name is the surname of several words of another one: "Lind Ost"."""
    return (
        1 < len(short) < len(full)
        and short == full[-len(short) :]
        and short[0] not in name_words().first_names
    )


def _is_with_initial(short: Words, full: Words) -> bool:
    """Return whether a name is another one with an initial for the first name: "N. Ost"."""
    return (
        len(short) > 1
        and len(short[0]) == 1 < len(full[0])
        and full[0].startswith(short[0])
        and short[-1] == full[-1]
    )
