"""Writes all that cannot be made again into one ZIP file, and brings it back.

In it: each store as one SQLite file, the articles that admins sent to the bot, and a manifest with
the size and SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.adapters.in_use import alone
from retrieval.adapters.private_files import make_private_folder
from retrieval.adapters.sqlite import backup as sqlite_backup
from retrieval.adapters.sqlite.database import SchemaLayout, beside
from retrieval.adapters.sqlite.faults import explained
from retrieval.adapters.sqlite.schema import LAYOUT as CATALOGUE_LAYOUT
from retrieval.errors import BackupError

FORMAT = 1
"""Of the ZIP file; raised with every change that an earlier program could not read."""
MANIFEST = "manifest.json"

_KIND = "verbatim-backup"
_DATE_IN_ZIP = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoreFile:
    """A database in the data folder."""

    name: str
    layout: SchemaLayout


class BackedUpFile(BaseModel):
    """A file in a backup; ``rows`` of its tables, and their version, for a database."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str
    version: int | None = None
    rows: Mapping[str, int] | None = None


class Manifest(BaseModel):
    """What is in a backup, by its path below the data folder."""

    model_config = ConfigDict(frozen=True)

    kind: str
    format: int
    written: str
    files: Mapping[str, BackedUpFile]


def write_backup(
    data_dir: Path,
    file: Path,
    stores: Sequence[StoreFile],
    folders: Sequence[str],
    *,
    replace: bool,
) -> Manifest:
    """Write a backup, check it and give it its name; the stores may be in use.

    Args:
        data_dir: the data folder.
        file: the ZIP file; cut off before the end, there is none.
        stores: the databases, of which the first has to be there.
        folders: whose files are added as they are.
        replace: whether a file of that name may be replaced.

    Raises:
        BackupError: there is nothing to back up, a store is damaged, the file is there already or
            it cannot be written.
    """
    if file.exists() and not replace:
        raise BackupError(f"{file}: is there already; another name, or --overwrite")
    with _faults(file), tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as made:
        folder = Path(made)
        files = {
            store.name: _copy_of(data_dir / store.name, folder / store.name)
            for store in stores
            if (data_dir / store.name).exists() or store is stores[0]
        }
        files |= {name: _described(data_dir / name) for name in _below(data_dir, folders)}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(kind=_KIND, format=FORMAT, written=now, files=files)
        archive = folder / "archive"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as opened:
            opened.writestr(
                zipfile.ZipInfo(MANIFEST, _DATE_IN_ZIP), manifest.model_dump_json(indent=1)
            )
            for name in files:
                there = folder / name
                opened.write(there if there.exists() else data_dir / name, name)
        archive.chmod(0o600)
        _check(archive, manifest)
        _sync(archive)
        _name(archive, file, replace=replace)
    return manifest


def restore_backup(
    data_dir: Path, file: Path, stores: Sequence[StoreFile]
) -> tuple[Manifest, Path | None]:
    """Bring back a backup; return what was in it, and where what it replaced is kept, if anything.

    Nothing is changed before all of it was checked. Killed meanwhile, each store is whole, the old
    one or that of the backup. The vector index is left to be built anew.

    Raises:
        BackupError: it is no backup, is damaged or of a later version, or cannot be written.
        InUseError: a bot or another command works with the data folder.
    """
    with _faults(file):
        manifest = _manifest_of(file)
        make_private_folder(data_dir)
        with (
            alone(data_dir),
            tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as made,
        ):
            folder = Path(made)
            _unpack(file, manifest, folder)
            for store in stores:
                if store.name in manifest.files:
                    _check_store(folder / store.name, store)
            aside = _put_in_place(data_dir, folder, manifest, [store.name for store in stores])
    return manifest, aside


# --- writing ---------------------------------------------------------------------------------


def _copy_of(store: Path, copy: Path) -> BackedUpFile:
    if not store.exists():
        raise BackupError(f"{store}: missing: nothing was ingested here that could be backed up")
    sqlite_backup.copy_consistently(store, copy)
    fault = sqlite_backup.fault_in(copy)
    if fault is not None:
        raise BackupError(f"{store}: damaged ({fault}); it cannot be backed up")
    described = _described(copy)
    rows, version = sqlite_backup.counts(copy), sqlite_backup.version(copy)
    return described.model_copy(update={"rows": rows, "version": version})


def _described(path: Path) -> BackedUpFile:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return BackedUpFile(size=path.stat().st_size, sha256=digest)


def _below(data_dir: Path, folders: Sequence[str]) -> Iterator[str]:
    for folder in folders:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data_dir).as_posix()


def _name(archive: Path, file: Path, *, replace: bool) -> None:
    if replace:
        archive.replace(file)
        return
    try:
        file.hardlink_to(archive)
    except FileExistsError:
        raise BackupError(f"{file}: is there already; another name, or --overwrite") from None
    except OSError:  # a file system without hard links
        archive.replace(file)


def _sync(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


# --- bringing back ---------------------------------------------------------------------------


def _manifest_of(file: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as opened:
            manifest = Manifest.model_validate_json(opened.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValidationError) as error:
        raise BackupError(f"{file}: no backup of Verbatim, or one that is damaged") from error
    if manifest.kind != _KIND or manifest.format > FORMAT:
        raise BackupError(f"{file}: written by a later version of Verbatim; restore it with that")
    for name in manifest.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise BackupError(f"{file}: it holds {name!r}, which lies outside of a data folder")
    return manifest


def _check(file: Path, manifest: Manifest) -> None:
    """Compare each file in the archive with the manifest.

    Raises:
        BackupError: one is missing, or is another.
    """
    with _faults(file), zipfile.ZipFile(file) as opened:
        for name, expected in manifest.files.items():
            digest, size = hashlib.sha256(), 0
            with opened.open(name) as member:
                while block := member.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
            if (size, digest.hexdigest()) != (expected.size, expected.sha256):
                raise BackupError(f"{file}: {name} in it is damaged: it is not what was written")


def _unpack(file: Path, manifest: Manifest, folder: Path) -> None:
    _check(file, manifest)
    with zipfile.ZipFile(file) as opened:
        for name in manifest.files:
            path = folder / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with opened.open(name) as member, path.open("wb") as written:
                shutil.copyfileobj(member, written, _BLOCK)
            path.chmod(0o600)
            _sync(path)


def _check_store(path: Path, store: StoreFile) -> None:
    fault, version = sqlite_backup.fault_in(path), sqlite_backup.version(path)
    if fault is not None:
        raise BackupError(f"{store.name} in the backup is damaged: {fault}")
    if version != store.layout.version and version not in store.layout.migrations:
        raise BackupError(
            f"{store.name} in the backup is {store.layout.name} of version {version}, this program "
            f"knows version {store.layout.version}; use the program that made it"
        )
    if store.layout is CATALOGUE_LAYOUT:
        sqlite_backup.forget_index(path)


def _put_in_place(
    data_dir: Path, folder: Path, manifest: Manifest, stores: Sequence[str]
) -> Path | None:
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = data_dir / f"before-restore-{now}"
    for name in manifest.files:
        path = data_dir / name
        if name not in stores:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif path.exists():
            _keep_aside(path, aside)
        (folder / name).replace(path)
    shutil.rmtree(data_dir / "vectors", ignore_errors=True)
    return aside if aside.exists() else None


def _keep_aside(path: Path, aside: Path) -> None:
    """Give the store a second name in the folder, and move its log there if it has one still."""
    sqlite_backup.close_log(path)
    aside.mkdir(mode=0o700, exist_ok=True)
    for rest in beside(path):
        if rest.exists():
            rest.replace(aside / rest.name)
    try:
        (aside / path.name).hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copy2(path, aside / path.name)


@contextmanager
def _faults(file: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(f"{file}: damaged: {error}") from error
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename or file}: not found") from error
    except (sqlite3.Error, OSError) as error:
        path = file
        if isinstance(error, OSError) and error.filename:
            with suppress(TypeError):
                path = Path(error.filename)
        raise BackupError(f"{file}: {explained(error, path, 'move it away')}") from error
