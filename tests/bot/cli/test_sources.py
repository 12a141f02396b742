"""The list of outlets in the terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from bot.cli import sources
from retrieval.model import ListedFile, ListedOutlet
from tests.bot.messages import samples

LONG = "archive/2026/a-very-long-name-of-a-folder/and-one-of-a-file-that-no-terminal-holds.txt"


def page(width: int = 80) -> Console:
    return Console(file=StringIO(), width=width, highlight=False)


def text(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_outlets_are_a_line_each_with_articles_and_dates() -> None:
    console = page()
    sources.print_totals(console, samples.OUTLETS, 12, "verbatim sources OUTLET")

    assert (
        text(console)
        == """\
4 articles, 2 known outlets, 12 statements with a speaker
Northern Courier       1 article  2026-03-19
The Ostervik Gazette  2 articles  2025-12-01 – 2026-03-12
Outlet unknown         1 article  no dates known
Files: verbatim sources OUTLET"""
    )


def test_files_come_with_their_evidence_and_the_unknown_outlet_as_such() -> None:
    console = page()
    sources.print_outlets(console, samples.OUTLETS[::2])
    courier = samples.OUTLETS[0].files[0]

    assert (
        text(console).rstrip()
        == f"""\
Northern Courier: 1 article, 2026-03-19
  2026-03-19    {courier.file}
                {courier.title}  (address of the page)

Outlet unknown: 1 article, no dates known
  date unknown  ledger-0312.txt
                no title"""
    )


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_file_name_is_cut_at_any_width(width: int) -> None:
    console = page(width)
    listed = ListedFile(LONG, "Pond to be drained", "2026-03-12", ("line in the footer",))
    sources.print_outlets(
        console, [ListedOutlet("Osk Bugle", "2026-03-12", "2026-03-12", (listed,))]
    )

    assert f"2026-03-12    {LONG}\n" in text(console)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Northern Courier", ["Northern Courier"]),
        ("the northern courier", ["Northern Courier"]),
        ("gazette", ["The Ostervik Gazette"]),
        ("unknown", [None]),
        ("er", ["Northern Courier", "The Ostervik Gazette"]),
        ("Bugle", []),
    ],
)
def test_an_outlet_is_found_by_its_name_or_part_of_it(name: str, found: list[str | None]) -> None:
    assert [each.outlet for each in sources.outlets_called(samples.OUTLETS, name)] == found


def test_an_outlet_that_is_not_there_is_said_with_the_nearest() -> None:
    console = page()
    sources.print_no_outlet(console, samples.OUTLETS, "Nothern Curier", "verbatim sources")
    sources.print_no_outlet(console, samples.OUTLETS, "Bugle", "/sources")

    assert (
        text(console)
        == """\
No outlet called Nothern Curier is known here.
Did you mean:
  • verbatim sources 'Northern Courier'
No outlet called Bugle is known here.
All of them: /sources"""
    )
