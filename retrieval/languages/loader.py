"""Loads word lists: ``retrieval/languages`` has a folder for each language, a file for each table.

A table is a subclass of ``WordTable``, whose fields are the keys that its file must have. Whoever
uses a table defines it, or takes one of ``retrieval.languages.tables``, and loads it in a cached
function, so that a file is read at its first use, once:

    class QuestionWords(WordTable):
        stop_words: Words

    @cache
    def question_words() -> QuestionWords:
        return load_words(QuestionWords, "questions")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from retrieval.errors import ConfigError
from retrieval.toml_tables import TomlTable, parse_toml

FOLDER = files("retrieval") / "languages"
SUFFIX = ".toml"


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


def _split_each(value: object) -> object:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [each.split() for each in value]
    return value


def _regular_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"expected a regular expression: {error}") from error
    return pattern


_WORDS = Field(description="words separated by whitespace, or a list of strings")

Words = Annotated[frozenset[str], BeforeValidator(_split), _WORDS]
"""A set of words: in the file a string of words separated by whitespace, or a list of strings."""
WordList = Annotated[tuple[str, ...], BeforeValidator(_split), _WORDS]
"""Words in the order of the file, written as ``Words`` are; a list may hold phrases, too."""
WordsByWord = Annotated[Mapping[str, Words], Field(description="a table of words by word")]
"""For each of some words a set of others: in the file a table of ``Words``."""
Phrases = Annotated[
    tuple[tuple[str, ...], ...],
    BeforeValidator(_split_each),
    Field(description="a list of phrases"),
]
"""Phrases as tuples of words: in the file a list of strings."""
Patterns = Annotated[
    tuple[Annotated[str, AfterValidator(_regular_expression)], ...],
    Field(description="a list of regular expressions"),
]
"""Regular expressions, each an alternative, in the order in which they are tried."""


class WordTable(TomlTable):
    """One language's words for one purpose; a file must have every key, and no other."""

    @classmethod
    def merge(cls, tables: Iterable[Self]) -> Self:
        """Return the table in which each key has the words of all of these, in their order."""
        return reduce(_both, tables)


T = TypeVar("T", bound=WordTable)


def load_languages(table: type[T], name: str, folder: Traversable = FOLDER) -> Mapping[str, T]:
    """Return each language's table, by the language's code, in the order of the codes.

    Languages without such a file are left out.

    Args:
        table: what the files must have.
        name: of the files, without ``.toml``.
        folder: holds a folder for each language, named by its code, such as "en".

    Raises:
        ConfigError: naming the file and every key at fault, or there is no such file.
    """
    file = name + SUFFIX
    languages = sorted((each for each in folder.iterdir() if each.is_dir()), key=_name)
    found = {
        each.name: parse_toml(table, (each / file).read_text("utf-8"), f"{each.name}/{file}")
        for each in languages
        if (each / file).is_file()
    }
    if not found:
        raise ConfigError(f"{folder}: no language has a file {file}")
    return found


def load_words(table: type[T], name: str, folder: Traversable = FOLDER) -> T:
    """Return one table with the words of all languages; the arguments are as above.

    Raises:
        ConfigError: naming the file and every key at fault, or there is no such file.
    """
    return table.merge(load_languages(table, name, folder).values())


def _name(folder: Traversable) -> str:
    return folder.name


def _both(one: T, other: T) -> T:
    keys = type(one).model_fields
    words = {key: _joined(getattr(one, key), getattr(other, key)) for key in keys}
    return type(one).model_validate(words)


def _joined(one: object, other: object) -> object:
    """Return the words of both; where both map the same word, what the first maps it to."""
    match one, other:
        case WordTable(), WordTable():
            return _both(one, other)
        case frozenset(), frozenset():
            return one | other
        case tuple(), tuple():
            return (*one, *other)
        case Mapping(), Mapping():
            return {**other, **one}
        case _:
            raise TypeError(f"expected two lists of one kind, not {one!r} and {other!r}")
