"""A network of one's own design for the spirals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array, make_spirals
from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, ask, find, look, make, script
from grader.sheets.exercise import Begin, Exercise

TRAINING, FRESH, SPIRALS, NOISE = 300, 1000, 5, 0.4

# By a quarter turn both arms come to stand between those of every spiral that a notebook
# has: what was trained on one of these is no better than guessing. Learning is as easy as
# before, and what is standardized stays so.
QUARTER = np.array([[0.0, 1.0], [-1.0, 0.0]])


# The labels of fresh samples. They are not in the probe: what is in a probe can
# be read by the code that answers it.
_labels: dict[bytes, Array] = {}


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("spirals")
    turn = QUARTER * rng.choice([-1, 1])
    X, y = make_spirals(TRAINING, NOISE, rng)
    mu, std = X.mean(axis=0), X.std(axis=0)
    fresh = [make_spirals(FRESH, NOISE, rng) for _ in range(SPIRALS)]
    samples = np.vstack([points for points, _ in fresh])
    labels = np.vstack([zeros_and_ones for _, zeros_and_ones in fresh])
    # make_spirals returns the zeros first: where a sample stands must not tell its label.
    order = rng.permutation(len(samples))
    unturned, _ = make_spirals(TRAINING, NOISE, rng)

    # Four digits are enough for a place on the plane, and keep the visible sheet small.
    def normal(points: Array) -> Array:
        rounded: Array = ((points - mu) / std).round(4)
        return rounded

    given, asked = normal(X) @ turn, normal(samples[order]) @ turn
    _labels[asked.tobytes()] = labels[order]
    yield script(
        make("network", given, y),
        look("network.__class__", show="kind"),
        ask("network.predict", asked, show="answers"),
        # What is shown from here on says why there are wrong ones, and counts for nothing.
        ask("network.predict", given, show="on training samples"),
        ask("network.predict", normal(unturned), show="on unturned spirals"),
        find("network.params", show="params"),
        find("network.losses", show="losses"),
    )


def _truth(probe: Probe, _: Mapping[str, Any]) -> Observation:
    """Return what is right: the labels, whatever the reference answers.

    They go by another name than the answers, which nothing but an accuracy can be compared with.
    """
    (asked,) = (step.args[0] for step in probe.steps if step.show == "answers")
    return Observation({"labels": _labels[asked.tobytes()]})


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
