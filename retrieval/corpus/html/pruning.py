"""Prepares a page for the extractor, which takes some words of articles for surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import fragment_fromstring

from retrieval.corpus.boilerplate import boilerplate_words, is_prompt
from retrieval.corpus.html.class_names import (
    is_around_in_another_language,
    is_notice,
    is_paywall,
)
from retrieval.corpus.html.elements import Element

_SHARE: Final = 3
"""A part of more than a third of the page's text is not removed."""
_HEADINGS: Final = frozenset("h2 h3 h4 h5 h6".split())
_NOTICES: Final = frozenset("aside div p section ul".split())
_NOTICE_WORDS: Final = 80
"""Of a longer part that is called a notice, it may be the article."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_DROPPED_INLINE: Final = ("blink", "label", "output", "q", "time")
_PARAGRAPHS: Final = frozenset("blockquote dd figcaption h2 h3 h4 h5 h6 li p td".split())
_PROSE_WORDS: Final = 5
"""Of a paragraph beside an inline element from which it is one of the paragraph's words."""
_TEMPLATE_WORDS: Final = 40
"""Of a template from which it can hold the article."""
_PLACEHOLDER: Final = re.compile(r"\{\{|<%|\$\{|\[\[")
_TEMPLATES: Final = frozenset({"text/template", "text/html", "text/x-template"})
_INITIAL: Final = re.compile(r"[“\"‘'«„]?[B-HJ-Z]")
"""A letter that is no word of its own."""
_QUOTATION_MARKS: Final = tuple("\"'“”‘’«»„‚‹›")


def drop_surroundings(tree: Element) -> None:
    """Remove comments, captions and the like with other than English names, and short notices.

    A paywall is a notice where it asks the reader to subscribe; it may be around the article.
    """
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    called_so = [
        each for each in elements if is_around_in_another_language(each) or _notifies(each)
    ]
    total = len(tree.text_content()) if called_so else 0
    for element in called_so:
        if _SHARE * len(element.text_content()) < total and element.getparent() is not None:
            element.drop_tree()


def _notifies(element: Element) -> bool:
    if element.tag not in _NOTICES:
        return False
    lists_others = _lists_other_articles(element)
    if not (lists_others or is_notice(element) or is_paywall(element)):
        return False
    words = " ".join(element.text_content().split())
    if len(words.split()) > _NOTICE_WORDS or next(element.iter("h1"), None) is not None:
        return False
    return lists_others or is_notice(element) or any(map(is_prompt, _SENTENCE_END.split(words)))


def _lists_other_articles(element: Element) -> bool:
    """Return whether the first thing in an element is a heading such as "You may also like"."""
    first = next(iter(element), None)
    if first is None or first.tag not in _HEADINGS or (element.text or "").strip():
        return False
    heading = " ".join(first.text_content().split())
    return boilerplate_words().heading_of_other_articles.fullmatch(heading) is not None


def keep_words_of_prose(tree: Element) -> None:
    """Make plain the dates and the like in a paragraph, which the extractor drops or sets apart.

    A ``q`` gets the quotation marks that browsers print around it.
    """
    for element in list(tree.iter(*_DROPPED_INLINE)):
        if not _is_in_prose(element):
            continue
        if element.tag == "q":
            _print_quotation_marks(element)
        element.tag = "span"


def unfold_templates(tree: Element) -> None:
    """Put the article that a page keeps in a template where its script would print it.

    That is a template without placeholders that has paragraphs of prose.
    """
    for script in list(tree.iter("script")):
        source = script.text or ""
        if (script.get("type") or "").lower() not in _TEMPLATES or _PLACEHOLDER.search(source):
            continue
        if "<p" not in source or len(source.split()) < _TEMPLATE_WORDS:
            continue
        try:
            printed: Element = fragment_fromstring(source, create_parent="div")
        except etree.LxmlError:
            continue
        script.addnext(printed)


def join_initials(tree: Element) -> None:
    """Move a large first letter that stands before its paragraph into it."""
    for paragraph in list(tree.iter("p")):
        initial = paragraph.getprevious()
        if initial is None or initial.tag not in {"span", "div", "b", "strong", "p"}:
            continue
        letter = initial.text_content().strip()
        begins = paragraph.text_content()[:1]
        if begins.islower() and not (initial.tail or "").strip() and _INITIAL.fullmatch(letter):
            initial.drop_tree()
            paragraph.text = f"{letter}{paragraph.text or ''}"


def _is_in_prose(element: Element) -> bool:
    """Return whether an element is inside of a paragraph that has other words of a sentence."""
    paragraph = next((each for each in element.iterancestors() if each.tag in _PARAGRAPHS), None)
    if paragraph is None or any(each.tag in _PARAGRAPHS for each in _inside(element)):
        return False
    others = len(paragraph.text_content().split()) - len(element.text_content().split())
    return others >= _PROSE_WORDS


def _inside(element: Element) -> Iterator[Element]:
    return (each for each in element.iter() if each is not element)


def _print_quotation_marks(quotation: Element) -> None:
    words = quotation.text_content().strip()
    if words and not words.startswith(_QUOTATION_MARKS):
        quotation.text = f"“{quotation.text or ''}"
        last = next(reversed(list(quotation)), None)
        if last is None:
            quotation.text += "”"
        else:
            last.tail = f"{last.tail or ''}”"
