"""Defines the word tables that several packages use; each is read at its first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

from retrieval.languages.loader import Phrases, WordList, Words, WordsByWord, WordTable, load_words

MONTHS_IN_A_YEAR = 12


class DateWords(WordTable):
    """``dates.toml``: names of days and months, and what stands around them in a date."""

    months: tuple[WordList, ...]
    weekdays: tuple[WordList, ...]
    clipped_weekdays: WordList
    other_days: Words
    before_days: Words
    before_months: Words
    ordinal_ends: WordList
    before_a_month: WordList
    before_a_time: WordList
    after_a_time: WordList
    ambiguous_zones: WordList
    zones: Mapping[str, int]

    @cached_property
    def month_names(self) -> tuple[str, ...]:
        """The full names, January first; those of another language follow."""
        return tuple(name for name, *_ in self.months)

    @cached_property
    def month_numbers(self) -> Mapping[str, int]:
        """The number, 1 to 12, of each name and abbreviation of a month."""
        return {
            form: place % MONTHS_IN_A_YEAR + 1
            for place, forms in enumerate(self.months)
            for form in forms
        }

    @cached_property
    def month_abbreviations(self) -> frozenset[str]:
        """The months' abbreviations, without their names: no "may"."""
        return frozenset(form for _, *others in self.months for form in others)

    @cached_property
    def weekday_names(self) -> tuple[str, ...]:
        """The full names, Monday first; those of another language follow."""
        return tuple(name for name, *_ in self.weekdays)

    @cached_property
    def weekday_forms(self) -> tuple[str, ...]:
        """The names and all abbreviations of the days of the week."""
        return tuple(form for forms in self.weekdays for form in forms)

    @cached_property
    def weekday_abbreviations(self) -> frozenset[str]:
        """The abbreviations of the days of the week, without their names."""
        return frozenset(form for _, *others in self.weekdays for form in others)

    @cached_property
    def day_words(self) -> frozenset[str]:
        """Words for a day: the weekdays' names and usual abbreviations, and "today"."""
        return self.other_days | {form for forms in self.weekdays for form in forms[:2]}


class NameWords(WordTable):
    """``names.toml``: people's first names, and what stands after a name."""

    common_masculine: Words
    common_feminine: Words
    masculine: Words
    feminine: Words
    ends: Words
    long_ends: Words
    patronymic_ends: Words
    spellings: Phrases
    ordinals: Words
    particles: Words
    joined_particles: Words
    elided_particles: Words
    common_particles: Words
    personal_particles: Words
    nicknames: WordsByWord

    @cached_property
    def spelling_of(self) -> Mapping[str, str]:
        """The first of its spellings for each first name that is spelt in several ways."""
        return {each: group[0] for group in self.spellings for each in group}

    @cached_property
    def formal_names(self) -> Mapping[str, frozenset[str]]:
        """The first names of which each nickname is short, all in their first spelling."""
        return {
            self.spelling_of.get(short, short): frozenset(
                self.spelling_of.get(name, name) for name in names
            )
            for short, names in self.nicknames.items()
        }

    @cached_property
    def common_first_names(self) -> frozenset[str]:
        """The commonest first names, men's and women's."""
        return self.common_masculine | self.common_feminine

    @cached_property
    def first_names_masculine(self) -> frozenset[str]:
        """Men's first names."""
        return self.common_masculine | self.masculine

    @cached_property
    def first_names_feminine(self) -> frozenset[str]:
        """Women's first names."""
        return self.common_feminine | self.feminine

    @cached_property
    def first_names(self) -> frozenset[str]:
        """All first names."""
        return self.first_names_masculine | self.first_names_feminine

    @cached_property
    def generations(self) -> frozenset[str]:
        """Words after a name that make another person of it: "junior"."""
        return self.ends | self.long_ends


class OutletWords(WordTable):
    """``outlets.toml``: what newspapers, stations and agencies are called."""

    newspaper_nouns: Words
    ambiguous_newspaper_nouns: Words
    media_words: Words
    ends_left_out: Words
    section_patterns: WordList
    ends_after_a_noun: Words
    agencies: WordList
    picture_agencies: WordList
    agency_owners: WordList
    places: Words
    mailboxes: Words
    small_words: Words
    joining: WordList
    words_not_in_addresses: Words
    own: Words
    copyright: WordList
    until_now: WordList
    by: WordList
    all_rights: WordList

    @cached_property
    def last_words_of_newspapers(self) -> frozenset[str]:
        """Nouns by which a newspaper may be called alone: "the Courier"."""
        return self.newspaper_nouns | self.ambiguous_newspaper_nouns

    @cached_property
    def words_of_outlets(self) -> frozenset[str]:
        """Words that tell an outlet's name from another one."""
        return self.newspaper_nouns | self.media_words

    @cached_property
    def credited_agencies(self) -> tuple[str, ...]:
        """Agencies as they are printed in credits."""
        return (*self.agencies, *self.picture_agencies)

    @cached_property
    def owners_of_copy(self) -> frozenset[str]:
        """Agencies, case-folded, whose notice of rights does not name the publisher."""
        return frozenset(name.casefold() for name in (*self.agencies, *self.agency_owners))


@cache
def date_words() -> DateWords:
    """Return the names of days and months."""
    return load_words(DateWords, "dates")


@cache
def name_words() -> NameWords:
    """Return the first names."""
    return load_words(NameWords, "names")


@cache
def outlet_words() -> OutletWords:
    """Return the words of outlets' names."""
    return load_words(OutletWords, "outlets")
