import pytest

from bot.service.find_article import NoSuchArticle, find_article
from retrieval.ports import ArticleCard


def card(source: str, file: str) -> ArticleCard:
    return ArticleCard(source, file, 1, None, None, None, None)


CARDS = [
    card("/news/2025/pier.txt", "2025/pier.txt"),
    card("/news/2026/pier.txt", "2026/pier.txt"),
    card("/news/slipway.html", "slipway.html"),
    card("/news/feed.jsonl#1", "feed.jsonl#1"),
    card("/news/feed.jsonl#3.2", "feed.jsonl#3.2"),
    card("/news/single.json#1", "single.json#1"),
    card("/other/slip.txt", "slip.txt"),
    card("/third/slip.txt", "slip.txt"),
]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("2025/pier.txt", "/news/2025/pier.txt"),
        ("/news/2026/pier.txt", "/news/2026/pier.txt"),
        ("/news/2026/../2025/pier.txt", "/news/2025/pier.txt"),
        ("slipway.html", "/news/slipway.html"),
        ("news/slipway.html", "/news/slipway.html"),
        ("feed.jsonl#3.2", "/news/feed.jsonl#3.2"),
        ("/news/feed.jsonl#1", "/news/feed.jsonl#1"),
        ("single.json", "/news/single.json#1"),
        ("/news/single.json", "/news/single.json#1"),
        ("other/slip.txt", "/other/slip.txt"),
    ],
)
def test_an_article_is_found_as_cited_by_its_path_and_by_a_tail(name: str, source: str) -> None:
    found = find_article(CARDS, name)
    assert isinstance(found, ArticleCard)
    assert found.source == source


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("pier.txt", ("2025/pier.txt", "2026/pier.txt")),
        ("feed.jsonl", ("feed.jsonl#1", "feed.jsonl#3.2")),
        ("slip.txt", ("/other/slip.txt", "/third/slip.txt")),
    ],
)
def test_a_name_of_several_is_answered_with_a_name_for_each(
    name: str, candidates: tuple[str, ...]
) -> None:
    assert find_article(CARDS, name) == NoSuchArticle(name, candidates, is_ambiguous=True)


@pytest.mark.parametrize(
    "name", ["ier.txt", "feed.jsonl#2", "", ".", "/", "~nobody/x", "a\0b", "slipwya.html"]
)
def test_part_of_a_file_name_or_another_place_is_no_article(name: str) -> None:
    found = find_article(CARDS, name)
    assert isinstance(found, NoSuchArticle)
    assert not found.is_ambiguous


def test_a_misspelt_name_is_answered_with_the_likeliest_first() -> None:
    found = find_article(CARDS, "slipwya.html")
    assert isinstance(found, NoSuchArticle)
    assert found.candidates[0] == "slipway.html"
    assert find_article([], "slipway.html") == NoSuchArticle(
        "slipway.html", (), is_ambiguous=False
    )
