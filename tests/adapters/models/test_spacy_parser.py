from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.adapters.models.spacy_parser import SpacyParser, pieces
from retrieval.errors import ModelError
from retrieval.quotes.parsed.lexicon import ParserModel

pytestmark = pytest.mark.parser


@pytest.fixture(scope="module", name="parser")
def _parser() -> SpacyParser:
    return SpacyParser()


def test_tokens_stand_where_they_say(parser: SpacyParser) -> None:
    text = "Ines Marlow said the harbour was safe.  It was not."
    (parse,) = parser.parse([text], "en")
    assert [token.span.of(text) for token in parse.tokens] == [t.text for t in parse.tokens]
    assert {token.sentence for token in parse.tokens} == {0, 1}


def test_a_verb_knows_its_subject_and_a_name_its_kind(parser: SpacyParser) -> None:
    (parse,) = parser.parse(["Anna Marlow said the harbour was safe."], "en")
    said = next(i for i, token in enumerate(parse.tokens) if token.text == "said")
    subjects = [c for c in parse.children[said] if parse.tokens[c].dep == "nsubj"]
    assert [parse.tokens[c].text for c in subjects] == ["Marlow"]
    assert parse.tokens[said].lemma == "say"
    assert (0, 2, "PERSON") in parse.entities


def test_texts_come_back_in_order_and_blank_ones_without_tokens(parser: SpacyParser) -> None:
    parses = list(parser.parse(["One ship.", "", "Two ships.", " "], "en"))
    assert [parse.tokens[0].text if parse.tokens else "" for parse in parses][:3] == [
        "One",
        "",
        "Two",
    ]
    assert len(parses) == 4


def test_only_as_many_texts_are_read_as_are_needed() -> None:
    read: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield f"Ship number {number}."

    parser = SpacyParser(batch=2)
    first = list(islice(parser.parse(texts(), "en"), 2))
    assert len(first) == 2
    assert len(read) < 20


def test_a_text_longer_than_the_parser_takes_is_cut_at_a_line() -> None:
    text = "Ines Marlow spoke.\nThe harbour is safe.\nNobody left.\n"
    (parse,) = SpacyParser(longest=25).parse([text], "en")
    assert [token.span.of(text) for token in parse.tokens] == [t.text for t in parse.tokens]
    spoke = next(i for i, token in enumerate(parse.tokens) if token.text == "safe")
    assert parse.tokens[parse.tokens[spoke].head].text == "is"
    assert parse.tokens[spoke].sentence > parse.tokens[0].sentence


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("a\nb\nc", 9, ["a\nb\nc"]),
        ("aa\nbb\ncc", 6, ["aa\nbb\n", "cc"]),
        ("aa bb cc", 6, ["aa bb ", "cc"]),
        ("aaaaaaaa", 6, ["aaaaaa", "aa"]),
        ("", 6, [""]),
    ],
)
def test_pieces_end_at_a_line_then_at_a_blank(text: str, longest: int, cut: list[str]) -> None:
    found = pieces(text, longest)
    assert [piece for _, piece in found] == cut
    assert all(text[start : start + len(piece)] == piece for start, piece in found)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    (parse,) = _shared().parse([text], "en")
    assert all(token.span.of(text) == token.text for token in parse.tokens)


ABSENT = {
    "model": "no_such_model",
    "package": "no-such-model",
    "labels": {},
    "tags": {},
    "entities": {},
}


def test_a_missing_model_is_named_with_what_to_install() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*pip install"):
        SpacyParser({"xx": ParserModel.model_validate(ABSENT)})


_CACHE: list[SpacyParser] = []


def _shared() -> SpacyParser:
    if not _CACHE:
        _CACHE.append(SpacyParser())
    return _CACHE[0]
