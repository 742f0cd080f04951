"""``layer_forward``: weighted sums and activations of one sigmoid layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import far_out, numbers, sizes, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    for name in ("several neurons", "several other neurons"):
        rng = begin(name)
        m, n_in, n_out = sizes(rng, 3)
        yield call(numbers(rng, m, n_in), numbers(rng, n_in, n_out), numbers(rng, 1, n_out))
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("square")
    n = int(rng.integers(3, 6))
    square = "as many samples as inputs and neurons"
    yield call(numbers(rng, n, n), numbers(rng, n, n), numbers(rng, 1, n), label=square)
    rng = begin("one sample")
    n_in, n_out = sizes(rng, 2)
    yield call(
        numbers(rng, 1, n_in), numbers(rng, n_in, n_out), numbers(rng, 1, n_out), label="one sample"
    )
    rng = begin("a single neuron")
    m, n_in = sizes(rng, 2)
    yield call(
        numbers(rng, m, n_in), numbers(rng, n_in, 1), numbers(rng, 1, 1), label="a single neuron"
    )
    rng = begin("far out")
    W = numbers(rng, *sizes(rng, 2))
    yield call(far_out(rng, W), W, 0.1 * numbers(rng, 1, W.shape[1]), label="large weighted sums")
    for name, bias in (("whole numbers, a bias of floats", numbers), ("whole numbers", whole)):
        rng = begin(name)
        m, n_in, n_out = sizes(rng, 3)
        yield call(
            whole(rng, m, n_in),
            whole(rng, n_in, n_out),
            bias(rng, 1, n_out),
            group="whole",
            label="whole numbers",
        )


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, n_in, n_out in (
        ("an ordinary layer", 5, 3, 2),
        ("one sample", 1, 3, 2),
        ("many samples", 11, 3, 2),
        ("one input", 5, 1, 2),
        ("a single neuron", 5, 3, 1),
        ("one sample, a single neuron", 1, 3, 1),
        ("as many neurons as inputs", 5, 3, 3),
        ("as many samples as inputs", 3, 3, 2),
        ("as many samples as neurons", 5, 3, 5),
        ("as many of all", 4, 4, 4),
    ):
        rng = begin(name)
        yield call(numbers(rng, m, n_in), numbers(rng, n_in, n_out), numbers(rng, 1, n_out))
    for name, kinds in (("whole samples", "X"), ("whole weights", "W"), ("a whole bias", "b")):
        rng = begin(name)
        X, W, b = ((whole if key in kinds else numbers)(rng, *shape) for key, shape in _SHAPES)
        yield call(X, W, b)
    rng = begin("a bias")
    X, W, b = (numbers(rng, *shape) for _, shape in _SHAPES)
    yield call(X, W, b)
    begin("the same, with another bias")
    yield call(X, W, 0.5 - b)


_SHAPES = (("X", (5, 3)), ("W", (3, 2)), ("b", (1, 2)))


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the weighted sums z", 0.75, groups=("values",), outputs=("", "z")),
        Criterion("the activations a", 0.75, groups=("values",), outputs=("", "a")),
        Criterion("whole numbers as input", 0.25, groups=("whole",)),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    returns=("z", "a"),
)
