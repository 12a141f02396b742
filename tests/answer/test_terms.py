import pytest

from retrieval.answer.terms import Term, correct_spelling, stems


def term(*variants: str) -> Term:
    return Term(variants[0], variants, stems(" ".join(variants)), 1.0, known=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why did the unoin strike?", "Why did the union strike?"),
        ("What did Holvenski say?", "What did Holvenskyy say?"),
        ("Who left Velmark?", "Who left Velmark?"),
        ("Who is Zarathustra?", "Who is Zarathustra?"),
        ("", ""),
    ],
)
def test_a_word_that_the_corpus_lacks_is_put_in_its_spelling(text: str, expected: str) -> None:
    wanted = [
        term("unoin", "union"),
        term("strike"),
        term("Holvenski", "Holvenskyy"),
        term("left", "leave"),
        term("Velmark"),
        term("Zarathustra"),
    ]
    known = {"union": 3, "strike": 2, "Holvenskyy": 5, "leave": 1, "left": 2, "Velmark": 1}

    assert (
        correct_spelling(text, wanted, lambda words: {w: known.get(w, 0) for w in words})
        == expected
    )
