from collections.abc import Callable, Sequence

import pytest

from retrieval.answer.decline import (
    name_without_statements,
    names_never_together,
    unknown_name,
)
from retrieval.answer.terms import Term, stems


def term(word: str, *, known: bool = True) -> Term:
    return Term(word, (word,), stems(word), 1.0, known)


def test_a_name_that_the_corpus_lacks_is_missing() -> None:
    wanted = [term("Mara"), term("Ollen"), term("Brandt", known=False)]

    assert unknown_name(["Mara Ollen", "Brandt"], wanted) == "Brandt"
    assert unknown_name(["Mara Ollen"], wanted) is None


def test_half_a_name_is_enough() -> None:
    assert unknown_name(["Mary Ollen"], [term("Mary", known=False), term("Ollen")]) is None


def shelf_of(texts: list[str]) -> Callable[[Sequence[str]], frozenset[str]]:
    """Finds the articles, by their number, in which any of the words stands."""

    def sources_with(words: Sequence[str]) -> frozenset[str]:
        return frozenset(
            str(i) for i, text in enumerate(texts) if any(word in text for word in words)
        )

    return sources_with


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Ollen met Brandt in Ost."], None),
        (["Ollen spoke in Ost.", "Brandt spoke in Ost."], ("Mara Ollen", "Brandt")),
        (["Ollen spoke to Brandt.", "Ost slept."], ("Mara Ollen", "Ost")),
        (["Ollen and Brandt.", "Brandt in Ost.", "Ollen in Ost."], None),
    ],
)
def test_names_that_no_article_has_together(
    texts: list[str], expected: tuple[str, str] | None
) -> None:
    names = ["Mara Ollen", "Brandt", "Ost"]
    wanted = [term(word) for name in names for word in name.split()]

    assert names_never_together(names, wanted, shelf_of(texts)) == expected


def test_a_name_that_stands_in_no_article_with_words_of_the_speaker() -> None:
    texts = ["Ollen said so.", "Ollen met Brandt."]
    wanted = [term("Ollen"), term("Brandt")]

    def beside(spoken_in: set[str]) -> str | None:
        return name_without_statements(
            ["Ollen", "Brandt"], wanted, shelf_of(texts), frozenset(spoken_in)
        )

    assert beside({"0"}) == "Brandt"
    assert beside({"0", "1"}) is None
