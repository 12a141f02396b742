"""From a mention ("he", "the officer", "Valdén") to the speaker, within one article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from retrieval.model import Resolution, Speaker
from retrieval.quotes import reasons
from retrieval.quotes.drafts import Attribution
from retrieval.quotes.mentions import Mention, Person, mentions, name_start, printed_name
from retrieval.quotes.names import plain, words_of
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import NOMINAL, Phrase, phrase_of
from retrieval.quotes.pronouns import REACH, antecedent
from retrieval.quotes.roles import (
    answers,
    answers_broadly,
    bare_role,
    description,
    role_after,
    role_before,
    role_words,
    without_first,
)

APPOSED = 3
"""How many tokens, the comma and titles, part a description from the name after it at most."""


Known = tuple[Person, Resolution]
"""Somebody, and why it is they."""


def speakers(
    page: Page, found: Sequence[Attribution]
) -> tuple[tuple[Speaker, Resolution] | None, ...]:
    """The speaker of each attribution, and why; None where that is not sure."""
    resolver = _Resolver(page)
    people: list[Known | None] = []
    for attribution in found:
        if attribution.subject is not None:
            people.append(resolver.person(attribution.subject))
        elif attribution.follows is not None and attribution.follows < len(people):
            before = people[attribution.follows]
            people.append((before[0], reasons.after(before[1])) if before else None)
        else:
            people.append(None)
    return tuple((known[0].speaker(), known[1]) if known else None for known in people)


class _Resolver:
    """Knows everybody in one article, and who spoke so far."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._mentions = mentions(page)
        self._by_token = {
            at: mention
            for mention in self._mentions
            for at in range(mention.first, mention.last + 1)
        }
        self._spoke: list[tuple[int, Person]] = []
        self._unnamed: dict[str, Person] = {}
        self._note_roles()

    def _note_roles(self) -> None:
        """Notes the roles printed before and after each person's name."""
        of_people = [mention for mention in self._mentions if mention.person.is_person]
        taken = frozenset(at for m in of_people for at in range(m.first, m.last + 1))
        for mention in of_people:
            before = role_before(self._page, mention.first, taken)
            _add_role(mention.person, before)
            _add_role(mention.person, role_after(self._page, mention.last))

    def person(self, subject: Phrase) -> Known | None:
        """Who is meant by the phrase, and why; remembered as the last one who spoke."""
        known = self._resolve(subject)
        if known is not None:
            self._spoke.append((subject.head, known[0]))
        return known

    def _resolve(self, subject: Phrase) -> Known | None:
        page = self._page
        token = page.tokens[subject.head]
        word = token.text.lower()
        if token.pos == "PRON" or (
            word in page.lexicon.grammar.pronouns and not token.text.isupper()
        ):
            if word in page.lexicon.grammar.narrator or word in page.lexicon.grammar.indefinite:
                return None
            meant = antecedent(page, subject.head, self._mentions, self._spoke)
            return (meant, reasons.PRONOUN) if meant is not None else None
        if self._is_joint(subject):
            return self._pair(subject), reasons.TOGETHER
        mention = self._mention_in(subject)
        if mention is not None:
            printed = printed_name(page, mention.first, mention.last)
            return _under(printed, self._bearer(mention))
        if token.pos == "PROPN" and not self._is_role(subject):
            printed = printed_name(page, name_start(page, subject.head), subject.head)
            return _under(printed, self._by_surname(printed)) if printed else None
        return self._described(subject)

    def _pair(self, subject: Phrase) -> Person:
        """Those who speak as one, each of whom is somebody by their own name too."""
        page = self._page
        joint = self._somebody(page.words(subject.first, subject.last))
        heads = [at for at in range(subject.first, subject.last + 1) if at in self._by_token]
        members = dict.fromkeys(self._bearer(self._by_token[at]).name for at in heads)
        joint.members = [*members]
        return joint

    def _is_joint(self, subject: Phrase) -> bool:
        """Whether two speak as one: "Marlow and Kerr"; "Marlow and Sons" is one name."""
        page = self._page
        mention = self._by_token.get(subject.head)
        return (
            page.tokens[subject.head].pos == "PROPN"
            and any(
                page.tokens[c].dep == "conj"
                and c <= subject.last
                and page.tokens[c].pos == "PROPN"
                for c in page.children[subject.head]
            )
            and not (mention is not None and mention.last >= subject.last)
        )

    def _is_role(self, subject: Phrase) -> bool:
        """Whether a capitalised phrase is a description: "Former Swedish Officer"."""
        word = self._page.tokens[subject.head].text.lower()
        return word in self._page.lexicon.people.role_nouns and subject.first < subject.head

    # --- names ---------------------------------------------------------------------------

    def _mention_in(self, subject: Phrase) -> Mention | None:
        """The name that is the phrase's head, or that follows it: "the chair, Anna Marlow,"."""
        direct = self._by_token.get(subject.head)
        if direct is not None:
            return direct
        page = self._page
        if page.tokens[subject.head].pos == "PROPN":
            return None
        mention = next(
            (m for m in self._mentions if subject.last < m.first <= subject.last + APPOSED), None
        )
        if mention is None or not mention.person.is_person:
            return None
        if page.sentence_of[mention.last] != page.sentence_of[subject.head]:
            return None
        if page.tokens[mention.last].dep != "appos" and not self._is_between_commas(mention):
            return None
        self._note_office(subject, mention.person)
        return mention

    def _is_between_commas(self, mention: Mention) -> bool:
        page = self._page
        after = mention.last + 1
        before = {page.tokens[at].text for at in range(mention.first - 2, mention.first)}
        return after < len(page.tokens) and page.tokens[after].text == "," and "," in before

    def _note_office(self, subject: Phrase, person: Person) -> None:
        """Notes the role before the comma, and for whom a spokesman speaks."""
        page = self._page
        role = page.words(subject.first, subject.last)
        if role_words(role) & page.lexicon.people.role_nouns:
            _add_role(person, bare_role(role))
        if (
            page.tokens[subject.first].text.lower() in page.lexicon.grammar.possessives
            and page.tokens[subject.head].text.lower() in page.lexicon.people.spokes
        ):
            office = self._subject_before(subject.first)
            if office is not None and office.head not in self._by_token:
                _add_role(person, page.words(office.first, office.last))

    def _subject_before(self, at: int) -> Phrase | None:
        """The subject of the sentence before, if it stands in the same paragraph."""
        page = self._page
        number = page.sentence_of[at] - 1
        heads = [
            token
            for token in range(at)
            if page.sentence_of[token] == number
            and page.paragraph_of[token] == page.paragraph_of[at]
            and page.tokens[token].dep == "nsubj"
            and page.tokens[token].pos in {"NOUN", "PROPN"}
        ]
        return phrase_of(page, heads[0]) if heads else None

    def _bearer(self, mention: Mention) -> Person:
        """Whose surname it is: of several, the only one in its paragraph or the last speaker."""
        if not mention.others:
            return mention.person
        page = self._page
        place = page.paragraph_of[mention.first]
        here = {
            id(m.person): m.person
            for m in self._mentions
            if m.last < mention.first
            and page.paragraph_of[m.last] == place
            and any(m.person is other for other in mention.others)
        }
        if len(here) == 1:
            return next(iter(here.values()))
        if not here and self._spoke:
            at, last = self._spoke[-1]
            near = place - page.paragraph_of[at] <= 1
            if near and any(last is other for other in mention.others):
                return last
        return mention.person

    def _by_surname(self, name: str) -> Person:
        """The only one who bears the name; else a body of that name."""
        words = words_of(name)
        fitting = {
            id(m.person): m.person
            for m in self._mentions
            if words and set(words) <= set(words_of(m.person.name))
        }
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        return Person(name, is_person=False, forms=[name])

    # --- descriptions --------------------------------------------------------------------

    def _described(self, subject: Phrase) -> Known | None:
        page = self._page
        head = page.tokens[subject.head]
        word = head.text.lower().split("-")[-1]
        if head.pos not in NOMINAL or word in page.lexicon.grammar.indefinite:
            return None
        printed = description(page, subject)
        if self._is_definite(subject):
            body = self._by_last_words(printed)
            if body is not None:
                return body, reasons.SHORT
            known = self._known_by_role(printed, subject.head)
            if known is not None:
                if known.named:
                    _add_role(known, printed)
                return known, reasons.ROLE if known.named else reasons.SAME
        return self._somebody(printed), reasons.DESCRIBED

    def _by_last_words(self, printed: str) -> Person | None:
        """The only body whose name ends so: "the port authority", "the committee"."""
        words = tuple(plain(bare_role(printed)).split())
        if not words or words[-1] in self._page.lexicon.people.role_nouns:
            return None
        fitting = {
            id(m.person): m.person
            for m in self._mentions
            if not m.person.is_person and plain(m.person.name).split()[-len(words) :] == [*words]
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _somebody(self, printed: str) -> Person:
        """The unnamed speaker of that description, the same but for case and article."""
        key = without_first(printed.casefold(), self._page.lexicon.grammar.articles)
        person = self._unnamed.setdefault(key, Person(printed, is_person=False, named=False))
        if printed[:1].islower() and printed.casefold() == person.name.casefold():
            person.name = printed
        return person

    def _is_definite(self, subject: Phrase) -> bool:
        """Whether somebody known is meant: "the officer", or "Officer" in a headline."""
        page = self._page
        head, first = page.tokens[subject.head], page.tokens[subject.first]
        pointing = (
            first.text.lower() in page.lexicon.grammar.pointing
            or page.paragraph_of[subject.head] == 0
        )
        return pointing and (
            head.tag not in {"NNS", "NNPS"} or head.text.lower() in page.lexicon.people.role_nouns
        )

    def _known_by_role(self, printed: str, at: int) -> Person | None:
        """The last described or named speaker whose roles answer to the description.

        Then whoever was named last before it; for a headline, whoever is named first below;
        then somebody unnamed who was brought in just before without a word of theirs; then the
        same under a broader noun.
        """
        wanted = role_words(printed)
        people = [m for m in self._mentions if m.person.is_person]
        before = [m.person for m in reversed(people) if m.last < at]
        on_top = self._page.paragraph_of[at] == 0
        below = [m.person for m in people if m.last > at] if on_top else []
        known = (*(p for _, p in reversed(self._spoke)), *before, *below)
        return (
            _first_with_role(known, wanted, answers)
            or self._introduced(wanted, at)
            or _first_with_role(known, wanted, answers_broadly)
        )

    def _introduced(self, wanted: frozenset[str], at: int) -> Person | None:
        """The subject "a former executive" shortly before "the former executive"."""
        page = self._page
        for before in range(at - 1, -1, -1):
            if page.paragraph_of[at] - page.paragraph_of[before] > REACH:
                return None
            token = page.tokens[before]
            if (
                token.pos != "NOUN"
                or token.dep not in {"nsubj", "nsubjpass"}
                or token.text.lower() not in page.lexicon.people.role_nouns
                or page.quotation_of[before] >= 0
            ):
                continue
            phrase = phrase_of(page, before)
            if (
                page.tokens[phrase.first].text.lower()
                not in page.lexicon.grammar.indefinite_articles
            ):
                continue
            printed = description(page, phrase)
            if answers(wanted, role_words(printed)):
                return self._somebody(printed)
        return None


def _under(printed: str, person: Person) -> Known:
    """Somebody under the name that is printed there, or a part of it."""
    return person, reasons.NAMED if printed == person.name else reasons.PART


def _first_with_role(
    people: Iterable[Person],
    wanted: frozenset[str],
    fits: Callable[[frozenset[str], frozenset[str]], bool],
) -> Person | None:
    for person in people:
        roles = person.roles if person.named else [person.name]
        if any(fits(wanted, role_words(role)) for role in roles):
            return person
    return None


def _add_role(person: Person, role: str | None) -> None:
    if role and role not in person.roles:
        person.roles.append(role)
