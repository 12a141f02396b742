"""Tells notices that stand among the paragraphs of a page's article from the article."""

import pytest

from retrieval.corpus.html.page import read_page
from tests.corpus.html.layouts import PROSE

APPEAL = "Independent reporting needs money, and your gift keeps our reporters in the valley."
MEMBERS = "This article is for members only. Join us today from £2 a week and read on."
OWN = "The Tarnby Courier belongs to the Valley Press Council and follows its code of practice."
OTHER = "The bridge at Oxley was reopened on Monday after two years of works, the county said."


def text_of(*parts: str) -> str:
    body = f"<main><article><h1>Basin to be drained</h1>{''.join(parts)}</article></main>"
    found = read_page(
        f"<html><head><title>Basin to be drained</title></head><body>{body}</body></html>".encode()
    )
    assert found is not None
    return found.text


def paragraphs(name: str = "") -> list[str]:
    return [f"<p class='{name}'>{each}</p>" for each in PROSE]


@pytest.mark.parametrize(
    "notice",
    [
        f"<div class='paywall'><p>{MEMBERS}</p></div>",
        f"<div class='subscribe-box'><p>{APPEAL}</p></div>",
        f"<p class='subscribe__cta'>{APPEAL}</p>",
        f"<div class='article-disclaimer'><p>{OWN}</p></div>",
        f"<p class='disclaimer'>{OWN}</p>",
        f"<div class='recommended'><h3>You may also like</h3><p>{OTHER}</p></div>",
        f"<div class='inline-promo'><p>{APPEAL}</p></div>",
        f"<section class='donate'><p>{APPEAL}</p></section>",
        f"<div class='advert'><p>{OTHER}</p></div>",
        f"<p class='about-us'>{OWN}</p>",
        f"<div id='press-council'><p>{OWN}</p></div>",
        f"<section><h3>You may also like</h3><p>{OTHER}</p></section>",
        f"<div><h4>Related stories:</h4><p>{OTHER}</p><p>{OTHER}</p></div>",
        f"<div class='newsletterSignup'><p>{APPEAL}</p></div>",
    ],
)
def test_a_notice_among_or_after_the_paragraphs_is_not_the_article(notice: str) -> None:
    own = paragraphs()
    plain = text_of(*own)

    assert text_of(*own[:2], notice, *own[2:]) == plain
    assert text_of(*own, notice) == plain


@pytest.mark.parametrize(
    "name",
    ["paywall", "subscriber-only", "premium", "no-promo", "has-advert", "promo-free", "ad-after"],
)
def test_a_paragraph_of_the_article_stays_whatever_its_site_calls_it(name: str) -> None:
    assert all(each in text_of(*paragraphs(name)) for each in PROSE)
    wrapped = f"<div class='{name}'>{''.join(paragraphs())}</div>"
    assert all(each in text_of(wrapped) for each in PROSE)


@pytest.mark.parametrize(
    "story",
    [
        "The Courier lost nine hundred subscriptions in March, its publisher Gorm Ostley said.",
        "The press council found on Friday that the Courier had broken its code of practice.",
        "Donations for the bargemen reached two million crowns by Sunday, the parish told us.",
    ],
)
def test_a_story_about_subscriptions_a_council_or_donations_stays(story: str) -> None:
    own = paragraphs()
    assert story in text_of(*own[:2], f"<p>{story}</p>", *own[2:])
    assert story in text_of(*own[:2], f"<div class='body-text'><p>{story}</p></div>", *own[2:])


@pytest.mark.parametrize(
    "heading",
    ["Related costs", "More about the plan", "What the board would like", "Latest ruling"],
)
def test_a_section_of_the_article_stays_below_its_heading(heading: str) -> None:
    own = paragraphs()
    section = f"<section><h3>{heading}</h3><p>{OTHER}</p></section>"
    assert OTHER in text_of(*own[:2], section, *own[2:])


@pytest.mark.parametrize("attribute", ["id='teaser-text'", "class='article-teaser'"])
def test_a_teaser_between_title_and_text_is_the_standfirst(attribute: str) -> None:
    text = text_of(f"<div {attribute}><p>{OTHER}</p></div>", f"<div>{''.join(paragraphs())}</div>")
    assert text.split("\n")[-5:] == [OTHER, *PROSE]


@pytest.mark.parametrize(
    "teaser",
    [
        f"<div class='teaser'><a href='/x'><h3>Bridge reopened</h3></a><p>{OTHER}</p></div>",
        f"<a href='/x'><div class='teaser-text'><p>{OTHER}</p></div></a>",
        f"<div class='teaser-list'><div class='teaser-text'><p>{OTHER}</p></div></div>",
    ],
)
def test_the_teaser_of_another_story_stays_out(teaser: str) -> None:
    own = "".join(paragraphs())
    assert OTHER not in text_of(teaser, f"<div>{own}</div>")
    assert OTHER not in text_of(f"<div>{own}</div>", teaser)
