import pytest

from retrieval.corpus.html.page import read_page
from tests.corpus.html.layouts import LAYOUTS, NEVER, Layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_printed_paragraphs_come_once_in_order_and_the_page_around_them_stays_out(
    layout: Layout,
) -> None:
    found = read_page(layout.page())
    assert found is not None
    lines = [line.removeprefix("- ").strip() for line in found.text.splitlines()]
    assert [line for line in lines if line in layout.wanted] == list(layout.wanted)
    assert [each for each in (*NEVER, *layout.unwanted) if each in found.text] == []
