from datetime import date

import pytest

from retrieval.adapters.sqlite.catalogue import Catalogue
from retrieval.adapters.sqlite.serialisation import days_of, fold
from retrieval.model import Speaker
from retrieval.ports import Filters
from tests.adapters.stores import article, digested, statement


def files(catalogue: Catalogue, filters: Filters) -> list[str]:
    return [card.file for card in catalogue.articles.cards(filters)]


@pytest.fixture
def paper_stand(catalogue: Catalogue) -> Catalogue:
    text = 'Zoë Ørsted said: "Nothing."'
    zoe = Speaker("Zoë Ørsted", ("Minister Ørsted",))
    catalogue.writer.commit(
        [
            digested(article("x", "times", outlet="The Times", published="2026-02-10")),
            digested(article("x", "eastwick", outlet="Eastwick Times", published="2026-02")),
            digested(article("x", "hartford", outlet="Hartford Courant", published="2026")),
            digested(
                article(text, "elan", outlet="L'Élan", published="2026-03-01T23:59+00:00"),
                statements=[statement(text, "Nothing.", zoe)],
            ),
            digested(article("x", "unknown")),
        ]
    )
    return catalogue


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["eastwick", "elan", "hartford", "times", "unknown"]),
        (Filters(outlet="the times"), ["times"]),
        (Filters(outlet="TIMES"), ["times"]),  # it is one outlet's very name
        (Filters(outlet="eastwick"), ["eastwick"]),
        (Filters(outlet="the eastwick"), ["eastwick"]),
        (Filters(outlet="east"), ["eastwick"]),
        (Filters(outlet="art"), []),  # no word of Hartford begins with it
        (Filters(outlet="l'elan"), ["elan"]),
        (Filters(outlet="%"), []),
        (Filters(outlet=""), []),
        (Filters(after=date(2026, 2, 10)), ["elan", "times"]),
        (Filters(after=date(2026, 2, 11)), ["elan"]),
        (Filters(after=date(2026, 2, 1)), ["eastwick", "elan", "times"]),  # February is certain
        (Filters(before=date(2026, 2, 10)), ["times"]),
        (Filters(before=date(2026, 2, 28)), ["eastwick", "times"]),
        (Filters(before=date(2026, 12, 31)), ["eastwick", "elan", "hartford", "times"]),
        (Filters(after=date(2026, 3, 1), before=date(2026, 3, 1)), ["elan"]),
        (Filters(speaker="ørsted"), ["elan"]),
        (Filters(speaker="zoe"), ["elan"]),
        (Filters(speaker="minister"), ["elan"]),
        (Filters(speaker="sted"), []),
        (Filters(speaker="zoe", outlet="times"), []),
        (Filters(sources=frozenset({"/desk/elan", "/desk/none"})), ["elan"]),
        (Filters(sources=frozenset()), []),
    ],
)
def test_filters_let_through(
    paper_stand: Catalogue, filters: Filters, expected: list[str]
) -> None:
    assert files(paper_stand, filters) == expected
    keys, vectors = paper_stand.articles.vectors(filters)
    assert sorted(each.card.file for each in paper_stand.articles.passages(keys)) == expected
    assert len(vectors) == len(expected)


def test_filters_hold_for_words_too(paper_stand: Catalogue) -> None:
    assert len(paper_stand.articles.search_words(["x"], 9, Filters(outlet="eastwick"))) == 1
    assert paper_stand.articles.search_words(["x"], 9, Filters(speaker="zoe")) == []


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, (None, None)),
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-01-23T12:00+00:00", ("2026-01-23", "2026-01-23")),
        ("yesterday", (None, None)),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(
    published: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert days_of(published) == expected


def test_names_are_folded_to_words() -> None:
    assert fold("L'Élan — No. 2") == " l elan no 2"
