from pathlib import Path

import pytest

from retrieval.corpus.known_outlets import KnownOutlet, parse_outlets, read_outlets
from retrieval.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]


def test_outlets_are_read_in_order() -> None:
    text = """
        [[outlet]]
        name = "The Echo"
        aliases = ["Echo Online"]
        domains = ["WWW.echo.example.com"]
        handles = ["https://t.me/The_Echo/"]
        files = ["echo/*.txt"]

        [[outlet]]
        name = "Wire"
    """
    assert parse_outlets(text, "outlets.toml") == (
        KnownOutlet(
            "The Echo",
            ("Echo Online",),
            ("echo.example.com",),
            ("t.me/the_echo",),
            ("echo/*.txt",),
        ),
        KnownOutlet("Wire"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[[outlet]]\naliases = []",
            "outlets.toml: [[outlet]] 1: name: missing; expected the outlet's name",
        ),
        (
            '[[outlet]]\nname = "A"\ndomain = "a.test"\nfiles = "x"',
            "outlets.toml: [[outlet]] 1: files: 'x'; expected a list of strings; "
            "outlets.toml: [[outlet]] 1: unknown key 'domain'; "
            "expected name, aliases, domains, handles, files",
        ),
        (
            '[[outlet]]\nname = "A"\ndomains = ["a.test"]\n[[outlet]]\nname = "B"\ndomains = ["a.test"]',
            "outlets.toml: 'a.test' belongs to both 'A' and 'B'",
        ),
        ("[outlets]", "outlets.toml: unknown table 'outlets'; expected [[outlet]]"),
        ("outlet = 5", "outlets.toml: outlet: 5; expected a list of tables [[outlet]]"),
        ("outlet = [5]", "outlets.toml: outlet: 5; expected a list of tables [[outlet]]"),
        (
            '[[outlet]]\nname = " "\nfiles = ["x", 7, " "]',
            "outlets.toml: [[outlet]] 1: name: ' '; expected the outlet's name; "
            "outlets.toml: [[outlet]] 1: files: 7; expected a list of strings; "
            "outlets.toml: [[outlet]] 1: files: ' '; expected a list of strings",
        ),
        ("[[", "outlets.toml: broken TOML: "),
    ],
)
def test_every_fault_names_file_table_and_key(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_outlets(text, "outlets.toml")
    assert str(caught.value).startswith(said)


def test_a_missing_file_lists_no_outlets(tmp_path: Path) -> None:
    assert read_outlets(tmp_path / "outlets.toml") == ()


def test_the_file_of_the_project_is_valid() -> None:
    read_outlets(ROOT / "config" / "outlets.toml")


def test_a_name_is_known_in_any_case_and_with_or_without_its_article() -> None:
    outlet = KnownOutlet("The Echo", aliases=("Echo Online",))
    assert outlet.is_called("ECHO")
    assert outlet.is_called("echo online")
    assert not outlet.is_called("Echo of the Sea")
