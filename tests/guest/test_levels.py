"""What is probed before a class is graded, on machines with more and with less kernel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.guest.escapes.trial import ATTEMPTS
from grader.guest.inside import landlock
from grader.guest.outside.levels import BEYOND_THE_FLOOR, ESSENTIAL, FLOOR, LEVELS, Report, assess
from tests.guest.harness import BARE, BEST, FLOORS, VIEWS, Machine, harness, on

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


def all_probes(policy, facts):
    from guest.escapes import trial

    return trial.probe(policy, facts)


def assessed(machine: Machine, folder: Path, abi: int = 0) -> tuple[Report, dict[str, bool]]:
    outcome = harness(machine, folder, all_probes, abi=abi)
    checked = outcome["checked"]
    layers = outcome["value"][0]["value"]["layers"]
    if machine.view and "mount" not in layers:
        pytest.skip("this machine refuses namespaces")
    return assess(checked, layers), checked


@on(*BEST)
def test_every_promise_holds_with_all_layers(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    open_ones = {name for name, held in checked.items() if not held}
    assert not open_ones
    assert report.level == "full"
    assert set(checked) == set(ATTEMPTS)


@on(*FLOORS)
def test_the_floor_is_reached_where_namespaces_are_refused(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    assert {name for name, held in checked.items() if not held} <= set(BEYOND_THE_FLOOR)
    assert report.level == FLOOR and report.enough
    assert "namespaces" in " ".join(report.missing)


@pytest.mark.parametrize("abi", range(1, 7))
@on(*FLOORS[:2])
def test_the_floor_is_reached_with_an_older_landlock(
    machine: Machine, folder: Path, abi: int
) -> None:
    """Seccomp stops what Landlock learned later: truncate, ports, signals."""
    if landlock.version() < abi:
        pytest.skip("this kernel's Landlock is older")
    assert assessed(machine, folder, abi)[0].level == FLOOR


@on(Machine(root=False, refused=("mount",)))
def test_namespaces_are_entered_as_a_whole_or_not(machine: Machine, folder: Path) -> None:
    """As with AppArmor's restriction: a user namespace in which nothing is allowed."""
    report, _ = assessed(machine, folder)
    assert report.level == FLOOR
    assert not {"user", "net", "mount"} & set(report.layers)


@on(*VIEWS)
def test_a_view_of_the_files_holds_without_landlock(machine: Machine, folder: Path) -> None:
    _, checked = assessed(machine, folder)
    assert {name for name, held in checked.items() if not held} == set()


@on(*BARE)
def test_without_both_nothing_can_be_changed_still(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    assert report.level == "partial" and not report.enough
    assert not checked["read"] and not checked["scratch_is_closed"]
    assert "Landlock" in " ".join(report.missing)


def test_a_plain_process_is_no_level(folder: Path) -> None:
    machine = Machine(root=os.geteuid() == 0)
    checked = harness(machine, folder, all_probes, restricted=False)["checked"]
    assert set(checked) == set(ATTEMPTS)
    assert {name for name, held in checked.items() if held} <= {
        "become_root",  # a plain user cannot anyway
        "kill",  # what the descriptor has killed before
        "scratch_is_closed",  # no attempt: that it can be written
    }
    assert assess(checked).level == "none"
    assert not assess(checked).enough


def test_levels() -> None:
    everything = dict.fromkeys(ATTEMPTS, True)
    assert assess(everything, ["mount", "landlock", "seccomp"]).level == "full"
    floor = assess(everything | {"ask_whether_there": False}, ["landlock", "seccomp"])
    assert floor.level == FLOOR and floor.enough
    assert "not refused: ask whether a file is there" in floor.missing
    assert {*BEYOND_THE_FLOOR, *ESSENTIAL} < set(ATTEMPTS)
    assert assess(everything | {"read": False}).level == "partial"
    assert assess(everything | {"fork": False}).level == "none"
    assert assess({}).level == "none" and assess({}).missing == ("nothing was probed",)
    assert [assess({}).enough, floor.enough] == [False, True]
    assert str(floor) == "isolation: kernel (landlock, seccomp)"
    assert LEVELS.index(FLOOR) == 2
