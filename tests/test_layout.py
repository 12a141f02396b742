import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

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


def test_every_distribution_that_is_needed_is_pinned_as_it_is_installed() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {canonicalize_name(pin.name): pin.specifier for pin in map(Requirement, lines)}

    needed = _needed()

    assert needed.keys() <= pins.keys()
    assert [name for name, version in needed.items() if version not in pins[name]] == []


def _needed() -> dict[NormalizedName, str]:
    """The installed versions of what the project needs, with what that needs in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    developing = project["optional-dependencies"]["dev"]
    waiting = [Requirement(each) for each in [*project["dependencies"], *developing]]
    seen: set[str] = set()
    versions: dict[NormalizedName, str] = {}
    while waiting:
        wanted = waiting.pop()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        installed = distribution(wanted.name)
        versions[canonicalize_name(wanted.name)] = installed.version
        inner = [Requirement(each) for each in installed.requires or ()]
        waiting += [each for each in inner if _applies(each, wanted.extras)]
    return versions


def _applies(inner: Requirement, extras: set[str]) -> bool:
    marker = inner.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ["", *extras])
