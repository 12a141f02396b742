"""What holds of the bot, one line a row: ``python -m tests.bot_matrix``.

Runs the tests of the feature table and of the fault matrix and says of each what came of it, in
its own words. Ends with 1 where something does not hold.
"""

from __future__ import annotations

import io
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

BOT = Path(__file__).parent / "bot"
ROWS = (
    "tg/test_application.py", "tg/test_random_walks.py", "tg/handlers/test_*.py", "tg/transport/test_*.py",
    "store/test_killed.py", "store/test_room.py", "store/test_user_data.py",
    "messages/test_citations.py", "test_ingestion.py", "test_settings.py",
    "service/test_find_article.py", "service/test_source_files.py", "service/test_worker_threads.py",
    "cli/test_commands.py", "cli/test_questions_file.py", "cli/test_show.py", "cli/test_sources.py",
    "cli/test_statements_in.py", "cli/test_terminal_text.py",
    "../adapters/test_*.py", "../adapters/chroma/test_*.py",
    "../adapters/sqlite/test_room.py", "../adapters/sqlite/test_schema.py",
    "../corpus/test_bylines.py", "../corpus/test_decode.py", "../corpus/test_files.py", "../corpus/test_read.py",
    "../corpus/html/test_charset.py", "../corpus/html/test_date_of_page.py",
    "../corpus/html/test_main_content.py", "../corpus/html/test_printed_byline.py",
    "../corpus/html/test_notices.py",
    "../corpus/json_articles/test_*.py",
    "../quotes/test_named_only.py", "../quotes/coreference/test_full_name_index.py",
    "../quotes/parsed/test_bounded_sentences.py",
    "../answer/user_input/test_*.py",
    "../stories/test_current_folder.py", "../stories/test_hostile_questions.py",
    "../stories/test_ingest_faults.py", "../stories/test_kill.py", "../stories/test_reasons.py",
    "../stories/test_whose_words.py",
)  # fmt: skip
"""The tests that are rows, below ``tests/bot``."""

WORST_FIRST = ("failed", "skipped", "passed")


@dataclass(eq=False)
class Outcomes:
    """What came of every test, by file and name; the cases of a table are one row."""

    of: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes the test itself, and its preparation or clearing up where that went wrong."""
        if report.when == "call" or not report.passed:
            file, _, name = report.nodeid.partition("::")
            self.of[file, name.partition("[")[0]].append(report.outcome)


def rows(outcomes: Mapping[tuple[str, str], Sequence[str]]) -> Sequence[str]:
    """A heading for each file, and a line for each of its tests."""
    shown: list[str] = []
    headed = ""
    for (file, name), found in outcomes.items():
        if file != headed:
            headed = file
            shown.append(f"\n{Path(file).stem.removeprefix('test_').replace('_', ' ')}")
        worst = min(found, key=WORST_FIRST.index)
        cases = f" ({len(found)} cases)" if len(found) > 1 else ""
        shown.append(f"  {worst:8}{_sentence(name)}{cases}")
    return shown


def _sentence(name: str) -> str:
    return re.sub("^test_", "", name).replace("_", " ")


def main() -> int:
    """The exit code of the run."""
    files = sorted(str(path) for pattern in ROWS for path in BOT.glob(pattern))
    outcomes = Outcomes()
    told = io.StringIO()
    with redirect_stdout(told):
        code = pytest.main(["-q", "--tb=short", *sys.argv[1:], *files], plugins=[outcomes])
    if code:
        sys.stdout.write(told.getvalue())
    counted = [each for found in outcomes.of.values() for each in found]
    lines = rows(outcomes.of)
    sums = ", ".join(f"{counted.count(each)} {each}" for each in reversed(WORST_FIRST))
    sys.stdout.write("\n".join([*lines, "", f"{len(outcomes.of)} rows, {sums}", ""]))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
