"""Classifies lines of a page that are not the article: navigation, credits, dates and the like."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from retrieval.corpus.boilerplate_words import boilerplate_words
from retrieval.corpus.bylines import byline_names, byline_words, is_byline
from retrieval.corpus.dates import printed_dates


class BoilerplateKind(StrEnum):
    """What a line is that is no part of the article."""

    ADDRESS = "address"
    CONTACT = "contact"
    CODE = "code"
    RIGHTS = "rights"
    DATE = "date"
    BYLINE = "byline"
    CREDIT = "credit"
    PROMPT = "prompt"
    RELATED = "related"
    NAVIGATION = "navigation"
    TAGS = "tags"
    SITE = "site"


URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
BARE_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}[a-z]{2,12}(?:/\S{0,300})?", re.IGNORECASE
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_CODE = re.compile(r"[a-z]{2}[_-][A-Z]{2}|[\d\s.,:/|%#\-–]{1,40}|[^\w\s]{1,20}")
_MENU = re.compile(r"[^|]{1,25}(?:\s*\|\s*[^|]{1,25}){2,}|[^·]{1,20}(?:\s*·\s*[^·]{1,20}){3,}")

LONGEST: Final = 700
"""A line of more characters is a paragraph, and a sentence of more is no prompt."""

_LABEL_WORDS: Final = 4
_CONTACT_WORDS: Final = 5
_PHONE_DIGITS: Final = 7
_NOTICE_WORDS: Final = 60
_PLACE_WORDS: Final = 3
_CREDIT_WORDS: Final = 15
_HELP_WORDS: Final = 40
_AGENCY_WORDS: Final = 10
_LINKED_WORDS: Final = 30
_BUTTON_WORDS: Final = 2
_TAG_WORDS: Final = 5
# How many words, or digits, such a line has at most, or a telephone number at least.


def boilerplate_kind_of(line: str) -> BoilerplateKind | None:
    """Return what a line is, judged without its neighbours; None if it may be of the article.

    The line comes without white space around it. The first kind that fits wins.
    """
    if len(line) > LONGEST and not URL.match(line):
        return None
    return next((kind for kind, is_of_kind in _TESTS if is_of_kind(line)), None)


def date_line(line: str) -> str | None:
    """Return the rest of a dateline without its date, such as a place; None if it is no dateline.

    An empty string is a line that is a date and nothing else.
    """
    dates = list(printed_dates(line))
    if not dates or line.endswith(("?", "!", "”", '"')):
        return None
    rest = line
    for each in reversed(dates):
        rest = rest[: each.span.start] + " | " + rest[each.span.end :]
    by = byline_words().by_somebody.search(rest)
    names = byline_names(by[0].strip(" |•·–—,-")) if by else None
    if by and names:
        rest = rest[: by.start()]
    rest = boilerplate_words().date_label.sub(" ", rest).strip(" |•·–—,;:()[]/-.\t")
    words = rest.split()
    if len(words) > _PLACE_WORDS or line[0] in "—–-":
        return None
    return rest if all(word[0].isupper() for word in words) else None


def is_prompt(sentence: str) -> bool:
    """Return whether a sentence asks the reader to share, subscribe, read elsewhere or the like."""
    words = boilerplate_words()
    if len(sentence) > LONGEST or words.reporting_verb.search(sentence):
        return False
    return words.prompt.match(sentence.lstrip("*•►▶→>»-–— ([")) is not None


def _is_address(line: str) -> bool:
    if BARE_DOMAIN.fullmatch(line) and "." in line.rstrip("."):
        return not line[:1].isupper() or line.count(".") > 1 or "/" in line
    if not URL.search(line):
        return False
    rest = URL.sub(" ", line).strip(" -–—:|()[]<>!")
    return len(rest.split()) <= _LABEL_WORDS and not rest.endswith((".", "!", "?"))


def _is_contact(line: str) -> bool:
    if EMAIL.search(line):
        return len(EMAIL.sub(" ", line).split()) <= _CONTACT_WORDS
    is_number = bool(boilerplate_words().telephone_line.fullmatch(line))
    return is_number and sum(map(str.isdigit, line)) >= _PHONE_DIGITS


def _is_date(line: str) -> bool:
    return date_line(line) is not None


def _is_code(line: str) -> bool:
    """Return whether a line is a language code, a number or nothing but marks."""
    return bool(_CODE.fullmatch(line)) and not any(printed_dates(line))


def _is_rights(line: str) -> bool:
    is_notice = bool(boilerplate_words().rights_notice.match(line))
    return is_notice and len(line.split()) <= _NOTICE_WORDS


def _is_navigation(line: str) -> bool:
    words = boilerplate_words()
    if words.button.fullmatch(line) or words.breadcrumb_line.match(line):
        return not line.endswith((".", "”", '"')) or len(line.split()) <= _BUTTON_WORDS
    return bool(_MENU.fullmatch(line)) and not line.endswith(".")


def _is_related(line: str) -> bool:
    words = boilerplate_words()
    return bool(words.related_heading.fullmatch(line)) or (
        bool(words.related_link.match(line)) and len(line.split()) <= _LINKED_WORDS
    )


def _is_tags(line: str) -> bool:
    if boilerplate_words().tag_line.match(line):
        return not line.endswith((".", "!", "?")) and len(line.split()) <= _NOTICE_WORDS
    return (
        line.count(",") > 1
        and line == line.lower()
        and not line.endswith((".", "!", "?", ":", ";", "”", '"'))
        and all(len(part.split()) <= _TAG_WORDS for part in line.split(","))
    )


def _is_credit(line: str) -> bool:
    words, count = boilerplate_words(), len(line.split())
    if words.contribution.match(line) and count <= _HELP_WORDS:
        return True
    if words.credit.match(line):
        return count <= (_HELP_WORDS if words.credit_for_help.search(line) else _CREDIT_WORDS)
    return count <= _AGENCY_WORDS and bool(words.agency_line.fullmatch(line))


def _is_prompt_line(line: str) -> bool:
    """Return whether each sentence of a line is a prompt or very short.

    A sentence ends here at every stop, even at that of an abbreviation.
    """
    if not is_prompt(line):
        return False
    pieces = re.split(r"(?<=[.!?])\s+", line)
    return all(is_prompt(piece) or len(piece.split()) <= _LABEL_WORDS for piece in pieces)


_TESTS: Final[tuple[tuple[BoilerplateKind, Callable[[str], bool]], ...]] = (
    (BoilerplateKind.ADDRESS, _is_address),
    (BoilerplateKind.CONTACT, _is_contact),
    (BoilerplateKind.DATE, _is_date),
    (BoilerplateKind.CODE, _is_code),
    (BoilerplateKind.RIGHTS, _is_rights),
    (BoilerplateKind.NAVIGATION, _is_navigation),
    (BoilerplateKind.RELATED, _is_related),
    (BoilerplateKind.TAGS, _is_tags),
    (BoilerplateKind.CREDIT, _is_credit),
    (BoilerplateKind.BYLINE, is_byline),
    (BoilerplateKind.PROMPT, _is_prompt_line),
)
