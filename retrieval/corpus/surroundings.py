"""The lines of a page above, inside and below its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.corpus.boilerplate import BoilerplateKind
from retrieval.corpus.layout import Line, lines
from retrieval.model import BlockKind


@dataclass(frozen=True, slots=True)
class PageSurroundings:
    """The lines of a text, and the numbers of those between which the article's prose stands.

    Attributes:
        first: the place of the first paragraph; the number of lines where there is none.
        second: the place of the second one.
        last: the place of the last paragraph; -1 where there is none.
    """

    text: str
    lines: tuple[Line, ...]
    first: int
    second: int
    last: int

    def words(self, line: Line) -> str:
        """Return the text of a line."""
        return line.span.of(self.text)

    def above(self) -> tuple[Line, ...]:
        """Return the lines before the first paragraph."""
        return self.lines[: self.first]

    def below(self) -> tuple[Line, ...]:
        """Return the lines after the last paragraph, up to a list of related articles."""
        return tuple(self._up_to_related(self.lines[self.last + 1 :])) if self.last >= 0 else ()

    def under_the_lead(self) -> tuple[Line, ...]:
        """Return the lines between the first and the second paragraph."""
        return self.lines[self.first + 1 : self.second]

    @staticmethod
    def _up_to_related(found: tuple[Line, ...]) -> Iterator[Line]:
        for line in found:
            if line.kind is BoilerplateKind.RELATED:
                return
            yield line


def surroundings(text: str) -> PageSurroundings:
    """Return the lines of a text with the places of its first and last paragraphs."""
    found = lines(text)
    prose = [at for at, line in enumerate(found) if line.kind is BlockKind.PROSE]
    return PageSurroundings(
        text=text,
        lines=found,
        first=prose[0] if prose else len(found),
        second=prose[1] if len(prose) > 1 else len(found),
        last=prose[-1] if prose else -1,
    )
