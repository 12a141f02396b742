"""Find names in a parsed article, and decide which are people's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.languages.tables import name_words
from retrieval.model import BlockKind, Span
from retrieval.quotes.identity.name_keys import search_words
from retrieval.quotes.parsed.calendar_names import is_calendar_word, without_days
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.name_parts import join_names
from retrieval.quotes.parsed.quotation_marks import SENTENCE_ENDS, last_character

ORGANISATION_LABELS = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
NON_PERSON_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})
UNRELIABLE_LABELS = frozenset({"WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
"""Labels that the parser gives to a person only by mistake."""
MISSING_LINE_BREAK = re.compile(r"^.*[a-z0-9][.!?](?=[A-Z])", re.DOTALL)
"""Matches what a lost line break leaves before a name: "2030.Marlow"."""
NAME_LIKE_LABELS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})
NAME_SEPARATORS = frozenset({"/", "|", ":"})
"""Tokens that separate a name from an agency's, or from what comes after it."""
MAX_HEADING_WORDS = 20
"""Words at most of a heading that is not marked as one."""
BRAND = re.compile(r"[a-z][A-Z]")
PREFIXED = re.compile(r"(?:Ma?c|D[eiu]|L[aeo]|Van|Von|Fitz|[OD]['’])[A-Z]")
TRAILING_NOISE = re.compile(r"(?:[’'`]s?|[^\w.])+$")
LEADING_NOISE = re.compile(r"^\W+")


def find_names(document: ParsedDocument) -> list[tuple[int, int, bool]]:
    """Return first token, last token and whether it is a person's, of every name in order."""
    spans = [(label.first, label.last, True) for label in document.labels if label.is_person]
    labelled = {at for a, b, _ in spans for at in range(a, b + 1)}
    for first, end, label in document.entities:
        if not labelled.isdisjoint(range(first, end)):
            continue
        if not (label == "PERSON" or label in ORGANISATION_LABELS | UNRELIABLE_LABELS):
            continue
        if label != "PERSON" and document.tokens[end - 1].pos != "PROPN":
            continue
        a, b = _name_bounds(document, _with_compounds(document, first, end, label), end - 1, label)
        b = next(
            (at - 1 for at in range(a + 1, b) if document.tokens[at].text in NAME_SEPARATORS), b
        )
        if a > b or not any(c.isalnum() for c in document.tokens[b].text[:1]):
            continue
        is_person = (
            (label == "PERSON" and not _is_brand(document, a, b))
            or looks_like_person(document, a, b)
            or _has_personal_title(document, a, b, label)
        )
        if label not in UNRELIABLE_LABELS or is_person:
            spans.append((a, b, is_person))
    spans = join_names(document, spans)
    return join_names(document, [*spans, *_unlabelled_names(document, spans)])


def name_span(document: ParsedDocument, first: int, last: int) -> Span:
    """Return the span of the name in those tokens, without what sticks to its edges."""
    span = document.span(first, last)
    words = span.of(document.text)
    start = span.start + len(words) - len(LEADING_NOISE.sub("", MISSING_LINE_BREAK.sub("", words)))
    end = span.start + len(TRAILING_NOISE.sub("", words))
    return Span(start, max(start, end))


def printed_name(document: ParsedDocument, first: int, last: int) -> str:
    """Return the name in those tokens as printed, white space collapsed."""
    return " ".join(name_span(document, first, last).of(document.text).split())


def without_titles(document: ParsedDocument, first: int, last: int) -> tuple[int, int]:
    """Return first and last token of a name, without the titles and roles before it."""
    words = [document.lower_text(at).rstrip(".") for at in range(first, last + 1)]
    people = document.lexicon.people
    titles = [
        n
        for n, word in enumerate(words[:-1])
        if word in people.titles or (not n and word in people.siblings)
    ]
    if (
        titles
        and words[titles[-1] + 1]
        not in name_words().ends | document.lexicon.grammar.possessive_marks
        and not (document.lexicon.grammar.below & set(words))
    ):
        first += titles[-1] + 1
    while last > first and (
        document.tokens[last].text in document.lexicon.grammar.possessive_marks
        or document.tokens[last].pos in {"PUNCT", "SPACE"}
    ):
        last -= 1
    while first < last and document.tokens[first].pos in {"PUNCT", "SPACE", "DET"}:
        first += 1
    return first, last


def name_start(document: ParsedDocument, head: int) -> int:
    """Return the first token of the name that ends with this one."""
    first = head
    while (
        first > 0
        and document.tokens[first - 1].pos == "PROPN"
        and document.tokens[first - 1].head in range(first, head + 1)
    ):
        first -= 1
    return without_days(document, *without_titles(document, first, head))[0]


def _with_compounds(document: ParsedDocument, first: int, end: int, label: str) -> int:
    """Return where a name starts of which the parser labels one word: "the Calder Gazette"."""
    start = first
    while (
        start
        and document.tokens[start - 1].dep == "compound"
        and (
            document.tokens[start - 1].pos == "PROPN"
            and document.tokens[start - 1].head == end - 1
        )
    ):
        start -= 1
    article = document.lower_text(start - 1) if start else ""
    titles = document.lexicon.people.titles - document.lexicon.people.organisation_titles
    is_name = end - first == 1 and not any(
        document.lower_text(at) in titles for at in range(start, first)
    )
    if label == "PERSON" and end - first == 1:
        return _with_given_name(document, start, first)
    return start if is_name and article in document.lexicon.grammar.definite_articles else first


def _with_given_name(document: ParsedDocument, start: int, first: int) -> int:
    """Return where a person's name starts of which the parser labels the surname alone."""
    people, at = document.lexicon.people, first
    while (
        at > start
        and not document.tokens[at - 1].entity
        and document.tokens[at - 1].text[:1].isupper()
        and document.lower_text(at - 1) not in people.titles | people.siblings
    ):
        at -= 1
    return at if document.lower_text(at) in name_words().first_names else first


def _name_bounds(document: ParsedDocument, first: int, last: int, label: str) -> tuple[int, int]:
    """Return the bounds of a person's name without titles, of another one without its article."""
    a, b = without_days(document, *without_titles(document, first, last))
    title = document.lower_text(a - 1) if a > first else ""
    if label == "PERSON" or (
        a < b
        and title in document.lexicon.people.titles - document.lexicon.people.organisation_titles
    ):
        return a, b
    while first < b and (
        document.tokens[first].pos in {"PUNCT", "SPACE", "DET"}
        or document.lower_text(first) in document.lexicon.grammar.definite_articles
    ):
        first += 1
    return without_days(document, first, b) if label == "GPE" else (first, b)


def _is_brand(document: ParsedDocument, a: int, b: int) -> bool:
    """Return whether it is a brand or foundation: one word like "MarketBoard", not "McKay"."""
    word = document.tokens[a].text
    if a < b and document.lower_text(b) in document.lexicon.people.organisation_kinds:
        return True
    return a == b and BRAND.search(word) is not None and PREFIXED.match(word) is None


def _has_personal_title(document: ParsedDocument, a: int, b: int, label: str) -> bool:
    """Return whether a single name follows a person's title: "President Marlow"."""
    people = document.lexicon.people
    title = document.tokens[a - 1].text if a else ""
    of_people = people.role_titles | people.masculine_titles | people.feminine_titles
    return (
        a == b
        and label not in NON_PERSON_LABELS
        and title[:1].isupper()
        and title.lower().rstrip(".") in of_people - people.organisation_titles
        and document.lower_text(a) not in people.organisation_kinds
    )


def _unlabelled_names(
    document: ParsedDocument, found: Sequence[tuple[int, int, bool]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield names that the parser did not label.

    A person's is one that has a title, is described as people are, or is repeated as a bare
    surname: "Anna Marlow … Marlow". Every such bare surname is then a mention, too.
    """
    named = {at for a, b, _ in found for at in range(a, b + 1)}
    taken = named | {
        at
        for a, end, kind in document.entities
        for at in range(a, end)
        if kind in ORGANISATION_LABELS
    }
    runs = [
        (without_days(document, *without_titles(document, a, b)), a)
        for a, b in _proper_noun_runs(document)
        if not any(at in taken for at in range(a, b + 1))
    ]
    people = _unlabelled_people(document, runs)
    full = [(a, b) for a, b, is_person in found if is_person and b > a]
    surnames = {_surname(document, b) for _, b in [*full, *people]}
    for (a, b), _ in runs:
        if (a, b) in people or (
            a == b
            and _surname(document, a) in surnames
            and not is_role_in_heading(document, a)
            and _may_be_surname(document, a)
        ):
            yield a, b, True
    for at in range(len(document.tokens)):
        if (
            at not in named
            and _is_surname_as_noun(document, at)
            and _surname(document, at) in surnames
        ):
            yield at, at, True


def _unlabelled_people(
    document: ParsedDocument, runs: Sequence[tuple[tuple[int, int], int]]
) -> list[tuple[int, int]]:
    """Return the full names of people among runs of proper nouns.

    Args:
        document: the article.
        runs: each as its bounds without titles, and its first token with them.
    """
    bare = {
        _surname(document, a)
        for (a, b), start in runs
        if a == b == start and _is_bare_surname(document, a)
    }
    return [
        (a, b)
        for (a, b), start in runs
        if 0 < b - a <= MAX_FURTHER_TOKENS
        and (a > start or looks_like_person(document, a, b) or _surname(document, b) in bare)
    ]


def _may_be_surname(document: ParsedDocument, at: int) -> bool:
    """Return whether a day or month stands where a date cannot: "Friday told her"."""
    token = document.tokens[at]
    return not is_calendar_word(token.text) or token.dep in {"nsubj", "nsubjpass"}


def is_role_in_heading(document: ParsedDocument, at: int) -> bool:
    """Return whether a word is an office where headings leave out articles: "Judge denies bail"."""
    paragraph = document.paragraphs[document.paragraph_of[at]]
    words = paragraph.span.of(document.text)
    is_heading = paragraph.kind is not BlockKind.PROSE or (
        last_character(words) not in SENTENCE_ENDS and len(words.split()) <= MAX_HEADING_WORDS
    )
    return is_heading and document.lower_text(at) in document.lexicon.people.role_nouns


def _is_surname_as_noun(document: ParsedDocument, at: int) -> bool:
    """Return whether a capitalised noun may be a name: the parser takes "Sanders" for a noun."""
    token = document.tokens[at]
    return (
        token.pos == "NOUN"
        and token.text[:1].isupper()
        and not token.text.isupper()
        and token.dep in NAME_LIKE_LABELS
        and (not document.is_quoted(at) or _is_bracketed(document, at))
        and token.text.lower() not in document.lexicon.people.titles
    )


def _is_bracketed(document: ParsedDocument, at: int) -> bool:
    """Return whether the reporter has put it in: “[Sanders] will win”."""
    around = [document.tokens[n].text for n in (at - 1, at + 1) if 0 <= n < len(document.tokens)]
    return around == ["[", "]"]


def _surname(document: ParsedDocument, at: int) -> tuple[str, ...]:
    return search_words(printed_name(document, at, at))[-1:]


def _is_bare_surname(document: ParsedDocument, at: int) -> bool:
    """Return whether a single name is no part of a phrase, as in "the Herald"."""
    before = document.tokens[at - 1].pos if at else "PUNCT"
    return before not in {"DET", "ADJ", "NUM"} and document.tokens[at].dep != "compound"


def _proper_noun_runs(document: ParsedDocument) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised proper nouns, hyphens within them included."""
    at = 0
    while at < len(document.tokens):
        first = at
        while at < len(document.tokens) and _continues_run(document, first, at):
            at += 1
        if at > first:
            last = at - 1
            yield first, last - (document.tokens[last].text == "-")
        else:
            at += 1


def _continues_run(document: ParsedDocument, first: int, at: int) -> bool:
    token = document.tokens[at]
    if at > first and document.sentence_of[at] != document.sentence_of[first]:
        return False
    if token.text == "-":
        return at > first and document.tokens[at - 1].span.end == token.span.start
    return token.pos == "PROPN" and token.text[:1].isupper() and not token.text.isupper()


AGE = re.compile(r"1?\d\d?")
MAX_FURTHER_TOKENS = 3
"""Tokens after a first name at most."""
APPOSITION_WINDOW = 6
"""Words after a name's comma in which the noun of its role is looked for."""
MIN_APPOSITION_TOKENS = 3
"""Tokens of an apposition at least: a comma, an article and a noun."""


def looks_like_person(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether a supposed organisation is named, or described, as people are."""
    is_kind = document.lower_text(last) in document.lexicon.people.organisation_kinds
    if is_kind or not 0 < last - first <= MAX_FURTHER_TOKENS:
        return False
    if document.lower_text(first) in name_words().first_names:
        return True
    if (
        last + 1 < len(document.tokens)
        and document.tokens[last + 1].text in document.lexicon.grammar.reflexive
    ):
        return True
    before = document.tokens[first - 1] if first else None
    if before is not None and before.text in document.lexicon.people.role_nouns:
        return True
    described = document.child(last, "appos")
    if (
        described is not None
        and document.lower_text(described) in document.lexicon.people.role_nouns
    ):
        return True
    return _is_described(document, last)


def _is_described(document: ParsedDocument, last: int) -> bool:
    """Return whether "who", an age, or a person's role follows the name's comma."""
    after = [t.text.lower() for t in document.tokens[last + 1 : last + 3 + APPOSITION_WINDOW]]
    if len(after) < MIN_APPOSITION_TOKENS or after[0] != ",":
        return False
    if after[1] in document.lexicon.grammar.of_whom or (
        AGE.fullmatch(after[1]) and after[2] == ","
    ):
        return True
    if after[1] not in document.lexicon.grammar.articles | document.lexicon.grammar.possessives:
        return False
    role = next((word for word in after[2:] if word in document.lexicon.people.titles), None)
    end = next((n for n, word in enumerate(after[2:]) if word in {",", ".", ";"}), len(after))
    if role is None or is_finite_verb(document, last + 4 + after[2:].index(role)):
        return False
    return after[2:].index(role) < end and role not in document.lexicon.people.roles_of_things


def is_finite_verb(document: ParsedDocument, at: int) -> bool:
    """Return whether a finite verb stands there: ", the mayor said"."""
    return at < len(document.tokens) and document.tokens[at].tag in {"VBD", "VBZ", "VBP"}


def has_definite_article(document: ParsedDocument, first: int, last: int) -> bool:
    """Return whether it is like "the Harbour Herald", no person's; "the Marlow plan" is not."""
    return (
        0 < first < last
        and document.lower_text(first - 1) in document.lexicon.grammar.definite_articles
        and document.tokens[last].dep not in {"compound", "amod", "poss", "nmod"}
    )
