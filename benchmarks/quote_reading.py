"""Counts what is wrong in `/quote` over 150 articles of one story, by verdicts of readers.

    python -m benchmarks.quote_reading corpus FOLDER [--shared DIR]
    verbatim ingest FOLDER                       (into an empty data folder of its own)
    python -m benchmarks.quote_reading score
    python -m benchmarks.quote_reading unread

``corpus`` writes the 150 articles of ``allsides_abp`` that are nearest to the words of a story in
its weeks, by TF-IDF. ``score`` asks for every statement of 40 names and counts the verdicts in
``quote_verdicts.tsv``: a line is the file, where the words begin and end, the name that they are
shown under, and R (right), W (another's words), N (never said), E (says nothing) or B (ends in the
wrong place). ``unread`` prints the entries that have no verdict yet, to be read.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from bot.bootstrap import opened
from bot.settings import load_settings
from retrieval.model import CitedStatement, Quoted

VERDICTS = Path(__file__).with_name("quote_verdicts.tsv")
STORY = "government shutdown border wall Trump Pelosi Schumer federal workers funding"
WEEKS = ("2018-12-17", "2019-01-27")
ARTICLES = 150
LENGTHS = (800, 15_000)
"""Characters of an article, at least and at most, both excluded."""
FIELDS = {"title": "title", "outlet": "outlet", "url": "url", "published": "date", "text": "text"}
NAMES = (
    "Donald Trump", "Nancy Pelosi", "Mitch McConnell", "Mick Mulvaney", "Chuck Schumer",
    "Lindsey Graham", "White House", "Mike Pence", "Bob Corker", "Sarah Sanders", "Ann Coulter",
    "Kellyanne Conway", "Dick Durbin", "Eric Young", "Adam Smith", "Ben McAdams", "Matt Gaetz",
    "Jamie Raskin", "Joe Manchin", "Adam Schiff", "Steny Hoyer", "Paul Ryan", "Debbie Lesko",
    "Mark Meadows", "Jose Serrano", "Scott Jennings", "Kevin McCarthy", "Colin Allred",
    "Hakeem Jeffries", "Maya MacGuineas", "Lamar Alexander", "Susan Collins", "Kirstjen Nielsen",
    "Kevin Hassett", "Alexandria Ocasio-Cortez", "Richard Shelby", "Patrick Leahy",
    "Cory Gardner", "Marco Rubio", "Rand Paul",
)  # fmt: skip

Entry = tuple[tuple[str, int, int, str], CitedStatement]


def write_corpus(folder: Path, shared: Path) -> None:
    """Write the articles of the story as JSON files."""
    with gzip.open(
        shared / "eval/allsides_abp/docs.open.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        rows = [json.loads(line) for line in lines]
    shortest, longest = LENGTHS
    rows = [
        row
        for row in rows
        if WEEKS[0] <= row["date"] <= WEEKS[1] and shortest < len(row["text"]) < longest
    ]
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    articles = vectorizer.fit_transform([f"{row['title']} {row['text']}" for row in rows])
    nearness = (articles @ vectorizer.transform([STORY]).T).toarray().ravel()
    order = sorted(range(len(rows)), key=lambda at: (-nearness[at], rows[at]["doc_id"]))
    folder.mkdir(parents=True, exist_ok=True)
    for row in (rows[at] for at in order[:ARTICLES]):
        form = {ours: row[theirs] for ours, theirs in FIELDS.items()}
        path = folder / f"{row['doc_id']}.json"
        path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")


def entries() -> Iterator[Entry]:
    """Yield what `/quote NAME all` shows for each name, with its place and the name above it."""
    with opened(load_settings()) as components:
        service = components.service()
        for name in NAMES:
            reply = service.quote(f"{name} all")
            if isinstance(reply, Quoted):
                for cited in reply.speaker.statements:
                    content = cited.statement.content
                    first, last = content[0].span.start, content[-1].span.end
                    yield (
                        (Path(cited.citation.source).name, first, last, reply.speaker.speaker),
                        cited,
                    )


def verdicts() -> dict[tuple[str, int, int, str], str]:
    """Return the readers' verdicts."""
    with VERDICTS.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t")
        return {(file, int(a), int(b), name): verdict for file, a, b, name, verdict in rows}


def score() -> None:
    """Print how many entries have each verdict."""
    known, counts = verdicts(), Counter[str]()
    for place, _ in entries():
        counts[known.get(place, "unread")] += 1
    read = sum(count for verdict, count in counts.items() if verdict != "unread")
    for verdict, count in counts.most_common():
        share = "" if verdict == "unread" else f"  {count / max(1, read):.3f} of those read"
        print(f"{verdict:8}{count:6}{share}")


def print_unread() -> None:
    """Print the entries without a verdict, with the sentences that hold them."""
    known = verdicts()
    for place, cited in entries():
        if place not in known:
            print(
                "\t".join(map(str, place)), "", f"    {' '.join(cited.passage.split())}", sep="\n"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    corpus = commands.add_parser("corpus")
    corpus.add_argument("folder", type=Path)
    corpus.add_argument("--shared", type=Path, default=Path("../shared"))
    commands.add_parser("score")
    commands.add_parser("unread")
    args = parser.parse_args()
    if args.command == "corpus":
        write_corpus(args.folder, args.shared)
    elif args.command == "score":
        score()
    else:
        print_unread()


if __name__ == "__main__":
    main()
