from __future__ import annotations

import pytest

from retrieval.quotes.parsed.paragraphs import text_for_parser


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kerr said:“We stay.”", 'Kerr said: We stay."'),
        ("“We stay,”said Kerr.", '"We stay, said Kerr.'),
        ("‘We stay,’said Kerr.", "'We stay, said Kerr."),
        ("“‘We stay,’ he said,” and ''Go''", "\"'We stay,' he said,\" and ''Go''"),
        ("We stay.‘Tom Kerr left.", "We stay. Tom Kerr left."),
        ("We stay.‘to go’ is ‘to go’", "We stay. to go' is 'to go'"),
        ("The U.S.’s port (“the old one”)", 'The U.S.\'s port ("the old one")'),
        ("The “so-called” port", 'The "so-called" port'),
        ("It is Marlow’s; Ro!’s too", "It is Marlow's; Ro!'s too"),
        ("“““““““““““ port", "            port"),
        ("half \ud83d a character", "half ? a character"),
        ("He is 6’2”.", "He is 6'2\"."),
    ],
)
def test_the_parser_reads_plain_marks_and_none_that_glues_two_words(
    text: str, expected: str
) -> None:
    assert text_for_parser(text) == expected
