import json
from pathlib import Path

import pytest

from retrieval.errors import UnreadableFileError
from retrieval.evaluation.cases import (
    Case,
    GoldAnywhere,
    GoldPlace,
    GoldWords,
    read_cases,
    read_corpus,
    read_rows,
)
from retrieval.model import Span
from tests.evaluation.data import (
    CHOICES,
    FACTS,
    HOPS,
    OFF_CORPUS,
    PAGES,
    QUAY,
    QUIZ,
    SNIPPETS,
    SQUAD,
    TRAM,
    packed,
)

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def test_squad_rows_bring_their_own_corpus(tmp_path: Path) -> None:
    found = read_cases(packed(tmp_path / "qa.jsonl.gz", SQUAD))

    assert found.corpus == {"p0000.txt": QUAY, "p0001.txt": TRAM}
    assert [case.answerable for case in found.cases] == [True, True, True, False, False]
    assert found.cases[0].places == (
        GoldWords("p0000.txt", Span(25, 42)),
        GoldWords("p0000.txt", Span(25, 35)),
    )
    assert found.cases[2].question == "When did the quay of Velmark open?"


def test_a_quiz_is_asked_of_the_articles_beside_it(tmp_path: Path) -> None:
    packed(tmp_path / "docs.open.jsonl.gz", PAGES)

    found = read_cases(packed(tmp_path / "queries.open.jsonl.gz", QUIZ))

    assert found.corpus is not None
    assert list(found.corpus) == ["quay.txt", "tram.txt"]
    assert found.corpus["tram.txt"] == (
        f"https://ledger.example/tram\nTram runs\nNorthern Ledger\n2026/03/02\n\n{TRAM}"
    )
    assert [case.places for case in found.cases] == [
        (GoldAnywhere("40 Million crowns"),),
        (GoldAnywhere("Velmark"),),
    ]


def test_questions_about_other_events_must_all_be_declined(tmp_path: Path) -> None:
    found = read_cases(packed(tmp_path / "questions.open.jsonl.gz", OFF_CORPUS))

    assert found.corpus is None
    assert [(case.answerable, case.places) for case in found.cases] == [(False, ())] * 2


def test_evidence_is_a_fact_beside_the_questions(tmp_path: Path) -> None:
    packed(tmp_path / "facts.open.jsonl.gz", FACTS)

    found = read_cases(packed(tmp_path / "queries.open.jsonl.gz", HOPS))

    assert found.corpus is not None
    first, second = found.cases[0].places
    assert isinstance(first, GoldPlace)
    assert first.span is not None
    assert isinstance(second, GoldPlace)
    assert first.span.of(found.corpus["f0.txt"]) == FACTS[0]["text"]
    assert second.file == "f1.txt"
    assert found.cases[1] == Case("Who sank it?", answerable=False, places=())


def test_of_every_second_question_the_answering_snippets_are_left_out(tmp_path: Path) -> None:
    found = read_cases(packed(tmp_path / "qa.open.jsonl.gz", SNIPPETS))

    assert found.corpus == {
        "q0000-positive-0.txt": "It cost 40 million crowns, and 40 MILLION more.",
        "q0000-negative-0.txt": "It opened in May.",
        "q0001-negative-0.txt": "It carries ninety people.",
    }
    assert found.cases[0].places == (
        GoldWords("q0000-positive-0.txt", Span(8, 18)),
        GoldWords("q0000-positive-0.txt", Span(31, 41)),
    )
    assert [case.answerable for case in found.cases] == [True, False]


def test_an_answer_may_be_put_in_several_ways(tmp_path: Path) -> None:
    dated = {**SNIPPETS[0], "answer": [["2 May", "May 2"]], "positive": ["Opened May 2."]}

    found = read_cases(packed(tmp_path / "qa.open.jsonl.gz", [dated]))

    assert found.cases[0].places == (GoldWords("q0000-positive-0.txt", Span(7, 12)),)


def test_of_multiple_choice_only_the_article_is_known(tmp_path: Path) -> None:
    found = read_cases(packed(tmp_path / "qa.open.jsonl.gz", CHOICES))

    assert found.corpus == {"p0000.txt": QUAY}
    assert [case.places for case in found.cases] == [
        (GoldPlace("p0000.txt", Span(0, len(QUAY)), None),),
        (),
    ]


def test_ones_own_questions_are_asked_of_the_corpus_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    where = [{"file": "a.txt", "text": "x"}, {"file": "b.txt", "start": 3, "end": 9}]
    path.write_text(
        json.dumps(
            [
                {"question": "How much?", "answerable": True, "answer_in": where},
                {"question": "Why?", "answerable": False},
            ]
        )
    )

    found = read_cases(path)

    assert found.corpus is None
    assert found.cases == (
        Case(
            "How much?",
            answerable=True,
            places=(GoldPlace("a.txt", None, "x"), GoldPlace("b.txt", Span(3, 9), None)),
        ),
        Case("Why?", answerable=False, places=()),
    )


def test_of_a_gold_file_what_is_to_be_answered_or_declined_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    at = {"file": "a.txt", "start": 0, "end": 4, "text": "It c"}
    questions = [
        {"question": "What?", "category": "answerable", "gold_sentences": [at]},
        {"question": "Who?", "category": "decline", "gold_sentences": []},
        {"question": "/quote Rye", "category": "quote", "gold_sentences": []},
    ]
    path.write_text(json.dumps({"questions": questions, "speakers": []}))

    assert read_cases(path).cases == (
        Case("What?", answerable=True, places=(GoldPlace("a.txt", Span(0, 4), None),)),
        Case("Who?", answerable=False, places=()),
    )


def test_a_sets_folder_stands_for_its_open_questions(tmp_path: Path) -> None:
    packed(tmp_path / "questions.open.jsonl.gz", OFF_CORPUS[:1])
    packed(tmp_path / "questions.held.jsonl.gz", OFF_CORPUS)

    assert len(read_cases(tmp_path).cases) == 1


def test_a_row_keeps_the_line_ends_inside_its_words(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "rows.jsonl.gz", [{"text": "one\u2028two\x85three"}, {"text": "four"}]
    )

    assert [row["text"] for row in read_rows(path)] == ["one\u2028two\x85three", "four"]


def test_articles_are_read_from_rows(tmp_path: Path) -> None:
    path = packed(tmp_path / "docs.jsonl.gz", PAGES)

    assert read_corpus(path) == {"quay.txt": QUAY, "tram.txt": TRAM}


SHAPES = (
    "answer, answer_string_hits, question (RealTime QA); evidence, question, type (MultiHop-RAG); "
    "answer, negative, positive, question (RGB); context, options, question (QuAIL); "
    "answers, context, question (SQuAD); answer, question, url (NewsQuizQA); "
    "question (one's own)"
)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("q.json", "{", "no JSON: Expecting property name enclosed in double quotes: line 1"),
        ("q.json", '{"a": 1}', 'expected a list of questions, or {"questions": […]}'),
        ("q.json", "[]", "empty; expected questions"),
        ("q.json", '[{"q": 1}]', f"row 1: expected one of {SHAPES}; found q"),
        ("q.json", '["why"]', "row 1: expected an object, found str"),
        (
            "q.json",
            '[{"question": "Why?"}]',
            'row 1: expected "answer_in", where the answer stands, or "answerable": false',
        ),
        (
            "q.json",
            '[{"question": "Why?", "answer_in": [{"file": "a", "start": 9, "end": 2}]}]',
            'row 1, answer_in 1: expected "end" to be no less than "start", 9; found 2',
        ),
        (
            "q.json",
            '[{"question": "Why?", "answerable": "no"}]',
            'row 1: expected "answerable" to be true or false; found "no"',
        ),
        (
            "q.jsonl",
            '{"question": "Why?", "answerable": false}\n\n{"question": ',
            "line 3: no JSON: Expecting value",
        ),
        (
            "q.jsonl",
            '{"question": "Why?", "answerable": false}\n\n{"answerable": false}',
            'line 3: expected "question", a text; found only answerable',
        ),
        (
            "q.jsonl",
            '{"question": "Why?", "context": "So.", "answers": [{"text": "So", "start": -1}]}',
            'line 1, answers 1: expected "start" to be a whole number from 0; found -1',
        ),
        (
            "queries.open.jsonl",
            '{"question": "?", "answer": "a", "answer_string_hits": []}',
            "expected its articles beside it, in docs.open.jsonl",
        ),
        (
            "mine.jsonl",
            '{"question": "?", "answer": "a", "answer_string_hits": []}',
            "expected its articles beside it, in docs.open.jsonl.gz",
        ),
        ("q.jsonl.gz", "no gzip", "cannot be read: Not a gzipped file"),
    ],
)
def test_a_file_of_another_shape_says_where_and_what_was_expected(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(UnreadableFileError) as error:
        read_cases(path)
    assert str(error.value).startswith(f"{path}: {message}")


def test_evidence_that_no_fact_has_is_named(tmp_path: Path) -> None:
    packed(tmp_path / "facts.open.jsonl.gz", FACTS[:1])

    with pytest.raises(UnreadableFileError, match=r"line 1: .* of the file beside it; found f1"):
        read_cases(packed(tmp_path / "queries.open.jsonl.gz", HOPS))


def test_a_folder_without_questions_says_what_it_holds(tmp_path: Path) -> None:
    packed(tmp_path / "reddit.open.jsonl.gz", SQUAD)

    with pytest.raises(UnreadableFileError, match=r"found reddit\.open\.jsonl\.gz$"):
        read_cases(tmp_path)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "cases", "unanswerable", "articles"),
    [
        ("eval/squad2", 3539, 1840, 397),
        ("eval/squadshifts_newwiki", 7938, 0, 1581),
        ("eval/squadshifts_other/reddit.open.jsonl.gz", 9803, 0, 2033),
        ("eval/squadshifts_other/amazon_reviews.open.jsonl.gz", 9885, 0, 2050),
        ("eval/qamr_wikinews", 8532, 0, 249),
        ("eval/realtimeqa", 380, 0, 4971),
        ("eval/newsquizqa", 1016, 1016, None),
        ("eval/quail", 1948, 216, 107),
        ("eval/rgb_fact", 60, 30, None),
        ("eval/multihop_rag_sample", 300, 51, 438),
        ("gold/seeds_gold.open.json", 9, 5, None),
    ],
)
def test_every_shared_set_is_read(
    path: str, cases: int, unanswerable: int, articles: int | None
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the labelled data are not beside the project")
    found = read_cases(SHARED / path)

    assert len(found.cases) == cases
    assert sum(not case.answerable for case in found.cases) == unanswerable
    if articles is not None:
        assert found.corpus is not None
        assert len(found.corpus) == articles
    assert all(case.places for case in found.cases if case.answerable)
