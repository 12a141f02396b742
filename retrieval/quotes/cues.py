"""Words of speech outside quotations, each with the phrase that names who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.quotes.minds import can_speak, has_a_mind
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import Phrase, phrase_after, phrase_of
from retrieval.quotes.subjects import (
    inherited_subject,
    inverted_subject,
    is_bare_participle,
    own_subject,
    phrase_beside,
    quoted_person,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech or "according to".

    Attributes:
        token: the verb itself, or the last but one word of "according to".
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
        phrase = phrase_ending(page, index + 1)
        if phrase is not None:
            yield from _according(page, index + 1)
        elif token.lemma in page.lexicon.verbs.cues and token.pos in {"VERB", "AUX"}:
            yield from _verb(page, index)


def begins(page: Page, first: int, phrase: Sequence[str]) -> bool:
    """Whether the phrase is printed from that token on."""
    tokens = page.tokens[first : first + len(phrase)] if first >= 0 else ()
    return [token.text.lower() for token in tokens] == [*phrase]


def phrase_ending(page: Page, last: int) -> tuple[str, ...] | None:
    """The phrase, such as "according to", whose last word the token is."""
    grammar = page.lexicon.grammar
    for phrase in (*grammar.according, *grammar.in_the_words_of):
        if begins(page, last + 1 - len(phrase), phrase):
            return phrase
    return None


def _according(page: Page, to: int) -> Iterator[Cue]:
    """As in "according to Marlow" and "in the words of Marlow"."""
    head = page.child(to, "pobj")
    phrase = phrase_of(page, head) if head is not None else phrase_after(page, to)
    if phrase is not None and phrase.first > to and has_a_mind(page, phrase):
        yield Cue(to - 1, to, phrase)


def _verb(page: Page, index: int) -> Iterator[Cue]:
    last = _with_particle(page, index)
    if page.tokens[last].text.lower() in page.lexicon.verbs.not_of_speech.get(
        page.tokens[index].lemma, ()
    ):
        return
    if page.child(index, "auxpass", "nsubjpass") is not None:
        agent = page.child(index, "agent")
        head = page.child(agent, "pobj") if agent is not None else None
        if head is None:
            return
        agent_phrase = phrase_of(page, head)
        yield Cue(index, last, agent_phrase, doubted=_doubted(page, index, agent_phrase))
        return
    subject = (
        quoted_person(page, index) or inverted_subject(page, index) or own_subject(page, index)
    )
    inherited = False
    if subject is None and page.tokens[index].dep not in {"amod", "compound"}:
        subject = phrase_beside(page, index)
    if subject is None and not is_bare_participle(page, index):
        subject, inherited = inherited_subject(page, index), True
    if subject is not None and not can_speak(page, index, subject):
        return
    yield Cue(index, last, subject, inherited, _doubted(page, index, subject))


def _with_particle(page: Page, verb: int) -> int:
    """The last token of "pointed out"; "said on Tuesday" is "said"."""
    at = verb + 1
    if at >= len(page.tokens):
        return verb
    token = page.tokens[at]
    completes = token.dep == "prt" or (token.pos in {"ADP", "ADV"} and token.dep == "advmod")
    return at if completes and token.text.lower() in page.lexicon.grammar.particles else verb


def _doubted(page: Page, verb: int, subject: Phrase | None) -> bool:
    if (
        subject is not None
        and page.tokens[subject.head].text.lower() in page.lexicon.grammar.nobody
    ):
        return True
    above = page.tokens[page.tokens[verb].head]
    if page.tokens[verb].dep == "xcomp" and above.lemma in page.lexicon.verbs.unwilling:
        return True
    for child in page.children[verb]:
        token = page.tokens[child]
        if token.dep == "neg" or (
            token.dep == "mark" and token.text.lower() in page.lexicon.grammar.whether
        ):
            return True
        if token.dep == "aux" and token.text.lower() in page.lexicon.verbs.doubted_by:
            return True
    return False
