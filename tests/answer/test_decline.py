import pytest

from retrieval.answer.decline import confidence, missing_name, never_together
from retrieval.answer.select import Signals
from retrieval.answer.terms import Term, stems
from tests.answer.shelf import card


def term(word: str, *, known: bool = True) -> Term:
    return Term(word, (word,), stems(word), 1.0, known)


def test_a_name_that_the_corpus_lacks_is_missing() -> None:
    wanted = [term("Mara"), term("Ollen"), term("Brandt", known=False)]

    assert missing_name(["Mara Ollen", "Brandt"], wanted) == "Brandt"
    assert missing_name(["Mara Ollen"], wanted) is None


def test_half_a_name_is_enough() -> None:
    assert missing_name(["Mary Ollen"], [term("Mary", known=False), term("Ollen")]) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Ollen met Brandt in Ost."], None),
        (["Ollen spoke.", "Brandt spoke."], ("Mara Ollen", "Brandt")),
        (["Ollen spoke to Brandt.", "Ost slept."], ("Mara Ollen", "Ost")),
        (["Ollen and Brandt.", "Brandt in Ost.", "Ollen in Ost."], None),
    ],
)
def test_names_that_no_article_has_together(
    texts: list[str], expected: tuple[str, str] | None
) -> None:
    names = ["Mara Ollen", "Brandt"] + (["Ost"] if any("Ost" in text for text in texts) else [])
    cards = [card(str(i)) for i in range(len(texts))]

    found = never_together(
        names,
        [term(word) for name in names for word in name.split()],
        cards,
        lambda one: texts[int(one.file)],
    )

    assert found == expected


def test_confidence_rises_with_meaning_and_words_and_falls_with_unknown_words() -> None:
    weak = Signals(0.2, 0.1, 0, 0, 0.3, 0.1, 0, 0)
    strong = Signals(0.8, 0.9, 0, 0, 0.8, 0.9, 1, 0)
    wanted = [term("quay"), term("cost")]

    assert 0 < confidence(weak, wanted) < 0.1
    assert 0.7 < confidence(strong, wanted) < 1
    assert confidence(strong, [term("quay"), term("zzz", known=False)]) < confidence(
        strong, wanted
    )
