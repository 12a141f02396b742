"""Words of speech outside quotations, each with the phrase that names who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.quotes.lexicon import (
    ACCORDING,
    AS_A_RESULT,
    CUES,
    DOUBTED_BY,
    EMPTY_SUBJECTS,
    GROUP_NOUNS,
    NARRATOR,
    NEEDS_A_MIND,
    PARTICLES,
    PRONOUNS,
    RELATIVE,
    ROLE_NOUNS,
    SPEAKING_ENTITIES,
    WEEKDAYS,
)
from retrieval.quotes.page import Page

SUBJECTS = ("nsubj", "csubj")
ASIDES = frozenset({"appos", "relcl", "acl", "parataxis", "advcl", "ccomp"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
SKIPPED = frozenset({"AUX", "ADV", "PART"})
STEPS = 4
"""How far up a subject is inherited: "said …, adding that …"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its head, its first and its last token."""

    head: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech or "according to".

    Attributes:
        token: the verb itself, or "according".
        last: its last token, particles included.
        subject: who speaks; None where nobody is named.
        inherited: whether the subject stands at another verb.
        doubted: whether nothing was said, or not yet: "did not say", "would say", "if … says".
    """

    token: int
    last: int
    subject: Phrase | None
    inherited: bool = False
    doubted: bool = False


def cues(page: Page) -> tuple[Cue, ...]:
    """The cues of a page in order, those inside quotations left out."""
    return tuple(_cues(page))


def _cues(page: Page) -> Iterator[Cue]:
    for index, token in enumerate(page.tokens):
        if page.quotation_of[index] >= 0:
            continue
        if token.text.lower() == ACCORDING:
            yield from _according(page, index)
        elif token.lemma in CUES and token.pos in {"VERB", "AUX"}:
            yield from _verb(page, index)


def _according(page: Page, index: int) -> Iterator[Cue]:
    to = index + 1
    if to >= len(page.tokens) or page.tokens[to].text.lower() != "to":
        return
    head = page.child(to, "pobj")
    phrase = phrase_of(page, head) if head is not None else _phrase_after(page, to)
    if phrase is not None and phrase.first > to and _has_a_mind(page, phrase):
        yield Cue(index, to, phrase)


def _verb(page: Page, index: int) -> Iterator[Cue]:
    last = index
    following = index + 1
    if following < len(page.tokens) and page.tokens[following].text.lower() in PARTICLES:
        last = following
    if page.child(index, "auxpass", "nsubjpass") is not None:
        agent = page.child(index, "agent")
        head = page.child(agent, "pobj") if agent is not None else None
        if head is None:
            return
        yield Cue(index, last, phrase_of(page, head), doubted=_doubted(page, index))
        return
    subject = _inverted(page, index) or _own_subject(page, index)
    inherited = False
    if subject is None and page.tokens[index].dep not in {"amod", "compound"}:
        subject = _beside(page, index)
    if subject is None and not _is_bare_participle(page, index):
        subject, inherited = _inherited(page, index), True
    if subject is not None and not _can_speak(page, index, subject):
        return
    yield Cue(index, last, subject, inherited, _doubted(page, index))


def _inverted(page: Page, verb: int) -> Phrase | None:
    """The phrase after a verb that opens a frame: "…, said Marlow"."""
    token = page.tokens[verb]
    if not verb or token.tag not in {"VBD", "VBZ", "VBP"} or verb + 1 >= len(page.tokens):
        return None
    before, after = page.tokens[verb - 1], page.tokens[verb + 1]
    opens = before.text in {",", "-", "—", "–", "--"} or page.quotation_of[verb - 1] >= 0
    if (
        not opens
        or page.quotation_of[verb + 1] >= 0
        or after.pos not in {"DET", "PROPN", "NOUN", "ADJ", "NUM"}
    ):
        return None
    heads = [
        c
        for c in page.children[verb]
        if c > verb
        and page.tokens[c].dep in {"nsubj", "dobj", "attr", "npadvmod"}
        and page.quotation_of[c] < 0
    ]
    subject = next(
        (
            phrase
            for phrase in (phrase_of(page, head) for head in heads)
            if phrase.first == verb + 1
        ),
        None,
    )
    if subject is None or page.tokens[subject.head].text in WEEKDAYS:
        return None
    takes_object = token.lemma != "say" and token.dep != "parataxis"
    own = _own_subject(page, verb)
    return None if takes_object and own is not None and own.first < verb else subject


def _is_bare_participle(page: Page, verb: int) -> bool:
    """Whether nobody speaks there: "Asked why …", ", indicating that …", "a chance to talk"."""
    token = page.tokens[verb]
    if token.tag == "VBG":
        return token.lemma in AS_A_RESULT
    if token.tag == "VBN":
        return page.child(verb, "aux") is None and token.dep != "conj"
    return token.tag == "VB" and token.dep in {"acl", "relcl", "advcl"}


def _own_subject(page: Page, verb: int) -> Phrase | None:
    heads = [
        c
        for c in page.children[verb]
        if page.tokens[c].dep in SUBJECTS
        and page.quotation_of[c] < 0
        and page.sentence_of[c] == page.sentence_of[verb]
    ]
    if not heads:
        return None
    nearest = max(heads, key=lambda c: (page.tokens[c].pos == "PROPN", -abs(c - verb)))
    phrase = phrase_of(page, nearest)
    others = [phrase_of(page, c) for c in heads if c < nearest < verb]
    first = min([phrase.first, *(p.first for p in others)])
    if first < phrase.first and not _comma_within(page, first, phrase.first):
        phrase = Phrase(phrase.head, first, phrase.last)
    return _antecedent(page, verb, phrase)


def _antecedent(page: Page, verb: int, phrase: Phrase) -> Phrase | None:
    """The noun that "who" or "which" stands for."""
    token = page.tokens[phrase.head]
    if token.text.lower() not in RELATIVE or token.pos == "DET":
        return phrase
    at = verb
    for _ in range(STEPS):
        if page.tokens[at].dep in {"relcl", "acl"}:
            noun = page.tokens[at].head
            return phrase_of(page, _whose(page, noun))
        at = page.tokens[at].head
    return None


def _whose(page: Page, noun: int) -> int:
    """The name that an apposition or a predicate is about: "Ro, the mayor, who", "Ro is one who"."""
    token = page.tokens[noun]
    if token.dep == "appos":
        return token.head
    if token.dep == "attr":
        subject = page.child(token.head, "nsubj")
        if subject is None or page.quotation_of[subject] >= 0:
            return noun
        antecedent = _antecedent(page, token.head, Phrase(subject, subject, subject))
        if antecedent is not None and page.tokens[antecedent.head].pos == "PROPN":
            return antecedent.head
    return noun


def _inherited(page: Page, verb: int) -> Phrase | None:
    """The subject of the verb that this one hangs on; an "it" on the way is passed over."""
    at, passed = verb, False
    for _ in range(STEPS):
        dep, head = page.tokens[at].dep, page.tokens[at].head
        if head == at or page.sentence_of[head] != page.sentence_of[verb]:
            return None
        if dep in {"acl", "relcl"} and page.tokens[head].pos in NOMINAL:
            return None if page.quotation_of[head] >= 0 else phrase_of(page, _whose(page, head))
        if dep not in {"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp", "acl"}:
            return None
        if dep == "ccomp" and page.tokens[verb].tag != "VBG" and not passed:
            return None
        if page.child(head, "auxpass") is None or dep == "xcomp":
            subject = _own_subject(page, head) or (
                _beside(page, head) if page.tokens[head].lemma in CUES else None
            )
            if subject is None and (passive := page.child(head, "nsubjpass")) is not None:
                subject = phrase_of(page, passive)
            if (
                subject is not None
                and page.tokens[subject.head].text.lower() not in EMPTY_SUBJECTS
            ):
                return subject
            passed = passed or subject is not None
        at = head
    return None


def _beside(page: Page, verb: int) -> Phrase | None:
    """The phrase right before or, inverted, right after the verb, whatever the parse says."""
    if page.tokens[verb].tag in {"VBG", "VB", "VBN"}:
        return None
    before = verb - 1
    while before >= 0 and page.tokens[before].pos in SKIPPED and page.quotation_of[before] < 0:
        before -= 1
    if _nominal(page, before, verb):
        phrase = _phrase_before(page, before)
        if _opens_clause(page, phrase.first):
            return phrase
    if verb and (
        page.quotation_of[verb - 1] >= 0 or page.tokens[verb - 1].text in {",", "-", "—", "–"}
    ):
        return _phrase_after(page, verb)
    return None


def _nominal(page: Page, index: int, verb: int) -> bool:
    return (
        index >= 0
        and page.quotation_of[index] < 0
        and page.tokens[index].pos in NOMINAL
        and page.sentence_of[index] == page.sentence_of[verb]
    )


def _opens_clause(page: Page, first: int) -> bool:
    return (
        first == 0
        or page.quotation_of[first - 1] >= 0
        or page.sentence_of[first - 1] != page.sentence_of[first]
        or page.tokens[first - 1].pos in {"PUNCT", "CCONJ", "SPACE"}
    )


def _phrase_before(page: Page, head: int) -> Phrase:
    first = head
    while (
        first > 0
        and page.tokens[first - 1].pos in PHRASE
        and page.quotation_of[first - 1] < 0
        and page.sentence_of[first - 1] == page.sentence_of[head]
    ):
        first -= 1
    return Phrase(head, first, head)


def _phrase_after(page: Page, index: int) -> Phrase | None:
    first = index + 1
    last = first
    while (
        last < len(page.tokens)
        and page.tokens[last].pos in PHRASE
        and page.quotation_of[last] < 0
        and page.sentence_of[last] == page.sentence_of[index]
    ):
        last += 1
    heads = [at for at in range(first, last) if page.tokens[at].pos in NOMINAL]
    return Phrase(heads[-1], first, heads[-1]) if heads else None


def phrase_of(page: Page, head: int) -> Phrase:
    """The phrase around a head, without what is only said of it after a comma."""
    here = page.tokens[head]
    skipped = [c for c in page.children[head] if page.tokens[c].dep in ASIDES]
    if here.pos == "PROPN" and here.entity == "PERSON":
        skipped += [c for c in page.children[head] if c > head and page.tokens[c].dep == "prep"]
    members = set(page.subtree(head, skipped))
    first = last = head
    while first - 1 in members and page.quotation_of[first - 1] < 0:
        first -= 1
    while (
        last + 1 in members
        and page.quotation_of[last + 1] < 0
        and page.tokens[last + 1].text not in {",", ";", "(", "—", "–"}
    ):
        last += 1
    while first < head and page.tokens[first].pos in {"PUNCT", "SPACE"}:
        first += 1
    while last > head and page.tokens[last].pos in {"PUNCT", "SPACE", "CCONJ"}:
        last -= 1
    return Phrase(head, first, last)


def _comma_within(page: Page, first: int, last: int) -> bool:
    return any(page.tokens[at].text in {",", ";"} for at in range(first, last))


def _can_speak(page: Page, verb: int, subject: Phrase) -> bool:
    head = page.tokens[subject.head]
    if page.tokens[verb].lemma not in NEEDS_A_MIND:
        return head.pos in NOMINAL or head.pos in {"DET", "ADJ", "NUM"}
    return _has_a_mind(page, subject)


def _has_a_mind(page: Page, subject: Phrase) -> bool:
    """Whether the phrase is somebody, a group or an outlet, and no mere thing."""
    head = page.tokens[subject.head]
    word = head.text.lower()
    if head.pos == "PRON" and word in PRONOUNS:
        return word not in {"it", "that", "which"} | NARRATOR
    return (
        head.entity in SPEAKING_ENTITIES
        or head.pos == "PROPN"
        or word in GROUP_NOUNS
        or word.split("-")[-1] in ROLE_NOUNS
        or word.removesuffix("s") in ROLE_NOUNS
    )


def _doubted(page: Page, verb: int) -> bool:
    for child in page.children[verb]:
        token = page.tokens[child]
        if token.dep == "neg" or (token.dep == "mark" and token.text.lower() in {"if", "whether"}):
            return True
        if token.dep == "aux" and token.text.lower() in DOUBTED_BY:
            return True
    return False
