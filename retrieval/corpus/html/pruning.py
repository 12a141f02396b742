"""Removes parts of a page that the extractor does not recognise as surroundings."""

from __future__ import annotations

from typing import Final

from retrieval.corpus.html.class_names import is_around_in_another_language
from retrieval.corpus.html.elements import Element

_SHARE: Final = 3
"""A part of more than a third of the page's text is not removed."""


def drop_surroundings(tree: Element) -> None:
    """Remove comments, captions and the like whose class names are not English."""
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    called_so = [each for each in elements if is_around_in_another_language(each)]
    total = len(tree.text_content()) if called_so else 0
    for element in called_so:
        if _SHARE * len(element.text_content()) < total and element.getparent() is not None:
            element.drop_tree()
