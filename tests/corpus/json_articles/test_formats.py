"""What is read of articles as programs and services write them in JSON."""

import json
from pathlib import Path

import pytest

from retrieval.corpus.json_articles.articles import (
    FoundArticle,
    articles_in_json,
    articles_in_json_lines,
)
from retrieval.corpus.json_articles.fields import JsonFormat, json_formats
from retrieval.corpus.json_articles.item import JsonArticle

STORY = (
    "The ferry board of Sandmere met on Monday about the slipway.\n\n"
    "“We are ready,” Ulla Brandvik said.\n\nThe board meets again in June."
)
PAGE = "".join(f"<p>{each}</p>" for each in STORY.split("\n\n"))
TIMED = "2025-03-04T10:00:00+00:00"
PLAIN = {"text": STORY, "outlet": "Sandmere Post"}


def found_in(content: object) -> list[FoundArticle]:
    return list(articles_in_json(json.dumps(content)))


def one(content: object) -> JsonArticle:
    (found,) = found_in(content)
    assert found.article is not None, found.fault
    return found.article


def facts(article: JsonArticle) -> tuple[str | None, ...]:
    declared = article.declared
    stated = (declared.outlet, declared.published, declared.byline, declared.url)
    return tuple(fact.value if fact else None for fact in stated)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            {
                "title": "Slipway", "author": "Tilda Voss", "hostname": "sandmere.example",
                "date": "2025-03-04", "fingerprint": "ab", "id": None, "license": None,
                "comments": "", "raw_text": "", "text": STORY, "language": None,
                "source": "https://sandmere.example/slipway", "source-hostname": "Sandmere Post",
                "excerpt": None, "categories": "", "tags": "", "pagetype": "article",
            },
            ("Sandmere Post", "2025-03-04", "Tilda Voss", "https://sandmere.example/slipway"),
            id="trafilatura",
        ),
        pytest.param(
            {
                "title": "Slipway", "author": None, "hostname": "sandmere.example", "text": STORY,
                "date": "2025-03-04", "sitename": None, "url": "https://sandmere.example/slipway",
            },
            ("sandmere.example", "2025-03-04", None, "https://sandmere.example/slipway"),
            id="trafilatura, by its domain",
        ),
        pytest.param(
            {
                "url": "https://sandmere.example/a", "language": "en", "title": "Slipway",
                "top_image": "", "images": [], "movies": [], "keywords": ["ferry"],
                "authors": ["Tilda Voss", "Per Ekhorn"], "publish_date": "2025-03-04 10:00:00+00:00",
                "summary": "", "meta_site_name": "Sandmere Post", "text": STORY,
                "canonical_link": "https://sandmere.example/b",
            },
            ("Sandmere Post", TIMED, "Tilda Voss, Per Ekhorn", "https://sandmere.example/a"),
            id="newspaper4k",
        ),
        pytest.param(
            {
                "authors": [], "date_download": "2025-03-19 10:00:00", "date_modify": None,
                "date_publish": "2025-03-04 10:00:00", "description": "d", "filename": "x.json",
                "maintext": STORY, "source_domain": "sandmere.example", "text": None,
                "title": "Slipway", "title_page": None, "url": "https://sandmere.example/a",
            },
            ("sandmere.example", "2025-03-04", None, "https://sandmere.example/a"),
            id="news-please",
        ),
        pytest.param(
            {
                "status": "ok", "totalResults": 1,
                "articles": [
                    {
                        "source": {"id": None, "name": "Sandmere Post"}, "author": "Tilda Voss",
                        "title": "Slipway", "description": "The board met.", "content": STORY,
                        "url": "https://sandmere.example/a", "publishedAt": "2025-03-04T10:00:00Z",
                    }
                ],
            },
            ("Sandmere Post", TIMED, "Tilda Voss", "https://sandmere.example/a"),
            id="NewsAPI",
        ),
        pytest.param(
            {
                "version": "https://jsonfeed.org/version/1.1", "title": "Sandmere Post",
                "items": [
                    {
                        "id": "https://sandmere.example/a", "title": "Slipway",
                        "content_html": PAGE, "date_published": "2025-03-04T10:00:00Z",
                        "authors": [{"name": "Tilda Voss", "url": "https://x.example"}],
                    }
                ],
            },
            ("Sandmere Post", TIMED, "Tilda Voss", "https://sandmere.example/a"),
            id="JSON Feed",
        ),
        pytest.param(
            {
                "articles": {
                    "results": [
                        {
                            "uri": "8", "lang": "eng", "date": "2025-03-05", "time": "01:00:00",
                            "dateTime": "2025-03-05T01:00:00Z", "title": "Slipway", "body": STORY,
                            "dateTimePub": "2025-03-04T10:00:00Z", "image": None,
                            "url": "https://sandmere.example/a", "sentiment": 0.1,
                            "source": {"uri": "sandmere.example", "title": "Sandmere Post"},
                            "authors": [{"uri": "t@x", "name": "Tilda Voss", "type": "author"}],
                        }
                    ],
                    "totalResults": 1,
                }
            },
            ("Sandmere Post", TIMED, "Tilda Voss", "https://sandmere.example/a"),
            id="Event Registry",
        ),
        pytest.param(
            {
                "articles": [
                    {
                        "url": "https://sandmere.example/a", "url_mobile": "", "title": "Slipway",
                        "seendate": "20250304T100000Z", "domain": "sandmere.example",
                        "language": "English", "sourcecountry": "Norway", "text": STORY,
                    }
                ]
            },
            ("sandmere.example", TIMED, None, "https://sandmere.example/a"),
            id="GDELT, with texts added",
        ),
        pytest.param(
            {
                "stories_id": 7, "media_name": "Sandmere Post", "story_text": STORY,
                "media_url": "http://sandmere.example/", "publish_date": "2025-03-04",
                "title": "Slipway", "url": "https://sandmere.example/a",
            },
            ("Sandmere Post", "2025-03-04", None, "https://sandmere.example/a"),
            id="Media Cloud",
        ),
        pytest.param(
            {
                "@type": "NewsArticle", "headline": "Slipway", "articleBody": STORY,
                "datePublished": "2025-03-04", "author": [{"@type": "Person", "name": "T Voss"}],
                "publisher": {"@type": "Organization", "name": "Sandmere Post"},
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://sandmere.example/a"},
            },
            ("Sandmere Post", "2025-03-04", "T Voss", "https://sandmere.example/a"),
            id="schema.org",
        ),
        pytest.param(
            [
                {
                    "id": 3, "date": "2025-03-04T10:00:00", "link": "https://sandmere.example/a",
                    "title": {"rendered": "Slipway"}, "content": {"rendered": PAGE}, "author": 4,
                }
            ],
            (None, "2025-03-04", None, "https://sandmere.example/a"),
            id="WordPress",
        ),
        pytest.param(
            {
                "feed": {"title": "Sandmere Post", "link": "https://sandmere.example"},
                "entries": [
                    {
                        "title": "Slipway", "link": "https://sandmere.example/a",
                        "published": "Tue, 04 Mar 2025 10:00:00 GMT", "author": "Tilda Voss",
                        "summary": "The board met.", "published_parsed": [2025, 3, 4],
                        "content": [{"type": "text/html", "value": PAGE}],
                    }
                ],
            },
            ("Sandmere Post", TIMED, "Tilda Voss", "https://sandmere.example/a"),
            id="feedparser",
        ),
        pytest.param(
            {
                "title": "Slipway", "byline": "Tilda Voss", "content": f"<div>{PAGE}</div>",
                "textContent": STORY, "siteName": "Sandmere Post", "length": 9, "dir": None,
                "publishedTime": "2025-03-04T10:00:00Z", "excerpt": "The board met.",
            },
            ("Sandmere Post", TIMED, "Tilda Voss", None),
            id="Readability",
        ),
        pytest.param(
            {
                "request": {"pageUrl": "https://sandmere.example/a", "api": "article"},
                "objects": [
                    {
                        "text": STORY, "title": "Slipway", "siteName": "Sandmere Post",
                        "date": "Tue, 04 Mar 2025 10:00:00 GMT", "author": "Tilda Voss",
                        "html": PAGE, "pageUrl": "https://sandmere.example/a", "tags": [],
                    }
                ],
            },
            ("Sandmere Post", TIMED, "Tilda Voss", "https://sandmere.example/a"),
            id="Diffbot",
        ),
        pytest.param(
            {
                "Title": "Slipway", "Body": STORY, "Source": "Sandmere Post",
                "Published-At": "Tue, 04 Mar 2025 10:00:00 GMT",
            },
            ("Sandmere Post", TIMED, None, None),
            id="in another spelling",
        ),
    ],
)  # fmt: skip
def test_an_article_of_each_program_is_read_with_its_facts(
    content: object, expected: tuple[str | None, ...]
) -> None:
    article = one(content)
    assert article.text.split() == STORY.split()
    assert article.declared.title is not None
    assert article.declared.title.value == "Slipway"
    assert facts(article) == expected


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        ({"outlet": "Sandmere Post", "hostname": "sandmere.example"}, "Sandmere Post"),
        ({"hostname": "sandmere.example"}, "sandmere.example"),
        ({"outlet": "sandmere.example"}, "sandmere.example"),
        ({"outlet": "sandmere.example", "source": "Sandmere Post"}, "Sandmere Post"),
        ({"outlet": "Sandmere.News", "domain": "sandmere.example"}, "Sandmere.News"),
        ({"media_url": "http://sandmere.example:80/x"}, "sandmere.example"),
        ({"source": "https://sandmere.example/a"}, None),
        ({"source": {"id": None, "name": None}}, None),
        ({"url": "https://sandmere.example/a"}, None),
        ({}, None),
    ],
)
def test_an_outlet_is_a_stated_name_else_a_stated_domain_and_never_guessed(
    fields: dict[str, object], outlet: str | None
) -> None:
    assert facts(one({"text": STORY} | fields))[0] == outlet


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"title": 5}, "field title is a number; expected a string"),
        ({"title": "Ice \ud83e"}, "field title has half a surrogate pair at 4; expected Unicode"),
        ({"byline": "T\0V"}, "field byline has character U+0000 at 1; expected Unicode"),
        ({"author": "\udc00"}, "field author has half a surrogate pair at 0; expected Unicode"),
        ({"byline": {"x": 1}}, "field byline is an object; expected a name or a list of names"),
        ({"url": ["a"]}, "field url is a list; expected an address such as https://example.org/"),
        (
            {"url": "https://x.example/\ud83d"},
            "field url has half a surrogate pair at 18; expected Unicode",
        ),
        (
            {"date": "03/04/2025"},
            "field date is no full, unambiguous date; expected one such as 2025-01-31",
        ),
        (
            {"published": True},
            "field published is no full, unambiguous date; expected one such as 2025-01-31",
        ),
        ({"published": [2025]}, "field published is a list; expected one such as 2025-01-31"),
    ],
)
def test_a_bad_field_costs_that_field(fields: dict[str, object], note: str) -> None:
    article = one(PLAIN | fields)
    assert article.text == STORY
    assert article.notes == (note,)
    assert facts(article) == ("Sandmere Post", None, None, None)
    assert article.declared.title is None


def test_a_bad_outlet_costs_the_outlet_and_another_field_may_state_it() -> None:
    assert facts(one(PLAIN | {"outlet": 4}))[0] is None
    assert one(PLAIN | {"outlet": 4}).notes == (
        "field outlet is a number; expected a name or a list of names",
    )
    beside = one(PLAIN | {"outlet": 4, "sitename": "Sandmere Post"})
    assert facts(beside)[0] == "Sandmere Post"
    assert beside.notes == ()


@pytest.mark.parametrize(
    "fields",
    [{"source": 4}, {"id": 7}, {"name": ["x"]}, {"published": None}, {"byline": ""}, {"tags": {}}],
)
def test_a_field_of_no_meaning_here_is_not_noted(fields: dict[str, object]) -> None:
    assert one(PLAIN | fields).notes == ()


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("By Tilda Voss", "Tilda Voss"),
        ("by Tilda Voss and Per Ekhorn", "Tilda Voss and Per Ekhorn"),
        ("Tilda Voss", "Tilda Voss"),
        ("Byron Hale", "Byron Hale"),
        ("By", "By"),
        ({"name": "Tilda Voss"}, "Tilda Voss"),
        (
            [{"name": "Tilda Voss"}, {"name": "Per Ekhorn"}, {"name": "Tilda Voss"}],
            "Tilda Voss, Per Ekhorn",
        ),
        (["Tilda Voss", None, 5], "Tilda Voss"),
        ("https://sandmere.example/authors/voss", None),
    ],
)
def test_authors_are_names_without_what_opens_a_byline(author: object, byline: str | None) -> None:
    assert facts(one(PLAIN | {"author": author}))[2] == byline


def test_a_text_that_a_service_cut_is_said_to_be_cut() -> None:
    article = one({"content": "The board met, and the chair sa… [+1234 chars]"})
    assert article.text == "The board met, and the chair sa…"
    assert article.notes == ("field content is cut by who sent it: 1234 characters are missing",)
    whole = one({"content": "The board met. The chair said [the] key [+] is lost."})
    assert whole.text == "The board met. The chair said [the] key [+] is lost."
    assert whole.notes == ()


@pytest.mark.parametrize("end", ["\ud83d", "\ud83d…", "\ud83d ...\n", "\ud83d… [+12 chars]"])
def test_half_an_emoji_at_the_end_of_a_text_costs_no_more_than_itself(end: str) -> None:
    article = one({"content": STORY + end})
    assert article.text == STORY
    assert article.notes[-1] == "field content ends with half a character, which is left out"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, STORY),
        ("<div>" + STORY.replace("\n\n", "<br><br>") + "</div>", STORY),
        (STORY + " The tag </p> ends a paragraph.", STORY + " The tag </p> ends a paragraph."),
        ("Is 3 < 5? The board said so.", "Is 3 < 5? The board said so."),
    ],
)
def test_html_in_a_field_is_read_as_a_page_and_a_text_that_names_a_tag_is_not(
    text: str, expected: str
) -> None:
    assert one({"text": text}).text.split() == expected.split()


def test_paragraphs_in_a_list_are_one_text() -> None:
    assert one({"text": ["The board met.", "It meets again."]}).text == (
        "The board met.\n\nIt meets again."
    )


def test_the_facts_of_a_whole_page_in_a_field_are_read_too() -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"><meta property="og:site_name" '
        f'content="Sandmere Post"></head><body><article>{PAGE}</article></body></html>'
    )
    article = one({"html": page})
    assert facts(article)[0] == "Sandmere Post"
    assert article.text.split() == STORY.split()


# --- several in a file -----------------------------------------------------------------------


def places(found: list[FoundArticle]) -> list[tuple[str, str | None]]:
    return [(each.place, each.article.text if each.article else each.fault) for each in found]


def test_values_one_after_another_are_several_articles() -> None:
    text = '{"text": "One."}\n{\n "text": "Two."\n}\n{"text": "Three."}'
    assert places(list(articles_in_json(text))) == [
        ("#1", "One."),
        ("#2", "Two."),
        ("#3", "Three."),
    ]
    text = '{\n "text": "One."\n}\n{"text": "Two."} {"text": "Three'
    assert places(list(articles_in_json(text))) == [
        ("#1", "One."),
        ("#2", "Two."),
        (
            "#3",
            "broken JSON at line 4, column 27: Unterminated string starting at; "
            "not read from there on",
        ),
    ]


def test_lines_in_a_json_file_are_articles_and_a_bad_one_costs_itself() -> None:
    text = '{"text": "One."}\n{"text": \n\n{"text": "Four."}'
    assert places(list(articles_in_json(text))) == [
        ("#1", "One."),
        ("#2", "broken JSON at line 1, column 9: Expecting value"),
        ("#4", "Four."),
    ]


def test_a_value_over_several_lines_in_a_jsonl_file_is_one_article() -> None:
    text = '{\n "text": "One."\n}'
    assert places(list(articles_in_json_lines(text))) == [("", "One.")]
    assert places(list(articles_in_json_lines('[{"text": "One."}]'))) == [("#1", "One.")]
    assert places(list(articles_in_json_lines('{"text": "One."}'))) == [("#1", "One.")]


def test_articles_of_an_envelope_in_a_line_have_places_of_their_own() -> None:
    line = json.dumps({"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]})
    assert places(list(articles_in_json_lines(f"{line}\n{line}"))) == [
        ("#1.1", "One."),
        ("#1.2", "Two."),
        ("#2.1", "One."),
        ("#2.2", "Two."),
    ]


def test_a_table_by_columns_is_a_list_of_articles() -> None:
    table = {
        "text": {"0": "One.", "1": "Two."},
        "title": {"0": "First", "1": None},
        "publish_date": {"0": 1741089600000, "1": None},
    }
    assert places(found_in(table)) == [("#1", "One."), ("#2", "Two.")]
    first, second = (each.article for each in found_in(table))
    assert first is not None
    assert second is not None
    assert facts(first)[1] == "2025-03-04T12:00:00+00:00"
    assert facts(second)[1] is None
    configs: list[object] = [{"scripts": {"start": "."}}, {"a": {"0": 1}, "b": 2}, {"a": {}}]
    for config in configs:
        assert [each.place for each in found_in(config)] == [""]


def test_an_article_that_lists_others_is_an_article() -> None:
    assert one(PLAIN | {"articles": [{"text": "Related."}]}).text == STORY


def test_a_feed_names_the_outlet_of_items_that_name_none_and_other_envelopes_do_not() -> None:
    items = [{"content_text": "One."}, {"content_text": "Two.", "sitename": "Echo"}]
    feed = {"version": "https://jsonfeed.org/version/1", "title": "Sandmere Post", "items": items}
    stated = [facts(each.article)[0] for each in found_in(feed) if each.article]
    assert stated == ["Sandmere Post", "Echo"]
    stated = [facts(each.article)[0] for each in found_in(feed | {"version": "2"}) if each.article]
    assert stated == [None, "Echo"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[1, 2, 3]", "a list with a number; expected articles"),
        ("[]", "an empty list; expected articles"),
        ("5", "a number; expected an object with text"),
        ("null", "null; expected an object with text"),
        (
            "{}",
            "no article: the object is empty; expected a text in one of text, maintext, content, "
            "content_text, body, story_text, …",
        ),
        (
            '{"compilerOptions": {"strict": true}, "include": ["src"]}',
            "no article: the object has compilerOptions, include; expected a text in one of text, "
            "maintext, content, content_text, body, story_text, …",
        ),
        ('{"text": ["a", 1]}', "field text is a list; expected a string"),
        ('{"text": "\\u0000"}', None),
    ],
)
def test_what_is_no_article_is_one_fault_that_says_what_was_expected(
    text: str, fault: str | None
) -> None:
    (found,) = articles_in_json(text)
    assert found.fault == fault


def test_odd_values_cost_no_more_than_their_field() -> None:
    digits, deep = "9" * 5_000, "[" * 400 + "]" * 400
    text = (
        f'[{{"text": "One.", "n": {digits}, "published": {digits}}}, {{"text": "Two.", "x": {deep}}},'
        ' {"text": "Three.", "date": NaN}, {"text": "Four.\nRaw line end."}, {"text": "a", '
        '"text": "Five."}]'
    )
    texts = [each.article.text for each in articles_in_json(text) if each.article]
    assert texts == ["One.", "Two.", "Three.", "Four.\nRaw line end.", "Five."]


# --- the table in README ---------------------------------------------------------------------

COLUMNS = ("text", "title", "outlet", "published", "byline", "url", "articles")


def row(each: JsonFormat) -> str:
    columns = {name: [f"`{field}`" for field in each.fields(name)] for name in COLUMNS}
    columns["text"] += [f"`{field}`" for field in each.html if field not in each.text]
    columns["outlet"] += [f"`{field}`" for field in each.domain]
    columns["outlet"] += [f"the feed's `{field}`" for field in each.feed]
    return f"| {each.name} | {' | '.join(', '.join(columns[name]) for name in COLUMNS)} |"


def test_readme_shows_the_table_of_fields() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    table = "\n".join(
        [
            "| JSON by | text | title | outlet | published | byline | url | list of articles |",
            "|---|---|---|---|---|---|---|---|",
            *map(row, json_formats()),
        ]
    )
    assert table in readme, table
