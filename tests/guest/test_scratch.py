"""The scratch folder: what is left in it is measured, cleared, and found by nobody else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.guest.inside import watch
from grader.guest.outside import scratch
from tests.guest.harness import BEST, FLOORS, VIEWS, Machine, harness, on, refusals

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


def makes_a_mess(policy, facts):
    import os

    for name in (b"\xff\n", b"-rf", b"descent-1"):
        open(name, "wb").close()
    os.mkdir("closed")
    os.mkdir("closed/below")
    os.mkdir("no rights", 0)
    for _number in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    with open("at the bottom", "w") as file:
        file.write("x" * 10_000)
    return {}


@on(*FLOORS)
def test_scratch_is_measured_and_cleared(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, makes_a_mess)
    place = folder / "scratch"
    assert watch.stored(str(place), 5 * watch.PAGE) >= 5 * watch.PAGE
    assert watch.stored(str(place), 1 << 60) == 1 << 60  # too deep to be seen
    scratch.clear(str(place))
    assert not place.exists()
    scratch.clear(str(place))


def leaves_something(policy, facts):
    import os

    found = os.listdir(".")
    open("left", "w").close()
    os.makedirs("folder/below")
    return {"found": found}


@on(*BEST)
def test_the_next_guest_finds_an_empty_scratch_folder(machine: Machine, folder: Path) -> None:
    rounds = harness(machine, folder, leaves_something, rounds=2)["value"]
    if "mount" not in rounds[0]["value"]["layers"]:
        pytest.skip("this machine refuses namespaces")
    assert [one["value"]["result"]["found"] for one in rounds] == [[], []]
    assert list((folder / "scratch").iterdir()) == []


def looks_around(policy, facts):
    import os

    above = os.path.dirname(policy.scratch)
    return {"found": [os.listdir(above), os.listdir(os.path.dirname(above))]}


@on(*VIEWS)
def test_nor_does_it_find_where_others_were(machine: Machine, folder: Path) -> None:
    rounds = harness(machine, folder, looks_around, rounds=6, apart=True)["value"]
    if "mount" not in rounds[0]["value"]["layers"]:
        pytest.skip("this machine refuses namespaces")
    found = [one["value"]["result"]["found"] for one in rounds]
    assert found == [[[str(number)], ["scratch"]] for number in range(6)]
