"""The words and patterns by which lines around an article are told from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from retrieval.languages.loader import Patterns, WordList, Words, WordTable, load_words
from retrieval.languages.patterns import any_of
from retrieval.languages.tables import date_words, outlet_words


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


def _caseless(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(patterns: Iterable[str]) -> str:
    """Return a pattern for any of these, with the names of agencies and weekdays put in."""
    either = "|".join(patterns)
    if "<agency>" in either:
        either = either.replace("<agency>", any_of(outlet_words().credited_agencies))
    return either.replace("<weekday>", any_of(date_words().weekday_names))
