"""Find what takes a statement back: a hedge at its cue, or a sentence that disputes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.model import BlockKind, Sentence, Span, Statement
from retrieval.quotes.grammar.factuality import factuality
from retrieval.quotes.identity.name_keys import word_keys
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import NounPhrase, phrase_of


def find_hedge(document: ParsedDocument, cue: Span | None) -> Span | None:
    """Return the span from the negation, modal or "whether" through the cue; None without one.

    A verb of hinting, with which nothing is said outright, is a hedge itself.
    """
    if cue is None:
        return None
    verb = document.token_at(cue.start)
    words = [at for at in factuality(document, verb).words if not document.is_quoted(at)]
    if words:
        return Span(min(cue.start, document.tokens[min(words)].span.start), cue.end)
    return cue if document.tokens[verb].lemma in document.lexicon.verbs.hinting else None


MAX_PARAGRAPHS_BACK = 3
"""Paragraphs back at most from a denial to the statement that it disputes."""
CLAIM_LABELS = frozenset({"dobj", "nsubjpass", "attr"})
LAST_SPEAKER = "?"
"""Denier of a denial whose subject is a pronoun, which means whoever spoke last."""
TIME_ENTITIES = frozenset({"DATE", "TIME"})
COMPLEMENT_LABELS = frozenset({"ccomp", "xcomp", "pcomp"})


@dataclass(frozen=True, slots=True)
class _Denial:
    """A verb that disputes something said before.

    Attributes:
        verb: its token.
        claimant: name of whose claim it is said to be; empty where the article does not say.
        denier: name of who disputes it; empty where nobody is named.
        is_own: whether somebody disputes what they themselves are said to have said.
        by_anyone: whether it disputes the words whoever says so, also who speaks for the speaker.
        is_reported: whether it counts only as what somebody said: "she never used those words".
        of_whoever_claims: whether it is of the claims of somebody, "her accusations": not of what
            another one denies, as "that claim" may be.
    """

    verb: int
    claimant: tuple[str, ...]
    denier: tuple[str, ...]
    is_own: bool
    by_anyone: bool = False
    is_reported: bool = False
    of_whoever_claims: bool = False


def add_disputes(
    document: ParsedDocument, sentences: Sequence[Sentence], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Return the statements, each with the sentences that dispute it.

    A denial disputes the nearest statement before it that its claimant can have made.
    """
    disputed: dict[int, list[Span]] = {}
    for denial in _denials(document):
        place = document.tokens[denial.verb].span
        sentence = next((s.span for s in sentences if s.span.contains(place)), None)
        target = _disputed_statement(document, denial, statements)
        if sentence is not None and target is not None:
            disputed.setdefault(target, []).append(sentence)
    return tuple(
        replace(each, disputed=tuple(dict.fromkeys(disputed.get(number, ()))))
        for number, each in enumerate(statements)
    )


def _denials(document: ParsedDocument) -> Iterator[_Denial]:
    for at, token in enumerate(document.tokens):
        prose = document.paragraphs[document.paragraph_of[at]].kind is BlockKind.PROSE
        if document.is_quoted(at) or token.pos not in {"VERB", "AUX"} or not prose:
            continue
        if document.child(at, "neg") is not None:
            if _is_of_words_said(document, at):
                yield _Denial(at, (), (), is_own=False, by_anyone=True, is_reported=True)
            continue
        claim = _disputed_claim(document, at)
        if claim is None:
            continue
        own = claim == at
        yield _Denial(
            at,
            () if own else _claimant(document, claim),
            _denier(document, at),
            own or token.lemma in document.lexicon.verbs.retracting,
            by_anyone=_falsified_words(document, at) is not None,
            of_whoever_claims=not own and _is_of_whoever_claims(document, claim),
        )


def _is_of_whoever_claims(document: ParsedDocument, claim: int) -> bool:
    """Return whether a claim has an owner, or there are several: "her claim", "the accusations"."""
    if document.child(claim, "poss") is not None:
        return True
    first = document.lower_text(phrase_of(document, claim).first)
    several = document.tokens[claim].tag == "NNS"
    return several and first in document.lexicon.grammar.definite_articles


def _is_of_words_said(document: ParsedDocument, verb: int) -> bool:
    """Return whether a verb says that words were said: "used those words", "said that"."""
    verbs, said = document.lexicon.verbs, document.child(verb, "dobj")
    uttering = document.tokens[verb].lemma in verbs.uttering
    return uttering and said is not None and _refers_to_words(document, said)


def _falsified_words(document: ParsedDocument, verb: int) -> int | None:
    """Return the words in "the quote was invented", "called the report false", or None."""
    verbs, grammar = document.lexicon.verbs, document.lexicon.grammar
    subject, words = document.child(verb, "nsubjpass"), document.child(verb, "dobj")
    after = tuple(token.text.lower() for token in document.tokens[verb + 1 : verb + 4])
    false = document.child(verb, "oprd", "acomp")
    is_false = false is not None and document.lower_text(false) in grammar.untrue
    invented = document.tokens[verb].lemma in verbs.falsifying or after in grammar.out_of_context
    if subject is not None and invented and _refers_to_words(document, subject):
        return subject
    named = words is not None and document.tokens[words].pos != "PRON"
    if not named or not is_false or _is_supposed(document, verb):
        return None
    return words if words is not None and _refers_to_words(document, words) else None


def _is_supposed(document: ParsedDocument, verb: int) -> bool:
    """Return whether it is not said to be so: "would call"."""
    return any(
        document.tokens[child].dep == "aux"
        and document.tokens[child].text.lower() in document.lexicon.verbs.doubted_by
        for child in document.children[verb]
    )


def _disputed_claim(document: ParsedDocument, verb: int) -> int | None:
    """Return the noun or pronoun for the claim; the verb itself in "denied having said so"."""
    verbs, token = document.lexicon.verbs, document.tokens[verb]
    if token.lemma in verbs.disputing | verbs.dismissing | verbs.retracting:
        for child in document.children[verb]:
            if document.tokens[child].dep in CLAIM_LABELS and _refers_to_words(document, child):
                pronoun = document.tokens[child].pos == "PRON"
                return None if pronoun and token.lemma in verbs.dismissing else child
            if (
                document.tokens[child].dep in COMPLEMENT_LABELS
                and document.tokens[child].lemma in verbs.saying
            ):
                return verb
        return None
    if token.lemma in verbs.misquoting and document.child(verb, "nsubjpass") is not None:
        return verb
    return _falsified_words(document, verb) or _untrue_words(document, verb)


def _untrue_words(document: ParsedDocument, verb: int) -> int | None:
    """Return the words in "the claim is false", or None."""
    subject, false = document.child(verb, "nsubj"), document.child(verb, "acomp")
    if subject is None or false is None:
        return None
    untrue = document.lower_text(false) in document.lexicon.grammar.untrue
    return subject if untrue and _refers_to_words(document, subject) else None


def _refers_to_words(document: ParsedDocument, at: int) -> bool:
    """Return whether the phrase refers back to words: "the claim", "her remarks", "this"."""
    token, grammar = document.tokens[at], document.lexicon.grammar
    if document.is_quoted(at):
        return False
    if token.pos == "PRON":
        return token.text.lower() in grammar.things | grammar.pointing - grammar.possessives
    first = document.lower_text(phrase_of(document, at).first)
    pointing = grammar.pointing | grammar.pointing_at_several
    definite = first in grammar.definite_articles | pointing | grammar.possessives
    told = document.child(at, "acl", "ccomp") is not None or _is_on_something(document, at)
    told = told and _attributed_to(document, at) is None
    return (
        token.lemma in document.lexicon.people.claims
        and not told
        and (definite or document.child(at, "poss") is not None)
    )


def _is_on_something(document: ParsedDocument, at: int) -> bool:
    """Return whether it is said what a claim is about: not in "the claim on Monday"."""
    preposition = document.child(at, "prep")
    if preposition is None:
        return False
    noun = document.child(preposition, "pobj")
    return noun is None or document.tokens[noun].entity not in TIME_ENTITIES


def _claimant(document: ParsedDocument, claim: int) -> tuple[str, ...]:
    """Return the name in "Marlow's claim"; nothing for "her claim"."""
    owner = document.child(claim, "poss") or _attributed_to(document, claim)
    if owner is None or document.tokens[owner].pos != "PROPN":
        return ()
    return _name_words(document, phrase_of(document, owner))


def _attributed_to(document: ParsedDocument, claim: int) -> int | None:
    """Return to whom words are attributed: "the quote attributed to Marlow", or None."""
    clause = document.child(claim, "acl")
    if clause is None or document.tokens[clause].lemma not in document.lexicon.verbs.ascribing:
        return None
    to = document.child(clause, "prep", "dative")
    return document.child(to, "pobj") if to is not None else None


def _denier(document: ParsedDocument, verb: int) -> tuple[str, ...]:
    if document.child(verb, "acomp") is not None:
        return ()
    head = document.child(verb, "nsubj", "nsubjpass")
    if head is not None and document.tokens[head].pos == "PRON":
        return (LAST_SPEAKER,)
    agent = document.child(verb, "agent")
    if agent is not None:
        head = document.child(agent, "pobj")
    return _name_words(document, phrase_of(document, head)) if head is not None else ()


def _name_words(document: ParsedDocument, phrase: NounPhrase) -> tuple[str, ...]:
    return word_keys(document.printed_text(phrase.first, phrase.last))


def _disputed_statement(
    document: ParsedDocument, denial: _Denial, statements: Sequence[Statement]
) -> int | None:
    """Return the index of the nearest statement before the denial that it can dispute, or None."""
    place = document.tokens[denial.verb].span
    paragraph = document.paragraph_of[denial.verb]
    said_by = next((each.speaker for each in statements if _is_content_of(place, each)), None)
    if denial.is_reported and said_by is None:
        return None
    by = word_keys(said_by.name) if said_by is not None else denial.denier
    for number in reversed(range(len(statements))):
        each = statements[number]
        if each.content[0].span.start >= place.start or _is_content_of(place, each):
            continue
        if denial.of_whoever_claims and _is_denial(document, each):
            continue
        at = document.paragraph_of[document.token_at(each.content[-1].span.start)]
        if paragraph - at > MAX_PARAGRAPHS_BACK:
            return None
        if by == (LAST_SPEAKER,):
            by = word_keys(each.speaker.name) if each.speaker is not None else ()
        if _can_dispute(replace(denial, denier=by), each):
            return number
    return None


def _is_denial(document: ParsedDocument, statement: Statement) -> bool:
    """Return whether a statement itself denies what somebody else claims."""
    verbs = document.lexicon.verbs
    return statement.cue is not None and (
        document.tokens[document.token_at(statement.cue.start)].lemma
        in verbs.disputing | verbs.dismissing | verbs.denying
    )


def _is_content_of(place: Span, statement: Statement) -> bool:
    """Return whether the denial is itself what is stated: "she said he denied it"."""
    return any(content.span.contains(place) for content in statement.content)


def _can_dispute(denial: _Denial, statement: Statement) -> bool:
    if denial.by_anyone and not denial.claimant:
        return True
    if statement.speaker is None:
        return not denial.claimant and not denial.is_own
    speaker = set(word_keys(statement.speaker.name))
    if denial.claimant:
        return bool(speaker & set(denial.claimant))
    same = bool(speaker & set(denial.denier))
    return same if denial.is_own and denial.denier else not same
