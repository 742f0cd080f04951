"""``init_params``: starting weights that are random and of the right size, biases that are zero.

The order of draws is free, so the weights themselves are not compared: the
properties ``starting_layers``, ``starting_spread`` and ``from_the_generator``
say what is asked of them. A known mistake is recognized where it draws in the
usual order; where it does not, the sentence of a property says what is off.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, ask, call, script
from descent.probing.values import Rng
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import seed, sizes


def _layers(begin: Begin) -> Iterator[Probe]:
    # No layer of two neurons: sqrt(2 / n_in) is 1 behind it, and no scale would show. In one list
    # they grow and in one they shrink: W1 has two n_in, so that no other rule fits by chance.
    rng = begin("growing layers")
    layer_sizes = sorted(sizes(rng, 4, low=3, high=7))
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="three layers")
    rng = begin("shrinking layers")
    layer_sizes = sorted(sizes(rng, 3, low=3, high=7), reverse=True)
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="two layers")
    rng = begin("a single layer")
    layer_sizes = sizes(rng, 2, low=3)
    yield call(layer_sizes, Rng("Generator", seed(rng)), group="layers", label="a single layer")
    rng = begin("layers of one neuron")
    yield call([1, 1, 1], Rng("Generator", seed(rng)), group="layers", label="layers of one neuron")


def _wide_layers(begin: Begin) -> Iterator[Probe]:
    # Narrow, wide, narrow: a rule with n_out in place of n_in errs both ways, and shows.
    rng = begin("wide layers")
    low, wide, last = (int(rng.integers(a, b)) for a, b in ((10, 14), (60, 68), (8, 12)))
    yield call([low, wide, last], Rng("Generator", seed(rng)), group="spread", label="wide layers")


def _generators(begin: Begin) -> Iterator[Probe]:
    for name in ("equal and different generators", "equal and different generators again"):
        rng = begin(name)
        layer_sizes, one = sizes(rng, 4, low=3), seed(rng)
        yield script(
            ask("", layer_sizes, Rng("Generator", one), show="first"),
            ask("", layer_sizes, Rng("Generator", one), show="again"),
            ask("", layer_sizes, Rng("Generator", one + 1), show="other"),
            group="rng",
            label="equal and different generators",
        )


def _probes(begin: Begin) -> Iterator[Probe]:
    yield from _layers(begin)
    yield from _wide_layers(begin)
    yield from _generators(begin)


def _experiments(begin: Begin) -> Iterator[Probe]:
    # Wide layers tell nothing apart that narrow ones do not.
    yield from _layers(begin)
    yield from _generators(begin)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion(
            "a W and a b for each layer, in their shapes, the biases zero",
            0.75,
            groups=("layers", "spread"),
            rule="starting_layers",
        ),
        Criterion(
            "weights that are normal with standard deviation sqrt(2 / n_in)",
            1.25,
            groups=("spread",),
            rule="starting_spread",
        ),
        Criterion("all randomness from rng", 0.75, groups=("rng",), rule="from_the_generator"),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
)
