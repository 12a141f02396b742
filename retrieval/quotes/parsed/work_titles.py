"""Recognise quotations that are titles of works: books, films, songs, broadcasts."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.languages.tables import date_words
from retrieval.quotes.parsed.lexicon import Lexicon
from retrieval.quotes.parsed.parse import Token
from retrieval.quotes.parsed.quotation_marks import SENTENCE_ENDS, last_character
from retrieval.quotes.parsed.quotations import Quotation

MAX_TITLE_WORDS = 10
"""Words of a title at most."""
MAX_LOWERCASE_LETTERS = 4
"""Letters at most of a word that a title prints in lower case: "of", "with"."""
NOUN_WINDOW = 6
"""Tokens after a title in which its noun is looked for: "was her last film"."""


def is_title(
    text: str,
    quotation: Quotation,
    tokens: Sequence[Token],
    extent: tuple[int, int],
    lexicon: Lexicon,
) -> bool:
    """Return whether the quotation is capitalised as titles are, beside a word for a work.

    Args:
        text: the article's.
        quotation: one of its quotations.
        tokens: of the article.
        extent: the quotation's first and last token, marks included.
        lexicon: of the article's language.
    """
    words = quotation.inner.of(text).split()
    if not quotation.closed or not _is_printed_as_title(words):
        return False
    return (
        _is_work_before(tokens, extent[0], lexicon)
        or _is_work_after(tokens, extent[1], lexicon)
        or (
            len(words) > 1 and _is_performed(tokens, extent[0], last_character(words[-1]), lexicon)
        )
    )


def _is_work_before(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> bool:
    """Return whether "her novel", with or without a comma, or "titled" stands before the mark."""
    works = lexicon.works
    before = _lemma(tokens, first - 1)
    if before == ",":
        return _lemma(tokens, first - 2) in works.nouns
    entitled = first > 0 and tokens[first - 1].text.lower() in works.entitled
    return entitled or before in works.nouns


def _is_work_after(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> bool:
    """Return whether "album", "TV show" or "was her last film" stands after the mark."""
    nouns = lexicon.works.nouns
    after = [_lemma(tokens, last + 1 + ahead) for ahead in range(NOUN_WINDOW)]
    if after[0] in nouns or (after[0].isalpha() and after[1] in nouns):
        return True
    return after[0] in lexicon.verbs.being and not nouns.isdisjoint(after[1:])


def _is_performed(tokens: Sequence[Token], first: int, end: str, lexicon: Lexicon) -> bool:
    """Return whether it is sung or aired: "sang “…”", "on “Night Talk”", "the Herald's “…”"."""
    before = first - 1
    if before < 0:
        return False
    if tokens[before].lemma in lexicon.works.performing:
        return end not in SENTENCE_ENDS
    if tokens[before].tag == "POS" and before > 0:
        owner = tokens[before - 1]
        return owner.entity == "ORG" or owner.text.lower() in date_words().day_words
    begins = before == 0 or tokens[before - 1].sentence != tokens[before].sentence
    word = tokens[before].text
    return (word.lower() if begins else word) in lexicon.works.aired_on


def _is_printed_as_title(words: Sequence[str]) -> bool:
    """Return whether all words but short ones inside are capitalised, as in "The Salt of Ro"."""
    return (
        0 < len(words) <= MAX_TITLE_WORDS
        and all(_is_capital(word) for word in (words[0], words[-1]))
        and all(_is_capital(word) or len(word) <= MAX_LOWERCASE_LETTERS for word in words)
    )


def _is_capital(word: str) -> bool:
    first = word.lstrip("‘'“\"(#")[:1]
    return first.isupper() or first.isdigit()


def _lemma(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lemma.lower() if 0 <= at < len(tokens) else ""
