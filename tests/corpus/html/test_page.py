import logging
import re

import pytest

from retrieval.corpus.html.page import read_page
from retrieval.corpus.sidecar import DeclaredMetadata
from retrieval.model import Fact

PARAGRAPHS = "".join(
    f"<p>Paragraph {n}: the pier is done, the mayor said on 3 March 2021, and the town, which "
    "waited ten years for it, is glad; the fishermen are not, because the berths cost more.</p>"
    for n in range(6)
)


def page(head: str = "", body: str = "") -> tuple[str, DeclaredMetadata]:
    markup = (
        f"<!DOCTYPE html><html><head><title>Pier | Echo</title>{head}</head><body><nav><a href='/'>Home"
        f"</a><a href='/s'>Sport</a></nav><article><h1>Town opens its pier</h1>{body}{PARAGRAPHS}"
        "</article><footer>© 2021 Footer Holding</footer></body></html>"
    )
    found = read_page(markup.encode())
    assert found is not None
    return found.text, found.declared


def value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def test_the_text_is_the_article_without_the_page_around_it() -> None:
    text, _ = page()
    assert "Paragraph 5: the pier is done" in text
    assert "Sport" not in text
    assert "Footer Holding" not in text


def test_a_page_that_states_nothing_declares_nothing_but_its_heading() -> None:
    _, declared = page()
    assert value(declared.title) == "Town opens its pier"
    assert [declared.outlet, declared.published, declared.byline, declared.url] == [None] * 4


def test_meta_tags_are_read() -> None:
    _, declared = page(
        '<meta property="og:site_name" content="The Echo">'
        '<meta property="article:published_time" content="2021-03-04T08:00:00Z">'
        '<meta name="author" content="Ada Quill">'
        '<meta property="og:title" content="Pier opens">'
        '<link rel="canonical" href="https://echo.example.com/pier">'
    )
    assert value(declared.outlet) == "The Echo"
    assert value(declared.published) == "2021-03-04T08:00:00+00:00"
    assert value(declared.byline) == "Ada Quill"
    assert value(declared.title) == "Pier opens"
    assert value(declared.url) == "https://echo.example.com/pier"
    assert declared.outlet is not None
    assert declared.outlet.evidence[0].rule == "page metadata"


def test_linked_data_are_read() -> None:
    _, declared = page(
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "headline": "No"},'
        '{"@type": ["NewsArticle"], "headline": "Pier &amp; town", "datePublished": "2021-03-04",'
        '"author": [{"name": "Ada Quill"}, {"name": "Ben Roe"}], "publisher": {"name": "The Echo"}}]}'
        "</script>"
    )
    assert value(declared.title) == "Pier & town"
    assert value(declared.published) == "2021-03-04"
    assert value(declared.byline) == "Ada Quill, Ben Roe"
    assert value(declared.outlet) == "The Echo"


@pytest.mark.parametrize(
    "script", ["{", "[1, null, []]", '{"@type": 5, "author": {"name": 7}}', "[" * 5000]
)
def test_broken_linked_data_declare_nothing(script: str) -> None:
    _, declared = page(f'<script type="application/ld+json">{script}</script>')
    assert declared.byline is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<time datetime="2021-03-04T08:00Z">March</time>', "2021-03-04T08:00+00:00"),
        ('<time datetime="2021-03-04">a</time><time datetime="2021-03-09">b</time>', None),
        (
            '<time datetime="2021-03-04" pubdate>a</time><time datetime="2021-03-09">b</time>',
            "2021-03-04",
        ),
        ("<p>Published 4 March 2021</p>", "2021-03-04"),
        ("<p>The pier was begun on 4 March 2021.</p>", None),
    ],
)
def test_a_date_is_read_from_the_header_of_the_article(body: str, expected: str | None) -> None:
    assert value(page(body=body)[1].published) == expected


@pytest.mark.parametrize(
    "raw", [b"", b"<html></html>", b"plain", b"<<<>>>", b"<html><body><p></p>"]
)
def test_a_page_without_an_article_is_none(raw: bytes) -> None:
    assert read_page(raw) is None


def test_the_charset_of_a_page_is_believed() -> None:
    markup = f'<html><head><meta charset="iso-8859-2"></head><body><article>{PARAGRAPHS}<p>Łódź is glad of it too, the mayor of the city said.</p></article></body></html>'
    found = read_page(markup.encode("iso-8859-2"))
    assert found is not None
    assert "Łódź" in found.text


def test_reading_a_page_leaves_the_logs_of_others_as_they_were() -> None:
    logger = logging.getLogger("trafilatura")
    before = logger.level
    read_page(b"<html>")
    assert logger.level == before


FIRST = "The weir at Tarn was built in 1871, and its third sluice will be replaced in June."
SECOND = (
    "The engineer Ada Quill said the second sluice would never be opened again, because its "
    "hinges had rusted through, and the town must wait until the next spring for another one."
)
MENU = '<td><a href="/">Home</a> <a href="/a">Archive</a></td>'
COSTS = (
    "<table><tr><th>Sluice</th><th>Cost</th></tr><tr><td>First</td><td>3 million</td></tr></table>"
)


@pytest.mark.parametrize(
    "cell",
    [
        f"<h1>The weir</h1><p>{FIRST}<p>{SECOND}",
        f"<h2>The weir</h2>{FIRST}<br><br>{SECOND}",
        f"<h2>The weir</h2><p>{FIRST}</p><p>{SECOND}</p>{COSTS}",
        f"<table><tr><td><h2>The weir</h2><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>",
    ],
)
def test_the_paragraphs_of_a_page_laid_out_in_a_table_stay_apart(cell: str) -> None:
    found = read_page(f"<html><body><table><tr>{MENU}<td>{cell}</td></tr></table>".encode())
    assert found is not None
    lines = [line.strip() for line in found.text.splitlines()]
    assert {FIRST, SECOND} <= set(lines)
    assert "Archive" not in found.text
    assert ("| First | 3 million |" in lines) is ("3 million" in cell)


def test_a_table_of_data_keeps_its_rows() -> None:
    text, _ = page(body=COSTS.replace("<td>First</td>", "<td><p>First</p></td>"))
    assert "| First | 3 million |" in text


THIRD = "The board of Eastmole voted on Tuesday to close the old quay for nine months."
ROWS = "".join(f"<tr><td>{each}</td></tr>" for each in (FIRST, SECOND, THIRD))
NESTED = f"<table><tbody><tr><td><h1>The weir</h1></td></tr>{ROWS}</tbody></table>"
LAYOUT_TABLES = [
    f"<table>{ROWS}</table>",
    f"<table role='none'><tr>{MENU}<td><p>{FIRST}<p>{SECOND}<p>{THIRD}</td></tr></table>",
    f"<table width='100%'><tr><td align='center'>{NESTED}</td></tr></table>",
    f"<table><tr>{MENU}<td><b>The weir</b><br>{FIRST}<br>{SECOND}<br>{THIRD}</td></tr></table>",
    f"<table><tr>{MENU}<td><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></td></tr></table>",
    f"<table><tr><td><h2>The weir</h2><p>{FIRST}</p><p>{SECOND}</p></td><td><h2>The quay</h2><p>"
    f"{THIRD}</p></td></tr></table>",
    f"<form><table><tr>{MENU}<td><h1>The weir</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></td>"
    "</tr></table></form>",
]


@pytest.mark.parametrize("table", LAYOUT_TABLES)
def test_a_table_that_lays_out_the_page_leaves_no_rows(table: str) -> None:
    found = read_page(f"<html><title>The weir</title><body>{table}</body></html>".encode())
    assert found is not None
    lines = [line.strip() for line in found.text.splitlines()]
    assert [line for line in lines if line in {FIRST, SECOND, THIRD}] == [FIRST, SECOND, THIRD]
    assert "|" not in found.text
    assert "Archive" not in found.text


@pytest.mark.parametrize("cell", [THIRD, f"<p>{THIRD}</p><p>{FIRST}</p><p>{SECOND}</p>"])
def test_a_table_with_headers_keeps_long_cells_in_their_rows(cell: str) -> None:
    rows = f"<tr><th>Place</th><th>State</th></tr><tr><td>Quay</td><td>{cell}</td></tr>"
    text, _ = page(body=f"<table>{rows}</table>")
    assert "| Quay | " in text


def test_the_table_around_a_picture_is_its_caption() -> None:
    caption = "The weir in the evening light of September."
    table = f"<table align='right'><tr><td><img src='a.jpg'></td></tr><tr><td>{caption}</td></tr></table>"
    text, _ = page(body=table)
    assert caption not in text


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("The pond will open on <time>3 October 2024</time>.", None),
        ("<time datetime='1924'>1924</time> was the worst year of the pond.", None),
        ("She said the <label>old pond</label> was hardly worth the money.", None),
        ("The result was <output>42</output> votes for the pond.", None),
        ("She said <q>we have no choice</q> and left the hall.", "“we have no choice”"),
        ("<q>We have <em>no</em></q>, she said to the millers of Osk.", "“We have no”, she said"),
        (
            "She said “<q>“We have no choice”</q>” to the millers of Osk.",
            "““We have no choice”” to",
        ),
    ],
)
def test_no_word_of_a_sentence_is_lost_by_its_element(markup: str, printed: str | None) -> None:
    text, _ = page(body=f"<p>{FIRST}</p><p>{markup}</p>")
    words = printed or re.sub("<[^>]+>", "", markup)
    assert words in text
    assert len(text.split("\n")) == len(page(body=f"<p>{FIRST}</p>")[0].split("\n")) + 1


def test_a_lone_date_or_label_is_no_paragraph() -> None:
    text, _ = page(
        body=f"<p><time>3 October 2024</time></p><p><label>Search</label></p><p>{FIRST}</p>"
    )
    assert "3 October" not in text
    assert "Search" not in text


def test_an_article_that_a_script_prints_from_a_template_is_read() -> None:
    inside = "".join(f"<p>{each}</p>" for each in (FIRST, SECOND, THIRD))
    markup = (
        "<html><head><title>Weir</title></head><body><h1>Weir</h1><div class='post-body'>"
        f"<script type='text/template'>{inside}</script></div></body></html>"
    )
    found = read_page(markup.encode())
    assert found is not None
    assert all(each in found.text for each in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "script",
    [
        "<script type='text/template'><p>{{ title }}" + " was read by many" * 20 + "</p></script>",
        "<script type='text/javascript'>'<p>" + "was read by many " * 20 + "</p>'</script>",
        "<script type='text/template'><p>Was read by many.</p></script>",
    ],
)
def test_a_template_of_the_site_is_no_article(script: str) -> None:
    text, _ = page(body=script)
    assert "read by many" not in text


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        ("<span class='cap'>T</span><p>he weir was built in 1871 and lasted.</p>", "The weir was"),
        ("<div>“W</div><p>e will build it,” said the mayor of Tarn.</p>", "“We will build it"),
        ("<b>A</b><p>man in Tarn built the weir in 1871, it is said.</p>", "man in Tarn"),
        ("<span>B</span><p>The weir was built in 1871 and it lasted.</p>", "The weir was"),
    ],
)
def test_a_large_first_letter_stays_with_its_paragraph(first: str, begins: str) -> None:
    text, _ = page(body=f"{first}<p>{FIRST}</p><p>{SECOND}</p>")
    assert any(line.startswith(begins) for line in text.split("\n"))
