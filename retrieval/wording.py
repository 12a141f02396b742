"""Compares two prints of somebody's words: contracted, split, reported or cut short."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from text_to_num import alpha2digit

from retrieval.answer.lexicon import number_words_by_language, question_words
from retrieval.answer.terms import stems
from retrieval.languages.loader import Phrases, Words, WordsByWord, WordTable, load_words
from retrieval.text_keys import fold_accents

LEAST_WORDS = 4
"""Fewer words are too few to be known again in other words of print."""
LEAST_CONTENT = 2
"""Words that say something, likewise."""


class WordingWords(WordTable):
    """``wording.toml``: how one utterance may be printed in other words."""

    openings: Words
    bracketed: Words
    turning: Words
    reported: Phrases
    contractions: Mapping[str, str]
    contracted_ends: Mapping[str, str]
    ambiguous_ends: WordsByWord

    @cached_property
    def reported_pairs(self) -> frozenset[frozenset[str]]:
        """Pairs of a word that is quoted and one by which it is reported."""
        return frozenset(
            frozenset((first, other)) for first, *others in self.reported for other in others
        )

    @cached_property
    def ambiguous_pairs(self) -> frozenset[frozenset[str]]:
        """Pairs of a contraction and a word that it may stand for."""
        return frozenset(
            frozenset((end, word)) for end, words in self.ambiguous_ends.items() for word in words
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one print of a statement, as they are compared.

    Attributes:
        words: in full and without case, those in brackets as if they had been said.
        sentences: the indices at which a sentence begins.
        breaks: the indices before which something may be left out.
        brackets: for the index at which brackets begin, that at which they end.
        quoted: the indices of the words in quotation marks.
    """

    words: tuple[str, ...]
    sentences: frozenset[int]
    breaks: frozenset[int]
    brackets: Mapping[int, int]
    quoted: frozenset[int]

    @property
    def can_be_compared(self) -> bool:
        """Whether there are enough words to know the utterance by."""
        said = [word for word in self.words if word not in question_words().stop_words]
        return len(self.words) >= LEAST_WORDS and len(said) >= LEAST_CONTENT

    @property
    def keys(self) -> frozenset[tuple[str, ...]]:
        """Return what two prints of one utterance have in common, and hardly two others."""
        plain = [_key_of(word) for word in self.words]
        return frozenset(zip(plain, plain[1:], plain[2:], strict=False))

    @property
    def is_reported(self) -> bool:
        """Whether none of the words stand in quotation marks."""
        return not self.quoted

    @property
    def unquoted(self) -> tuple[str, ...]:
        """Return the words that do not stand in quotation marks."""
        return tuple(word for at, word in enumerate(self.words) if at not in self.quoted)

    def quoted_alone(self) -> Wording:
        """Return the wording of what stands in quotation marks alone."""
        at = {old: new for new, old in enumerate(sorted(self.quoted))}
        borders = {old for old in at if old - 1 not in at}
        return Wording(
            tuple(self.words[old] for old in at),
            frozenset(at[old] for old in self.sentences if old in at) | {0},
            frozenset(at[old] for old in self.breaks | borders if old in at) | {0},
            {at[a]: at[b - 1] + 1 for a, b in self.brackets.items() if a in at},
            frozenset(at.values()),
        )


def wording_of(contents: Sequence[tuple[str, bool]]) -> Wording:
    """Return the wording of a statement's contents, each with whether it is quoted."""
    words: list[str] = []
    sentences, breaks, quoted = {0}, {0}, set[int]()
    brackets: dict[int, int] = {}
    for content, is_quoted in contents:
        first = start = len(words)
        breaks.add(first)
        sentences |= {first} if content.lstrip(_MARKS)[:1].isupper() else set()
        for token in _tokens(content):
            match token:
                case "…":
                    breaks.add(len(words))
                case ".":
                    sentences.add(len(words))
                case "[":
                    start = len(words)
                case "]":
                    brackets |= {start: len(words)} if start < len(words) else {}
                case _:
                    words.append(token)
        quoted |= set(range(first, len(words))) if is_quoted else set()
    return Wording(
        tuple(words), frozenset(sentences), frozenset(breaks), brackets, frozenset(quoted)
    )


def is_part_of(part: Wording, whole: Wording) -> bool:
    """Whether one print gives nothing but words of the other, all of them or a part.

    Of a print that is partly quoted, it is enough that the words around the quoted ones bring
    nothing else. A part does not count that without the words before it says something else, as "it will open"
    of "I doubt it will open". Between words of which only one stands in quotation marks, those
    by which the other is reported are the same: "he would" for "I will".
    """
    if _Comparison(part, whole, part.is_reported != whole.is_reported).holds():
        return True
    quoted, around = part.quoted_alone(), part.unquoted
    return (
        bool(around)
        and not whole.is_reported
        and quoted.can_be_compared
        and _bring_nothing(around, whole.words)
        and _Comparison(quoted, whole, reported=False).holds()
    )


def _bring_nothing(around: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words around a quotation say nothing that others do not."""
    there, known = wording_words(), frozenset[str]().union(*map(stems, words))
    return all(
        word in words or (word not in there.turning and _is_known(word, known)) for word in around
    )


def _is_known(word: str, known: frozenset[str]) -> bool:
    return word in question_words().stop_words or stems(word) <= known


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Compares what may be a part of an utterance with the whole of it."""

    part: Wording
    whole: Wording
    reported: bool

    def holds(self) -> bool:
        """Whether the whole has the words of the part, in their order."""
        first, *others = self._stretches()
        return any(
            self._rest_follows(end, others)
            for start in range(len(self.whole.words))
            if (end := self._end_of(first, start)) is not None and self._says_the_same(start)
        )

    def _stretches(self) -> list[tuple[int, int]]:
        """Return the words between which nothing is left out, as ranges; openings left out."""
        borders = [*sorted(self.part.breaks - {len(self.part.words)}), len(self.part.words)]
        found = [(a, b) for a, b in pairwise(borders) if a < b]
        a, b = found[0]
        while b - a > 1 and self.part.words[a] in wording_words().openings:
            a += 1
        return [(a, b), *found[1:]]

    def _rest_follows(self, end: int, others: Sequence[tuple[int, int]]) -> bool:
        """Whether the other stretches follow, with nothing left out that turns them."""
        for stretch in others:
            starts = range(end, len(self.whole.words))
            found = ((at, self._end_of(stretch, at)) for at in starts)
            start, after = next(((at, to) for at, to in found if to is not None), (end, None))
            if after is None or self._turns(end, start):
                return False
            end = after
        return True

    def _says_the_same(self, start: int) -> bool:
        """Whether nothing turns the part before it in its sentence."""
        sentence = max(at for at in self.whole.sentences if at <= start)
        return not self._turns(sentence, start)

    def _turns(self, start: int, end: int) -> bool:
        return not wording_words().turning.isdisjoint(self.whole.words[start:end])

    def _end_of(self, stretch: tuple[int, int], start: int) -> int | None:
        """Return where a stretch of the part ends in the whole if it begins there, or None."""
        at, end = stretch
        while at < end:
            if start >= len(self.whole.words):
                return None
            if self._are_same(self.part.words[at], self.whole.words[start]):
                at, start = at + 1, start + 1
            elif self._stands_for(self.part, at, self.whole.words[start]):
                at, start = self.part.brackets[at], start + 1
            elif self._stands_for(self.whole, start, self.part.words[at]):
                at, start = at + 1, self.whole.brackets[start]
            else:
                return None
        return start

    def _stands_for(self, wording: Wording, at: int, spoken: str) -> bool:
        """Whether brackets begin there that may stand for a spoken word."""
        words = wording_words()
        end = wording.brackets.get(at)
        return (
            end is not None
            and spoken in words.bracketed
            and words.turning.isdisjoint(wording.words[at:end])
        )

    def _are_same(self, one: str, other: str) -> bool:
        if one == other:
            return True
        words, pair = wording_words(), frozenset((one, other))
        if pair in words.ambiguous_pairs:
            return True
        return self.reported and (pair in words.reported_pairs or stems(one) == stems(other))


@lru_cache(maxsize=50_000)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in full; "." for the end of a sentence, "…" and brackets."""
    plain = fold_accents(text).replace("’", "'")
    plain = _ATTACHED_BRACKETS.sub(r"\1\2", _INITIALS.sub(_without_dots, plain))
    plain = _contractions().sub(_in_full, plain)
    plain = _THOUSANDS.sub("", plain)
    for language in number_words_by_language():
        plain = alpha2digit(plain, language)
    return tuple(
        "…" if piece.startswith(("..", "…")) else "." if piece in "!?" else piece
        for piece in _TOKEN.findall(plain)
    )


_TOKEN = re.compile(
    r"\.\.+|…|[.!?](?=[\"'”)\]]*(?:\s|\Z))|[\[\]]|\d+(?:\.\d+)?|(?<=\w)'[sd]\b|[^\W_]+"
)
_ATTACHED_BRACKETS = re.compile(r"\[(\w+)\](?=\w)|(?<=\w)\[(\w+)\]")
_MARKS = " \t\n\"'“”‘’«»„([—–-"
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def _without_dots(initials: re.Match[str]) -> str:
    return initials.group().replace(".", "")


def _in_full(contraction: re.Match[str]) -> str:
    words, found = wording_words(), contraction.group()
    return words.contractions.get(found) or f" {words.contracted_ends[found]}"


@cache
def _contractions() -> re.Pattern[str]:
    words = wording_words()
    whole = "|".join(_whole(each) for each in words.contractions)
    ends = "|".join(rf"(?<=\w){re.escape(each)}\b" for each in words.contracted_ends)
    return re.compile(f"{whole}|{ends}")


def _whole(word: str) -> str:
    """Return the pattern of a word that is no part of another, or of a sign."""
    before = r"(?<!\w)" if word[0].isalpha() else ""
    return before + re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "")


def _key_of(word: str) -> str:
    """Return the same key for words that may stand for one another."""
    return _keys().get(word, word)


@cache
def _keys() -> Mapping[str, str]:
    """Map each word that may be printed otherwise to the one that is its key."""
    found: dict[str, str] = {}
    groups = [(end, *words) for end, words in wording_words().ambiguous_ends.items()]
    for group in [*groups, *wording_words().reported]:
        key = next((found[word] for word in group if word in found), group[0])
        joined = {found[word] for word in group if word in found}
        found = {word: key if of in joined else of for word, of in found.items()}
        found |= dict.fromkeys(group, key)
    return found


@cache
def wording_words() -> WordingWords:
    """Return the words by which one utterance is known in other words of print."""
    return load_words(WordingWords, "wording")
