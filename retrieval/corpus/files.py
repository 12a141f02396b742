"""Finds the files that may hold articles."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Final

SUFFIXES: Final = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
ITEM: Final = re.compile(r"#\d+(?:\.\d+)*\Z")
"""Ends the place of an article in a file of several: "#3", "#3.7" for the seventh in the third."""

_LEADS_OUT: Final = "a link that leads out of the folder; followed with --follow-links"
_LISTED: Final = 5
_NAMED: Final = 3
_NUMBER: Final = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file, in bytes, and an article, in code points, may be."""

    max_file_bytes: int
    max_article_characters: int


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold articles.

    Attributes:
        path: absolute and resolved.
        file: the path below the folder that was given, with "/" on every system.
    """

    path: Path
    file: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or an article in it ("news.jsonl#3"), that is not ingested, and why.

    ``count`` is how many there are where one line stands for several of a file.
    """

    file: str
    reason: str
    count: int = 1

    def __str__(self) -> str:
        """Return one line, whatever the file is called."""
        return f"{printable(self.file)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Note:
    """Says what was left out of an article that is ingested.

    ``count`` is how many articles it holds for; the file is that of the first.
    """

    file: str
    text: str
    count: int = 1

    def __str__(self) -> str:
        """Return one line, whatever the file is called."""
        others = f" and {self.count - 1:,} more" if self.count > 1 else ""
        return f"{printable(self.file)}{others}: {self.text}"


def find_files(
    paths: Sequence[Path], *, follow_links: bool = False
) -> Iterator[FoundFile | Skipped]:
    """Yield the files to read in files and folders, each once, in order of their names.

    Hidden files, sidecars, other extensions and a README inside a folder are left out; what was
    named and cannot be read is yielded as skipped.

    Args:
        paths: files and folders; one of them may itself be a link.
        follow_links: whether links inside a folder are followed that lead out of it.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path, follow_links=follow_links):
            if isinstance(found, FoundFile):
                if found.path in seen:
                    continue
                seen.add(found.path)
            yield found


def printable(file: str) -> str:
    """Return a file's name in one line: line ends and other control characters escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in file)


def summarised(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """Return the same with one line for a file of which more than five articles are skipped."""
    lines: list[Skipped] = []
    for file, group in groupby(skipped, key=lambda each: ITEM.sub("", each.file)):
        items = list(group)
        lines += items if len(items) <= _LISTED else [_one_line(file, items)]
    return tuple(lines)


def summarised_notes(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return the same with one line for more than five that differ in file and numbers alone."""
    alike: dict[str, list[Note]] = {}
    for note in notes:
        alike.setdefault(_NUMBER.sub("", note.text), []).append(note)
    return tuple(line for group in alike.values() for line in _lines(group))


def _below(path: Path, *, follow_links: bool) -> Iterator[FoundFile | Skipped]:
    try:
        if path.is_dir():
            root = path.resolve()
            walk = _Walk(root, follow_links=follow_links, seen={root})
            yield from _in_folder(root, PurePosixPath(), (root,), walk)
        elif not path.exists():
            yield Skipped(str(path), "not found; expected a file or folder")
        elif not path.is_file():
            yield Skipped(str(path), "neither a file nor a folder")
        elif path.suffix.lower() not in SUFFIXES:
            yield Skipped(
                path.name,
                f"extension {path.suffix or 'missing'!r}; expected one of {' '.join(SUFFIXES)}",
            )
        elif not _can_be_stored(str(path.resolve())):
            yield Skipped(path.name, "a file name that is not UTF-8")
        else:
            yield FoundFile(path.resolve(), path.name)
    except (OSError, ValueError, RuntimeError) as error:
        yield Skipped(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}")


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through one folder: where it began, and which folders it has been to."""

    root: Path
    follow_links: bool
    seen: set[Path]


def _in_folder(
    folder: Path, below: PurePosixPath, above: tuple[Path, ...], walk: _Walk
) -> Iterator[FoundFile | Skipped]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        name = str(below) if below.parts else folder.name or str(folder)
        yield Skipped(name, f"cannot be read: {error.strerror or error}")
        return
    for entry in entries:
        if not entry.name.startswith(".") and PurePosixPath(entry.name).stem.upper() != "README":
            yield from _entry(entry, below / entry.name, above, walk)


def _entry(
    entry: os.DirEntry[str], file: PurePosixPath, above: tuple[Path, ...], walk: _Walk
) -> Iterator[FoundFile | Skipped]:
    try:
        path = Path(entry.path).resolve()
        if entry.is_dir():
            yield from _subfolder(entry, path, file, above, walk)
        elif file.suffix.lower() not in SUFFIXES:
            return
        elif not _can_be_stored(f"{file}{path}"):
            yield Skipped(str(file), "a file name that is not UTF-8")
        elif not entry.is_file():
            yield Skipped(str(file), _reason_for_no_file(Path(entry.path)))
        elif _leads_out(entry, path, walk):
            yield Skipped(str(file), _LEADS_OUT)
        else:
            yield FoundFile(path, str(file))
    except (OSError, RuntimeError) as error:
        yield Skipped(str(file), f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _subfolder(
    entry: os.DirEntry[str],
    path: Path,
    file: PurePosixPath,
    above: tuple[Path, ...],
    walk: _Walk,
) -> Iterator[FoundFile | Skipped]:
    """Yield what is in a folder; one that is linked to from several places is read once."""
    if path in above:
        yield Skipped(str(file), f"a link back to the folder {path.name!r}; not followed")
        return
    if _leads_out(entry, path, walk):
        yield Skipped(str(file), _LEADS_OUT)
        return
    linked_within = entry.is_symlink() and path.is_relative_to(walk.root)
    if path in walk.seen or linked_within:
        return
    walk.seen.add(path)
    yield from _in_folder(path, file, (*above, path), walk)


def _leads_out(entry: os.DirEntry[str], path: Path, walk: _Walk) -> bool:
    """Whether an entry is a link that leads out of the folder and is not to be followed."""
    return entry.is_symlink() and not (walk.follow_links or path.is_relative_to(walk.root))


def _can_be_stored(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _reason_for_no_file(path: Path) -> str:
    return "not a regular file" if path.exists() else "a link to nothing"


def _one_line(file: str, items: Sequence[Skipped]) -> Skipped:
    named: dict[str, list[str]] = {}
    for each in items[:_NAMED]:
        named.setdefault(each.reason, []).append(each.file.removeprefix(file))
    first = "; ".join(f"{', '.join(places)} {reason}" for reason, places in named.items())
    more = len(items) - _NAMED
    return Skipped(
        file, f"{len(items):,} in it are skipped: {first}; and {more:,} more", len(items)
    )


def _lines(group: Sequence[Note]) -> Iterator[Note]:
    if len(group) <= _LISTED:
        yield from group
    else:
        yield Note(group[0].file, group[0].text, len(group))
