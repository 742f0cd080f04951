"""A network of one's own design for the spirals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array, make_spirals
from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, ask, look, make, script
from grader.sheets.exercise import Begin, Exercise

TRAINING, FRESH, SPIRALS, NOISE = 300, 1000, 5, 0.4


# The labels of fresh samples. They are not in the probe: what is in a probe can
# be read by the code that answers it.
_labels: dict[bytes, Array] = {}


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("spirals")
    X, y = make_spirals(TRAINING, NOISE, rng)
    mu, std = X.mean(axis=0), X.std(axis=0)
    fresh = [make_spirals(FRESH, NOISE, rng) for _ in range(SPIRALS)]
    samples = np.vstack([points for points, _ in fresh])
    labels = np.vstack([zeros_and_ones for _, zeros_and_ones in fresh])
    # make_spirals returns the zeros first: where a sample stands must not tell its label.
    order = rng.permutation(len(samples))
    # Four digits are enough for a place on the plane, and keep the visible sheet small.
    asked = ((samples[order] - mu) / std).round(4)
    _labels[asked.tobytes()] = labels[order]
    yield script(
        make("network", ((X - mu) / std).round(4), y),
        look("network.__class__", show="kind"),
        ask("network.predict", asked, show="answers"),
    )


def _truth(probe: Probe, _: Mapping[str, Any]) -> Observation:
    """Return what is right: the labels, whatever the reference answers.

    They go by another name than the answers, which nothing but an accuracy can be compared with.
    """
    return Observation({"labels": _labels[probe.steps[-1].args[0].tobytes()]})


def _right(least: float) -> Criterion:
    return Criterion(
        f"{least:.0%} of fresh samples right",
        2.0 if least == 0.9 else 1.0,
        rule="fresh_accuracy",
        options={"least": least},
    )


EXERCISE = Exercise(
    probes=_probes,
    truth=_truth,
    criteria=(_right(0.9), _right(0.95), _right(0.97)),
    seconds=20.0,
)
