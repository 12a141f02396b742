"""Numbers that a question has and a text has not."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.answer.question import folded

_NUMBER = re.compile(
    r"(?<!\w)(?P<digits>\d+(?:[,\u00a0\u2009\u202f]\d{3}(?!\d))*(?:\.\d+)?)"
    r"(?:(?P<decade>['’]?s\b)|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|k|m|mn|bn|tn)\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_PART_OF_A_NAME = re.compile(r"\bcovid-19\b", re.IGNORECASE)
"""What is as often written without its number."""

_SCALES = {
    "hundred": 2,
    **dict.fromkeys(("thousand", "k"), 3),
    **dict.fromkeys(("million", "m", "mn"), 6),
    **dict.fromkeys(("billion", "bn"), 9),
    **dict.fromkeys(("trillion", "tn"), 12),
}
"""How many noughts stand for them."""

_NUMERALS = {
    word: str(value)
    for value, words in enumerate(
        """
        zero one/first two/second/twice three/third four/fourth five/fifth six/sixth seven/seventh
        eight/eighth nine/ninth ten/tenth eleven/eleventh twelve/twelfth/dozen thirteen/thirteenth
        fourteen/fourteenth fifteen/fifteenth sixteen/sixteenth seventeen/seventeenth
        eighteen/eighteenth nineteen/nineteenth twenty/twentieth
        """.split()
    )
    for word in words.split("/")
} | {
    word: str(tens * 10)
    for tens, words in enumerate(
        """
        thirty/thirtieth forty/fortieth fifty/fiftieth sixty/sixtieth seventy/seventieth
        eighty/eightieth ninety/ninetieth
        """.split(),
        start=3,
    )
    for word in words.split("/")
}


_WORDS = {
    value: frozenset(word for word, other in _NUMERALS.items() if other == value)
    for value in _NUMERALS.values()
}
_HALF = re.compile(r"\bhalf an? ", re.IGNORECASE)


def missing_numbers(question: str, text: str) -> list[str]:
    """The numbers written in digits in a question that a text has neither in digits nor in words.

    Any year of the 1970s bears those out, "third" bears out "3rd", "three" 3, and "1.2 million"
    1,200,000.
    """
    told = in_digits(text) | _in_words(text)
    return [
        match.group()
        for match in _NUMBER.finditer(_PART_OF_A_NAME.sub(" ", question))
        if not _values(match) & told and not _in_decade(match, told)
    ]


def otherwise_written(text: str) -> frozenset[str]:
    """The numbers of a text as it does not write them: in digits for words, in words for digits."""
    words = (_WORDS.get(value, frozenset()) for value in in_digits(text))
    return _in_words(text).union(*words)


def in_digits(text: str) -> frozenset[str]:
    """The numbers that a text writes in digits, without separators: 1200000 for "1.2 million"."""
    return frozenset[str]().union(*map(_values, _NUMBER.finditer(text)))


def _values(match: re.Match[str]) -> frozenset[str]:
    """A number as printed, what it comes to, and the decades that it may stand for."""
    digits = re.sub(r"[^\d.]", "", match["digits"])
    values = {digits, _scaled(digits, _SCALES.get((match["scale"] or "").lower(), 0))}
    if match["decade"] and len(digits) == len("70"):
        values |= {f"19{digits}", f"20{digits}"}
    return frozenset(values)


def _scaled(digits: str, noughts: int) -> str:
    """A number times a power of ten, without noughts that say nothing."""
    whole, _, part = digits.partition(".")
    part = part.ljust(noughts, "0")
    whole, part = (whole + part[:noughts]).lstrip("0") or "0", part[noughts:].rstrip("0")
    return f"{whole}.{part}" if part else whole


def _in_words(text: str) -> frozenset[str]:
    words = [folded(word) for word in _WORD.findall(_HALF.sub(" ", text))]
    found = {_NUMERALS[word] for word in words if word in _NUMERALS}
    for first, second in pairwise(words):
        one, other = _NUMERALS.get(first, ""), _NUMERALS.get(second, "")
        if len(one) == len("20") and one.endswith("0") and len(other) == 1:
            found.add(one[0] + other)
        if second in _SCALES and (one or first == "a"):
            found.add(_scaled(one or "1", _SCALES[second]))
    return frozenset(found)


def _in_decade(match: re.Match[str], told: frozenset[str]) -> bool:
    """Whether a decade is asked for, "the 1970s" or "the '70s", and a year of it is told."""
    decade = re.sub(r"\D", "", match["digits"])[:-1]
    years = (value for value in told if len(value) == len("1970"))
    return bool(match["decade"]) and any(year[:-1].endswith(decade) for year in years)
