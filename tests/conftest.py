"""Which stage of the gate a test belongs to, and which stages plain ``pytest`` runs."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest

# What plain `pytest` runs: all that ends in five minutes on two cores. A path or `-m` chooses
# otherwise, and .ci/run runs every stage.
QUICK = "unit or guest"

# Fixtures that take seconds: a process for guests, nbgrader's gradebook, a copy of the course. What
# asks for one of them is no unit test, but marks or builds something whole.
COSTLY = {"zygote", "blank", "clone_it"}

TESTS = Path(__file__).parent
SETTINGS = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))
MARKERS: list[str] = SETTINGS["tool"]["pytest"]["ini_options"]["markers"]
STAGES = [name for line in MARKERS if (name := line.split(":")[0]) != "sample"]


def pytest_configure(config: pytest.Config) -> None:
    unasked = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if unasked and not config.option.markexpr:
        config.option.markexpr = QUICK


# Around all others, so that marks are there when pytest chooses by them, and xdist deals by them.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Give each test one stage: the one it names, its folder's, or by what it asks for."""
    for item in items:
        named = {marker.name for marker in item.iter_markers()}.intersection(STAGES)
        if not named:
            folder = item.path.relative_to(TESTS).parts[0]
            named = {folder if folder in STAGES else _by_cost(item)}
            item.add_marker(*named)
        assert len(named) == 1, f"{item.nodeid} is in {named}"
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_together(item)))
    if "PYTEST_XDIST_WORKER" in os.environ:
        # The longest first, so that in the end no process waits long for another.
        items.sort(key=_stage_of, reverse=True)
    yield


def _stage_of(item: pytest.Item) -> int:
    return next(n for n, stage in enumerate(STAGES) if item.get_closest_marker(stage))


def _by_cost(item: pytest.Item) -> str:
    return "classes" if COSTLY.intersection(getattr(item, "fixturenames", ())) else "unit"


def _together(item: pytest.Item) -> str:
    """Return what shares a process with a test, where there are several processes.

    That is its file, which makes once what is costly to make; but in the bank, one file with
    nearly half of all tests, it is a section. Where several files need what is made once, they
    name the group that they are in.
    """
    if item.get_closest_marker("bank") and hasattr(item, "callspec"):
        return str(item.callspec.params["section"])
    return item.path.relative_to(TESTS).with_suffix("").as_posix()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the stages in which a test failed."""
    wrong = [one for kind in ("failed", "error") for one in terminalreporter.stats.get(kind, ())]
    failed = [
        stage for stage in STAGES if any(stage in getattr(one, "keywords", ()) for one in wrong)
    ]
    if failed:
        terminalreporter.write_line(f"Stages with failures: {', '.join(failed)}")
