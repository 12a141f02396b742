import math

import pytest

from retrieval.corpus.json_articles.values import UnexpectedValueError, date_in

NOON = "2025-03-04T12:00:00+00:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1741089600, NOON),
        (1741089600.7, NOON),
        (1741089600000, NOON),
        (1741089600000000, NOON),
        ("1741089600", NOON),
        ("20250304T120000Z", NOON),
        ("20250304120000", "2025-03-04"),
        (20250304, "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("2025-03-04", "2025-03-04"),
        ("2025-03-04T12:00:00.000Z", NOON),
        ("2025-03-04T12:00:00Z[UTC]", NOON),
        ("2025-03-04 12:00:00+00:00", NOON),
        ("2025-03-04 12:00:00", "2025-03-04"),
        ("2025-03-04T00:00:00", "2025-03-04"),
        ("2025-03-04T12:00:00-05:00", "2025-03-04T12:00:00-05:00"),
        ("Tue, 04 Mar 2025 12:00:00 GMT", NOON),
        ("Tue, 04 Mar 2025 12:00:00 UT", NOON),
        ("March 4, 2025", "2025-03-04"),
        ({"$date": "2025-03-04T12:00:00Z"}, NOON),
        ({"$date": {"$numberLong": "1741089600000"}}, NOON),
    ],
)
def test_a_date_is_read_as_programs_write_it(value: object, expected: str) -> None:
    assert date_in(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        0, -1, 7, 2025, 86_400, True, math.nan, math.inf, 1e300, 12345678901234567890, 17410824,
        20251304, "", "0", "2025", "2025-03", "03/04/2025", "yesterday", "2 hours ago",
        "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "2025-13-01", None, [], [2025, 3, 4], {},
        {"$date": None}, "\ud83d", "9" * 500,
    ],
)  # fmt: skip
def test_what_is_no_full_date_is_refused(value: object) -> None:
    with pytest.raises(UnexpectedValueError, match="expected one such as 2025-01-31"):
        date_in(value)
