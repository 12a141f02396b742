"""The names in one article: where each stands, and whom it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.model import Span, Speaker
from retrieval.quotes.lexicon import people_words
from retrieval.quotes.likeness import LONGEST_NAME, is_like_a_person, is_with_article
from retrieval.quotes.names import plain, words_of
from retrieval.quotes.page import Page

BODIES = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
DOUBTFUL = frozenset({"WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
"""Labels under which the parser files a person only by mistake."""
GLUED = re.compile(r"^.*[a-z0-9][.!?](?=[A-Z])", re.DOTALL)
"""What a lost line break leaves before a name: "2030.Marlow"."""
LAST_EDGE = re.compile(r"(?:[’'`]s?|[^\w.])+$")
FIRST_EDGE = re.compile(r"^\W+")


@dataclass(slots=True)
class Person:
    """Somebody, or something, named or described in the article."""

    name: str
    is_person: bool
    named: bool = True
    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    gender: str = ""

    def speaker(self) -> Speaker:
        """What the reader is told."""
        aliases = tuple(dict.fromkeys(a for a in [*self.forms, *self.roles] if a != self.name))
        return Speaker(self.name, aliases, self.named, tuple(self.members))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a named person or body stands.

    Attributes:
        others: for a bare surname of several people, all of them; ``person`` is nobody's then.
    """

    first: int
    last: int
    person: Person
    others: tuple[Person, ...] = ()


def mentions(page: Page) -> list[Mention]:
    """Every name in the article, each with whom it stands for, surnames under the full name.

    A surname that several people bear is the one's who alone was named before it.
    """
    spans = _spans(page)
    full: dict[tuple[str, ...], tuple[int, str]] = {}
    for a, b, is_person in spans:
        if is_person and b > a:
            full.setdefault(words_of(printed_name(page, a, b)), (a, printed_name(page, a, b)))
    people: dict[str, Person] = {}
    found: list[Mention] = []
    for a, b, is_person in spans:
        printed = printed_name(page, a, b)
        words = words_of(printed)
        if not printed or not words:
            continue
        fuller = _fuller(words, full)
        is_name = is_person or bool(fuller) or words in full
        before = [each for each in fuller if full[each][0] < a] if len(fuller) > 1 else fuller
        meant = before[0] if len(before) == 1 and is_name else words
        name = full[meant][1] if meant in full and meant != words else printed
        person = people.setdefault(" ".join(meant), Person(name, is_name))
        person.is_person = person.is_person or is_name
        if printed not in person.forms:
            person.forms.append(printed)
        person.gender = person.gender or _gender(page, a, b, name)
        bearers = (people.get(" ".join(each)) for each in before) if len(before) > 1 else ()
        found.append(Mention(a, b, person, tuple(each for each in bearers if each)))
    for mention in found:
        if is_with_article(page, mention.first, mention.last):
            mention.person.is_person = False
    return found


def name_span(page: Page, first: int, last: int) -> Span:
    """The name in those tokens, without what sticks to its edges."""
    span = page.span(first, last)
    words = span.of(page.text)
    start = span.start + len(words) - len(FIRST_EDGE.sub("", GLUED.sub("", words)))
    end = span.start + len(LAST_EDGE.sub("", words))
    return Span(start, max(start, end))


def printed_name(page: Page, first: int, last: int) -> str:
    """The name in those tokens as printed, white space made plain."""
    return " ".join(name_span(page, first, last).of(page.text).split())


def without_titles(page: Page, first: int, last: int) -> tuple[int, int]:
    """First and last token of a name, without the titles and roles before it."""
    words = [page.tokens[at].text.lower().rstrip(".") for at in range(first, last + 1)]
    titles = [n for n, word in enumerate(words[:-1]) if word in page.lexicon.people.titles]
    if (
        titles
        and words[titles[-1] + 1]
        not in page.lexicon.people.name_ends | page.lexicon.grammar.possessive_marks
        and not (page.lexicon.grammar.below & set(words))
    ):
        first += titles[-1] + 1
    while last > first and (
        page.tokens[last].text in page.lexicon.grammar.possessive_marks
        or page.tokens[last].pos in {"PUNCT", "SPACE"}
    ):
        last -= 1
    while first < last and page.tokens[first].pos in {"PUNCT", "SPACE", "DET"}:
        first += 1
    return first, last


def name_start(page: Page, head: int) -> int:
    """Where the name begins that ends with this token."""
    first = head
    while (
        first > 0
        and page.tokens[first - 1].pos == "PROPN"
        and page.tokens[first - 1].head in range(first, head + 1)
    ):
        first -= 1
    return without_titles(page, first, head)[0]


def _spans(page: Page) -> list[tuple[int, int, bool]]:
    """First and last token of every name, and whether it is taken for a person's, in order."""
    spans: list[tuple[int, int, bool]] = []
    for first, end, label in page.entities:
        if not (label == "PERSON" or label in BODIES | DOUBTFUL):
            continue
        if label != "PERSON" and page.tokens[end - 1].pos != "PROPN":
            continue
        a, b = _bounds(page, first, end - 1, label)
        if a > b or not any(c.isalnum() for c in page.tokens[b].text[:1]):
            continue
        is_person = label == "PERSON" or is_like_a_person(page, a, b)
        if label not in DOUBTFUL or is_person:
            spans.append((a, b, is_person))
    return sorted([*spans, *_missed(page, spans)])


def _bounds(page: Page, first: int, last: int, label: str) -> tuple[int, int]:
    """The name in an entity: a person's without titles, a body's without its article."""
    a, b = without_titles(page, first, last)
    title = page.tokens[a - 1].text.lower() if a > first else ""
    if label == "PERSON" or (
        a < b and title in page.lexicon.people.titles - page.lexicon.people.titles_of_bodies
    ):
        return a, b
    while first < b and (
        page.tokens[first].pos in {"PUNCT", "SPACE", "DET"}
        or page.tokens[first].text.lower() in page.lexicon.grammar.definite_articles
    ):
        first += 1
    return first, b


def _missed(page: Page, found: Sequence[tuple[int, int, bool]]) -> Iterator[tuple[int, int, bool]]:
    """Names that the parser took for none.

    A person's is one that has a title, is described as people are, or goes on as a bare surname:
    "Anna Marlow … Marlow". Then every bare surname is one, too.
    """
    taken = {at for a, b, _ in found for at in range(a, b + 1)}
    taken |= {at for a, end, label in page.entities for at in range(a, end) if label in BODIES}
    runs = [
        (without_titles(page, a, b), a)
        for a, b in _runs(page)
        if not any(at in taken for at in range(a, b + 1))
    ]
    bare = {_surname(page, a) for (a, b), start in runs if a == b == start and _is_bare(page, a)}
    people = [
        (a, b)
        for (a, b), start in runs
        if 0 < b - a <= LONGEST_NAME
        and (a > start or is_like_a_person(page, a, b) or _surname(page, b) in bare)
    ]
    full = [(a, b) for a, b, is_person in found if is_person and b > a]
    surnames = {_surname(page, b) for _, b in [*full, *people]}
    for (a, b), _ in runs:
        if (a, b) in people or (a == b and _surname(page, a) in surnames):
            yield a, b, True


def _surname(page: Page, at: int) -> tuple[str, ...]:
    return words_of(printed_name(page, at, at))[-1:]


def _is_bare(page: Page, at: int) -> bool:
    """Whether a single name is no part of a phrase: "the Herald" and "Harbour plans" are."""
    before = page.tokens[at - 1].pos if at else "PUNCT"
    return before not in {"DET", "ADJ", "NUM"} and page.tokens[at].dep != "compound"


def _runs(page: Page) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised proper nouns, hyphens within them included."""
    at = 0
    while at < len(page.tokens):
        first = at
        while at < len(page.tokens) and _goes_on(page, first, at):
            at += 1
        if at > first:
            last = at - 1
            yield first, last - (page.tokens[last].text == "-")
        else:
            at += 1


def _goes_on(page: Page, first: int, at: int) -> bool:
    token = page.tokens[at]
    if at > first and page.sentence_of[at] != page.sentence_of[first]:
        return False
    if token.text == "-":
        return at > first and page.tokens[at - 1].span.end == token.span.start
    return token.pos == "PROPN" and token.text[:1].isupper() and not token.text.isupper()


def _fuller(
    words: tuple[str, ...], full: Mapping[tuple[str, ...], tuple[int, str]]
) -> list[tuple[str, ...]]:
    """The fullest names of which this one is a part."""
    fits = [each for each in full if len(each) > len(words) and _is_part(words, each)]
    return [
        each
        for each in fits
        if not any(len(other) > len(each) and _is_part(each, other) for other in fits)
    ]


def _is_part(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the short name is the surname, or surname and more, of the long one."""
    return short == long[-len(short) :] or (
        len(short) > 1
        and set(short) <= set(long)
        and {short[-1], *people_words().name_ends} & {long[-1]} != set()
    )


def _gender(page: Page, first: int, last: int, name: str) -> str:
    title = page.tokens[first - 1].text.lower().rstrip(".") if first else ""
    if title in page.lexicon.people.masculine_titles:
        return "m"
    if title in page.lexicon.people.feminine_titles:
        return "f"
    after = page.tokens[last + 1].text if last + 1 < len(page.tokens) else ""
    if after in page.lexicon.grammar.reflexive:
        return "m" if after in page.lexicon.grammar.reflexive_masculine else "f"
    given = plain(name).split()[:1] if " " in name else []
    if (
        given
        and given[0]
        in page.lexicon.people.first_names_masculine - page.lexicon.people.first_names_feminine
    ):
        return "m"
    return (
        "f"
        if given
        and given[0]
        in page.lexicon.people.first_names_feminine - page.lexicon.people.first_names_masculine
        else ""
    )
