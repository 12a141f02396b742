"""Tell apart the people of one article who bear the same surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.languages.tables import name_words
from retrieval.quotes.coreference.gender import (
    COUPLE_TOKENS,
    FEMININE,
    MASCULINE,
    gender_of_name,
)
from retrieval.quotes.coreference.person_names import printed_name
from retrieval.quotes.identity.name_keys import word_keys
from retrieval.quotes.parsed.document import ParsedDocument

Words = tuple[str, ...]
"""A name as the spelling keys of its words."""

NameSpan = tuple[int, int, bool]
"""First token, last token and whether it is a person's."""

RELATIVE_WINDOW = 5
"""Tokens after a name's comma in which it is said whose relative the person is."""

POSSESSOR_WINDOW = 3
"""Tokens before "wife" in which it is said whose: "his second wife", "the mayor's wife"."""


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's full name at its first mention.

    Attributes:
        at: its first token.
        printed: the name as printed.
        gender: "m", "f" or "".
        is_relative: whether it is introduced as somebody's relative: "his wife, Sanna Lund".
    """

    at: int
    printed: str
    gender: str
    is_relative: bool = False


def full_names(document: ParsedDocument, spans: Sequence[NameSpan]) -> dict[Words, FullName]:
    """Return the people whose full names are printed, also as "Tomas and Gerrit Vandelow"."""
    full: dict[Words, FullName] = {}
    for a, b, is_person in spans:
        if is_person and b > a:
            printed = printed_name(document, a, b)
            kin = _relation_before(document, a) or _relation_after(document, b)
            gender = gender_of_name(document, a, b, printed) or _gender_of_kin(document, kin)
            full.setdefault(word_keys(printed), FullName(a, printed, gender, bool(kin)))
    for words, each in _sharing_a_surname(document, spans, {words[-1] for words in full}):
        full.setdefault(words, each)
    return full


def with_given_names(document: ParsedDocument, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names in order, with given names printed alone: "Tomas" of "Tomas and Gerrit Vik".

    The parser labels none of them after "Farmers" or "Owners".
    """
    taken = {at for a, b, _ in spans for at in range(a, b + 1)}
    whole = [word_keys(printed_name(document, a, b)) for a, b, is_person in spans if is_person]
    surnames = {words[-1] for words in whole if len(words) > 1}
    sharing = {each.at + 1 for _, each in _sharing_a_surname(document, spans, surnames)}
    return sorted({*spans, *((at, at, True) for at in sharing - taken)})


class Surnames:
    """Says whom a surname stands for where several people of the article bear it, or may."""

    def __init__(
        self,
        document: ParsedDocument,
        spans: Sequence[NameSpan],
        full: Mapping[Words, FullName],
    ) -> None:
        self._full = full
        self._bare: defaultdict[str, list[int]] = defaultdict(list)
        for a, b, _ in spans:
            words = word_keys(printed_name(document, a, b))
            if a == b and len(words) == 1 and not document.is_quoted(a):
                self._bare[words[0]].append(a)
        self._couples = frozenset(_couples(document, spans))

    def is_anothers(self, bearers: Sequence[Words]) -> bool:
        """Return whether the bare surname is of somebody whom the article does not print in full.

        So it is where the only one whom it prints is introduced as a relative after the surname,
        or where it tells of "Mr. and Mrs. Harlan Tibbet".
        """
        if not bearers or not all(self._is_relative(each) for each in bearers):
            return any(each in self._couples for each in bearers)
        first = min(self._full[each].at for each in bearers)
        return any(at < first for at in self._bare[bearers[0][-1]])

    def main_bearer(self, bearers: Sequence[Words]) -> Words | None:
        """Return whom the article calls by the surname alone, where others bear it too, or None.

        That is whoever is named first where the others are relatives, or where the article calls
        them so before it names the second.
        """
        first, *others = sorted(bearers, key=lambda each: self._full[each].at)
        if self._is_relative(first) or first in self._couples or not others:
            return None
        if all(map(self._is_relative, others)):
            return first
        from_, to = self._full[first].at, self._full[others[0]].at
        called = any(from_ < at < to for at in self._bare[first[-1]])
        return first if called else None

    def _is_relative(self, words: Words) -> bool:
        return self._full[words].is_relative


def _relation_before(document: ParsedDocument, first: int) -> str:
    """Return the noun of kinship before a name: "his wife, Sanna Lund", or ""."""
    people = document.lexicon.people
    at = first - 1
    if at >= 0 and document.tokens[at].text == ",":
        at -= 1
    if at < 0 or document.sentence_of[at] != document.sentence_of[first]:
        return ""
    word = document.lower_text(at)
    if word in people.ladies and at and document.lower_text(at - 1) in people.first_of_ladies:
        return word
    if word not in people.relatives:
        return ""
    if f"{word}s" in people.siblings and document.tokens[max(0, at - 2)].pos == "CCONJ":
        return ""  # as in "Tom Kerr and his brother Per Kerr", who are alike
    before = range(max(0, at - POSSESSOR_WINDOW), at)
    is_owned = any(document.tokens[each].tag in {"PRP$", "POS"} for each in before)
    return word if is_owned or document.tokens[at].text.islower() else ""


def _relation_after(document: ParsedDocument, last: int) -> str:
    """Return the noun of kinship in apposition after a name: "Sanna Lund, his wife", or ""."""
    end = min(last + 2 + RELATIVE_WINDOW, len(document.tokens))
    if last + 2 >= end or document.tokens[last + 1].text != ",":
        return ""
    for at in range(last + 2, end):
        token = document.tokens[at]
        if document.sentence_of[at] != document.sentence_of[last] or token.pos not in {
            "DET",
            "PRON",
            "NOUN",
            "PROPN",
            "PART",
            "ADJ",
        }:
            return ""
        if token.text.lower() in document.lexicon.people.relatives:
            return token.text.lower() if _is_of_somebody(document, last + 2, at) else ""
    return ""


def _is_of_somebody(document: ParsedDocument, first: int, kin: int) -> bool:
    """Return whether the kinship is to somebody, and no name follows whose it is instead."""
    after = document.tokens[kin + 1 : kin + 3]
    if not after or after[0].pos == "PROPN" or after[-1].pos in {"PROPN", "NUM"}:
        return len(after) > 1 and after[0].text == "of" and after[1].pos == "PROPN"
    owned = any(document.tokens[at].tag in {"PRP$", "POS"} for at in range(first, kin))
    return owned or after[0].text == "of"


def _gender_of_kin(document: ParsedDocument, kin: str) -> str:
    people = document.lexicon.people
    if kin in people.masculine_roles:
        return MASCULINE
    return FEMININE if kin in people.feminine_roles | people.ladies else ""


def _sharing_a_surname(
    document: ParsedDocument, spans: Sequence[NameSpan], surnames: set[str]
) -> Iterator[tuple[Words, FullName]]:
    """Yield the people of whom the given name alone is printed: "Tomas and Gerrit Vandelow"."""
    for a, b, is_person in spans:
        if not is_person or b == a:
            continue
        for at in _given_names_before(document, a, is_given=_given_name_test(surnames)):
            name = f"{printed_name(document, at, at)} {printed_name(document, b, b)}"
            gender = gender_of_name(document, at, at, name)
            yield word_keys(name), FullName(at - 1, name, gender)


def _given_name_test(surnames: set[str]) -> Callable[[str], bool]:
    def is_given(name: str) -> bool:
        words = word_keys(name)
        return len(words) == 1 and words[0] not in surnames

    return is_given


def _given_names_before(
    document: ParsedDocument, first: int, *, is_given: Callable[[str], bool]
) -> Iterator[int]:
    """Yield the single names that "and" joins to the full name, of siblings or of a couple."""
    at = first - len(("Tomas", "and"))
    if at < 0 or document.tokens[at + 1].pos != "CCONJ":
        return
    given = []
    while at >= 0 and _is_single_name(document, at) and is_given(document.tokens[at].text):
        given.append(at)
        at -= 1
        if at < 0 or document.tokens[at].text != ",":
            break
        at -= 1
    if not given:
        return
    before = document.lower_text(given[-1] - 1) if given[-1] else ""
    known = all(document.lower_text(each) in name_words().first_names for each in given)
    if known or before in document.lexicon.people.siblings:
        yield from given


def _is_single_name(document: ParsedDocument, at: int) -> bool:
    token, before = document.tokens[at], document.tokens[at - 1] if at else None
    words = document.lexicon.people.siblings | document.lexicon.people.titles
    is_single = (
        before is None
        or before.pos != "PROPN"
        or before.text.lower() in words
        or _is_plural_of_people(document, at - 1)
    )
    return token.pos == "PROPN" and token.text[:1].isupper() and is_single


def _is_plural_of_people(document: ParsedDocument, at: int) -> bool:
    """Return whether a word may say what several people are: "Farmers Hans and Lise Moen"."""
    word = document.lower_text(at)
    is_plural = word.endswith("s") or word in document.lexicon.people.plural_nouns
    return is_plural and word not in name_words().first_names


def _couples(document: ParsedDocument, spans: Sequence[NameSpan]) -> Iterator[Words]:
    """Yield the names after two titles: "Mr. and Mrs. Harlan Tibbet"."""
    people = document.lexicon.people
    of_people = people.honorifics | people.masculine_titles | people.feminine_titles
    for a, b, _ in spans:
        first = a - COUPLE_TOKENS
        if first < 0 or document.tokens[first + 1].pos != "CCONJ":
            continue
        titles = [document.lower_text(at).rstrip(".") for at in (first, a - 1)]
        if all(title in of_people for title in titles):
            yield word_keys(printed_name(document, a, b))
