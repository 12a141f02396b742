"""Keeps the files that admins send: saves, replaces, takes back and deletes them.

Below the folder of uploads each file lies in a folder named by its content. Hidden beside them lie
``.waiting``, files of which nobody has said yet what to do with them, and ``.undo``, a record of
each upload that can be taken back. All of it outlives the process.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ValidationError

from bot.messages.text_entities import one_line
from bot.service.articles import stable_key
from bot.service.source_files import digest_of_file
from retrieval.corpus.files import SUFFIXES

KINDS = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
"""The suffix of a document whose name has none; a name that has one is believed."""

SIDECAR = ".meta.toml"

_DIGEST = 16
_NAME_LENGTH = 80
_NAME_BYTES = 200
"""File systems take 255, and a sidecar's name is longer than its file's."""
_UNFIT = re.compile(r"[^\w.() -]+")
_WAITING, _UNDO = ".waiting", ".undo"


@dataclass(frozen=True, slots=True)
class ForwardedPost:
    """A post as it was forwarded.

    Attributes:
        outlet: the channel that it was posted in; None where it does not say.
        posted: when.
        url: where it stands, if that is public.
    """

    text: str
    outlet: str | None
    posted: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A document that was sent, with a name that is valid on every system."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def key(self) -> str:
        """By which buttons know it."""
        return stable_key("upload", self.name, self.digest)


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """An article that was saved, and which of its files were not there before."""

    path: Path
    new: tuple[Path, ...]


class Undo(BaseModel):
    """How an upload is taken back.

    Attributes:
        paths: of the uploaded files.
        before: the bytes of the only one that were there before, in a file; None: they are deleted.
        again: a file that was replaced and lies elsewhere, to be ingested again.
        digests: SHA-256 of each upload, in hexadecimal.
    """

    paths: list[Path]
    digests: list[str | None] = []
    before: Path | None = None
    again: Path | None = None


def suffix_of(name: str | None, kind: str | None) -> str | None:
    """Return the suffix that says how to read a document; None for one that is no article."""
    suffix = PurePosixPath(name or "").suffix.lower()
    if suffix:
        return suffix if suffix in SUFFIXES else None
    return KINDS.get((kind or "").partition(";")[0])


def file_name_for(name: str | None, suffix: str) -> str:
    """Return the name under which a document is kept, and cited."""
    return f"{_stem(name)}{suffix}"


class UploadFolder:
    """The folder of uploads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def save(self, sent: SentDocument) -> SavedDocument:
        """Save a document; the same one always in the same place."""
        return _write(self._folder / sent.digest[:_DIGEST], {sent.name: sent.content})

    def save_post(self, given: ForwardedPost) -> SavedDocument:
        """Save a post, with a sidecar file of what is stated about it."""
        content = given.text.encode("utf-8", "replace")
        stated = "".join(f"{line}\n" for line in _sidecar_lines(given)).encode()
        subfolder = self._folder / hashlib.sha256(content + b"\0" + stated).hexdigest()[:_DIGEST]
        name = file_name_for(given.outlet or "post", ".txt")
        return _write(subfolder, {name: content, f"{name}{SIDECAR}": stated})

    def overwrite(self, path: Path, sent: SentDocument) -> Undo:
        """Put a document in place of an upload, whose bytes are kept."""
        before = self._record(sent.key).with_suffix(".before")
        if path.read_bytes() != sent.content:  # else it was done before the bot was ended
            _replace(before, path.read_bytes())
            _replace(path, sent.content)
        return Undo(paths=[path], before=before)

    def holds(self, path: Path) -> bool:
        """Whether a file is an upload."""
        return path.is_relative_to(self._folder)

    def delete(self, path: Path) -> None:
        """Delete an upload with its sidecar, and its folder where nothing else is in it."""
        if self.holds(path):
            for each in (path, path.with_name(path.name + SIDECAR)):
                each.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()

    # --- documents of which nobody has said yet what to do with them --------------------------

    def hold(self, sent: SentDocument) -> None:
        """Keep a document until it is said what to do with it."""
        _write(self._folder / _WAITING / sent.key, {sent.name: sent.content})

    def held(self, key: str) -> SentDocument | None:
        """Return the document of that key, if it is waiting."""
        with suppress(OSError):
            for path in (self._folder / _WAITING / key).iterdir():
                return SentDocument(path.name, path.read_bytes())
        return None

    def release(self, key: str) -> None:
        """Keep the document of that key no longer."""
        shutil.rmtree(self._folder / _WAITING / key, ignore_errors=True)

    # --- uploads that can be taken back ------------------------------------------------------

    def remember(self, key: str, undo: Undo) -> None:
        """Store how an upload is taken back."""
        digests = [digest_of_file(path) for path in undo.paths]
        whole = undo.model_copy(update={"digests": digests})
        _replace(self._record(key), whole.model_dump_json().encode())

    def undo_of(self, key: str) -> Undo | None:
        """Return how the upload of that key is taken back; None where it cannot be."""
        try:
            return Undo.model_validate_json(self._record(key).read_bytes())
        except (OSError, ValidationError):
            return None

    def is_latest(self, undo: Undo) -> bool:
        """Whether no other upload was put in place of these since."""
        known = {None, *undo.digests, digest_of_file(undo.before) if undo.before else None}
        return all(digest_of_file(path) in known for path in undo.paths)

    def put_back(self, undo: Undo) -> None:
        """Put the bytes back that were there before, or delete the upload."""
        for path in undo.paths:
            if undo.before is None:
                self.delete(path)
            elif undo.before.exists():  # else it was done before the bot was ended
                _replace(path, undo.before.read_bytes())

    def forget(self, key: str) -> None:
        """Delete what is stored of how an upload is taken back."""
        for path in (self._record(key).with_suffix(".before"), self._record(key)):
            path.unlink(missing_ok=True)

    def _record(self, key: str) -> Path:
        return self._folder / _UNDO / f"{key}.json"


def delete_new(saved: SavedDocument) -> None:
    """Delete the files that were not there before."""
    for path in saved.new:
        path.unlink(missing_ok=True)
    with suppress(OSError):  # something else is in it
        saved.path.parent.rmdir()


def _sidecar_lines(given: ForwardedPost) -> Iterator[str]:
    outlet = one_line(given.outlet or "", _NAME_LENGTH)
    if outlet:
        yield f"outlet = {_toml_string(outlet)}"
    if given.posted is not None:
        yield f"published = {_toml_string(given.posted.isoformat(timespec='minutes'))}"
    if given.url is not None:
        yield f"url = {_toml_string(given.url)}"


def _toml_string(words: str) -> str:
    """Return a basic string of TOML; the words have no control characters."""
    return json.dumps(words, ensure_ascii=False)


def _stem(name: str | None) -> str:
    """Return a stem that is a valid file name on every system."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    fit = _UNFIT.sub("-", stem)[:_NAME_LENGTH]
    fit = fit.encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore").strip(" .-")
    return "article" if not fit or fit.upper() == "README" else fit


def _write(folder: Path, files: Mapping[str, bytes]) -> SavedDocument:
    """Write the files, of which the first is the article."""
    paths = [folder / name for name in files]
    new = tuple(path for path in paths if not path.exists())
    for path, content in zip(paths, files.values(), strict=True):
        _replace(path, content)
    return SavedDocument(paths[0], new)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()[:_DIGEST]}.part")
    part.write_bytes(content)
    part.replace(path)
