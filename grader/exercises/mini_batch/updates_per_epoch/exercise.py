"""``updates_per_epoch``: how many batches an epoch holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import AN_INT, Begin, Exercise


def _probes(begin: Begin) -> Iterator[Probe]:
    # A rest below and above one half tells rounding from rounding up.
    for name, rest in (("a small rest", (1, 3)), ("a large rest", (8, 10))):
        rng = begin(name)
        size, full = int(rng.integers(11, 14)), int(rng.integers(3, 8))
        m = full * size + int(rng.integers(*rest))
        yield call(m, size, label="a last batch that is smaller")
    rng = begin("no rest")
    size, full = int(rng.integers(5, 9)), int(rng.integers(10, 15))
    yield call(full * size, size, label="batches that fit exactly")
    m = int(begin("batches of one sample").integers(20, 30))
    yield call(m, 1, group="edge", label="batches of a single sample")
    m = int(begin("the full batch").integers(20, 30))
    yield call(m, m, group="edge", label="the full batch")
    m = int(begin("a larger batch size").integers(20, 30))
    yield call(m, 2 * m + 5, group="edge", label="a batch size larger than the number of samples")
    begin("one sample")
    yield call(1, 1, group="edge", label="one sample")


def _experiments(begin: Begin) -> Iterator[Probe]:
    # Numbers that no hidden test asks for.
    for m, size in (
        (200, 20),
        (200, 50),
        (201, 20),
        (211, 20),
        (219, 20),
        (199, 20),
        (200, 1),
        (201, 1),
        (200, 200),
        (201, 201),
        (200, 201),
        (200, 500),
        (200, 199),
    ):
        begin(f"{m} samples, batches of {size}")
        yield call(m, size)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("batches that fit exactly, and a smaller last batch", 0.65, groups=("values",)),
        Criterion("batches of one sample, and batch sizes up to m and beyond", 0.25, ("edge",)),
        dataclasses.replace(AN_INT, share=0.1),
    ),
)
