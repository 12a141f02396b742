"""From a mention ("he", "the officer", "Valdén") to the speaker, within one article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from retrieval.model import Resolution, Speaker, StatementKind
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.descriptions import resolve_description
from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.coreference.person_names import name_start, printed_name
from retrieval.quotes.coreference.pronouns import resolve_pronoun
from retrieval.quotes.coreference.registry import EntityRegistry
from retrieval.quotes.coreference.roles import role_content_words, without_determiner
from retrieval.quotes.extraction.draft import Attribution
from retrieval.quotes.identity.name_matching import word_keys
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NounPhrase, phrase_of

MAX_APPOSITION_GAP = 3
"""How many tokens, the comma and titles, part a description from the name after it at most."""
SUBJECT_LABELS = frozenset({"nsubj", "nsubjpass"})
ARGUMENT_LABELS = SUBJECT_LABELS | {"dobj", "dative", "iobj"}

Known = tuple[Entity, Resolution]
"""Somebody, and why it is they."""


def resolve_speakers(
    document: ParsedDocument, found: Sequence[Attribution]
) -> tuple[tuple[Speaker, Resolution] | None, ...]:
    """The speaker of each attribution, and why; None where that is not sure."""
    spoken = _Resolver(document, found).read()
    people: list[Known | None] = []
    for attribution in found:
        if attribution.subject is not None:
            people.append(spoken.get(attribution.subject.head))
        elif attribution.follows is not None and attribution.follows < len(people):
            before = people[attribution.follows]
            people.append((before[0], rules.continuation_of(before[1])) if before else None)
        else:
            people.append(None)
    return tuple((known[0].speaker(), known[1]) if known else None for known in people)


class _Resolver:
    """Reads one article from the top, and knows who was at hand at each word."""

    def __init__(self, document: ParsedDocument, found: Sequence[Attribution]) -> None:
        self._document = document
        self._cast = EntityRegistry(document)
        self._subjects: dict[int, NounPhrase] = {}
        self._resuming: set[int] = set()
        for each in found:
            if each.subject is None:
                continue
            self._subjects.setdefault(each.subject.head, each.subject)
            if each.cue is not None:
                verb = document.tokens[document.token_at(each.cue.start)].lemma
                if verb in document.lexicon.people.resuming:
                    self._resuming.add(each.subject.head)
        self._cast.hand.report(_reported_speakers(document, found))

    def read(self) -> dict[int, Known | None]:
        """Who is meant by each subject of a verb of speech, by its head."""
        document, hand = self._document, self._cast.hand
        spoken: dict[int, Known | None] = {}
        for at, token in enumerate(document.tokens):
            subject = self._subjects.get(at)
            if subject is not None:
                known = spoken[at] = self._resolve(subject)
                if known is not None:
                    _record_speaker_role(known, document, subject)
                    hand.note(at, known[0], spoke=True)
            elif document.quotation_of[at] < 0 and token.pos in {"PROPN", "PRON", "NOUN"}:
                known = self._passing(at)
                if known is not None:
                    is_known = known[1] is not rules.UNNAMED or not self._is_pointing(at)
                    hand.note(at, known[0], spoke=False, known=is_known)
        return spoken

    def _is_pointing(self, at: int) -> bool:
        """Whether somebody is described as if known: "the mogul", "her deputy"."""
        first = self._document.tokens[phrase_of(self._document, at).first].text.lower()
        return first in self._document.lexicon.grammar.pointing

    def _passing(self, at: int) -> Known | None:
        """Somebody who is named, described or meant there without a word of theirs."""
        document = self._document
        token = document.tokens[at]
        mention = self._cast.at(at)
        if mention is not None:
            if at != mention.last:
                return None
            phrase = phrase_of(document, at)
            if token.dep in SUBJECT_LABELS and self._is_joint(phrase):
                self._cast.hand.note(at, self._pair(phrase), spoke=False)
            return self._cast.bearer(mention), rules.FULL_NAME
        if token.pos == "PRON" and token.dep in ARGUMENT_LABELS:
            return resolve_pronoun(document, at, self._cast.hand)
        if token.pos == "NOUN" and token.dep in SUBJECT_LABELS and self._is_of_people(at):
            return self._described_in_passing(phrase_of(document, at))
        return None

    def _described_in_passing(self, phrase: NounPhrase) -> Known | None:
        if self._mention_in(phrase) is not None:  # whose own turn comes
            return None
        return resolve_description(self._cast, phrase)

    def _is_of_people(self, at: int) -> bool:
        people, word = self._document.lexicon.people, self._document.tokens[at].text.lower()
        return word in people.group_nouns or word.removesuffix("s") in people.role_nouns

    def _resolve(self, subject: NounPhrase) -> Known | None:
        document = self._document
        token = document.tokens[subject.head]
        word = token.text.lower()
        if token.pos == "PRON" or (
            word in document.lexicon.grammar.pronouns and not token.text.isupper()
        ):
            if (
                word in document.lexicon.grammar.narrator
                or word in document.lexicon.grammar.indefinite
            ):
                return None
            resumes = subject.head in self._resuming
            return resolve_pronoun(document, subject.head, self._cast.hand, resumes=resumes)
        if self._is_joint(subject):
            return self._pair(subject), rules.COORDINATION
        mention = self._mention_in(subject)
        if mention is not None:
            printed = printed_name(document, mention.first, mention.last)
            return _resolve_by_name(printed, self._cast.bearer(mention))
        if token.pos == "PROPN" and not self._is_role(subject):
            printed = printed_name(document, name_start(document, subject.head), subject.head)
            return _resolve_by_name(printed, self._cast.by_surname(printed)) if printed else None
        return resolve_description(self._cast, subject)

    def _pair(self, subject: NounPhrase) -> Entity:
        """Those who speak as one, each of whom is somebody by their own name too."""
        document = self._document
        joint = self._cast.somebody(document.words(subject.first, subject.last))
        found = [self._cast.at(at) for at in range(subject.first, subject.last + 1)]
        members = dict.fromkeys(self._cast.bearer(each).name for each in found if each)
        joint.members = [*members]
        return joint

    def _is_joint(self, subject: NounPhrase) -> bool:
        """Whether two speak as one: "Marlow and Kerr"; "Marlow and Sons" is one name."""
        document = self._document
        mention = self._cast.at(subject.head)
        joined = [
            c
            for c in document.children[subject.head]
            if document.tokens[c].dep == "conj" and document.tokens[c].pos == "PROPN"
        ]
        return (
            document.tokens[subject.head].pos == "PROPN"
            and any(c <= subject.last for c in joined)
            and not (mention is not None and mention.last >= subject.last)
        )

    def _is_role(self, subject: NounPhrase) -> bool:
        """Whether a capitalised phrase is a description: "Former Swedish Officer"."""
        word = self._document.tokens[subject.head].text.lower()
        return word in self._document.lexicon.people.role_nouns and subject.first < subject.head

    # --- names ---------------------------------------------------------------------------

    def _mention_in(self, subject: NounPhrase) -> EntityMention | None:
        """The name that is the phrase's head, or that follows it: "the chair, Anna Marlow,"."""
        document = self._document
        direct = self._cast.at(subject.head)
        head = document.tokens[subject.head]
        if direct is not None or (head.pos == "PROPN" and not self._is_role(subject)):
            return direct
        following = (
            m
            for m in self._cast.mentions
            if subject.last < m.first <= subject.last + MAX_APPOSITION_GAP
        )
        mention = next(following, None)
        if mention is None or not self._is_apposed(mention, subject):
            return None
        self._note_office(subject, mention.person)
        return mention

    def _is_apposed(self, mention: EntityMention, subject: NounPhrase) -> bool:
        """Whether the name after a description is of the one described, and not of several."""
        document = self._document
        return (
            mention.person.is_person
            and document.sentence_of[mention.last] == document.sentence_of[subject.head]
            and (document.tokens[mention.last].dep == "appos" or self._is_between_commas(mention))
            and document.tokens[subject.head].tag not in {"NNS", "NNPS"}
        )

    def _is_between_commas(self, mention: EntityMention) -> bool:
        document = self._document
        after = mention.last + 1
        before = {document.tokens[at].text for at in range(mention.first - 2, mention.first)}
        return (
            after < len(document.tokens) and document.tokens[after].text == "," and "," in before
        )

    def _note_office(self, subject: NounPhrase, person: Entity) -> None:
        """Notes the role before the comma, and for whom a spokesman speaks."""
        document = self._document
        role = document.words(subject.first, subject.last)
        if role_content_words(role) & document.lexicon.people.role_nouns:
            person.add_role(without_determiner(role))
        if (
            document.tokens[subject.first].text.lower() in document.lexicon.grammar.possessives
            and document.tokens[subject.head].text.lower() in document.lexicon.people.spokes
        ):
            office = self._subject_before(subject.first)
            if office is not None and self._cast.at(office.head) is None:
                person.add_role(document.words(office.first, office.last))

    def _subject_before(self, at: int) -> NounPhrase | None:
        """The subject of the sentence before, if it stands in the same paragraph."""
        document = self._document
        number = document.sentence_of[at] - 1
        heads = (
            token
            for token in range(at)
            if document.sentence_of[token] == number
            and document.paragraph_of[token] == document.paragraph_of[at]
            and document.tokens[token].dep == "nsubj"
            and document.tokens[token].pos in {"NOUN", "PROPN"}
        )
        first = next(heads, None)
        return phrase_of(document, first) if first is not None else None


def _reported_speakers(
    document: ParsedDocument, found: Sequence[Attribution]
) -> dict[int, frozenset[int]]:
    """For each token that is given as somebody's words without marks, the heads of the phrases that name them."""
    heads: defaultdict[int, set[int]] = defaultdict(set)
    for each in found:
        if each.subject is None or each.kind is not StatementKind.INDIRECT:
            continue
        for content in each.contents:
            first, last = (
                document.token_at(content.span.start),
                document.token_at(content.span.end - 1),
            )
            for at in range(first, last + 1):
                heads[at].add(each.subject.head)
    return {at: frozenset(of_token) for at, of_token in heads.items()}


def _resolve_by_name(printed: str, person: Entity) -> Known:
    """Somebody under the name that is printed there, or a part of it."""
    if printed == person.name:
        return person, rules.FULL_NAME
    if not person.is_person:
        return person, rules.SHORT_NAME
    is_surname = {*word_keys(person.name)[-1:]} & {*word_keys(printed)}
    return person, rules.PARTIAL_NAME if is_surname else rules.FIRST_NAME


def _record_speaker_role(known: Known, document: ParsedDocument, subject: NounPhrase) -> None:
    """Notes a role under which somebody named speaks: "the ex-officer"."""
    if known[1] in {rules.ROLE, rules.ROLE_HYPERNYM, rules.ROLE_EXTENDED}:
        known[0].add_role(document.words(subject.first, subject.last))
