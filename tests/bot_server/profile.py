"""What Telegram keeps about the bot itself: its name, commands, descriptions and webhook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.bot_server.chats import BOT
from tests.bot_server.wire import Json, bad_request

MOST_COMMANDS: Final = 100
MOST_DESCRIPTION: Final = 512
MOST_SHORT_DESCRIPTION: Final = 120
MOST_COMMAND_DESCRIPTION: Final = 256

_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")


@dataclass
class Profile:
    """As the bot set it."""

    reads_everything: bool = True
    """Whether privacy mode is off: in groups, the bot gets what is not meant for it as well."""
    commands: dict[tuple[str, str], Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By scope and language."""
    descriptions: dict[str, str] = field(default_factory=dict)
    """By language."""
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def form(self) -> Json:
        return BOT | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_everything,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }

    def set_commands(self, parameters: Json) -> None:
        """Keeps the commands for a scope and a language.

        Raises:
            Refused: too many, or one with a name or description that Telegram does not take.
        """
        commands = [(each["command"], each["description"]) for each in parameters["commands"]]
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for name, description in commands:
            if not _COMMAND.fullmatch(name.removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= MOST_COMMAND_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(parameters), parameters.get("language_code", "")] = commands

    def describe(self, parameters: Json) -> None:
        _keep(self.descriptions, parameters, "description", MOST_DESCRIPTION)

    def describe_shortly(self, parameters: Json) -> None:
        _keep(self.short_descriptions, parameters, "short_description", MOST_SHORT_DESCRIPTION)


def _scope(parameters: Json) -> str:
    scope = parameters.get("scope", {"type": "default"})
    chat = scope.get("chat_id")
    return str(scope["type"]) if chat is None else f"{scope['type']} {chat}"


def _keep(kept: dict[str, str], parameters: Json, name: str, most: int) -> None:
    words = parameters.get(name, "")
    if len(words) > most:
        raise bad_request(f"{name} is too long")
    kept[parameters.get("language_code", "")] = words
