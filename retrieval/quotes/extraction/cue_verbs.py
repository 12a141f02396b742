"""Words of speech outside quotations, each with the phrase that names who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.quotes.extraction.animacy import can_speak, has_a_mind
from retrieval.quotes.extraction.subjects import (
    inherited_subject,
    inverted_subject,
    is_bare_participle,
    lent_subject,
    main_subject,
    own_subject,
    phrase_beside,
    quoted_person,
)
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NOMINAL, NounPhrase, phrase_after, phrase_of


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech or "according to".

    Attributes:
        token: the verb itself, or the last but one word of "according to".
        last: its last token, particles included.
        subject: who speaks; None where nobody is named.
        inherited: whether the subject stands at another verb.
        doubted: whether nothing was said, or not yet: "did not say", "would say", "if … says".
        denied: whether nothing was said: "did not say", "nobody said", "declined to say".
    """

    token: int
    last: int
    subject: NounPhrase | None
    inherited: bool = False
    doubted: bool = False
    denied: bool = False


def cues(page: ParsedDocument) -> tuple[Cue, ...]:
    """The cues of a page in order, those inside quotations left out."""
    return tuple(_cues(page))


def _cues(page: ParsedDocument) -> Iterator[Cue]:
    for index, token in enumerate(page.tokens):
        if page.quotation_of[index] >= 0:
            continue
        phrase = phrase_ending(page, index + 1)
        if phrase is not None:
            yield from _according(page, index + 1)
        elif token.lemma in page.lexicon.verbs.cues and token.pos in {"VERB", "AUX"}:
            yield from _verb(page, index)


def begins(page: ParsedDocument, first: int, phrase: Sequence[str]) -> bool:
    """Whether the phrase is printed from that token on."""
    last = first + len(phrase)
    return 0 <= first < last <= len(page.tokens) and all(
        page.tokens[first + n].text.lower() == word for n, word in enumerate(phrase)
    )


def phrase_ending(page: ParsedDocument, last: int) -> tuple[str, ...] | None:
    """The phrase, such as "according to", whose last word the token is."""
    if last >= len(page.tokens):
        return None
    word = page.tokens[last].text.lower()
    phrases = page.lexicon.grammar.phrases_by_last_word.get(word, ())
    return next((each for each in phrases if begins(page, last + 1 - len(each), each)), None)


def _according(page: ParsedDocument, to: int) -> Iterator[Cue]:
    """As in "according to Marlow" and "in the words of Marlow"."""
    head = page.child(to, "pobj")
    phrase = phrase_of(page, head) if head is not None else phrase_after(page, to)
    if phrase is None or phrase.first <= to:
        return
    named = (
        phrase_ending(page, to) in page.lexicon.grammar.according
        and page.tokens[phrase.head].text.lower() not in page.lexicon.grammar.no_sources
    )
    if named or has_a_mind(page, phrase):
        yield Cue(to - 1, to, phrase)


def _verb(page: ParsedDocument, index: int) -> Iterator[Cue]:
    last = _with_particle(page, index)
    if not _is_of_speech(page, index, last) or _is_adjective(page, index):
        return
    if page.child(index, "auxpass", "nsubjpass") is not None:
        agent = page.child(index, "agent")
        head = page.child(agent, "pobj") if agent is not None else None
        if head is None:
            return
        agent_phrase = phrase_of(page, head)
        denied = _denied(page, index, agent_phrase)
        doubted = denied or _doubted(page, index)
        yield Cue(index, last, agent_phrase, doubted=doubted, denied=denied)
        return
    subject = (
        quoted_person(page, index) or inverted_subject(page, index) or own_subject(page, index)
    )
    inherited = False
    if subject is None and page.tokens[index].dep not in {"amod", "compound"}:
        subject = phrase_beside(page, index)
    if subject is None and not is_bare_participle(page, index):
        subject, inherited = main_subject(page, index) or inherited_subject(page, index), True
    if subject is None:
        subject, inherited = lent_subject(page, index), False
    if subject is not None and not can_speak(page, index, subject):
        return
    if _is_said_to(page, index):
        return
    denied = _denied(page, index, subject)
    cue = Cue(index, last, subject, inherited, denied or _doubted(page, index), denied)
    if not _only_names(page, cue):
        yield cue


def _is_said_to(page: ParsedDocument, verb: int) -> bool:
    """Whether nobody speaks: "the guns said to be his"."""
    plain = page.tokens[verb].lemma in page.lexicon.verbs.plain
    said_to = page.lexicon.grammar.said_to_be
    return plain and any(begins(page, verb + 1, phrase) for phrase in said_to)


def _only_names(page: ParsedDocument, cue: Cue) -> bool:
    """Whether the participle says how something is called: "a group called …", ", dubbed …"."""
    token, subject = page.tokens[cue.token], cue.subject
    if (
        subject is None
        or token.lemma not in page.lexicon.verbs.naming
        or token.tag not in {"VBD", "VBN"}
    ):
        return False
    if cue.inherited:
        before = page.tokens[cue.token - 1]
        given = page.child(cue.token, "dobj", "nsubj")
        is_somebody = given is not None and page.tokens[given].pos == "PRON"
        return (before.text == "," and not is_somebody) or before.pos in NOMINAL
    is_indefinite = (
        page.tokens[subject.first].text.lower() in page.lexicon.grammar.indefinite_articles
    )
    after = cue.token + 1
    is_named = after < len(page.tokens) and page.quotation_of[after] >= 0
    return is_indefinite and is_named and subject.last == cue.token - 1


def _is_of_speech(page: ParsedDocument, verb: int, last: int) -> bool:
    """Whether the verb is one of speech with the words around it: "made clear", "called off"."""
    verbs, lemma = page.lexicon.verbs, page.tokens[verb].lemma
    if page.tokens[last].text.lower() in verbs.not_of_speech.get(lemma, ()):
        return False
    needed = verbs.only_with.get(lemma)
    return needed is None or any(
        page.tokens[c].text.lower() in needed for c in page.children[verb]
    )


def _is_adjective(page: ParsedDocument, verb: int) -> bool:
    """Whether a participle stands before its noun: "60 pledged delegates"."""
    token = page.tokens[verb]
    if token.tag not in {"VBN", "VBD"} or not 0 < verb < len(page.tokens) - 1:
        return False
    before, after = page.tokens[verb - 1], page.tokens[verb + 1]
    return before.pos in {"DET", "NUM", "ADJ"} and after.tag in {"NN", "NNS"}


def _with_particle(page: ParsedDocument, verb: int) -> int:
    """The last token of "pointed out"; "said on Tuesday" is "said"."""
    at = verb + 1
    if at >= len(page.tokens):
        return verb
    token = page.tokens[at]
    completes = token.dep == "prt" or (token.pos in {"ADP", "ADV"} and token.dep == "advmod")
    return at if completes and token.text.lower() in page.lexicon.grammar.particles else verb


def _denied(page: ParsedDocument, verb: int, subject: NounPhrase | None) -> bool:
    """Whether the verb, or its subject, says that nothing was said."""
    grammar, above = page.lexicon.grammar, page.tokens[page.tokens[verb].head]
    if subject is not None and page.tokens[subject.first].text.lower() in grammar.nobody:
        return True
    unwilling = above.lemma in page.lexicon.verbs.unwilling
    if page.tokens[verb].dep == "xcomp" and unwilling:
        return True
    return page.child(verb, "neg") is not None


def _doubted(page: ParsedDocument, verb: int) -> bool:
    """Whether it is not said yet, or only supposed: "may say", "if … says", "wants to say"."""
    verbs, token = page.lexicon.verbs, page.tokens[verb]
    above = page.tokens[token.head]
    if token.dep == "xcomp" and token.tag == "VB" and above.lemma in verbs.not_yet:
        return True
    for child in page.children[verb]:
        word = page.tokens[child].text.lower()
        if page.tokens[child].dep == "mark" and word in page.lexicon.grammar.whether:
            return True
        is_name = page.tokens[child].entity == "PERSON"  # Will Marlow said
        if page.tokens[child].dep == "aux" and word in verbs.doubted_by and not is_name:
            return True
    return False
