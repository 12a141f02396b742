from __future__ import annotations

from collections import Counter

import pytest

from retrieval.model import Span
from retrieval.quotes.parsed.document import ParsedDocument, build_document
from retrieval.quotes.parsed.lexicon import lexicons
from retrieval.quotes.parsed.paragraphs import paragraphs_of, text_for_parser
from retrieval.quotes.parsed.sentences import MAX_SENTENCE_TOKENS
from tests.quotes.reading import article, parser


def document(text: str) -> ParsedDocument:
    paragraphs = paragraphs_of(article(text), ())
    parses = list(parser().parse([text_for_parser(p.span.of(text)) for p in paragraphs], "en"))
    return build_document(text, paragraphs, parses, lexicons()["en"])


def titles(text: str) -> list[str]:
    read = document(text)
    return [read.quotations[number].inner.of(text) for number in sorted(read.work_titles)]


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


@pytest.mark.parser
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ro starred in the film “Night Ferry” in May.", ["Night Ferry"]),
        ("Her novel, “The Salt of Ro,” sold well.", ["The Salt of Ro,"]),
        ("She hosts the “Night Ferry” podcast.", ["Night Ferry"]),
        ("“Night Ferry” was her last film.", ["Night Ferry"]),
        ("A report titled “Salt” came out.", ["Salt"]),
        ("Ro spoke on “Night Talk” in May.", ["Night Talk"]),
        ("Ro spoke on CNN’s “Night Talk” in May.", ["Night Talk"]),
        ("Ro waved Tom’s “Never Again” sign.", []),
        ("The “Night Ferry” TV show was late.", ["Night Ferry"]),
        ("She sang “Blue Lantern” before the match.", ["Blue Lantern"]),
        ("She sang “Never!” before the match.", []),
        ("“Night Ferry” was late, Ro said.", []),
        ("She called the film “a dull ferry.”", []),
        ("She called him “Crooked Tom.”", []),
        ("Ro said: “Salt Is Dear.”", []),
    ],
)
def test_a_title_is_printed_as_one_beside_a_word_for_what_it_is(
    text: str, expected: list[str]
) -> None:
    assert titles(text) == expected


@pytest.mark.parser
@pytest.mark.parametrize("text", ["a pier and ", "“a” ", "say “no ", "Ro said Al said "])
def test_no_sentence_is_longer_than_a_list_may_be(text: str) -> None:
    read = document(text * (MAX_SENTENCE_TOKENS + 100))
    apart = [
        number
        for at, number in enumerate(read.sentence_of)
        if read.quotation_of[at] < 0 or read.quotation_of[at] != read.quotation_of[at - 1]
    ]
    assert max(Counter(apart).values()) <= MAX_SENTENCE_TOKENS + 1


@pytest.mark.parser
def test_every_word_between_marks_is_known_for_quoted() -> None:
    text = "Kerr said:“We stay.” ‘No,’said Ro."
    read = document(text)
    quoted = [
        token.text
        for token, quote in zip(read.tokens, read.quotation_of, strict=True)
        if quote >= 0 and token.text.isalpha()
    ]
    assert quoted == ["We", "stay", "No"]
    assert all(Span(0, len(text)).contains(token.span) for token in read.tokens)
