"""Find the mentions by name in one article, and the entity to which each refers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from retrieval.languages.tables import name_words
from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.coreference.gender import gender_of_name, gender_of_title
from retrieval.quotes.coreference.organisations import merge_short_names
from retrieval.quotes.coreference.person_names import (
    find_names,
    has_definite_article,
    printed_name,
)
from retrieval.quotes.coreference.surnames import (
    FullName,
    Surnames,
    Words,
    full_names,
    with_given_names,
)
from retrieval.quotes.identity.name_keys import (
    SHORTEST_TRANSLITERATED,
    normalise_name,
    plain_words,
    search_key,
    word_keys,
)
from retrieval.quotes.identity.name_matching import is_same_but_for_misprint
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.nicknames import is_within_nickname

MIN_EXTRA_WORDS = 2
"""Words after a name printed elsewhere that are cut off as the headline's own."""
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def find_mentions(document: ParsedDocument) -> list[EntityMention]:
    """Return every mention by name, in order; surnames refer to the bearer of the full name.

    Of several bearers a surname refers to the only one named before it; otherwise all are kept as
    candidates. Short names of organisations refer to the organisation.
    """
    spans = with_given_names(document, _trim_headline_words(document, find_names(document)))
    register = _NameRegister(document, spans)
    found = [mention for span in spans if (mention := register.mention(*span)) is not None]
    _classify_entities(document, found)
    return merge_short_names(document, found)


def _classify_entities(document: ParsedDocument, found: Sequence[EntityMention]) -> None:
    """Mark entities that stand with an article as no people, and places as such."""
    mention_counts = Counter(id(m.entity) for m in found)
    with_article = Counter(
        id(m.entity) for m in found if has_definite_article(document, m.first, m.last)
    )
    for mention in found:
        if 2 * with_article[id(mention.entity)] >= mention_counts[id(mention.entity)]:
            mention.entity.is_person = False
        if document.tokens[mention.last].entity in PLACE_LABELS:
            mention.entity.is_place = True


class _FullNameIndex:
    """Finds full names by their words without looking at all of them, by their first mention."""

    def __init__(self, full: Mapping[Words, FullName]) -> None:
        self._by_word: defaultdict[str, list[Words]] = defaultdict(list)
        self._by_first_word: defaultdict[str, list[Words]] = defaultdict(list)
        self._by_surname: defaultdict[str, list[tuple[str, Words]]] = defaultdict(list)
        for words, name in full.items():
            for word in dict.fromkeys(words):
                self._by_word[word].append(words)
            self._by_first_word[words[0]].append(words)
            surname = plain_words(name.printed)[-1]
            for key in (_spelling_group(surname, len(surname)), f"= {search_key(surname)}"):
                self._by_surname[key].append((surname, words))

    def with_words(self, words: Words) -> Sequence[Words]:
        """Return the full names in which the rarest of the words stands."""
        return min((self._by_word.get(word, ()) for word in words), key=len)

    def beginning_with(self, word: str) -> Sequence[Words]:
        """Return the full names whose first word this is."""
        return self._by_first_word.get(word, ())

    def with_surname_like(self, typed: str) -> Sequence[Words]:
        """Return the full names whose surname is this word but for a misprint or the spelling."""
        lengths = range(len(typed) - 1, len(typed) + 2)
        keys = (*(_spelling_group(typed, length) for length in lengths), f"= {search_key(typed)}")
        near = (pair for key in keys for pair in self._by_surname.get(key, ()))
        return [words for surname, words in dict.fromkeys(near) if _is_misprint(typed, surname)]


def _spelling_group(word: str, length: int) -> str:
    """Return the group of a word's first letter and a length: misprints keep the first letter."""
    return f"{word[:1]} {length}"


class _NameRegister:
    """Registers the entities named so far, by the spelling keys of their names."""

    def __init__(self, document: ParsedDocument, spans: Sequence[tuple[int, int, bool]]) -> None:
        self._document = document
        self._full = full_names(document, spans)
        self._index = _FullNameIndex(self._full)
        self._surnames = Surnames(document, spans, self._full)
        self._titles = _titles_of_names(document, spans)
        self._people: dict[str, Entity] = {}

    def mention(self, a: int, b: int, is_person: bool) -> EntityMention | None:
        """Return the mention in those tokens; None where nothing of a name is left."""
        document, full = self._document, self._full
        printed = printed_name(document, a, b)
        words = word_keys(printed)
        if not words:
            return None
        fuller = (
            _longest_names_with(words, self._index)
            or self._by_first_name(a, b, is_person=is_person)
            or _by_misprinted_surname(printed, self._index)
        )
        is_name = is_person or bool(fuller) or words in full
        before = self._named_before(fuller, a)
        title = gender_of_title(document, a)
        is_another = self._is_anothers(words, fuller, before, title)
        meant = before[0] if len(before) == 1 and is_name and not is_another else words
        name = full[meant].printed if meant in full and meant != words else printed
        key = " ".join((*meant, title) if is_another and title else meant)
        entity = self._people.setdefault(key, Entity(name, is_name))
        _add_form(entity, printed, name, is_name=is_name)
        if meant in full:
            entity.gender = entity.gender or full[meant].gender
            entity.is_relative = full[meant].is_relative
        if " " not in entity.name and title:
            _add_form(entity, printed_name(document, a - 1, b), name, is_name=is_name)
        entity.gender = entity.gender or gender_of_name(document, a, b, name)
        if len(before) > 1:
            entity.shares_surname = True
            return self._shared_mention(a, b, entity, before)
        entity.shares_surname = entity.shares_surname or is_another
        return EntityMention(a, b, entity)

    def _by_first_name(self, a: int, b: int, *, is_person: bool) -> Sequence[Words]:
        """Return the full name, printed before, whose first word stands alone here: a child.

        A title before it makes it a name of its own: a prince, a pope.
        """
        document = self._document
        words = word_keys(printed_name(document, a, b))
        if not is_person or a != b or len(words) != 1:
            return ()
        if a and document.lower_text(a - 1).rstrip(".") in document.lexicon.people.titles:
            return ()
        fits = self._index.beginning_with(words[0])
        return fits if len(fits) == 1 and self._full[fits[0]].at < a else ()

    def _named_before(self, fuller: Sequence[Words], a: int) -> Sequence[Words]:
        """Return who of the bearers is named before the token, or may be all the same."""
        if len(fuller) in {0, 1}:
            return fuller
        before = [each for each in fuller if self._full[each].at < a]
        if all(self._full[each].is_relative for each in before):
            main = self._surnames.main_bearer(fuller)
            return [*before, main] if main is not None else before
        return before

    def _is_anothers(
        self, words: Words, fuller: Sequence[Words], before: Sequence[Words], title: str
    ) -> bool:
        """Return whether a surname is not of the only one of that name who stands before."""
        if len(before) != 1:
            return False
        if title:
            return _is_namesake(title, before[0], self._full, self._titles)
        return words == before[0][-1:] and self._surnames.is_anothers(fuller)

    def _shared_mention(
        self, a: int, b: int, entity: Entity, before: Sequence[Words]
    ) -> EntityMention:
        main = self._surnames.main_bearer(before)
        entity.bearers = [self._entity(each) for each in before]
        return EntityMention(
            a,
            b,
            entity,
            tuple(entity.bearers),
            self._entity(main) if main is not None else None,
        )

    def _entity(self, words: Words) -> Entity:
        """Return the entity of a full name, who may never be mentioned by it."""
        full = self._full[words]
        entity = Entity(full.printed, is_person=True, gender=full.gender)
        entity.is_relative = full.is_relative
        return self._people.setdefault(" ".join(words), entity)


def _add_form(entity: Entity, printed: str, name: str, *, is_name: bool) -> None:
    entity.is_person = entity.is_person or is_name
    if entity.name.isupper():
        entity.name = name
    if printed not in entity.forms:
        entity.forms.append(printed)


def _titles_of_names(
    document: ParsedDocument, spans: Sequence[tuple[int, int, bool]]
) -> dict[Words, set[str]]:
    """Return the genders of the titles before each name, "" for a mention without one."""
    titles: defaultdict[Words, set[str]] = defaultdict(set)
    for a, b, _ in spans:
        titles[word_keys(printed_name(document, a, b))].add(gender_of_title(document, a))
    return titles


def _is_namesake(
    title: str, whole: Words, full: Mapping[Words, FullName], titles: Mapping[Words, set[str]]
) -> bool:
    """Return whether "Mr" with a surname is not the woman who bears it, and the reverse."""
    gender = full[whole].gender
    said = titles.get(whole[-1:], set()) - {""}
    return gender != title if gender else len(said) > 1


def _trim_headline_words(
    document: ParsedDocument, spans: Sequence[tuple[int, int, bool]]
) -> list[tuple[int, int, bool]]:
    """Return the names without a headline's words: "Holt Slams Mara Ollen" is "Mara Ollen".

    Words before or after a name are cut only where the article prints it without them, too.
    """
    names = (printed_name(document, a, b) for a, b, is_person in spans if is_person)
    full = {word_keys(name) for name in names if " " in name}

    def start(a: int, b: int) -> int:
        capital = (
            at
            for at in range(a + 1, b)
            if document.tokens[at].text[:1].isupper()
            and not is_within_nickname(document.tokens, at)
        )
        inner = (at for at in capital if word_keys(printed_name(document, at, b)) in full)
        return next((at for at in inner if " " in printed_name(document, at, b)), a)

    def end(a: int, b: int) -> int:
        given = b > a and document.lower_text(b) in name_words().first_names
        for last in range(b - 1 if given else b - MIN_EXTRA_WORDS, a, -1):
            if word_keys(printed_name(document, a, last)) in full:
                return last
        return b

    return [
        (start(a, b), end(start(a, b), b), True) if is_person else (a, b, False)
        for a, b, is_person in spans
    ]


def _by_misprinted_surname(printed: str, index: _FullNameIndex) -> Sequence[Words]:
    """Return the only full name of whose surname this word is a misprint: "Sweeny", "Sweeney"."""
    if len(word_keys(printed)) != 1 or normalise_name(printed) in name_words().first_names:
        return ()
    fits = index.with_surname_like(plain_words(printed)[-1])
    return fits if len(fits) == 1 else ()


def _is_misprint(typed: str, surname: str) -> bool:
    return is_same_but_for_misprint(typed, surname) or (
        len(typed) >= SHORTEST_TRANSLITERATED and search_key(typed) == search_key(surname)
    )


def _longest_names_with(words: Words, index: _FullNameIndex) -> Sequence[Words]:
    """Return the full names of which this one is a part, only the longest of nested ones."""
    fits = [
        each
        for each in index.with_words(words)
        if len(each) > len(words) and _is_surname_form(words, each)
    ]
    shortest = min(map(len, fits), default=0)
    longer = [each for each in fits if len(each) > shortest]
    return [
        each
        for each in fits
        if not any(len(other) > len(each) and _is_surname_form(each, other) for other in longer)
    ]


def _is_surname_form(short: Sequence[str], long: Sequence[str]) -> bool:
    """Return whether the short name is the surname, or surname and more, of the long one."""
    return short == long[-len(short) :] or (
        len(short) > 1
        and set(short) <= set(long)
        and {short[-1], *name_words().ends} & {long[-1]} != set()
    )
