"""Load the word lists of the statement rules from ``statements.toml`` of each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property

from retrieval.languages.loader import Phrases, Words, WordsByWord, WordTable, load_languages
from retrieval.toml_tables import parse_toml

FILE = "statements"


class ParserModel(WordTable):
    """The spaCy model that parses the language, and how its tag sets map to those of the rules.

    Attributes:
        package: what to install for the model.
        labels: the rules' name (spaCy's English label) for each of the model's labels.
        tags: the rules' tag (Penn) for part of speech and features as the model gives them:
            "VERB VerbForm=Fin Tense=Past" = "VBD"; the first whose every feature is there.
        entities: the rules' kind of name (OntoNotes) for each of the model's.
    """

    model: str
    package: str
    labels: Mapping[str, str]
    tags: Mapping[str, str]
    entities: Mapping[str, str]


class VerbWords(WordTable):
    """Verbs of speech, as lemmas; the data says beside each list what it is for."""

    saying: Words
    saying_with_that: Words
    believing: Words
    asking: Words
    promising: Words
    naming: Words
    judging: Words
    calling_for: Words
    beside_a_quotation: Words
    gestures: Words
    needs_animate_subject: Words
    as_a_result: Words
    doubted_by: Words
    intending: Words
    addressing: Words
    unwilling: Words
    not_yet: Words
    going: Words
    requesting: Words
    only_of_people: Words
    elaborating: Words
    perceiving: Words
    causing: Words
    weighing: Words
    hoping: Words
    supposing: Words
    denying: Words
    accusing: Words
    hinting: Words
    plain: Words
    finding: Words
    resulting: Words
    identifying: Words
    talking: Words
    human_gestures: Words
    moved_parts: Words
    being: Words
    issuing: Words
    receiving: Words
    subject_control: Words
    quoting: Words
    quoting_somebody: Words
    disputing: Words
    dismissing: Words
    retracting: Words
    misquoting: Words
    falsifying: Words
    uttering: Words
    ascribing: Words
    describing: Words
    announcing: Words
    headline_cues: Words
    only_with: WordsByWord
    idioms: WordsByWord
    not_of_speech: WordsByWord

    @cached_property
    def cues(self) -> frozenset[str]:
        """Return every verb that can be a cue."""
        return self.saying | self.believing | self.asking | self.beside_a_quotation


class GrammarWords(WordTable):
    """Function words: pronouns, articles, prepositions, conjunctions."""

    according: Phrases
    in_the_view_of: Phrases
    in_the_words_of: Phrases
    said_to_be: Phrases
    leading_to_content: Words
    noting: Words
    as_what: Words
    for_a_reason: Words
    proforms: Words
    to_whom: Words
    with_whom: Words
    by_whom: Words
    for_doing: Words
    through: Words
    out_of_context: Phrases
    untrue: Words
    prepositions_of_cues: Words
    for_what: Words
    reasons: Words
    no_sources: Words
    particles: Words
    whether: Words
    until: Words
    in_case: Phrases
    as_soon_as: Phrases
    conditional: Words
    nor: Words
    only: Words
    excepting: Words
    hardly: Words
    yet: Words
    without: Words
    short_of: Words
    that: Words
    continuing: Words
    although: Words
    lacking: Words
    when_asked: Words
    about_what: Words
    nobody: Words
    masculine: Words
    feminine: Words
    plural: Words
    neuter: Words
    narrator: Words
    relative: Words
    of_whom: Words
    reflexive_masculine: Words
    reflexive_feminine: Words
    indefinite: Words
    empty_subjects: Words
    things: Words
    definite_articles: Words
    indefinite_articles: Words
    pointing: Words
    pointing_at_several: Words
    possessives: Words
    determiners: Words
    possessive_marks: Words
    unsaid: Words
    after_a_noun: Words
    below: Words

    @cached_property
    def phrases_by_last_word(self) -> Mapping[str, Phrases]:
        """Return the phrases such as "according to", by last word, in the order of the lists."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in (*self.according, *self.in_the_view_of, *self.in_the_words_of):
            found.setdefault(phrase[-1], []).append(phrase)
        return {last: tuple(phrases) for last, phrases in found.items()}

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """Return every pronoun that can be a subject."""
        return self.he_and_she | self.plural | self.neuter | self.narrator | self.relative

    @cached_property
    def he_and_she(self) -> frozenset[str]:
        """Return the singular pronouns of the third person for people, in every form."""
        return self.masculine | self.feminine

    @cached_property
    def reflexive(self) -> frozenset[str]:
        """Return the reflexive pronouns that stand beside people only."""
        return self.reflexive_masculine | self.reflexive_feminine

    @cached_property
    def articles(self) -> frozenset[str]:
        """Return the definite and indefinite articles."""
        return self.definite_articles | self.indefinite_articles


class PersonWords(WordTable):
    """Titles, roles and first names of people, and nouns for organisations."""

    masculine_titles: Words
    feminine_titles: Words
    personal_titles: Words
    honorifics: Words
    organisation_titles: Words
    role_nouns: Words
    roles_of_things: Words
    masculine_roles: Words
    feminine_roles: Words
    sole_roles: Words
    plural_nouns: Words
    spokes: Words
    group_nouns: Words
    listening_nouns: Words
    organisation_nouns: Words
    company_ends: Words
    naming_nouns: Words
    relatives: Words
    ladies: Words
    first_of_ladies: Words
    siblings: Words
    organisation_kinds: Words
    questioning: Words
    complaints: Words
    rosters: Words
    details: Words
    ranks: Words
    inquiring: Words
    replying: Words
    resuming: Words
    years_old: Words
    former: Words
    fillers: Words
    adjective_ends: Words
    country_ends: Words
    labels: Words
    findings: Words
    occasions: Words
    conduits: Words
    nouns_of_speech: Words
    claims: Words
    contingencies: Words
    thoughts: Words
    role_kinds: WordsByWord
    role_spellings: Mapping[str, str]

    @cached_property
    def titles(self) -> frozenset[str]:
        """Return what stands before a name, or instead of it."""
        return self.honorifics | self.role_nouns

    @cached_property
    def role_titles(self) -> frozenset[str]:
        """Return the titles that say what somebody does."""
        mere = self.masculine_titles | self.feminine_titles | self.former
        return self.titles - mere


class WorkWords(WordTable):
    """Nouns for works such as books, films and songs, and verbs of performing them."""

    nouns: Words
    entitled: Words
    performing: Words
    aired_on: Words
    writing: Words
    inline_link_ends: Words


class LabelWords(WordTable):
    """Words of speaker labels, the names before a colon, and of what stands beside them."""

    opening: Words
    from_whom: Words
    saying: Words
    in_a_hearing: Words
    of_things: Words
    particles: Words
    of_speech: Words
    of_oneself: Words
    of_questions: Words
    of_answers: Words
    of_interviews: Words
    questions_to_somebody: Words
    of_oneself_alone: Words
    speaking_with: Words
    before_whom: Words
    interviewing: Words
    interviewed_by: Words
    stage_directions: Words


class Lexicon(WordTable):
    """One language's words.

    Attributes:
        name: of the language, for the reader.
        common: its commonest words, by which an article in it is known.
    """

    name: str
    common: Words
    parser: ParserModel
    verbs: VerbWords
    grammar: GrammarWords
    people: PersonWords
    works: WorkWords
    labels: LabelWords


def parse_lexicon(text: str, file: str) -> Lexicon:
    """Return the words in a file's text; ``file`` names it in messages.

    Raises:
        ConfigError: naming the file and every key at fault.
    """
    return parse_toml(Lexicon, text, file)


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """Return the words of every language that there is data for, by its code.

    Raises:
        ConfigError: naming the file and every key at fault.
    """
    return load_languages(Lexicon, FILE)


@cache
def people_words() -> PersonWords:
    """Return titles and roles of all languages together, since names travel between them."""
    return PersonWords.merge(each.people for each in lexicons().values())


@cache
def grammar_words() -> GrammarWords:
    """Return the function words of all languages together."""
    return GrammarWords.merge(each.grammar for each in lexicons().values())


def language_of(text: str, known: Mapping[str, Lexicon]) -> str:
    """Return the code of the language with most common words in the text; ties: the first code."""
    counted = Counter(text.lower().split())
    return max(known, key=lambda code: sum(counted[word] for word in known[code].common))
