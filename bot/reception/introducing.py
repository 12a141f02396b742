"""What Telegram is told of the bot when it starts: its commands for each kind of chat."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Collection, Iterator, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot import logs, notices

logger = logging.getLogger(__name__)

Commands = Sequence[tuple[str, str]]


async def introduce(bot: Bot, admins: Collection[int] = ()) -> None:
    """Registers commands and descriptions; what Telegram does not take is logged and left."""
    for scope, commands in _scopes(admins):
        shown = [BotCommand(*each) for each in commands]
        await _tell(bot.set_my_commands(shown, scope), "The commands were not registered")
    await _tell(bot.set_my_description(notices.DESCRIPTION), "The description was not registered")
    short = bot.set_my_short_description(notices.SHORT_DESCRIPTION)
    await _tell(short, "The short description was not registered")


def _scopes(admins: Collection[int]) -> Iterator[tuple[BotCommandScope, Commands]]:
    yield BotCommandScopeDefault(), notices.GROUP_COMMANDS
    yield BotCommandScopeAllPrivateChats(), notices.COMMANDS
    yield BotCommandScopeAllGroupChats(), notices.GROUP_COMMANDS
    for admin in sorted(admins):
        yield BotCommandScopeChat(admin), (*notices.COMMANDS, *notices.ADMIN_COMMANDS)


async def _tell(call: Awaitable[bool], otherwise: str) -> None:
    try:
        await call
    except TelegramError as error:
        logger.warning("%s: %s", otherwise, logs.describe(error))
