"""``forward``: a network of any depth, and its cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import Array, numbers, parameters, sizes, whole, wholes


def _shuffled(rng: np.random.Generator, params: dict[str, Array]) -> dict[str, Array]:
    names = list(params)
    order = rng.permutation(len(names))
    if np.array_equal(order, np.arange(len(names))):
        order = order[::-1]
    return {names[k]: params[names[k]] for k in order}


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("one hidden layer")
    m, *layer_sizes = sizes(rng, 4)
    yield call(
        numbers(rng, m, layer_sizes[0]), parameters(rng, layer_sizes), label="one hidden layer"
    )
    rng = begin("two hidden layers")
    m, *layer_sizes = sizes(rng, 5)
    yield call(
        numbers(rng, m, layer_sizes[0]), parameters(rng, layer_sizes), label="two hidden layers"
    )
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("layers of the same size")
    n = int(rng.integers(3, 5))
    yield call(numbers(rng, n, n), parameters(rng, [n, n, n, n]), label="layers of the same size")
    rng = begin("one sample")
    layer_sizes = sizes(rng, 3)
    yield call(numbers(rng, 1, layer_sizes[0]), parameters(rng, layer_sizes), label="one sample")
    for name, draw in (("whole samples", parameters), ("whole numbers", wholes)):
        rng = begin(name)
        m, *layer_sizes = sizes(rng, 4)
        yield call(
            whole(rng, m, layer_sizes[0]),
            draw(rng, layer_sizes),
            group="edge",
            label="whole numbers",
        )
    rng = begin("a single layer")
    m, n_in, n_out = sizes(rng, 3)
    yield call(
        numbers(rng, m, n_in),
        parameters(rng, [n_in, n_out]),
        group="edge",
        label="a network of a single layer",
    )
    rng = begin("parameters in another order")
    m, *layer_sizes = sizes(rng, 5)
    yield call(
        numbers(rng, m, layer_sizes[0]),
        _shuffled(rng, parameters(rng, layer_sizes)),
        group="edge",
        label="parameters in another order",
    )
    rng = begin("more than nine layers")
    layer_sizes = [int(size) for size in rng.integers(1, 3, size=12)]
    yield call(
        numbers(rng, 2, layer_sizes[0]),
        parameters(rng, layer_sizes),
        group="edge",
        label="a network of more than nine layers",
    )


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, layer_sizes in (
        ("a single layer", 5, [3, 2]),
        ("two layers", 5, [3, 4, 2]),
        ("three layers", 5, [3, 4, 2, 6]),
        ("four layers", 5, [3, 4, 2, 6, 1]),
        ("eleven layers", 2, [3, 4, 2, 3, 4, 2, 3, 4, 2, 3, 4, 2]),
        ("one sample", 1, [3, 4, 2, 6]),
        ("many samples", 11, [3, 4, 2, 6]),
        ("as many samples as inputs", 3, [3, 4, 2]),
        ("layers of the same size", 5, [3, 3, 3, 3]),
        ("other layers of the same size", 5, [2, 2, 2]),
        ("two layers in a row of the same size", 5, [3, 4, 4, 2]),
    ):
        rng = begin(name)
        yield call(numbers(rng, m, layer_sizes[0]), parameters(rng, layer_sizes))
    for layer_sizes in ([3, 4, 2], [3, 2, 4, 2]):
        rng = begin(f"{len(layer_sizes) - 1} layers, parameters in another order")
        yield call(numbers(rng, 5, 3), _shuffled(rng, parameters(rng, layer_sizes)))
    rng = begin("whole samples")
    yield call(whole(rng, 5, 3), parameters(rng, [3, 4, 2]))


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the output", 1.25, groups=("values",), outputs=("", "output")),
        Criterion(
            "activations a0 to aL in the cache",
            1.0,
            groups=("values",),
            outputs=("", "cache", "cache??a*"),
        ),
        Criterion(
            "weighted sums z1 to zL in the cache",
            0.75,
            groups=("values",),
            outputs=("", "cache", "cache??z*"),
        ),
        Criterion(
            "one layer or more than nine, parameters in any order, whole numbers",
            0.5,
            groups=("edge",),
        ),
        dataclasses.replace(UNTOUCHED, share=0.5),
    ),
    returns=("output", "cache"),
    uses=("layer_forward",),
)
