"""The files that articles were read from, sent as documents."""

from __future__ import annotations

import logging

from telegram import Message

from bot import notices, texts
from bot.cited import citations
from bot.markup import code
from bot.originals import SourceFile
from bot.pages import Part
from bot.reception.house import House
from bot.replies import say, send_file
from retrieval.model import Citation

logger = logging.getLogger(__name__)

LARGEST = 50 * 1024 * 1024
"""What a bot may send, in bytes."""


class Files:
    """Sends a file as it lies there, or says why it cannot."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def send(self, message: Message, place: Citation) -> None:
        """Sends the file that the citation stands in, in reply to the message."""
        try:
            file = await self._house.door.file_of(place)
        except TimeoutError:
            await say(message, texts.TOO_LONG)
            return
        if file is None:
            await say(message, notices.FILE_GONE)
        elif file.size > LARGEST:
            await say(message, notices.file_too_large(file.size / 2**20))
        else:
            await self._send(message, file, place)

    async def _send(self, message: Message, file: SourceFile, place: Citation) -> None:
        (line,) = citations(1, place, (), "")
        caption = f"{line.removeprefix('[1] ')}\nSHA-256 {code(file.digest)}"
        try:
            await send_file(message, file.path, Part(caption))
        except OSError as error:
            logger.warning("A file could not be read: %s", type(error).__name__)
            await say(message, notices.FILE_GONE)
