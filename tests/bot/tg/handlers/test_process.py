"""The bot as a process: old buttons after a kill, and news from another process's ingest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot_server.people import Reader
from tests.bot_server.process import bot_process, take_in
from tests.bot_server.state import BotApi

pytestmark = [pytest.mark.model, pytest.mark.parser]

QUESTION = "When did the quay of Velmark reopen?"
REOPENED = "The quay of Velmark reopened on Monday after a winter of repairs, the port said."
FERRY = (
    "Ferry sails again\n\n"
    "“The ice is gone and the ferry sails on Friday,” said Ada Berglund, who runs the port.\n"
)


async def test_old_buttons_work_after_a_kill_and_news_comes_from_another_ingest(
    api: BotApi, reader: Reader, data_dir: Path, tmp_path: Path
) -> None:
    async with bot_process(api, data_dir) as bot:
        await bot.says("Answering as @VerbatimTestBot")
        await reader.write(QUESTION)
        (answer,) = await api.shown(reader.user_id, 1)
        assert answer.text.startswith(REOPENED)
        await reader.write("/watch Berglund")
        _, begun = await api.shown(reader.user_id, 2)
        assert begun.text.startswith("You will hear of new statements of Ada Berglund")
        await bot.kill()

        await bot.start()
        await bot.says("Answering as @VerbatimTestBot")
        assert await api.answer(await reader.press("Context")) == {}
        *_, context = await api.shown(reader.user_id, 3)
        assert context.replies_to == answer.number
        assert REOPENED in context.marked("bold")[0]

        await reader.press("Source file")
        await api.until(lambda: bool(api.made("sendDocument")))
        (call,) = api.made("sendDocument")
        assert REOPENED.encode() in call.uploads["document"].data

        (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
        take_in(tmp_path / "ferry.txt", data_dir)
        *_, news = await api.shown(reader.user_id, 5)
        assert news.text.startswith("New: 1 statement of Ada Berglund\n\n“The ice is gone")
        assert news.text.endswith("ferry.txt")
        assert await bot.stop() == 0, bot.text()
