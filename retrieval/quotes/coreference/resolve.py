"""Resolve the subject of each attribution to a speaker, within one article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from retrieval.model import Resolution, Speaker, StatementKind
from retrieval.quotes.coreference import rules
from retrieval.quotes.coreference.binding import (
    NO_ACT,
    NOBODY_NAMED,
    SpeechAct,
    asked_by,
    named_in_reported_words,
    speech_acts,
    tells_of_question,
)
from retrieval.quotes.coreference.descriptions import resolve_description
from retrieval.quotes.coreference.entities import Entity, EntityMention, ResolvedEntity
from retrieval.quotes.coreference.gender import FEMININE, MASCULINE
from retrieval.quotes.coreference.person_names import (
    is_role_in_heading,
    name_start,
    printed_name,
)
from retrieval.quotes.coreference.pronouns import resolve_pronoun
from retrieval.quotes.coreference.registry import EntityRegistry
from retrieval.quotes.coreference.roles import role_content_words, without_determiner
from retrieval.quotes.extraction.draft import Attribution
from retrieval.quotes.identity.name_keys import word_keys
from retrieval.quotes.parsed.calendar_names import is_time
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import (
    NOMINAL_POS,
    SUBJECT_LABELS,
    VERB_OBJECT_LABELS,
    NounPhrase,
    phrase_of,
)

MAX_APPOSITION_GAP = 3
"""Tokens, comma and titles included, between a description and the name in apposition."""
ARGUMENT_LABELS = SUBJECT_LABELS | VERB_OBJECT_LABELS


def resolve_speakers(
    document: ParsedDocument, found: Sequence[Attribution]
) -> tuple[tuple[Speaker, Resolution] | None, ...]:
    """Return the speaker of each attribution with the rule that found it; None where it is unsure.

    Args:
        document: the article.
        found: its attributions, in order.
    """
    resolved = _Resolver(document, found).resolve_all()
    people: list[ResolvedEntity | None] = []
    for attribution in found:
        if attribution.subject is not None:
            people.append(resolved.get(attribution.subject.head))
        elif attribution.follows is not None and attribution.follows < len(people):
            before = people[attribution.follows]
            people.append((before[0], rules.continuation_of(before[1])) if before else None)
        else:
            people.append(None)
    return tuple((known[0].speaker(), known[1]) if known else None for known in people)


class _Resolver:
    """Reads one article in order, adding every mention to the salience ranking as it passes."""

    def __init__(self, document: ParsedDocument, found: Sequence[Attribution]) -> None:
        self._document = document
        self._registry = EntityRegistry(document)
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
        self._acts = dict(speech_acts(document, found))
        self._asked: dict[int, Entity] = {}
        self._spoke = -1
        self._within = named_in_reported_words(document, found, self._registry.mention_at)
        self._registry.salience.set_reported_tokens(_reported_speakers(document, found))

    def resolve_all(self) -> dict[int, ResolvedEntity | None]:
        """Return the entity for each subject of a cue, by the token of the subject's head."""
        document, salience = self._document, self._registry.salience
        resolved: dict[int, ResolvedEntity | None] = {}
        for at, token in enumerate(document.tokens):
            subject = self._subjects.get(at)
            if subject is not None:
                known = resolved[at] = self._resolve(subject)
                if known is not None:
                    _record_speaker_role(known, document, subject)
                    salience.add(at, known[0], spoke=True)
                    self._spoke = at
            elif not document.is_quoted(at) and token.pos in {"PROPN", "PRON", "NOUN"}:
                known = self._resolve_mention(at)
                if known is not None:
                    is_known = known[1] is not rules.UNNAMED or not self._is_definite(at)
                    salience.add(at, known[0], spoke=False, known=is_known)
                    self._record_question(at, known[0])
        return resolved

    def _record_question(self, at: int, entity: Entity) -> None:
        """Record a mention as who asked, or who was asked."""
        if tells_of_question(self._document, at):
            self._spoke, self._acts[at] = at, SpeechAct(asks=True, tells_of_question=True)
        by = asked_by(self._document, at)
        asker = self._registry.salience.entity_at(by) if by is not None else None
        if asker is not None:
            self._asked[id(asker)] = entity

    def _is_definite(self, at: int) -> bool:
        """Return whether a mention is a definite description: "the mogul", "her deputy"."""
        first = self._document.lower_text(phrase_of(self._document, at).first)
        return first in self._document.lexicon.grammar.pointing

    def _resolve_mention(self, at: int) -> ResolvedEntity | None:
        """Return the entity that is named, described or meant at a token that is no speaker."""
        document = self._document
        token = document.tokens[at]
        mention = self._registry.mention_at(at)
        if mention is not None:
            if at != mention.last:
                return None
            phrase = phrase_of(document, at)
            if token.dep in SUBJECT_LABELS and self._is_coordination(phrase):
                self._registry.salience.add(at, self._joint_entity(phrase), spoke=False)
            return self._registry.entity_of(mention), rules.FULL_NAME
        if token.pos == "PRON" and token.dep in ARGUMENT_LABELS:
            return resolve_pronoun(document, at, self._registry.salience)
        if token.pos == "NOUN" and token.dep in SUBJECT_LABELS and self._is_person_noun(at):
            return self._resolve_passing_description(phrase_of(document, at))
        return None

    def _resolve_passing_description(self, phrase: NounPhrase) -> ResolvedEntity | None:
        if self._name_in(phrase) is not None:  # which is read when its own token comes
            return None
        return resolve_description(self._registry, phrase)

    def _is_person_noun(self, at: int) -> bool:
        people, word = self._document.lexicon.people, self._document.lower_text(at)
        return word in people.group_nouns or word.removesuffix("s") in people.role_nouns

    def _resolve(self, phrase: NounPhrase) -> ResolvedEntity | None:
        document = self._document
        subject = self._without_day(phrase)
        if subject is None:
            return None
        token = document.tokens[subject.head]
        word = token.text.lower()
        if token.pos == "PRON" or (
            word in document.lexicon.grammar.pronouns and not token.text.isupper()
        ):
            return self._resolve_pronoun(subject, word)
        if self._is_coordination(subject):
            return self._joint_entity(subject), rules.COORDINATION
        mention = self._name_in(subject)
        if mention is not None:
            printed = printed_name(document, mention.first, mention.last)
            return _resolve_by_name(printed, self._registry.entity_of(mention))
        if token.pos == "PROPN" and not self._is_capitalised_role(subject):
            printed = printed_name(document, name_start(document, subject.head), subject.head)
            return (
                _resolve_by_name(printed, self._registry.find_by_name(printed))
                if printed
                else None
            )
        return self._resolve_description(subject)

    def _resolve_description(self, subject: NounPhrase) -> ResolvedEntity | None:
        """Return whom it describes; a party's member only where the printed role says as much."""
        within = self._within.get(subject.head, NOBODY_NAMED)
        known = resolve_description(self._registry, subject, within)
        if (
            known is not None
            and known[0].named
            and self._is_party_member(subject)
            and (known[1] is not rules.ROLE or subject.last - subject.first <= 1)
        ):
            printed = self._document.printed_text(subject.first, subject.last)
            return self._registry.unnamed_entity(printed), rules.UNNAMED
        return known

    def _resolve_pronoun(self, subject: NounPhrase, word: str) -> ResolvedEntity | None:
        grammar, salience = self._document.lexicon.grammar, self._registry.salience
        if word in grammar.reflexive:
            return self._resolve_reflexive(subject)
        if word in grammar.narrator or word in grammar.indefinite:
            return None
        asker = self._asker(subject.head) if word in grammar.he_and_she else None
        known = resolve_pronoun(
            self._document,
            subject.head,
            salience,
            within=self._within.get(subject.head, NOBODY_NAMED),
            resumes=subject.head in self._resuming,
        )
        if known is None or asker is None or known[0] is not asker:
            return known
        asked = self._asked.get(id(asker))
        gender = FEMININE if word in grammar.feminine else MASCULINE
        fits = asked is not None and asked is not asker and asked.gender in {"", gender}
        return (asked, rules.ANSWER) if asked is not None and fits else None

    def _asker(self, at: int) -> Entity | None:
        """Return who put the question just before, to which these words are an answer, or None."""
        act, before = self._acts.get(at, NO_ACT), self._acts.get(self._spoke, NO_ACT)
        asker = self._registry.salience.entity_at(self._spoke)
        paragraph = self._document.paragraph_of
        if not before.asks or act.asks or paragraph[at] - paragraph[self._spoke] > 1:
            return None
        is_answer = act.answers or before.tells_of_question or id(asker) in self._asked
        return asker if is_answer else None

    def _resolve_reflexive(self, reflexive: NounPhrase) -> ResolvedEntity | None:
        """Return whom "himself" repeats, who stands right before: "Lund, himself accused, said".

        None where nobody does: a reflexive has no antecedent outside its clause (principle A).
        """
        document = self._document
        at = reflexive.first - 1
        while at >= 0 and document.tokens[at].pos in {"PUNCT", "ADV", "AUX"}:
            at -= 1
        if at < 0 or document.sentence_of[at] != document.sentence_of[reflexive.head]:
            return None
        if document.is_quoted(at):
            return None
        printed = printed_name(document, at, at)
        is_known = self._registry.mention_at(at) is not None or document.tokens[at].pos == "PRON"
        if printed[:1].isupper() and not is_known:  # a surname that the parser does not know
            return _resolve_by_name(printed, self._registry.find_by_name(printed))
        is_nominal = document.tokens[at].pos in NOMINAL_POS
        return self._resolve(phrase_of(document, at)) if is_nominal else None

    def _without_day(self, subject: NounPhrase) -> NounPhrase | None:
        """Return "Marlow" for "Marlow Tuesday", and None for a day or "Friday morning" alone."""
        document, before = self._document, subject.head - 1
        if self._registry.mention_at(subject.head) is not None:
            return subject
        if not is_time(document, subject.head):
            return subject
        if (
            before >= subject.first
            and document.tokens[before].pos == "PROPN"
            and not (is_time(document, before))
        ):
            return NounPhrase(before, subject.first, before)
        return None

    def _joint_entity(self, subject: NounPhrase) -> Entity:
        """Return the entity of a coordination, whose members are entities of their own, too."""
        document = self._document
        joint = self._registry.unnamed_entity(document.printed_text(subject.first, subject.last))
        found = [self._registry.mention_at(at) for at in range(subject.first, subject.last + 1)]
        members = dict.fromkeys(self._registry.entity_of(each).name for each in found if each)
        joint.members = [*members]
        return joint

    def _is_coordination(self, subject: NounPhrase) -> bool:
        """Return whether names are coordinated: "Marlow and Kerr", not "Marlow and Sons"."""
        document = self._document
        mention = self._registry.mention_at(subject.head)
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

    def _is_capitalised_role(self, subject: NounPhrase) -> bool:
        """Return whether a capitalised phrase is a description: "Former Swedish Officer"."""
        word = self._document.lower_text(subject.head)
        return word in self._document.lexicon.people.role_nouns and (
            subject.first < subject.head or is_role_in_heading(self._document, subject.head)
        )

    # --- names ---------------------------------------------------------------------------

    def _name_in(self, subject: NounPhrase) -> EntityMention | None:
        """Return the name that is the phrase's head or apposition: "the chair, Anna Marlow,"."""
        document = self._document
        direct = self._registry.mention_at(subject.head)
        head = document.tokens[subject.head]
        if self._is_party_member(subject):
            direct = None
        if direct is not None or (head.pos == "PROPN" and not self._is_capitalised_role(subject)):
            return direct
        following = (
            m
            for m in self._registry.mentions
            if subject.last < m.first
            and (
                m.first <= subject.last + MAX_APPOSITION_GAP
                or self._is_second_apposition(m, subject)
            )
        )
        mention = next(following, None)
        if mention is None or not self._is_apposition(mention, subject):
            return None
        self._record_role(subject, mention.entity)
        return mention

    def _is_party_member(self, subject: NounPhrase) -> bool:
        """Return whether a party's word is a description of one of it: "the Ost Republican"."""
        document, head = self._document, self._document.tokens[subject.head]
        return (
            head.entity == "NORP"
            and head.tag == "NNP"
            and self._is_capitalised_role(subject)
            and document.lower_text(subject.first) in document.lexicon.grammar.articles
        )

    def _is_second_apposition(self, mention: EntityMention, subject: NounPhrase) -> bool:
        """Return whether the name follows a second role: "Her brother, the painter Tim Marlow"."""
        tokens, at = self._document.tokens, mention.last
        while at != subject.head and tokens[at].dep == "appos" and tokens[at].head < at:
            at = tokens[at].head
        return at == subject.head

    def _is_apposition(self, mention: EntityMention, subject: NounPhrase) -> bool:
        """Return whether the name is in apposition to the description, which is singular."""
        document = self._document
        return (
            mention.entity.is_person
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

    def _record_role(self, subject: NounPhrase, entity: Entity) -> None:
        """Record the role that a name stands in apposition to, and for whom a spokesman speaks."""
        document = self._document
        role = document.printed_text(subject.first, subject.last)
        if role_content_words(role) & document.lexicon.people.role_nouns:
            entity.add_role(without_determiner(role))
        if (
            document.lower_text(subject.first) in document.lexicon.grammar.possessives
            and document.tokens[subject.first].tag != "WP$"  # of whom the same sentence names
            and document.lower_text(subject.head) in document.lexicon.people.spokes
        ):
            office = self._subject_of_previous_sentence(subject.first)
            if office is not None and self._registry.mention_at(office.head) is None:
                entity.add_role(document.printed_text(office.first, office.last))

    def _subject_of_previous_sentence(self, at: int) -> NounPhrase | None:
        """Return the nominal subject of the sentence before, within the same paragraph."""
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
    """Return the heads of its speakers' phrases for each token of indirect speech."""
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


def _resolve_by_name(printed: str, entity: Entity) -> ResolvedEntity:
    """Return the entity with the rule for the form of its name that is printed there."""
    if entity.bearers:
        return entity, rules.SHARED_SURNAME
    if printed == entity.name:
        return entity, rules.FULL_NAME
    if not entity.is_person:
        return entity, rules.SHORT_NAME
    is_surname = {*word_keys(entity.name)[-1:]} & {*word_keys(printed)}
    return entity, rules.PARTIAL_NAME if is_surname else rules.FIRST_NAME


def _record_speaker_role(
    known: ResolvedEntity, document: ParsedDocument, subject: NounPhrase
) -> None:
    """Record a role under which a named entity speaks: "the ex-officer"."""
    if known[1] in {rules.ROLE, rules.ROLE_HYPERNYM, rules.ROLE_EXTENDED}:
        known[0].add_role(document.printed_text(subject.first, subject.last))
