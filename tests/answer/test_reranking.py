"""Reading again, with a reader made by hand that knows which words answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.adapters.models.qa_reader import UNREAD
from retrieval.answer.excerpts import build_excerpts
from retrieval.answer.lexicon import AnswerType
from retrieval.answer.ranking import ANSWER_LOG_ODDS, SentenceCandidate, SentenceFeatures
from retrieval.answer.reranking import (
    MOST_RERANKED,
    NEIGHBOUR_MARGIN,
    RANK_WEIGHT,
    REACH,
    UNREAD_DISTANCE,
    answer_words,
    heading,
    rerank,
)
from retrieval.model import Excerpt, Span
from retrieval.ports import ArticleCard, SentenceReading, StoredPassage
from tests.answer.stored_statements import passage, reading

LINES = ["The quay opens soon.", "It opens in May.", "Rain fell."]
BEFORE = "Port news\n\n"
TEXT = BEFORE + " ".join(LINES)
HEADING = "4 March 2025. "
LONG = [f"Line {n} of the log." for n in range(12)]
LONG_TEXT = BEFORE + " ".join(LONG)
NOTHING = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)
FIRST = 1.0 / RANK_WEIGHT
"""A rank that outweighs the differences between the scores here."""


class Finger:
    """A reader that points at the words it was given, with the scores it was given."""

    def __init__(self, words: str, rank: float = FIRST, span: float = 4.0) -> None:
        self.words = words
        self.rank = rank
        self.span = span
        self.asked: list[tuple[str, str]] = []

    def read(
        self, question: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[list[SentenceReading]]:
        self.asked += [(question, text) for text, _ in passages]
        return [[self._of(text, span) for span in spans] for text, spans in passages]

    def _of(self, text: str, span: Span) -> SentenceReading:
        at = span.of(text).find(self.words)
        if at < 0:
            return reading(answer=Span(span.start, span.start + 1), span=-9.0)
        start = span.start + at
        return reading(rank=self.rank, span=self.span, answer=Span(start, start + len(self.words)))


class Copyist:
    """A reader to whom every sentence is an answer, and that keeps what it read."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(
        self, _: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[list[SentenceReading]]:
        self.seen += [span.of(text) for text, spans in passages for span in spans]
        return [[reading(answer=span) for span in spans] for _, spans in passages]


class Blind:
    """A reader that failed at every sentence, or at all but those with the words."""

    def __init__(self, words: str | None = None) -> None:
        self.words = words

    def read(
        self, _: str, passages: Sequence[tuple[str, Sequence[Span]]]
    ) -> list[list[SentenceReading]]:
        return [
            [
                reading(answer=span) if self.words and self.words in span.of(text) else UNREAD
                for span in spans
            ]
            for text, spans in passages
        ]


def ranked(shelf: StoredPassage, scores: Sequence[float]) -> list[SentenceCandidate]:
    return [SentenceCandidate(shelf, i, NOTHING, score) for i, score in enumerate(scores)]


def chosen(indexes: Sequence[int]) -> list[SentenceCandidate]:
    """These sentences of the long text, best first."""
    shelf = passage(LONG_TEXT, LONG)
    return [SentenceCandidate(shelf, i, NOTHING, 1 - n / 100) for n, i in enumerate(indexes)]


def text_of(card: ArticleCard) -> str | None:
    return None if card.file == "gone.txt" else TEXT


def long_text_of(_: ArticleCard) -> str:
    return LONG_TEXT


def cite(found: Sequence[SentenceCandidate]) -> Excerpt:
    return build_excerpts(found, text_of, 1)[0]


def test_the_sentence_that_holds_the_answer_comes_first() -> None:
    found = rerank(
        "When?", ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1]), Finger("in May"), text_of
    )

    assert [each.index for each in found] == [1, 0, 2]


def test_a_reader_to_whom_all_are_alike_changes_nothing() -> None:
    before = ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1])

    found = rerank("When?", before, Finger("in June"), text_of)

    assert [(each.index, each.score) for each in found] == [(0, 1.0), (1, 0.9), (2, 0.1)]


def test_what_was_not_read_falls_behind_what_was() -> None:
    shelves = [passage(TEXT, LINES, f"{n}.txt") for n in range(MOST_RERANKED + 1)]
    before = [SentenceCandidate(shelf, 1, NOTHING, 1.0) for shelf in shelves]
    finger = Finger("in May")

    found = rerank("When?", before, finger, text_of)

    assert len(finger.asked) == MOST_RERANKED
    assert [each.passage.key for each in found] == [shelf.key for shelf in shelves]
    assert all(each.read is not None for each in found[:-1])
    assert found[-1].read is None
    assert found[-1].score == pytest.approx(1.0 - RANK_WEIGHT * UNREAD_DISTANCE)


def test_a_sentence_that_is_read_beside_a_better_one_has_its_reading() -> None:
    before = chosen([5])[:1] * MOST_RERANKED + chosen([6, 7])

    found = rerank("What?", before, Copyist(), long_text_of)

    assert {each.index for each in found if each.read is not None} == {5, 6}
    assert found[-1].index == 7


@pytest.mark.parametrize(
    ("indexes", "runs"),
    [
        ([5], [(4, 6)]),
        ([0], [(0, 1)]),
        ([11], [(10, 11)]),
        ([7, 1], [(0, 2), (6, 8)]),
        ([3, 1], [(0, 4)]),
        ([4, 1], [(0, 5)]),
        ([6, 5, 6], [(4, 7)]),
    ],
)
def test_runs_of_sentences_are_read_once_with_the_ones_around(
    indexes: list[int], runs: list[tuple[int, int]]
) -> None:
    assert REACH == 1
    finger = Finger("Line 9")

    rerank("What?", chosen(indexes), finger, long_text_of)

    assert finger.asked == [
        ("What?", HEADING + " ".join(LONG[first : last + 1])) for first, last in runs
    ]


@given(st.lists(st.integers(0, len(LONG) - 1), min_size=1, max_size=MOST_RERANKED))
def test_a_readings_words_are_counted_from_the_passages_first_sentence(indexes: list[int]) -> None:
    reader = Copyist()

    found = rerank("What?", chosen(indexes), reader, long_text_of)

    around = {
        i for index in indexes for i in range(index - REACH, index + REACH + 1) if 0 <= i < 12
    }
    assert reader.seen == [LONG[i] for i in sorted(around)]
    for each in found:
        assert each.read is not None
        assert each.read.answer is not None
        assert each.read.answer.shift(len(BEFORE)).of(LONG_TEXT) == each.text.rstrip(".")


@pytest.mark.parametrize(
    ("title", "published", "expected"),
    [
        ("Quay in May", "2025-03-04", "Quay in May (4 March 2025). "),
        ("Quay in May", "2025-03", "Quay in May (March 2025). "),
        ("Quay in May", None, "Quay in May. "),
        (None, "2025-03-04T09:30:00+01:00", "4 March 2025. "),
        ("", "2025", "2025. "),
        (None, None, ""),
    ],
)
def test_title_and_date_are_read_before_the_text_and_are_no_answer(
    title: str | None, published: str | None, expected: str
) -> None:
    finger = Finger("in May")
    shelf = passage(TEXT, LINES)
    shelf = replace(shelf, card=replace(shelf.card, title=title, published=published))

    found = rerank("When?", ranked(shelf, [0.0, 1.0]), finger, text_of)

    assert heading(title, published) == expected
    assert finger.asked == [("When?", expected + " ".join(LINES))]
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


@pytest.mark.parametrize(
    ("rank", "expected"), [(0.1, LINES), (-0.1, LINES[2:])], ids=["near", "far below"]
)
def test_only_a_neighbour_that_ranks_hardly_lower_is_shown(
    rank: float, expected: list[str]
) -> None:
    other = Finger("in May", rank - NEIGHBOUR_MARGIN)

    shown = cite(rerank("When?", ranked(passage(TEXT, LINES), [0.0, 0.0, 5.0]), other, text_of))

    assert shown.text == " ".join(expected)


def test_of_two_neighbours_the_one_that_ranks_higher_is_shown() -> None:
    lines = ["Rain fell.", "The quay opens soon.", "The port opens in May."]
    text = " ".join(lines)

    found = rerank(
        "When?", ranked(passage(text, lines), [0.0, 5.0, 0.0]), Finger("in May"), lambda _: text
    )

    assert build_excerpts(found, lambda _: text, 1)[0].text == " ".join(lines[1:])


def test_an_article_that_is_gone_is_not_read() -> None:
    finger = Finger("in May")
    gone = ranked(passage(TEXT, LINES, "gone.txt"), [1.0, 0.9])
    there = ranked(passage(TEXT, LINES), [1.0])

    found = rerank("When?", [*gone, *there], finger, text_of)

    assert len(finger.asked) == 1
    assert [each.passage.card.file for each in found] == ["a.txt", "gone.txt", "gone.txt"]
    assert [each.read for each in found[1:]] == [None, None]


def test_a_sentence_that_the_reader_failed_at_is_as_one_that_was_not_read() -> None:
    found = rerank("When?", ranked(passage(TEXT, LINES), [1.0, 0.9, 0.1]), Blind(), text_of)

    assert [(each.index, each.read, each.neighbour) for each in found] == [
        (0, None, None),
        (1, None, None),
        (2, None, None),
    ]
    assert cite(found).text == LINES[0]


def test_a_neighbour_that_the_reader_failed_at_is_not_shown() -> None:
    before = ranked(passage(TEXT, LINES), [1.0, 0.9, 0.8])

    [best, *others] = rerank("When?", before, Blind("Rain"), text_of)

    assert (best.index, best.neighbour) == (2, None)
    assert [each.read for each in others] == [None, None]


def test_the_answering_words_are_pointed_at_in_the_excerpt() -> None:
    found = rerank("When?", ranked(passage(TEXT, LINES), [0.0, 1.0]), Finger("in May"), text_of)

    shown = cite(found)

    assert shown.answer is not None
    assert shown.answer.of(shown.text) == "in May"


def test_words_that_hardly_answer_are_not_pointed_at() -> None:
    doubtful = Finger("in May", span=ANSWER_LOG_ODDS - 0.1)

    shown = cite(rerank("When?", ranked(passage(TEXT, LINES), [0.0, 1.0]), doubtful, text_of))

    assert shown.answer is None


@pytest.mark.parametrize(
    ("sentence", "found", "answer_type", "expected"),
    [
        ("The quay cost 412 million crowns, she said.", "million", AnswerType.MONEY,
         "412 million crowns"),
        ("Averil Lydgrove, a judge, chairs it.", "yd", AnswerType.PERSON, "Averil Lydgrove"),
        ("It closed in May 1998.", "1998", AnswerType.TIME, "May 1998"),
        ("It closed in Velmark at night.", "night", AnswerType.PLACE, None),
        ("Some 1,200 people came.", "200", AnswerType.NUMBER, "1,200"),
        ("The union disputed it.", "union", AnswerType.NUMBER, None),
        ("It closed because fog had come.", "fog had", AnswerType.REASON, "fog had"),
        ("It closed because fog had come.", "fog", AnswerType.REASON, None),
    ],
)  # fmt: skip
def test_an_answer_is_pointed_at_in_whole_words_of_the_kind_that_is_asked_for(
    sentence: str, found: str, answer_type: AnswerType, expected: str | None
) -> None:
    start = sentence.index(found)

    answer = answer_words(sentence, Span(start, start + len(found)), answer_type)

    assert (answer and answer.of(sentence)) == expected
