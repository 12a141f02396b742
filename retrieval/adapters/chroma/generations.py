"""Names the folders of an index's generations: each rebuild makes the next one."""

from __future__ import annotations

from pathlib import Path

from retrieval.adapters.chroma.index_files import DATABASE, delete


def folder_of(folder: Path, number: int) -> Path:
    """Return the folder of the generation of that number."""
    return folder / f"g{number}"


def numbers_in(folder: Path) -> list[int]:
    """Return the generations that have a folder, finished or not."""
    names = [path.name[1:] for path in folder.glob("g*")]
    return [int(name) for name in names if name.isdecimal()]


def delete_others(folder: Path, number: int) -> None:
    """Delete every generation but that one, as far as that is possible."""
    for other in numbers_in(folder):
        if other != number:
            delete(folder_of(folder, other))


def is_built(data_dir: Path) -> bool:
    """Return whether an index was ever built in that data folder."""
    return any((data_dir / "vectors").glob(f"g*/{DATABASE}"))
