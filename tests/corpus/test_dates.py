import pytest

from retrieval.corpus.dates import date_in_address, iso_date, printed_dates


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2025-06-14", "2025-06-14"),
        ("2025-06-14T12:00+0000", "2025-06-14T12:00+00:00"),
        ("2025-06-14T12:00:30.123Z", "2025-06-14T12:00:30+00:00"),
        ("2025/06/14", "2025-06-14"),
        ("11:16 17.02.2025", "2025-02-17T11:16"),
        ("January 5, 2025", "2025-01-05"),
        ("5th January 2025", "2025-01-05"),
        ("Sunday, Jan. 5, 2025 at 3:45 p.m. ET", "2025-01-05T15:45"),
        ("Jan 5, 2025 10:30 AM EST", "2025-01-05T10:30-05:00"),
        ("12 May 2024, 14:05 GMT", "2024-05-12T14:05+00:00"),
        ("Sat, 14 Jun 2025 12:00:00 +0100", "2025-06-14T12:00:00+01:00"),
        ("Tueday, 17 June 2025", "2025-06-17"),
        ("Wednes., 18 June 2025", "2025-06-18"),
        ("Noday, 17 June 2025", None),
        ("17/02/2025", "2025-02-17"),
        ("02/17/2025", "2025-02-17"),
        ("03/03/2025", "2025-03-03"),
        ("03/04/2025", None),
        ("31 February 2025", None),
        ("5 January", None),
        ("January 2025", None),
        ("yesterday", None),
        ("the 5 January 2025 vote", None),
        ("", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_printed(printed: str, expected: str | None) -> None:
    assert iso_date(printed) == expected


def test_dates_of_a_line_come_in_order() -> None:
    line = "Published January 5, 2025 | Updated 6 January 2025"
    assert [each.iso for each in printed_dates(line)] == ["2025-01-05", "2025-01-06"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.com/20250614/pier-1123.html", "2025-06-14"),
        ("https://example.com/2025/06/14/pier", "2025-06-14"),
        ("https://example.com/news/2025/jun/14/pier", "2025-06-14"),
        ("https://example.com/2025-06-14-pier", "2025-06-14"),
        ("https://example.com/20261399/pier", None),
        ("https://example.com/2026/01/pier", None),
        ("https://example.com/pier-20250614", None),
    ],
)
def test_an_address_may_hold_a_date(address: str, expected: str | None) -> None:
    assert date_in_address(address) == expected
