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

    A sentence inside an excerpt that is shown already adds nothing; an excerpt of the same words
    (by the key that ``same_words`` gives them) in another file, or elsewhere in the same one,
    adds a citation to the one that is shown.
    """
    shown: dict[str, Excerpt] = {}
    taken: list[Citation] = []
    for candidate in chosen:
        text = text_of(candidate.passage.card)
        if text is None:
            continue
        sentence = candidate.passage.sentences[candidate.index].sentence.span
        for span in dict.fromkeys((standing_alone(candidate, text), sentence)):
            citation = candidate.passage.card.cite(span)
            key = same_words(span.of(text))
            if any(_overlap(citation, other) for other in taken):
                continue
            if key in shown:
                shown[key] = _printed_again(shown[key], citation)
                taken.append(citation)
            elif len(shown) < limit:
                shown[key] = Excerpt(span.of(text), citation, candidate.score)
                taken.append(citation)
            break
    return tuple(shown.values())


def standing_alone(candidate: Candidate, text: str) -> Span:
    """The span of the sentence, with the neighbours without which it cannot be read.

    Those are the rest of a quotation that it is part of, and the sentence before one that begins
    with a word such as "He" or "But". Nothing but white space and quotation marks may lie between.
    """
    sentences = candidate.passage.sentences
    quoted = _begins_inside_a_quotation(text, sentences)

    def whole_quotation(first: int, last: int) -> tuple[int, int] | None:
        """The range with the rest of the quotations that it cuts; None where that is too long."""
        while quoted[first] and _joins(sentences, first - 1, text):
            first -= 1
        while quoted[last + 1] and _joins(sentences, last, text):
            last += 1
        length = sentences[last].sentence.span.end - sentences[first].sentence.span.start
        return (first, last) if length <= LONGEST else None

    first, last = whole_quotation(candidate.index, candidate.index) or (
        candidate.index,
        candidate.index,
    )
    if _LEANS_BACK.match(sentences[first].text) and _joins(sentences, first - 1, text):
        first, last = whole_quotation(first - 1, last) or (first, last)
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


def _overlap(one: Citation, other: Citation) -> bool:
    return one.source == other.source and other.span.overlaps(one.span)


def _printed_again(excerpt: Excerpt, citation: Citation) -> Excerpt:
    return Excerpt(excerpt.text, excerpt.citation, excerpt.score, (*excerpt.also_in, citation))
