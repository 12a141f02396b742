"""Documents and posts that arrive by Telegram, laid down as files that can be taken in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from bot.markup import tidy

SUFFIXES = {
    ".txt": ".txt",
    ".md": ".md",
    ".html": ".html",
    ".htm": ".htm",
}
KINDS = {"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html"}
"""The suffix of a document whose name has none."""

SIDECAR = ".meta.toml"

_DIGEST = 16
_NAME_LENGTH = 80
_UNFIT = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True, slots=True)
class Post:
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
class Laid:
    """An article that was laid down, and which of its files were not there before."""

    path: Path
    new: tuple[Path, ...]


def suffix_of(name: str | None, kind: str | None) -> str | None:
    """The suffix that says how to read a document; None for one that is no article."""
    suffix = PurePosixPath(name or "").suffix.lower()
    return SUFFIXES.get(suffix) if suffix else KINDS.get((kind or "").partition(";")[0])


def document(folder: Path, name: str | None, suffix: str, content: bytes) -> Laid:
    """Lays a document down below the folder; the same one always in the same place."""
    place = folder / hashlib.sha256(content).hexdigest()[:_DIGEST]
    return _laid(place, {f"{_stem(name)}{suffix}": content})


def post(folder: Path, given: Post) -> Laid:
    """Lays a post down below the folder, with what is stated about it beside it."""
    content = given.text.encode("utf-8", "replace")
    stated = "".join(f"{line}\n" for line in _stated(given)).encode()
    place = folder / hashlib.sha256(content + b"\0" + stated).hexdigest()[:_DIGEST]
    name = f"{_stem(given.outlet or 'post')}.txt"
    return _laid(place, {name: content, f"{name}{SIDECAR}": stated})


def take_away(laid: Laid) -> None:
    """Deletes what was not there before."""
    for path in laid.new:
        path.unlink(missing_ok=True)
    with suppress(OSError):  # something else is in it
        laid.path.parent.rmdir()


def _stated(given: Post) -> Iterator[str]:
    outlet = tidy(given.outlet or "", _NAME_LENGTH)
    if outlet:
        yield f"outlet = {_string(outlet)}"
    if given.posted is not None:
        yield f"published = {_string(given.posted.isoformat(timespec='minutes'))}"
    if given.url is not None:
        yield f"url = {_string(given.url)}"


def _string(words: str) -> str:
    """A basic string of TOML; the words have no control characters."""
    return json.dumps(words, ensure_ascii=False)


def _stem(name: str | None) -> str:
    """A name that no system takes for anything but a file's."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    fit = _UNFIT.sub("-", stem)[:_NAME_LENGTH].strip(" .-")
    return "article" if not fit or fit.upper() == "README" else fit


def _laid(folder: Path, files: Mapping[str, bytes]) -> Laid:
    """The first of the files is the article."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in files]
    new = tuple(path for path in paths if not path.exists())
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return Laid(paths[0], new)
