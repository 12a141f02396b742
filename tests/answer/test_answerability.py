"""How sure an answer is, by what speaks for it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.answerability import (
    LOG_ODDS_LIMIT,
    WITH_READER,
    WITHOUT_READER,
    AnswerabilityFeatures,
    MissingEvidence,
    answerability_features,
    confidence,
)
from retrieval.answer.question import parse_question
from retrieval.answer.ranking import NeighbourSentence, SentenceCandidate, SentenceFeatures
from retrieval.answer.terms import Term, query_terms
from retrieval.ports import SentenceReading
from tests.answer.stored_statements import passage, reading

NOTHING_MISSING = MissingEvidence(0, 0, 0, 0, 0, 0)
SHARE = st.floats(0, 1)
MISSING = st.builds(
    MissingEvidence,
    heaviest=SHARE,
    names=st.sampled_from((0.0, 1.0, 2.0)),
    numbers=st.sampled_from((0.0, 1.0, 2.0)),
    replaced=SHARE,
    opposite=st.sampled_from((0.0, 0.5, 1.0)),
    not_denied=st.sampled_from((0.0, 1.0)),
)
ODDS = st.floats(-LOG_ODDS_LIMIT, LOG_ODDS_LIMIT)
READ = st.builds(reading, rank=ODDS, answers=ODDS, fully=ODDS, span=ODDS)
GROUNDS = st.builds(AnswerabilityFeatures, SHARE, st.floats(-1, 1), MISSING, st.none() | READ)


@given(GROUNDS, SHARE)
def test_confidence_is_a_probability(features: AnswerabilityFeatures, spoken: float) -> None:
    assert 0 < confidence(features, spoken=spoken) < 1


@given(GROUNDS, ODDS, ODDS)
def test_more_odds_of_the_reader_are_never_less_sure(
    features: AnswerabilityFeatures, one: float, other: float
) -> None:
    low, high = (reading(answers=odds, fully=odds) for odds in sorted((one, other)))

    assert confidence(replace(features, read=low)) <= confidence(replace(features, read=high))


@given(GROUNDS, MISSING)
def test_more_missing_is_never_more_sure(
    features: AnswerabilityFeatures, other: MissingEvidence
) -> None:
    worst = MissingEvidence(
        *(
            max(getattr(each, field.name) for each in (features.missing, other))
            for field in fields(MissingEvidence)
        )
    )

    assert confidence(replace(features, missing=worst)) <= confidence(features)


@given(GROUNDS, SHARE, st.floats(-1, 1))
def test_more_words_and_more_meaning_are_never_less_sure(
    features: AnswerabilityFeatures, words: float, meaning: float
) -> None:
    best = replace(
        features,
        words=max(features.words, words),
        passage_meaning=max(features.passage_meaning, meaning),
    )

    assert confidence(features) <= confidence(best)


@given(GROUNDS)
def test_the_very_words_that_are_asked_for_make_it_surer(features: AnswerabilityFeatures) -> None:
    assert confidence(features) < confidence(features, spoken=1)


def test_the_values_keep_the_order_of_their_weights() -> None:
    known = AnswerabilityFeatures(
        0.1, 0.2, MissingEvidence(0.3, 0.4, 0.5, 0.6, 0.7, 0.8), reading(answers=0.9, fully=0.95)
    )

    assert known.values() == pytest.approx((0.25, 0, 0, 0.4, 0.5, 0.7, 0.9, 0.95))
    assert replace(known, words=0.95).values()[1] == 1
    assert replace(known, read=None).values() == (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    assert len(WITH_READER.coefficients) == len(known.values())
    assert len(WITHOUT_READER.coefficients) == len(replace(known, read=None).values())


@pytest.mark.parametrize(
    ("sure", "unsure", "least"),
    [
        (None, None, 0.5),
        (reading(answers=6.0, fully=6.0), reading(answers=-6.0, fully=-6.0), 0.7),
    ],
    ids=["not read", "read"],
)
def test_a_good_answer_is_sure_and_a_far_sentence_is_not(
    sure: SentenceReading | None, unsure: SentenceReading | None, least: float
) -> None:
    good = AnswerabilityFeatures(1.0, 0.8, NOTHING_MISSING, sure)
    far = AnswerabilityFeatures(0.0, 0.1, MissingEvidence(1, 2, 0, 0, 0, 0), unsure)

    assert least < confidence(good) < 1
    assert 0 < confidence(far) < 0.05


LINES = ["The union met.", "It refused the offer of 3 May.", "Ollen spoke.", "Ost voted."]


def wanted(question: str) -> tuple[Term, ...]:
    return query_terms(parse_question(question).words, lambda _: (), lambda _: {}, 100)


def features_of(
    question: str, published: str | None = None, read: SentenceReading | None = None
) -> AnswerabilityFeatures:
    """Of the second line of a passage under the title "Pay talks"."""
    shelf = passage(" ".join(LINES), LINES)
    shelf = replace(shelf, card=replace(shelf.card, title="Pay talks", published=published))
    features = SentenceFeatures(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    return answerability_features(
        question, wanted(question), SentenceCandidate(shelf, 1, features, 1.0, read), 100
    )


def test_what_speaks_for_a_sentence_is_taken_from_it_and_from_what_is_around_it() -> None:
    assert features_of(
        "What did the union say of pay in 2024?", read=reading(rank=9.0, answers=2.0)
    ) == AnswerabilityFeatures(
        words=0.2,
        passage_meaning=0.5,
        missing=MissingEvidence(
            heaviest=1.0, names=0, numbers=1, replaced=0, opposite=0, not_denied=0
        ),
        read=reading(rank=9.0, answers=2.0),
    )


@pytest.mark.parametrize(("odds", "known"), [(99.0, LOG_ODDS_LIMIT), (-99.0, -LOG_ODDS_LIMIT)])
def test_a_reader_is_never_surer_than_sure(odds: float, known: float) -> None:
    assert features_of("Who?", read=reading(answers=odds)).values()[-2:] == (known, 0.0)
    assert features_of("Who?", read=reading(fully=odds)).values()[-2:] == (0.0, known)
    assert features_of("Who?").read is None


@pytest.mark.parametrize(("rank", "answers"), [(1.5, 3.0), (0.5, 2.0)])
def test_a_neighbour_speaks_for_a_sentence_where_it_ranks_higher(
    rank: float, answers: float
) -> None:
    candidate = SentenceCandidate(
        passage(" ".join(LINES), LINES),
        1,
        SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0),
        1.0,
        reading(rank=1.0, answers=2.0),
        NeighbourSentence(2, reading(rank=rank, answers=3.0)),
    )

    features = answerability_features("Who?", wanted("Who?"), candidate, 100)

    assert features.read is not None
    assert features.read.answers == answers


def test_only_the_next_sentences_are_near() -> None:
    assert features_of("Which party did not vote?").missing.not_denied == 0
    shelf = passage(" ".join(LINES), LINES)
    features = SentenceFeatures(0, 0, 0, 0, 0, 0, 0, 0)
    question = "Which party did not agree?"
    last = answerability_features(
        question, wanted(question), SentenceCandidate(shelf, 3, features, 1.0), 100
    )

    assert last.missing.not_denied == 1


@pytest.mark.parametrize(
    ("question", "published", "numbers", "names"),
    [
        ("What came of the talks of 4 March 2025?", "2025-03-04", 0, 0),
        ("What came of the talks of 4 March 2025?", "2025-03-04T12:00+00:00", 0, 0),
        ("What came of the talks of March 2025?", "2025-03", 0, 0),
        ("What came of the talks of 2025?", "2025", 0, 0),
        ("What came of the talks of 2025?", "in 2025", 0, 0),
        ("What came of the talks of March 2025?", "2025", 0, 1),
        ("What came of the talks of 4 March 2025?", "2025-13-04", 1, 1),
        ("What came of the talks of 5 March 2024?", "2025-03-04", 2, 0),
        ("What came of the talks of 2025?", None, 1, 0),
    ],
)
def test_the_date_of_the_article_counts_as_told(
    question: str, published: str | None, numbers: int, names: int
) -> None:
    missing = features_of(question, published).missing

    assert (missing.numbers, missing.names) == (numbers, names)
