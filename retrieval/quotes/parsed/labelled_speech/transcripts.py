"""Find the turns of a transcript: unquoted words after the labels of several speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.model import Span
from retrieval.quotes.parsed.labelled_speech.speaker_labels import (
    LabelReader,
    SpeakerLabel,
    without_edges,
)
from retrieval.quotes.parsed.quotation_marks import (
    DOUBLE_MARKS,
    SENTENCE_ENDS,
    last_character,
)

MIN_TURNS = 3
"""Labels with words after them from which an article may be a transcript."""

MAX_TURN_PARAGRAPHS = 6
"""Paragraphs of one turn at most."""

CHATTY_SHARE = 0.25
"""Share of a transcript's turns at least that say "I", "we" or "you", or ask something."""

SPEAKERS = 2
"""People in a dialogue in which nobody says "I" or "you"."""

CLAUSE_SHARE = 0.6
"""Share of its turns at least that are clauses."""

ORDER_WORDS = 2
"""Words of a turn among which the verb of an order stands."""

MOSTLY_TURNS = 0.5
"""Share of the paragraphs that have a label, from which those without one continue a turn."""


def with_turns(reader: LabelReader, found: Sequence[SpeakerLabel]) -> list[SpeakerLabel]:
    """Return the labels of turns, with their words; none where the article is no transcript.

    In a transcript somebody has another turn after somebody else's, and people say "I", "we" or
    "you" or ask: a list of places, times or scores does not. Two people with their full names who
    speak in whole sentences in turn need not.

    Args:
        reader: of the article.
        found: whatever may be a label before a colon, in order.
    """
    somebody = {_key(reader, label) for label in found if reader.is_somebody(label)}
    candidates = [
        label
        for label in found
        if any(map(str.isalpha, reader.words_after(label)))
        and (_key(reader, label) in somebody or _is_name_in_capitals(reader, label))
    ]
    ours = _without_headline(candidates)
    spoken = [label for label in ours if reader.words_after(label)[:1] not in DOUBLE_MARKS]
    is_talk = _is_chatty(reader, spoken) or (ours == found and _is_dialogue(reader, ours))
    if not _take_turns([_key(reader, label) for label in ours]) or not is_talk:
        return []
    starts = [label.paragraph for label in found] if _is_mostly_turns(found) else []
    return [
        replace(label, turn=tuple(_turn(reader, label, following)))
        for label in spoken
        for following in (next((n for n in starts if n > label.paragraph), None),)
    ]


def with_words_below(reader: LabelReader, found: Sequence[SpeakerLabel]) -> Iterator[SpeakerLabel]:
    """Yield the labels "From Anna Marlow:" with the unquoted paragraph below as their words.

    Whoever speaks there says "I" or "we".
    """
    for label in found:
        below = label.paragraph + 1
        if below == len(reader.paragraphs) or not reader.is_from(label):
            continue
        span = without_edges(reader.text, reader.paragraphs[below])
        words = span.of(reader.text)
        speaks = not reader.lexicon.labels.of_speech.isdisjoint(_words(words))
        if words[:1] not in DOUBLE_MARKS and speaks and reader.is_somebody(label):
            yield replace(label, turn=((below, span),))


def _without_headline(labels: Sequence[SpeakerLabel]) -> Sequence[SpeakerLabel]:
    """Return the labels without a title such as "Marlow: we will not pay" above the article."""
    is_title = len(labels) > 1 and labels[0].paragraph == 0 and labels[1].paragraph > 1
    return labels[1:] if is_title else labels


def _key(reader: LabelReader, label: SpeakerLabel) -> str:
    return reader.word(label.last)


def _is_name_in_capitals(reader: LabelReader, label: SpeakerLabel) -> bool:
    """Return whether it is printed in capitals, and is no usual label or word of the article."""
    words = {reader.tokens[at].text for at in range(label.first, label.last + 1)}
    things = reader.lexicon.labels.of_things
    return all(word.isupper() and word.lower() not in things for word in words) and not any(
        token.text.islower() and token.text.upper() in words for token in reader.tokens
    )


def _take_turns(keys: Sequence[str]) -> bool:
    """Return whether somebody has another turn after somebody else's."""
    again = (
        one != other and one in keys[at + 2 :] for at, (one, other) in enumerate(pairwise(keys))
    )
    return len(keys) >= MIN_TURNS and len(Counter(keys)) > 1 and any(again)


def _is_chatty(reader: LabelReader, spoken: Sequence[SpeakerLabel]) -> bool:
    """Return whether enough of the turns speak to somebody."""
    words = [reader.words_after(label) for label in spoken]
    chatty = sum(
        "?" in each or not reader.lexicon.labels.of_speech.isdisjoint(_words(each))
        for each in words
    )
    return bool(words) and chatty >= CHATTY_SHARE * len(words)


def _is_dialogue(reader: LabelReader, labels: Sequence[SpeakerLabel]) -> bool:
    """Return whether two people, each with the full name, say whole sentences in turn."""
    names = {tuple(reader.word(at) for at in range(each.first, each.last + 1)) for each in labels}
    in_turn = all(
        _key(reader, one) != _key(reader, other) and other.paragraph == one.paragraph + 1
        for one, other in pairwise(labels)
    )
    full = all(label.is_person and label.last > label.first for label in labels)
    if len(names) != len({name[-1] for name in names}) or len(names) != SPEAKERS or not full:
        return False
    whole = all(_is_whole(reader.words_after(label)) for label in labels)
    clauses = sum(_is_clause(reader, label) for label in labels)
    return in_turn and whole and clauses >= CLAUSE_SHARE * len(labels)


def _is_whole(words: str) -> bool:
    return words[:1].isupper() and last_character(words) in SENTENCE_ENDS


def _is_clause(reader: LabelReader, label: SpeakerLabel) -> bool:
    """Return whether the turn has a clause with its subject, who is not "he" or "she".

    An order has none: "Then build it". Cast lists and credits have neither.
    """
    tokens = reader.tokens_of(label.paragraph)
    turn = range(label.mark + 1, tokens.stop)
    if any(reader.word(at) in reader.lexicon.grammar.he_and_she for at in turn):
        return False
    heads = {
        reader.tokens[at].head
        for at in turn
        if reader.tokens[at].dep in {"nsubj", "nsubjpass", "expl"}
    }
    return any(
        at in turn
        and reader.tokens[at].pos in {"VERB", "AUX"}
        and reader.tokens[at].dep not in {"relcl", "acl", "advcl"}
        for at in heads
    ) or any(reader.tokens[at].tag == "VB" for at in turn[:ORDER_WORDS])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _is_mostly_turns(found: Sequence[SpeakerLabel]) -> bool:
    """Return whether most paragraphs from the first label to the last have one."""
    length = found[-1].paragraph - found[0].paragraph + 1
    return len(found) >= MOSTLY_TURNS * length


def _turn(
    reader: LabelReader, label: SpeakerLabel, following: int | None
) -> Iterator[tuple[int, Span]]:
    """Yield the numbers of a turn's paragraphs, each with its words.

    A paragraph without a label continues the turn before the ``following`` label, as long as
    somebody speaks in it, and does not ask.
    """
    first = reader.paragraphs[label.paragraph]
    span = Span(reader.tokens[label.mark].span.end, first.end)
    yield label.paragraph, without_edges(reader.text, span)
    near = following is not None and following - label.paragraph <= MAX_TURN_PARAGRAPHS
    for number in range(label.paragraph + 1, following if near and following else 0):
        words = reader.paragraphs[number].of(reader.text).strip()
        speaks = not reader.lexicon.labels.of_speech.isdisjoint(_words(words))
        if not speaks or last_character(words) not in SENTENCE_ENDS - {"?"}:
            return
        yield number, without_edges(reader.text, reader.paragraphs[number])
