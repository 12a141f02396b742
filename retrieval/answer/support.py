"""Whether a sentence and its passage bear out every part of what is asked.

A score says how near a question is to a sentence. A question with one name, number or word put
in the place of another, with the opposite, or with a "not" too many, is just as near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.answer.denial import denied_words, not_denied
from retrieval.answer.numerals import in_digits, missing_numbers, otherwise_written
from retrieval.answer.opposites import opposite
from retrieval.answer.terms import EMPTY_STEMS, Term, stems

_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][^\W_]+")


@dataclass(frozen=True, slots=True)
class Support:
    """What of a question its best sentence and passage do not bear out; 0 is best throughout.

    Weights are shares of that of a word which the corpus lacks.

    Attributes:
        heaviest: weight of the question's heaviest word that is not in the sentence.
        names: words of names that are neither in the passage nor about it, at most 2.
        numbers: the same for numbers.
        replaced: weight of the heaviest missing word in whose place the sentence has another.
        opposite: 1 where the sentence has the opposite of a missing word, 1/2 where the passage.
        not_denied: 0 unless the question is about what is not so; 1 where nothing near the
            sentence sounds like that, or the sentence has what is denied, and does not deny it.
    """

    heaviest: float
    names: float
    numbers: float
    replaced: float
    opposite: float
    not_denied: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the best sentence and its surroundings say.

    Attributes:
        near: the sentence with its neighbours.
        about: what is known of the article and holds for each passage: title, date, outlet.
    """

    sentence: str
    near: str
    passage: str
    about: str = ""


def support(question: str, wanted: Sequence[Term], heaviest: float, told: Told) -> Support:
    """What the best sentence bears out of a question.

    Args:
        question: as asked.
        wanted: its terms.
        heaviest: the weight of a word that the corpus lacks.
        told: what there is.
    """
    here, everywhere = present_in(told.sentence), present_in(f"{told.passage} {told.about}")
    not_here = [term for term in wanted if not stands_in(term, here)]
    nowhere = [term for term in not_here if not stands_in(term, everywhere)]
    names = _names(question)
    near, passage = (f"{text} {told.about}" for text in (told.near, told.passage))
    return Support(
        heaviest=_heaviest(not_here) / heaviest,
        names=float(min(2, sum(term.word in names for term in nowhere))),
        numbers=float(min(2, len(missing_numbers(question, passage)))),
        replaced=_heaviest(replaced(question, not_here, told.sentence)) / heaviest,
        opposite=opposite(question, told.sentence, told.passage, denied_words(question)),
        not_denied=not_denied(question, told.sentence, near, passage),
    )


def present_in(text: str) -> frozenset[str]:
    """The stems of a text, and its numbers in digits and in words."""
    return stems(text) | stems(" ".join(otherwise_written(text)))


def _names(question: str) -> frozenset[str]:
    """The capitalised words of a question, but for the first; none where all are in capitals."""
    if question == question.upper():
        return frozenset()
    return frozenset(match.group() for match in _NAME.finditer(question))


def stands_in(term: Term, present: frozenset[str]) -> bool:
    """Whether a word, another form, spelling or derivation of it is among the stems."""
    if (term.stems | in_digits(term.word)) & present:
        return True
    if any(character.isdigit() for character in term.word):
        return False
    return any(_akin(stem, other) for stem in term.stems for other in present)


@lru_cache(maxsize=200_000)
def _akin(one: str, other: str) -> bool:
    """Whether two stems begin alike for long enough to be of one family.

    Or have the same letters and begin alike: a slip of the pen.
    """
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _FAMILY or one[:2] != other[:2]:
        return False
    alike = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    if alike >= max(_FAMILY, 0.65 * longer):
        return True
    return shorter >= _LONG and sorted(one) == sorted(other)


_FAMILY, _LONG = 4, 6


def replaced(question: str, missing: Sequence[Term], sentence: str) -> list[Term]:
    """The missing words in whose place the sentence has another.

    Beside both stands the same word, on the same side: "boiler cycle" for "Rankine cycle".
    """
    asked, told = _words(question), _words(sentence)
    by_stem = {stem: term for term in missing for stem in term.stems}
    known = frozenset(asked)
    found = []
    for step in (1, -1):
        for first, second in pairwise(asked[::step]):
            term = by_stem.get(second)
            if term is None or first in by_stem or first in EMPTY_STEMS:
                continue
            if any(
                a == first and b not in known and b not in EMPTY_STEMS
                for a, b in pairwise(told[::step])
            ):
                found.append(term)
    return found


def _words(text: str) -> list[str]:
    return [stem for word in _WORD.findall(text) for stem in stems(word)]


def _heaviest(terms: Sequence[Term]) -> float:
    return max((term.weight for term in terms), default=0.0)
