"""What the bot stores, on a disk that is full and has room again, and in a read-only folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.store.database import StoreError
from bot.store.user_data import UserDataStore
from tests.mounts import run_on_small_disk, run_with_read_only

PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.store.user_data import UserDataStore
from bot.store.database import StoreError
folder = Path(sys.argv[1])
async def run():
    if "full" in sys.argv:
        with suppressed():
            (folder / "ballast").write_bytes(bytes(1 << 26))
    user_data = UserDataStore(folder / "desk.sqlite")
    await tell(user_data, "opened")
    await user_data.unanswered.add("Who pays? " * 3000, "")
    assert await user_data.inbox.receive(7, "{}", 77)
    await tell(user_data, "asked")
    try:
        await user_data.forget(77)
        print("forgotten")
    except StoreError as error:
        print("not forgotten:", error)
    if "full" in sys.argv:
        (folder / "ballast").unlink()
        await user_data.save()
        await tell(user_data, "room again")
    user_data.close()
    again = UserDataStore(folder / "desk.sqlite")
    await tell(again, "again")
    again.close()
async def tell(user_data, when):
    print(when, "|", await user_data.unanswered.count(), "|", user_data.notice)
def suppressed():
    from contextlib import suppress
    return suppress(OSError)
asyncio.run(run())
"""


@pytest.fixture
async def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    user_data = UserDataStore(folder / "desk.sqlite")
    await user_data.unanswered.add("Who pays for the crane?", "")
    user_data.close()
    return folder


def test_on_a_full_disk_what_the_bot_stores_is_kept_in_memory_until_there_is_room(
    data_dir: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    done = run_on_small_disk(disk, data_dir, 1024, "-c", PROGRAM, str(disk), "full")
    assert done.returncode == 0, done.stderr
    opened, asked, forgotten, room, again = done.stdout.splitlines()
    why = f"no space left on the disk of {disk}: free some, then do it again"
    assert opened.startswith("opened | 1 | ")
    assert asked.startswith("asked | 2 | ")
    assert asked.endswith(why)
    assert forgotten.startswith("not forgotten: ")
    assert (room, again) == ("room again | 2 | None", "again | 2 | None")


def test_in_a_read_only_folder_what_the_bot_stores_is_kept_in_memory(data_dir: Path) -> None:
    done = run_with_read_only(data_dir, "-c", PROGRAM, str(data_dir))
    assert done.returncode == 0, done.stderr
    opened, asked, forgotten, again = done.stdout.splitlines()
    why = f"the folder {data_dir} is read-only for this user"
    assert opened.startswith("opened | 1 | ")
    assert why in opened
    assert asked.startswith("asked | 2 | ")
    assert why in asked
    assert forgotten.startswith("not forgotten: ")
    assert again.startswith("again | 1 | ")


async def test_a_data_folder_that_was_removed_is_made_again_with_what_was_in_it(
    data_dir: Path,
) -> None:
    user_data = UserDataStore(data_dir / "desk.sqlite")
    await user_data.unanswered.add("Who else?", "")
    shutil.rmtree(data_dir)
    await user_data.unanswered.add("And who?", "")
    assert await user_data.unanswered.count() == 3
    user_data.close()
    again = UserDataStore(data_dir / "desk.sqlite")
    assert await again.unanswered.count() == 3
    again.close()


def test_an_emptied_file_is_refused_and_not_replaced(data_dir: Path) -> None:
    (data_dir / "desk.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match=r"empty, 0 bytes: .*bring back a backup"):
        UserDataStore(data_dir / "desk.sqlite")
    assert (data_dir / "desk.sqlite").read_bytes() == b""
