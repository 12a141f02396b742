from __future__ import annotations

import pytest

from retrieval.quotes.identity.bare_surnames import SurnameUse, main_person


@pytest.mark.parametrize(
    ("uses", "main"),
    [
        ({"arvid": SurnameUse(3, 5), "sanna": SurnameUse(0, 0)}, "arvid"),
        ({"arvid": SurnameUse(1, 2), "sanna": SurnameUse(0, 0)}, "arvid"),
        ({"arvid": SurnameUse(9, 30), "sanna": SurnameUse(1, 3)}, "arvid"),
        ({"arvid": SurnameUse(40, 0), "sanna": SurnameUse(1, 3)}, "arvid"),
        ({"arvid": SurnameUse(4, 0), "sanna": SurnameUse(1, 3)}, None),
        ({"arvid": SurnameUse(2, 5), "sanna": SurnameUse(1, 5)}, None),
        ({"arvid": SurnameUse(1, 2), "sanna": SurnameUse(0, 1)}, None),
        ({"arvid": SurnameUse(2, 2), "sanna": SurnameUse(0, 1)}, "arvid"),
        ({"arvid": SurnameUse(0, 3), "sanna": SurnameUse(0, 3)}, None),
        ({"arvid": SurnameUse(0, 9), "sanna": SurnameUse(0, 1)}, "arvid"),
        ({"arvid": SurnameUse(0, 9), "sanna": SurnameUse(0, 2)}, None),
        ({"arvid": SurnameUse(0, 3), "sanna": SurnameUse(0, 0)}, "arvid"),
        ({"arvid": SurnameUse(0, 0), "sanna": SurnameUse(0, 0)}, None),
    ],
)
def test_the_surname_means_whom_the_articles_mean_by_it(
    uses: dict[str, SurnameUse], main: str | None
) -> None:
    assert main_person(uses) == main
