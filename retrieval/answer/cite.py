"""From chosen sentences to excerpts that stand alone, with every place they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.lean import begins_leaning, explains, leans
from retrieval.answer.select import Candidate
from retrieval.model import BlockKind, Citation, Excerpt, Span
from retrieval.ports import Card, StoredPassage, StoredSentence

LONGEST = 600
"""No excerpt is joined beyond this many code points."""

MOST_BEFORE = 2
"""How many sentences are shown at most for what the chosen one leans on."""

_OPENING, _CLOSING = "“„«", "”»"
_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")
_BETWEEN = re.compile(r"[\s”“\"'’)\]]*\Z")
"""What may stand between two sentences that are shown as one excerpt."""


Before = Callable[[StoredPassage], Sequence[StoredSentence]]
"""The last sentences of the passage before this one, in order."""


def excerpts(
    chosen: Sequence[Candidate],
    text_of: Callable[[Card], str | None],
    same_words: Callable[[str], str],
    limit: int,
    before: Before = lambda _: (),
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
        alone = Stretch(candidate.passage.sentences[candidate.index].sentence.span)
        if len(shown) == limit:  # only the same words elsewhere still matter
            words = same_words(alone.span.of(text))
            if not any(words in key for key in shown):
                continue
        for stretch in dict.fromkeys((standing_alone(candidate, text, before), alone)):
            citation = candidate.passage.card.cite(stretch.span)
            words = stretch.span.of(text)
            key = same_words(words)
            if any(_overlap(citation, other) for other in taken):
                continue
            if key in shown:
                shown[key] = replace(shown[key], also_in=(*shown[key].also_in, citation))
                taken.append(citation)
            elif len(shown) < limit:
                shown[key] = Excerpt(
                    words,
                    citation,
                    candidate.score,
                    lead=stretch.lead,
                    answer=candidate.answer_in(stretch.span),
                )
                taken.append(citation)
            break
    return tuple(shown.values())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole sentences; the first ``lead`` code points only say whom the others are about."""

    span: Span
    lead: int = 0


def standing_alone(candidate: Candidate, text: str, before: Before = lambda _: ()) -> Stretch:
    """The sentence, with the neighbours without which it cannot be read.

    Those are the neighbour that may hold the answer as well, the rest of a quotation that it is
    part of, and one or two sentences before it where
    it begins with a word such as "He" or "But", or tells of somebody whom only they name. Nothing
    but white space and quotation marks may lie between.
    """
    sentences, index = candidate.passage.sentences, candidate.index
    if index < MOST_BEFORE and leans(sentences[index].text):
        earlier = tuple(before(candidate.passage))[-MOST_BEFORE:]
        sentences, index = (*earlier, *sentences), index + len(earlier)
    beside = _beside(candidate, sentences, index, text)
    quoted = _begins_inside_a_quotation(text, sentences)

    def whole_quotation(first: int, last: int) -> tuple[int, int] | None:
        """The range with the rest of the quotations that it cuts; None where that is too long."""
        while quoted[first] and _joins(sentences, first - 1, text):
            first -= 1
        while quoted[last + 1] and _joins(sentences, last, text):
            last += 1
        length = sentences[last].sentence.span.end - sentences[first].sentence.span.start
        return (first, last) if length <= LONGEST else None

    near = (min(index, beside), max(index, beside))
    core = whole_quotation(*near) or whole_quotation(index, index) or (index, index)
    first, last = core
    for begin in range(core[0] - 1, core[0] - MOST_BEFORE - 1, -1):
        if not _joins(sentences, begin, text):
            break
        wider = whole_quotation(begin, last)
        if wider is None or core[0] - wider[0] > MOST_BEFORE:
            break
        if _helps(sentences, wider[0], core):
            first, last = wider
            break
    if (
        first == core[0]
        and begins_leaning(sentences[first].text)
        and _joins(sentences, first - 1, text)
    ):
        first, last = whole_quotation(first - 1, last) or (first, last)
    start = sentences[first].sentence.span.start
    lead = sentences[core[0]].sentence.span.start - start
    return Stretch(Span(start, sentences[last].sentence.span.end), lead)


def _beside(
    candidate: Candidate, sentences: Sequence[StoredSentence], index: int, text: str
) -> int:
    """Where the neighbour stands that may hold the answer as well; the sentence itself if none.

    One that the sentence leans on is none: it leads up to it.
    """
    if candidate.beside is None:
        return index
    beside = index + candidate.beside.index - candidate.index
    if beside < index and begins_leaning(sentences[index].text):
        return index
    return beside if _joins(sentences, min(index, beside), text) else index


def _helps(sentences: Sequence[StoredSentence], first: int, core: tuple[int, int]) -> bool:
    """Whether the sentences from ``first`` on name somebody on whom those of the core lean."""
    told = " ".join(each.text for each in sentences[core[0] : core[1] + 1])
    return leans(told) and any(explains(each.text, told) for each in sentences[first : core[0]])


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
        marks = _MARK.findall(text, sentence.sentence.span.start, sentence.sentence.span.end)
        if marks:
            is_open = marks[-1] in _OPENING
        inside.append(is_open)
    return inside


def _overlap(one: Citation, other: Citation) -> bool:
    return one.source == other.source and other.span.overlaps(one.span)
