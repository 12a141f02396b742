"""Defines every setting, its type and its limits; defaults are in ``config/settings.toml``."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
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


class Settings(BaseSettings):
    """The configuration, read once: environment, ``.env``, then ``config/settings.toml``."""

    model_config = SettingsConfigDict(
        env_prefix="VERBATIM_",
        env_file=ROOT / ".env",
        toml_file=ROOT / "config" / "settings.toml",
        frozen=True,
        extra="ignore",
    )

    data_dir: Path
    models_dir: Path
    outlets_file: Path
    speakers_file: Path

    max_file_bytes: int = Field(gt=0)
    max_article_characters: int = Field(gt=0)

    model: str = Field(min_length=1)
    encoder_threads: int = Field(ge=1, le=64)
    reader: str

    passages_shown: int = Field(ge=1, le=10)
    min_confidence: float = Field(ge=0, le=1)
    named_speakers_only: bool

    telegram_token: SecretStr | None = None
    telegram_base_url: str
    telegram_base_file_url: str
    telegram_webhook_url: str = Field(pattern=r"^(|https?://[^/?#]+[^?#]*)$")
    telegram_webhook_listen: str = Field(min_length=1)
    telegram_webhook_port: int = Field(ge=1, le=65_535)
    telegram_webhook_secret: SecretStr | None = None
    telegram_allowed_users: frozenset[int]
    telegram_allowed_chats: frozenset[int]
    telegram_admins: frozenset[int]
    telegram_concurrent_updates: int = Field(ge=1, le=16)
    answer_workers: int = Field(ge=1, le=16)
    metrics_port: int = Field(ge=0, le=65_535)

    keep_days: int = Field(ge=1, le=3650)
    user_questions_per_minute: int = Field(ge=0)
    user_questions_per_day: int = Field(ge=0)
    questions_per_day: int = Field(ge=0)

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
            raise ValueError(
                f"{each} is {SHARED_ACCOUNTS[each]}: expected ids of single users, as /id tells "
                "them in a private chat"
            )
        return users

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_takes_it(cls, secret: SecretStr | None) -> SecretStr | None:
        """A secret that Telegram would refuse is said to be so at once; an empty one is none."""
        words = secret.get_secret_value() if secret else ""
        if words and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", words):
            raise ValueError("expected 1 to 256 of A-Z, a-z, 0-9, _ and -")
        return secret if words else None

    def below_root(self, path: Path) -> Path:
        """The path made absolute: a relative one is below the project's folder."""
        return (ROOT / path.expanduser()).resolve()


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        ConfigError: a value is missing or wrong; names every key, its value and what is expected.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigError("; ".join(_fault(**fault) for fault in error.errors())) from None
    except ValueError as error:  # a list that is not JSON, a settings file that is not TOML
        raise ConfigError(str(error)) from None


def _fault(**fault: object) -> str:
    location = fault["loc"]
    key = ".".join(map(str, location)) if isinstance(location, tuple) else str(location)
    name = f"VERBATIM_{key.upper()}"
    if fault["type"] == "missing":
        return f"{name} is not set: {fault['msg']}"
    is_secret = "token" in key or "secret" in key
    shown = "a value that is not shown" if is_secret else repr(fault["input"])
    return f"{name} is {shown}: {fault['msg']}"
