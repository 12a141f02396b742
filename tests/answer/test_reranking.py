"""Reading again, with a reader made by hand that knows which words answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.excerpts import build_excerpts
from retrieval.answer.ranking import (
    ANSWER_LOG_ODDS,
    MOST_RERANKED,
    NEIGHBOUR_LOG_ODDS,
    READER_WEIGHT,
    SentenceCandidate,
    SentenceFeatures,
    answer_probability,
    rerank,
)
from retrieval.model import Excerpt, Span
from retrieval.ports import ArticleCard, SentenceReading, StoredPassage
from tests.answer.stored_statements import passage

LINES = ["The quay opens soon.", "It opens in May.", "Rain fell."]
BEFORE = "Port news\n\n"
TEXT = BEFORE + " ".join(LINES)
NOTHING = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)


class Finger:
    """A reader that points at the words it was given, with the odds it was given."""

    def __init__(self, words: str, score: float = 4.0) -> None:
        self.words = words
        self.score = score
        self.asked: list[tuple[str, str]] = []

    def read(
        self, question: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[list[SentenceReading]]:
        self.asked += [(question, text) for text, _ in passages]
        return [[self._of(text, span) for span in spans] for text, spans in passages]

    def _of(self, text: str, span: Span) -> SentenceReading:
        at = span.of(text).find(self.words)
        if at < 0:
            return SentenceReading(-6.0, Span(span.start, span.start + 1))
        start = span.start + at
        return SentenceReading(self.score, Span(start, start + len(self.words)))


def ranked(shelf: StoredPassage, scores: Sequence[float]) -> list[SentenceCandidate]:
    return [SentenceCandidate(shelf, i, NOTHING, score) for i, score in enumerate(scores)]


def text_of(card: ArticleCard) -> str | None:
    return None if card.file == "gone.txt" else TEXT


def cite(chosen: Sequence[SentenceCandidate]) -> Excerpt:
    return build_excerpts(chosen, text_of, 1)[0]


def test_the_sentence_that_holds_the_answer_comes_first() -> None:
    found = rerank(
        "When?", ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1]), Finger("in May"), text_of
    )

    assert [each.index for each in found] == [1, 0, 2]


def test_a_reader_that_finds_nothing_changes_nothing() -> None:
    before = ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1])

    found = rerank("When?", before, Finger("in June"), text_of)

    assert [each.index for each in found] == [0, 1, 2]
    assert [each.score for each in found] == pytest.approx(
        [1.0, 0.9, 0.1], abs=READER_WEIGHT * 0.05
    )


def test_what_was_not_read_keeps_its_score_and_its_place_behind_the_read() -> None:
    shelves = [passage(TEXT, LINES, f"{n}.txt") for n in range(MOST_RERANKED + 1)]
    shelves = [replace(shelf, key=shelf.card.file) for shelf in shelves]
    before = [SentenceCandidate(shelf, 1, NOTHING, 1 - n / 10) for n, shelf in enumerate(shelves)]
    finger = Finger("in May")

    found = rerank("When?", before, finger, text_of)

    assert len(finger.asked) == MOST_RERANKED
    assert [each.passage.key for each in found] == [shelf.key for shelf in shelves]
    assert (found[-1].read, found[-1].score) == (None, before[-1].score)


def test_a_passage_is_read_once_whole_from_its_first_sentence_to_its_last() -> None:
    finger = Finger("in May")

    rerank("When?", ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1]), finger, text_of)

    assert finger.asked == [("When?", " ".join(LINES))]


def test_the_title_is_read_with_the_passage_and_is_no_answer() -> None:
    finger = Finger("in May")
    titled = passage(TEXT, LINES)
    titled = replace(titled, card=replace(titled.card, title="Quay in May"))

    found = rerank("When?", ranked(titled, [0.0, 1.0]), finger, text_of)

    assert finger.asked == [("When?", "Quay in May. " + " ".join(LINES))]
    shown = cite(found)
    assert shown.answer is not None
    assert shown.answer.of(shown.text) == "in May"


def test_a_neighbour_that_may_hold_the_answer_is_shown_with_the_sentence() -> None:
    shown = cite(
        rerank("When?", ranked(passage(TEXT, LINES), [5.0, 0.0]), Finger("in May"), text_of)
    )

    assert shown.text == f"{LINES[0]} {LINES[1]}"
    assert shown.answer is not None
    assert shown.answer.of(shown.text) == "in May"
    assert shown.lead == 0


def test_a_neighbour_beyond_words_that_are_not_the_articles_is_not_shown() -> None:
    lines = ["The quay opens soon.", "The minister said in May."]
    text = BEFORE + lines[0] + " Share this! " + lines[1]

    def apart(card: ArticleCard) -> str:
        del card
        return text

    found = rerank("When?", ranked(passage(text, lines), [5.0, 0.0]), Finger("in May"), apart)
    shown = build_excerpts(found, apart, 1)[0]

    assert (shown.text, shown.answer) == (lines[0], None)


def test_a_sentence_that_another_leans_on_leads_up_to_it() -> None:
    lines = ["Mara Ollen signed in May.", "She left at noon."]
    text = " ".join(lines)

    found = rerank(
        "When?", ranked(passage(text, lines), [0.0, 5.0]), Finger("in May"), lambda _: text
    )
    shown = build_excerpts(found, lambda _: text, 1)[0]

    assert (shown.text, shown.lead) == (text, len("Mara Ollen signed in May. "))


def test_a_neighbour_that_hardly_answers_is_not_shown() -> None:
    doubtful = Finger("in May", NEIGHBOUR_LOG_ODDS - 0.1)

    shown = cite(rerank("When?", ranked(passage(TEXT, LINES), [0.0, 0.0, 5.0]), doubtful, text_of))

    assert shown.text == LINES[2]


def test_an_article_that_is_gone_is_not_read() -> None:
    before = ranked(passage(TEXT, LINES, "gone.txt"), [1.0, 0.9])

    assert rerank("When?", before, Finger("in May"), text_of) == before


def test_the_answering_words_are_pointed_at_in_the_excerpt() -> None:
    found = rerank("When?", ranked(passage(TEXT, LINES), [0.0, 1.0]), Finger("in May"), text_of)

    shown = cite(found)

    assert shown.answer is not None
    assert shown.answer.of(shown.text) == "in May"


def test_words_that_hardly_answer_are_not_pointed_at() -> None:
    doubtful = Finger("in May", ANSWER_LOG_ODDS - 0.1)

    shown = cite(rerank("When?", ranked(passage(TEXT, LINES), [0.0, 1.0]), doubtful, text_of))

    assert shown.answer is None


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_more_odds_are_never_less_likely(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= answer_probability(low) <= answer_probability(high) <= 1
