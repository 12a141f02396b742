"""Walks a page and returns its paragraphs, headings and list items in document order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, cast

from lxml.etree import iterwalk

from retrieval.corpus.html.elements import Element

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q ruby rb rp rt"
    " s samp small span strike strong sub sup time tt u var wbr".split()
)
_WITHOUT_WORDS: Final = frozenset(
    "audio button canvas embed head iframe input map math meter noscript object option progress"
    " script select style svg template textarea title video".split()
)
_NAMING: Final = ("class", "rel", "itemprop")
_HIDING: Final = ("display:none", "visibility:hidden")


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A run of words of a page between two borders of block elements or line breaks.

    Attributes:
        text: its words, white space collapsed.
        linked: the share of its characters that are in links, 0 to 1.
        path: the elements that it is inside of, the page's root first; inline ones are left out.
        named: inline elements inside of it that have a class, a relation or a property.
    """

    text: str
    linked: float
    path: tuple[Element, ...]
    named: tuple[Element, ...] = ()

    @property
    def tag(self) -> str:
        """The name of the innermost block element."""
        return self.path[-1].tag

    def is_inside(self, *tags: str) -> bool:
        """Return whether one of the elements around it has one of these names."""
        return any(element.tag in tags for element in self.path)


def printed_blocks(tree: Element) -> list[PrintedBlock]:
    """Return the blocks that a browser shows, in document order; hidden ones are left out."""
    walk = _Walk()
    events = iterwalk(cast("object", tree), events=("start", "end", "comment", "pi"))
    for event, node in events:
        element = cast("Element", node)
        match event:
            case "start":
                if element.tag in _WITHOUT_WORDS or _is_hidden(element):
                    events.skip_subtree()
                    walk.skipped = element
                else:
                    walk.enter(element)
            case "end":
                walk.leave(element)
            case _:
                walk.add(element.tail)
    return walk.found


@dataclass(slots=True)
class _Walk:
    """The elements that are open, and the words since the last border of a block."""

    found: list[PrintedBlock] = field(default_factory=list)
    path: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    named: list[Element] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    skipped: Element | None = None

    def enter(self, element: Element) -> None:
        """Begin an element: a block ends what was before."""
        self.links += element.tag == "a"
        if element.tag == "br":
            self.flush()
        elif element.tag not in _INLINE:
            self.flush()
            self.path.append(element)
        elif any(element.get(key) for key in _NAMING):
            self.named.append(element)
        self.add(element.text)

    def leave(self, element: Element) -> None:
        """End an element."""
        if element is self.skipped:
            self.skipped = None
        elif element.tag == "a":
            self.links -= 1
        elif element.tag not in _INLINE and element.tag != "br":
            self.flush()
            self.path.pop()
        self.add(element.tail)

    def add(self, words: str | None) -> None:
        """Add words to the block that is open."""
        if words:
            self.words.append(words)
            if self.links:
                self.linked += len("".join(words.split()))

    def flush(self) -> None:
        """End the block that is open."""
        text = " ".join("".join(self.words).split())
        if text and self.path:
            share = self.linked / len(text.replace(" ", ""))
            self.found.append(PrintedBlock(text, share, tuple(self.path), tuple(self.named)))
        self.words, self.named, self.linked = [], [], 0


def _is_hidden(element: Element) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or any(rule in style for rule in _HIDING)
    )
