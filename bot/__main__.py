"""Starts the command line: ``verbatim`` or ``python -m bot``."""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line."""
    # Only here: before, "python -m bot" would load libraries from the current folder.
    from bot.cli.commands import main as run_command  # noqa: PLC0415 - as said above

    run_command()


def _import_nothing_from_the_current_folder() -> None:
    """Take the current folder, which ``python -m`` puts first, off the path of modules.

    A ``numpy.py`` beside somebody's articles is no part of this program. The project's own folder
    stays where that is the current one.
    """
    if not sys.flags.safe_path and Path(sys.path[0]) != Path(__file__).resolve().parents[1]:
        del sys.path[0]


if __name__ == "__main__":
    _import_nothing_from_the_current_folder()
    main()
