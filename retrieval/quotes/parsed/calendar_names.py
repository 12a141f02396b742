"""Tell days and months beside a name from names: "said Friday Marlow", and April Marlow."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from retrieval.languages.tables import date_words, name_words
from retrieval.quotes.parsed.document import ParsedDocument

AGE = re.compile(r"1?\d\d?")
PERSON = "PERSON"
AFTER_NAME = 3
"""Tokens after a name that show that it is introduced: comma, age, comma."""


@cache
def day_names() -> frozenset[str]:
    """Return the names and usual abbreviations of the days of the week."""
    return frozenset(form for forms in date_words().weekdays for form in forms[:1])


def is_calendar_word(word: str) -> bool:
    """Return whether the word is the name of a day or a month."""
    return word.lower() in day_names() or word.lower() in date_words().month_names


def is_time(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is a day, or part of a time of day: "Friday morning"."""
    return document.lower_text(at) in day_names() or (
        document.tokens[at].entity in {"DATE", "TIME"}
        and at > 0
        and document.lower_text(at - 1) in day_names()
    )


def phrase_without_days(
    document: ParsedDocument, first: int, head: int, last: int
) -> tuple[int, int]:
    """Return first and last token of a description, without the day before or after it."""
    possessive = document.lexicon.grammar.possessive_marks
    if (
        first < head
        and document.lower_text(first) in day_names()
        and document.tokens[first + 1].text not in possessive
    ):
        first += 1
    times = next((at for at in range(head + 1, last + 1) if is_time(document, at)), last + 1)
    end = times - 1 - (document.tokens[times - 1].pos == "ADP")
    is_apart = document.tokens[end].pos != "VERB"  # "a letter sent on Monday" keeps its day
    if is_apart and all(is_time(document, at) for at in range(times, last + 1)):
        last = min(last, end)
    return first, max(head, last)


def without_days(document: ParsedDocument, first: int, last: int) -> tuple[int, int]:
    """Return first and last token of a name, without a day or month that is no part of it.

    A day or a month belongs to a name that is introduced with a title, a role or an age, and where
    nobody else of the surname is named; "April" also where the parser takes it for a name.
    """
    if (
        first < last
        and is_calendar_word(document.tokens[first].text)
        and not begins_name(document, first, last)
    ):
        first += 1
    if (
        first < last
        and document.lower_text(last) in day_names()
        and document.lower_text(last - 1) not in date_words().before_days
        and not ends_name(document, first, last)
    ):
        last -= 1
    return first, last


def begins_name(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether a day or a month is somebody's given name."""
    word = document.tokens[first]
    if _has_other_given(document, first, last):
        return False
    if _is_introduced(document, first, last):
        return True
    before = document.tokens[first - 1] if first else None
    is_date = before is not None and (
        before.pos == "ADP" or before.text.lower() in date_words().before_months
    )
    return (
        word.text.lower() in name_words().first_names and word.entity == PERSON and not is_date
    ) or (word.entity == PERSON and _is_repeated(document, first))


def ends_name(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether a day is somebody's surname: "Joe Friday"."""
    is_bare = last - first == 1 and document.lower_text(first) in name_words().first_names
    return is_bare and (_is_introduced(document, first, last) or _is_repeated(document, first))


def _is_introduced(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether a title stands before the name, or an age or "who" after its comma."""
    people, grammar = document.lexicon.people, document.lexicon.grammar
    if first and document.lower_text(first - 1).rstrip(".") in people.titles:
        return True
    after = [token.text.lower() for token in document.tokens[last + 1 : last + 4]]
    return (
        len(after) == AFTER_NAME
        and after[0] == ","
        and (
            after[1] in grammar.of_whom | grammar.indefinite_articles
            or (AGE.fullmatch(after[1]) is not None and after[2] == ",")
        )
    )


def _has_other_given(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether the article names somebody of the surname with another given name."""
    given, surname = document.tokens[first].text, document.tokens[last].text
    return any(
        token.text == surname
        and token.entity == before.entity == PERSON
        and before.text != given
        and not is_calendar_word(before.text)
        and before.text.lower() not in document.lexicon.people.titles
        for before, token in pairwise(document.tokens)
    )


def _is_repeated(document: ParsedDocument, first: int) -> bool:
    """Return whether the two words from that token stand together more than once."""
    pair = (document.tokens[first].text, document.tokens[first + 1].text)
    texts = [token.text for token in document.tokens]
    return sum(each == pair for each in pairwise(texts)) > 1
