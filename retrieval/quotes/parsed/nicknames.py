"""Recognise nicknames in marks or brackets within a name: Tove "the Anvil" Marlow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from retrieval.languages.tables import name_words
from retrieval.quotes.parsed.parse import Token

OPENING, CLOSING = frozenset("\"'“‘„«("), frozenset("\"'”’“»)")
MAX_NICKNAME_TOKENS = 4
PERSON = "PERSON"


def nickname_end(tokens: Sequence[Token], opening: int, titles: frozenset[str]) -> int | None:
    """Return the mark or bracket that closes a nickname, or None where the mark opens none.

    Args:
        tokens: of the article.
        opening: the token that may be the opening mark.
        titles: words that stand before a surname.
    """
    if not opening or tokens[opening].text not in OPENING:
        return None
    ends = range(opening + 2, min(opening + 2 + MAX_NICKNAME_TOKENS, len(tokens) - 1))
    end = next((at for at in ends if tokens[at].text in CLOSING), None)
    if end is None or not _is_within_name(tokens, opening, end):
        return None
    return end if _is_printed_as_nickname(tokens, opening, end, titles) else None


def _is_within_name(tokens: Sequence[Token], opening: int, end: int) -> bool:
    """Return whether capitals stand on both sides, parted from the marks by one blank."""
    before, after = tokens[opening - 1], tokens[end + 1]
    return (
        before.text[:1].isupper()
        and after.text[:1].isupper()
        and not after.text.isupper()
        and after.pos not in {"VERB", "AUX", "DET", "PRON"}
        and (
            before.pos == "PROPN"
            or before.entity == PERSON
            or tokens[opening + 1].pos == "DET"
            or opening == 1
            or tokens[opening - 2].sentence != before.sentence
        )
        and before.span.end + 1 == tokens[opening].span.start
        and tokens[end].span.end + 1 == after.span.start
    )


def _is_printed_as_nickname(
    tokens: Sequence[Token], opening: int, end: int, titles: frozenset[str]
) -> bool:
    before, after, inside = tokens[opening - 1], tokens[end + 1], tokens[opening + 1 : end]
    printed = [token.text for token in inside]
    if not all(word.replace("-", "").replace("'", "").isalpha() for word in printed) or not (
        printed[0][:1].isupper() or inside[0].pos == "DET"
    ):
        return False
    if tokens[opening].text == "(" and printed[0].isupper():
        return False
    if before.text.lower() in name_words().first_names:
        return True
    if before.text.lower().rstrip(".") in titles:
        return after.entity == PERSON
    is_name = PERSON in {before.entity, after.entity} or _modify_surname(tokens, opening, end)
    return is_name and not _is_surname(tokens, before.text)


def _modify_surname(tokens: Sequence[Token], opening: int, end: int) -> bool:
    """Return whether the words before and in the marks modify the noun after them, or each other.

    So the parser reads a name that it does not know: "Bo “Bear” Lindqvist", "Bo (Bear) Lindqvist".
    """
    given, surname = opening - 1, end + 1
    heads = {tokens[given].head, tokens[end - 1].head}
    return surname in heads and heads <= {given, end - 1, surname}


def is_within_nickname(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token is the first of a nickname, or follows the mark that closes it."""
    return at > 0 and tokens[at - 1].text in OPENING | CLOSING


def _is_surname(tokens: Sequence[Token], word: str) -> bool:
    """Return whether the word ends or continues a person's name elsewhere: "Anna Marlow"."""
    return any(
        token.text == word and token.entity == before.entity == PERSON
        for before, token in pairwise(tokens)
    )
