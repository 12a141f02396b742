from importlib.metadata import packages_distributions
from pathlib import Path

import bot
import retrieval

ROOT = Path(__file__).resolve().parent.parent


def test_our_packages_are_the_ones_that_are_imported() -> None:
    for package in (bot, retrieval):
        assert package.__file__ is not None
        assert Path(package.__file__).resolve().is_relative_to(ROOT)


def test_no_other_distribution_claims_our_package_names() -> None:
    owners = packages_distributions()
    assert set(owners["bot"]) == {"verbatim-bot"}
    assert set(owners["retrieval"]) == {"verbatim-bot"}
