"""A language is a folder of data: two tiny ones are read here by the loader of the real one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from retrieval.errors import ConfigError
from retrieval.languages.loader import (
    Patterns,
    Phrases,
    WordList,
    Words,
    WordTable,
    load_languages,
    load_words,
)
from retrieval.quotes.parsed.lexicon import Lexicon

FOLDER = Path(__file__).with_name("folder")


class Colours(WordTable):
    warm: Words
    in_order: WordList
    shades: Phrases
    likened: Mapping[str, str]


class Marks(WordTable):
    ends: Patterns


def test_each_language_has_its_own_table() -> None:
    german, dutch = load_languages(Colours, "colours", FOLDER).values()
    assert german.warm == {"rot", "gelb"}
    assert german.in_order == ("rot", "blau", "grün")
    assert german.shades == (("dunkel", "blau"),)
    assert dutch.in_order == ("rood", "licht blauw")


def test_words_of_all_languages_come_in_one_table_and_the_first_language_wins() -> None:
    words = load_words(Colours, "colours", FOLDER)
    assert words.warm == {"rot", "gelb", "rood", "geel"}
    assert words.in_order == ("rot", "blau", "grün", "rood", "licht blauw")
    assert words.likened == {"rot": "blut", "rood": "bloed", "rose": "blume"}


def test_a_language_without_the_file_is_left_out() -> None:
    assert [*load_languages(Lexicon, "statements", FOLDER)] == ["de"]


def test_a_table_that_no_language_has_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"folder: no language has a file sounds.toml"):
        load_words(Colours, "sounds", FOLDER)


def test_every_fault_of_a_file_is_named_by_language_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "colours.toml").write_text('warm = 7\nwarn = "rot"\nshades = [""]\n')
    with pytest.raises(ConfigError) as raised:
        load_words(Colours, "colours", tmp_path)
    assert str(raised.value).split("; de/") == [
        "de/colours.toml: warm: 7; expected words separated by whitespace, or a list of strings",
        "colours.toml: in_order: missing; "
        "expected words separated by whitespace, or a list of strings",
        "colours.toml: likened: missing; expected a value",
        "colours.toml: unknown key 'warn'; expected warm, in_order, shades, likened",
    ]


def test_a_pattern_that_is_none_is_named_with_its_fault(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "marks.toml").write_text("ends = ['[.]', '(']\n")
    with pytest.raises(ConfigError, match=r"ends: '\('; expected a regular expression: missing"):
        load_words(Marks, "marks", tmp_path)
