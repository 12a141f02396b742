"""Describes the elements of a parsed page, for which lxml publishes no types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Element(Protocol):
    """An lxml element, as far as it is used here."""

    tag: str
    text: str | None
    """The words before its first child."""
    tail: str | None
    """The words between its end and what follows."""

    def get(self, key: str) -> str | None:
        """Return an attribute."""

    def getparent(self) -> Element | None:
        """Return the element that it is a child of."""

    def __iter__(self) -> Iterator[Element]:
        """Yield its children."""

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield it and what is inside, in order."""

    def addnext(self, element: Element) -> None:
        """Put an element behind it."""

    def getprevious(self) -> Element | None:
        """Return the previous sibling."""

    def getnext(self) -> Element | None:
        """Return the next sibling."""

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """Yield what it is inside of, from the inside out."""

    def findall(self, path: str) -> list[Element]:
        """Return what an ElementPath expression finds."""

    def drop_tree(self) -> None:
        """Remove it with what is inside, not what follows."""

    def text_content(self) -> str:
        """Return all words inside."""
