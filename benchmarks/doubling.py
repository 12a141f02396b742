"""What an article of twice the size costs, for articles that are all of one thing.

    python -m benchmarks.doubling [--size 20000] [--only PART]

Prints, for each kind of article, the processor time of reading it, of cutting it into sentences
and passages, and of reading its statements (without the parser), at the size, in characters, and
at twice the size, with their ratio: 2 is linear, 4 is quadratic.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice, product
from pathlib import Path

from bot.bootstrap import open_parser
from retrieval.corpus.files import FoundFile, Limits
from retrieval.corpus.metadata import article_from
from retrieval.corpus.passages import passages
from retrieval.corpus.read import RawArticle, read_file
from retrieval.corpus.sentences import sentences
from retrieval.quotes.parsed.parse import Parse, Parser
from retrieval.statements import statements_of

FIRST = (
    "Ada Ben Cora Dan Eve Finn Gwen Hugo Ida Jan Kira Leo Mara Nils Olga Paul Quin Rosa".split()
)
SURNAMES = ("berg", "dahl", "quist", "mark", "strand", "holm", "lund", "vik", "gren", "sen", "by")
BEGINNINGS = (
    "Al Bran Cor Dor El Fal Gar Hal In Jar Kal Lor Mor Nor Or Par Quar Ran Sol Tor".split()
)
LINEAR = 2.6
"""Ratios above it are marked: 2, and what a busy machine may add."""
LEAST = 0.05
"""Seconds below which a ratio says nothing."""


def _names() -> Iterator[str]:
    """Yield different full names."""
    for middle in count():
        for beginning, end, first in product(BEGINNINGS, SURNAMES, FIRST):
            yield f"{first} {beginning}{end}{'a' * middle}"


def _repeated(unit: str) -> Callable[[], Iterator[str]]:
    def units() -> Iterator[str]:
        while True:
            yield unit

    return units


def _speakers() -> Iterator[str]:
    for name in _names():
        yield f"“The bridge is closed,” said {name}, who lives there. She left.\n\n"


def _named() -> Iterator[str]:
    for name in _names():
        yield f"{name}, "


def _numbered(unit: str) -> Callable[[], Iterator[str]]:
    return lambda: (unit.format(number) for number in count())


KINDS: Mapping[str, Callable[[], Iterable[str]]] = {
    "plain prose": _repeated(
        "The council of Ostervik met on Monday and closed the bridge. Nobody spoke of the cost. "
        "“It is not safe,” said Ada Berglund, the mayor. She added that it would cost 4 million.\n\n"
    ),
    "different speakers": _speakers,
    "different names in one paragraph": _named,
    "one name": _repeated("Mara Lindqvist and "),
    "one name, a paragraph each": _repeated("Mara Lindqvist left.\n\n"),
    "one speaker, a statement each": _repeated("“It is shut,” Mara Lindqvist said.\n\n"),
    "pronouns": _repeated("He said he told her that she said he was late. "),
    "opening quotation marks": _repeated("“"),
    "straight quotation marks": _repeated('"'),
    "single quotation marks": _repeated("‘"),
    "apostrophes": _repeated("'"),
    "nested quotations": _repeated("“he said ‘"),
    "quotations that are closed nowhere": _repeated("“It is shut, he said.\n\n"),
    "quoted words": _repeated("“shut” "),
    "short paragraphs": _repeated("No.\n\n"),
    "short lines": _repeated("No\n"),
    "different short lines": _numbered("Line {}\n"),
    "one paragraph": _repeated("The bridge is closed. "),
    "one sentence": _repeated("the bridge is closed and "),
    "one word": _repeated("a"),
    "dates": _repeated("on 3 March "),
    "numbers": _repeated("1,234.5 "),
    "full stops": _repeated("."),
    "initials": _repeated("A. B. "),
    "commas": _repeated("no, "),
    "dashes": _repeated("– "),
    "brackets": _repeated("("),
    "a transcript": _numbered("SPEAKER {}: It is shut.\n\n"),
    "an interview": _repeated("Q: Is it shut?\n\nA: It is shut.\n\n"),
    "headings": _repeated("What Is Shut\n\nIt is.\n\n"),
    "lists": _repeated("• It is shut\n"),
    "spaces": _repeated(" "),
    "line ends": _repeated("\n"),
    "addresses": _repeated("https://paper.example/a "),
    "capitals": _repeated("The Bridge Of Ostervik Council "),
    "according to": _repeated("according to Ada Berglund, "),
    "said that": _repeated("he said that "),
}
"""What an article consists of, by its name."""


@dataclass
class _Known:
    """The parses of texts, made before."""

    parser: Parser
    made: dict[str, Parse] = field(default_factory=dict)
    seconds: float = 0.0

    def parse(self, texts: Iterable[str], language: str) -> Iterator[Parse]:
        for text in texts:
            if text not in self.made:
                began = time.process_time()
                (self.made[text],) = self.parser.parse([text], language)
                self.seconds += time.process_time() - began
            yield self.made[text]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=20_000, help="characters")
    arguments.add_argument("--only", default="", help="kinds with these words in their names")
    given = arguments.parse_args()
    parser = open_parser()
    with tempfile.TemporaryDirectory() as folder:
        for kind, units in KINDS.items():
            if given.only in kind:
                once, twice = (
                    _costs(Path(folder) / "article.txt", units(), size, parser)
                    for size in (given.size, 2 * given.size)
                )
                told = [f"{part} {_ratio(once[part], twice[part])}" for part in once]
                print(f"{kind:36} {'  '.join(told)}", flush=True)


def _ratio(once: float, twice: float) -> str:
    if twice < LEAST:
        return f"{twice:6.2f} s     "
    ratio = twice / max(once, 0.001)
    return f"{twice:6.2f} s {ratio:4.1f}{'!' if ratio > LINEAR else ' '}"


def _costs(file: Path, units: Iterable[str], size: int, parser: Parser) -> dict[str, float]:
    """Return the seconds of each part for an article of so many characters."""
    file.write_text(_of_size(units, size), encoding="utf-8")
    costs: dict[str, float] = {}

    def timed(part: str, work: Callable[[], object]) -> object:
        began = time.process_time()
        made = work()
        costs[part] = time.process_time() - began
        return made

    found = timed("read", lambda: read_file(FoundFile(file, file.name), Limits(10**8, 10**7))[0])
    if not found:
        return costs
    (raw,) = found
    assert isinstance(raw, RawArticle)
    article = timed("facts", lambda: article_from(raw, (), datetime.now(UTC).date()))
    cut = timed("sentences", lambda: sentences(article))
    timed("passages", lambda: passages(article, cut))
    known = _Known(parser)
    list(statements_of([(article, cut)], known))
    timed("statements", lambda: list(statements_of([(article, cut)], known)))
    return costs


def _of_size(units: Iterable[str], size: int) -> str:
    """Return an article with so many characters of the units below its headline."""
    units = iter(units)
    first = next(units)
    return "Bridge closed\n\n" + first + "".join(islice(units, max(1, size // len(first))))


if __name__ == "__main__":
    main()
