"""``layer_forward``: weighted sums and activations of one sigmoid layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import numbers, sizes, whole


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


EXERCISE = Exercise(
    probes=_probes,
    criteria=(
        Criterion("the weighted sums z", 0.75, groups=("values",), outputs=("", "z")),
        Criterion("the activations a", 0.75, groups=("values",), outputs=("", "a")),
        Criterion("whole numbers as input", 0.25, groups=("whole",)),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    returns=("z", "a"),
)
