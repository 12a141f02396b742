"""Reads from class names and ids what an element of a page is for.

The names are those that content management systems, themes and newspapers give to elements, in
English and in the languages of the larger ones; they are no words of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from retrieval.corpus.html.elements import Element

_ATTRIBUTES: Final = ("class", "id", "role", "itemprop", "rel", "data-component", "data-testid")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\s_:.-]+")


def _any_name(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ -])(?:{'|'.join(names)})(?=[ -]|$)")


_STANDFIRST = _any_name(
    """
    standfirst lead lead-?in lead-?text lede dec?k intro introduction chapo chapeau chap
    summary sub-?title sub-?headline sub-?head sub-?heading sub-?line abstract excerpt description
    vorspann einleitung anlauf strap-?line strap entradilla bajada copete sommario occhiello
    catenaccio ingress ingres manchet preamble header-text alternativeheadline key-?points key-?takeaways highlights at-a-glance in-brief
    """.split()
)
_AROUND = _any_name(
    """
    nav navigation navbar menu menus breadcrumbs? sidebar banner complementary contentinfo search
    ads? adv advert adverts advertisement advertising sponsor sponsored promo promos promotion
    promoted outbrain taboola newsletters? subscribe subscription subscriptions sign-?up paywall
    cookies? consent gdpr privacy modal popup pop-?up overlay toast dialog alert notice notification
    related recommend recommended recommendations recirc more-on more-stories read-?more read-?also
    read-?next most-read most-popular popular trending latest teasers? cards? comments? comment-?list
    disqus reply replies respond footer copyright disclaimer legal share sharing shares social follow
    authors? bio biography byline profile contributors? tags? tag-?list topics? keywords
    captions? credits? legend images? img pictures? photos? gallery slideshow carousel figure videos?
    media player audio podcast toolbar tools print rating poll quiz widgets? form login register
    pagination pager meta metadata messenger breaking-news ticker timestamp date time hidden sr-only visually-hidden screen-reader-text embed
    tagline slogan site-description site-title branding masthead logo
    cta call-to-action foot-?notes? help appeal donate donation donations support membership skip
    werbung anzeigen? kommentare? verwandte? empfehlung empfehlungen bildunterschrift bildtext autor
    autoren autorin fusszeile mehr-zum-thema weiterlesen
    publicite pub commentaires? legende auteurs? abonnement abonnes infolettre partage partager
    lire-aussi a-lire-aussi voir-aussi
    publicidad comentarios? relacionad[oa]s? autora pie compartir boletin
    """.split()
)
_ELSEWHERE = _any_name(
    """
    werbung anzeigen? kommentare? bildunterschrift bildtext fusszeile mehr-zum-thema weiterlesen
    publicite commentaires? legende infolettre lire-aussi a-lire-aussi voir-aussi
    publicidad comentarios? relacionad[oa]s? compartir boletin
    """.split()
)
_NOTICE = re.compile(
    r"(?:^| )(?:(?:article|story|inline|in|site|c|block|wp|content|post|entry)-)*"
    r"(?:subscribe|subscription|newsletter|sign-?up|disclaimer|recommended|recommendations?|"
    r"you-may-(?:also-)?like|also-like|promos?|promotion|donate|donations?|adverts?|advertisement|"
    r"about-us|about-the-(?:paper|publication|site)|press-council|ipso|support-us)"
    r"(?:-(?:articles|banner|block|box|card|container|copy|cta|form|inline|links|list|message|module|"
    r"note|notice|p|panel|prompt|section|signup|slot|stories|text|unit|widget|wrap|wrapper))*(?= |$)"
)
"""The whole of a class name, as "no-promo" and "has-advert" say the opposite."""
_TEASER_TEXT = _any_name("teaser-?text article-teaser story-teaser".split())
_NO_BYLINE = _any_name(
    """
    captions? comments? credits? images? img photos? photographers? pictures? gallery figure bio
    biography related teasers? cards? recommended promos? promo sidebar newsletter follow share
    social avatar comment-?list reply footer about job role
    """.split()
)
_PAYWALL = _any_name("paywall premium subscriber subscribers".split())
_BYLINE = _any_name(
    """
    byl byline by-?line author authors author-?names? auteurs? autor autoren autorin autora writer
    writers reporter journalist signature verfasser redacteur
    """.split()
)


def called(element: Element) -> str:
    """Return how an element is called: class, id, role and the like, in lower case, with hyphens.

    "storyLead story__lead" is "story-lead story-lead".
    """
    return _spelled(tuple(element.get(key) for key in _ATTRIBUTES))


@lru_cache(4096)
def _spelled(stated: tuple[str | None, ...]) -> str:
    names = (name for each in stated if each for name in each.split())
    return " ".join(_SEPARATORS.sub("-", _CAMEL.sub("-", name)).lower() for name in names)


@lru_cache(16384)
def _is_of(names: re.Pattern[str], name: str) -> bool:
    return bool(name) and names.search(name) is not None


def is_standfirst(element: Element) -> bool:
    """Return whether an element is called a standfirst, lead or introduction."""
    return _is_of(_STANDFIRST, called(element))


def is_around_the_article(element: Element) -> bool:
    """Return whether an element is called a menu, teaser, notice, caption, comment or the like."""
    return _is_of(_AROUND, called(element))


def is_around_in_another_language(element: Element) -> bool:
    """Return whether it is called so in a language whose names an English extractor ignores."""
    return _is_of(_ELSEWHERE, called(element))


def is_notice(element: Element) -> bool:
    """Return whether an element is called an appeal, an advertisement or a statement of the site."""
    return _is_of(_NOTICE, called(element))


def is_teaser_text(element: Element) -> bool:
    """Return whether it is called the text of a teaser, as some call the article's standfirst."""
    return _is_of(_TEASER_TEXT, called(element))


def is_paywall(element: Element) -> bool:
    """Return whether an element is called a paywall, which may hold the article or a notice."""
    return _is_of(_PAYWALL, called(element))


def is_byline_element(element: Element) -> bool:
    """Return whether an element is called a byline or an author."""
    return _is_of(_BYLINE, called(element))


def is_no_byline(element: Element) -> bool:
    """Return whether the names in an element are a photographer's, a commenter's or the like."""
    return _is_of(_NO_BYLINE, called(element))
