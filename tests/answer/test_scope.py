"""Filters that are said in words, and words like them that belong to what is asked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.scope.dates import latest_day
from retrieval.answer.scope.filters import (
    OutletForm,
    Scope,
    cited_sources,
    drop_outlet_names,
    extract_scope,
    outlet_forms,
    remove_span,
)
from retrieval.model import NameKind, Span
from retrieval.ports import Filters, KnownName

OUTLETS = outlet_forms(
    ["Velmark Courier", "Ostpress International", "The Brandt Ledger", "Ost", "Ålund Post"],
    {"The Brandt Ledger": ("TBL Daily",)},
    [KnownName("Ost", NameKind.PLACE, 9, 3), KnownName("Velmark", NameKind.PLACE, 9, 3)],
)
NEWEST, TODAY = date(2026, 4, 2), date(2026, 11, 22)


def scope(text: str, filters: Filters | None = None) -> Scope:
    return extract_scope(
        text, filters or Filters(), outlets=OUTLETS, newest=lambda: NEWEST, today=TODAY
    )


SECTIONS = outlet_forms(
    ["Velmark Courier - News", "Velmark Courier - Opinion", "Ostpress (Online)", "Skyline | Web"],
    {},
    [],
)


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("What did Ollen say in the Velmark Courier?", "Velmark Courier"),
        ("Who resigned, according to the Velmark Courier?", "Velmark Courier"),
        ("Who resigned, according to the Courier?", "Velmark Courier"),
        ("What does the Velmark Courier say about jobs?", "Velmark Courier"),
        ("What is said in the Velmark Courier - Opinion?", "Velmark Courier - Opinion"),
        ("Who resigned, in Ostpress?", "Ostpress (Online)"),
        ("Who resigned, according to Skyline?", "Skyline | Web"),
        ("Who resigned in Velmark?", None),
        ("Who likes the Opinion?", None),
    ],
)
def test_an_outlet_goes_by_its_name_without_a_section(text: str, outlet: str | None) -> None:
    found = extract_scope(text, Filters(), outlets=SECTIONS, newest=lambda: NEWEST, today=TODAY)
    assert found.filters.outlet == outlet


def days(after: str | None, before: str | None) -> Filters:
    return Filters(
        after=date.fromisoformat(after) if after else None,
        before=date.fromisoformat(before) if before else None,
    )


COURIER, PRESS, LEDGER = "Velmark Courier", "Ostpress International", "The Brandt Ledger"


@pytest.mark.parametrize(
    ("text", "outlet", "rest"),
    [
        ("What did Ollen say in the Velmark Courier?", COURIER, "What did Ollen say?"),
        ("what did ollen say in velmark courier about x", COURIER, "what did ollen say about x"),
        ("In the Courier, who resigned?", COURIER, "who resigned?"),
        ("Who resigned, according to the Courier?", COURIER, "Who resigned?"),
        ("What does the Courier say about jobs?", COURIER, "What about jobs?"),
        ("What did the news from Ostpress say?", PRESS, "What did the say?"),
        ("what is said in ostpress about jobs", PRESS, "what is said about jobs"),
        ("Who resigned in the Brandt Ledger?", LEDGER, "Who resigned?"),
        ("who resigned, in tbl daily?", LEDGER, "who resigned?"),
        ("Who resigned in the Alund Post?", "Ålund Post", "Who resigned?"),
        ("Who resigned in the Ålund Post?", "Ålund Post", "Who resigned?"),
    ],
)
def test_an_outlet_of_the_catalogue_narrows_a_question(text: str, outlet: str, rest: str) -> None:
    assert scope(text) == Scope(rest, Filters(outlet=outlet))


@pytest.mark.parametrize(
    "text",
    [
        "What happened in Velmark?",
        "What happened in Ost?",
        "Who resigned in the Senate?",
        "Who invested in Ostpress?",
        "Who has a stake in the Velmark Courier?",
        "What did Ollen tell the Velmark Courier?",
        "What burned in the Velmark Courier's cellar?",
        "Who won in the Ostpress case?",
        "Who came in the courier?",
        "Who resigned in the Guardian?",
        "What happened in the Velmark Couriers?",
        "How many ships have waited since March?",
        "Who won the election in 2024?",
        "Who met on 3 March?",
        "Which port announced a deal last week?",
        "What did the crews do when Ollen announced cuts in 2024?",
        "What happened to the quay in 2024?",
        "Which paper was written by Ollen in 2024?",
        "What did Ollen say about this week?",
        "What happened on 3 March?",
        "What did Ollen say about the vote in 2024?",
        "What did Ollen say about the vote of 3 March?",
        "What did Ollen say in the 2024 campaign?",
        "What was said in March Madness?",
        "What did Ollen say on 31 June?",
        "Who may say so?",
        "What does March say?",
    ],
)
def test_words_of_what_is_asked_are_no_filter(text: str) -> None:
    assert scope(text) == Scope(text, Filters())


@pytest.mark.parametrize(
    ("words", "after", "before"),
    [
        ("since March", "2026-03-01", None),
        ("since may", "2025-05-01", None),
        ("since 3 March 2025", "2025-03-03", None),
        ("since 2024", "2024-01-01", None),
        ("since 2025-03", "2025-03-01", None),
        ("from March 2025 on", "2025-03-01", None),
        ("after March 2025", "2025-04-01", None),
        ("before June 2025", None, "2025-05-31"),
        ("until June 2025", None, "2025-06-30"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("in April", "2026-04-01", "2026-04-30"),
        ("on 3 March", "2026-03-03", "2026-03-03"),
        ("on the 3rd of March", "2026-03-03", "2026-03-03"),
        ("on March 3, 2025", "2025-03-03", "2025-03-03"),
        ("between March and May 2025", "2025-03-01", "2025-05-31"),
        ("between November and February", "2025-11-01", "2026-02-28"),
        ("from 3 March to 5 March 2025", "2025-03-03", "2025-03-05"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("in the past three days", "2026-11-19", "2026-11-22"),
        ("over the last 2 weeks", "2026-11-08", "2026-11-22"),
    ],
)
def test_days_of_publication_narrow_a_question_for_words(
    words: str, after: str | None, before: str | None
) -> None:
    assert scope(f"What did Ollen say {words}?") == Scope(
        "What did Ollen say?", days(after, before)
    )


@pytest.mark.parametrize(
    "text",
    [
        "What has happened since March?",
        "What was reported since March?",
        "What is the news since March?",
        "Which articles have come in since March?",
        "What else did the mayor of Velmark publicly say since March?",
        "What did Ollen say about jobs since March?",
    ],
)
def test_a_question_for_words_or_news_is_narrowed_to_days(text: str) -> None:
    assert scope(text).filters == days("2026-03-01", None)


def test_days_beside_an_outlet_are_those_of_its_articles() -> None:
    assert scope("Who resigned in the Courier since March?") == Scope(
        "Who resigned?", Filters(outlet=COURIER, after=date(2026, 3, 1))
    )


def test_a_filter_that_is_typed_is_not_replaced_by_words() -> None:
    typed = Filters(outlet="Ost", after=date(2020, 1, 1))
    text = "What did Ollen say in the Courier since March?"

    assert scope(text, typed) == Scope(text, typed)


def test_without_a_clock_or_a_dated_article_words_name_no_days() -> None:
    for text in ("What did Ollen say last week?", "What did Ollen say since March?"):
        found = extract_scope(text, Filters(), outlets=(), newest=lambda: None, today=None)
        assert found == Scope(text, Filters())


def test_what_two_outlets_share_stands_for_neither() -> None:
    forms = outlet_forms(["Velmark Courier", "Ost Courier"], {}, [])

    assert not [form for form in forms if form.is_noun]
    assert OutletForm("ost courier", "Ost Courier") in forms


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([], None),
        ([None, "spring"], None),
        (["2026-01-05", None, "2026-02"], date(2026, 2, 28)),
        (["2026-02-10T08:00+01:00", "2026-02-09"], date(2026, 2, 10)),
        (["2026-02-31"], None),
    ],
)
def test_the_newest_day_is_that_of_the_last_dated_article(
    published: list[str | None], expected: date | None
) -> None:
    assert latest_day(published) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (["2025-02-12", "2041-03-03"], date(2025, 2, 12)),
        (["2041-03-03"], None),
        (["2025-03-10", "2025-03-11T01:00+13:00"], date(2025, 3, 11)),
        (["2025-03-10", "2025-03-12"], date(2025, 3, 10)),
        (["2025-02", "2041"], date(2025, 2, 28)),
    ],
)
def test_a_stored_date_to_come_is_never_the_latest(
    published: list[str], expected: date | None
) -> None:
    assert latest_day(published, today=date(2025, 3, 10)) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("According to the Kestrian court, who paid?", ["the Kestrian court"]),
        ("Who paid according to Mara Ollen?", ["Mara Ollen"]),
        ("who paid according to ollen in may", ["ollen in may", "ollen"]),
        ("According to Ollen who paid", ["Ollen who paid", "Ollen"]),
        ("Who acted according to plan and paid?", ["plan and paid", "plan"]),
        ("Who paid?", []),
    ],
)
def test_according_to_whom_is_read_the_longest_name_first(text: str, names: list[str]) -> None:
    assert [source.name for source in cited_sources(text)] == names


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_taking_words_out_leaves_only_words_of_the_text(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))

    rest = remove_span(text, Span(start, end))

    assert not set(rest) - set(text) - {" "}
    assert len(rest) <= len(text) + 1


@given(st.text())
def test_any_text_can_be_narrowed(text: str) -> None:
    found = scope(text)

    assert len(found.text) <= len(text) or found.filters == Filters()


def test_the_name_of_an_outlet_is_told_from_the_names_in_the_news() -> None:
    forms = outlet_forms(["Velmark Courier", "The Ost"], {"The Ost": ["OST Daily"]}, [])

    names = ("Velmark Courier", "Velmark", "the OST", "Ost Daily", "Mara Ollen", "Courier")

    assert drop_outlet_names(names, forms) == ("Velmark", "Mara Ollen", "Courier")
