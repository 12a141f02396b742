"""Join the parts of people's names that the parser takes apart: particles, nicknames, "Jr."."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from retrieval.languages.tables import name_words
from retrieval.quotes.parsed.calendar_names import (
    begins_name,
    day_names,
    ends_name,
    is_calendar_word,
)
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.nicknames import nickname_end

NameSpan = tuple[int, int, bool]
"""First token, last token, and whether the name is a person's."""

PLACES = frozenset({"GPE", "LOC", "FAC"})
OTHER_THAN_NAMES = frozenset({"DATE", "TIME", "NORP", "CARDINAL", "ORDINAL", "MONEY", "PERCENT"})


def join_names(document: ParsedDocument, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names in order, each with its given names, particles, nickname and generation.

    What is joined is one person's name if any of its parts is, or if it starts with a first name.
    """
    given: defaultdict[str, set[str]] = defaultdict(set)
    for a, b, of_person in spans:
        if of_person and b > a:
            given[document.tokens[b].text].add(document.tokens[a].text)
    found = [_completed(document, span, given) for span in spans]
    nicknamed = {*_with_nickname(document)}
    for first, last, has_given in sorted({*_with_particles(document), *nicknamed}):
        parts = [span for span in found if span[0] <= last and span[1] >= first]
        if any(a < first or b > last for a, b, of_person in parts if not of_person):
            continue
        is_nicknamed = (first, last, has_given) in nicknamed
        is_person = is_nicknamed or _is_persons(document, first, last, parts, has_given=has_given)
        if is_person is not None:
            start = min([first, *(a for a, _, _ in parts)])
            end = max([last, *(b for _, b, _ in parts)])
            found = [span for span in found if span not in parts]
            found.append((start, _end(document, end), is_person))
    return sorted(found)


def _is_persons(
    document: ParsedDocument,
    first: int,
    last: int,
    parts: Sequence[NameSpan],
    *,
    has_given: bool,
) -> bool | None:
    """Return whether what is joined is a person's name, or None where it is no name at all."""
    if has_given and document.lower_text(first) in name_words().first_names:
        return True
    if (first, last, False) in parts or not (parts or has_given):
        return None
    places = any(document.tokens[at].entity in PLACES for at in range(first, last + 1))
    if any(is_person for _, _, is_person in parts):
        return True
    article = document.lower_text(first - 1) if first else ""
    if places or not has_given or article in document.lexicon.grammar.articles:
        return None
    words = {document.lower_text(at) for at in range(first, last + 1)}
    return not parts and bool(words & name_words().personal_particles)


def _completed(
    document: ParsedDocument, span: NameSpan, given: Mapping[str, Container[str]]
) -> NameSpan:
    """Return the name with the given names before it and the surname or "Jr." after it.

    Args:
        document: the article.
        span: the name.
        given: the given names with which the article prints each surname.
    """
    first, last, is_person = span
    if _is_before_surname(document, first, last):
        return first, _end(document, last + 1), True
    if _is_after_day_as_given(document, first, last):
        return first - 1, last, True
    if is_person:
        known = given.get(document.tokens[last].text)
        while first and _is_unlabelled_given(document, first, last, known):
            first -= 1
    return first, _end(document, last), is_person


# --- particles -------------------------------------------------------------------------------


@cache
def _particles() -> re.Pattern[str]:
    """Return the pattern of one or more particles before a capital: "van der", "de la", "in 't"."""
    words = sorted(name_words().particles, key=len, reverse=True)
    one = "|".join(re.escape(word).replace("'", "['’‘]").replace(r"\ ", r"\s") for word in words)
    joined = "|".join(sorted(name_words().joined_particles))
    elided = "|".join(sorted(name_words().elided_particles))
    return re.compile(
        rf"(?<![\w'’-])(?:(?:(?:{one})\s|(?:{joined})-)+|(?=(?-i:{elided})['’]))(?=[^\W\d_])",
        re.IGNORECASE,
    )


def _with_particles(document: ParsedDocument) -> Iterator[tuple[int, int, bool]]:
    """Yield first and last token of names with particles, and whether a given name begins them."""
    for match in _particles().finditer(document.text):
        surname = document.token_at(match.end())
        start = document.token_at(match.start())
        if (
            document.tokens[surname].span.end <= match.end()
            or not _is_capitalised(document, surname)
            or document.paragraph_of[start] != document.paragraph_of[surname]
        ):
            continue
        words = match.group().split()
        given = _given_names(document, start)
        last = _surname_end(document, surname)
        if given < start and not (words and all(word[:1].isupper() for word in words)):
            yield given, last, True
        elif words and _may_begin_name(document, start, words):
            yield start, last, False


def _may_begin_name(document: ParsedDocument, start: int, words: Sequence[str]) -> bool:
    """Return whether particles begin a name: "van der Holt said", and no "the white van"."""
    token = document.tokens[start]
    if any(word.lower() in name_words().common_particles for word in words):
        return False
    before = document.tokens[start - 1].pos if start else "PUNCT"
    return token.pos not in {"AUX", "DET"} and before not in {"DET", "ADJ", "NOUN", "NUM"}


def _surname_end(document: ParsedDocument, at: int) -> int:
    """Return the last token of a surname: "Santis Lema", "Berg-Holm"."""
    while (
        at + 1 < len(document.tokens)
        and document.sentence_of[at + 1] == document.sentence_of[at]
        and document.quotation_of[at + 1] == document.quotation_of[at]
    ):
        here, after = document.tokens[at], document.tokens[at + 1]
        glued = here.span.end == after.span.start and "-" in {here.text, after.text}
        is_part = (
            _is_capitalised(document, at + 1)
            and after.pos == "PROPN"
            and after.entity not in OTHER_THAN_NAMES
            and here.dep == "compound"
        )
        if not glued and not is_part:
            break
        at += 1
    return at


# --- given names -----------------------------------------------------------------------------


def _given_names(document: ParsedDocument, at: int) -> int:
    """Return the first token of the given names and initials that end before this token."""
    first = at
    while first and _is_given(document, first - 1, at):
        first -= 1
    return first


def _is_given(document: ParsedDocument, at: int, end: int) -> bool:
    token = document.tokens[at]
    glued = token.span.end == document.tokens[at + 1].span.start
    return (
        document.sentence_of[at] == document.sentence_of[end]
        and document.quotation_of[at] == document.quotation_of[end]
        and (glued or token.text != "-")
        and (_is_capitalised(document, at) or (token.text == "-" and glued))
        and token.text.lower().rstrip(".") not in document.lexicon.people.titles
        and token.entity not in OTHER_THAN_NAMES
        and token.pos in {"PROPN", "X", "VERB", "NOUN", "PUNCT"}
    )


def _is_capitalised(document: ParsedDocument, at: int) -> bool:
    """Return whether a word is printed as a name is: "Holt", "d'Anvers"."""
    particle, mark, word = document.tokens[at].text.replace("’", "'").rpartition("'")
    return (word if mark and particle in name_words().elided_particles else particle or word)[
        :1
    ].isupper()


def _is_before_surname(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether a first name lacks the surname that the parser does not label: "Owen Judge"."""
    after, given = last + 1, document.tokens[last]
    if first != last or after + 1 >= len(document.tokens) or given.entity in PLACES:
        return False
    surname = document.tokens[after]
    return (
        given.text.lower() in name_words().first_names
        and given.head == after
        and given.dep in {"compound", "nmod"}
        and surname.pos == "PROPN"
        and (not surname.entity or _is_day_as_surname(document, last, after))
        and surname.text[1:].islower()
        and _is_capitalised(document, after)
        and document.tokens[after + 1].pos != "PROPN"
        and surname.text.lower() not in document.lexicon.people.organisation_kinds
    )


def _is_after_day_as_given(document: ParsedDocument, first: int, last: int) -> bool:
    return (
        first == last > 0
        and is_calendar_word(document.tokens[first - 1].text)
        and document.tokens[first - 1].head == first
        and begins_name(document, first - 1, last)
    )


def _is_day_as_surname(document: ParsedDocument, given: int, surname: int) -> bool:
    return document.lower_text(surname) in day_names() and ends_name(document, given, surname)


def _is_unlabelled_given(
    document: ParsedDocument, first: int, last: int, known: Container[str] | None
) -> bool:
    """Return whether a given name stands before a name: a first name, or any before a surname."""
    token, titles = document.tokens[first - 1], document.lexicon.people.titles
    is_first_name = token.text.lower() in name_words().first_names
    words = document.printed_text(first, last).rstrip(".").lower().split()
    is_alone = words[0] not in name_words().first_names and (
        len(words) == 1 or words[1] in name_words().ends
    )
    return (
        not token.entity
        and token.text.isalpha()
        and token.text[:1].isupper()
        and (is_first_name or (is_alone and (known is None or token.text in known)))
        and not (token.text.isupper() and len(token.text) > 1)
        and document.sentence_of[first - 1] == document.sentence_of[first]
        and document.quotation_of[first - 1] == document.quotation_of[first]
        and not {token.text.lower(), token.text.lower().removesuffix("s")} & titles
        and token.pos == "PROPN"
        and token.dep in {"compound", "nmod"}
        and token.head in range(first, last + 1)
    )


# --- nicknames -------------------------------------------------------------------------------


def _with_nickname(document: ParsedDocument) -> Iterator[tuple[int, int, bool]]:
    """Yield first and last token of names with a nickname in marks or brackets."""
    titles = document.lexicon.people.titles
    for at in range(len(document.tokens)):
        end = nickname_end(document.tokens, at, titles)
        if end is not None:
            given = _given_names(document, at)
            if given < at:
                yield given, _surname_end(document, end + 1), True


def _end(document: ParsedDocument, last: int) -> int:
    """Return the last token of a name with its generation: "Jr.", ", Jr.", "III"."""
    ends, ordinals = name_words().ends, name_words().ordinals
    for at in (last + 1, last + 2):
        if (
            at < len(document.tokens)
            and document.tokens[at].text[:1].isupper()
            and (
                (at == last + 1 and document.lower_text(at).rstrip(".") in ends)
                or (
                    document.tokens[last + 1].text == ","
                    and document.lower_text(at).rstrip(".") in ends
                )
                or (
                    document.tokens[last + 1].text == "the" and document.lower_text(at) in ordinals
                )
            )
        ):
            return at
    return last
