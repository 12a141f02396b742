"""Writes a backup, brings one back, and says what was in it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot import bootstrap
from bot.bootstrap import CATALOGUE, UPLOADS, BackupManifest
from bot.cli.ingest import rebuild
from bot.cli.json_output import Json
from bot.settings import Settings
from bot.store.user_data import FILE_NAME


def back_up(settings: Settings, file: Path, *, replace: bool) -> Json:
    """Write a backup of the data folder; return what is in it, as JSON."""
    return _form(file, bootstrap.back_up(settings, file, replace=replace))


def restore(settings: Settings, file: Path, console: Console) -> Json:
    """Bring a backup back and build the vector index anew; return what was in it, as JSON.

    Progress goes to the console.
    """
    manifest, aside = bootstrap.bring_back(settings, file)
    form = _form(file, manifest)
    form["kept_aside"] = None if aside is None else str(aside)
    form["indexed"] = rebuild(settings, console)
    return form


def sentence(form: Json) -> str:
    """Return what the JSON says in words."""
    told = [f"{form['articles']} articles", f"{form['answers']} answers"]
    if form["uploads"]:
        told.append(f"{form['uploads']} files that were sent to the bot")
    words = f"{form['file']}: {', '.join(told)}, of {form['written']}"
    if form.get("kept_aside"):
        words += f". What was there before is kept in {form['kept_aside']}"
    return words


def _form(file: Path, manifest: BackupManifest) -> Json:
    return {
        "file": str(file),
        "written": manifest.written,
        "articles": _rows(manifest, CATALOGUE, "articles"),
        "answers": _rows(manifest, FILE_NAME, "answers"),
        "uploads": sum(name.startswith(f"{UPLOADS}/") for name in manifest.files),
        "files": {
            name: each.model_dump(mode="json", exclude_none=True)
            for name, each in manifest.files.items()
        },
    }


def _rows(manifest: BackupManifest, store: str, table: str) -> int:
    file = manifest.files.get(store)
    return 0 if file is None or file.rows is None else file.rows.get(table, 0)
