"""Decide factuality: whether a verb reports words that were said, or tells that none were.

What a verb denotes is a fact, negated ("did not say", "without saying") or a mere possibility
("may say", "is set to announce", "if she says"); compare FactBank (Saurí and Pustejovsky 2009).
An infinitive or gerund is judged by the verb that governs it, too, as complements of implicative
verbs are (Karttunen 1971): "declined to say" is negated, "continued to insist" a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.quotes.parsed.document import ParsedDocument

MAX_GOVERNORS = 5
"""Verbs climbed at most from the verb of speech: "would have to decline to say"."""


@dataclass(frozen=True, slots=True)
class Factuality:
    """The words by which the content of a verb of speech was not said; none for a fact.

    Attributes:
        negating: tokens by which nothing was said.
        supposing: tokens by which it may be said, or is not said yet.
    """

    negating: frozenset[int] = frozenset()
    supposing: frozenset[int] = frozenset()

    @property
    def words(self) -> frozenset[int]:
        """Return the words of both kinds."""
        return self.negating | self.supposing

    def __or__(self, other: Factuality) -> Factuality:
        """Return what both say."""
        return Factuality(self.negating | other.negating, self.supposing | other.supposing)


FACT = Factuality()


def factuality(document: ParsedDocument, verb: int, steps: int = MAX_GOVERNORS) -> Factuality:
    """Return the words by which what the verb reports was not said, or not yet."""
    own = Factuality(
        frozenset(_own_negations(document, verb)),
        frozenset((*_modals(document, verb), *_conditions(document, verb))),
    )
    return own | _from_governor(document, verb, steps) if steps else own


def is_denial_not_made(document: ParsedDocument, verb: int) -> bool:
    """Return whether somebody "did not deny" something, which is a statement of a kind."""
    denies = document.tokens[verb].lemma in document.lexicon.verbs.denying
    clause = document.child(verb, "ccomp") is not None
    return denies and clause and document.child(verb, "neg") is not None


def _own_negations(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield the negations of the verb itself; "not only said" has none."""
    grammar = document.lexicon.grammar
    for child in document.children[verb]:
        token = document.tokens[child]
        neither = token.dep == "preconj" and token.text.lower() in grammar.nobody
        limits = document.lower_text(child + 1) in grammar.only if child + 1 <= verb else False
        seldom = token.dep == "advmod" and token.text.lower() in grammar.hardly
        if child < verb and (token.dep == "neg" or neither or seldom) and not limits:
            yield child
            yield from (c for c in document.children[verb] if _is_auxiliary(document, c, verb))
    inverted = _inverted_auxiliary(document, verb)
    if inverted is not None and inverted and document.lower_text(inverted - 1) in grammar.nor:
        yield from (inverted - 1, inverted)


def _modals(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield auxiliaries under which nothing was said yet; "would only say that" was said."""
    if _leaves_words(document, verb):
        return
    doubting = document.lexicon.verbs.doubted_by
    for child in document.children[verb]:
        is_name = document.tokens[child].entity == "PERSON"  # Will Marlow said
        supposed = document.lower_text(child) in doubting and not is_name
        if supposed and _is_auxiliary(document, child, verb):
            yield child


def _leaves_words(document: ParsedDocument, verb: int) -> bool:
    """Return whether "only" stands at the verb, and the words follow: "would say only that"."""
    only, last = document.lexicon.grammar.only, len(document.tokens) - 1
    after = verb + 1
    if after < last and document.lower_text(after) in only:
        after += 1
    elif not verb or document.lower_text(verb - 1) not in only:
        return False
    follows = document.lower_text(min(after, last))
    return follows in document.lexicon.grammar.that | {",", ":"} or document.is_quoted(
        min(after, last)
    )


def _conditions(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield what makes the clause a condition, a question or a time to come."""
    grammar = document.lexicon.grammar
    for child in document.children[verb]:
        token, word = document.tokens[child], document.lower_text(child)
        if token.dep == "mark" and word in grammar.whether:
            yield child
        if (
            token.dep in {"mark", "advmod"}
            and word in grammar.until
            and _is_to_come(document, verb)
        ):
            yield child
    yield from _contingency(document, verb)
    inverted = _inverted_auxiliary(document, verb)
    if inverted is None:
        return
    opens = not inverted or document.tokens[inverted - 1].pos in {"PUNCT", "CCONJ", "SPACE"}
    conditional = opens and document.lower_text(inverted) in grammar.conditional
    if conditional or (opens and _is_question(document, verb)):
        yield inverted


def _contingency(document: ParsedDocument, verb: int) -> Iterator[int]:
    """Yield the phrase before the subject: "in case she says", "as soon as she announces"."""
    grammar, subject = document.lexicon.grammar, document.child(verb, "nsubj")
    present = document.tokens[verb].tag in {"VBZ", "VBP"}
    if subject is None or subject > verb:
        return
    first = document.subtree(subject)[0]
    for phrase in (*grammar.in_case, *(grammar.as_soon_as if present else ())):
        at = first - len(phrase)
        if at >= 0 and all(document.lower_text(at + n) == word for n, word in enumerate(phrase)):
            yield from range(at, first)


def _is_to_come(document: ParsedDocument, verb: int) -> bool:
    """Return whether a clause of time is about the future: "when she announces it, he will go"."""
    above = document.tokens[verb].head
    return document.tokens[verb].tag in {"VBZ", "VBP"} and any(
        document.lower_text(child) in document.lexicon.verbs.doubted_by
        for child in document.children[above]
        if document.tokens[child].dep == "aux"
    )


def _is_question(document: ParsedDocument, verb: int) -> bool:
    at = verb
    while at + 1 < len(document.tokens) and (
        document.sentence_of[at + 1] == document.sentence_of[verb]
    ):
        at += 1
    while at > verb and document.tokens[at].pos == "SPACE":
        at -= 1
    return document.tokens[at].text == "?" and not document.is_quoted(at)


def _is_auxiliary(document: ParsedDocument, child: int, verb: int) -> bool:
    return child < verb and document.tokens[child].dep == "aux"


def _inverted_auxiliary(document: ParsedDocument, verb: int) -> int | None:
    """Return the auxiliary before the subject: "Did Marlow say", "Had Marlow said"."""
    auxiliary, subject = document.child(verb, "aux"), document.child(verb, "nsubj")
    if auxiliary is None or subject is None:
        return None
    return auxiliary if auxiliary < subject < verb else None


def _from_governor(document: ParsedDocument, verb: int, steps: int) -> Factuality:
    """Return what the words above the verb say of its factuality."""
    dep, above = document.tokens[verb].dep, document.tokens[verb].head
    if above == verb:
        return FACT
    if dep == "conj":
        return _shared_with(document, verb, above, steps)
    if dep == "pcomp" and not _has_own_subject(document, verb):
        return _from_preposition(document, above)
    if dep == "acl":
        contingent = document.tokens[above].lemma in document.lexicon.people.contingencies
        supposing = frozenset({above}) if contingent else frozenset()
        return Factuality(frozenset(_negative_determiner(document, above)), supposing)
    if _has_own_subject(document, verb):
        return _of_embedded_clause(document, verb, above)
    return _of_complement(document, verb, above, steps) if dep == "xcomp" else FACT


def _of_complement(document: ParsedDocument, verb: int, above: int, steps: int) -> Factuality:
    """Return what the verb says that governs an infinitive or gerund: "declined to say"."""
    verbs, governor = document.lexicon.verbs, document.tokens[above]
    if governor.lemma in verbs.perceiving:
        return _negation_of(document, above)
    outer = factuality(document, above, steps - 1)
    if governor.lemma in verbs.unwilling or (
        governor.lemma in verbs.denying and document.tokens[verb].tag == "VBG"
    ):
        return FACT if outer.negating else outer | Factuality(frozenset({above}))
    yet = document.child(above, "advmod")
    if yet is not None and document.lower_text(yet) in document.lexicon.grammar.yet:
        return outer | Factuality(frozenset({above, yet}))
    if governor.lemma in verbs.requesting and _asks_somebody(document, above, verb):
        return outer | Factuality(frozenset({above}))
    is_to_come = _is_to_come_after(document, verb, above)
    return outer | Factuality(supposing=frozenset({above})) if is_to_come else outer


def _is_to_come_after(document: ParsedDocument, verb: int, above: int) -> bool:
    """Return whether the governing verb puts the words off: "wants to say", "mulled saying"."""
    verbs, governor = document.lexicon.verbs, document.tokens[above]
    if document.tokens[verb].tag == "VBG":
        return governor.lemma in verbs.weighing
    going = governor.tag == "VBG" and governor.lemma in verbs.going
    put_off = governor.lemma in verbs.not_yet | verbs.being or going
    return document.tokens[verb].tag == "VB" and put_off


def _negation_of(document: ParsedDocument, verb: int) -> Factuality:
    """Return the verb's own negation alone: "did not hear her say", but "can be heard saying"."""
    subject = document.child(verb, "nsubj")
    nobody = subject is not None and (
        document.lower_text(subject) in document.lexicon.grammar.nobody
    )
    by_whom = {subject} if subject is not None and nobody else set()
    return Factuality(frozenset({*_own_negations(document, verb), *by_whom}))


def _asks_somebody(document: ParsedDocument, asking: int, verb: int) -> bool:
    """Return whether somebody else is asked to act: "was asked to say", "told Marlow to say"."""
    asked = document.child(asking, "dobj", "dative")
    passive = document.child(asking, "auxpass") is not None
    return passive or document.tokens[asking].tag == "VBN" or (asked is not None and asked < verb)


def _of_embedded_clause(document: ParsedDocument, verb: int, above: int) -> Factuality:
    """Return what stands above a clause: "wanted her to say", "denied that she had said"."""
    verbs, governor = document.lexicon.verbs, document.tokens[above]
    if document.tokens[verb].dep == "ccomp" and governor.lemma in verbs.denying:
        return FACT if _is_free_relative(document, verb) else Factuality(frozenset({above}))
    supposed = governor.lemma in verbs.hoping or (
        governor.lemma in verbs.supposing and above < verb
    )
    if document.tokens[verb].dep == "ccomp" and supposed:
        return Factuality(supposing=frozenset({above}))
    to = next((c for c in document.children[verb] if document.tokens[c].tag == "TO"), None)
    if governor.lemma in verbs.causing | verbs.perceiving:
        return _negation_of(document, above)
    if to is None:
        return FACT
    return Factuality(supposing=frozenset({to}))


def _is_free_relative(document: ParsedDocument, verb: int) -> bool:
    """Return whether the clause stands for a thing: "denied what she described as theft"."""
    return any(c < verb and document.tokens[c].tag == "WP" for c in document.children[verb])


def _from_preposition(document: ParsedDocument, preposition: int) -> Factuality:
    """Return what the words before a gerund say: "without saying", "stopped short of saying"."""
    grammar = document.lexicon.grammar
    if document.lower_text(preposition) in grammar.without:
        return Factuality(frozenset({preposition}))
    beside = preposition - 1
    if beside >= 0 and document.lower_text(beside) in grammar.short_of:
        return Factuality(frozenset({beside, preposition}))
    return FACT


def _shared_with(document: ParsedDocument, verb: int, first: int, steps: int) -> Factuality:
    """Return what a verb shares with the one it is coordinated with: "may go and say"."""
    if _has_own_subject(document, verb):
        return FACT
    conditions = Factuality(supposing=frozenset(_conditions(document, first)))
    alike = document.tokens[verb].tag == document.tokens[first].tag
    auxiliary = document.child(verb, "aux", "auxpass") is not None
    if auxiliary or not alike or document.tokens[verb].tag not in {"VB", "VBN", "VBG"}:
        return conditions
    shared = factuality(document, first, steps - 1) if steps > 1 else FACT
    link = document.child(first, "cc")
    alternative = link is not None and document.lower_text(link) in document.lexicon.grammar.nor
    own = frozenset(_own_negations(document, first))
    return shared if alternative else Factuality(shared.negating - own, shared.supposing)


def _negative_determiner(document: ParsedDocument, noun: int) -> Iterator[int]:
    """Yield the "no" of "no evidence that she said"."""
    yield from (
        child
        for child in document.children[noun]
        if document.tokens[child].dep == "det"
        and document.lower_text(child) in document.lexicon.grammar.nobody
    )


def _has_own_subject(document: ParsedDocument, verb: int) -> bool:
    return document.child(verb, "nsubj", "nsubjpass") is not None
