from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from retrieval.model import Article, NameKind, Sentence
from retrieval.statements import statements_of
from tests.quotes.sample_articles import article, parser, sentences

pytestmark = pytest.mark.parser


def test_articles_are_read_lazily_and_come_back_in_order() -> None:
    read: list[int] = []

    def articles() -> Iterator[tuple[Article, Sequence[Sentence]]]:
        for number in range(200):
            read.append(number)
            one = article(f"“Number {number} is late,” said Anna Marlow.")
            yield one, sentences(one)

    found = statements_of(articles(), parser())
    first = [next(found) for _ in range(20)]
    assert len(read) < 100
    assert [said[0].content[0].span.end for said, _ in first] == [18] * 10 + [19] * 10


def test_an_article_without_a_body_says_nothing() -> None:
    blank = article("\n\n")
    assert list(statements_of([(blank, ())], parser())) == [((), ())]


def test_names_are_printed_names_without_their_possessive() -> None:
    one = article("Anna Marlow’s plan for Sweden reached Microsoft on Tuesday.")
    ((_, names),) = statements_of([(one, sentences(one))], parser())
    assert [(name.text, name.kind) for name in names] == [
        ("Anna Marlow", NameKind.PERSON),
        ("Sweden", NameKind.PLACE),
        ("Microsoft", NameKind.ORGANISATION),
    ]
    assert all(name.span.of(one.text) == name.text for name in names)


def test_only_the_body_is_read() -> None:
    text = "“Subscribe now,” said Anna Marlow.\n“It is late,” said Anna Marlow."
    whole = article(text)
    body = Article(whole.source, whole.file, text, whole.body[1:])
    ((found, _),) = statements_of([(body, sentences(body))], parser())
    assert [s.content[0].span.of(text) for s in found] == ["It is late,"]


def test_names_are_without_titles_and_glue() -> None:
    one = article(
        "No post would be cut before 2030.Marlow said that Fenwickian Water Minister Paul Okombe "
        "and Anna Marlow had met in the University of Exampleton."
    )
    ((_, names),) = statements_of([(one, sentences(one))], parser())
    printed = [name.text for name in names]
    assert {"Paul Okombe", "Anna Marlow", "Marlow"} <= set(printed)
    assert all(text == text.strip() and text[0].isalnum() for text in printed)
    assert not any("2030" in text or "Minister" in text for text in printed)
    assert all(name.span.of(one.text) == name.text for name in names)
