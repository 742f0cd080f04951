"""``forward_pass``: a network with one hidden layer, and its cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import far_out, numbers, parameters, sizes, whole, wholes


def _probes(begin: Begin) -> Iterator[Probe]:
    for name in ("several outputs", "several other outputs"):
        rng = begin(name)
        m, n_in, n_hidden, n_out = sizes(rng, 4)
        yield call(numbers(rng, m, n_in), *parameters(rng, [n_in, n_hidden, n_out]).values())
    rng = begin("a single output")
    m, n_in, n_hidden = sizes(rng, 3)
    params = parameters(rng, [n_in, n_hidden, 1])
    yield call(numbers(rng, m, n_in), *params.values(), label="a single output")
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("layers of the same size")
    n = int(rng.integers(3, 5))
    params = parameters(rng, [n, n, n])
    yield call(numbers(rng, n, n), *params.values(), label="layers of the same size")
    rng = begin("one sample")
    n_in, n_hidden, n_out = sizes(rng, 3)
    params = parameters(rng, [n_in, n_hidden, n_out])
    yield call(numbers(rng, 1, n_in), *params.values(), label="one sample")
    rng = begin("far out")
    params = parameters(rng, [2, 3, 2])
    yield call(far_out(rng, params["W1"]), *params.values(), label="large weighted sums")
    for name, draw in (("whole numbers, biases of floats", parameters), ("whole numbers", wholes)):
        rng = begin(name)
        m, n_in, n_hidden, n_out = sizes(rng, 4)
        params = {**draw(rng, [n_in, n_hidden, n_out]), "W1": whole(rng, n_in, n_hidden)}
        yield call(whole(rng, m, n_in), *params.values(), group="whole", label="whole numbers")


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, layer_sizes in (
        ("an ordinary network", 5, [3, 4, 2]),
        ("one sample", 1, [3, 4, 2]),
        ("many samples", 11, [3, 4, 2]),
        ("one input", 5, [1, 4, 2]),
        ("one hidden neuron", 5, [3, 1, 2]),
        ("a single output", 5, [3, 4, 1]),
        ("as many hidden neurons as inputs", 5, [3, 3, 2]),
        ("as many outputs as hidden neurons", 5, [3, 2, 2]),
        ("layers of the same size", 5, [3, 3, 3]),
        ("as many samples as inputs", 3, [3, 4, 2]),
        ("as many samples as hidden neurons", 4, [3, 4, 2]),
    ):
        rng = begin(name)
        yield call(numbers(rng, m, layer_sizes[0]), *parameters(rng, layer_sizes).values())
    rng = begin("whole samples")
    yield call(whole(rng, 5, 3), *parameters(rng, [3, 4, 2]).values())


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the output a2", 1.0, groups=("values",), outputs=("", "a2")),
        Criterion(
            "z1 and a1 in the cache",
            0.75,
            groups=("values",),
            outputs=("", "cache", "cache??[az]1*"),
        ),
        Criterion(
            "z2 and a2 in the cache",
            0.75,
            groups=("values",),
            outputs=("", "cache", "cache??[az]2*"),
        ),
        Criterion("whole numbers as input", 0.25, groups=("whole",)),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
    returns=("a2", "cache"),
    uses=("layer_forward",),
)
