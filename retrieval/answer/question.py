"""Parses a question: its content words, names, expected answer type and filters."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval.answer.lexicon import AnswerType, alternation, asked_types, question_words
from retrieval.answer.user_input.english import may_be_english
from retrieval.answer.user_input.question_words import word_before_name
from retrieval.errors import FilterError
from retrieval.languages.tables import date_words
from retrieval.ports import Filters
from retrieval.text_keys import fold_accents

_WORD = re.compile(r"[^\W_](?:[\w.]*[^\W_])?(?:['’][^\W_]+)?")
_FILTER = re.compile(
    r"""(?<!\S)(?P<key>outlet|after|before|speaker):\s?
        (?:"(?P<straight>[^"]*)"|“(?P<curly>[^”]*)”|(?P<bare>\S*))""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    Attributes:
        text: as asked, without filters.
        words: its words without stop words, as typed, in order, each once.
        names: runs of capitalised words ("Brandt", "School of Economics"), in order.
    """

    text: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    answer_type: AnswerType
    filters: Filters


def parse_question(text: str) -> Question:
    """Return the question in a text as typed, its filters apart.

    Raises:
        FilterError: a filter has no value, or a date that is not ``YYYY``, ``YYYY-MM`` or
            ``YYYY-MM-DD``.
    """
    return question_of(" ".join(_FILTER.sub(" ", text).split()), _filters(text))


def question_of(text: str, filters: Filters) -> Question:
    """Return the question in a text without filters."""
    return Question(text, content_words(text), names_in(text), expected_answer_type(text), filters)


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without stop words, as printed, each once."""
    seen: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match.group().removesuffix("'s").removesuffix("’s")
        if word and word.casefold().replace("’", "'") not in question_words().stop_words:
            seen.setdefault(fold_accents(word), word)
    return tuple(seen.values())


def names_in(text: str) -> tuple[str, ...]:
    """Return runs of capitalised words, joined over blanks and "of", "von" and the like.

    The first word of the text counts only where it is no question or stop word; a text wholly in
    capitals or in lower case has no names.
    """
    if text == text.upper() or text == text.lower():
        return ()
    runs: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if not _is_capitalised(match.group()):
            continue
        if (
            runs
            and _joiner().match(text[runs[-1][1] : match.start()])
            and "-" not in text[runs[-1][1] : match.start()]
        ):
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append((match.start(), match.end()))
    return tuple(dict.fromkeys(_without_possessive(text[a:b]) for a, b in runs))


def certain_names(text: str) -> tuple[str, ...]:
    """Return the runs of capitalised words that are names beyond doubt.

    A single word with which a sentence begins is one only where what follows shows it: "Brandt
    said", "Brandt’s", but not "Details on the quay". Months and days of the week are none.
    """
    certain = []
    for name in names_in(text):
        words = frozenset(name.casefold().split())
        if words <= _calendar() or (len(words) == 1 and _is_mere_opening(text, name)):
            continue
        before = word_before_name(name) if _begins_sentence(text, name) else None
        certain.append(name.removeprefix(f"{before} "))
    return tuple(certain)


def _begins_sentence(text: str, name: str) -> bool:
    return _SENTENCE_START.search(text[: text.find(name)]) is not None


def _is_mere_opening(text: str, name: str) -> bool:
    """Return whether a word has its capital only because a sentence begins with it."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)(?P<end>['’]|\W*)(?P<next>\w*)", text)
    if found is None or not _SENTENCE_START.search(text[: found.start()]):
        return False
    following = found["next"]
    if found["end"].strip() in _AFTER_TOPIC and following:
        return may_be_english(name)
    if found["end"].strip() or not following or not following.islower():
        return False
    if not may_be_english(name):
        return False
    words = question_words()
    acts = following in {*words.auxiliaries, *words.speech_verbs} or following.endswith("ed")
    is_plural = name.endswith("s") and following in _BEFORE_PLURALS
    return not acts or is_plural


_SENTENCE_START = re.compile(r"(?:\A|[.?!:]\s)\W*\Z")
_AFTER_TOPIC = frozenset(":-–—")
"""What stands between the topic of a question and the question: "Tents: who pays?"."""
_BEFORE_PLURALS = frozenset({"say", "claim", "are", "were", "have", "do"})


@cache
def _calendar() -> frozenset[str]:
    dates = date_words()
    return frozenset((*dates.month_names, *dates.weekday_names))


def expected_answer_type(text: str) -> AnswerType:
    """Return the type of thing that an answer must hold."""
    return next(
        (answer_type for answer_type, asks in asked_types() if asks.search(text)), AnswerType.ANY
    )


def _is_capitalised(word: str) -> bool:
    words, plain = question_words(), word.casefold().removesuffix("'s").removesuffix("’s")
    return word[0].isupper() and plain not in words.stop_words | words.question_words


def _without_possessive(name: str) -> str:
    return re.sub(r"['’]s?\Z", "", name)


def _filters(text: str) -> Filters:
    values: dict[str, str] = {}
    for match in _FILTER.finditer(text):
        value = (
            next((v for v in match.group("straight", "curly", "bare") if v), "")
            .strip()
            .rstrip("?!,;")
        )
        if not value:
            raise FilterError(f"{match['key'].lower()}: needs a value, such as {_example(match)}")
        values[match["key"].lower()] = value
    return Filters(
        outlet=values.get("outlet"),
        after=_first_day("after", values["after"]) if "after" in values else None,
        before=_last_day("before", values["before"]) if "before" in values else None,
        speaker=values.get("speaker"),
    )


def _example(match: re.Match[str]) -> str:
    key = match["key"].lower()
    return f"{key}:2025-03-01" if key in {"after", "before"} else f'{key}:"a name"'


def _first_day(key: str, value: str) -> date:
    """Return the first day of a date, which may lack its day or month."""
    year, month, day = _parts(key, value)
    return _day(key, value, year, month or 1, day or 1)


def _last_day(key: str, value: str) -> date:
    """Return the last day of a date, which may lack its day or month."""
    year, month, day = _parts(key, value)
    first = _day(key, value, year, month or 12, day or 1)
    return first if day else first.replace(day=monthrange(first.year, first.month)[1])


def _parts(key: str, value: str) -> tuple[int, int | None, int | None]:
    match = _DATE.match(value)
    if match is None:
        raise FilterError(f"{key}:{value} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
    month, day = (int(part) if part else None for part in match.group(2, 3))
    return int(match[1]), month, day


def _day(key: str, value: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise FilterError(f"{key}:{value} is no date: {error}") from None


@cache
def _joiner() -> re.Pattern[str]:
    """Return the pattern of what may stand between two words of one name."""
    words = alternation(question_words().name_joiners)
    return re.compile(rf"(?:\s|-|–|\s(?:{words})\s)\Z")
