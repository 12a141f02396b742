import pytest

from retrieval.corpus.html.page import read_page
from tests.corpus.html.layouts import H1, STANDFIRST, P

FEED = '<meta name="author" content="Watermark feed">'
LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Basin to be drained",'
    ' "author": {"@type": "Person", "name": "Harbour Desk"}}</script>'
)
BIO = "<div class='author-bio'><p>By Mira Tolle</p></div>"


def byline(body: str, head: str = FEED) -> str | None:
    markup = (
        f"<html><head><title>Basin to be drained</title>{head}</head><body>{body}</body></html>"
    )
    found = read_page(markup.encode())
    assert found is not None
    return found.declared.byline.value if found.declared.byline else None


def article(above: str, below: str = "") -> str:
    return f"<article>{H1}{above}<div class='article-body'>{P}</div>{below}</article>"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p class='byline'>By Jonna Brisk</p>", "Jonna Brisk"),
        ("<p>By ABBY GOODRIVER and THOMAS KELBY</p>", "ABBY GOODRIVER and THOMAS KELBY"),
        ("<div class='byline'><a rel='author' href='/jb'>Jonna Brisk</a></div>", "Jonna Brisk"),
        ("<span itemprop='author'><span itemprop='name'>Jonna Brisk</span></span>", "Jonna Brisk"),
        (
            "<div class='authors'>By <a rel='author'>Jonna Brisk</a> and <a rel='author'>Ruben"
            " Stahl</a></div>",
            "Jonna Brisk and Ruben Stahl",
        ),
        (
            "<ul class='author-list'><li>Jonna Brisk</li><li>Ruben Stahl</li></ul>",
            "Jonna Brisk, Ruben Stahl",
        ),
        (
            "<div class='byline'><span>By</span><div class='author-name'>Jonna Brisk</div>"
            "<div class='author-title'>Harbour correspondent</div></div>",
            "Jonna Brisk",
        ),
        (
            "<p class='meta'><span class='author vcard'>Jonna Brisk</span> | 3 March</p>",
            "Jonna Brisk",
        ),
        ("<p>Jonna Brisk, Harbour correspondent</p>", "Jonna Brisk"),
        ("<p>Words: Jonna Brisk, pictures: Ole Marsh</p>", "Jonna Brisk"),
        (f"<p class='standfirst'>{STANDFIRST}</p><p>By Jonna Brisk</p>", "Jonna Brisk"),
        (
            "<figure><figcaption>By Ole Marsh</figcaption></figure><p class='autor'>Jonna Brisk</p>",
            "Jonna Brisk",
        ),
        ("<header><address class='Article-byline'>Jonna Brisk</address></header>", "Jonna Brisk"),
        ("<address><a href='/jb'>Jonna Brisk</a></address>", "Jonna Brisk"),
        (f"<address><a>Jonna Brisk</a></address><p>{STANDFIRST}</p>", "Jonna Brisk"),
        ("<address><a href='/'>Osk Gazette</a></address>", "Watermark feed"),
        ("<address><a href='/desk'>News Desk</a></address>", "Watermark feed"),
        ("<address>4 Mill Lane, Osk</address>", "Watermark feed"),
        ("<p class='byline'>By the harbour desk</p>", "Watermark feed"),
        ("<p class='photo-credit'>By Ole Marsh</p>", "Watermark feed"),
        ("<p class='caption'>Photo by Ole Marsh</p>", "Watermark feed"),
        ("<p>By Friday</p>", "Watermark feed"),
        ("<div class='related'><p>By Ole Marsh</p></div>", "Watermark feed"),
        ("", "Watermark feed"),
    ],
)
def test_the_byline_of_a_page_is_the_printed_one(above: str, expected: str) -> None:
    assert byline(article(above)) == expected


def test_a_byline_below_the_text_counts() -> None:
    assert byline(article("", "<p class='byline'>By Jonna Brisk</p>")) == "Jonna Brisk"


def test_a_biography_a_comment_and_a_teaser_are_no_byline() -> None:
    comment = "<div class='comment'><span class='author'>Ole Marsh</span><p>Too dear.</p></div>"
    teaser = "<aside><a href='/b'>Baker retires</a><span class='author'>Ole Marsh</span></aside>"
    assert byline(article("", BIO + comment) + teaser) == "Watermark feed"


def test_a_byline_above_the_title_counts() -> None:
    assert (
        byline(f"<article><p class='byline'>By Jonna Brisk</p>{H1}{P}</article>") == "Jonna Brisk"
    )


def test_a_printed_byline_comes_before_linked_data() -> None:
    assert byline(article("<p class='byline'>By Jonna Brisk</p>"), LINKED) == "Jonna Brisk"
    assert byline(article(""), LINKED) == "Harbour Desk"
