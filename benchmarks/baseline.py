"""A similarity search as the quick starts have it: sentence-transformers, Chroma, one collection.

    python -m benchmarks.baseline FOLDER [QUESTION]

answers the question and ends, or answers each line of the input with what it took.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from chromadb import Collection, PersistentClient
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from benchmarks.stage_timer import ALL, ALONE, Times, Watch, serve
from retrieval.adapters.models.packaged import published_folder

COLLECTION = "passages"
SHOWN = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("question", nargs="?")
    args = parser.parse_args()
    torch.set_num_threads(1)  # as the other one has
    read = embedding()
    client = PersistentClient(str(args.folder))
    collection = client.get_collection(COLLECTION, embedding_function=read)
    if args.question is not None:
        print(collection.query(query_texts=[args.question], n_results=SHOWN)["documents"])
        return
    watch = Watch()
    query = watch.over(ALL, collection.query)

    def asked(question: str) -> Times:
        watch.over(ALONE, read)([question])
        query(query_texts=[question], n_results=SHOWN)
        return watch.read()

    serve(asked)


def new_collection(folder: Path) -> Collection:
    """An empty one, with Chroma's own settings."""
    return PersistentClient(str(folder)).create_collection(
        COLLECTION, embedding_function=embedding()
    )


def embedding() -> SentenceTransformerEmbeddingFunction:
    """The weights that Verbatim has as well, by torch."""
    return SentenceTransformerEmbeddingFunction(str(published_folder()), device="cpu")


if __name__ == "__main__":
    main()
