from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.corpus.files import FoundFile, Limits
from retrieval.corpus.known_outlets import KnownOutlet
from retrieval.corpus.metadata import article_facts, article_from
from retrieval.corpus.read import RawArticle, read_file
from retrieval.corpus.sidecar import DeclaredMetadata, fact
from retrieval.model import Fact
from tests.corpus.articles import BARE, BLOG, DIGEST, HARBOUR_DEAL, raw

STORY = (
    "The pier is done, and the town is glad of it.\n\nIt opens in May, the mayor told The Echo."
)
SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


def value(stated: Fact | None) -> str | None:
    return stated.value if stated else None


def printed(article: RawArticle, stated: Fact | None) -> list[str | None]:
    assert stated is not None
    return [each.span.of(article.text) if each.span else None for each in stated.evidence]


def outlet_of(text: str, *outlets: KnownOutlet) -> str | None:
    return value(article_facts(raw(text), outlets).outlet)


def test_a_page_with_its_name_beside_address_and_contacts() -> None:
    article = raw(HARBOUR_DEAL)
    facts = article_facts(article)
    assert value(facts.outlet) == "Northern Ledger"
    assert value(facts.title) == "Harbour Deal ‘Ends Ten Years of Waiting,’ Says Mayor"
    assert value(facts.published) == "2024-03-12T09:30+00:00"
    assert value(facts.byline) is None
    assert value(facts.url) == HARBOUR_DEAL.split("\n")[0]
    assert printed(article, facts.outlet)[0] == "Northern Ledger"
    assert printed(article, facts.outlet)[-1] == HARBOUR_DEAL.split("\n")[0]
    assert printed(article, facts.published) == ["2024-03-12T09:30+0000"]


def test_a_digest_names_neither_the_outlet_that_it_cites_nor_the_photographer() -> None:
    facts = article_facts(raw(DIGEST))
    assert value(facts.outlet) == "The Coastal Review"
    assert facts.outlet is not None
    assert "inferred" in facts.outlet.evidence[0].rule
    assert value(facts.published) == "2023-11-09T10:05"
    assert value(facts.title) == "Seen from inland: “The ink dries slowly”"


def test_a_blog_with_a_byline_has_no_outlet() -> None:
    facts = article_facts(raw(BLOG))
    assert value(facts.outlet) is None
    assert value(facts.byline) == "Ada Quill"
    assert value(facts.title) == "Harbour: The “Complex” Deal – What Now?"
    assert value(facts.published) is None


def test_an_article_that_states_nothing_has_nothing() -> None:
    facts = article_facts(raw(BARE))
    assert [facts.outlet, facts.title, facts.published, facts.byline, facts.url] == [None] * 5


HEADERS = [
    (
        "https://ledger.example.com/a\nTown Opens Its New Pier After Ten Years\nThe Harbour Wire\n5 January 2025\n",
        ("The Harbour Wire", "Town Opens Its New Pier After Ten Years", "2025-01-05", None),
    ),
    (
        "https://www.harbourwire.com/a\nTown opens its new pier after ten years\nHarbourwire\nJanuary 5, 2025\n",
        ("Harbourwire", "Town opens its new pier after ten years", "2025-01-05", None),
    ),
    (
        "Northern Gazette\nTown opens its new pier after ten years\nBy Ada Quill\nJanuary 5, 2025\n",
        ("Northern Gazette", "Town opens its new pier after ten years", "2025-01-05", "Ada Quill"),
    ),
    (
        "Town opens its new pier after ten years\nJane Doe\nJanuary 5, 2025\n",
        (None, "Town opens its new pier after ten years", "2025-01-05", None),
    ),
    (
        "https://example.com/20250105/a.html\nTown opens its new pier\n",
        ("example.com", "Town opens its new pier", "2025-01-05", None),
    ),
    (
        "Town opens its new pier\n\nBy Ada Quill and Ben Roe, Political Correspondents • January 5, 2025\n",
        (None, "Town opens its new pier", "2025-01-05", "Ada Quill and Ben Roe"),
    ),
    (
        "Town opens its new pier\n\nBy Ada Quill • January 5, 2025\n",
        (None, "Town opens its new pier", "2025-01-05", "Ada Quill"),
    ),
    (
        "Town opens its new pier\nUpdated: 7 March 2025 | Published: 3 March 2025\n",
        (None, "Town opens its new pier", "2025-03-03", None),
    ),
    ("Town opens its new pier\n03/04/2025\n", (None, "Town opens its new pier", None, None)),
    ("Town opens its new pier\nYesterday\n", (None, "Town opens its new pier", None, None)),
    ("WORLD\nTown opens its new pier\n", (None, "Town opens its new pier", None, None)),
    (
        "https://t.me/The_Harbour_Wire/117\nTown opens its new pier\n",
        ("The Harbour Wire", "Town opens its new pier", None, None),
    ),
]


@pytest.mark.parametrize(("header", "expected"), HEADERS)
def test_lines_above_the_article_state_what_is_known(
    header: str, expected: tuple[str | None, ...]
) -> None:
    facts = article_facts(raw(f"{header}\n{STORY}"))
    found = (facts.outlet, facts.title, facts.published, facts.byline)
    assert tuple(map(value, found)) == expected


NOT_PUBLISHERS = [
    "The mayor told the Evening Courier that the pier is done.",
    "‘The Evening Courier’ notes that the pier is done.",
    "According to the Evening Courier, the pier is done.",
    "In an interview with the Evening Courier, she said the pier is done.",
    "The pier is done.\n\nSource: Evening Courier",
    "The pier is done.\n\nPhoto: Evening Courier",
    "The pier is done.\n\nBy Ada Quill, Evening Courier",
    "The pier is done.\n\nAda Quill\nada.quill@courier.example.com",
    "The pier is done.\n\n© Reuters. All rights reserved.",
    "The pier is done.\n\nYou may also like\n\nhttps://t.me/Evening_Courier",
    "The pier is done.\n\nShare: https://facebook.com/sharer",
    "Ada Quill writes at https://t.me/ada_quill about piers, and many in the town read it.",
]


@pytest.mark.parametrize("text", NOT_PUBLISHERS)
def test_whoever_is_cited_spoken_to_or_credited_is_no_publisher(text: str) -> None:
    assert outlet_of(f"Town opens its new pier\n\n{STORY}\n\n{text}") is None


@pytest.mark.parametrize(
    ("footer", "expected"),
    [
        ("Join our channel: https://t.me/harbour_wire", "harbour wire"),
        ("Follow us on Facebook: https://facebook.com/HarbourWire", "Harbour Wire"),
        ("© 2025 The Harbour Wire. All rights reserved.", "The Harbour Wire"),
        ("www.harbour-wire.example.com", "example.com"),
        ("newsroom@harbour-wire.com", "harbour-wire.com"),
    ],
)
def test_an_outlet_below_the_article_is_said_to_be_inferred(footer: str, expected: str) -> None:
    found = article_facts(raw(f"Town opens its new pier\n\n{STORY}\n\n{footer}")).outlet
    assert value(found) == expected
    assert found is not None
    assert found.evidence[0].rule.startswith("inferred")


def test_a_date_in_prose_is_never_the_date_of_publication() -> None:
    text = f"Town opens its new pier\n\n{STORY}\n\nOn 5 January 2025 the old pier fell."
    assert article_facts(raw(text)).published is None


def test_dates_that_head_the_parts_of_a_chronicle_are_not_the_date_of_publication() -> None:
    text = f"Ten years of the pier\n\n{STORY}\n\n5 January 2015\n\nThe old pier fell.\n\n6 June 2016\n\nNothing was done."
    assert article_facts(raw(text)).published is None


def test_the_first_sentence_is_never_the_title() -> None:
    assert article_facts(raw(STORY)).title is None


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe",
        "Weston Echo —",
        "Jane Doe, Weston Echo",
        "Jane Doe, Ben Roe and Ada Quill",
        "The Weston Echo",
    ],
)
def test_a_name_above_the_article_is_not_its_title(line: str) -> None:
    assert article_facts(raw(f"{line}\n\n{STORY}")).title is None


@pytest.mark.parametrize(
    "line", ["Weston Pier Opens", "Pier opens", "Jane Doe Opens Her New Pier at Last"]
)
def test_a_short_headline_is_a_title(line: str) -> None:
    assert value(article_facts(raw(f"{line}\n\n{STORY}")).title) == line


WIRE = KnownOutlet(
    "Harbour Wire",
    aliases=("HW News",),
    domains=("harbour-wire.com",),
    handles=("t.me/hwire",),
    files=("wire/*",),
)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (STORY, "wire/2025/a.txt"),
        (STORY, "wire/a.jsonl#3"),
        (f"https://news.harbour-wire.com/a\nTown opens its pier\n\n{STORY}", "a.txt"),
        (f"{STORY}\n\nhttps://t.me/hwire", "a.txt"),
        (f"HW News\nTown opens its pier\n\n{STORY}", "a.txt"),
    ],
)
def test_a_listed_outlet_is_known_by_file_address_handle_or_alias(text: str, file: str) -> None:
    assert value(article_facts(raw(text, file=file), (WIRE,)).outlet) == "Harbour Wire"


def test_a_listed_outlet_is_not_known_by_its_mention_in_prose() -> None:
    assert outlet_of(f"{STORY}\n\nThe mayor told Harbour Wire that it opens.", WIRE) is None


def test_the_sidecar_is_believed_first_then_the_list_then_the_field_then_the_text() -> None:
    text = f"https://other.example.com/a\nTown opens its pier\n\n{STORY}"
    sidecar = DeclaredMetadata(outlet=fact("From Sidecar", "sidecar file"))
    field = DeclaredMetadata(outlet=fact("From Field", "field outlet"))
    listed = (KnownOutlet("From List", files=("a.txt",)),)
    assert value(article_facts(raw(text, sidecar), listed).outlet) == "From Sidecar"
    assert value(article_facts(raw(text, field), listed).outlet) == "From List"
    assert value(article_facts(raw(text, field)).outlet) == "From Field"
    assert value(article_facts(raw(text)).outlet) == "example.com"


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("https://www.brackwaterecho.co.uk/weir", "brackwaterecho.co.uk"),
        ("https://news.google.com/articles/x", None),
        ("https://www.google.com/amp/s/brackwaterecho.co.uk/weir", None),
        ("https://webcache.googleusercontent.com/search?q=cache:x:echo.example/weir", None),
        ("https://brackwaterecho-co-uk.cdn.ampproject.org/c/s/brackwaterecho.co.uk/weir", None),
        ("https://brackwaterecho-co-uk.translate.goog/weir", None),
        ("https://web.archive.org/web/2020/https://www.brackwaterecho.co.uk/weir", None),
        ("https://archive.today/AbCd1", None),
        ("https://ghostarchive.org/archive/x", None),
        ("https://flipboard.com/@valley/weir", None),
        ("https://apple.news/Abc", None),
        ("https://12ft.io/https://www.brackwaterecho.co.uk/weir", None),
    ],
)
def test_the_host_of_a_copy_is_no_outlet_and_a_domain_is_never_made_a_name(
    address: str, outlet: str | None
) -> None:
    declared = DeclaredMetadata(url=fact(address, "page metadata"))
    article = replace(raw("The weir of Brackwater is to be closed in May."), declared=declared)

    assert value(article_facts(article).outlet) == outlet


def test_a_declared_title_is_found_again_in_the_text() -> None:
    article = raw(
        f"Town opens its pier\n\n{STORY}",
        DeclaredMetadata(title=fact("Town opens its pier", "field title")),
    )
    stated = article_facts(article).title
    assert printed(article, stated) == [None, "Town opens its pier"]


def test_an_article_carries_what_is_known_and_its_text_unaltered() -> None:
    article = article_from(raw(HARBOUR_DEAL))
    assert article.text == HARBOUR_DEAL
    assert value(article.outlet) == "Northern Ledger"
    assert article.body


@pytest.mark.shared
def test_outlets_of_the_real_articles() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the labelled data are not beside the project")
    found: dict[str, tuple[str | None, str | None, str | None]] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        articles, skipped = read_file(FoundFile(path.resolve(), path.name), Limits(10**6, 10**5))
        assert skipped == []
        facts = article_facts(articles[0])
        found[path.name[:3]] = (
            value(facts.outlet), value(facts.published), value(facts.byline),
        )  # fmt: skip
    assert found == {
        "000": (None, None, None),
        "001": ("Sputnik International", "2026-01-23T12:00+00:00", None),
        "002": (None, None, "James Carter"),
        "003": (None, None, None),
        "004": ("The International Affairs", "2025-02-17T11:16", None),
    }
