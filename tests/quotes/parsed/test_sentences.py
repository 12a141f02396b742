from __future__ import annotations

from collections import Counter

import pytest

from retrieval.quotes.parsed.sentences import MAX_SENTENCE_TOKENS
from tests.quotes.sample_articles import parsed_document


@pytest.mark.parser
@pytest.mark.parametrize("text", ["a pier and ", "“a” ", "say “no ", "Ro said Al said "])
def test_no_sentence_is_longer_than_a_list_may_be(text: str) -> None:
    read = parsed_document(text * (MAX_SENTENCE_TOKENS + 100))
    apart = [
        number
        for at, number in enumerate(read.sentence_of)
        if read.quotation_of[at] < 0 or read.quotation_of[at] != read.quotation_of[at - 1]
    ]
    assert max(Counter(apart).values()) <= MAX_SENTENCE_TOKENS + 1
