"""How the source tree is built: sizes, layers, folded modules and complexity.

    python -m benchmarks.structure [--root DIR] [--question TEXT]

``--root`` takes another checkout, an older one for instance. ``--question`` asks the bot that
question and prints the modules between the update and the reply (``benchmarks.route``). See
README.md beside it for what is counted.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import permutations
from pathlib import Path

import grimp

PACKAGES = ("bot", "retrieval")
SHORT = 60
"""Lines below which a module with one importer might as well be part of it."""
Imports = Mapping[str, set[str]]
"""The modules that each module imports."""


def main() -> None:
    args = _arguments()
    for line in report(Tree(args.root)):
        print(line)
    if args.question:
        from benchmarks.route import ask  # noqa: PLC0415 - imports the bot, an older tree has another

        print()
        for line in asyncio.run(ask(args.question)):
            print(line)


@dataclass(frozen=True)
class Tree:
    """The source files of ``bot`` and ``retrieval`` below a folder."""

    root: Path

    @cached_property
    def texts(self) -> Mapping[Path, str]:
        """Every source file that is not empty, relative to the root, in order."""
        files = sorted(path for name in PACKAGES for path in (self.root / name).rglob("*.py"))
        read = {file.relative_to(self.root): file.read_text(encoding="utf-8") for file in files}
        return {path: text for path, text in read.items() if text.strip()}

    @cached_property
    def graph(self) -> grimp.ImportGraph:
        """Who imports whom; imports for type checkers count too."""
        sys.path.insert(0, str(self.root))
        return grimp.build_graph(*PACKAGES, cache_dir=None)

    @cached_property
    def bodies(self) -> Mapping[str, int]:
        """Lines of each function, without its signature and docstring."""
        return {
            f"{path}:{node.lineno} {node.name}": _body_lines(node)
            for path, text in self.texts.items()
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    def lines(self, module: str) -> int:
        """How many lines a module has; none for a package without code of its own."""
        text = self.texts.get(Path(*module.split(".")).with_suffix(".py"), "")
        return len(text.splitlines())


def report(tree: Tree) -> Iterator[str]:
    """The figures of a tree, a line each."""
    for name in PACKAGES:
        found = [text for path, text in tree.texts.items() if path.parts[0] == name]
        lines = sum(len(text.splitlines()) for text in found)
        yield f"{name}: {len(found)} modules, {lines} lines"
    folder, modules = Counter(path.parent for path in tree.texts).most_common(1)[0]
    yield f"largest folder: {folder} with {modules} modules"
    yield f"longest chain of imports: {len(longest_chain(_all_imports(tree.graph)))} modules"
    yield "inside each package (members, imports between them, longest chain):"
    yield from (f"  {line}" for line in _packages(tree.graph))
    folded = one_importer(tree)
    yield f"modules under {SHORT} lines with one importer: {len(folded)}"
    yield from (f"  {module} < {importer}" for module, importer in folded)
    yield f"90th percentile of function bodies: {_percentile(90, tree.bodies.values())} lines"
    yield f"longest function body: {_largest(tree.bodies)} lines"
    yield f"highest cyclomatic complexity: {_largest(complexities(tree.root))}"
    repeated = base_names(tree)
    yield f"base names that occur more than once: {len(repeated)}"
    yield from (f"  {name}: {', '.join(folders)}" for name, folders in repeated.items())


def longest_chain(imports: Imports) -> Sequence[str]:
    """The most modules of which each imports the next; the first in order where two are as long.

    Raises:
        graphlib.CycleError: modules import each other.
    """
    chains: dict[str, tuple[str, ...]] = {}
    for module in TopologicalSorter(imports).static_order():
        below = [chains[each] for each in sorted(imports.get(module, ()))]
        chains[module] = (module, *max(below, key=len, default=()))
    return max((chains[module] for module in sorted(chains)), key=len, default=())


def one_importer(tree: Tree) -> Sequence[tuple[str, str]]:
    """Short modules that one module imports, with that module."""
    found = []
    for module in sorted(tree.graph.modules):
        importers = tree.graph.find_modules_that_directly_import(module)
        if len(importers) == 1 and 0 < tree.lines(module) < SHORT:
            found.append((module, next(iter(importers))))
    return found


def base_names(tree: Tree) -> Mapping[str, Sequence[str]]:
    """Names that several modules share, with their folders."""
    folders = defaultdict(list)
    for path in tree.texts:
        if not path.stem.startswith("__"):
            folders[path.stem].append(str(path.parent))
    return {name: found for name, found in sorted(folders.items()) if len(found) > 1}


def complexities(root: Path) -> Mapping[str, int]:
    """McCabe's cyclomatic complexity of each function, as ruff counts it."""
    command = ["-m", "ruff", "check", "--isolated", "--no-cache", "--exit-zero", "--ignore-noqa"]
    options = ["--select=C901", "--config=lint.mccabe.max-complexity=0", "--output-format=json"]
    done = subprocess.run(  # noqa: S603 - this interpreter, and ruff on the folders of the tree
        [sys.executable, *command, *options, *PACKAGES],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for each in json.loads(done.stdout):
        told = re.fullmatch(r"`(.+)` is too complex \((\d+) > 0\)", each["message"])
        if told:
            path = Path(each["filename"]).relative_to(root)
            found[f"{path}:{each['location']['row']} {told[1]}"] = int(told[2])
    return found


def _packages(graph: grimp.ImportGraph) -> Iterator[str]:
    """Every package with the imports between its members, what lies inside them included."""
    for package in sorted(graph.modules):
        members = sorted(graph.find_children(package))
        if not members:
            continue
        imports: dict[str, set[str]] = {member: set() for member in members}
        for one, other in permutations(members, 2):
            if _is_imported(graph, one, other):
                imports[one].add(other)
        arrows = sum(map(len, imports.values()))
        yield f"{package}: {len(members)}, {arrows}, {_height(imports)}"


def _height(imports: Imports) -> str:
    try:
        return str(len(longest_chain(imports)))
    except CycleError as error:
        return f"none: {' > '.join(error.args[1])} is a cycle"


def _is_imported(graph: grimp.ImportGraph, one: str, other: str) -> bool:
    inside = {other, *graph.find_descendants(other)}
    importers = {one, *graph.find_descendants(one)}
    return any(inside & graph.find_modules_directly_imported_by(each) for each in importers)


def _all_imports(graph: grimp.ImportGraph) -> Imports:
    return {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def _percentile(percent: int, values: Iterable[int]) -> int:
    """The smallest value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1]


def _largest(values: Mapping[str, int]) -> str:
    name = max(sorted(values), key=values.__getitem__)
    return f"{values[name]} ({name})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parents[1]
    parser.add_argument("--root", type=lambda text: Path(text).resolve(), default=here)
    parser.add_argument("--question", help="what to ask the bot; of this tree only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
