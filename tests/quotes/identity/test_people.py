from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import ConfigError
from retrieval.quotes.identity.people import KnownPerson, parse_people, read_people


def test_people_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "speakers.toml"
    assert read_people(file) == ()
    file.write_text('[[speaker]]\nname = "Anna Marlow"\ntitles = ["mayor of Exampleton"]\n')
    assert read_people(file) == (KnownPerson("Anna Marlow", (), ("mayor of Exampleton",)),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[speaker]", "broken TOML"),
        ("[[people]]\nname='A'", "unknown table 'people'"),
        ("speaker = 3", "speaker: 3; expected a list of tables [[speaker]]"),
        ("[[speaker]]\nalias=['B']\nname='A'", "unknown key 'alias'"),
        ("[[speaker]]\naliases='B'\nname='A'", "aliases: 'B'"),
        ("[[speaker]]\nname='?!'", "name: '?!'; expected the speaker's name"),
        ("[[speaker]]\ntitles=[]", "[[speaker]] 1: name: missing; expected the speaker's name"),
    ],
)
def test_a_faulty_file_of_people_is_refused_with_every_fault(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=r"speakers\.toml: ") as caught:
        parse_people(text, "speakers.toml")
    assert fault in str(caught.value)
