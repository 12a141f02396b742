"""Find whom a pronoun or a role does not stand for: who is named in its words, or asked for them.

Nobody speaks of themselves by name in words that "he said" reports: a name is not coreferent with
a pronoun that binds its clause (principle C of Chomsky 1981, Lectures on Government and Binding).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.quotes.coreference.entities import Entity, EntityMention
from retrieval.quotes.coreference.salience import may_be_same
from retrieval.quotes.extraction.draft import Attribution
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import SUBJECT_LABELS, VERB_OBJECT_LABELS
from retrieval.quotes.parsed.quotation_marks import NESTED_CLOSER, NESTED_OPENER

MODIFIER_LABELS = frozenset({"amod", "compound", "nmod"})
PREDICATE_LABELS = frozenset({"attr", "oprd"})


@dataclass(frozen=True, slots=True)
class NamedWithin:
    """The people who are named in the words of one speaker.

    Attributes:
        mentions: the mentions by name that stand for the person, and not for a thing named so.
    """

    mentions: tuple[EntityMention, ...] = ()

    def excludes(self, entity: Entity) -> bool:
        """Return whether the speaker cannot be that person.

        A surname that several bear excludes them only where no gender tells them apart.
        """
        return entity.is_person and any(_means(mention, entity) for mention in self.mentions)


NOBODY_NAMED = NamedWithin()


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """What one speaker's phrase does with its words.

    Attributes:
        asks: whether they are a question.
        tells_of_question: whether the question is told of: "Marlow asked whether".
        answers: whether its verb says that they are an answer.
    """

    asks: bool = False
    tells_of_question: bool = False
    answers: bool = False


NO_ACT = SpeechAct()


def speech_acts(document: ParsedDocument, found: Sequence[Attribution]) -> Mapping[int, SpeechAct]:
    """Return what each speaker's phrase does, by the token of its head; the last one counts."""
    people = document.lexicon.people
    acts: dict[int, SpeechAct] = {}
    for each in found:
        if each.subject is None:
            continue
        at = document.token_at(each.cue.start) if each.cue is not None else None
        lemma = document.tokens[at].lemma if at is not None else ""
        quoted = each.contents[-1].quoted
        ends_so = each.contents[-1].span.of(document.text).rstrip().endswith("?")
        first = document.token_at(each.contents[0].span.start)
        told = lemma in people.inquiring and not quoted and _opens_a_question(document, first)
        asks = told or (quoted and (ends_so or lemma in people.inquiring))
        acts[each.subject.head] = SpeechAct(asks, told, lemma in people.replying)
    return acts


def tells_of_question(document: ParsedDocument, at: int) -> bool:
    """Return whether the token is who asked: the subject of "asked when"."""
    token = document.tokens[at]
    after = token.head + 1
    return (
        token.dep == "nsubj"
        and not document.is_quoted(token.head)
        and document.tokens[token.head].lemma in document.lexicon.people.inquiring
        and document.child(token.head, "auxpass") is None
        and after < len(document.tokens)
        and _opens_a_question(document, after)
    )


def _opens_a_question(document: ParsedDocument, at: int) -> bool:
    whether = document.lower_text(at) in document.lexicon.grammar.whether
    return whether or document.tokens[at].tag.startswith("W")


def asked_by(document: ParsedDocument, at: int) -> int | None:
    """Return the subject of the verb of questioning whose object the token is, or None."""
    while document.tokens[at].dep == "appos":
        at = document.tokens[at].head
    token = document.tokens[at]
    if token.dep not in VERB_OBJECT_LABELS:
        return None
    verb = document.tokens[token.head]
    is_asked = verb.lemma in document.lexicon.people.questioning
    return document.child(token.head, *SUBJECT_LABELS) if is_asked else None


def named_in_reported_words(
    document: ParsedDocument,
    found: Sequence[Attribution],
    mention_at: Callable[[int], EntityMention | None],
) -> Mapping[int, NamedWithin]:
    """Return who is named in the words of each speaker, by the token of the phrase's head.

    Args:
        document: the article.
        found: its attributions, in order.
        mention_at: returns the mention by name that covers a token.
    """
    named: defaultdict[int, list[EntityMention]] = defaultdict(list)
    for each in found:
        if each.subject is not None:
            named[each.subject.head].extend(named_in(document, each, mention_at))
    return {head: NamedWithin(tuple(mentions)) for head, mentions in named.items()}


def named_in(
    document: ParsedDocument,
    attribution: Attribution,
    mention_at: Callable[[int], EntityMention | None],
) -> Iterator[EntityMention]:
    """Yield the mentions by name, in one attribution's words, of people other than who speaks."""
    for content in attribution.contents:
        first = document.token_at(content.span.start)
        last = document.token_at(content.span.end - 1)
        for at in range(first, last + 1):
            mention = mention_at(at)
            if (
                mention is not None
                and mention.last == at
                and mention.first >= first
                and (content.quoted or _follows_the_speaker(mention, attribution))
                and (document.is_quoted(at) == content.quoted)
                and not _is_nested(document, mention, content.span.start, content.span.end)
                and not _names_a_thing(document, mention)
                and not (content.quoted and _is_told_by_others(document, mention))
                and not _identifies_the_speaker(document, mention)
            ):
                yield mention


def _follows_the_speaker(mention: EntityMention, attribution: Attribution) -> bool:
    """Return whether the name comes after the pronoun: in "Vale was late, she said" she may be."""
    subject = attribution.subject
    return subject is None or subject.head < mention.first


def _means(mention: EntityMention, entity: Entity) -> bool:
    if not mention.candidates:
        return mention.entity is entity or (
            mention.entity.is_person and may_be_same(mention.entity, entity)
        )
    return any(each is entity for each in mention.candidates) and not any(
        each.gender and entity.gender and each.gender != entity.gender
        for each in mention.candidates
    )


def _is_nested(document: ParsedDocument, mention: EntityMention, start: int, end: int) -> bool:
    """Return whether a quotation within the quotation holds the name: “They cried ‘Vale!’”."""
    span = document.span(mention.first, mention.last)
    words = document.text[start:end]
    opened = sum(m.end() <= span.start - start for m in NESTED_OPENER.finditer(words))
    closers = [m.start() >= span.end - start for m in NESTED_CLOSER.finditer(words)]
    return opened > closers.count(False) and any(closers)


def _is_told_by_others(document: ParsedDocument, mention: EntityMention) -> bool:
    """Return whether a verb over it tells what people say: “they say Vale should go”."""
    at, verb = mention.last, mention.first - 2
    if (
        verb >= 0
        and document.tokens[verb + 1].text == ","
        and document.tokens[verb].lemma in document.lexicon.verbs.saying
    ):
        return _is_said_by_many(document, verb)
    token = document.tokens[at]
    while token.head != at and document.is_quoted(token.head):
        above = document.tokens[token.head]
        if token.dep == "ccomp" and above.lemma in document.lexicon.verbs.saying:
            return _is_said_by_many(document, token.head)
        at, token = token.head, above
    return False


def _is_said_by_many(document: ParsedDocument, verb: int) -> bool:
    grammar, subject = document.lexicon.grammar, document.child(verb, *SUBJECT_LABELS)
    return (
        subject is None
        or document.tokens[subject].tag in {"NNS", "NNPS"}
        or document.lower_text(subject) in grammar.plural | grammar.indefinite | grammar.relative
    )


def _names_a_thing(document: ParsedDocument, mention: EntityMention) -> bool:
    """Return whether the name stands in that of a thing: "the Vale Fund", "Vale voters"."""
    token = document.tokens[mention.last]
    outside = not mention.first <= token.head <= mention.last
    if outside and token.dep in MODIFIER_LABELS:
        return True
    if not outside or token.dep != "pobj":
        return False
    of_what = document.tokens[document.tokens[token.head].head]
    return document.lower_text(token.head) == "of" and of_what.pos == "PROPN"


def _identifies_the_speaker(document: ParsedDocument, mention: EntityMention) -> bool:
    """Return whether it says who the speaker is: "I am Vale", "he (Vale)", "called her Vale"."""
    first, last = mention.first, mention.last
    before = document.tokens[first - 1].text if first else ""
    after = document.tokens[last + 1].text if last + 1 < len(document.tokens) else ""
    token = document.tokens[last]
    above = document.tokens[token.head]
    if (before, after) == ("(", ")") or (token.dep == "appos" and above.pos == "PRON"):
        return True
    if before == "," and first > 1 and document.tokens[first - 2].pos == "PRON":
        return True
    verb, whom = document.tokens[max(0, first - 2)], document.tokens[max(0, first - 1)]
    is_called = whom.pos == "PRON" and verb.lemma in document.lexicon.verbs.naming
    return is_called or (
        token.dep in PREDICATE_LABELS and _has_naming_subject(document, token.head)
    )


def _has_naming_subject(document: ParsedDocument, verb: int) -> bool:
    """Return whether a verb's subject is a pronoun or a name's noun: "I am", "my name is"."""
    people = document.lexicon.people
    return any(
        document.tokens[child].dep in SUBJECT_LABELS
        and (
            document.tokens[child].pos == "PRON"
            or document.lower_text(child) in people.naming_nouns
        )
        for child in document.children[verb]
    )
