"""Find nouns of speech with their content: "Marlow's claim that …", "her position is that …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.quotes.grammar.animacy import is_animate
from retrieval.quotes.parsed.document import ParsedDocument, TokenRange
from retrieval.quotes.parsed.noun_phrases import NounPhrase, phrase_of

CLAUSE_LABELS = frozenset({"acl", "ccomp", "relcl"})


@dataclass(frozen=True, slots=True)
class NounCue:
    """A noun of speech with the phrase that names the speaker and the content clause."""

    token: int
    subject: NounPhrase
    clause: TokenRange


def find_noun_cues(document: ParsedDocument) -> Iterator[NounCue]:
    """Yield the nouns of speech outside quotations that have a speaker and a clause, in order."""
    for index, token in enumerate(document.tokens):
        if token.pos != "NOUN" or token.lemma not in document.lexicon.people.nouns_of_speech:
            continue
        if document.is_quoted(index):
            continue
        clause, subject = _content_clause(document, index), _speaker(document, index)
        if clause is not None and subject is not None:
            yield NounCue(index, subject, clause)


def _speaker(document: ParsedDocument, noun: int) -> NounPhrase | None:
    """Return whose claim it is: "Marlow's", "by Marlow", "from the minister"."""
    heads = [c for c in document.children[noun] if document.tokens[c].dep == "poss"]
    for child in document.children[noun]:
        if document.lower_text(child) in document.lexicon.grammar.by_whom:
            head = document.child(child, "pobj")
            heads += [] if head is None else [head]
    for head in heads:
        phrase = _without_genitive(document, phrase_of(document, head))
        if not document.is_quoted(head) and (
            is_animate(document, phrase) or document.tokens[head].tag == "PRP$"
        ):
            return phrase
    return None


def _without_genitive(document: ParsedDocument, phrase: NounPhrase) -> NounPhrase:
    """Return the name without the mark of the genitive."""
    last = phrase.last
    while last > phrase.head and document.tokens[last].tag == "POS":
        last -= 1
    return NounPhrase(phrase.head, phrase.first, last)


def _content_clause(document: ParsedDocument, noun: int) -> TokenRange | None:
    """Return the "that" clause under the noun, or under the copula whose subject the noun is."""
    heads = [noun]
    verb = document.tokens[noun].head
    if (
        document.tokens[noun].dep == "nsubj"
        and document.tokens[verb].lemma in document.lexicon.verbs.being
    ):
        heads.append(verb)
    for head in heads:
        for child in document.children[head]:
            if (
                child > noun
                and document.tokens[child].dep in CLAUSE_LABELS
                and _has_complementizer(document, child)
            ):
                under = [at for at in document.subtree(child) if at > noun]
                return _contiguous(document, under, child)
    return None


def _has_complementizer(document: ParsedDocument, clause: int) -> bool:
    """Return whether the clause opens with "that" as a conjunction, whatever its label."""
    first = next(
        (at for at in document.subtree(clause) if document.tokens[at].pos != "PUNCT"), clause
    )
    token = document.tokens[first]
    if token.text.lower() not in document.lexicon.grammar.that:
        return False
    return token.dep == "mark" or (
        token.dep == "dobj" and document.child(clause, "nsubj", "nsubjpass") is not None
    )


def _contiguous(document: ParsedDocument, under: list[int], clause: int) -> TokenRange:
    """Return the run of the clause's tokens around its verb, widened to whole quotations."""
    members = set(under)
    first = last = clause
    while first - 1 in members:
        first -= 1
    while last + 1 < len(document.tokens) and (
        last + 1 in members
        or (
            document.is_quoted(last)
            and document.quotation_of[last + 1] == document.quotation_of[last]
        )
    ):
        last += 1
    return first, last
