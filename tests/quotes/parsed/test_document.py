from __future__ import annotations

import pytest

from retrieval.model import Span
from tests.quotes.sample_articles import parsed_document


@pytest.mark.parser
def test_every_word_between_marks_is_known_for_quoted() -> None:
    text = "Kerr said:“We stay.” ‘No,’said Ro."
    read = parsed_document(text)
    quoted = [
        token.text
        for token, quote in zip(read.tokens, read.quotation_of, strict=True)
        if quote >= 0 and token.text.isalpha()
    ]
    assert quoted == ["We", "stay", "No"]
    assert all(Span(0, len(text)).contains(token.span) for token in read.tokens)
