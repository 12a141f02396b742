"""Tells the date of a page's article from the other dates on the page."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.corpus.files import FoundFile, Limits
from retrieval.corpus.metadata import article_facts, notes_on_dates
from retrieval.corpus.read import RawArticle, read_file

TODAY = date(2026, 3, 14)
LEAD = (
    "<p>The weir board of Osk voted on Tuesday to drain the upper pond for nine months while its "
    "sluices are rebuilt, which surprised the millers of the valley.</p>"
)
MORE = (
    "<p>Chairwoman Tilda Renn told reporters that the sluices had been leaking since the autumn "
    "rains and could not wait for another winter to pass.</p>"
    "<p>The millers who keep their boats there will be moved to the lower pond, where the board "
    "has promised to build two sheds and a crane.</p>"
)
TIME = '<time datetime="2024-11-12">12 November 2024</time>'
OTHER = '<time datetime="2020-05-06">6 May 2020</time>'
COMMENT = f'<div class="comment"><p>What a mess!</p><p>{OTHER}</p></div>'
SCRIPT = '<script type="application/ld+json">{}</script>'


def read(markup: str, folder: Path) -> RawArticle:
    path = folder / "page.html"
    path.write_text(markup, encoding="utf-8")
    articles, skipped = read_file(FoundFile(path, "page.html"), Limits(10**6, 10**6))
    assert not skipped
    return articles[0]


def published(markup: str, folder: Path) -> str | None:
    stated = article_facts(read(markup, folder), today=TODAY).published
    return stated.value[:10] if stated else None


def page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Pond to be drained'
        f" - The Osk Bugle</title>{head}</head><body>{body}</body></html>"
    )


def article(above: str = "", below: str = "", head: str = "", around: str = "") -> str:
    heading = "<h1>Pond to be drained</h1>"
    inside = f"<article>{heading}{above}{LEAD}{MORE}{below}</article>"
    return page(inside + around, head)


@pytest.mark.parametrize(
    "above",
    [
        f"<p>{TIME}</p>",
        f'<p class="meta">{TIME}</p>',
        f'<div class="byline">By Ada Quill <span>|</span> {TIME}</div>',
        f"<p>By Ada Quill</p><p>{TIME}</p>",
        f"<p>Published {TIME}</p>",
        f"<p>First published on {TIME}</p>",
        '<p><time datetime="2024-11-12T09:30:00Z">3 hours ago</time></p>',
        '<p><time datetime="2024-11-12T09:30:00Z"></time></p>',
        '<p><time datetime="2024-11-12">Tuesday</time> · 3 min read</p>',
        f'<ul class="post-meta"><li>By Ada Quill</li><li>{TIME}</li></ul>',
        "<h2>Sluices to be rebuilt within nine months, board says.</h2><p>By Ada Quill</p>"
        f"<p>{TIME}</p>",
        '<p><time class="entry-date published" datetime="2024-11-12">12 November 2024</time>'
        '<time class="updated" datetime="2025-01-05">5 January 2025</time></p>',
        f'<p>Published {TIME}, updated <time datetime="2025-01-05">5 January 2025</time></p>',
        "<p>12 November 2024</p>",
        '<span class="date">12 November 2024</span>',
        "<time>12 November 2024</time>",
        f"<div><div>{TIME}</div></div>",
        f"<p>Staff writer | {TIME}</p>",
        f"<p>Osk, {TIME}</p>",
        f"<address>By <a rel='author'>Ada Quill</a></address> on {TIME}",
    ],
)
def test_a_date_below_the_heading_is_the_articles(tmp_path: Path, above: str) -> None:
    assert published(article(above, COMMENT), tmp_path) == "2024-11-12"


@pytest.mark.parametrize(
    "body",
    [
        f"<article><p>News | {TIME}</p><h1>Pond to be drained</h1>{LEAD}{MORE}</article>",
        f"<main><header>{TIME}<h1>Pond to be drained</h1></header>{LEAD}{MORE}</main>",
        f"<div><h1>Pond to be drained</h1>{LEAD}<p>By Ada Quill, {TIME}</p>{MORE}</div>",
        f"<article><h1>Pond to be drained</h1>{LEAD}{MORE}<p>By Ada Quill, {TIME}</p></article>",
        f"<article><h1>Pond to be drained</h1>{LEAD}{MORE}<p>Published: {TIME}</p></article>",
        f"<h1>The Osk Bugle</h1><div><h2>Pond to be drained</h2><p>{TIME}</p>{LEAD}{MORE}</div>",
        '<article><h1>Pond to be drained</h1><footer><time pubdate datetime="2024-11-12">then'
        f"</time></footer>{LEAD}{MORE}</article>",
        '<article itemscope itemtype="https://schema.org/NewsArticle"><h1>Pond to be drained</h1>'
        f"{LEAD}{MORE}<div><time itemprop='datePublished' datetime='2024-11-12'>then</time></div>"
        "</article>",
    ],
)
def test_a_date_beside_the_heading_or_byline_is_the_articles(tmp_path: Path, body: str) -> None:
    assert published(page(body + COMMENT), tmp_path) == "2024-11-12"


ELSEWHERE = [
    COMMENT,
    f'<section id="comments"><ol><li>By harbourfan, {OTHER}</li></ol></section>',
    f'<article class="comment"><footer>By harbourfan {OTHER}</footer><p>What a mess!</p></article>',
    f"<aside><h3>Dockers march</h3><p>{OTHER}</p></aside>",
    f'<div class="related"><a href="/x">Dockers march</a> {OTHER}</div>',
    f'<div class="teaser"><h3>Dockers march</h3><p>By Odda Finch, {OTHER}</p></div>',
    f"<ul><li><a href='/x'>Dockers march</a></li><li>{OTHER}</li></ul>",
    f"<footer>{OTHER}</footer>",
    f'<div class="event-card"><h4>Pond fair</h4><p>{OTHER}</p></div>',
    f"<p>The first sluice was hung on {OTHER}, when Osk had nine boats and no road at all.</p>",
    f"<p>Opens {OTHER}</p>",
    f"<p>Updated {OTHER}</p>",
    f"<figure><img src='x.jpg'><figcaption>{OTHER}</figcaption></figure>",
    f"<nav>{OTHER}</nav>",
    '<div class="comment" itemscope itemtype="https://schema.org/Comment"><time '
    "itemprop='datePublished' datetime='2020-05-06'>then</time></div>",
    '<div itemscope itemtype="https://schema.org/VideoObject"><meta itemprop="datePublished" '
    'content="2020-05-06"></div>',
]


@pytest.mark.parametrize("other", ELSEWHERE)
def test_a_lone_date_elsewhere_is_not_the_articles(tmp_path: Path, other: str) -> None:
    assert published(article(below=other), tmp_path) is None
    assert published(article(around=other), tmp_path) is None


@pytest.mark.parametrize("other", [each for each in ELSEWHERE if "harbourfan" not in each])
def test_a_lone_date_between_the_heading_and_the_first_paragraph_is_not_the_articles(
    tmp_path: Path, other: str
) -> None:
    assert published(article(above=other), tmp_path) is None


@pytest.mark.parametrize("other", ELSEWHERE)
def test_the_printed_date_line_and_the_address_come_before_a_lone_date(
    tmp_path: Path, other: str
) -> None:
    address = '<link rel="canonical" href="https://osk.example/2025/03/04/pond">'

    assert published(article("<p>4 March 2025</p>", other), tmp_path) == "2025-03-04"
    assert published(article(below=other, head=address), tmp_path) == "2025-03-04"


def test_the_date_of_today_above_the_page_is_not_the_articles(tmp_path: Path) -> None:
    top = '<header class="site-header"><p>14 March 2026</p></header>'

    assert (
        published(page(f"{top}<main><h1>Pond to be drained</h1>{LEAD}{MORE}</main>"), tmp_path)
        is None
    )


NESTED = (
    '{{"@type": "NewsArticle", "headline": "Pond to be drained", {date} "comment": [{{"@type": '
    '"Comment", "datePublished": "2020-05-06"}}], "video": {{"@type": "VideoObject", '
    '"datePublished": "2020-05-06"}}, "review": {{"@type": "Review", "datePublished": "2020-05-06"}}}}'
)


@pytest.mark.parametrize(
    ("linked", "expected"),
    [
        (NESTED.format(date='"datePublished": "2024-11-12",'), "2024-11-12"),
        (NESTED.format(date=""), None),
        (
            '{"@type": "LiveBlogPosting", "headline": "Pond to be drained", "liveBlogUpdate": '
            '[{"@type": "BlogPosting", "datePublished": "2020-05-06"}]}',
            None,
        ),
        (
            '[{"@type": "NewsArticle", "headline": "Dockers march", "datePublished": "2020-05-06"},'
            '{"@type": "NewsArticle", "headline": "Pond to be drained", '
            '"datePublished": "2024-11-12"}]',
            "2024-11-12",
        ),
        (
            '{"@graph": [{"@type": "BlogPosting", "headline": "At noon", "datePublished": '
            '"2020-05-06"}, {"@type": "LiveBlogPosting", "headline": "Pond to be drained", '
            '"datePublished": "2024-11-12"}]}',
            "2024-11-12",
        ),
        (
            '[{"@type": "NewsArticle", "headline": "Dockers march", "datePublished": "2020-05-06"},'
            '{"@type": "NewsArticle", "headline": "Mill burns", "datePublished": "2020-05-07"}]',
            None,
        ),
        ('{"@type": "ItemList", "itemListElement": [{"datePublished": "2020-05-06"}]}', None),
        ('{"@type": "Event", "name": "Pond fair", "datePublished": "2020-05-06"}', None),
        (
            '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": '
            '"Pond to be drained", "datePublished": "2024-11-12"}}',
            "2024-11-12",
        ),
        (
            '{"@type": "NewsArticle", "headline": "Why Osk drains its pond", '
            '"datePublished": "2024-11-12"}',
            "2024-11-12",
        ),
    ],
)
def test_only_the_pages_own_article_of_linked_data_dates_it(
    tmp_path: Path, linked: str, expected: str | None
) -> None:
    assert published(article(head=SCRIPT.format(linked)), tmp_path) == expected


def test_metadata_of_the_article_come_before_what_is_printed(tmp_path: Path) -> None:
    meta = '<meta property="article:published_time" content="2024-11-12T08:00:00Z">'

    assert published(article(f"<p>{OTHER}</p>", head=meta), tmp_path) == "2024-11-12"


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        ('<meta property="article:published_time" content="2043-05-05T09:00:00Z">', "", None),
        ('<link rel="canonical" href="https://osk.example/2041/03/03/fair">', "", None),
        ("", "<p>5 May 2043</p>", None),
        ("", '<p><time datetime="2043-05-05">5 May 2043</time></p>', None),
        (SCRIPT.format('{"@type": "NewsArticle", "datePublished": "2043-05-05"}'), "", None),
        ('<meta name="date" content="2043-05-05">', f"<p>{TIME}</p>", "2024-11-12"),
        (
            '<meta name="date" content="2043-05-05">'
            '<link rel="canonical" href="https://osk.example/2025/03/04/pond">',
            "",
            "2025-03-04",
        ),
        (
            SCRIPT.format('{"@type": "NewsArticle", "datePublished": "2043-05-05"}')
            + '<meta property="article:published_time" content="2024-11-12">',
            "",
            "2024-11-12",
        ),
        ('<meta name="date" content="2026-03-14">', "", "2026-03-14"),
        ('<meta name="date" content="2026-03-15T01:00:00+13:00">', "", "2026-03-15"),
        ('<meta name="date" content="2026-03-16">', "", None),
    ],
)
def test_a_date_to_come_is_unknown(
    tmp_path: Path, head: str, above: str, expected: str | None
) -> None:
    assert published(article(above, head=head), tmp_path) == expected


def test_a_date_to_come_in_a_sidecar_is_unknown_and_said(tmp_path: Path) -> None:
    (tmp_path / "page.html.meta.toml").write_text("published = 2043-05-05\n", encoding="utf-8")
    raw = read(article(f"<p>{TIME}</p>"), tmp_path)
    stated = article_facts(raw, today=TODAY).published

    assert stated is not None
    assert stated.value == "2024-11-12"
    assert list(notes_on_dates(raw, TODAY)) == [
        "date 2043-05-05 of the sidecar file is to come; taken for unknown"
    ]


FIRST = LEAD.removeprefix("<p>")
LATER = LEAD + MORE


@pytest.mark.parametrize(
    "lead",
    [
        f"<p>{TIME} — {FIRST}",
        f"<p>OSK, {TIME} — {FIRST}",
        f"<p>Upper Osk ({TIME}) – {FIRST}",
        f"<p>{TIME} - {FIRST}",
        f'<p><time datetime="2024-11-12">Nov. 12</time> — {FIRST}',
    ],
)
def test_a_time_before_the_dash_of_the_first_paragraph_dates_the_article(
    tmp_path: Path, lead: str
) -> None:
    found = page(f"<article><h1>Pond to be drained</h1>{lead}{MORE}</article>")
    assert published(found, tmp_path) == "2024-11-12"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{OTHER} was the day when the dam of the upper pond broke and flooded Osk.</p>{LATER}",
        f"<p>{OTHER} — that was when the dam of the pond broke and flooded Osk.</p>{LATER}",
        f"<p>On {OTHER} — a Wednesday — the dam of the upper pond broke for good.</p>{LATER}",
        f"{LATER}<p>{OTHER} — The dam of the upper pond breaks for the first time.</p>",
    ],
)
def test_a_time_in_the_prose_does_not_date_the_article(tmp_path: Path, body: str) -> None:
    found = page(f"<article><h1>Pond to be drained</h1>{body}</article>")
    assert published(found, tmp_path) is None
