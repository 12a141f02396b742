from pathlib import Path

import pytest

from bot.cli.doctor import Finding, examine
from bot.monitoring import FILE_NAME, Heartbeat, HeartbeatState
from bot.settings import Settings, load_settings

pytestmark = [pytest.mark.model, pytest.mark.parser]

LONG_AGO = 1_700_000_000.0


def found(data_dir: Path, about: str, **changed: object) -> Finding:
    settings: Settings = load_settings().model_copy(update={"data_dir": data_dir, **changed})
    return next(finding for finding in examine(settings) if finding.about == about)


def test_a_bot_that_has_not_heard_telegram_for_too_long_is_a_fault(tmp_path: Path) -> None:
    assert found(tmp_path, "bot") == Finding("bot", "not running")

    heartbeat = Heartbeat(tmp_path / FILE_NAME, lambda: LONG_AGO)
    heartbeat.enter(HeartbeatState.POLLING)
    heartbeat.heard()
    deaf = found(tmp_path, "bot")

    assert deaf.is_fault
    assert deaf.found.startswith("polling, Telegram last heard 2023-11-1")

    heartbeat.enter(HeartbeatState.STOPPED)
    assert found(tmp_path, "bot") == Finding("bot", "not running")


def test_a_reader_that_is_missing_is_a_fault_and_none_is_a_choice(tmp_path: Path) -> None:
    assert not found(tmp_path, "reader").is_fault
    assert found(tmp_path, "reader", reader="").found.startswith("none")

    missing = found(tmp_path, "reader", reader=str(tmp_path / "nowhere"))

    assert missing.is_fault
    assert str(tmp_path / "nowhere") in missing.found


def test_who_may_ask_is_said(tmp_path: Path) -> None:
    assert found(tmp_path, "who may ask", telegram_allowed_users=frozenset()).remedy
    some = found(
        tmp_path,
        "who may ask",
        telegram_allowed_users=frozenset({7, 8}),
        telegram_allowed_chats=frozenset({-5}),
    )
    assert some == Finding("who may ask", "2 user ids, everybody in 1 chats")
