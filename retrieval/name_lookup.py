"""Finds whom of the directory a name means, who else has it, and whose name is like it."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.languages.tables import date_words, name_words
from retrieval.quotes.coreference.gender import gender_of_first_name, gender_of_roles
from retrieval.quotes.identity.bare_surnames import DOMINANT_RATIO
from retrieval.quotes.identity.directory import DirectoryEntry, PeopleDirectory
from retrieval.quotes.identity.full_names import surname
from retrieval.quotes.identity.name_keys import normalise_name, word_keys
from retrieval.quotes.identity.name_matching import NameFit, NameMatch, is_role_query
from retrieval.quotes.parsed.lexicon import people_words

MAX_SUGGESTIONS = 5

SHORTEST_BEGINNING = 3
"""Letters of a word at least that suggests the names which begin with it."""

SEVERAL_PLACES = 3
"""Sentences in which a name stands that does not begin with a known first name, to be one."""

MOST_WORDS = 8
"""Words of a name at most; more are a headline, or what stands beside a name on a page."""

RARITY = 100
"""Somebody printed this many times less than another of the name is asked for by the full name."""


def people_meant(
    name: str, directory: PeopleDirectory, *, exactly: bool = False
) -> list[DirectoryEntry]:
    """Return whom the name means; of several who have a surname, the main person alone.

    ``exactly`` leaves out those of whose name it is a part.
    """
    known = directory.known
    hits = _best_hits(name, directory.match(name), known)
    found = [known[hit.index] for hit in _without_rare(hits, known)]
    if exactly:
        return [each for each in found if word_keys(each.name) == word_keys(name)]
    titled = [each for each in found if _may_have_title(name, each)] or found
    fitting = [each for each in titled if _is_like_a_name(each)] or titled
    is_misprint = bool(hits) and hits[0].fit is NameFit.NEAR and len(word_keys(name)) == 1
    main = [
        each for each in fitting if each.is_main and (is_misprint or _is_surname_of(name, each))
    ]
    return main if len(main) == 1 else _called_by_first_word(name, fitting) or fitting


def namesakes(name: str, somebody: DirectoryEntry, directory: PeopleDirectory) -> tuple[str, ...]:
    """Return what to ask for to mean another one of the name, those who speak first."""
    known = directory.known
    others = (known[hit.index] for hit in _best_hits(name, directory.match(name), known))
    people = [
        each
        for each in others
        if each is not somebody and _is_certainly_person(each) and not _begins_with(name, each)
    ]
    ranked = sorted(people, key=lambda each: (not each.speaker_ids, -each.places))
    asked = (each.name if " " in each.name else f"{each.name} only" for each in ranked)
    return tuple(dict.fromkeys(asked))[:MAX_SUGGESTIONS]


def near_names(name: str, directory: PeopleDirectory) -> tuple[str, ...]:
    """Return the nearest other names: first of whom it is the beginning, most often named first.

    Those of one first name come only where none is nearer.
    """
    hits = directory.match(name)
    nearer = [hit for hit in hits if hit.fit is not NameFit.GIVEN] or hits
    begun = [each for each in directory.known if each.is_person and _is_begun(name, each)]
    begun.sort(key=lambda each: (not each.speaker_ids, -each.places))
    found = [*begun, *(directory.known[hit.index] for hit in nearer)]
    likely = [each for each in found if _is_like_a_name(each)] or found
    asked = set(word_keys(name))  # a bare surname of the question is no other name
    near = dict.fromkeys(
        each.name for each in likely if len(asked) == 1 or not set(word_keys(each.name)) < asked
    )
    return tuple(each for each in near if normalise_name(each) != normalise_name(name))[
        :MAX_SUGGESTIONS
    ]


def _is_begun(name: str, somebody: DirectoryEntry) -> bool:
    """Whether words of somebody's name, in order, begin as those of a name that was cut short."""
    asked, words = word_keys(name), word_keys(somebody.name)
    if not asked or min(map(len, asked)) < SHORTEST_BEGINNING:
        return False
    rest = iter(words)
    return all(any(word.startswith(begun) for word in rest) for begun in asked)


def _is_surname_of(name: str, somebody: DirectoryEntry) -> bool:
    """Whether a name is somebody's surname alone, with or without a title."""
    return word_keys(name) == (surname(word_keys(somebody.name)),)


def _called_by_first_word(name: str, people: Sequence[DirectoryEntry]) -> list[DirectoryEntry]:
    """Return who by far is called by the first word of their name, as a family name may be.

    "Jang" is Jang Min Ho where the articles call him that, and a Sora Jang is seldom named.
    """
    asked = word_keys(name)
    if len(asked) > 1 or len(people) < len(("meant", "other")):
        return []
    first, *others = sorted(people, key=lambda each: -each.places)
    keys = word_keys(first.name)
    is_called = len(keys) > 1 and asked[0] == keys[0] and asked in map(word_keys, first.forms)
    often = first.places >= DOMINANT_RATIO * max(each.places for each in others)
    return [first] if is_called and often and first.speaker_ids else []


def _may_have_title(name: str, somebody: DirectoryEntry) -> bool:
    """Whether a title before a surname, such as "Mrs", is none of the other gender."""
    title, words = next(iter(normalise_name(name).split()), ""), people_words()
    asked = (
        "m" if title in words.masculine_titles else "f" if title in words.feminine_titles else ""
    )
    gender = gender_of_first_name(somebody.name) or gender_of_roles(somebody.roles)
    return not asked or not gender or asked == gender


def _is_certainly_person(somebody: DirectoryEntry) -> bool:
    """Whether a name is somebody's, and no word beside a surname: "Read Ostberg"."""
    if not somebody.is_person or not _is_like_a_name(somebody):
        return False
    keys = word_keys(somebody.name)
    return (
        len(keys) == 1 or keys[0] in name_words().first_names or somebody.places >= SEVERAL_PLACES
    )


def _begins_with(name: str, somebody: DirectoryEntry) -> bool:
    """Whether a name has a surname before other words: "Ostberg Nora", no first name."""
    asked, keys = word_keys(name), word_keys(somebody.name)
    return (
        len(asked) == 1
        and len(keys) > 1
        and keys[0] == asked[0]
        and normalise_name(name) not in name_words().first_names
    )


def _best_hits(
    name: str, hits: Sequence[NameMatch], known: Sequence[DirectoryEntry]
) -> list[NameMatch]:
    """Return the hits that fit best: for one word a whole name and a part of one fit alike.

    Part of the name of a body or a place that is only named is enough where nothing else fits.
    """
    sure = [hit for hit in hits if hit.fit.is_meant]
    sure = [hit for hit in sure if _may_mean(name, hit, known[hit.index])] or sure
    if not sure:
        return []
    alike = {sure[0].fit}
    if len(word_keys(name)) == 1 and sure[0].fit in {NameFit.EXACT, NameFit.PART}:
        alike = {NameFit.EXACT, NameFit.PART}
    best = [hit for hit in sure if hit.fit in alike]
    quoted = [hit for hit in best if known[hit.index].speaker_ids]
    return quoted if quoted and is_role_query(name) else best


def _may_mean(name: str, hit: NameMatch, somebody: DirectoryEntry) -> bool:
    """Whether somebody is likely meant, and not a body or a place of which a word was asked."""
    speaks = bool(somebody.speaker_ids) and len(word_keys(name)) > 1
    return hit.fit is not NameFit.PART or somebody.is_person or speaks


def _without_rare(hits: Sequence[NameMatch], known: Sequence[DirectoryEntry]) -> list[NameMatch]:
    """Return the most printed first, without those who are next to never printed beside them."""
    if not hits:
        return []
    ranked = sorted(hits, key=lambda hit: -known[hit.index].places)
    most = known[ranked[0].index].places
    return [hit for hit in ranked if known[hit.index].places * RARITY >= most]


def _is_like_a_name(somebody: DirectoryEntry) -> bool:
    """Whether an entry's words are like those of a name, and no headline or "Nora Ostberg Nora".

    A day is none of them, and a small word before a surname only if it is a particle.
    """
    words = somebody.name.split()
    if not somebody.is_person or not somebody.forms:
        return len(words) <= MOST_WORDS
    days = {day.casefold() for day in date_words().weekday_forms}
    keys = word_keys(somebody.name)
    return (
        len(words) <= MOST_WORDS
        and keys[0] not in keys[1:]
        and words[-1][:1].isupper()
        and not any(word.casefold() in days for word in words)
        and not (words[0].islower() and words[0] not in _particles())
    )


def _particles() -> frozenset[str]:
    names = name_words()
    of_names = names.particles | names.personal_particles
    return frozenset(word for particle in of_names for word in particle.split())
