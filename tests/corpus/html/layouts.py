"""Holds invented pages in the layouts of content management systems, with what a reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

STANDFIRST = "Forty barges must leave the basin by the first of May, the board ruled on Tuesday."
PROSE = (
    "The lock board of Tarnby voted on Tuesday to drain the upper basin for nine months, a decision"
    " that surprised the bargemen of the valley.",
    "Chairwoman Marta Solness told reporters after the meeting that the gates had leaked since the"
    " autumn rains and could not wait for another winter.",
    "Bargemen who moor their boats there will be moved to the lower basin, where two sheds and a"
    " crane are to be built before the spring.",
    "The board meets again on the ninth of June in the old toll house, and anyone who lives in"
    " Tarnby may come and listen.",
)
LATER = (
    "The northern gates were ordered in spring and will be hung as soon as the ice has gone, the"
    " board said in a statement.",
    "Its treasurer, Gorm Ostley, expects the work to cost nine million crowns, a third of which the"
    " county has agreed to pay.",
)
MENU = '<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>'
NEWSLETTER = (
    "<div class='newsletter'><p>Sign up for our newsletter and never miss a story again.</p></div>"
)
RELATED = (
    "<aside class='related'><h3>More stories</h3><p><a href='/z'>Elephant born in the zoo of"
    " Osterhill</a></p><p>The calf weighs ninety kilos and has not been named yet.</p></aside>"
)
COMMENTS = (
    "<section id='comments'><h3>2 comments</h3><div class='comment'><p>I moored my boat there for"
    " thirty years and nobody asked me a thing.</p></div></section>"
)
FOOTER = (
    "<footer><p>The Tarnby Courier is published by the Valley Press Company of Tarnby since 1902."
    "</p></footer>"
)
COOKIES = (
    "<div id='cookie-banner'><p>We and our 204 partners store information on your device to show"
    " you advertising.</p><button>Agree</button></div>"
)
BIOGRAPHY = (
    "<div class='author-bio'><p>Jonna Brisk has written about rivers and harbours for the Courier"
    " since 2009.</p></div>"
)
TEASERS = (
    "<div class='teasers'><div class='teaser'><h3><a href='/a'>Ferry to Holm cancelled</a></h3>"
    "<p>The ferry to Holm will not sail before the storm is over, its captain said.</p></div>"
    "<div class='teaser'><h3><a href='/b'>Baker retires</a></h3><p>After forty years the baker of"
    " Wexham has closed the door of his shop.</p></div></div>"
)
CAPTION = "The upper basin of Tarnby in the evening light of last September."
NEVER = (
    "Sign up for our newsletter", "Elephant born", "The calf weighs", "thirty years and nobody",
    "published by the Valley Press", "204 partners", "since 2009", "ferry to Holm will not sail",
    "baker of Wexham", "evening light", "Home", "Sport",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """A page.

    Attributes:
        body: what stands in the page's body.
        wanted: paragraphs that its text has, once and in this order.
        head: more of the page's head than the title.
        unwanted: words that it has not, besides those of ``NEVER``.
    """

    name: str
    body: str
    wanted: tuple[str, ...]
    head: str = ""
    unwanted: tuple[str, ...] = ()

    def page(self) -> bytes:
        """Return the page's source."""
        return (
            "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Basin to be drained |"
            f" Tarnby Courier</title>{self.head}</head><body>{self.body}</body></html>"
        ).encode()


def paragraphs(texts: tuple[str, ...], name: str = "") -> str:
    """Return the texts as paragraphs, of a class if it is named."""
    attribute = f" class='{name}'" if name else ""
    return "".join(f"<p{attribute}>{text}</p>" for text in texts)


P, L = paragraphs(PROSE), paragraphs(LATER)
H1 = "<h1>Basin to be drained</h1>"
ALL = (STANDFIRST, *PROSE)
AROUND = NEWSLETTER + RELATED + TEASERS + COMMENTS + FOOTER

LAYOUTS = (
    Layout(
        "a standfirst in the header of main",
        f"{COOKIES}<header>{MENU}<p>The Tarnby Courier, the paper of the valley since 1902.</p></header>"
        f"<main><header>{H1}<p class='standfirst'>{STANDFIRST}</p></header>"
        f"<div class='article-body'>{P}</div></main>{AROUND}",
        ALL,
        unwanted=("paper of the valley",),
    ),
    Layout(
        "a header paragraph without a name",
        f"{MENU}<article><header>{H1}<p>{STANDFIRST}</p><p>By Jonna Brisk</p></header>"
        f"<div class='article__body'>{P}</div></article>{AROUND}",
        ALL,
    ),
    Layout(
        "a lead in its own container",
        f"{MENU}<article>{H1}<div class='article__lead'><p>{STANDFIRST}</p></div>"
        f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>"
        f"<div class='article__body'>{P}</div>{BIOGRAPHY}</article>{AROUND}",
        ALL,
    ),
    Layout(
        "a second heading without a full stop as deck",
        f"{MENU}<div class='story'>{H1}<h2>Forty barges must leave by the first of May</h2>"
        f"<div class='story-content'>{P}</div></div>{AROUND}",
        ("Forty barges must leave by the first of May", *PROSE),
    ),
    Layout(
        "sections of one story",
        f"{MENU}<main>{H1}<section class='story-body'><div class='story-body__inner'>{P}</div>"
        f"</section><section class='story-body'><div class='story-body__inner'>{L}</div></section>"
        f"</main>{AROUND}",
        (*PROSE, *LATER),
    ),
    Layout(
        "three sections with a heading each",
        f"{MENU}<main>{H1}<section class='article-text'>{paragraphs(PROSE[:2])}</section>"
        f"<section class='article-text'><h2>Room for the boats</h2>{paragraphs(PROSE[2:])}</section>"
        f"<section class='article-text'><h2>Who pays for the gates</h2>{L}</section></main>{AROUND}",
        (*PROSE[:2], "Room for the boats", *PROSE[2:], "Who pays for the gates", *LATER),
    ),
    Layout(
        "WordPress",
        f"<div id='page' class='site'><header id='masthead' class='site-header'>"
        f"<p class='site-description'>News of the valley, every day of the week and of the year.</p>"
        f"{MENU}</header><div id='content'><article class='post-12 post type-post hentry'>"
        f"<header class='entry-header'><h1 class='entry-title'>Basin to be drained</h1>"
        f"<p class='entry-subtitle'>{STANDFIRST}</p><div class='entry-meta'>Posted on 8 March 2021"
        f" by <a rel='author' href='/jb'>Jonna Brisk</a></div></header>"
        f"<div class='entry-content'>{P}<div class='wp-caption'><p class='wp-caption-text'>{CAPTION}"
        f"</p></div></div><footer class='entry-footer'>Filed under: Harbour</footer></article>"
        f"{COMMENTS}</div></div>{FOOTER}",
        ALL,
        unwanted=("News of the valley",),
    ),
    Layout(
        "Drupal",
        f"{MENU}<div class='region region-content'><div class='node node--type-article'>"
        f"<h1 class='page-title'><span>Basin to be drained</span></h1>"
        f"<div class='field field--name-field-intro field__item'>{STANDFIRST}</div>"
        f"<div class='field field--name-body field__item'>{P}</div>"
        f"<div class='field field--name-field-tags'><a href='/t'>locks</a></div></div></div>{AROUND}",
        ALL,
    ),
    Layout(
        "AMP",
        f"<header class='amp-header'><a href='/'>Courier</a></header><main role='main'>"
        f"<article class='amp-wp-article'><header class='amp-wp-article-header'><h1 class="
        f"'amp-wp-title'>Basin to be drained</h1><div class='amp-deck'>{STANDFIRST}</div></header>"
        f"<amp-img src='a.jpg'></amp-img><div class='amp-wp-article-content'>{P}</div></article>"
        f"</main><amp-sidebar><p>The weather in the valley stays mild until the end of the week.</p>"
        f"</amp-sidebar>{FOOTER}",
        ALL,
        unwanted=("weather in the valley",),
    ),
    Layout(
        "schema.org microdata",
        f"{MENU}<div itemscope itemtype='http://schema.org/NewsArticle'><h1 itemprop='headline'>"
        f"Basin to be drained</h1><div itemprop='description'>{STANDFIRST}</div>"
        f"<span itemprop='author'>Jonna Brisk</span><div itemprop='articleBody'>{P}</div></div>"
        f"{AROUND}",
        ALL,
    ),
    Layout(
        "a description that is printed as well",
        f"{MENU}<div class='wrap'>{H1}<div class='x1'>{STANDFIRST[:-1]}</div>"
        f"<div class='article-body'>{P}</div></div>{AROUND}",
        (STANDFIRST[:-1], *PROSE),
        head=f"<meta property='og:description' content='{STANDFIRST[:-1]}'>",
    ),
    Layout(
        "an article's text in the metadata",
        f"{MENU}<article>{H1}<div class='article-body'>{paragraphs(PROSE[:3])}</div>"
        f"<div class='q7'><p>{PROSE[3]}</p></div></article>{AROUND}",
        PROSE,
        head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Basin to be'
        ' drained", "articleBody": "' + " ".join(PROSE) + '"}</script>',
    ),
    Layout(
        "plain HTML 4",
        f"<center><a href='/'>Home</a> | <a href='/news'>News</a></center><hr>{H1}"
        f"<p><b>{STANDFIRST}</b>{''.join('<p>' + each for each in PROSE)}<hr>"
        "<address>webmaster</address>",
        ALL,
    ),
    Layout(
        "containers without names",
        f"{MENU}<div><div>{H1}<div>{STANDFIRST}</div></div><div>{P}</div></div>{FOOTER}",
        ALL,
    ),
    Layout(
        "a live blog",
        f"{MENU}<main>{H1}<p class='live-intro'>{STANDFIRST}</p><div class='live-posts'>"
        + "".join(
            f"<div class='live-post'><time>{9 + at}.15</time><p>{text}</p></div>"
            for at, text in enumerate((*PROSE, *LATER))
        )
        + f"</div></main>{AROUND}",
        (STANDFIRST, *PROSE, *LATER),
    ),
    Layout(
        "German class names",
        f"{MENU}<article class='artikel'><h1 class='artikel-titel'>Basin to be drained</h1>"
        f"<p class='vorspann'>{STANDFIRST}</p><div class='bild'><p class='bildunterschrift'>{CAPTION}"
        f"</p></div><div class='artikel-text'>{P}</div><div class='kommentare'><p>I moored my boat"
        f" there for thirty years and nobody asked me a thing.</p></div></article>{FOOTER}",
        ALL,
    ),
    Layout(
        "French class names",
        f"{MENU}<article class='article'>{H1}<p class='article__chapo'>{STANDFIRST}</p>"
        f"<div class='article__legende'><p>{CAPTION}</p></div><div class='article__content'>{P}"
        f"<div class='a-lire-aussi'><p>The ferry to Holm will not sail before the storm is over.</p>"
        f"</div></div></article>{FOOTER}",
        ALL,
    ),
    Layout(
        "paragraphs in a container each",
        f"{MENU}<article>{H1}<div class='dek'>{STANDFIRST}</div><div class='content'>"
        + "".join(f"<div class='paragraph'><p>{each}</p></div>" for each in PROSE)
        + f"</div></article>{AROUND}",
        ALL,
    ),
    Layout(
        "a standfirst that the body repeats",
        f"{MENU}<article><header>{H1}<p class='summary'>{PROSE[0]}</p></header>"
        f"<div class='article-body'>{P}</div></article>{AROUND}",
        PROSE,
    ),
    Layout(
        "a standfirst for wide and for narrow screens",
        f"{MENU}<article><header>{H1}<p class='deck wide'>{STANDFIRST}</p></header>"
        f"<p class='deck narrow'>{STANDFIRST}</p><div class='article-body'>{P}</div></article>",
        ALL,
    ),
    Layout(
        "key points",
        f"{MENU}<article>{H1}<ul class='key-points'><li>Forty barges must leave by the first of May"
        f"</li><li>The county pays a third of the nine million crowns</li></ul>"
        f"<div class='article-body'>{P}</div></article>{AROUND}",
        (
            "Forty barges must leave by the first of May",
            "The county pays a third of the nine million crowns",
            *PROSE,
        ),
    ),
    Layout(
        "an advertisement and a sign-up between the paragraphs",
        f"{MENU}<article>{H1}<p class='lede'>{STANDFIRST}</p><div class='article-body'>"
        f"<p>{PROSE[0]}</p><div class='ad-slot'><p>Boats of Wexham: the best hulls of the coast at"
        f" half the price.</p></div><p>{PROSE[1]}</p>{NEWSLETTER}{paragraphs(PROSE[2:])}</div>"
        f"</article>",
        ALL,
        unwanted=("best hulls",),
    ),
    Layout(
        "a second article below",
        f"{MENU}<article class='post'>{H1}<div class='post-content'>{P}</div></article>"
        f"<article class='post'><h1>Baker retires</h1><div class='post-content'><p>After forty years"
        f" the baker of Wexham has closed the door of his shop in the harbour street.</p></div>"
        f"</article>{FOOTER}",
        PROSE,
    ),
    Layout(
        "a large page where the extractor takes a notice",
        f"{MENU}<article>{H1}<p class='summary'>{STANDFIRST}</p><div class='article-body paywall'>"
        f"<div class='wsj-paywall-inner'>{P}{L}</div></div></article>"
        f"<div class='article-body print-note'><p>This copy is for your personal use.</p></div>",
        (STANDFIRST, *PROSE, *LATER),
    ),
    Layout(
        "hashed class names",
        f"{MENU}<article><header>{H1}<p class='css-1a2b'>{STANDFIRST}</p><div class='css-9'>By Jonna"
        f" Brisk</div><div class='share-tools'>Share this</div></header><section class='css-body'>{P}"
        f"</section></article>",
        ALL,
    ),
    Layout(
        "title and standfirst in a block above the article",
        f"{MENU}<div class='hero'>{H1}<p class='standfirst'>{STANDFIRST}</p></div><article>{P}"
        f"</article>{AROUND}",
        ALL,
    ),
    Layout(
        "a standfirst above the title",
        f"{MENU}<article><header><p class='standfirst'>{STANDFIRST}</p>{H1}</header>"
        f"<div class='article-body'>{P}</div></article>",
        ALL,
    ),
    Layout(
        "another title in the metadata",
        f"{MENU}<article><h1>A basin without water</h1><p>{STANDFIRST}</p>"
        f"<div class='article-body'>{P}</div></article>",
        ALL,
    ),
    Layout(
        "words of the article without an element of their own",
        f"{MENU}<article>{H1}{STANDFIRST}<div class='article-body'>{P}</div></article>",
        ALL,
    ),
    Layout(
        "numbered parts",
        f"{MENU}<main>{H1}<div id='story-part-1'>{P}</div><div id='story-part-2'>{L}</div></main>"
        f"{FOOTER}",
        (*PROSE, *LATER),
    ),
    Layout(
        "a later part of another class",
        f"{MENU}<article>{H1}<div class='article-body'>{P}</div><div class='more-text'>{L}</div>"
        f"</article>{AROUND}",
        (*PROSE, *LATER),
    ),
    Layout(
        "a headed section below an advertisement",
        f"{MENU}<div>{H1}<div class='story-body'>{P}</div><div class='ad'><p>Boats of Wexham: the"
        f" best hulls of the coast at half the price.</p></div><div class='story-body'><div>"
        f"<h2>Who pays for the gates</h2>{L}</div></div></div>{AROUND}",
        (*PROSE, "Who pays for the gates", *LATER),
        unwanted=("best hulls",),
    ),
    Layout(
        "notices and a picture between title and text",
        f"{MENU}<article>{H1}<p>This article is more than two years old.</p><p>{STANDFIRST}</p>"
        f"<div>Register to keep reading this story for free.</div><div class='top'><img src='a.jpg'>"
        f"<span>{CAPTION}</span></div><div class='article-body'>{P}</div><p>We may earn a commission"
        f" from links on this page.</p></article>",
        ALL,
        unwanted=("two years old", "Register to", "commission"),
    ),
    Layout(
        "a teaser between title and text",
        f"{MENU}<article>{H1}<div class='box'><h3><a href='/q'>Ferry to Holm cancelled</a></h3><p>The"
        f" ferry to Holm will not sail before the storm is over.</p></div><p class='lead'>"
        f"{STANDFIRST}</p><div class='article-body'>{P}</div></article>",
        ALL,
    ),
    Layout(
        "the lead story of the day above the article",
        f"{MENU}<div class='lead-story'><h2><a href='/u'>Tram returns</a></h2><p>The tram returns to"
        f" the harbour street after thirty years, the mayor announced.</p></div><article>{H1}"
        f"<div class='article-body'>{P}</div></article>",
        PROSE,
        unwanted=("tram returns to",),
    ),
    Layout(
        "the site's name as main heading",
        f"<header><h1>Tarnby Courier</h1><p>The Tarnby Courier, the paper of the valley since 1902."
        f"</p></header><article><h2>Basin to be drained</h2><p>{STANDFIRST}</p>"
        f"<div class='article-body'>{P}</div></article>",
        ALL,
        unwanted=("paper of the valley",),
    ),
    Layout(
        "a last paragraph and a biography without names",
        f"{MENU}<article>{H1}<p>By Jonna Brisk and Ruben Stahl</p><div class='article-body'>{P}</div>"
        f"<div class='z1'><p>{LATER[0]}</p></div><div class='z2'><p>Ruben Stahl has sailed on every"
        f" river of the valley and lives on a barge in Wexham.</p></div></article>",
        (*PROSE, LATER[0]),
        unwanted=("lives on a barge",),
    ),
)
