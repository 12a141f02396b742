"""Defines every setting, its type and its limits; defaults are in ``config/settings.toml``."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from retrieval.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: relative paths in the settings are below it."""


SHARED_ACCOUNTS = {
    1087968824: "GroupAnonymousBot, the name of every anonymous admin",
    136817688: "Channel_Bot, the name of everybody who posts as a channel",
    777000: "Telegram, the name of every linked channel",
}
"""User ids of Telegram's that stand for no one person, and for whom they stand instead."""


class SharedAccountError(ValueError):
    """An id stands for many users; says which, and for whom."""


def _read_ids(value: object) -> object:
    """Return the ids of a list as people write one: ``123,456``, ``123 456`` or ``[123,456]``."""
    if isinstance(value, int):
        return [value]
    if not isinstance(value, str):
        return value
    listed = re.fullmatch(r"\s*\[(.*)\]\s*", value, re.DOTALL)
    ids = [each.strip("\"'") for each in re.split(r"[\s,;]+", listed[1] if listed else value)]
    found = [each for each in ids if each]
    return found if found or listed else value


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks around it that no shell has taken away."""
    stripped = value.strip()
    quoted = len(stripped) > 1 and stripped[0] in "\"'" and stripped[0] == stripped[-1]
    return stripped[1:-1].strip() if quoted else stripped


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_read_ids)]
"""Ids of users or groups."""


def _example(expected: str, example: str) -> Any:  # noqa: ANN401 - a field of any type
    """Return a field with what is expected and an example, for messages."""
    return Field(description=expected, examples=[example])


def _whole_number(example: str, *, at_least: int, at_most: int | None = None) -> Any:  # noqa: ANN401 - as Field returns it
    upto = f"from {at_least} to {at_most}" if at_most is not None else f"of {at_least} or more"
    return Field(ge=at_least, le=at_most, description=f"a whole number {upto}", examples=[example])


class Settings(BaseSettings):
    """The configuration, read once: environment, ``.env``, then ``config/settings.toml``."""

    model_config = SettingsConfigDict(
        env_prefix="VERBATIM_",
        env_file=ROOT / ".env",
        toml_file=ROOT / "config" / "settings.toml",
        frozen=True,
        extra="ignore",
    )

    data_dir: Path = _example("a folder", "var")
    models_dir: Path = _example("a folder", "var/models")
    outlets_file: Path = _example("a file", "config/outlets.toml")
    speakers_file: Path = _example("a file", "config/speakers.toml")

    max_file_bytes: int = _whole_number("52428800", at_least=1)
    max_file_seconds: float = Field(
        gt=0, description="a number of seconds above 0", examples=["30"], allow_inf_nan=False
    )
    max_article_characters: int = _whole_number("400000", at_least=1)

    model: str = Field(min_length=1, description="the name of a model", examples=["packaged"])
    encoder_threads: int = _whole_number("1", at_least=1, at_most=64)
    reader: str = _example("the name of a reader, or none", "packaged")

    passages_shown: int = _whole_number("3", at_least=1, at_most=10)
    min_confidence: float = Field(
        ge=0, le=1, description="a number from 0 to 1", examples=["0.38"], allow_inf_nan=False
    )
    named_speakers_only: bool = _example("true or false", "false")

    telegram_token: SecretStr | None = Field(
        None, description="a bot's token", examples=["123456:ABC-DEF"]
    )
    telegram_base_url: str = _example("an address", "https://api.telegram.org/bot")
    telegram_base_file_url: str = _example("an address", "https://api.telegram.org/file/bot")
    telegram_webhook_url: str = Field(
        pattern=r"^(|https?://[^/?#]+[^?#]*)$",
        description="an address without a query",
        examples=["https://bot.example.org/updates"],
    )
    telegram_webhook_listen: str = Field(
        min_length=1, description="an address of this machine", examples=["127.0.0.1"]
    )
    telegram_webhook_port: int = _whole_number("8443", at_least=1, at_most=65_535)
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="1 to 256 of A-Z, a-z, 0-9, _ and -", examples=["Weir-and-sluice_9"]
    )
    telegram_allowed_users: Ids = _example("ids", "123,456")
    telegram_allowed_chats: Ids = _example("ids", "-1001234,-1005678")
    telegram_admins: Ids = _example("ids", "123,456")
    telegram_concurrent_updates: int = _whole_number("8", at_least=1, at_most=16)
    telegram_waiting_per_chat: int = _whole_number("20", at_least=0)
    answer_workers: int = _whole_number("2", at_least=1, at_most=16)
    metrics_port: int = _whole_number("9100", at_least=0, at_most=65_535)

    keep_days: int = _whole_number("90", at_least=1, at_most=3650)
    user_questions_per_minute: int = _whole_number("10", at_least=0)
    user_questions_per_day: int = _whole_number("200", at_least=0)
    questions_per_day: int = _whole_number("5000", at_least=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order of belief: arguments (tests), environment, ``.env``, the settings file."""
        del file_secret_settings
        for source in (env_settings, dotenv_settings):
            if isinstance(source, EnvSettingsSource):
                stated = {name: _unquoted(value or "") for name, value in source.env_vars.items()}
                source.env_vars = {name: value for name, value in stated.items() if value}
        return (
            init_settings,
            env_settings,
            dotenv_settings,
            TomlConfigSettingsSource(settings_cls),
        )

    @field_validator("telegram_allowed_users", "telegram_admins")
    @classmethod
    def _are_persons(cls, users: frozenset[int]) -> frozenset[int]:
        """An id that many people share gives no rights to any of them."""
        for each in sorted(users & SHARED_ACCOUNTS.keys()):
            raise SharedAccountError(f"{each} is {SHARED_ACCOUNTS[each]}, and no single user")
        return users

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_takes_it(cls, secret: SecretStr | None) -> SecretStr | None:
        """A secret that Telegram would refuse is said to be so at once; an empty one is none."""
        words = secret.get_secret_value() if secret else ""
        if words and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", words):
            raise ValueError("not a secret that Telegram takes")
        return secret if words else None

    def below_root(self, path: Path) -> Path:
        """The path made absolute: a relative one is below the project's folder."""
        return (ROOT / path.expanduser()).resolve()


def load_settings() -> Settings:
    """The settings in force; a variable that is set to nothing counts as not set.

    Raises:
        ConfigError: a value is missing or wrong; names every variable, its value, what is
            expected and an example.
    """
    env_file = Path(str(Settings.model_config["env_file"]))
    toml_file = Path(str(Settings.model_config["toml_file"]))
    try:
        with _unread_lines_said(env_file):
            return Settings()
    except ValidationError as error:
        faults: dict[str, str] = {}
        for fault in error.errors():
            faults.setdefault(str(fault["loc"][0]), _fault(**fault))
        raise ConfigError("; ".join(faults.values())) from None
    except UnicodeDecodeError as error:
        file = env_file if error.object in _bytes_of(env_file) else toml_file
        raise ConfigError(f"{file} cannot be read: not UTF-8 at byte {error.start}") from None
    except ValueError as error:
        raise ConfigError(f"{toml_file} cannot be read: {error}") from None


@contextmanager
def _unread_lines_said(env_file: Path) -> Iterator[None]:
    """Say in the log which lines of the file of variables are none, in words of our own."""

    def reworded(record: logging.LogRecord) -> bool:
        record.msg = f"{env_file}, line %s is not read: expected NAME=VALUE"
        return True

    reader = logging.getLogger("dotenv.main")
    reader.addFilter(reworded)
    try:
        yield
    finally:
        reader.removeFilter(reworded)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _fault(**fault: object) -> str:
    location = fault["loc"]
    key, *item = map(str, location) if isinstance(location, tuple) else [str(location)]
    field = Settings.model_fields[key]
    expected = f"expected {field.description}, such as {(field.examples or [''])[0]}"
    name = f"VERBATIM_{key.upper()}"
    if fault["type"] == "missing":
        return f"{name} is not set: {expected}"
    context = fault.get("ctx")
    reason = context.get("error") if isinstance(context, dict) else None
    if isinstance(reason, SharedAccountError):
        expected = f"{reason}; {expected}"
    is_secret = "token" in key or "secret" in key
    shown = "a value that is not shown" if is_secret else repr(fault["input"])
    return f"{name} {'holds' if item else 'is'} {shown}: {expected}"
