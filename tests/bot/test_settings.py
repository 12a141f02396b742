import os
from pathlib import Path

import pytest

from bot.bootstrap import reader_weights
from bot.settings import ROOT, Settings, load_settings
from retrieval.errors import ConfigError

LIBRARIES = ("Source", "frozenset", "Input", "pydantic", "JSON", "parse", "json")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("VERBATIM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")


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


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
@pytest.mark.parametrize("value", ["", "  ", '""', "''"])
def test_an_empty_variable_means_the_default(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    default = getattr(load_settings(), name)
    monkeypatch.setenv(f"VERBATIM_{name.upper()}", value)

    assert getattr(load_settings(), name) == default


def test_an_empty_line_of_the_env_file_means_the_default(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VERBATIM_TELEGRAM_ADMINS=\nVERBATIM_METRICS_PORT=\n")

    settings = load_settings()

    assert (settings.telegram_admins, settings.metrics_port) == (frozenset(), 0)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("123,456", {123, 456}),
        ("123, 456,", {123, 456}),
        ("123 456", {123, 456}),
        ("123;456", {123, 456}),
        ("123\n456", {123, 456}),
        ("[123,456]", {123, 456}),
        ("[ 123 456 ]", {123, 456}),
        ('["123", "456"]', {123, 456}),
        ("'123','456'", {123, 456}),
        ('"123,456"', {123, 456}),
        ("'[123, 456]'", {123, 456}),
        ("123", {123}),
        ("-1001234", {-1001234}),
        ("[-1001234,123]", {-1001234, 123}),
        ("[]", set()),
        ("[ ]", set()),
    ],
)
def test_a_list_of_ids_may_be_written_as_people_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, ids: set[int]
) -> None:
    for name in ("TELEGRAM_ALLOWED_USERS", "TELEGRAM_ALLOWED_CHATS", "TELEGRAM_ADMINS"):
        monkeypatch.setenv(f"VERBATIM_{name}", value)
    (tmp_path / ".env").write_text(f"VERBATIM_KEEP_DAYS='7'\nVERBATIM_TELEGRAM_ADMINS={value}\n")

    settings = load_settings()

    assert settings.telegram_allowed_users == settings.telegram_allowed_chats == ids
    assert settings.telegram_admins == ids
    assert settings.keep_days == 7


def test_a_number_may_stand_in_quotation_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_METRICS_PORT", '"9100"')

    assert load_settings().metrics_port == 9100


def test_a_reader_of_none_means_that_no_reader_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_READER", "none")

    assert reader_weights(load_settings()) is None


FAULTS = [
    ("MIN_CONFIDENCE", "7", "is '7': expected a number from 0 to 1, such as 0.38"),
    ("MIN_CONFIDENCE", "high", "is 'high': expected a number from 0 to 1, such as 0.38"),
    ("MIN_CONFIDENCE", "nan", "is 'nan': expected a number from 0 to 1, such as 0.38"),
    ("TELEGRAM_ALLOWED_USERS", "[1,", "holds '[1': expected ids, such as 123,456"),
    ("TELEGRAM_ALLOWED_USERS", ",", "is ',': expected ids, such as 123,456"),
    ("TELEGRAM_ADMINS", "[abc]", "holds 'abc': expected ids, such as 123,456"),
    ("TELEGRAM_ADMINS", "@odda", "holds '@odda': expected ids, such as 123,456"),
    ("TELEGRAM_ADMINS", "1.5", "holds '1.5': expected ids, such as 123,456"),
    ("TELEGRAM_ALLOWED_CHATS", "{}", "holds '{}': expected ids, such as -1001234,-1005678"),
    ("METRICS_PORT", "many", "is 'many': expected a whole number from 0 to 65535, such as 9100"),
    ("METRICS_PORT", "70000", "is '70000': expected a whole number from 0 to 65535, such as 9100"),
    ("KEEP_DAYS", "0", "is '0': expected a whole number from 1 to 3650, such as 90"),
    ("USER_QUESTIONS_PER_DAY", "-1", "is '-1': expected a whole number of 0 or more, such as 200"),
    ("NAMED_SPEAKERS_ONLY", "perhaps", "is 'perhaps': expected true or false, such as false"),
    ("TELEGRAM_WEBHOOK_URL", "bot.example", "is 'bot.example': expected an address without a "),
    ("TELEGRAM_WEBHOOK_SECRET", "a b", "is a value that is not shown: expected 1 to 256 of A-Z"),
]


@pytest.mark.parametrize(("name", "value", "message"), FAULTS)
def test_a_wrong_value_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"VERBATIM_{name}", value)
    with pytest.raises(ConfigError) as by_environment:
        load_settings()
    monkeypatch.delenv(f"VERBATIM_{name}")
    (tmp_path / ".env").write_text(f"VERBATIM_{name}={value}\n")
    with pytest.raises(ConfigError) as by_file:
        load_settings()

    assert str(by_environment.value) == str(by_file.value)
    assert str(by_file.value).startswith(f"VERBATIM_{name} {message}")
    assert not any(word in str(by_file.value) for word in LIBRARIES)


def test_every_wrong_value_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_METRICS_PORT", "many")
    monkeypatch.setenv("VERBATIM_TELEGRAM_ADMINS", "odda,finch")

    with pytest.raises(ConfigError) as error:
        load_settings()

    assert str(error.value).count("VERBATIM_METRICS_PORT") == 1
    assert str(error.value).count("VERBATIM_TELEGRAM_ADMINS") == 1


def test_every_setting_says_what_it_expects_with_an_example() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.examples, name


def test_a_file_of_settings_that_is_no_text_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "settings.toml"
    broken.write_text("metrics_port = = 3\n")
    monkeypatch.setitem(Settings.model_config, "toml_file", broken)

    with pytest.raises(ConfigError, match=r"settings\.toml cannot be read"):
        load_settings()


def test_a_line_of_the_env_file_that_is_no_setting_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text('VERBATIM_KEEP_DAYS=7\nVERBATIM_DATA_DIR="/weir\n')

    assert load_settings().keep_days == 7
    assert caplog.messages == [f"{tmp_path / '.env'}, line 2 is not read: expected NAME=VALUE"]


def test_an_env_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"VERBATIM_KEEP_DAYS=7\xff\n")

    with pytest.raises(ConfigError, match=r"\.env cannot be read: not UTF-8 at byte 20$"):
        load_settings()


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_TELEGRAM_TOKEN", "123:opens-nothing")

    assert "opens-nothing" not in repr(load_settings())


def test_a_relative_folder_lies_below_the_project(tmp_path: Path) -> None:
    settings = load_settings()

    assert settings.below_root(Path("var")) == ROOT / "var"
    assert settings.below_root(tmp_path) == tmp_path.resolve()
