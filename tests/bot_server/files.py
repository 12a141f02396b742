"""Files that went either way, and where they are fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.bot_server.wire import Json, Upload, bad_request

MOST_DOWN: Final = 20 * 1024 * 1024
MOST_UP: Final = 50 * 1024 * 1024
ATTACHED: Final = "attach://"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file with the name that Telegram gave it."""

    id: str
    path: str
    upload: Upload
    claimed_size: int | None = None
    """What Telegram says of its size, where a test does not want to make so large a file."""

    @property
    def size(self) -> int:
        return len(self.upload.data) if self.claimed_size is None else self.claimed_size

    def form(self) -> Json:
        unique = hashlib.sha256(self.upload.data).hexdigest()[:16]
        return {"file_id": self.id, "file_unique_id": unique, "file_size": self.size}

    def document_form(self) -> Json:
        return {
            **self.form(),
            "file_name": self.upload.name,
            "mime_type": self.upload.mime,
        }

    def photo_form(self) -> list[Json]:
        return [{**self.form(), "width": 800, "height": 600}]


@dataclass
class Files:
    """By their ids."""

    stored: dict[str, Stored] = field(default_factory=dict)

    def keep(self, upload: Upload, folder: str, claimed_size: int | None = None) -> Stored:
        number = len(self.stored) + 1
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        file = Stored(
            f"BQACAgIAAxkBAAI{number:05}", f"{folder}/file_{number}.{suffix}", upload, claimed_size
        )
        self.stored[file.id] = file
        return file

    def to_fetch(self, file_id: str) -> Stored:
        """The file that the bot wants to download.

        Raises:
            Refused: there is none, or it is larger than bots may download.
        """
        file = self.stored.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if file.size > MOST_DOWN:
            raise bad_request("file is too big")
        return file

    def at(self, path: str) -> Stored | None:
        return next((file for file in self.stored.values() if file.path == path), None)

    def sent(self, value: str, uploads: Mapping[str, Upload], folder: str) -> Stored:
        """The file of a call: attached to it, or known by its id.

        Raises:
            Refused: neither.
        """
        upload = uploads.get(value.removeprefix(ATTACHED))
        if value.startswith(ATTACHED) and upload is not None:
            if not upload.data:
                raise bad_request("file must be non-empty")
            return self.keep(upload, folder)
        if value in self.stored:
            return self.stored[value]
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
