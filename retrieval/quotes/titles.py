"""Quotations that are titles: of books, films, songs; nobody says them."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.ports import Token
from retrieval.quotes.find import Quotation
from retrieval.quotes.lexicon import Lexicon
from retrieval.quotes.marks import ENDS, last_said

LONGEST_TITLE = 10
"""Words of a title."""
SHORTEST_SMALL = 4
"""Letters of the longest word that a title prints small: "of", "with"."""
REACH = 6
"""How many tokens after a title the noun stands that it is: "was her last film"."""


def is_title(
    text: str,
    quotation: Quotation,
    tokens: Sequence[Token],
    extent: tuple[int, int],
    lexicon: Lexicon,
) -> bool:
    """Whether the quotation is printed as titles are, and a word beside it says what it titles.

    Args:
        text: the article's.
        quotation: one of its quotations.
        tokens: of the article.
        extent: the quotation's first and last token, marks included.
        lexicon: of the article's language.
    """
    works = lexicon.works
    words = quotation.inner.of(text).split()
    if not quotation.closed or not _is_printed_as_title(words):
        return False
    before = _lemma(tokens, extent[0] - 1)
    if before == ",":
        return _lemma(tokens, extent[0] - 2) in works.nouns
    entitled = extent[0] > 0 and tokens[extent[0] - 1].text.lower() in works.entitled
    if entitled or before in works.nouns:
        return True
    after = [_lemma(tokens, extent[1] + 1 + ahead) for ahead in range(REACH)]
    if after[0] in works.nouns:
        return True
    if before in works.performing:
        return len(words) > 1 and last_said(words[-1]) not in ENDS
    return after[0] in lexicon.verbs.being and bool(works.nouns.intersection(after[1:]))


def _is_printed_as_title(words: Sequence[str]) -> bool:
    """Whether all words but small ones in the middle have a capital, as in "The Salt of Ro"."""
    return (
        0 < len(words) <= LONGEST_TITLE
        and all(_is_capital(word) for word in (words[0], words[-1]))
        and all(_is_capital(word) or len(word) <= SHORTEST_SMALL for word in words)
    )


def _is_capital(word: str) -> bool:
    first = word.lstrip("‘'“\"(#")[:1]
    return first.isupper() or first.isdigit()


def _lemma(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lemma.lower() if 0 <= at < len(tokens) else ""
