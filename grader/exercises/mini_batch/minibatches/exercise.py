"""``minibatches``: the samples of an epoch, shuffled and cut into batches."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, script, take
from descent.probing.values import Value
from grader.exercises.common import labels, samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import generator, whole
from .properties import SIZES


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a rest")
    size = int(rng.integers(3, 6))
    m = 2 * size + int(rng.integers(1, size))
    yield _case(rng, samples(rng, m, 2), size, "a last batch that is smaller", group="cut")
    rng = begin("no rest")
    yield _case(rng, samples(rng, 12, 3), 4, "batches that fit exactly", group="cut")
    yield _orders(begin("many samples"), 7)
    yield _orders(begin("many samples, smaller batches"), 6)
    rng = begin("batches of one sample")
    yield _case(rng, samples(rng, int(rng.integers(6, 9)), 3), 1, "batches of a single sample")
    rng = begin("the full batch")
    m = int(rng.integers(6, 9))
    yield _case(rng, samples(rng, m, 3), m, "the full batch")
    rng = begin("a larger batch size")
    m = int(rng.integers(6, 9))
    large = "a batch size larger than the number of samples"
    yield _case(rng, samples(rng, m, 3), m + 4, large)
    rng = begin("one feature")
    yield _case(rng, samples(rng, int(rng.integers(6, 9)), 1), 3, "one feature")
    rng = begin("one sample")
    yield _case(rng, samples(rng, 1, 3), 2, "one sample")
    rng = begin("whole numbers")
    yield _case(rng, whole(rng, 7, 2), 3, "whole numbers", int)
    rng = begin("whole-number samples")
    yield _case(rng, whole(rng, 7, 3), 4, "whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, samples(rng, 8, 2), 5, "whole numbers", int)


def _case(
    rng: np.random.Generator,
    X: Value,
    size: int,
    label: str,
    kind: type = float,
    group: str = "edge",
) -> Probe:
    """Take the batches of these samples, with labels of a kind, float or int."""
    y: Value = labels(rng, len(X)).astype(kind)
    # Two more than there can be, so that too many batches show.
    step = take(len(X) + 2, X, y, size, generator(rng), show="batches")
    return script(step, group=group, label=label)


def _orders(rng: np.random.Generator, size: int) -> Probe:
    """Take the batches with two generators in one state and a third in another."""
    m = 28 + int(rng.integers(2, 6))
    X, y = samples(rng, m, 1), labels(rng, m)
    one = generator(rng)
    other = dataclasses.replace(one, seed=one.seed + 1)
    taken = (("first", one), ("again", one), ("other", other))
    steps = (take(m + 2, X, y, size, with_rng, show=name) for name, with_rng in taken)
    return script(*steps, group="order", label="many samples")


def _truth(probe: Probe, answers: Mapping[str, Any]) -> Observation:
    """Tell only the sizes of the batches: any order of the samples is right."""
    shown = {}
    for step in probe.steps:
        X, y, size, rng = step.args
        batches = answers["minibatches"](X, y, size, rng.make())
        shown[SIZES + step.show] = [len(y_batch) for _, y_batch in batches]
    return Observation(shown)


EXERCISE = Exercise(
    probes=_probes,
    truth=_truth,
    uses=("updates_per_epoch",),
    criteria=(
        Criterion(
            "batches of batch_size, the last one smaller, with every sample exactly once",
            1,
            ("cut", "order"),
            rule="batches_cut",
        ),
        Criterion(
            "shuffled, and each row of y with its row of X",
            1.25,
            ("order",),
            rule="batches_paired",
        ),
        Criterion("a new order in each call, from rng", 1, ("order",), rule="batches_shuffled"),
        Criterion(
            "batches of one sample, batch sizes up to m and beyond, whole numbers",
            0.5,
            ("edge",),
            rule="batches_cut",
        ),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    shuffles=True,
)
