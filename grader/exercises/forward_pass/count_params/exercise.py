"""``count_params``: how many weights and biases a network has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.sheets.exercise import AN_INT, UNTOUCHED, Begin, Exercise

from ..draws import sizes


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, layers, label in (
        ("one hidden layer", 3, "a network with one hidden layer"),
        ("another hidden layer", 3, "a network with one hidden layer"),
        ("two hidden layers", 4, "a network with two hidden layers"),
        ("four hidden layers", 6, "a network with four hidden layers"),
    ):
        yield call(sizes(begin(name), layers, high=12), group="deep", label=label)
    rng = begin("a single layer")
    yield call(sizes(rng, 2, high=12), group="single", label="a network of a single layer")
    begin("one neuron")
    yield call([1, 1], group="single", label="one neuron with one input")


def _experiments(begin: Begin) -> Iterator[Probe]:
    # Sizes that no hidden test asks for.
    for layer_sizes in (
        [17, 14],
        [14, 17],
        [17, 1],
        [15, 15],
        [17, 14, 20],
        [14, 17, 1],
        [15, 15, 15],
        [16, 13, 18, 21],
        [15, 15, 15, 15],
        [13, 19, 22, 16, 14, 1],
    ):
        begin(f"layers of {layer_sizes}")
        yield call(layer_sizes, group="deep")


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("networks with hidden layers", 0.6, groups=("deep",)),
        Criterion("networks of a single layer", 0.2, groups=("single",)),
        dataclasses.replace(AN_INT, share=0.1),
        dataclasses.replace(UNTOUCHED, share=0.1),
    ),
)
