"""From a mention ("he", "the officer", "Valdén") to the speaker, within one article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from retrieval.model import Speaker
from retrieval.quotes.attribute import Attribution
from retrieval.quotes.cues import NOMINAL, Phrase
from retrieval.quotes.lexicon import (
    FEMININE,
    FEMININE_TITLES,
    FIRST_NAMES_FEMININE,
    FIRST_NAMES_MASCULINE,
    FORMER,
    GENERIC_ROLES,
    GROUP_NOUNS,
    HONORIFICS,
    INDEFINITE,
    MASCULINE,
    MASCULINE_TITLES,
    NARRATOR,
    NEUTER,
    PLURAL,
    PRONOUNS,
    ROLE_NOUNS,
)
from retrieval.quotes.names import plain, words_of
from retrieval.quotes.page import Page

POSSESSIVE = re.compile(r"[’']s?$")
LEADING = re.compile(
    r"^(?:the|a|an|his|her|their|its|our|my|another|one|that|this)\s+", re.IGNORECASE
)
POINTING = frozenset({"the", "that", "this", "his", "her", "their"})
TITLES = (
    (ROLE_NOUNS | HONORIFICS) - MASCULINE_TITLES - FEMININE_TITLES - {"former", "the", "ex", "ex-"}
)
PRONOUN_REACH = 2
"""In how many paragraphs before its own a pronoun looks for somebody."""
LONGEST_ROLE = 14
"""A role of more tokens is a clause, not a role."""
LONGEST_DESCRIPTION = 16
LONGEST_NAME = 3
"""How many tokens, titles aside, follow a first name at most."""


@dataclass(slots=True)
class Person:
    """Somebody, or something, named or described in the article."""

    name: str
    is_person: bool
    named: bool = True
    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    gender: str = ""

    def speaker(self) -> Speaker:
        """What the reader is told."""
        aliases = tuple(dict.fromkeys(a for a in [*self.forms, *self.roles] if a != self.name))
        return Speaker(self.name, aliases, self.named)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a named person or body stands."""

    first: int
    last: int
    head: int
    person: Person


def speakers(page: Page, found: Sequence[Attribution]) -> tuple[Speaker | None, ...]:
    """The speaker of each attribution; None where that is not sure."""
    resolver = _Resolver(page)
    people: list[Person | None] = []
    for attribution in found:
        if attribution.subject is not None:
            people.append(resolver.person(attribution.subject))
        elif attribution.follows is not None and attribution.follows < len(people):
            people.append(people[attribution.follows])
        else:
            people.append(None)
    return tuple(person.speaker() if person is not None else None for person in people)


class _Resolver:
    """Knows everybody in one article, and who spoke so far."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._mentions = _named(page)
        self._by_token = {
            at: mention
            for mention in self._mentions
            for at in range(mention.first, mention.last + 1)
        }
        self._spoke: list[tuple[int, Person]] = []
        for mention in self._mentions:
            self._describe(mention)

    def person(self, subject: Phrase) -> Person | None:
        """Who is meant by the phrase; remembered as the last one who spoke."""
        person = self._resolve(subject)
        if person is not None:
            self._spoke.append((subject.head, person))
        return person

    def _resolve(self, subject: Phrase) -> Person | None:
        page = self._page
        token = page.tokens[subject.head]
        word = token.text.lower()
        if token.pos == "PRON" or (word in PRONOUNS and not token.text.isupper()):
            return self._pronoun(word, subject.head)
        if self._is_joint(subject):
            return Person(page.words(subject.first, subject.last), is_person=False, named=False)
        mention = self._mention_in(subject)
        if mention is not None:
            return mention.person
        if token.pos == "PROPN" and not self._is_role(subject):
            name = _clean(page.words(_name_start(page, subject.head), subject.head))
            return (
                self._by_surname(name) or Person(name, is_person=False, forms=[name])
                if name
                else None
            )
        return self._described(subject)

    def _is_joint(self, subject: Phrase) -> bool:
        page = self._page
        return (
            any(
                page.tokens[c].dep == "conj"
                and c <= subject.last
                and page.tokens[c].pos == "PROPN"
                for c in page.children[subject.head]
            )
            and page.tokens[subject.head].pos == "PROPN"
            and not (
                (mention := self._by_token.get(subject.head)) and mention.last >= subject.last
            )
        )

    def _is_role(self, subject: Phrase) -> bool:
        """Whether a capitalised phrase is a description: "Former Swedish Officer"."""
        word = self._page.tokens[subject.head].text.lower()
        return word in ROLE_NOUNS and subject.first < subject.head

    def _mention_in(self, subject: Phrase) -> _Mention | None:
        """The name that is the phrase's head, or the name that its head stands before."""
        direct = self._by_token.get(subject.head)
        if direct is not None:
            return direct
        page = self._page
        if page.tokens[subject.head].pos == "PROPN":
            return None
        for child in page.children[subject.head]:
            mention = self._by_token.get(child)
            if (
                mention
                and mention.person.is_person
                and page.tokens[child].dep == "appos"
                and child <= subject.head + 3
            ):
                return mention
        return None

    # --- pronouns ------------------------------------------------------------------------

    def _pronoun(self, word: str, at: int) -> Person | None:
        if word in NARRATOR or word in INDEFINITE:
            return None
        if word in PLURAL:
            return self._last_spoke(
                at, lambda p: not p.is_person and (p.named or _is_plural(p.name))
            )
        if word in NEUTER:
            return self._last_spoke(at, lambda p: p.named and not p.is_person)
        gender = "f" if word in FEMININE else "m" if word in MASCULINE else ""
        if not gender:
            return None
        return self._last_person(at, gender)

    def _last_spoke(self, at: int, fits: Callable[[Person], bool]) -> Person | None:
        """Whoever spoke last, in this paragraph or the one before, if it fits."""
        if not self._spoke:
            return None
        place, person = self._spoke[-1]
        near = self._page.paragraph_of[at] - self._page.paragraph_of[place] <= 1
        return person if near and fits(person) else None

    def _last_person(self, at: int, gender: str) -> Person | None:
        """The nearest earlier subject or speaker whom the pronoun fits."""
        page = self._page
        candidates = [
            (mention.head, mention.person)
            for mention in self._mentions
            if mention.last < at
            and mention.person.is_person
            and page.quotation_of[mention.head] < 0
            and self._is_subject(mention.head)
        ]
        candidates += [
            (place, person)
            for place, person in self._spoke
            if place < at and (person.is_person or not person.named)
        ]
        for place, person in sorted(candidates, key=lambda c: -c[0]):
            if page.paragraph_of[at] - page.paragraph_of[place] > PRONOUN_REACH:
                break
            if person.gender in {"", gender} and not _is_plural(person.name.split(",")[0]):
                if not person.gender and person.named:
                    person.gender = gender
                return person
        return None

    def _is_subject(self, head: int) -> bool:
        tokens = self._page.tokens
        above = tokens[head].head if tokens[head].dep in {"appos", "compound"} else head
        return tokens[above].dep in {"nsubj", "nsubjpass"}

    # --- descriptions --------------------------------------------------------------------

    def _by_surname(self, name: str) -> Person | None:
        words = words_of(name)
        fitting = {
            id(m.person): m.person
            for m in self._mentions
            if words and set(words) <= set(words_of(m.person.name))
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _described(self, subject: Phrase) -> Person | None:
        page = self._page
        head = page.tokens[subject.head]
        word = head.text.lower().split("-")[-1]
        if head.pos not in NOMINAL or word in INDEFINITE:
            return None
        printed = self._description(subject)
        if self._is_definite(subject):
            known = self._known_by_role(printed, subject.head)
            if known is not None:
                if known.named and printed not in known.roles:
                    known.roles.append(printed)
                return known
        return Person(printed, is_person=False, named=False)

    def _is_definite(self, subject: Phrase) -> bool:
        """Whether somebody known is meant: "the officer", or "Officer" in a headline."""
        page = self._page
        head, first = page.tokens[subject.head], page.tokens[subject.first]
        pointing = first.text.lower() in POINTING or page.paragraph_of[subject.head] == 0
        return pointing and (head.tag not in {"NNS", "NNPS"} or head.text.lower() in ROLE_NOUNS)

    def _description(self, subject: Phrase) -> str:
        page = self._page
        last = subject.last
        clause = page.child(subject.head, "relcl", "acl")
        if clause is not None and clause > last and page.tokens[last + 1].text != ",":
            under = page.subtree(clause)
            if min(under) == last + 1 and max(under) - subject.first <= LONGEST_DESCRIPTION:
                last = max(under)
        while last > subject.head and page.tokens[last].pos in {"PUNCT", "SPACE"}:
            last -= 1
        return page.words(subject.first, last)

    def _known_by_role(self, printed: str, at: int) -> Person | None:
        """The last described or named speaker whose roles answer to the description.

        Then whoever was named last before it; for a headline, whoever is named first below.
        """
        wanted = _role_words(printed)
        people = [m for m in self._mentions if m.person.is_person]
        before = [m.person for m in reversed(people) if m.last < at]
        below = [m.person for m in people if m.last > at] if self._is_on_top(at) else []
        for person in (*(p for _, p in reversed(self._spoke)), *before, *below):
            roles = person.roles if person.named else [person.name]
            if any(_answers(wanted, _role_words(role)) for role in roles):
                return person
        return None

    def _is_on_top(self, at: int) -> bool:
        return self._page.paragraph_of[at] == 0

    # --- roles ---------------------------------------------------------------------------

    def _describe(self, mention: _Mention) -> None:
        """Notes the roles printed before and after a name."""
        if not mention.person.is_person:
            return
        for role in (self._role_before(mention), self._role_after(mention)):
            if role and role not in mention.person.roles:
                mention.person.roles.append(role)

    def _role_before(self, mention: _Mention) -> str | None:
        page = self._page
        first = mention.first
        while (
            first > 0
            and not self._is_in_a_persons_name(first - 1)
            and (
                page.tokens[first - 1].pos in {"NOUN", "ADJ", "PROPN", "PART"}
                or (
                    page.tokens[first - 1].pos == "CCONJ"
                    and page.tokens[first - 2].pos in {"NOUN", "PROPN"}
                )
                or page.tokens[first - 1].text == "-"
            )
            and page.tokens[first - 1].sentence == page.tokens[mention.first].sentence
            and page.quotation_of[first - 1] == page.quotation_of[mention.first]
            and mention.first - first < LONGEST_ROLE
        ):
            first -= 1
        while first < mention.first and page.tokens[first].pos in {
            "PUNCT",
            "CCONJ",
            "PART",
            "SPACE",
        }:
            first += 1
        if first >= mention.first:
            return None
        role = page.words(first, mention.first - 1)
        return role if _role_words(role) & TITLES and len(role) > 3 else None  # noqa: PLR2004

    def _is_in_a_persons_name(self, at: int) -> bool:
        return at in self._by_token and self._by_token[at].person.is_person

    def _role_after(self, mention: _Mention) -> str | None:
        page = self._page
        at = mention.last + 1
        if (
            at + 1 >= len(page.tokens)
            or page.tokens[at].text != ","
            or page.quotation_of[at] != page.quotation_of[mention.first]
        ):
            return None
        first = last = at + 1
        while (
            last < len(page.tokens)
            and page.sentence_of[last] == page.sentence_of[at]
            and page.quotation_of[last] == page.quotation_of[at]
            and page.tokens[last].text not in {",", ";", ":", "—", "–", "("}
            and (
                page.tokens[last].pos not in {"VERB", "AUX", "PRON"}
                or page.tokens[last].tag == "PRP$"
                or (page.tokens[last].tag == "VBN" and page.tokens[last + 1].pos == "NOUN")
            )
        ):
            last += 1
        last -= 1
        while last > first and page.tokens[last].pos in {
            "PUNCT",
            "SPACE",
            "ADP",
            "CCONJ",
            "SCONJ",
            "PART",
        }:
            last -= 1
        if (
            last < first
            or last - first > LONGEST_ROLE
            or page.tokens[first].pos not in {"DET", "NOUN", "ADJ", "PROPN"}
        ):
            return None
        role = LEADING.sub("", page.words(first, last))
        return role if _role_words(role) & ROLE_NOUNS else None


def _named(page: Page) -> list[_Mention]:
    """Every name in the article, each with whom it stands for; surnames under the full name."""
    spans: list[tuple[int, int, bool]] = []
    for first, end, label in page.entities:
        if label == "PERSON" or (
            label in {"ORG", "GPE", "NORP", "FAC", "LOC"} and page.tokens[end - 1].pos == "PROPN"
        ):
            a, b = _without_titles(page, first, end - 1)
            if a <= b and page.tokens[b].text[:1].isalnum():
                spans.append((a, b, label == "PERSON" or _is_like_a_person(page, a, b)))
    full = [
        (words_of(page.words(a, b)), page.words(a, b))
        for a, b, is_person in spans
        if is_person and b > a
    ]
    people: dict[str, Person] = {}
    mentions: list[_Mention] = []
    for a, b, is_person in spans:
        printed = _clean(page.words(a, b))
        words = words_of(printed)
        if not printed or not words:
            continue
        fuller = {
            " ".join(w): name for w, name in full if len(w) > len(words) and _is_part(words, w)
        }
        is_name = is_person or bool(fuller) or words in {w for w, _ in full}
        key = next(iter(fuller)) if len(fuller) == 1 and is_name else " ".join(words)
        name = _clean(fuller[key]) if key in fuller else printed
        person = people.setdefault(key, Person(name, is_name))
        person.is_person = person.is_person or is_name
        if printed not in person.forms:
            person.forms.append(printed)
        person.gender = person.gender or _gender(page, a, name)
        mentions.append(_Mention(a, b, b, person))
    return mentions


def _is_like_a_person(page: Page, first: int, last: int) -> bool:
    """Whether what the parser took for a body is named, or described, as people are."""
    if not 0 < last - first <= LONGEST_NAME:
        return False
    if page.tokens[first].text.lower() in FIRST_NAMES_MASCULINE | FIRST_NAMES_FEMININE:
        return True
    before = page.tokens[first - 1] if first else None
    if before is not None and before.text in ROLE_NOUNS:
        return True
    described = page.child(last, "appos")
    return described is not None and page.tokens[described].text.lower() in ROLE_NOUNS


def _is_part(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the short name is the surname, or all the words, of the long one."""
    return short == long[-len(short) :] or (len(short) > 1 and set(short) <= set(long))


def _without_titles(page: Page, first: int, last: int) -> tuple[int, int]:
    while first < last and page.tokens[first].text.lower().rstrip(".") in HONORIFICS:
        first += 1
    while last > first and (
        page.tokens[last].text in {"'s", "’s", "'", "’"}
        or page.tokens[last].pos in {"PUNCT", "SPACE"}
    ):
        last -= 1
    while first < last and page.tokens[first].pos in {"PUNCT", "SPACE", "DET"}:
        first += 1
    return first, last


def _clean(name: str) -> str:
    return POSSESSIVE.sub("", name).strip(' ,.;:-–—"“”()') if not name.endswith(".") else name


def _name_start(page: Page, head: int) -> int:
    first = head
    while (
        first > 0
        and page.tokens[first - 1].pos == "PROPN"
        and page.tokens[first - 1].head in range(first, head + 1)
    ):
        first -= 1
    return _without_titles(page, first, head)[0]


def _gender(page: Page, first: int, name: str) -> str:
    title = page.tokens[first - 1].text.lower().rstrip(".") if first else ""
    if title in MASCULINE_TITLES:
        return "m"
    if title in FEMININE_TITLES:
        return "f"
    given = plain(name).split()[:1] if " " in name else []
    if given and given[0] in FIRST_NAMES_MASCULINE - FIRST_NAMES_FEMININE:
        return "m"
    return "f" if given and given[0] in FIRST_NAMES_FEMININE - FIRST_NAMES_MASCULINE else ""


def _role_words(role: str) -> frozenset[str]:
    words = plain(role).split()
    return frozenset("former" if word in FORMER else word for word in words) - {
        "the",
        "a",
        "an",
        "of",
        "and",
        "to",
        "in",
        "at",
        "for",
        "his",
        "her",
    }


def _answers(wanted: frozenset[str], role: frozenset[str]) -> bool:
    """Whether a printed role answers to a description: same or broader noun, nothing against it."""
    nouns = wanted & ROLE_NOUNS
    if not nouns:
        return False
    rest = wanted - nouns - {"senior", "top", "long", "time"}
    same = nouns <= role or (nouns <= GENERIC_ROLES and bool(role & ROLE_NOUNS))
    return same and rest <= role


def _is_plural(name: str) -> bool:
    head = name.lower().split(" of ")[0].split(" who ")[0].split()
    return bool(head) and (
        head[-1] in GROUP_NOUNS
        or (head[-1].endswith("s") and head[-1].removesuffix("s") in ROLE_NOUNS)
    )


def _is_plural_head(word: str, tag: str) -> bool:
    return tag in {"NNS", "NNPS"} and word.lower() not in ROLE_NOUNS
