"""Who does what a verb says: its own subject, another verb’s, or the phrase beside it."""

from __future__ import annotations

from retrieval.quotes.extraction.animacy import has_a_mind
from retrieval.quotes.parsed.document import ParsedDocument
from retrieval.quotes.parsed.noun_phrases import (
    NOMINAL,
    NounPhrase,
    phrase_after,
    phrase_before,
    phrase_of,
)

SUBJECTS = ("nsubj", "csubj")
SKIPPED = frozenset({"AUX", "ADV", "PART"})
INHERITING = frozenset("conj advcl xcomp pcomp prep dep ccomp acl".split())
STEPS = 4
"""How far up a subject is inherited: "said …, adding that …"."""


def inverted_subject(page: ParsedDocument, verb: int) -> NounPhrase | None:
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
    if subject is None or page.tokens[subject.head].text.lower() in page.lexicon.grammar.weekdays:
        return None
    takes_object = token.lemma not in page.lexicon.verbs.plain and token.dep != "parataxis"
    own = own_subject(page, verb)
    return None if takes_object and own is not None and own.first < verb else subject


def own_subject(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """The phrase that the parse gives the verb; for "who" and "which", what they stand for."""
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
        phrase = NounPhrase(phrase.head, first, phrase.last)
    return _antecedent(page, verb, phrase)


def _comma_within(page: ParsedDocument, first: int, last: int) -> bool:
    return any(page.tokens[at].text in {",", ";"} for at in range(first, last))


def _antecedent(page: ParsedDocument, verb: int, phrase: NounPhrase) -> NounPhrase | None:
    """The noun that "who" or "which" stands for."""
    token = page.tokens[phrase.head]
    if token.text.lower() not in page.lexicon.grammar.relative or token.pos == "DET":
        return phrase
    at = verb
    for _ in range(STEPS):
        if page.tokens[at].dep in {"relcl", "acl"}:
            noun = page.tokens[at].head
            return phrase_of(page, _whose(page, noun))
        at = page.tokens[at].head
    return None


def _whose(page: ParsedDocument, noun: int) -> int:
    """The name that an apposition or a predicate is about: "Ro, the mayor, who", "Ro is one who"."""
    token = page.tokens[noun]
    if token.dep == "appos":
        is_name = token.pos == "PROPN" and page.tokens[token.head].pos == "NOUN"
        return noun if is_name else token.head
    if token.dep == "attr":
        subject = page.child(token.head, "nsubj")
        if subject is None or page.quotation_of[subject] >= 0:
            return noun
        antecedent = _antecedent(page, token.head, NounPhrase(subject, subject, subject))
        if antecedent is not None and page.tokens[antecedent.head].pos == "PROPN":
            return antecedent.head
    return noun


def quoted_person(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """Whose words are passed on: "the Herald quoted her as saying", "she was quoted as saying"."""
    link = page.tokens[verb].head
    quoting = page.tokens[link].head
    if page.tokens[link].dep != "prep" or page.tokens[verb].dep != "pcomp":
        return None
    if page.tokens[quoting].lemma not in page.lexicon.verbs.quoting:
        return None
    head = page.child(quoting, "nsubjpass")
    if head is None:
        head = page.child(quoting, "dobj")
    return phrase_of(page, head) if head is not None and page.quotation_of[head] < 0 else None


def inherited_subject(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """The subject of the verb that this one hangs on; an "it" on the way is passed over.

    A thing is passed over, too, where somebody stands above it: "She said the figure had been
    honest and denied …".
    """
    at, passed = verb, False
    thing: NounPhrase | None = None
    for _ in range(STEPS):
        dep, head = page.tokens[at].dep, page.tokens[at].head
        if head == at or page.sentence_of[head] != page.sentence_of[verb]:
            return thing
        if dep in {"acl", "relcl"} and page.tokens[head].pos in NOMINAL:
            outside = page.quotation_of[head] < 0
            return (
                (_issuer(page, head) or phrase_of(page, _whose(page, head))) if outside else None
            )
        if dep not in INHERITING:
            return thing
        if dep == "ccomp" and page.tokens[verb].tag != "VBG" and not passed:
            return thing
        subject = _subject_above(page, head, dep)
        if (
            subject is not None
            and page.tokens[subject.head].text.lower() not in page.lexicon.grammar.empty_subjects
        ):
            if dep != "conj" or has_a_mind(page, subject):
                return subject
            thing = thing or subject
        passed = passed or subject is not None
        at = head
    return thing


def _issuer(page: ParsedDocument, noun: int) -> NounPhrase | None:
    """Who speaks in what they give out: "the ministry issued a statement warning that …"."""
    token, verb = page.tokens[noun], page.tokens[noun].head
    issued = token.dep == "dobj" and page.tokens[verb].lemma in page.lexicon.verbs.issuing
    if not issued or token.lemma not in page.lexicon.people.occasions:
        return None
    subject = own_subject(page, verb)
    return subject if subject is not None and has_a_mind(page, subject) else None


def main_subject(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """Who says all of it and goes on after a comma: "Ro said it would fall, adding that …"."""
    token, verbs = page.tokens[verb], page.lexicon.verbs
    if token.tag != "VBG" or token.dep != "advcl" or page.tokens[verb - 1].text != ",":
        return None
    inner = token.head
    above = page.tokens[inner].head
    said = page.tokens[inner].dep == "ccomp" and page.tokens[above].lemma in verbs.saying
    if not said or above >= inner or page.sentence_of[above] != page.sentence_of[verb]:
        return None
    subject = own_subject(page, above)
    return subject if subject is not None and has_a_mind(page, subject) else None


def lent_subject(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """The subject that the parse gave an aside before the verb: "Ro, noting the cost, said …"."""
    token = page.tokens[verb]
    if token.tag not in {"VBD", "VBZ", "VBP"}:
        return None
    for child in page.children[verb]:
        aside = page.tokens[child]
        if aside.tag in {"VBG", "VBN"} and child < verb and page.tokens[verb - 1].text == ",":
            bare = page.child(child, "aux", "auxpass") is None
            subject = own_subject(page, child) if bare else None
            if subject is not None and subject.last < child:
                return subject
    return None


def _subject_above(page: ParsedDocument, head: int, dep: str) -> NounPhrase | None:
    """The subject of a verb on which another hangs."""
    is_quoted = page.tokens[head].lemma == "quote" and dep in {"prep", "pcomp"}
    if page.child(head, "auxpass") is not None and dep != "xcomp" and not is_quoted:
        return None
    subject = own_subject(page, head)
    if subject is None and page.tokens[head].lemma in page.lexicon.verbs.cues:
        subject = phrase_beside(page, head)
    if subject is None and (passive := page.child(head, "nsubjpass")) is not None:
        subject = phrase_of(page, passive)
    return subject


def phrase_beside(page: ParsedDocument, verb: int) -> NounPhrase | None:
    """The phrase right before or, inverted, right after the verb, whatever the parse says."""
    if page.tokens[verb].tag in {"VBG", "VB", "VBN"}:
        return None
    before = verb - 1
    while before >= 0 and page.tokens[before].pos in SKIPPED and page.quotation_of[before] < 0:
        before -= 1
    if _nominal(page, before, verb):
        phrase = phrase_before(page, before)
        if _opens_clause(page, phrase.first):
            return phrase
    if verb and (
        page.quotation_of[verb - 1] >= 0 or page.tokens[verb - 1].text in {",", "-", "—", "–"}
    ):
        return phrase_after(page, verb)
    return None


def _nominal(page: ParsedDocument, index: int, verb: int) -> bool:
    return (
        index >= 0
        and page.quotation_of[index] < 0
        and page.tokens[index].pos in NOMINAL
        and page.sentence_of[index] == page.sentence_of[verb]
    )


def _opens_clause(page: ParsedDocument, first: int) -> bool:
    return (
        first == 0
        or page.quotation_of[first - 1] >= 0
        or page.sentence_of[first - 1] != page.sentence_of[first]
        or page.tokens[first - 1].pos in {"PUNCT", "CCONJ", "SPACE"}
    )


def is_bare_participle(page: ParsedDocument, verb: int) -> bool:
    """Whether nobody speaks there: "Asked why …", ", indicating that …", "a chance to talk"."""
    token = page.tokens[verb]
    if token.tag == "VBG":
        return token.lemma in page.lexicon.verbs.as_a_result
    if token.tag == "VBN":
        return page.child(verb, "aux") is None and token.dep != "conj"
    if token.tag != "VB" or token.dep not in {"acl", "relcl", "advcl"}:
        return False
    after = verb + 1
    while after < len(page.tokens) and page.tokens[after].text in {",", ":"}:
        after += 1
    announces = after > verb + 1 and after < len(page.tokens) and page.quotation_of[after] >= 0
    return not (announces and token.dep == "advcl")
