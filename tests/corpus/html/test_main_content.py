import pytest

from retrieval.corpus.html.page import read_page
from tests.corpus.html.layouts import H1, LAYOUTS, NEVER, Layout, P


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_printed_paragraphs_come_once_in_order_and_the_page_around_them_stays_out(
    layout: Layout,
) -> None:
    found = read_page(layout.page())
    assert found is not None
    lines = [line.removeprefix("- ").strip() for line in found.text.splitlines()]
    assert [line for line in lines if line in layout.wanted] == list(layout.wanted)
    assert [each for each in (*NEVER, *layout.unwanted) if each in found.text] == []


def test_a_paragraph_that_may_be_the_articles_and_is_left_out_is_noted() -> None:
    short = "The board of Tarnby meets again in June."
    body = (
        f"<article>{H1}<div class='article-body'>{P}</div><div class='z'>{short}</div></article>"
    )
    found = read_page(Layout("", body, ()).page())
    assert found is not None
    assert short not in found.text
    assert found.notes == ("1 printed paragraph was left out that may be the article's",)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_reading_a_page_twice_gives_the_same(layout: Layout) -> None:
    assert read_page(layout.page()) == read_page(layout.page())
