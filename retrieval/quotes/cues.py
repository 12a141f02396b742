"""Words of speech outside quotations, each with the phrase that names who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.quotes.lexicon import (
    ACCORDING,
    CUES,
    DOUBTED_BY,
    NOBODY,
    NOT_OF_SPEECH,
    PARTICLES,
    UNWILLING,
    WORDS,
)
from retrieval.quotes.minds import can_speak, has_a_mind
from retrieval.quotes.page import Page
from retrieval.quotes.phrases import Phrase, phrase_after, phrase_of
from retrieval.quotes.subjects import (
    inherited_subject,
    inverted_subject,
    is_bare_participle,
    own_subject,
    phrase_beside,
)


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
            yield from _according(page, index, index + 1, "to")
        elif token.text.lower() == WORDS:
            yield from _according(page, index, index + 1, "of")
        elif token.lemma in CUES and token.pos in {"VERB", "AUX"}:
            yield from _verb(page, index)


def _according(page: Page, index: int, to: int, link: str) -> Iterator[Cue]:
    """As in "according to Marlow" and "in the words of Marlow"."""
    if to >= len(page.tokens) or page.tokens[to].text.lower() != link:
        return
    if link == "of" and [t.text.lower() for t in page.tokens[max(0, index - 2) : index]] != [
        "in",
        "the",
    ]:
        return
    head = page.child(to, "pobj")
    phrase = phrase_of(page, head) if head is not None else phrase_after(page, to)
    if phrase is not None and phrase.first > to and has_a_mind(page, phrase):
        yield Cue(index, to, phrase)


def _verb(page: Page, index: int) -> Iterator[Cue]:
    last = _with_particle(page, index)
    if page.tokens[last].text.lower() in NOT_OF_SPEECH.get(page.tokens[index].lemma, ()):
        return
    if page.child(index, "auxpass", "nsubjpass") is not None:
        agent = page.child(index, "agent")
        head = page.child(agent, "pobj") if agent is not None else None
        if head is None:
            return
        agent_phrase = phrase_of(page, head)
        yield Cue(index, last, agent_phrase, doubted=_doubted(page, index, agent_phrase))
        return
    subject = inverted_subject(page, index) or own_subject(page, index)
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
    return at if completes and token.text.lower() in PARTICLES else verb


def _doubted(page: Page, verb: int, subject: Phrase | None) -> bool:
    if subject is not None and page.tokens[subject.head].text.lower() in NOBODY:
        return True
    above = page.tokens[page.tokens[verb].head]
    if page.tokens[verb].dep == "xcomp" and above.lemma in UNWILLING:
        return True
    for child in page.children[verb]:
        token = page.tokens[child]
        if token.dep == "neg" or (token.dep == "mark" and token.text.lower() in {"if", "whether"}):
            return True
        if token.dep == "aux" and token.text.lower() in DOUBTED_BY:
            return True
    return False
