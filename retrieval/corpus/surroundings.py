"""What stands above and below an article in its text: where its outlet and date are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.corpus.furniture import Furniture
from retrieval.corpus.lines import Line, lines
from retrieval.model import BlockKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of a text, and between which of them the article's prose stands.

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
        """The words of a line."""
        return line.span.of(self.text)

    def above(self) -> tuple[Line, ...]:
        """The lines before the first paragraph."""
        return self.lines[: self.first]

    def below(self) -> tuple[Line, ...]:
        """The lines after the last paragraph, less lists of related articles."""
        return tuple(self._unrelated(self.lines[self.last + 1 :])) if self.last >= 0 else ()

    def under_the_lead(self) -> tuple[Line, ...]:
        """The lines between the first and the second paragraph."""
        return self.lines[self.first + 1 : self.second]

    @staticmethod
    def _unrelated(found: tuple[Line, ...]) -> Iterator[Line]:
        for line in found:
            if line.kind is Furniture.RELATED:
                return
            yield line


def surroundings(text: str) -> Surroundings:
    """The lines of a text, seen from its article."""
    found = lines(text)
    prose = [at for at, line in enumerate(found) if line.kind is BlockKind.PROSE]
    return Surroundings(
        text=text,
        lines=found,
        first=prose[0] if prose else len(found),
        second=prose[1] if len(prose) > 1 else len(found),
        last=prose[-1] if prose else -1,
    )
