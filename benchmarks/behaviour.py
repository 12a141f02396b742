"""What the program says, word for word, before and after a change that must not alter it.

    python -m benchmarks.behaviour record OUT [--shared DIR]
    python -m benchmarks.behaviour compare BEFORE AFTER

``record`` runs the command line as it stands: the statements of every PolNeAR article and of the
seeds beside the project, and the replies to 300 questions of ``natural_news`` and 300 of
``squad2``, each set over its own articles. It writes one JSON line a statement or reply, without
times. ``compare`` prints every line that differs and ends with 1 where one does.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUESTIONS = 300
RECORDS = ("statements_polnear", "statements_seeds", "replies_natural", "replies_squad2")

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def polnear(shared: Path) -> Iterator[tuple[str, str]]:
    for row in rows(shared / "eval/polnear/quotes.open.jsonl.gz"):
        yield f"{row['doc_id']}.txt", row["text"]


def natural(shared: Path) -> Iterator[tuple[str, str]]:
    fields = ("title", "outlet", "url", "published", "text")
    for row in rows(shared / "eval/natural_news/docs.open.jsonl.gz"):
        yield f"{row['doc_id']}.json", json.dumps({key: row[key] for key in fields})


def squad2(shared: Path) -> Iterator[tuple[str, str]]:
    found = rows(shared / "eval/squad2/qa.open.jsonl.gz")
    for number, context in enumerate(dict.fromkeys(row["context"] for row in found)):
        yield f"p{number:04d}.txt", context


def spread(found: list[Row]) -> list[str]:
    """So many questions, evenly over the set."""
    asked = [" ".join(row["question"].split()) for row in found]
    step = max(1, len(asked) // QUESTIONS)
    return asked[::step][:QUESTIONS]


def written(folder: Path, articles: Iterator[tuple[str, str]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles:
        (folder / name).write_bytes(text.encode())
    return folder


def verbatim(*arguments: str, data: Path) -> str:
    """What a command prints; a folder of articles is read from within, so names are bare."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = {**os.environ, "VERBATIM_DATA_DIR": str(data)}
    done = subprocess.run(  # noqa: S603 - this interpreter, and arguments of this module
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def untimed(printed: str) -> str:
    kept = []
    for line in printed.splitlines():
        form = json.loads(line)
        form.pop("elapsed_ms", None)
        kept.append(json.dumps(form, ensure_ascii=False, sort_keys=True) + "\n")
    return "".join(kept)


def record(out: Path, shared: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    work, data = out / "articles", out / "data"
    seeds = verbatim("statements", str(shared / "seeds"), "--json", data=data)
    (out / "statements_seeds.jsonl").write_text(untimed(seeds), encoding="utf-8")
    for name, articles, questions in (
        ("natural", natural(shared), "natural_news/questions.open.jsonl.gz"),
        ("squad2", squad2(shared), "squad2/qa.open.jsonl.gz"),
    ):
        folder = written(work / name, articles)
        verbatim("ingest", str(folder), data=data / name)
        asked = out / f"{name}.txt"
        asked.write_text("\n".join(spread(rows(shared / "eval" / questions))), encoding="utf-8")
        replies = verbatim("ask", "--from", str(asked), "--json", data=data / name)
        (out / f"replies_{name}.jsonl").write_text(untimed(replies), encoding="utf-8")
    folder = written(work / "polnear", polnear(shared))
    said = verbatim("statements", str(folder), "--json", data=data)
    (out / "statements_polnear.jsonl").write_text(untimed(said), encoding="utf-8")


def compare(before: Path, after: Path) -> int:
    different = 0
    for name in RECORDS:
        old, new = ((path / f"{name}.jsonl").read_text().splitlines() for path in (before, after))
        changed = [
            line
            for line in difflib.unified_diff(old, new, lineterm="", n=0)
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        print(f"{name}: {len(old)} lines before, {len(new)} after, {len(changed)} differ")
        print("\n".join(changed))
        different += len(changed)
    return 1 if different else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("out", type=Path)
    recording.add_argument("--shared", type=Path, default=Path("../shared"))
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    given = parser.parse_args()
    if given.command == "record":
        record(given.out, given.shared)
        return 0
    return compare(given.before, given.after)


if __name__ == "__main__":
    raise SystemExit(main())
