"""What is shipped of a sheet is enough for a check, and is small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from descent.judging.compare import same_behavior
from descent.judging.digests import digest
from descent.judging.sheets import Criterion, Sheet
from descent.probing.probes import call
from descent.probing.values import Excess, Raised, Value
from grader.guest.outside.claims import leaves, observation_of, room_for
from grader.sheets.preparation import mistakes_asked
from grader.sheets.shipped import MOST, shipped, shipped_experiments
from tests.descent import made_up
from tests.here import ROOT, exercises, experiment_sheet, reference, sections

LARGE = np.linspace(0.1, 0.9, MOST + 1)
SMALL = LARGE[:2]


def test_all_checks_together_take_less_than_a_megabyte() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "descent" / "checks").glob("*.zip")]
    assert len(sizes) == 7
    assert sum(sizes) < 1_000_000


def sheet(right: object, mistake: object) -> Sheet:
    """An exercise with one probe, and what a known mistake gives for it."""
    of = made_up(lambda: right, [call()], mistakes={"mistake": lambda: mistake})
    return replace(of, hints=("a hint",))


def given(of: Sheet) -> Value:
    return of.mistakes[0].observations[0].shown["result"]


def test_a_large_array_is_known_by_its_digest_and_a_small_one_is_read() -> None:
    of = sheet({"dw": LARGE, "db": SMALL}, {"dw": LARGE + 1, "db": SMALL + 1})
    dw, db = given(shipped(of)).values()
    assert dw == digest(LARGE + 1)
    assert np.array_equal(db, SMALL + 1)
    experiments = shipped_experiments(of)
    assert given(experiments) == {"dw": digest(LARGE + 1), "db": digest(SMALL + 1)}
    far_larger = shipped(sheet(LARGE, np.ones((1 << 10, LARGE.size))))
    assert given(far_larger).shape == (1 << 10, LARGE.size)
    assert (experiments.mistakes[0].sentence, experiments.criteria, experiments.hints) == (
        "",
        (),
        (),
    )


def test_what_is_right_is_no_digest() -> None:
    of = sheet({"dw": LARGE, "db": SMALL}, {"dw": SMALL, "db": LARGE})
    dw, db = given(shipped_experiments(of)).values()
    assert np.array_equal(dw, SMALL) and np.array_equal(db, LARGE)


def test_a_property_that_reads_a_part_still_can() -> None:
    of = sheet((SMALL, SMALL), (SMALL + 1, SMALL + 2))
    asks = replace(of, criteria=(Criterion("statistics", outputs=("[1]",), rule="statistics"),))
    one, other = given(shipped_experiments(asks))
    assert np.array_equal(one, SMALL + 1) and np.array_equal(other, SMALL + 2)


def test_where_a_mistake_fails_is_not_shipped() -> None:
    def fails() -> None:
        raise ValueError("no such shape")

    of = made_up(lambda: LARGE, [call()], mistakes={"mistake": fails})
    raised = of.mistakes[0].observations[0].raised
    assert raised and raised.line and raised.source
    assert shipped(of).mistakes[0].observations[0].raised == Raised("ValueError", "no such shape")


@pytest.mark.parametrize(
    ("section", "name"), [(section, name) for section in sections() for name in exercises(section)]
)
def test_a_mistake_is_known_by_what_is_shipped(section: str, name: str) -> None:
    """What each known mistake gives is like itself as it is shipped, and like no other."""
    of = experiment_sheet(section, name)
    if of is None:
        return
    entry = exercises(section)[name]
    whole = list(mistakes_asked(of.probes, entry, reference(section)))
    for known, mistake in zip(of.mistakes, whole, strict=True):
        assert all(
            same_behavior(one, other, entry.returns)
            for one, other in zip(known.observations, mistake.observations, strict=True)
        ), known.id
    # A grader makes room for what is shipped, and takes what each mistake gives.
    rooms = [
        room_for(probe, right, *(known.observations[n] for known in of.mistakes))
        for n, (probe, right) in enumerate(zip(of.probes, of.expected, strict=True))
    ]
    for mistake in whole:
        for probe, room, seen in zip(of.probes, rooms, mistake.observations, strict=True):
            taken = observation_of(seen, probe, room)
            assert not any(isinstance(one, Excess) for one in leaves(taken.shown)), mistake.id
