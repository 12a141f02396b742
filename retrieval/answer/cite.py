"""From chosen sentences to excerpts that stand alone, with every place they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retrieval.answer.select import Candidate
from retrieval.model import BlockKind, Citation, Excerpt, Span
from retrieval.ports import Card, StoredSentence

LONGEST = 600
"""No excerpt is joined beyond this many code points."""

_LEANS_BACK = re.compile(
    r"""\W*(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|such|but|and|or|so|
    however|moreover|instead|also|then|there|both|neither|the\s(?:latter|former|same|two|pair)|
    in\saddition|for\sexample|as\sa\sresult|meanwhile|yet|still|nor|because)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A sentence that begins so needs the one before it."""

_OPENING, _CLOSING = "“„«", "”»"
_BETWEEN = re.compile(r"[\s”“\"'’)\]]*\Z")
"""What may stand between two sentences that are shown as one excerpt."""


def excerpts(
    chosen: Sequence[Candidate],
    text_of: Callable[[Card], str | None],
    same_words: Callable[[str], str],
    limit: int,
) -> tuple[Excerpt, ...]:
    """At most ``limit`` excerpts, best first.

    A sentence inside an excerpt that is shown already adds nothing; the same words (by the key
    that ``same_words`` gives them) in another file, or elsewhere in the same one, add a citation
    to the excerpt that shows them.
    """
    shown: dict[str, Excerpt] = {}
    taken: list[Citation] = []
    for candidate in chosen:
        text = text_of(candidate.passage.card)
        if text is None:
            continue
        key = same_words(candidate.text)
        citation = candidate.passage.card.cite(
            candidate.passage.sentences[candidate.index].sentence.span
        )
        if key in shown:
            shown[key] = _printed_again(shown[key], citation)
            continue
        if len(shown) == limit or any(_inside(citation, other) for other in taken):
            continue
        whole = candidate.passage.card.cite(standing_alone(candidate, text))
        if not any(_inside(whole, other) for other in taken):
            citation = whole
        taken.append(citation)
        shown[key] = Excerpt(citation.span.of(text), citation, candidate.score)
    return tuple(shown.values())


def standing_alone(candidate: Candidate, text: str) -> Span:
    """The span of the sentence, with the neighbours without which it cannot be read.

    Those are the rest of a quotation that it is part of, and the sentence before one that begins
    with a word such as "He" or "But". Nothing but white space and quotation marks may lie between.
    """
    sentences = candidate.passage.sentences
    quoted = _begins_inside_a_quotation(text, sentences)
    first = last = candidate.index
    while quoted[first] and _joins(sentences, first - 1, text):
        first -= 1
    while quoted[last + 1] and _joins(sentences, last, text):
        last += 1
    if _length(sentences, first, last) > LONGEST:
        first = last = candidate.index
    leans = _LEANS_BACK.match(sentences[first].text) is not None
    if (
        leans
        and _joins(sentences, first - 1, text)
        and _length(sentences, first - 1, last) <= LONGEST
    ):
        first -= 1
    return Span(sentences[first].sentence.span.start, sentences[last].sentence.span.end)


def _joins(sentences: Sequence[StoredSentence], left: int, text: str) -> bool:
    """Whether the sentence at ``left`` and the next one can be shown as one excerpt."""
    if left < 0 or left + 1 >= len(sentences):
        return False
    one, two = sentences[left], sentences[left + 1]
    gap = text[one.sentence.span.end : two.sentence.span.start]
    return one.kind is two.kind is BlockKind.PROSE and _BETWEEN.match(gap) is not None


def _begins_inside_a_quotation(text: str, sentences: Sequence[StoredSentence]) -> list[bool]:
    """For each sentence, and for the end, whether a quotation was opened before and not closed."""
    inside = [False]
    for sentence in sentences:
        is_open = inside[-1]
        for character in sentence.sentence.span.of(text):
            if character in _OPENING:
                is_open = True
            elif character in _CLOSING:
                is_open = False
        inside.append(is_open)
    return inside


def _length(sentences: Sequence[StoredSentence], first: int, last: int) -> int:
    return sentences[last].sentence.span.end - sentences[first].sentence.span.start


def _inside(one: Citation, other: Citation) -> bool:
    return one.source == other.source and other.span.overlaps(one.span)


def _printed_again(excerpt: Excerpt, citation: Citation) -> Excerpt:
    places = (excerpt.citation, *excerpt.also_in)
    if any(_inside(citation, place) for place in places):
        return excerpt
    return Excerpt(excerpt.text, excerpt.citation, excerpt.score, (*excerpt.also_in, citation))
