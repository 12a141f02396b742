from retrieval.evaluation.statements import compare, figures
from retrieval.model import Content, Span, Statement, StatementKind

TEXT = "“It is safe,” Ollen said. Brandt said that it leaked. Rain fell."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(words: str, mention: str, kind: StatementKind) -> Statement:
    content = Content(span(words), quoted=kind is not StatementKind.INDIRECT)
    return Statement(kind, (content,), None, span(mention), None, Span(0, len(TEXT)))


def quote(words: str, speaker: str, kind: str) -> dict[str, object]:
    place, who = span(words), span(speaker)
    return {
        "start": place.start,
        "end": place.end,
        "type": kind,
        "speech_cue": True,
        "speaker_start": who.start,
        "speaker_end": who.end,
    }


ROW = {
    "doc_id": "one",
    "text": TEXT,
    "quotes": [
        quote("“It is safe,”", "Ollen", "direct"),
        quote("it leaked", "Brandt", "indirect"),
    ],
}


def test_quotation_marks_and_edge_punctuation_do_not_count() -> None:
    found = figures(
        [
            compare(
                ROW,
                [
                    statement("It is safe", "Ollen", StatementKind.DIRECT),
                    statement("that it leaked", "Brandt", StatementKind.INDIRECT),
                ],
            )
        ]
    )

    assert found["quoted exact F1"] == found["quoted overlap F1"] == found["quoted mention"] == 1
    assert found["indirect overlap F1"] == 1
    assert found["indirect exact F1"] == 0


def test_a_wrong_speaker_and_an_invented_statement_cost() -> None:
    found = figures(
        [
            compare(
                ROW,
                [
                    statement("It is safe", "Brandt", StatementKind.DIRECT),
                    statement("Rain fell", "Ollen", StatementKind.DIRECT),
                ],
            )
        ]
    )

    assert found["quoted overlap precision"] == 0.5
    assert found["quoted overlap recall"] == 1
    assert found["quoted mention"] == 0
    assert found["indirect overlap recall"] == 0
