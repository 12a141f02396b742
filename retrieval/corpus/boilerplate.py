"""Classifies lines of a page that are not the article: navigation, credits, dates and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache, cached_property
from typing import Final

from retrieval.corpus.bylines import byline_names, byline_words, is_byline
from retrieval.corpus.dates import printed_dates
from retrieval.languages.loader import Patterns, WordList, Words, WordTable, load_words
from retrieval.languages.patterns import any_of
from retrieval.languages.tables import date_words, outlet_words


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


class BoilerplateWords(WordTable):
    """``boilerplate.toml``, with the patterns that are made from its lists.

    What each list is for stands beside it in the data. Patterns are matched at a line's beginning
    unless they say otherwise.
    """

    telephone: Words
    rights: Patterns
    credits: Patterns
    help: Patterns
    contributed: Patterns
    agency_lines: Patterns
    captions: Patterns
    related: Patterns
    other_articles: Patterns
    read_also: Patterns
    breadcrumbs: Patterns
    buttons: Patterns
    tags: Patterns
    date_labels: Patterns
    prompts: Patterns
    please: WordList
    reported: Words
    sections: Words
    question_labels: WordList
    answer_labels: WordList

    @cached_property
    def telephone_line(self) -> re.Pattern[str]:
        """A telephone number, with or without a label; the whole line."""
        return _caseless(rf"(?:{any_of(self.telephone)}\W{{0,3}})?\+?[\d\s().\-–]{{7,24}}")

    @cached_property
    def rights_notice(self) -> re.Pattern[str]:
        """A notice of rights."""
        return _caseless(_either(self.rights))

    @cached_property
    def credit(self) -> re.Pattern[str]:
        """A credit for a picture, or for those who helped."""
        return _caseless(_either(self.credits))

    @cached_property
    def credit_for_help(self) -> re.Pattern[str]:
        """What is said of those who helped; anywhere in the line."""
        return _caseless(_either(self.help))

    @cached_property
    def contribution(self) -> re.Pattern[str]:
        """A line that thanks those who helped."""
        return _caseless(_either(self.contributed))

    @cached_property
    def agency_line(self) -> re.Pattern[str]:
        """An agency's name, with a photographer's or another agency's; the whole line."""
        return re.compile(_either(self.agency_lines))

    @cached_property
    def caption(self) -> re.Pattern[str]:
        """The caption of a picture."""
        return re.compile(_either(self.captions))

    @cached_property
    def related_heading(self) -> re.Pattern[str]:
        """The heading of a list of other articles; the whole line."""
        return _caseless(rf"(?:{_either(self.related)})\s*[:…»>]*")

    @cached_property
    def heading_of_other_articles(self) -> re.Pattern[str]:
        """A heading under which a site never has its own article; the whole line."""
        return _caseless(rf"(?:{_either(self.other_articles)})\s*[:…»>]*")

    @cached_property
    def related_link(self) -> re.Pattern[str]:
        """A line that leads to another article."""
        return _caseless(rf"(?:{_either(self.read_also)})\s*(?:[:|»>]|\s[–-]\s)\s*\S")

    @cached_property
    def breadcrumb_line(self) -> re.Pattern[str]:
        """The path of a page in its site."""
        return _caseless(_either(self.breadcrumbs))

    @cached_property
    def button(self) -> re.Pattern[str]:
        """A button, or an entry of a menu; the whole line."""
        return _caseless(rf"(?:{_either(self.buttons)})\W{{0,3}}")

    @cached_property
    def tag_line(self) -> re.Pattern[str]:
        """A line of keywords."""
        return _caseless(_either(self.tags))

    @cached_property
    def date_label(self) -> re.Pattern[str]:
        """A label of a date; anywhere in the line."""
        return _caseless(_either(self.date_labels))

    @cached_property
    def prompt(self) -> re.Pattern[str]:
        """A sentence that asks the reader to do something."""
        return _caseless(rf"(?:{any_of(self.please)}\s+)?(?:{_either(self.prompts)})")

    @cached_property
    def reporting_verb(self) -> re.Pattern[str]:
        """A verb under which a prompt is somebody's words; anywhere in the sentence."""
        return re.compile(rf"\b{any_of(self.reported)}\b")

    @cached_property
    def question_label(self) -> re.Pattern[str]:
        """What stands before a question in an interview."""
        return re.compile(rf"{any_of(self.question_labels)}\s*\d{{0,2}}\s*[:.]\s*(?=\S)")

    @cached_property
    def answer_label(self) -> re.Pattern[str]:
        """What stands before an answer in an interview."""
        return re.compile(rf"{any_of(self.answer_labels)}\s*[:.]\s+(?=\S)")


@cache
def boilerplate_words() -> BoilerplateWords:
    """Return the words around articles in all languages."""
    return load_words(BoilerplateWords, "boilerplate")


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
    return (
        is_number and sum(map(str.isdigit, line)) >= _PHONE_DIGITS and not any(printed_dates(line))
    )


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


def _caseless(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(patterns: Iterable[str]) -> str:
    """Return a pattern for any of these, with the names of agencies and weekdays put in."""
    either = "|".join(patterns)
    if "<agency>" in either:
        either = either.replace("<agency>", any_of(outlet_words().credited_agencies))
    return either.replace("<weekday>", any_of(date_words().weekday_names))


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
