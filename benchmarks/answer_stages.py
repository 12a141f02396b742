"""Answers questions with the bot's own service, and times each stage.

python -m benchmarks.answer_stages FOLDER [--without-reader] [--profile FILE]
"""

from __future__ import annotations

import argparse
import cProfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import bot.tg.application  # noqa: F401 - never called here: it is in the memory of the bot, which is measured
from benchmarks.stage_timer import ALL, ALONE, Times, Watch, serve
from bot.bootstrap import opened
from bot.settings import load_settings
from retrieval import ask
from retrieval.ports import Encoder, EncoderModel, Vectors
from retrieval.vocabulary import CorpusVocabulary

ENCODE = "encode"
STAGES = {
    "understand": ((ask, "parse_question"), (ask, "apply_scope"), (ask, "whose_words")),
    "search": ((CorpusVocabulary, "terms"), (ask, "nearest_passages")),
    "choose": ((ask, "choose_sentences"),),
    "read again": ((ask, "rerank"),),
    "cite": ((ask, "build_excerpts"), (ask, "_with_statements")),
    "decline": ((ask, "_decline_reason"),),
}
"""The functions that make up each stage, and where they are; none calls another one of these."""


@dataclass(frozen=True, slots=True)
class Watched:
    """An ``Encoder`` with a watch over it."""

    encoder: Encoder
    watch: Watch

    @property
    def model(self) -> EncoderModel:
        """See ``Encoder``."""
        return self.encoder.model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        return self.watch.over(ENCODE, self.encoder.encode)(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the data folder")
    parser.add_argument("--without-reader", action="store_true")
    parser.add_argument("--profile", type=Path, help="where to write a profile of the answers")
    args = parser.parse_args()
    watch, profile = Watch(), cProfile.Profile()
    _put_over_stages(watch)
    with opened(load_settings(), data_dir=args.folder) as components:
        passage_reader = None if args.without_reader else components.passage_reader
        service = replace(
            components, encoder=Watched(components.encoder, watch), passage_reader=passage_reader
        ).service()
        service.warm_up()
        answer = watch.over(ALL, service.ask)

        def asked(question: str) -> Times:
            watch.over(ALONE, components.encoder.encode)([question])
            if args.profile is None:
                answer(question)
            else:
                profile.runcall(answer, question)
            return watch.read()

        watch.read()
        serve(asked)
    if args.profile is not None:
        profile.dump_stats(args.profile)


def _put_over_stages(watch: Watch) -> None:
    for stage, names in STAGES.items():
        for place, name in names:
            setattr(place, name, watch.over(stage, getattr(place, name)))


if __name__ == "__main__":
    main()
