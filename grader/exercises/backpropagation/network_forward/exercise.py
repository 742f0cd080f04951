"""The network class: how it is made, forward and predict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, Step, ask, look, make, script
from descent.probing.values import Ref, Rng, Value
from grader.exercises.common import KEPT
from grader.sheets.exercise import Begin, Exercise

from ..draws import network, samples, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    yield _made(begin("made"))
    yield _equal_and_different(begin("equal and other generators"))
    yield _without_rng(begin("without rng"))
    yield from _passes(begin)


def _experiments(begin: Begin) -> Iterator[Probe]:
    # How weights are drawn tells nothing of what is done with them.
    yield _made(begin("made"))
    yield from _passes(begin)


def _passes(begin: Begin) -> Iterator[Probe]:
    for name, sizes in (
        ("two layers", [2, 4, 1]),
        ("three layers", [4, 5, 3, 1]),
        ("four layers", [3, 2, 4, 2, 1]),
        ("one layer", [4, 1]),
        ("one sample", [3, 4, 1]),
        ("whole numbers", [2, 5, 1]),
    ):
        label = "" if name == "two layers" else name
        rng = begin(f"forward, {name}")
        forward = ask("net.forward", _inputs(rng, name, sizes[0]), show="output")
        yield script(*network(rng, sizes), forward, group="forward", label=label)
        rng = begin(f"cache, {name}")
        forward = ask("net.forward", _inputs(rng, name, sizes[0]))
        kept = look("net.cache", show="cache")
        yield script(*network(rng, sizes), forward, kept, group="cache", label=label)
    for name, sizes in (
        ("two layers", [3, 5, 1]),
        ("three layers", [2, 3, 4, 1]),
        ("whole numbers", [2, 3, 1]),
    ):
        rng = begin(f"predict, {name}")
        predict = ask("net.predict", _inputs(rng, name, sizes[0]), show="predict")
        yield script(*network(rng, sizes), predict, group="predict")


def _inputs(rng: np.random.Generator, name: str, n: int) -> Value:
    # More samples than any layer has neurons, so that axes cannot be confused.
    m = 1 if name == "one sample" else int(rng.integers(6, 10))
    return whole(rng, m, n) if name == "whole numbers" else samples(rng, m, n)


def _made(rng: np.random.Generator) -> Probe:
    sizes = [int(rng.integers(8, 11)), int(rng.integers(11, 14)), 3, 1]
    seed = int(rng.integers(1 << 31))
    return script(
        make("net", sizes, rng=Rng("Generator", seed)),
        look("net.layer_sizes", show="layer_sizes"),
        look("net.L", show="L"),
        look("net.params", show="result"),
        group="made",
    )


def _equal_and_different(rng: np.random.Generator) -> Probe:
    """Make two networks with equal generators and one with another, and compare.

    Nothing but the comparison is reported: how the weights are drawn is left to the answer.
    """
    sizes = [2, int(rng.integers(2, 5)), 1]
    seed = int(rng.integers(1 << 30))
    steps: list[Step] = []
    for name, number in (("first", seed), ("twin", seed), ("other", seed + 1)):
        steps += _drawn(make(name, sizes, rng=Rng("Generator", number)))
    return script(
        *steps,
        *_compared("first", "twin", "equal generators"),
        *_compared("first", "other", "other generators"),
        group="drawn",
    )


def _without_rng(rng: np.random.Generator) -> Probe:
    sizes = [3, int(rng.integers(2, 5)), 1]
    steps = (*_drawn(make("first", sizes)), *_drawn(make("twin", sizes)))
    return script(*steps, *_compared("first", "twin", "no generator"), group="drawn")


def _drawn(maker: Step) -> tuple[Step, Step, Step]:
    """Make a network, and keep its first weights and what its generator draws next."""
    name = maker.keep
    weights = ask(f"{name}.params.get", "W1", keep=f"W of {name}")
    return maker, weights, ask(f"{name}.rng.standard_normal", 3, keep=f"rng of {name}")


def _compared(one: str, two: str, what: str) -> tuple[Step, Step]:
    weights = ask(f"W of {one}.__eq__", Ref(f"W of {two}"), show=f"{what}, equal weights")
    drawn = ask(f"rng of {one}.__eq__", Ref(f"rng of {two}"), show=f"{what}, equal rng afterwards")
    return weights, drawn


EXERCISE = Exercise(
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion(
            "layer_sizes, L, params and rng", 0.25, groups=("made", "drawn"), rule="fresh_network"
        ),
        Criterion("the output of forward", 0.75, groups=("forward",)),
        Criterion("the cache", 0.5, groups=("cache",)),
        Criterion("predict", 0.25, groups=("predict",)),
        KEPT,
    ),
    methods=("forward", "__init__", "predict"),
)
