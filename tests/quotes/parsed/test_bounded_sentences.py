from __future__ import annotations

from itertools import pairwise

import pytest

from retrieval.model import Span
from retrieval.quotes.parsed.parse import Parse, Token, with_bounded_sentences


def chain(lengths: list[int], entities: tuple[tuple[int, int, str], ...] = ()) -> Parse:
    """Sentences of so many tokens, each token the child of the one before it."""
    tokens: list[Token] = []
    for number, length in enumerate(lengths):
        for place in range(length):
            at = len(tokens)
            span = Span(2 * at, 2 * at + 1)
            dep = "dep" if place else "ROOT"
            tokens.append(Token(span, "x", "x", "X", "XX", dep, at - bool(place), "", number))
    children = [
        tuple(i for i, token in enumerate(tokens) if token.head == at and i != at)
        for at in range(len(tokens))
    ]
    return Parse(tuple(tokens), tuple(children), entities)


@pytest.mark.parametrize("lengths", [[], [1], [4], [4, 4, 1]])
def test_sentences_as_people_write_them_are_left_as_they_are(lengths: list[int]) -> None:
    parse = chain(lengths)
    assert with_bounded_sentences(parse, 4) is parse


def test_a_sentence_without_end_becomes_several() -> None:
    parse = with_bounded_sentences(chain([3, 10, 2]), 4)
    assert [token.sentence for token in parse.tokens] == [0] * 3 + [1] * 4 + [2] * 4 + [3] * 2 + [
        4
    ] * 2
    assert [i for i, token in enumerate(parse.tokens) if token.head == i] == [0, 3, 7, 11, 13]
    assert all(parse.tokens[i].dep == "ROOT" for i in (0, 3, 7, 11, 13))
    for at, family in enumerate(parse.children):
        assert all(parse.tokens[child].head == at for child in family)
        assert all(parse.tokens[child].sentence == parse.tokens[at].sentence for child in family)


def test_a_name_is_not_cut() -> None:
    parse = with_bounded_sentences(chain([9], ((3, 6, "PERSON"),)), 4)
    assert [token.sentence for token in parse.tokens] == [0] * 6 + [1] * 3
    sizes = [token.sentence for token in parse.tokens]
    assert all(other - one in {0, 1} for one, other in pairwise(sizes))
