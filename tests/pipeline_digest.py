"""A digest of the rules between a file and what is stored of it: ``python -m tests.pipeline_digest``.

Written that way, it replaces ``PIPELINE_DIGEST`` in ``retrieval/fingerprint.py``. It covers the
syntax of every module that ingest and the parser import, and the word lists that they name; not
docstrings, comments and formatting.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
FINGERPRINT = ROOT / "retrieval" / "fingerprint.py"
STORIES = ("retrieval.ingest.run", "retrieval.adapters.models.spacy_parser")
"""Where what is stored is made."""
APART = frozenset({"retrieval.errors", "retrieval.fingerprint", "retrieval.ports"})
"""Nothing that is stored is made in these: faults, this very digest, protocols."""
NEXT = """\
PIPELINE_DIGEST is now {digest}.

Look at what changed in the modules and word lists behind it. Where it alters what is stored of
any article (its text, title, date, sentences, passages or statements), raise PIPELINE, too, in
retrieval/fingerprint.py, so that the next ingest reads every article anew. Where nothing that is
stored changes, leave PIPELINE as it is.
"""


def pipeline_digest() -> str:
    """Return the digest of the rules as they are now."""
    modules = dict(_modules())
    parts = {name: shape(tree) for name, tree in modules.items()} | dict(_word_lists(modules))
    written = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def shape(node: object) -> object:
    """A syntax tree as lists, without docstrings, and the same in every version of Python."""
    if isinstance(node, ast.AST):
        fields = [(name, value) for name, value in ast.iter_fields(node) if value is not None]
        return [
            type(node).__name__,
            *([name, shape(value)] for name, value in fields if value != []),
        ]
    if isinstance(node, list):
        return [shape(each) for each in node if not _is_docstring(each)]
    return repr(node)


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the rules, by name."""
    graph = grimp.build_graph("retrieval", cache_dir=None)
    found = set(STORIES).union(*(graph.find_upstream_modules(story) for story in STORIES))
    for name in sorted(found - APART):
        path = ROOT.joinpath(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def _word_lists(modules: Mapping[str, ast.Module]) -> Iterator[tuple[str, object]]:
    """The tables of ``retrieval/languages`` whose names stand in the modules."""
    nodes = (node for tree in modules.values() for node in ast.walk(tree))
    named = {node.value for node in nodes if isinstance(node, ast.Constant)}
    for file in sorted((ROOT / "retrieval" / "languages").rglob("*.toml")):
        if file.stem in named:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            yield file.relative_to(ROOT).as_posix(), table


def _is_docstring(node: object) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def main() -> None:
    digest = pipeline_digest()
    text = FINGERPRINT.read_text(encoding="utf-8")
    line = re.compile(r'^PIPELINE_DIGEST = ".*"$', flags=re.MULTILINE)
    FINGERPRINT.write_text(line.sub(f'PIPELINE_DIGEST = "{digest}"', text), encoding="utf-8")
    sys.stdout.write(NEXT.format(digest=digest))


if __name__ == "__main__":
    main()
