from pathlib import Path

import pytest

from bot.settings import ROOT, load_settings
from retrieval.errors import ConfigError


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "MIN_CONFIDENCE", "TELEGRAM_TOKEN", "TELEGRAM_ALLOWED_USERS"):
        monkeypatch.delenv(f"VERBATIM_{name}", raising=False)


def test_the_settings_file_holds_every_default() -> None:
    settings = load_settings()

    assert settings.data_dir == Path("var")
    assert settings.telegram_allowed_users == frozenset()


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_DATA_DIR", "/elsewhere")
    monkeypatch.setenv("VERBATIM_TELEGRAM_ALLOWED_USERS", "[7, 8]")

    settings = load_settings()

    assert settings.data_dir == Path("/elsewhere")
    assert settings.telegram_allowed_users == frozenset({7, 8})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("MIN_CONFIDENCE", "7", "VERBATIM_MIN_CONFIDENCE is '7': Input should be less than"),
        ("MIN_CONFIDENCE", "high", "VERBATIM_MIN_CONFIDENCE is 'high': Input should be a valid"),
        ("TELEGRAM_ALLOWED_USERS", "[1,", "telegram_allowed_users"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"VERBATIM_{name}", value)

    with pytest.raises(ConfigError) as error:
        load_settings()

    assert message in str(error.value)


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_TELEGRAM_TOKEN", "123:opens-nothing")

    assert "opens-nothing" not in repr(load_settings())


def test_a_relative_folder_lies_below_the_project(tmp_path: Path) -> None:
    settings = load_settings()

    assert settings.below_root(Path("var")) == ROOT / "var"
    assert settings.below_root(tmp_path) == tmp_path.resolve()
