import io
import json

from rich.console import Console

from bot.cli.json_output import article_json, no_article_json
from bot.cli.show import print_article, print_no_article
from bot.service.articles import StoredArticle
from bot.service.find_article import NoSuchArticle
from retrieval.model import Article, Block, BlockKind, Evidence, Fact, Span
from retrieval.ports import ArticleDigests

TEXT = "Home\n\nPier opens\n\nThe pier\x1b[31m is done.\n\nSubscribe!\n"
ARTICLE = Article(
    source="/news/pier.txt",
    file="pier.txt",
    text=TEXT,
    body=(
        Block(Span(6, 16), BlockKind.HEADING),
        Block(Span(18, 40), BlockKind.PROSE),
    ),
    outlet=Fact("Sandmere\x1b Post", (Evidence("sidecar file"),)),
    title=Fact("Pier opens", (Evidence("heading above the article", Span(6, 16)),)),
)
STORED = StoredArticle(ARTICLE, ArticleDigests("ab" * 32, "cd" * 32, None))


def printed(stored: StoredArticle, *, colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=60, force_terminal=colours, color_system="standard" if colours else None
    )
    print_article(console, stored)
    return out.getvalue()


def test_an_article_is_shown_with_what_is_known_from_where_and_its_text() -> None:
    lines = [line.rstrip() for line in printed(STORED).splitlines()]
    assert lines == [
        "pier.txt",
        "/news/pier.txt",
        "outlet               Sandmere␛ Post  (sidecar file)",
        "title                Pier opens  (heading above the article, 6–16)",
        "published            unknown",
        "byline               unknown",
        "url                  unknown",
        f"SHA-256 of the file  {'ab' * 32}",
        f"SHA-256 of the text  {'cd' * 32}",
        "",
        "Home",
        "",
        "Pier opens",
        "",
        "The pier␛[31m is done.",
        "",
        "Subscribe!",
        "",
    ]


def test_boilerplate_is_dimmed_and_no_escape_of_the_file_reaches_the_terminal() -> None:
    shown = printed(STORED, colours=True)
    assert "\x1b[2mHome" in shown
    assert "\x1b[2mSubscribe!" in shown
    assert "\x1b[1mPier opens" in shown
    assert "\x1b[31m" not in shown
    assert "\nThe pier␛[31m is done." in shown.replace("\x1b[0m", "")


def test_an_article_is_one_json_object_whose_spans_are_words_of_its_text() -> None:
    form = article_json(STORED)
    assert json.loads(json.dumps(form)) == {
        "file": "pier.txt",
        "source": "/news/pier.txt",
        "outlet": "Sandmere\x1b Post",
        "title": "Pier opens",
        "published": None,
        "byline": None,
        "url": None,
        "text": TEXT,
        "evidence": {
            "outlet": [{"rule": "sidecar file", "span": None}],
            "title": [
                {
                    "rule": "heading above the article",
                    "span": {"start": 6, "end": 16, "text": "Pier opens"},
                }
            ],
        },
        "sha256": {"file": "ab" * 32, "text": "cd" * 32},
        "body": [
            {"start": 6, "end": 16, "kind": "heading"},
            {"start": 18, "end": 40, "kind": "prose"},
        ],
    }


def test_a_digest_that_was_not_stored_is_said_to_be_unknown() -> None:
    old = StoredArticle(ARTICLE, ArticleDigests(None, None, None))
    assert "SHA-256 of the file  unknown" in printed(old)
    assert article_json(old)["sha256"] == {"file": None, "text": None}


def test_an_unknown_name_is_answered_with_those_like_it() -> None:
    out = io.StringIO()
    console = Console(file=out, width=80)
    reply = NoSuchArticle("per.txt", ("pier.txt", "a b.txt#2"), is_ambiguous=False)
    print_no_article(console, reply)
    assert out.getvalue() == (
        "No article is per.txt.\nDid you mean:\n"
        "  • verbatim show pier.txt\n  • verbatim show 'a b.txt#2'\n"
    )


def test_a_name_of_many_is_answered_with_the_first_and_how_many_more() -> None:
    out = io.StringIO()
    console = Console(file=out, width=80)
    files = tuple(f"news.jsonl#{number}" for number in range(1, 16))
    reply = NoSuchArticle("news.jsonl", files, is_ambiguous=True)
    print_no_article(console, reply)
    lines = out.getvalue().splitlines()
    assert lines[0] == "news.jsonl may mean each of these:"
    assert lines[-1] == "  and 5 more"
    assert no_article_json(reply) == {
        "name": "news.jsonl",
        "outcome": "ambiguous",
        "candidates": list(files),
    }
