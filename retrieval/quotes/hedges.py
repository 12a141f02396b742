"""What outside a statement says that it was not made, or not yet: "did not call it"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.model import Span
from retrieval.quotes.page import Page


def hedge(page: Page, cue: Span | None) -> Span | None:
    """From the word that takes the cue back to the cue; None where there is none."""
    if cue is None:
        return None
    verb = page.token_at(cue.start)
    words = [at for at in _taking_back(page, verb) if page.quotation_of[at] < 0]
    return Span(page.tokens[min(words)].span.start, cue.end) if words else None


def _taking_back(page: Page, verb: int) -> Iterator[int]:
    """Negations and auxiliaries of the verb, or of one that it is the object of, before it."""
    lexicon = page.lexicon
    for child in page.children[verb]:
        token = page.tokens[child]
        supposed = token.dep == "aux" and token.text.lower() in lexicon.verbs.doubted_by
        whether = token.dep == "mark" and token.text.lower() in lexicon.grammar.whether
        if child < verb and (token.dep == "neg" or supposed or whether):
            yield from (c for c in page.children[verb] if c < verb and page.tokens[c].dep == "aux")
            yield child
    above = page.tokens[verb].head
    if page.tokens[verb].dep == "xcomp" and page.tokens[above].lemma in lexicon.verbs.not_yet:
        yield above
