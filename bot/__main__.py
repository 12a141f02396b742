"""Starts the command line: ``verbatim`` or ``python -m bot``."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line."""
    _multiply_by_one_thread()
    # Only here: before, "python -m bot" would load libraries from the current folder.
    from bot.cli.commands import main as run_command  # noqa: PLC0415 - as said above

    run_command()


def _multiply_by_one_thread() -> None:
    """Have NumPy multiply by the thread that asks, unless the environment says otherwise.

    A product of a question is done in less time than it takes to wake other threads, and the
    products of several questions at once would wait for one another's threads. It is read when
    NumPy is imported.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


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
